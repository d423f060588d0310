import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type Evidence, encodeEvidence } from '../../src/app/evidence-file.ts';
import { readEvidence } from '../../src/app/evidence-folder.ts';
import { loadGiven } from '../../src/app/given-evidence.ts';
import type { Archives } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createArchives } from '../../src/io/archives.ts';
import { encodeCrl, root } from '../core/revocation/kit.ts';
import { zip } from '../io/make-zip.ts';
import { sampleEvidence } from './sample-evidence.ts';

// Saved evidence may come from an adversary: it is read as it was written, or refused by name; never half, never a crash.

const archives = createArchives();
const saved = await encodeEvidence(sampleEvidence(), archives);
const files = (await archives.unpack('x', saved, 'evidence-unreadable'))!.files.map(({ inner: name, bytes: data }) => {
  return { name, data };
});
const [manifestFile, ...objects] = files;
const manifest = () => JSON.parse(Buffer.from(manifestFile!.data).toString());

/** Reads bytes as if they were a file. */
async function read(bytes: Uint8Array): Promise<readonly Evidence[]> {
  const set = await archives.unpack('x.zip', bytes, 'evidence-unreadable');
  const name = 'x.zip';
  const port: Archives = {
    ...archives,
    list: async () => set ?? { kind: 'file', files: [{ name, inner: '', bytes }], passedOver: [] },
  };
  return (await readEvidence(name, port)).evidence;
}

/** Other files in place of some, by their name; null: left out. */
function changed(changes: Readonly<Record<string, Uint8Array | object | null>>): Buffer {
  const kept = files.filter(({ name }) => !Object.hasOwn(changes, name));
  const news = Object.entries(changes).flatMap(([name, data]) => {
    if (data === null) return [];
    return [{ name, data: data instanceof Uint8Array ? data : Buffer.from(JSON.stringify(data)) }];
  });
  return zip([...kept, ...news]);
}

/** The archive with other values in its manifest, each by the names that lead to it. */
function withFields(changes: Readonly<Record<string, unknown>>): Buffer {
  const whole = manifest();
  for (const [place, value] of Object.entries(changes)) {
    const names = place.split('.');
    const parent = names.slice(0, -1).reduce((one, name) => one[name], whole);
    parent[names.at(-1)!] = value;
  }
  return changed({ 'manifest.json': whole });
}

const reasonFor = async (changes: Readonly<Record<string, unknown>>) => (await refusal(withFields(changes))).reason;

