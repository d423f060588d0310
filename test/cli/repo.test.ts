import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLedger } from '../../src/io/ledger.ts';
import { certificateToPem } from '../../src/lab/ca.ts';
import { type LabOptions, startLab } from '../../src/lab/index.ts';
import { listOf } from '../app/repository-kit.ts';
import { stamped } from '../io/ledger-kit.ts';
import { labOptions } from '../lab/requests.ts';
import { folder, jsonOf, type RunOptions, tst } from './run-tst.ts';

/** A lab of today, a configuration with its profile `lab`, and how to run there. */
async function desk(context: TestContext, kind: 'json' | 'csv' | 'text' | 'page', options: Partial<LabOptions> = {}) {
  const lab = await startLab(labOptions({ clock: () => Date.now(), ...options }));
  context.after(() => lab.close());
  const dir = folder(context);
  const [config, data] = [join(dir, 'config'), join(dir, 'data')];
  mkdirSync(join(config, 'profiles'), { recursive: true, mode: 0o700 });
  mkdirSync(data, { mode: 0o700 });
  const profile = (list: string, head = '') =>
    writeFileSync(
      join(config, 'profiles', 'lab.toml'),
      `schema = 1\n${head}[service]\nacceptPolicies = ["${lab.policy}"]\n[tst-revocation]\n${list}`,
    );
  profile(listOf(lab, kind));
  const env = { TST_CONFIG_DIR: config, TST_DATA_DIR: data, TST_CACHE_DIR: join(dir, 'cache') };
  const repo = (words: readonly string[], more: RunOptions = {}) => tst(['repo', ...words], { ...more, env });
  const ledger = async (...serials: string[]) => {
    const opened = await openLedger(join(data, 'ledger.sqlite'), 'write', { now: () => Date.now() });
    for (const serial of serials) await stamped(opened, `${serial}.pdf`, serial, { profile: 'lab' }, Date.now());
    await opened.close();
  };
  return { lab, dir, config, data, repo, ledger, profile };
}

