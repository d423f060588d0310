import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { decodeEvidence, type Evidence, encodeEvidence } from '../../src/app/evidence-file.ts';
import { readEvidence } from '../../src/app/evidence-folder.ts';
import { loadGiven } from '../../src/app/given-evidence.ts';
import type { Archives, FileSet } from '../../src/app/ports.ts';
import { limits } from '../../src/core/der/limits.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createArchives } from '../../src/io/archives.ts';
import { ca, crl, encodeCrl, encodeOcsp, noon } from '../core/revocation/kit.ts';
import { zip } from '../io/make-zip.ts';
import { leastEvidence, sampleEvidence } from './sample-evidence.ts';

// Evidence is written so that it is read again as it was, in every way in which it can lie around.

const archives = createArchives();
const sample = sampleEvidence();

function folder(t: TestContext): (name: string) => string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-evidence-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return (name) => join(path, name);
}

/** The archive's files as an entry list. */
async function filesOf(bytes: Uint8Array): Promise<{ name: string; data: Uint8Array }[]> {
  const set = await archives.unpack('x', bytes, 'evidence-unreadable');
  return set!.files.map((file) => ({ name: file.inner, data: file.bytes }));
}

function lay(at: string, files: readonly { name: string; data: Uint8Array }[]): void {
  for (const { name, data } of files) {
    fs.mkdirSync(join(at, name, '..'), { recursive: true });
    fs.writeFileSync(join(at, name), data);
  }
}

/** Equal as what core gets and what the report shows, down to the octets. */
function assertSame(found: Evidence | undefined, expected: Evidence): void {
  const plain = (evidence: Evidence) => ({
    ...evidence,
    token: { ...evidence.token, bytes: Buffer.from(evidence.token.bytes) },
    request: evidence.request && { ...evidence.request, bytes: Buffer.from(evidence.request.bytes) },
    candidates: evidence.candidates.map((one) => ({ ...one, certificate: one.certificate.sha256 })),
    crls: evidence.crls.map((one) => ({ ...one, crl: one.crl.sha256 })),
    ocsp: evidence.ocsp.map((one) => ({ ...one, response: one.response.sha256, nonce: one.nonce && [...one.nonce] })),
    lists: evidence.lists.map((one) => ({ ...one, bytes: Buffer.from(one.bytes) })),
  });
  assert.ok(found);
  assert.deepEqual(plain(found), plain(expected));
}

test('what is written is read as it was: order, origins, places, times, nonce, failures; and written again, the same bytes', async (t) => {
  const at = folder(t);
  for (const evidence of [sample, leastEvidence()]) {
    const bytes = await encodeEvidence(evidence, archives);
    assert.deepEqual(await encodeEvidence(sampleEvidence(evidence), archives), bytes);
    fs.writeFileSync(at('saved.zip'), bytes);
    const { evidence: found, loose, passedOver } = await readEvidence(at('saved.zip'), archives);
    assert.deepEqual([found.length, loose, passedOver], [1, [], []]);
    assertSame(found[0], evidence);
    assert.deepEqual(await encodeEvidence(found[0]!, archives), bytes);
  }
});

test('every object lies under its SHA-256, once, and the manifest names it as often as it was found', async () => {
  const bytes = await encodeEvidence(sample, archives);
  const files = await filesOf(bytes);
  const objects = files.slice(1);
  for (const { name, data } of objects) {
    assert.equal(name.slice(8, 72), createHash('sha256').update(data).digest('hex'), name);
  }
  assert.deepEqual(objects.map(({ name }) => name.slice(73)).sort(), [
    'cer',
    'cer',
    'cer',
    'crl',
    'crl',
    'list',
    'ors',
    'ors',
    'tsq',
    'tsr',
  ]);
  const archive = Buffer.from(bytes);
  const places = files.map(({ name }) => archive.indexOf(name));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
    'the manifest comes first, the objects in the order of their names',
  );
  const manifest = JSON.parse(Buffer.from(files[0]!.data).toString());
  assert.deepEqual(
    manifest.objects.map(({ kind }: { kind: string }) => kind),
    ['token', 'request', ...Array(3).fill('certificate'), ...Array(3).fill('crl'), 'ocsp', 'ocsp', 'list'],
  );
});

test('a token without a response around it is a .tst, whatever its lengths', async () => {
  for (const bytes of ['30020600', '3081020600', '30820002' + '0600', '30800600' + '0000']) {
    const token = { path: null, bytes: new Uint8Array(Buffer.from(bytes, 'hex')) };
    const files = await filesOf(await encodeEvidence(sampleEvidence({ token }), archives));
    assert.equal(files.filter(({ name }) => name.endsWith('.tst')).length, 1, bytes);
  }
});

