import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ruleIds } from '../../src/core/verdict/rules.ts';
import { noOpenssl } from '../openssl/openssl.ts';
import { breaks, type ConformanceCase, passes } from './case.ts';
import { documentOf } from './document.ts';
import { knownGaps } from './known-gaps.ts';
import { type OpensslColumn, opensslVersion, runOpenssl } from './openssl-column.ts';
import { collect, problemsOf } from './table.ts';

const text = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8').replaceAll('\r\n', '\n');
const column = JSON.parse(text('openssl.json')) as OpensslColumn;
const conformance = await collect();
const version = opensslVersion();
const otherOpenssl = version === column.version ? false : `the table was made with openssl ${column.version}`;

test('the committed table is what a run writes', () => {
  assert.equal(
    documentOf(conformance, column),
    text('../../docs/conformance.md'),
    'write it anew: npm run conformance',
  );
});

test('openssl says what the table says that it says', { skip: noOpenssl || otherOpenssl }, () => {
  assert.deepEqual(runOpenssl(conformance.cases), column.verdicts);
});

test('every rule and value has its fixture, and every difference from openssl its reason', () => {
  assert.deepEqual(problemsOf(conformance, column), []);
});

test('a rule without a fixture that breaks or passes it fails the run, by its name', () => {
  for (const id of ruleIds) {
    for (const side of [breaks, passes]) {
      const cases = conformance.cases.filter((one) => !side(one, id));
      assert.ok(problemsOf({ ...conformance, cases }, column).includes(`${id}: no fixture`), `${side.name} ${id}`);
    }
  }
  const same = ({ outcomes, ...one }: ConformanceCase) => {
    const { default: all } = outcomes;
    return { ...one, outcomes: { default: all, etsi: all, strict: all } };
  };
  const cases = conformance.cases.map(same);
  assert.ok(problemsOf({ ...conformance, cases }, column).includes('path.constraints: policies: no fixture'));
  const lists = conformance.lists.filter(({ lists }) => lists !== 'list.rollback');
  assert.deepEqual(problemsOf({ ...conformance, lists }, column), ['list.rollback: no fixture']);
});

test('a value whose fixture is gone, and a difference that nobody explains, fail the run', () => {
  const without = conformance.cases.filter(({ name }) => name !== 'gen-time-comma');
  assert.deepEqual(problemsOf({ ...conformance, cases: without }, column), [
    'genTime: comma: there is no case gen-time-comma',
  ]);
  const change = (name: string, verdict: string) => ({ ...column, verdicts: { ...column.verdicts, [name]: verdict } });
  assert.deepEqual(problemsOf(conformance, change('good', 'bad moon')), [
    'good: openssl says `bad moon`, and differences.ts nothing to it',
  ]);
  const { good: _, ...others } = column.verdicts;
  assert.deepEqual(problemsOf(conformance, { ...column, verdicts: others }), [
    'good: openssl.json has no verdict of openssl',
  ]);
});

test('what is not covered yet stands in the table', () => {
  const [, listed = ''] = text('../../docs/conformance.md').split('## Not covered yet\n');
  for (const gap of Object.keys(knownGaps)) assert.ok(listed.includes(`- ${gap}: `), gap);
});
