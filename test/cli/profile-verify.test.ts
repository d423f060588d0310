import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { folder, jsonOf, type Run, tst } from './run-tst.ts';

// All four checks under a profile, nothing skipped: the lab as a provider with a contract.

interface Desk {
  readonly lab: Lab;
  readonly dir: string;
  readonly file: string;
  readonly run: (...words: string[]) => Promise<Run>;
}

async function desk(context: TestContext, options: Partial<LabOptions> = {}, list = true): Promise<Desk> {
  const lab = await startLab({ algorithm: 'p256', clock: () => Date.now(), revocation: true, ...options });
  context.after(() => lab.close());
  const dir = folder(context);
  const [file, root] = [join(dir, 'contract.txt'), join(dir, 'root.pem')];
  writeFileSync(file, 'one boat\n');
  writeFileSync(root, lab.rootPem);
  const env = {
    TST_CONFIG_DIR: join(dir, 'config'),
    TST_DATA_DIR: join(dir, 'data'),
    TST_CACHE_DIR: join(dir, 'cache'),
  };
  const run = (...words: string[]) => tst(words, { env });
  const set = (key: string, value: string) => ['--set', `${key}=${value}`];
  const keys = [
    ...set('service.urls', lab.tsaUrl),
    ...set('service.acceptPolicies', lab.policy),
    ...(list
      ? [
          ...set('tst-revocation.kind', 'json'),
          ...set('tst-revocation.url', `${lab.tstListUrl}.json`),
          ...set('tst-revocation.allowHttp', 'true'),
        ]
      : []),
  ];
  const added = await run('profile', 'add', 'lab', '--template', 'lab', ...keys);
  assert.equal(added.exit, 0, added.err);
  assert.equal((await run('trust', 'import', root, '--profile', 'lab', '--yes')).exit, 0);
  return { lab, dir, file, run };
}

const stamp = ({ run, lab, file }: Desk) => run('stamp', '--tsa', lab.tsaUrl, '--allow-private-network', file);
const verify = ({ run, file }: Desk, ...more: string[]) => run('verify', '--allow-private-network', ...more, file);

test('with a profile all four checks pass, nothing is skipped, and the report names the profile', async (context) => {
  const at = await desk(context);
  const stamped = await stamp(at);
  assert.equal(stamped.exit, 0, stamped.out + stamped.err);
  const verified = await verify(at, '--json');
  assert.equal(verified.exit, 0, verified.out);
  const report = jsonOf(verified);
  assert.deepEqual([report.verdict, report.complete, report.skipped], ['VALID', true, []]);
  assert.deepEqual([report.profile.name, report.profile.by], ['lab', ['anchor', 'policy']]);
  assert.deepEqual([report.tstRevocation.basis, report.tstRevocation.sources[0].says], ['list', 'not-listed']);
  const text = await verify(at);
  assert.match(text.out, /^VALID {2}[^[]*\n/);
  assert.match(text.out, /\n {2}profile: lab \(tst lab\), chosen by anchor, policy\n/);
});

test('a profile that is named opens private networks as it says; one that chooses itself opens none', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const online = (...words: string[]) => at.run('verify', '--no-cache', ...words, at.file);
  const named = await online('--profile', 'lab');
  assert.equal(named.exit, 0, named.out);
  const unnamed = await online();
  assert.equal(unnamed.exit, 2, unnamed.out);
  assert.match(unnamed.out, /the address is not public/);
  assert.equal((await at.run('profile', 'edit', 'lab', '--set', 'service.allowPrivateNetwork=false')).exit, 0);
  assert.equal((await online('--profile', 'lab')).exit, 2);
});

test('a token that the provider revokes later turns INVALID, in both languages, and offline from what was kept', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  at.lab.revokeToken({ serial: 'last' });
  const listed = await at.run(
    'verify',
    '--allow-private-network',
    '--tst-revocation-list',
    `${at.lab.tstListUrl}.json`,
    at.file,
  );
  assert.equal(listed.exit, 1, listed.out);
  assert.match(listed.out, /FAIL {2}tst-list\.listed \[tst-revoked, REVOKED\]/);
  const offline = await verify(at, '--offline', '--lang', 'ja', '--tst-revocation-list', `${at.lab.tstListUrl}.json`);
  assert.equal(offline.exit, 1, offline.out);
  assert.match(offline.out, /^無効 \(INVALID\)/);
});

test('a profile without a list leaves check 4 open, and the hint says how to name one', async (context) => {
  const at = await desk(context, {}, false);
  assert.equal((await stamp(at)).exit, 2);
  const verified = await verify(at);
  assert.equal(verified.exit, 2);
  assert.match(verified.out, /tst-list\.source.* \[no-source, TRY_LATER\] no list of revoked tokens is known/);
});

test('without profiles, --ignore-profiles trusts nobody', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const verified = await verify(at, '--ignore-profiles', '--json');
  assert.deepEqual([verified.exit, jsonOf(verified).code, jsonOf(verified).profile], [2, 'no-chain', null]);
});

test('lists of saved evidence repeat a report where the user says that they are to be believed', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const evidence = join(at.dir, 'evidence.zip');
  const first = await verify(at, '--json', '--save-evidence', evidence);
  assert.equal(first.exit, 0, first.out);
  await at.lab.close();
  const elsewhere = (...more: string[]) =>
    tst(['verify', '--profile-dir', join(at.dir, 'config', 'profiles'), '--allow-private-network', ...more, at.file], {
      env: { TST_DATA_DIR: join(at.dir, 'other') },
    });
  const replay = ['--json', '--offline', '--evidence', evidence, '--at', jsonOf(first).at];
  assert.match(first.err, /--at \S+ --evidence-lists$/m);
  const own = await elsewhere(...replay);
  assert.equal(own.exit, 2);
  assert.match(own.err, /your own, as kept here: --evidence-lists takes those of the evidence/);
  const repeated = await elsewhere(...replay, '--evidence-lists');
  assert.equal(repeated.out, first.out);
  assert.doesNotMatch(repeated.err, /your own/);
});

test('a list that the user names and that can’t be used leaves check 4 open, whatever the profile’s list says', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const named = join(at.dir, 'named.txt');
  for (const [text, code] of [
    ['10\n', 'list-no-radix'],
    ['# radix: 16\nzz\n', 'list-unreadable'],
  ] as const) {
    writeFileSync(named, text);
    const verified = await verify(at, '--json', '--tst-revocation-list', named);
    assert.deepEqual([verified.exit, jsonOf(verified).code], [2, code]);
  }
});