async function refusal(bytes: Uint8Array): Promise<TstError['facts']> {
  try {
    await read(bytes);
  } catch (error) {
    assert.ok(error instanceof TstError, String(error));
    assert.equal(error.code, 'evidence-unreadable');
    return error.facts;
  }
  assert.fail('was read');
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('an object that was changed, exchanged for another or left out is named', async () => {
  for (const { name, data } of objects) {
    const object = name.slice(8, 72);
    const other = Buffer.from(data);
    other[other.length - 1]! ^= 1;
    assert.deepEqual(await refusal(changed({ [name]: other })), {
      path: 'x.zip#manifest.json',
      object,
      reason: 'the object has another hash',
    });
    assert.deepEqual(await refusal(changed({ [name]: objects.find((one) => one.name !== name)!.data })), {
      path: 'x.zip#manifest.json',
      object,
      reason: 'the object has another hash',
    });
    assert.equal((await refusal(changed({ [name]: null }))).reason, 'the object is missing');
  }
});

test('an object of the right hash that is not of its kind is refused: a certificate as CRL, HTML as OCSP answer', async () => {
  const { sha256: certificate } = manifest().objects.find((one: { kind: string }) => one.kind === 'certificate');
  const first = manifest().objects.findIndex((one: { kind: string }) => one.kind === 'crl');
  const facts = await refusal(withFields({ [`objects.${first}.sha256`]: certificate }));
  assert.equal(facts.object, certificate);
  const page = Buffer.from('<html>');
  const value = manifest();
  value.objects.find((one: { kind: string }) => one.kind === 'ocsp').sha256 = sha256(page);
  const bytes = changed({ 'manifest.json': value, [`objects/${sha256(page)}.ors`]: page });
  assert.equal((await refusal(bytes)).object, sha256(page));
});

test('token and request are those that the manifest names, and there is one of each', async () => {
  const { objects: named } = manifest();
  const wrong = 'token has a wrong value';
  assert.equal(await reasonFor({ 'token.sha256': 'ab'.repeat(32) }), wrong);
  assert.equal(await reasonFor({ objects: named.slice(1) }), wrong);
  assert.equal(await reasonFor({ objects: [...named, { ...named[2], kind: 'token' }] }), wrong);
  assert.equal(await reasonFor({ request: null }), 'request has a wrong value');
});

test('a manifest of another schema number or format, or that is no JSON or no UTF-8, is refused', async () => {
  assert.equal(await reasonFor({ schema: 2 }), 'schema has a wrong value');
  assert.equal(await reasonFor({ schema: '1' }), 'schema has a wrong value');
  assert.equal(await reasonFor({ format: 'x' }), 'format has a wrong value');
  const broken = ['', '{', '[]', 'null', '"x"', '1', '{"schema":1}', '['.repeat(1 << 20), '{"a":'.repeat(1 << 18)];
  for (const text of broken) await refusal(changed({ 'manifest.json': Buffer.from(text) }));
  const [before, after] = JSON.stringify({ extra: '|', ...manifest() })
    .split('|', 2)
    .map((part) => Buffer.from(part));
  await read(changed({ 'manifest.json': Buffer.concat([before!, Buffer.from('é'), after!]) }));
  await refusal(changed({ 'manifest.json': Buffer.concat([before!, Buffer.from('é', 'latin1'), after!]) }));
});

test('fields that are not known are passed over, and so are notes of a later version', async () => {
  const { notes } = manifest();
  const [evidence] = await read(
    withFields({
      later: { deep: [[[[[]]]]] },
      'options.later': true,
      'objects.0.later': null,
      notes: [...notes, { code: 'of-tomorrow', facts: { x: 1 } }],
    }),
  );
  assert.deepEqual(await encodeEvidence(evidence!, archives), saved);
});

test('names that JSON treats in its own way are no fields', async () => {
  const text = Buffer.from(manifestFile!.data).toString();
  const inherited = text.replace('"verdict": "INVALID"', '"__proto__": { "verdict": "VALID" }');
  assert.equal((await refusal(changed({ 'manifest.json': Buffer.from(inherited) }))).reason, 'verdict is missing');
  const facts = text.replace('"facts": {', '"facts": { "__proto__": 1,');
  assert.match(String((await refusal(changed({ 'manifest.json': Buffer.from(facts) }))).reason), /^notes\[0\]\.facts /);
  assert.equal(({} as { verdict?: string }).verdict, undefined);
});

test('lists and texts have their limits', async () => {
  const object = manifest().objects[2];
  const facts = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${i}`, 1]));
  assert.equal(await reasonFor({ objects: Array(10_001).fill(object) }), 'objects is too long');
  assert.equal(await reasonFor({ path: Array(101).fill(object.sha256) }), 'path is too long');
  assert.equal(await reasonFor({ 'tool.name': 'x'.repeat(65_537) }), 'tool.name is too long');
  assert.equal(await reasonFor({ 'notes.0.facts': facts }), 'notes[0].facts is too long');
  const large = Buffer.concat([manifestFile!.data, Buffer.alloc(16 << 20, ' ')]);
  assert.equal((await refusal(changed({ 'manifest.json': large }))).reason, 'manifest is too long');
});

test('an archive with a name twice, or with names that lead out of it, is refused, and nothing lands on disk', async (t) => {
  const place = folder(t);
  const twice = zip([...files, { name: 'manifest.json', data: Buffer.from('{}') }]);
  assert.equal((await refusal(twice)).reason, 'the name is there twice');
  assert.equal((await refusal(zip([...files, objects[0]!]))).reason, 'the name is there twice');
  for (const name of ['../evil', 'a/../../evil', '/evil', 'a\\evil', 'C:evil', 'x\0y', '..']) {
    const bytes = zip([...files, { name, data: Buffer.from('x') }]);
    assert.equal((await refusal(bytes)).reason, 'the name leads out of the archive', name);
    fs.writeFileSync(join(place, 'x.zip'), bytes);
    await assert.rejects(readEvidence(join(place, 'x.zip'), archives));
  }
  assert.deepEqual(fs.readdirSync(place), ['x.zip']);
  assert.ok(!fs.existsSync(join(place, '..', 'evil')));
});

test('an encrypted manifest is none; an encrypted object is missing', async (t) => {
  const place = folder(t);
  fs.writeFileSync(join(place, 'x.zip'), zip(files.map((file, i) => ({ ...file, flags: i === 0 ? 1 : 0 }))));
  const options = { crl: [], ocsp: [], evidence: [join(place, 'x.zip')] };
  // Without a manifest what lies there is loose: it counts as if it had been given by itself.
  const given = await loadGiven(options, { archives });
  assert.deepEqual([given.evidence.length, given.crls.length], [0, 2]);
  assert.match(JSON.stringify(given.notes), /manifest\.json","reason":"encrypted"/);
  assert.equal(
    (await refusal(zip(files.map((file, i) => ({ ...file, flags: i === 3 ? 1 : 0 }))))).reason,
    'the object is missing',
  );
});

test('saved evidence cut off anywhere is refused, never half of it read', async () => {
  for (let cut = 4; cut < saved.length; cut += 61) await refusal(saved.subarray(0, cut));
});

test('a bomb in place of an object ends at the limit', async () => {
  const bomb = Array.from({ length: 5 }, (_, i) => ({
    name: `objects/${String(i).repeat(64)}.crl`,
    data: Buffer.alloc(64 << 20),
  }));
  await assert.rejects(
    read(zip([...files, ...bomb])),
    (error) => error instanceof TstError && error.code === 'input-too-large',
  );
});

test('many archives in one directory end at the same limits as one', async (t) => {
  const place = folder(t);
  const rejects = (code: string) =>
    assert.rejects(readEvidence(place, archives), (error) => error instanceof TstError && error.code === code);
  const many = zip(Array.from({ length: 5_001 }, (_, i) => ({ name: `${i}`, data: Buffer.alloc(0) })));
  for (const name of ['a.zip', 'b.zip']) fs.writeFileSync(join(place, name), many);
  await rejects('evidence-unreadable');
  const large = zip(Array.from({ length: 2 }, (_, i) => ({ name: `${i}`, data: Buffer.alloc(65 << 20) })));
  for (const name of ['a.zip', 'b.zip']) fs.writeFileSync(join(place, name), large);
  await rejects('input-too-large');
});

test('octets changed anywhere in the file: refused, or what is read is what was written', async () => {
  const place = fc.nat({ max: saved.length - 1 });
  const damage = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(damage, async (all) => {
    const bytes = Uint8Array.from(saved);
    for (const [at, octet] of all) bytes[at]! ^= octet;
    await assertRefusedOrSame(bytes);
  });
  await fc.assert(property, { numRuns: 600, seed: 20260115 });
});

test('octets changed anywhere in an unpacked manifest: refused, or every object that is read is one that was written', async () => {
  const written = new Set(objects.map(({ name }) => name.slice(8, 72)));
  const place = fc.nat({ max: manifestFile!.data.length - 1 });
  const property = fc.asyncProperty(place, fc.integer({ min: 1, max: 127 }), async (at, octet) => {
    const data = Uint8Array.from(manifestFile!.data);
    data[at]! ^= octet;
    let evidence: readonly Evidence[];
    try {
      evidence = await read(changed({ 'manifest.json': data }));
    } catch (error) {
      assert.ok(error instanceof TstError && error.code === 'evidence-unreadable', String(error));
      return;
    }
    for (const { candidates, crls, ocsp } of evidence) {
      for (const { certificate } of candidates) assert.ok(written.has(certificate.sha256));
      for (const { crl } of crls) assert.ok(written.has(crl.sha256));
      for (const { response } of ocsp) assert.ok(written.has(response.sha256));
    }
  });
  await fc.assert(property, { numRuns: 600, seed: 20260115 });
});

test('any value in place of any of the manifest’s: refused by its place, or read; never another exception', async () => {
  const places = placesIn(manifest());
  const property = fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), async (place, value) => {
    await read(withFields({ [place]: value })).catch((error: unknown) => {
      assert.ok(error instanceof TstError && error.code === 'evidence-unreadable', String(error));
    });
  });
  await fc.assert(property, { numRuns: 600, seed: 20260115 });
});

test('of what is in it, nothing becomes an anchor: a root in it, named as an anchor or lying beside, is a candidate', async (t) => {
  const place = folder(t);
  const candidates = [{ certificate: root, origin: 'user', url: null } as const];
  fs.writeFileSync(join(place, 'a.zip'), await encodeEvidence(sampleEvidence({ candidates }), archives));
  fs.writeFileSync(join(place, 'root.cer'), root.bytes);
  const given = await loadGiven({ crl: [], ocsp: [], evidence: [place] }, { archives });
  const [evidence] = given.evidence;
  assert.deepEqual(evidence!.anchors, [{ sha256: root.sha256, subject: 'CN=Root' }]);
  for (const one of [evidence!.candidates, given.candidates])
    assert.deepEqual(
      one.map(({ origin }) => origin),
      ['user'],
    );
  assert.deepEqual(Object.keys(given).sort(), ['candidates', 'crls', 'evidence', 'notes', 'ocsp']);
});

test('one changed file of several makes the whole directory an error; it is named', async (t) => {
  const place = folder(t);
  fs.writeFileSync(join(place, 'a.zip'), saved);
  fs.writeFileSync(join(place, 'b.zip'), changed({ [objects[0]!.name]: encodeCrl() }));
  await assert.rejects(readEvidence(place, archives), (error) => {
    return error instanceof TstError && error.facts.path === `${join(place, 'b.zip')}#manifest.json`;
  });
});

async function assertRefusedOrSame(bytes: Uint8Array): Promise<void> {
  let evidence: readonly Evidence[];
  try {
    evidence = await read(bytes);
  } catch (error) {
    assert.ok(error instanceof TstError, String(error));
    assert.match(error.code, /^(evidence-unreadable|input-too-large)$/);
    return;
  }
  // A name that was changed in the directory of the archive leaves no manifest, and so no evidence.
  if (evidence.length > 0) assert.deepEqual(await encodeEvidence(evidence[0]!, archives), saved);
}

/** Every place in a value, as the names that lead there. */
function placesIn(value: unknown, path = ''): string[] {
  const own = path === '' ? [] : [path];
  if (typeof value !== 'object' || value === null) return own;
  const inside = Object.entries(value).flatMap(([name, one]) => placesIn(one, path === '' ? name : `${path}.${name}`));
  return [...own, ...inside];
}

function folder(t: TestContext): string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-hostile-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return path;
}
