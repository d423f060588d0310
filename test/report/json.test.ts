import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { errorObject, reportObject, toJson } from '../../src/report/json.ts';
import { english } from '../../src/report/messages.en.ts';
import { japanese } from '../../src/report/messages.ja.ts';
import { sampleReport } from './sample.ts';

const schema = JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': true } }).compile(schema);
const check = (value: unknown) => assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 3)));

test('reports of every verdict keep to the published schema, in both languages', () => {
  const reports = [
    sampleReport(),
    sampleReport((findings) => findings.fail('imprint.match', 'imprint-mismatch', { facts: { algorithm: 'sha256' } })),
    sampleReport((findings) => findings.unknown('path.build', 'no-chain', { object: 'CN=x' }), {
      at: null,
      atSource: 'gentime',
    }),
    sampleReport((findings) => findings.warn('tst.accuracy', 'accuracy-assumed', { facts: { seconds: 1 } }), {}, []),
    sampleReport(undefined, {
      token: {
        genTime: null,
        genTimeMs: null,
        accuracy: null,
        serial: null,
        policy: null,
        hash: null,
        tsa: null,
        signer: null,
        nonce: null,
        expires: null,
      },
    }),
  ];
  for (const report of reports) {
    for (const catalogue of [english, japanese]) check(JSON.parse(toJson(reportObject(report, catalogue))));
  }
});

test('an error keeps to the schema and names its exit code', () => {
  const error = errorObject('input-missing', { path: 'a' }, english, '0');
  check(error);
  assert.equal(error.error.exit, 66);
});

test('the schema refuses a field more or less, and checks in another order', () => {
  const good = reportObject(sampleReport(), english);
  assert.ok(!validate({ ...good, more: 1 }));
  const { now: _now, ...less } = good;
  assert.ok(!validate(less));
  assert.ok(!validate({ ...good, checks: [...good.checks].reverse() }));
});

test('the keys stand in one order, and the same report gives the same bytes', () => {
  const make = () => toJson(reportObject(sampleReport(), english));
  assert.equal(make(), make());
  assert.deepEqual(Object.keys(JSON.parse(make())).slice(0, 9), [
    'schema',
    'verdict',
    'complete',
    'skipped',
    'code',
    'subIndication',
    'policy',
    'at',
    'atSource',
  ]);
});

test('the failing check carries code, object, clause and hint; genTime keeps every digit', () => {
  const object = reportObject(
    sampleReport((findings) => findings.fail('tsa.eku', 'eku-missing', { object: 'CN=x' })),
    english,
  );
  const signature = object.checks[1]!;
  assert.deepEqual(
    [signature.status, signature.code, signature.object, signature.clause, signature.subIndication],
    ['fail', 'eku-missing', 'CN=x', 'RFC 3161 §2.3', 'CHAIN_CONSTRAINTS_FAILURE'],
  );
  assert.ok(signature.hint);
  assert.equal(object.token.genTime, '2022-03-01T09:30:00.123456Z');
});

test('moments among the facts are RFC 3339', () => {
  const facts = { until: Date.UTC(2026, 0, 1) - 1, algorithm: 'x' };
  const report = sampleReport((findings) =>
    findings.unknown('algorithm.strength', 'algorithm-no-longer-accepted', { facts }),
  );
  const object = reportObject(report, english);
  const rule = object.checks[1]!.rules.find(({ id }) => id === 'algorithm.strength')!;
  assert.equal(rule.facts.until, '2025-12-31T23:59:59.999Z');
  assert.match(rule.message!, /2025-12-31T23:59:59\.999Z/);
  check(object);
});

test('who skips a check is not advised to skip it', () => {
  const say = (skip: 'tst-revocation'[]) =>
    reportObject(
      sampleReport((findings) => findings.unknown('tst-list.listed', 'no-source'), {}, skip),
      english,
    ).checks[3]!.rules.find(({ id }) => id === 'tst-list.listed')!;
  assert.equal(say(['tst-revocation']).hint, null);
  assert.match(say([]).hint!, /--skip tst-revocation/);
  assert.equal(say(['tst-revocation']).code, 'no-source');
});
