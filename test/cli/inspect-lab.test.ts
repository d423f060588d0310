import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLab } from '../../src/lab/index.ts';
import { folder, jsonOf, program, tst } from './run-tst.ts';

test('inspect shows a certificate with names and offsets, as text and as JSON', async (context) => {
  const dir = folder(context);
  const lab = await startLab({ algorithm: 'p256', clock: () => Date.UTC(2024, 0, 1) });
  await lab.close();
  const path = join(dir, 'root.pem');
  writeFileSync(path, lab.rootPem);
  const text = await tst(['inspect', path]);
  assert.equal(text.exit, 0);
  assert.match(text.out, /root\.pem: certificate, PEM CERTIFICATE, \d+ bytes\n/);
  assert.match(text.out, /subject: Name = .*CN=Lab Root CA/);
  assert.match(text.out, /nothing was judged/);
  assert.match(text.out, /key: ECDSA, P-384; signed with: ECDSA, SHA-384/);
  assert.match(text.out, /Basic Constraints: critical; CA: true/);
  const [item] = jsonOf(await tst(['inspect', '--json', path])).items;
  assert.deepEqual([item.kind, item.stop, item.root.name], ['certificate', null, null]);
});

test('inspect of a token begins with what it says, and gives names as verify does', async () => {
  const cases = new URL('../../fixtures/cases/', import.meta.url);
  const run = await tst(['inspect', fileURLToPath(new URL('good.tsr', cases))]);
  const name = 'CN=Lab TSU 1, OU=Time-Stamping Unit, O=tst lab, C=JP';
  const said = run.out.split('\n')[1]!;
  assert.match(
    said,
    /^ {2}time-stamp of 2024-06-15T12:34:56\.123Z, hash sha256:[0-9a-f]{64}, policy [\d.]+, authority /,
  );
  assert.ok(said.endsWith(name), said);
  assert.match(run.out, new RegExp(`certificate at byte \\d+: ${name}\\n`));
});

test('inspect of damaged input says at which byte it stops: exit 65', async (context) => {
  const path = join(folder(context), 'cut.der');
  writeFileSync(path, Buffer.from('3010020101', 'hex'));
  const run = await tst(['inspect', path]);
  assert.equal(run.exit, 65);
  assert.match(run.out, /reading stops at byte \d+: the input is cut off/);
  assert.match(
    run.err,
    /^tst: .*cut\.der could not be read to its end: the input is cut off \(byte \d+\)\nhint: .+\n$/,
  );
  const text = await tst(['inspect', '-'], { input: 'no asn.1 at all' });
  assert.equal(text.exit, 65);
  assert.match(text.out, /^standard input: text, neither PEM nor Base64, 15 bytes/);
  assert.doesNotMatch(text.out, /DER/);
  const json = await tst(['inspect', '--json', '-'], { input: 'no asn.1 at all' });
  assert.equal(jsonOf(json).items[0].encoding, 'text');
});

test('inspect escapes what a hostile certificate would send to the terminal', async () => {
  const name = Buffer.from('\u001b[2J\u202e', 'utf8');
  const run = await tst(['inspect', '-'], {
    input: Buffer.concat([Buffer.from([0x30, name.length + 2, 0x0c, name.length]), name]),
  });
  assert.doesNotMatch(run.out, /[\u001b\u202e]/);
  assert.match(run.out, /\\u\{1b\}/);
});

test('a reader that leaves early is no error', async (context) => {
  const path = join(folder(context), 'many.der');
  const content = Buffer.alloc(40_000, Buffer.from([2, 1, 7, 5, 0]));
  writeFileSync(path, Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 255]), content]));
  const child = spawn(process.execPath, [program, 'inspect', path], { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  await once(child, 'close');
  assert.equal(err, '');
});

test('lab --list-faults names faults, and ends', async () => {
  const run = await tst(['lab', '--list-faults']);
  assert.equal(run.exit, 0);
  const lines = run.out.trim().split('\n');
  for (const line of lines) assert.match(line, /^(|#.*|[a-z0-9-]+ +\S.{5,})$/);
  const names = lines.map((line) => line.split(' ', 1)[0]!);
  assert.ok(names.length > 20 && names.includes('html'), run.out);
});

test('lab runs until it is interrupted, and then ends with exit 0', {
  skip: process.platform === 'win32',
}, async () => {
  const child = spawn(process.execPath, [program, 'lab', '--algorithm', 'p256', '--lang', 'en'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())?.[0];
  assert.ok(url, first.toString());
  const root = await fetch(`${url}/root.pem`);
  assert.match(await root.text(), /BEGIN CERTIFICATE/);
  child.kill('SIGINT');
  const [exit] = (await once(child, 'close')) as [number | null];
  assert.equal(exit, 0);
});

test('lab demo shows all four checks, nothing skipped, and finds a changed byte, a revoked token, and what is wrong in an archive: every command with its exit code', async (context) => {
  const dir = folder(context);
  const run = await tst(['lab', 'demo'], { env: { TMPDIR: dir, TEMP: dir } });
  assert.equal(run.exit, 0, run.err + run.out);
  assert.deepEqual(
    [...run.out.matchAll(/^# exit code (\d+)$/gm)].map((match) => match[1]),
    ['0', '0', '0', '0', '1', '1', '1', '0', '1'],
  );
  assert.deepEqual(
    [...run.out.matchAll(/^\$ .*(?:main\.ts|tst\.js)'? (\w+)/gm)].map((match) => match[1]),
    ['profile', 'trust', 'stamp', 'verify', 'verify', 'repo', 'verify', 'stamp', 'audit', 'lab'],
  );
  assert.equal((run.out.match(/^VALID {2}[^[\n]*$/gm) ?? []).length, 5);
  assert.match(run.out, /^INVALID .*\[tst-revoked\]$/m);
  assert.match(run.out, /^INVALID {2}tokens 3: 2 valid, 1 invalid, 0 indeterminate; files without a token 1$/m);
});

test('inspect names a private key and shows nothing of it', async (context) => {
  const path = join(folder(context), 'key.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url').toString('hex');
  for (const words of [
    ['inspect', path],
    ['inspect', '--json', path],
  ]) {
    const run = await tst(words);
    assert.match(run.out, /PRIVATE KEY/);
    assert.ok(!run.out.includes(secret));
  }
});

test('a certificate that the describing library cannot read keeps its tree', async () => {
  // Certificate ::= SEQUENCE { tbsCertificate …, with nothing right inside of it.
  const run = await tst(['inspect', '--json', '-'], { input: Buffer.from('300d300ba0030201020201013001ff', 'hex') });
  const [item] = jsonOf(run).items;
  assert.equal(item.kind, 'certificate');
  assert.deepEqual(
    item.certificates.map((one: { read: unknown }) => one.read),
    [null],
  );
  assert.ok(item.root.children.length > 0);
});

test('lab --json is one object, and --quiet says nothing', async () => {
  assert.ok(jsonOf(await tst(['lab', '--list-faults', '--json'])).faults.length > 20);
  assert.equal((await tst(['lab', '--list-faults', '--quiet'])).out, '');
});

test('lab in a folder that is a file: exit 73, and no internal error', async (context) => {
  const path = join(folder(context), 'file');
  writeFileSync(path, '');
  const run = await tst(['lab', '--dir', path]);
  assert.equal(run.exit, 73, run.err);
  assert.match(run.err, /file cannot be written: not a folder/);
});
