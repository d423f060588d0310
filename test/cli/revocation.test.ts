import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { folder, jsonOf, tst } from './run-tst.ts';

// Check 3 as a user meets it: the program against a lab whose certificates name CRLs and OCSP.

const skip = ['--skip', 'tst-revocation'];

interface Desk {
  readonly lab: Lab;
  readonly dir: string;
  readonly file: string;
  readonly token: string;
  /** What every command takes; its cache is the desk's own. */
  readonly trust: readonly string[];
  readonly run: (words: readonly string[]) => ReturnType<typeof tst>;
}

async function desk(context: TestContext, options: Partial<LabOptions> = {}): Promise<Desk> {
  const lab = await startLab({ algorithm: 'p256', clock: () => Date.now(), revocation: true, ...options });
  context.after(() => lab.close());
  const dir = folder(context);
  const [file, root] = [join(dir, 'contract.txt'), join(dir, 'root.pem')];
  writeFileSync(file, 'one boat\n');
  writeFileSync(root, lab.rootPem);
  const trust = ['--trust', root, '--allow-private-network', ...skip];
  const run = (words: readonly string[]) => tst(words, { env: { TST_CACHE_DIR: join(dir, 'cache') } });
  return { lab, dir, file, token: `${file}.tsr`, trust, run };
}

const stamp = ({ lab, trust, file, run }: Desk, ...more: string[]) =>
  run(['stamp', '--tsa', lab.tsaUrl, ...trust, ...more, file]);
const verify = ({ trust, file, run }: Desk, ...more: string[]) => run(['verify', ...trust, ...more, file]);

test('a fresh token is checked for revocation before it gets its name: one line per certificate and source', async (context) => {
  const at = await desk(context);
  const stamped = await stamp(at);
  assert.equal(stamped.exit, 0, stamped.err);
  assert.match(stamped.out, /^VALID {2}.*\[checks skipped: tst-revocation\]\n/);
  assert.match(stamped.out, / {4}pass {2}CN=Lab TSU 1.*\n {6}OCSP http:\/\/.*: not revoked\n/);
  assert.match(stamped.out, / {4}pass {2}CN=Lab Time-Stamping CA.*\n {6}OCSP http:\/\/.*: not revoked\n/);
  assert.ok(existsSync(at.token));
});

test('stamp keeps a token of a revoked TSU as rejected: exit 1', async (context) => {
  const at = await desk(context, { revoke: [{ certificate: 'tsu', reason: 'keyCompromise' }] });
  const stamped = await stamp(at, '--json');
  assert.equal(stamped.exit, 1);
  const { stamp: result, report } = jsonOf(stamped);
  assert.deepEqual([result.result, report.code], ['refused', 'certificate-revoked']);
  assert.equal(report.revocation[0].revocation.reason, 'keyCompromise');
  assert.ok(existsSync(`${at.token}.rejected`) && !existsSync(at.token));
});

test('stamp while the responder is down keeps the token, exits 2 and says what to run later, which then decides', async (context) => {
  const at = await desk(context, { revocationFault: 'reset' });
  const stamped = await stamp(at);
  assert.equal(stamped.exit, 2, stamped.err);
  assert.match(stamped.out, /^INDETERMINATE {2}.*unreachable\]/);
  assert.ok(existsSync(at.token));
  const command = /verify it again later: tst (.*)\n/.exec(stamped.err)?.[1];
  assert.ok(command, stamped.err);
  const later = await at.run(command.split(' '));
  assert.equal(later.exit, 2);
  assert.match(later.out, /unreachable/);
});

test('a revocation learnt after stamping turns VALID into INVALID, and --as-known-on asks for the day before', async (context) => {
  let now = Date.now();
  const at = await desk(context, { clock: () => now });
  assert.equal((await stamp(at)).exit, 0);
  assert.equal((await verify(at)).exit, 0);
  const before = new Date(now + 1_000).toISOString();
  now += 60_000;
  at.lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
  const after = await verify(at, '--no-cache');
  assert.equal(after.exit, 1, after.out);
  assert.match(after.out, /FAIL {2}revocation\.status \[certificate-revoked, REVOKED\]/);
  const known = await verify(at, '--offline', '--as-known-on', before);
  assert.equal(known.exit, 0, known.out);
  assert.match(known.out, /^VALID {2}.*as known on /);
});

