import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { reportObject, toJson } from '../../src/report/json.ts';
import { english } from '../../src/report/messages.en.ts';
import { japanese } from '../../src/report/messages.ja.ts';
import { reportLines } from '../../src/report/text.ts';
import { readVectors } from '../vectors/index.ts';
import { evidenceOf, judge } from '../vectors/judge.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, formats: { 'date-time': true } }).compile(schema);

async function judgements(): Promise<[string, Judgement][]> {
  const all: [string, Judgement][] = [];
  for (const vector of readVectors()) {
    if ('error' in vector.expected) continue;
    all.push([vector.name, await judge({ ...evidenceOf(vector), policy: 'etsi' })]);
  }
  return all;
}

test('every fixture, whatever is wrong with it, gives a whole report in both languages that keeps to the schema', async () => {
  for (const [name, judgement] of await judgements()) {
    for (const catalogue of [english, japanese]) {
      const file = { path: name, size: 1, digest: null };
      const report = { judgement, file, tokenPath: `${name}.tsr`, notes: [], profile: null, version: '0' };
      const json = toJson(reportObject(report, catalogue));
      assert.ok(validate(JSON.parse(json)), `${name}: ${JSON.stringify(validate.errors?.slice(0, 2))}`);
      const lines = reportLines(report, catalogue, null);
      assert.ok(lines[0]!.startsWith(catalogue.verdicts[judgement.verdict]), name);
      for (const line of lines) {
        // No escape, no template mark and no missing fact reaches the reader.
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]|\{\w+\}|: \?|undefined|\[object/u, `${name}: ${line}`);
      }
    }
  }
});
