import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type GivenOptions, loadGiven } from '../../src/app/given-evidence.ts';
import { limits } from '../../src/core/der/limits.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createArchives } from '../../src/io/archives.ts';
import { basicOf, ca, encodeCrl, encodeOcsp, noon, ocspOf, tsa } from '../core/revocation/kit.ts';
import { zip } from '../io/make-zip.ts';
import { noTestData, testData } from '../vectors/real.ts';

const ports = { archives: createArchives() };
const load = (options: Partial<GivenOptions>) => loadGiven({ crl: [], ocsp: [], evidence: [], ...options }, ports);

function folder(t: TestContext): (name: string, content?: Uint8Array | string) => string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-given-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return (name, content) => {
    const whole = join(path, name);
    if (content !== undefined) {
      fs.mkdirSync(join(whole, '..'), { recursive: true });
      fs.writeFileSync(whole, content);
    }
    return whole;
  };
}

const pem = (label: string, der: Uint8Array, lineEnd = '\n') => {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, `$1${lineEnd}`);
  return `-----BEGIN ${label}-----${lineEnd}${lines}${lineEnd}-----END ${label}-----${lineEnd}`;
};

const numbers = async (...crl: string[]) => (await load({ crl })).crls.map((one) => Number(one.crl.crlNumber));

const failsWith = (code: string, reason: string | RegExp) => (error: unknown) =>
  error instanceof TstError &&
  error.code === code &&
  (typeof reason === 'string' ? error.facts.reason === reason : reason.test(String(error.facts.reason)));

const list = (number: number) => encodeCrl({ number });

test('a CRL is read from DER, PEM and Base64, whatever it is called; it comes from the user and from no URL', async (t) => {
  const at = folder(t);
  const forms = {
    'a.der': list(1),
    'b.pem': pem('X509 CRL', list(2)),
    'c.txt': Buffer.from(list(3)).toString('base64'),
  };
  for (const [name, content] of Object.entries(forms)) at(name, content);
  const { crls, ocsp, candidates, notes } = await load({ crl: Object.keys(forms).map((name) => at(name)) });
  assert.deepEqual(
    crls.map(({ crl, ...rest }) => [Number(crl.crlNumber), rest]),
    [1, 2, 3].map((number) => [number, { origin: 'user', url: null }]),
  );
  assert.deepEqual([ocsp, candidates, notes], [[], [], []]);
});

test('a PEM file gives all of its CRLs in order, with text, keys and certificates between them, in any line ends', async (t) => {
  const at = folder(t);
  const blocks = Array.from({ length: 40 }, (_, i) => {
    const other = pem(i % 2 ? 'CERTIFICATE' : 'PRIVATE KEY', ca.bytes);
    return `# list ${i}\n${pem(i % 3 ? 'X509 CRL' : 'CRL', list(i + 1), i % 2 ? '\r\n' : '\n')}${other}`;
  });
  assert.deepEqual(
    await numbers(at('all.pem', blocks.join('between\n'))),
    Array.from({ length: 40 }, (_, i) => i + 1),
  );
});

test('one damaged block among good ones costs only itself, and is told', async (t) => {
  const at = folder(t);
  const bad = Buffer.from(list(2)).fill(0xff, 2, 9);
  const path = at('x.pem', [pem('X509 CRL', list(1)), pem('X509 CRL', bad), pem('X509 CRL', list(3))].join(''));
  const { crls, notes } = await load({ crl: [path] });
  assert.deepEqual(
    crls.map((one) => one.crl.crlNumber),
    [1n, 3n],
  );
  assert.equal(notes.length, 1);
  assert.equal(notes[0]!.facts.path, path);
});

test('an OCSP answer is read whole and as a BasicOCSPResponse, in DER, PEM and Base64; also one that only says to try later', async (t) => {
  const at = folder(t);
  const answer = (minutes: number) => encodeOcsp({ thisUpdate: noon - minutes * 60_000 });
  const paths = [
    at('1.ors', answer(1)),
    at('2.der', basicOf(answer(2))),
    at('3.pem', pem('OCSP RESPONSE', answer(3)) + pem('BASIC OCSP RESPONSE', basicOf(answer(4)))),
    at('5.b64', Buffer.from(answer(5)).toString('base64')),
    at('6.ors', ocspOf(3)),
  ];
  const { ocsp } = await load({ ocsp: paths });
  assert.deepEqual(
    ocsp.map(({ response }) => (response.basic ? (noon - response.basic.producedAt) / 60_000 : response.status)),
    [1, 2, 3, 4, 5, 'tryLater'],
  );
  for (const { origin, url, nonce } of ocsp) assert.deepEqual([origin, url, nonce], ['user', null, null]);
});

test('directories and ZIP archives give what is in them in the order of the names; what is none of it is passed over', async (t) => {
  const at = folder(t);
  at('all/b.crl', list(2));
  at('all/a.crl', list(1));
  at('all/B.crl', list(3));
  at('all/sub/c.crl', list(4));
  at('all/readme.txt', 'hello');
  at('all/ca.cer', ca.bytes);
  const { crls, notes } = await load({ crl: [at('all')] });
  assert.deepEqual(
    crls.map((one) => Number(one.crl.crlNumber)),
    fs.existsSync(at('all/A.crl')) ? [1, 3, 4] : [3, 1, 2, 4],
  );
  assert.deepEqual(
    notes.map(({ code, facts }) => [code, String(facts.path).slice(at('all/').length)]),
    [
      ['file-passed-over', 'ca.cer'],
      ['file-passed-over', 'readme.txt'],
    ],
  );
  const packed = ['z', 'y', 'x'].map((name, i) => ({ name: `${name}.crl`, data: list(i + 1) }));
  assert.deepEqual(await numbers(at('all.zip', zip(packed))), [3, 2, 1]);
});

