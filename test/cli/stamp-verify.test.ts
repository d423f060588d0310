import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { folder, jsonOf, tst } from './run-tst.ts';

const skip = ['--skip', 'certificate-revocation', '--skip', 'tst-revocation'];
let lab: Lab;

before(async () => {
  lab = await startLab({ algorithm: 'p256', clock: () => Date.now() });
});
after(() => lab.close());

/** A folder with a file, the root, and how to stamp there. */
function desk(context: TestContext, tsa = lab.tsaUrl) {
  const dir = folder(context);
  const [file, root] = [join(dir, 'contract.txt'), join(dir, 'root.pem')];
  writeFileSync(file, 'one boat\n');
  writeFileSync(root, lab.rootPem);
  const trust = ['--trust', root, ...skip];
  return { dir, file, root, trust, token: `${file}.tsr`, stamp: ['stamp', '--tsa', tsa, ...trust] };
}

async function withLab(options: Partial<LabOptions>, use: (other: Lab) => Promise<void>): Promise<void> {
  const other = await startLab({ algorithm: 'p256', clock: () => Date.now(), ...options });
  try {
    await use(other);
  } finally {
    await other.close();
  }
}

test('stamp, verify, change one byte, verify: 0, 0, 1, and each says so first', async (context) => {
  const { file, token, trust, stamp } = desk(context);
  const stamped = await tst([...stamp, file]);
  assert.equal(stamped.exit, 0, stamped.err);
  assert.match(stamped.out, /^VALID {2}.*checks skipped: certificate-revocation, tst-revocation\]\n/);
  assert.match(stamped.err, /^tst: token: .*contract\.txt\.tsr\n$/);
  assert.ok(existsSync(token));

  const verified = await tst(['verify', ...trust, file]);
  assert.equal(verified.exit, 0);
  assert.match(verified.out, /^VALID {2}.*existed at \d{4}-\d\d-\d\dT[\d:.]+Z ± 1 s/);
  assert.ok(verified.out.trimEnd().split('\n').length <= 10, verified.out);
  assert.equal(verified.err, '');

  writeFileSync(file, 'one goat\n');
  const changed = await tst(['verify', ...trust, file, token]);
  assert.equal(changed.exit, 1);
  assert.match(changed.out, /^INVALID {2}.*imprint-mismatch\]\n {2}FAIL {2}imprint/);
});

test('verify --json keeps to the schema for VALID, INVALID, INDETERMINATE', async (context) => {
  const { file, root, trust, stamp } = desk(context);
  const stamped = jsonOf(await tst([...stamp, '--json', file]));
  assert.equal(stamped.stamp.result, 'stamped');
  assert.equal(stamped.report.verdict, 'VALID');
  const valid = jsonOf(await tst(['verify', '--json', ...trust, file]));
  assert.deepEqual([valid.verdict, valid.complete, valid.token.path], ['VALID', false, `${file}.tsr`]);
  const open = await tst(['verify', '--json', '--offline', '--trust', root, file]);
  assert.equal(open.exit, 2);
  assert.deepEqual(
    [jsonOf(open).verdict, jsonOf(open).complete, jsonOf(open).code],
    ['INDETERMINATE', true, 'no-source'],
  );
  const policy = await tst(['verify', '--json', ...trust, '--accept-policy', '1.2.3', file]);
  assert.deepEqual([policy.exit, jsonOf(policy).code], [1, 'policy-not-accepted']);
});

test('without --trust nothing is VALID: exit 2, no-chain, and the hint names --trust', async (context) => {
  const { file, stamp } = desk(context);
  await tst([...stamp, file]);
  const run = await tst(['verify', ...skip, '--offline', file]);
  assert.equal(run.exit, 2);
  assert.match(run.out, /^INDETERMINATE .*no-chain\]/);
  assert.match(run.out, /hint: .*--trust/);
});

test('--quiet leaves the exit code alone', async (context) => {
  const { file, trust, stamp } = desk(context);
  assert.deepEqual(await tst([...stamp, '--quiet', file]), { exit: 0, out: '', err: '' });
  assert.deepEqual(await tst(['verify', '--quiet', ...trust, file]), { exit: 0, out: '', err: '' });
});