test('offline the cache answers, and without it nothing does', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const dir = join(at.dir, 'cache');
  assert.ok(existsSync(dir));
  await at.lab.close();
  assert.equal((await verify(at, '--offline')).exit, 0);
  const without = await verify(at, '--offline', '--no-cache', '--json');
  assert.equal(without.exit, 2);
  const { code, wants } = jsonOf(without);
  assert.equal(code, 'no-source');
  assert.deepEqual(
    wants.map(({ kind }: { kind: string }) => kind),
    ['ocsp', 'crl', 'ocsp', 'crl'],
  );
});

test('--crl judges by files of the user, offline', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const folderOfCrls = join(at.dir, 'crls');
  mkdirSync(folderOfCrls);
  for (const ca of ['root', 'intermediate'] as const) {
    writeFileSync(join(folderOfCrls, `${ca}.crl`), (await at.lab.revocation.crl(ca)).body);
  }
  const offline = ['--offline', '--no-cache'];
  assert.equal((await verify(at, ...offline, '--crl', folderOfCrls)).exit, 0);
  const one = await verify(at, ...offline, '--crl', join(folderOfCrls, 'root.crl'));
  assert.equal(one.exit, 2);
});

test('saved evidence gives the same report again, byte for byte, without servers, cache and token', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const evidence = join(at.dir, 'evidence.zip');
  const first = await verify(at, '--json', '--save-evidence', evidence);
  assert.equal(first.exit, 0, first.err);
  const moment = jsonOf(first).at;
  assert.match(first.err, new RegExp(`--at ${moment}`));
  await at.lab.close();
  const again = (...more: string[]) =>
    tst(['verify', ...at.trust, '--evidence', evidence, ...more, at.file], {
      env: { TST_CACHE_DIR: join(at.dir, 'none') },
    });
  const second = await again('--json', '--at', moment);
  assert.equal(second.out, first.out);
  assert.match(second.err, /repeated from evidence/);
  // The token lies in the evidence as well.
  copyFileSync(at.token, join(at.dir, 'kept'));
  writeFileSync(at.token, '');
  const text = await again('--at', moment);
  assert.equal(text.exit, 65);
});

test('saved evidence proves nothing for a moment that only its manifest names', async (context) => {
  let now = Date.now();
  const at = await desk(context, { clock: () => now });
  assert.equal((await stamp(at)).exit, 0);
  const evidence = join(at.dir, 'evidence.zip');
  assert.equal((await verify(at, '--save-evidence', evidence)).exit, 0);
  // Today the key is known to be compromised; the evidence of before is not the last word.
  now += 60_000;
  at.lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
  const today = await verify(at, '--evidence', evidence, '--no-cache', '--revocation-order', 'crl');
  assert.notEqual(today.exit, 0, today.out);
});

test('stamp saves evidence that verify repeats', async (context) => {
  const at = await desk(context);
  const evidence = join(at.dir, 'evidence.zip');
  const stamped = await stamp(at, '--json', '--save-evidence', evidence);
  assert.equal(stamped.exit, 0, stamped.err);
  const { report } = jsonOf(stamped);
  await at.lab.close();
  const again = await verify(at, '--json', '--evidence', evidence, '--at', report.at);
  assert.deepEqual(jsonOf(again), report);
});

test('evidence is not written over a file, and one that was changed is refused by name', async (context) => {
  const at = await desk(context);
  assert.equal((await stamp(at)).exit, 0);
  const evidence = join(at.dir, 'evidence.zip');
  assert.equal((await verify(at, '--save-evidence', evidence)).exit, 0);
  assert.equal((await verify(at, '--save-evidence', evidence)).exit, 73);
  const bytes = readFileSync(evidence);
  bytes[bytes.indexOf('"verdict"') - 40]! ^= 1;
  writeFileSync(evidence, bytes);
  const changed = await verify(at, '--evidence', evidence);
  assert.equal(changed.exit, 65, changed.err);
});