test('sync: nothing new, a new entry that the ledger doesn’t know, a token of the ledger that is newly revoked', async (context) => {
  const { lab, repo, ledger } = await desk(context, 'json');
  await ledger('1a2b');
  const first = await repo(['sync']);
  assert.equal(first.exit, 0, first.err);
  assert.match(
    first.out,
    /^lab: list of revoked tokens: new since the last time \(http:.*\n {2}entries: 0 new, 0 gone, 0 in force\n$/,
  );
  assert.match((await repo(['sync'])).out, /^lab: list of revoked tokens: nothing new/);
  lab.revokeToken({ serial: 0x99n, reason: 'clock' });
  const other = await repo(['sync']);
  assert.equal(other.exit, 0);
  assert.match(other.out, /\n {2}\+ serial 0x99, revoked 2\d{3}-.*Z, reason: clock\n/);
  lab.revokeToken({ serial: 0x1a2bn });
  const checked = await repo(['sync', '--check']);
  assert.deepEqual([checked.exit, checked.out], [1, '']);
  const revoked = await repo(['sync', '--json']);
  assert.equal(revoked.exit, 1);
  const { sync } = jsonOf(revoked);
  assert.deepEqual(
    [sync.exit, sync.revoked[0].serial, sync.revoked[0].new, sync.sources[0].added.count],
    [1, '1a2b', true, 1],
  );
  const told = await repo(['sync']);
  assert.equal(told.exit, 0);
  assert.match(
    told.out,
    /^revoked by lab, as told before: token of 1a2b\.pdf in \/data\/1a2b\.pdf\.tsr, serial 1a2b\n/,
  );
});

test('sync in Japanese, without a ledger: new entries are for a person to look at', async (context) => {
  const { lab, repo } = await desk(context, 'text');
  assert.equal((await repo(['sync'])).exit, 0);
  lab.revokeToken({ serial: 0x99n });
  const { exit, out } = await repo(['sync', '--lang', 'ja']);
  assert.equal(exit, 2);
  assert.match(
    out,
    /^lab: 失効トークンのリスト: 前回から変更あり（http.*\n {2}追加1件、削除0件、現在1件\n {2}\+ シリアル番号 0x99\n台帳がないため/,
  );
});

test('sync --check keeps nothing', async (context) => {
  const { repo, data } = await desk(context, 'json');
  const checked = await repo(['sync', '--check']);
  assert.deepEqual([checked.exit, checked.out, checked.err], [0, '', '']);
  assert.ok(!existsSync(join(data, 'repository')));
  assert.equal(jsonOf(await repo(['sync', '--check', '--json'])).sync.sources[0].changed, true);
  assert.deepEqual(readdirSync(data), []);
});

test('unreachable: exit 69; what cannot be read, went back or is no list: exit 2', async (context) => {
  const { lab, repo } = await desk(context, 'json');
  lab.revokeToken({ serial: 1n });
  await repo(['sync']);
  const faults = {
    'http-500': [69, 'list-unreachable'],
    'list-malformed': [2, 'list-unreadable'],
    html: [2, 'list-unreadable'],
    'list-forgets': [2, 'list-rollback'],
  } as const;
  for (const [fault, [exit, code]] of Object.entries(faults)) {
    lab.setTstListFault(fault as keyof typeof faults);
    const run = await repo(['sync', '--json']);
    assert.equal(run.exit, exit, fault);
    assert.equal(jsonOf(run).sync.sources[0].problem.code, code);
  }
  const shown = await repo(['sync']);
  assert.match(shown.out, /^lab: list of revoked tokens: the list is older than the one before.*\n {2}Hint: /i);
});

test('a list that went back is refused until a person accepts it', async (context) => {
  const { lab, repo } = await desk(context, 'json');
  lab.revokeToken({ serial: 1n });
  await repo(['sync']);
  lab.setTstListFault('list-forgets');
  assert.equal((await repo(['sync'])).exit, 2);
  const refused = await repo(['review']);
  assert.equal(refused.exit, 77);
  assert.match(refused.err, /^lab: http.*older than the one before, or has forgotten entries/m);
  const accepted = await repo(['review', '--accept-list', '--yes']);
  assert.equal(accepted.exit, 0, accepted.err);
  assert.match(accepted.out, /^lab: the list [0-9a-f]{64} was accepted/);
  assert.equal((await repo(['sync', '--quiet'])).exit, 0);
});

test('a page: unreviewed, reviewed, changed, reviewed with what it lists; all of it in the history', async (context) => {
  const { lab, repo, dir, ledger } = await desk(context, 'page');
  await ledger('1a2b');
  const first = await repo(['sync']);
  assert.equal(first.exit, 2);
  assert.match(first.out, /^lab: watched page: nobody has reviewed the page yet .*\n.*tst repo review/);
  for (const words of [[], ['--yes'], ['--no-token-revoked']]) {
    const unconfirmed = await repo(['review', ...words]);
    assert.equal(unconfirmed.exit, 77, words.join());
    assert.match(unconfirmed.err, /nothing was recorded: the review was not confirmed/);
    assert.match(unconfirmed.err, /it was never reviewed.*\n {2}TST 失効情報/);
  }
  const reviewed = await repo(['review', '--no-token-revoked', '--yes']);
  assert.equal(reviewed.exit, 0, reviewed.err);
  assert.match(reviewed.out, /^lab: reviewed: the page names no revoked token\n$/);
  assert.match(reviewed.err, /document http.*\.pdf, SHA-256 [0-9a-f]{64}\n/);
  assert.equal((await repo(['sync'])).exit, 0);
  assert.match((await repo(['review'])).out, /^nothing to review/);

  lab.revokeToken({ serial: 0x1a2bn });
  const changed = await repo(['sync']);
  assert.equal(changed.exit, 2);
  assert.match(changed.out, /\n {2}\+ .*0x1a2b/);
  assert.match(changed.out, /\n {2}document changed: http.*\.pdf\n/);
  const list = join(dir, 'page.csv');
  writeFileSync(list, 'serial\r\nzz\r\n');
  const wrong = await repo(['review', '--revoked', list, '--list-radix', '16', '--yes']);
  assert.equal(wrong.exit, 65);
  assert.match(wrong.err, /page\.csv cannot be read: line 2, column 1/);
  writeFileSync(list, 'serial,reason\r\n1a2b,clock\r\n');
  const named = jsonOf(await repo(['review', '--revoked', list, '--list-radix', '16', '--yes', '--json']));
  assert.equal(named.reviews[0].entries, 1);
  assert.equal((await repo(['sync'])).exit, 1, 'the ledger knows it');

  const history = await repo(['history']);
  assert.equal(history.exit, 0);
  const kinds = [...history.out.matchAll(/^ {2}\S+ {2}(page|review|revoked token told)/gm)].map((match) => match[1]);
  assert.deepEqual(new Set(kinds), new Set(['page', 'review', 'revoked token told']));
  const { histories } = jsonOf(await repo(['history', '--json', '--profile', 'lab']));
  const reviews = histories[0].records.filter(({ kind }: { kind: string }) => kind === 'review');
  assert.deepEqual(
    reviews.map(({ entries }: { entries: number }) => entries),
    [0, 1],
  );
});

test('certificates that the profile doesn’t have, and CRLs of those that it has', async (context) => {
  const { lab, config, repo, profile } = await desk(context, 'json', { revocation: true });
  const { root, tsu } = lab.revocation.authority;
  const pem = certificateToPem(root.der);
  const url = `anchorsUrl = "${lab.url}/root.pem"\n`;
  profile(listOf(lab, 'json'), url);
  const unknown = await repo(['sync']);
  assert.equal(unknown.exit, 2);
  assert.match(
    unknown.out,
    /not in the profile: .*SHA-256 [0-9a-f]{64}\n {2}compare the fingerprints.*tst trust import .*objects.* --profile lab\n/,
  );
  writeFileSync(join(config, 'profiles', 'tsu.pem'), certificateToPem(tsu.der));
  const sha256 = jsonOf(await repo(['sync', '--json'])).sync.files[0].added[0].sha256;
  const anchors = `[[anchors]]\npem = """${pem}"""\nsha256 = "${sha256}"\n`;
  profile(`${listOf(lab, 'json')}${anchors}`, `${url}certificates = ["tsu.pem"]\n`);
  const known = await repo(['sync', '--allow-private-network']);
  assert.equal(known.exit, 0, known.out + known.err);
  assert.match(known.out, /\nlab: CRL: new since the last time \(http.*\nlab: certificates: nothing new/);
  const guarded = await repo(['sync']);
  assert.equal(guarded.exit, 69);
  assert.match(guarded.out, /\nlab: CRL: the address is not public/);
});

test('wrong words, no profiles', async (context) => {
  const { repo, config } = await desk(context, 'page');
  assert.equal((await repo(['review', '--no-token-revoked', '--revoked', 'x'])).exit, 64);
  assert.equal((await repo(['sync', '--profile', 'none'])).exit, 78);
  assert.equal((await repo([])).exit, 64);
  const empty = await repo(['sync', '--profile-dir', join(config, 'nowhere')]);
  assert.equal(empty.exit, 0);
  assert.match(empty.err, /no profile names a source of revoked tokens/);
  for (const lang of ['en', 'ja']) {
    for (const verb of ['sync', 'review', 'history'])
      assert.equal((await repo([verb, '--help', '--lang', lang])).exit, 0);
  }
});