test('unpacked, packed anew by another program, in a folder inside, several in a directory: it is the same evidence', async (t) => {
  const at = folder(t);
  const other = leastEvidence();
  const [files, others] = [
    await filesOf(await encodeEvidence(sample, archives)),
    await encodeEvidence(other, archives),
  ];
  lay(at('unpacked'), files);
  fs.writeFileSync(at('deflated.zip'), zip([...files].reverse()));
  fs.writeFileSync(at('folder.zip'), zip(files.map(({ name, data }) => ({ name: `evidence/${name}`, data }))));
  for (const name of ['unpacked', 'deflated.zip', 'folder.zip']) {
    const { evidence } = await readEvidence(at(name), archives);
    assert.equal(evidence.length, 1, name);
    assertSame(evidence[0], sample);
  }
  lay(at('all/one'), files);
  fs.writeFileSync(at('all/two.zip'), others);
  const { evidence } = await readEvidence(at('all'), archives);
  assert.equal(evidence.length, 2);
  assertSame(evidence[0], sample);
  assertSame(evidence[1], other);
});

test('the order in which a file system lists a directory changes nothing', async (t) => {
  const at = folder(t);
  lay(at('unpacked'), await filesOf(await encodeEvidence(sample, archives)));
  fs.writeFileSync(at('unpacked/b.crl'), encodeCrl({ number: 2 }));
  fs.writeFileSync(at('unpacked/a.crl'), encodeCrl({ number: 1 }));
  const shuffled: Archives = {
    ...archives,
    list: async (path, code) => {
      const set: FileSet = await archives.list(path, code);
      return { ...set, files: [...set.files].sort((a, b) => a.bytes.length - b.bytes.length) };
    },
  };
  const [straight, other] = [
    await readEvidence(at('unpacked'), archives),
    await readEvidence(at('unpacked'), shuffled),
  ];
  assertSame(other.evidence[0], straight.evidence[0]!);
  const given = await loadGiven({ crl: [], ocsp: [], evidence: [at('unpacked')] }, { archives });
  assert.deepEqual(
    given.crls.map((one) => one.crl.crlNumber),
    [1n, 2n],
  );
});

test('loose files beside saved evidence count like --crl, --ocsp and --certs; what is none of them is passed over', async (t) => {
  const at = folder(t);
  lay(at('all'), await filesOf(await encodeEvidence(sample, archives)));
  const stray = 'ef'.repeat(32);
  lay(at('all'), [
    { name: `objects/${stray}.crl`, data: encodeCrl({ number: 99 }) },
    { name: 'more/1.crl', data: encodeCrl({ number: 8 }) },
    { name: 'more/2.ors', data: encodeOcsp({ thisUpdate: noon - 9_000 }) },
    { name: 'more/3.cer', data: ca.bytes },
    { name: 'README', data: Buffer.from('hello') },
  ]);
  const given = await loadGiven({ crl: [], ocsp: [], evidence: [at('all')] }, { archives });
  assert.equal(given.evidence.length, 1);
  assertSame(given.evidence[0], sample);
  assert.deepEqual(
    given.crls.map((one) => ({ ...one, crl: one.crl.sha256 })),
    [{ crl: crl({ number: 8 }).sha256, origin: 'user', url: null }],
  );
  assert.equal(given.ocsp.length, 1);
  assert.deepEqual(
    given.candidates.map(({ certificate, origin }) => [certificate.sha256, origin]),
    [[ca.sha256, 'user']],
  );
  assert.deepEqual(given.notes, [
    {
      code: 'file-passed-over',
      facts: { path: join(at('all'), 'README'), reason: 'no evidence, certificate, CRL or OCSP answer' },
    },
    {
      code: 'file-passed-over',
      facts: { path: join(at('all'), 'objects', `${stray}.crl`), reason: 'the manifest does not name it' },
    },
  ]);
});

test('what could not be read again is not written: the caller hears why', async () => {
  const refused = (more: Partial<Evidence>, reason: RegExp) =>
    assert.rejects(
      encodeEvidence(sampleEvidence(more), archives),
      (error) =>
        error instanceof TstError && error.code === 'evidence-unsaved' && reason.test(String(error.facts.reason)),
    );
  await refused({ asked: ['x'.repeat(limits.manifestText + 1)] }, /^asked\[0\] is too long$/);
  await refused({ asked: Array(limits.manifestEntries + 1).fill('x') }, /^asked is too long$/);
  const lists = Array.from({ length: 5 }, (_, i) => {
    return { bytes: new Uint8Array(60 << 20).fill(i), origin: 'user', url: null, fetchedAt: null } as const;
  });
  await refused({ lists }, /^more than 268435456 bytes$/);
});

test('objects are checked and decoded once, however often they are named', async () => {
  const crls = Array.from({ length: 500 }, (_, i) => ({ ...sample.crls[0]!, url: `http://crl.test/${i}` }));
  const set = await archives.unpack(
    'x',
    await encodeEvidence(sampleEvidence({ crls }), archives),
    'evidence-unreadable',
  );
  const objects = new Map(set!.files.slice(1).map((file) => [file.inner.slice(8, 72), file]));
  const { evidence } = decodeEvidence(set!.files[0]!, objects);
  assert.equal(evidence.crls.length, 500);
  assert.equal(new Set(evidence.crls.map((one) => one.crl)).size, 1);
});