test('a digest in place of the file, and either input from standard input', async (context) => {
  const { file, token, trust, stamp } = desk(context);
  await tst([...stamp, file]);
  const { digest } = jsonOf(await tst(['verify', '--json', ...trust, file])).file;
  assert.equal((await tst(['verify', ...trust, '--digest', `${digest.algorithm}:${digest.value}`, token])).exit, 0);
  assert.equal((await tst(['verify', ...trust, '--digest', `sha256:${'0'.repeat(64)}`, token])).exit, 1);
  assert.equal((await tst(['verify', ...trust, '-', token], { input: readFileSync(file) })).exit, 0);
  assert.equal((await tst(['verify', ...trust, file, '-'], { input: readFileSync(token) })).exit, 0);
  assert.equal((await tst(['verify', ...trust, '-', '-'], { input: 'x' })).exit, 64);
});

test('--at, --at gentime and --policy stand on the first line', async (context) => {
  const { file, trust, stamp } = desk(context);
  await tst([...stamp, file]);
  const genTime = await tst(['verify', ...trust, '--at', 'gentime', '--policy', 'etsi', file]);
  assert.match(genTime.out, /^\w+ .*judged for genTime \(\d{4}.*policy etsi/);
  const later = await tst(['verify', ...trust, '--at', '2100-01-01', file]);
  assert.equal(later.exit, 2);
  assert.match(later.out, /^INDETERMINATE expired .*judged for 2100-01-01T00:00:00Z/);
});

test('the saved request is compared: another request is not answered by this token', async (context) => {
  const { dir, file, trust, stamp } = desk(context);
  assert.equal((await tst([...stamp, '--save-request', file])).exit, 0);
  assert.equal((await tst(['verify', ...trust, '--request', `${file}.tsq`, file])).exit, 0);
  const other = join(dir, 'other.txt');
  writeFileSync(other, 'other\n');
  assert.equal((await tst(['stamp', '--query-only', other])).exit, 0);
  const run = await tst(['verify', '--json', ...trust, '--request', `${other}.tsq`, file]);
  assert.equal(run.exit, 1);
  assert.equal((await tst(['verify', ...trust, '--request', file, file])).exit, 65);
});

test('Japanese by --lang and by locale, with the same codes', async (context) => {
  const { file, trust, stamp } = desk(context);
  await tst([...stamp, file]);
  const run = await tst(['verify', ...trust, '--lang', 'ja', file]);
  assert.match(run.out, /^有効 \(VALID\) .*省略した確認: certificate-revocation, tst-revocation/);
  assert.match(run.out, /ハッシュ値の一致/);
  const zone = await tst(['verify', ...trust, file], { env: { LC_ALL: 'ja_JP.UTF-8', TZ: 'Asia/Tokyo' } });
  assert.match(zone.out, /^有効 .* \+09:00 \(\d{4}-\d\d-\d\dT/);
});

test('colour only where it is asked for; NO_COLOR and --color decide', async (context) => {
  const { file, trust, stamp } = desk(context);
  await tst([...stamp, file]);
  const coloured = async (words: string[], env: Record<string, string> = {}) =>
    (await tst(['verify', ...trust, ...words, file], { env })).out.includes('\u001b[');
  assert.equal(await coloured([]), false);
  assert.equal(await coloured(['--color', 'always'], { NO_COLOR: '1' }), true);
  assert.equal(await coloured([], { FORCE_COLOR: '1' }), true);
  assert.equal(await coloured([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  assert.equal(await coloured(['--color', 'never'], { FORCE_COLOR: '1' }), false);
});

test('an existing token is never overwritten without --force: exit 73', async (context) => {
  const { file, token, stamp } = desk(context);
  writeFileSync(token, 'precious');
  const run = await tst([...stamp, file]);
  assert.equal(run.exit, 73);
  assert.equal(readFileSync(token, 'utf8'), 'precious');
  assert.equal((await tst([...stamp, '--force', file])).exit, 0);
});

test('--dry-run sends and writes nothing; --token writes the bare token; --out-dir moves it', async (context) => {
  const { dir, file, token, trust, stamp } = desk(context);
  const dry = await tst(['stamp', '--dry-run', '--tsa', 'http://127.0.0.1:9/', file]);
  assert.equal(dry.exit, 0, dry.err);
  assert.match(dry.err, /would write .*contract\.txt\.tsr/);
  assert.ok(!existsSync(token));
  assert.equal((await tst([...stamp, '--token', '-o', dir, file])).exit, 0);
  assert.equal(readFileSync(join(dir, 'contract.txt.tst'))[0], 0x30);
  assert.equal((await tst(['verify', ...trust, file])).exit, 0);
});

test('several files with --json: one line each', async (context) => {
  const { dir, file, stamp } = desk(context);
  const other = join(dir, 'b.txt');
  writeFileSync(other, 'b');
  const run = await tst([...stamp, '--json', file, other]);
  const lines = run.out.trim().split('\n');
  assert.equal(lines.length, 2);
  for (const line of lines) assert.equal(jsonOf({ ...run, out: line }).stamp.result, 'stamped');
});

test('a replayed nonce: exit 1, the answer is kept as .rejected and no token is written', async (context) => {
  await withLab({ fault: 'nonce-wrong' }, async (faulty) => {
    const { file, token, stamp } = desk(context, faulty.tsaUrl);
    const run = await tst([...stamp, file]);
    assert.equal(run.exit, 1, run.err);
    assert.match(run.out, /nonce-mismatch/);
    assert.match(run.err, /kept as .*\.rejected/);
    assert.ok(!existsSync(token));
  });
});

test('an HTML page in place of a token: exit 76, nothing written', async (context) => {
  await withLab({ fault: 'html' }, async (faulty) => {
    const { file, token, stamp } = desk(context, faulty.tsaUrl);
    const run = await tst([...stamp, file]);
    assert.equal(run.exit, 76, run.err);
    assert.match(run.err, /sent no time-stamp response/);
    assert.ok(!existsSync(token));
  });
});

test('Basic authentication: refused without, accepted from TST_PASSWORD, a file and standard input; never shown', async (context) => {
  await withLab({ auth: { user: 'alice', password: 'wonderland-7' } }, async (guarded) => {
    const { dir, file, stamp } = desk(context, guarded.tsaUrl);
    const again = [...stamp, '--force'];
    const refused = await tst([...again, file]);
    assert.equal(refused.exit, 77);
    assert.match(refused.err, /wants valid credentials for lab/);
    const wrong = await tst([...again, '--user', 'alice', file], { env: { TST_PASSWORD: 'wrong-pass' } });
    assert.equal(wrong.exit, 77);
    assert.doesNotMatch(wrong.err + wrong.out, /wrong-pass/);
    // The lab's own root differs, so that an accepted request ends as INDETERMINATE: what counts is that it was answered.
    const answered = (exit: number | null) => assert.ok(exit === 0 || exit === 2, String(exit));
    answered((await tst([...again, '--user', 'alice', file], { env: { TST_PASSWORD: 'wonderland-7' } })).exit);
    const secret = join(dir, 'secret');
    writeFileSync(secret, 'wonderland-7\n', { mode: 0o600 });
    answered((await tst([...again, '--user', 'alice', '--password-file', secret, file])).exit);
    answered((await tst([...again, '--user', 'alice', '--password-stdin', file], { input: 'wonderland-7\n' })).exit);
  });
});

test('an authority that cannot be reached: exit 69 with the address', async (context) => {
  const { file, stamp } = desk(context, 'http://127.0.0.1:1/');
  const run = await tst([...stamp, file]);
  assert.equal(run.exit, 69, run.err);
  assert.match(run.err, /127\.0\.0\.1:1/);
});

test('stamp --digest names the digest and never a file that it did not read', async (context) => {
  const { dir, file, stamp } = desk(context);
  const digest = `sha256:${'0'.repeat(63)}1`;
  const refused = await tst([...stamp, '--digest', digest, file]);
  assert.deepEqual([refused.exit, refused.out], [65, '']);
  assert.match(refused.err, /contract\.txt has another sha256 hash than was given/);
  const stamped = await tst([...stamp, '--digest', digest, join(dir, 'f4.txt')]);
  assert.equal(stamped.exit, 0, stamped.err);
  assert.ok(stamped.out.startsWith(`VALID  ${digest}  existed at `), stamped.out);
  const { stamp: result, report } = jsonOf(await tst([...stamp, '--json', '--digest', digest, join(dir, 'f5.txt')]));
  assert.deepEqual([result.file, report.file.path, report.file.digest.value], [null, null, digest.slice(7)]);
});

test('a token in the place of the file, and arguments the other way round, are told as such', async (context) => {
  const { file, token, trust, stamp } = desk(context);
  await tst([...stamp, file]);
  const alone = await tst(['verify', ...trust, token]);
  assert.equal(alone.exit, 66);
  assert.match(alone.err, /this file is a token itself/);
  const swapped = await tst(['verify', ...trust, token, file]);
  assert.equal(swapped.exit, 65);
  assert.match(swapped.err, /contract\.txt\.tsr is one: the file comes first/);
});