test('the same list given twice counts once, where it came first', async (t) => {
  const at = folder(t);
  const [first, second] = [at('1.crl', list(1)), at('2.pem', pem('X509 CRL', list(2)) + pem('X509 CRL', list(1)))];
  assert.deepEqual(await numbers(first, second, first), [1, 2]);
});

test('what holds nothing of its kind is an error that says what it is', async (t) => {
  const at = folder(t);
  const { crl, ocsp, evidence } = {
    crl: (path: string) => load({ crl: [path] }),
    ocsp: (path: string) => load({ ocsp: [path] }),
    evidence: (path: string) => load({ evidence: [path] }),
  };
  await assert.rejects(crl(at('empty', '')), failsWith('crl-unreadable', 'it is empty'));
  await assert.rejects(crl(at('page', '\n<!DOCTYPE html><p>')), failsWith('crl-unreadable', 'an HTML page'));
  await assert.rejects(crl(at('text', 'hello, there')), failsWith('crl-unreadable', 'no CRL'));
  await assert.rejects(crl(at('cert.pem', pem('CERTIFICATE', ca.bytes))), failsWith('crl-unreadable', 'no CRL'));
  await assert.rejects(
    crl(at('cut', list(1).subarray(0, 90))),
    failsWith('crl-unreadable', /^CRL is cut off at byte \d/),
  );
  await assert.rejects(crl(at('more', Buffer.concat([list(1), list(2)]))), failsWith('crl-unreadable', /after/));
  await assert.rejects(ocsp(at('crl', list(1))), failsWith('ocsp-unreadable', /at byte/));
  await assert.rejects(evidence(at('text')), failsWith('evidence-unreadable', /^no evidence, certificate/));
  fs.mkdirSync(at('nothing'));
  for (const load of [crl, ocsp, evidence]) await assert.rejects(load(at('nothing')), { name: 'TstError' });
  await assert.rejects(crl(at('gone')), failsWith('input-missing', /^undefined$/));
  const offset = await crl(at('cut')).catch((error: TstError) => error.facts);
  assert.deepEqual(Object.keys(offset), ['path', 'reason', 'offset']);
});

test('the words for root sets mean nothing here: bundled is a file of that name', async () => {
  await assert.rejects(load({ crl: ['bundled'] }), failsWith('input-missing', /^undefined$/));
});

test('evidence by itself can be a CRL, an OCSP answer or a certificate, in any form and mixed in one PEM file', async (t) => {
  const at = folder(t);
  const mixed = pem('CERTIFICATE', ca.bytes) + pem('X509 CRL', list(1)) + pem('OCSP RESPONSE', encodeOcsp());
  const damaged = pem('X509 CRL', Buffer.from(list(2)).fill(0xff, 2, 9));
  const { candidates, crls, ocsp, notes } = await load({
    evidence: [at('mixed.pem', mixed + damaged), at('one.cer', tsa.bytes), at('two.crl', list(3))],
  });
  assert.deepEqual(
    candidates.map(({ certificate }) => certificate.sha256),
    [ca.sha256, tsa.sha256],
  );
  assert.deepEqual(
    crls.map((one) => one.crl.crlNumber),
    [1n, 3n],
  );
  assert.equal(ocsp.length, 1);
  assert.deepEqual(
    notes.map(({ facts }) => facts.path),
    [at('mixed.pem')],
  );
});

test('more messages than are read is an error: one that is left out could be the one that revokes', async (t) => {
  const at = folder(t);
  const blocks = pem('X509 CRL', Uint8Array.of(0x30, 0)).repeat(limits.givenMessages) + pem('X509 CRL', list(1));
  await assert.rejects(load({ crl: [at('x.pem', blocks)] }), failsWith('crl-unreadable', 'more than 10000 messages'));
  await assert.rejects(load({ evidence: [at('x.pem')] }), failsWith('evidence-unreadable', 'more than 10000 messages'));
});

test('bytes cut, flipped, repeated or made up are read or refused, and never another exception', async (t) => {
  const at = folder(t);
  const sources = [list(1), Buffer.from(pem('X509 CRL', list(1)).repeat(2)), encodeOcsp(), ca.bytes];
  const damaged = fc
    .tuple(fc.constantFrom(...sources), fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 8 }))
    .map(([source, from, to, noise]) => {
      const [a, b] = [from % (source.length + 1), to % (source.length + 1)];
      return Buffer.concat([source.subarray(0, a), noise, source.subarray(b)]);
    });
  const kind = fc.constantFrom<keyof GivenOptions>('crl', 'ocsp', 'evidence');
  const property = fc.asyncProperty(
    kind,
    fc.oneof(damaged, fc.uint8Array({ maxLength: 100 })),
    async (option, bytes) => {
      await load({ [option]: [at('x', bytes)] }).catch((error: unknown) => {
        assert.ok(error instanceof TstError && error.code === `${option}-unreadable`, String(error));
      });
    },
  );
  await fc.assert(property, { numRuns: 1_000, seed: 20260115 });
});

test('all CRLs and certificates of PKITS, as directories', { skip: noTestData }, async () => {
  const [crlFolder, certFolder] = [join(testData, 'pkits/crls'), join(testData, 'pkits/certs')];
  const distinct = (path: string) =>
    new Set(fs.readdirSync(path).map((name) => fs.readFileSync(join(path, name), 'latin1'))).size;
  const { crls, notes } = await load({ crl: [crlFolder] });
  assert.deepEqual([crls.length, notes], [distinct(crlFolder), []]);
  const given = await load({ evidence: [certFolder, crlFolder] });
  assert.deepEqual([given.crls.length, given.candidates.length], [distinct(crlFolder), distinct(certFolder)]);
  assert.deepEqual(given.notes, []);
});
