import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { encodeEvidence } from '../../src/app/evidence-file.ts';
import { decodeManifest, manifestSchema } from '../../src/app/manifest.ts';
import { createArchives } from '../../src/io/archives.ts';
import { leastEvidence, sampleEvidence } from './sample-evidence.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/evidence.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': true } }).compile(schema);

/** The manifest of evidence, as it stands in the archive. */
async function manifestOf(evidence: ReturnType<typeof sampleEvidence>) {
  const archives = createArchives();
  const set = await archives.unpack('x', await encodeEvidence(evidence, archives), 'evidence-unreadable');
  return JSON.parse(Buffer.from(set!.files[0]!.bytes).toString());
}

const whole = await manifestOf(sampleEvidence());
const least = await manifestOf(leastEvidence());

const isRead = (value: unknown) => {
  try {
    decodeManifest(Buffer.from(JSON.stringify(value)));
    return true;
  } catch {
    return false;
  }
};

test('what is written keeps to the published schema', () => {
  for (const manifest of [whole, least]) assert.ok(validate(manifest), JSON.stringify(validate.errors?.slice(0, 3)));
  assert.equal(schema.properties.schema.const, manifestSchema);
});

test('the keys stand in one order, for people to read', () => {
  assert.deepEqual(Object.keys(whole), schema.required);
  assert.deepEqual(Object.keys(whole).slice(0, 3), ['format', 'schema', 'tool']);
  assert.deepEqual(Object.keys(whole.options), schema.properties.options.required);
  assert.deepEqual(Object.keys(whole.objects[0]), schema.$defs.object.required);
});

test('times are RFC 3339 in UTC and in no other form', () => {
  assert.equal(whole.options.at, '2030-06-01T12:00:00Z');
  assert.equal(whole.options.now, '2030-06-01T12:00:00.001Z');
  const others = ['2030-06-01', '2030-06-01T12:00:00.000Z', '2030-06-01T14:00:00+02:00', '2030-02-30T00:00:00Z', 0, ''];
  for (const now of others) assert.ok(!isRead({ ...whole, options: { ...whole.options, now } }), String(now));
});

test('the schema and the reader refuse and accept the same: each field left out, and of each wrong type', () => {
  const wrong: readonly unknown[] = [null, true, 1, -1, 1.5, '', 'x', 'AB', '0'.repeat(63), [], [null], {}, { a: [] }];
  let compared = 0;
  for (const original of [whole, least]) {
    for (const [parent, name, place] of fieldsOf(original)) {
      const kept = parent[name];
      const compare = (what: string) => {
        compared++;
        assert.equal(isRead(original), validate(original), `${place} ${what}`);
      };
      for (const value of wrong) {
        parent[name] = value;
        compare(JSON.stringify(value));
      }
      if (!Array.isArray(parent)) {
        delete parent[name];
        compare('left out');
      }
      parent[name] = kept;
    }
  }
  assert.ok(compared > 1_500);
});

/** Every field of every object and list, with what holds it. Holders are changed in place, so that they are listed first. */
function fieldsOf(value: unknown, place = ''): [holder: Record<string, unknown>, name: string, place: string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, own]) => [
    [value as Record<string, unknown>, name, `${place}/${name}`] as [Record<string, unknown>, string, string],
    ...fieldsOf(own, `${place}/${name}`),
  ]);
}
