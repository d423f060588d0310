import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { data, labOptions, moment, requestFor, stamp } from '../lab/requests.ts';

// The worked examples of docs/examples, run as their readers run them, against the built library, with tokens of a lab on loopback.

const root = resolve(import.meta.dirname, '../..');
const hour = 3_600_000;
const skip = existsSync(join(root, 'dist/index.js')) ? false : 'not built: npm run build';

interface Place {
  readonly lab: Lab;
  readonly host: string;
  readonly folder: string;
  readonly write: (name: string, content: Uint8Array | string) => string;
}

/** A lab whose certificates say where CRLs and OCSP are, and a folder with its root. */
async function place(t: TestContext, options: Partial<LabOptions> = {}): Promise<Place> {
  const lab = await startLab({ ...labOptions(), clock: () => Date.now(), revocation: true, ...options });
  t.after(() => lab.close());
  const folder = mkdtempSync(join(tmpdir(), 'tst-examples-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  write('root.pem', lab.rootPem);
  return { lab, host: new URL(lab.url).host, folder, write };
}

interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Runs an example in a folder; an exception that it did not catch fails the test. */
function run(example: string, folder: string, ...words: string[]): Promise<Ended> {
  const path = join(root, 'docs/examples', `${example}.ts`);
  return new Promise((done, reject) => {
    execFile(process.execPath, [path, ...words], { cwd: folder }, (error, stdout, stderr) => {
      if (/^Error|^\w*Error:|node:internal/m.test(stderr)) reject(new Error(stderr));
      const code = typeof error?.code === 'number' ? error.code : 0;
      done({
        code,
        lines: stdout
          .trimEnd()
          .split(/\r?\n/)
          .map((line) => line.trimEnd()),
      });
    });
  });
}

/** What `verify-offline` needs: CRLs of both CAs and the list of revoked tokens, as they are then. */
async function evidence({ lab, write }: Place): Promise<string[]> {
  for (const ca of ['root', 'intermediate'] as const) write(`${ca}.crl`, (await lab.revocation.crl(ca)).body);
  write('revoked.json', new Uint8Array(await (await fetch(`${lab.tstListUrl}.json`)).arrayBuffer()));
  const at = new Date(moment + 2 * hour).toISOString();
  const crls = ['--crl', 'root.crl', '--crl', 'intermediate.crl'];
  return ['a.pdf', '--root', 'root.pem', ...crls, '--list', 'revoked.json', '--at', at];
}

/** A place with a token of `moment`, which then is an hour and a half ago: the list of revoked tokens is issued every hour. */
async function stamped(t: TestContext): Promise<Place> {
  let clock = moment;
  const at = await place(t, { clock: () => clock });
  at.write('a.pdf', data);
  at.write('a.pdf.tsr', await stamp(at.lab.tsaUrl, requestFor()));
  clock = moment + 1.5 * hour;
  return at;
}

test('verify-offline: VALID by all four checks, with no network', { skip }, async (t) => {
  const at = await stamped(t);
  const words = await evidence(at);
  await at.lab.close();
  const { code, lines } = await run('verify-offline', at.folder, ...words);
  assert.match(lines[0]!, /^VALID {2}2024-06-15T12:34:56\.\d+Z$/);
  assert.deepEqual(lines.slice(1), [
    ' pass imprint',
    ' pass signature',
    ' pass certificate-revocation',
    ' pass tst-revocation',
  ]);
  assert.equal(code, 0);
});

test('verify-offline: INVALID for a changed file, and for a token that its provider revoked', { skip }, async (t) => {
  const at = await stamped(t);
  const words = await evidence(at);
  at.write('a.pdf', 'another document');
  const changed = await run('verify-offline', at.folder, ...words);
  assert.match(changed.lines[0]!, /^INVALID imprint-mismatch/);
  assert.ok(changed.lines.includes('  fail imprint.match: imprint-mismatch {"algorithm":"sha256"} (RFC 3161 §2.4.2)'));
  assert.equal(changed.code, 1);

  at.write('a.pdf', data);
  at.lab.revokeToken({ serial: 'last', reason: 'issued in error' });
  const revoked = await run('verify-offline', at.folder, ...(await evidence(at)));
  assert.match(revoked.lines[0]!, /^INVALID tst-revoked/);
  assert.equal(revoked.code, 1);
});

test('verify-offline: INDETERMINATE where a CRL lacks, and where there is no list', { skip }, async (t) => {
  const at = await stamped(t);
  const words = await evidence(at);
  const without = (option: string, value: string) =>
    words.filter(
      (word, i) => !(word === option && words[i + 1] === value) && !(word === value && words[i - 1] === option),
    );
  const noCrl = await run('verify-offline', at.folder, ...without('--crl', 'root.crl'));
  assert.match(noCrl.lines[0]!, /^INDETERMINATE out-of-scope/);
  assert.equal(noCrl.code, 2);
  const noList = await run('verify-offline', at.folder, ...without('--list', 'revoked.json'));
  assert.match(noList.lines[0]!, /^INDETERMINATE no-source/);
  assert.equal(noList.code, 2);
});

test('stamp: requests, keeps, matches and verifies, with OCSP from the host that was named', { skip }, async (t) => {
  const { lab, host, folder, write } = await place(t);
  write('a.pdf', data);
  const words = ['a.pdf', '--tsa', lab.tsaUrl, '--root', 'root.pem'];
  const good = await run('stamp', folder, ...words, '--host', host);
  assert.deepEqual(good, { code: 0, lines: ['VALID', 'kept as a.pdf.tsr'] });
  assert.deepEqual(readdirSync(folder).sort(), ['a.pdf', 'a.pdf.tsr', 'root.pem']);

  const token = readFileSync(join(folder, 'a.pdf.tsr'));
  const again = await run('stamp', folder, ...words);
  assert.deepEqual(again, { code: 73, lines: ['a.pdf.tsr is there already: move it away first'] });
  assert.deepEqual(readFileSync(join(folder, 'a.pdf.tsr')), token);

  write('b.pdf', data);
  const alone = await run('stamp', folder, 'b.pdf', ...words.slice(1));
  assert.deepEqual(alone, { code: 2, lines: ['INDETERMINATE unreachable', 'kept as b.pdf.tsr'] });
});

test('stamp: an answer to another request is INVALID and gets no name of a token; a rejection is said', {
  skip,
}, async (t) => {
  const { lab, host, folder, write } = await place(t);
  write('a.pdf', data);
  const words = (fault: string) => [
    'a.pdf',
    '--tsa',
    `${lab.tsaUrl}?fault=${fault}`,
    '--root',
    'root.pem',
    '--host',
    host,
  ];
  const replayed = await run('stamp', folder, ...words('nonce-wrong'));
  assert.deepEqual(replayed.lines, [
    'does not answer the request: response.nonce nonce-mismatch',
    'INVALID nonce-mismatch',
    'kept as a.pdf.tsr.rejected',
  ]);
  assert.equal(replayed.code, 1);
  assert.ok(!existsSync(join(folder, 'a.pdf.tsr')));

  const rejected = await run('stamp', folder, ...words('rejection'));
  assert.match(rejected.lines[0]!, /^rejected \{"status":"rejection"/);
  assert.equal(rejected.code, 76);
  assert.deepEqual(readdirSync(folder).sort(), ['a.pdf', 'a.pdf.tsr.rejected', 'root.pem']);
});

test('archive: one session for all, each place asked once, and the verdict of each', { skip }, async (t) => {
  const { lab, host, folder, write } = await place(t);
  for (const name of ['a.txt', 'b.txt', 'c.txt']) {
    write(name, data);
    write(`${name}.tsr`, await stamp(lab.tsaUrl, requestFor()));
  }
  write('b.txt', 'changed');
  write('d.txt.tsr', 'no token');
  write('e.txt.tsr', await stamp(lab.tsaUrl, requestFor()));
  const known = await run('archive', folder, '.', '--root', 'root.pem', '--host', host);
  assert.deepEqual(known.lines, [
    'VALID "a.txt"',
    'INVALID "b.txt" imprint-mismatch',
    'VALID "c.txt"',
    'token-unreadable "d.txt.tsr"',
    'no data "e.txt.tsr"',
    '{"VALID":2,"INVALID":1,"INDETERMINATE":0,"unreadable":2}',
  ]);
  assert.equal(known.code, 1);

  write('b.txt', data);
  for (const name of ['d.txt.tsr', 'e.txt.tsr']) rmSync(join(folder, name));
  const alone = await run('archive', folder, '.', '--root', 'root.pem');
  assert.equal(alone.lines[0], 'INDETERMINATE "a.txt" unreachable');
  assert.match(alone.lines[1]!, /^ {2}"CN=Lab TSU 1.*": unreachable "http/);
  assert.equal(alone.lines.at(-1), '{"VALID":0,"INVALID":0,"INDETERMINATE":3,"unreadable":0}');
  assert.equal(alone.code, 2);
  assert.equal((await run('archive', join(root, 'docs/examples'), '.', '--root', join(folder, 'root.pem'))).code, 2);
});

test('certificate: the path, and the revocation of each certificate on it', { skip }, async (t) => {
  const { lab, host, folder, write } = await place(t);
  const [tsu, intermediate] = lab.chainPem.split(/(?<=-----END CERTIFICATE-----\r?\n)/);
  write('tsu.pem', tsu!);
  write('ca.pem', intermediate!);
  const words = ['tsu.pem', '--root', 'root.pem', '--intermediate', 'ca.pem', '--purpose', '1.3.6.1.5.5.7.3.8'];
  const good = await run('certificate', folder, ...words, '--host', host);
  assert.equal(good.lines[0], 'path valid');
  assert.deepEqual(
    good.lines.slice(1).map((line) => /^(\w+) "CN=([^,]+)/.exec(line)?.slice(1)),
    [
      ['pass', 'Lab TSU 1'],
      ['pass', 'Lab Time-Stamping CA'],
    ],
  );
  assert.equal(good.code, 0);

  lab.revoke({ certificate: 'tsu', reason: 'superseded', date: Date.now() - 60_000 });
  const revoked = await run('certificate', folder, ...words, '--host', host);
  assert.match(revoked.lines[1]!, /^fail "CN=Lab TSU 1.*" certificate-revoked$/);
  assert.equal(revoked.code, 1);

  const alone = await run('certificate', folder, ...words);
  assert.match(alone.lines[1]!, /^unknown "CN=Lab TSU 1.*" unreachable$/);
  assert.equal(alone.code, 2);

  const noPath = await run('certificate', folder, 'tsu.pem', '--root', 'root.pem');
  assert.deepEqual(noPath, { code: 2, lines: ['path no-chain no-chain'] });
});

test('the page about the library names every example', () => {
  const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
  for (const name of readdirSync(join(root, 'docs/examples'))) assert.ok(page.includes(`examples/${name}`), name);
});
