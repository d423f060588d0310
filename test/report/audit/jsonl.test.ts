import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Audit } from '../../../src/core/verdict/audit.ts';
import { jsonLines } from '../../../src/report/audit/jsonl.ts';
import { evidenceOf, lineOf, rowOf, setOf } from '../../../src/report/audit/kept-line.ts';
import { hostileNames, judged, orphanData, plainAudit, plainRows, row, whole } from './plain-sample.ts';

const schema = JSON.parse(readFileSync(new URL('../../../docs/audit.schema.json', import.meta.url), 'utf8'));
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const validate = new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': time } }).compile<object>(schema);
const parsed = (audit = plainAudit()) => [...resultOf(audit)].map((line) => JSON.parse(line));

/** The result as an audit keeps and tells it. */
function resultOf(audit: Audit): string[] {
  const sets = new Map<string, string>();
  const lines = [...audit.rows()].map((row) => {
    if (row.evidence.length === 0) return lineOf(row, null);
    const json = setOf(row.evidence);
    const name = hash('sha256', json, 'hex').slice(0, 32);
    sets.set(name, json);
    return lineOf(row, name);
  });
  const pieces = [...jsonLines(audit, lines, [...sets].sort())];
  return pieces.join('').split(/(?<=\n)/);
}

test('every line keeps to the published schema', () => {
  const bare = judged(1, 'a', 'INVALID', 'malformed', { stated: null, digest: null, tokenSha256: null, evidence: [] });
  for (const audit of [plainAudit(), plainAudit([]), plainAudit([bare])]) {
    for (const line of parsed(audit)) assert.ok(validate(line), JSON.stringify([line, validate.errors?.slice(0, 3)]));
  }
});

test('the schema refuses a field more or less, an orphan with a verdict, and a failure without a code', () => {
  const [head, line] = parsed();
  assert.ok(!validate({ ...head, more: 1 }));
  assert.ok(!validate({ ...line, more: 1 }));
  const { now: _now, ...less } = line;
  assert.ok(!validate(less));
  assert.ok(!validate({ ...line, verdict: null }));
  assert.ok(!validate({ ...line, verdict: 'INVALID' }));
  assert.ok(!validate({ ...line, code: 'malformed' }));
  const orphan = parsed(plainAudit([orphanData(1, 'a')]))[1];
  assert.ok(!validate({ ...orphan, verdict: 'INDETERMINATE', code: 'malformed' }));
  assert.ok(validate(orphan));
});

test('the run comes first and the summary last, with a line for each row between them', () => {
  const lines = parsed();
  assert.deepEqual(Object.keys(lines[0]), ['schema', 'run', 'tool']);
  assert.deepEqual(Object.keys(lines.at(-1)), ['summary']);
  assert.equal(lines.length, plainRows().length + 3, 'one set of evidence');
  assert.equal(lines.at(-1).summary.lines, plainRows().length);
  assert.equal(lines[0].run.started, '2024-04-10T00:30:00Z');
  assert.equal(lines[1].stated.genTime, '2024-03-31T15:00:00.123456Z');
});

test('the same audit gives the same bytes, with keys in one order whatever order they were given in', () => {
  assert.equal(whole(resultOf(plainAudit())), whole(resultOf(plainAudit())));
  const turned = Object.fromEntries(Object.entries(row(1, 'a')).reverse()) as unknown as ReturnType<typeof row>;
  assert.equal(whole(resultOf(plainAudit([turned]))), whole(resultOf(plainAudit([row(1, 'a')]))));
});

test('names come back as they are, and nothing in the bytes rules a terminal or ends a line', () => {
  const text = whole(resultOf(plainAudit()));
  assert.ok(text.endsWith('}\n'));
  assert.doesNotMatch(
    text,
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e\ud800-\udfff](?<!\p{Lo}|\p{So})/u,
  );
  const names = parsed().map(({ data }) => data?.text);
  for (const { text: name } of hostileNames) assert.ok(names.includes(name), JSON.stringify(name));
  assert.deepEqual(parsed().find(({ data }) => data?.hex)!.data, {
    text: 'archive/\\x8a\\xef.pdf',
    hex: '617263686976652f8aef2e706466',
  });
});

test('facts that are moments are times, and there are no words of any language', () => {
  const expired = parsed().find(({ code }) => code === 'expired')!;
  assert.deepEqual(expired.facts, { notAfter: '2023-01-01T00:00:00Z' });
  assert.doesNotMatch(whole(resultOf(plainAudit())), /"(message|hint)"/);
});

test('a kept line gives its row again, whole, with its evidence', () => {
  for (const one of plainRows()) {
    const sets = new Map([['a', evidenceOf(setOf(one.evidence))]]);
    const again = rowOf(lineOf(one, one.evidence.length === 0 ? null : 'a'), sets);
    const genTimeMs = one.stated?.genTimeMs ?? null;
    assert.deepEqual(again.evidence, one.evidence);
    assert.equal(again.stated?.genTimeMs ?? null, genTimeMs);
    assert.equal(lineOf(again, null), lineOf(one, null));
    assert.deepEqual({ ...again, facts: null, warnings: null }, { ...one, facts: null, warnings: null });
  }
});
