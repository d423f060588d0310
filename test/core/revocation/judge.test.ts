import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellRevocation } from '../../../src/core/revocation/judge.ts';
import { aggregate } from '../../../src/core/verdict/aggregate.ts';
import { Findings } from '../../../src/core/verdict/findings.ts';
import { answers, ca, crls, day, hour, judge, noon, root, rule, short, token } from './kit.ts';

const ofCa = { certificate: ca, issuer: root, role: 'ca' } as const;
const rootList = { issuer: 'Root' };

/** The check on revocation for both certificates of the path. */
function check(...judgements: readonly ReturnType<typeof judge>[]) {
  const findings = new Findings('default');
  for (const one of judgements) tellRevocation(one, findings);
  const found = aggregate(findings.results(), new Set()).checks.find(({ id }) => id === 'certificate-revocation')!;
  return `${found.status}${found.code === null ? '' : ` ${found.code}`}`;
}

test('the check takes the worst of all certificates of the path', () => {
  const good = judge({ crls: crls({}) });
  const goodCa = judge({ ...ofCa, crls: crls(rootList) });
  assert.equal(check(good, goodCa), 'pass');
  assert.equal(check(good, judge(ofCa)), 'unknown no-source');
  assert.equal(
    check(judge({ ...ofCa, crls: crls({ ...rootList, entries: [{ serial: 10 }] }) }), good),
    'fail certificate-revoked',
  );
  assert.equal(check(good, judge({ ...ofCa, crls: crls({ ...rootList, signer: 'x' }) })), 'unknown not-authentic');
  assert.equal(check(), 'unknown not-reached', 'nothing judged is nothing proven');
});

test('a revocation after the token passes with a note for a TSA, and for a CA is undecided', () => {
  const after = { date: noon - hour, reason: 5 };
  const tsaLater = judge({ crls: crls({ entries: [{ serial: 20, ...after }] }) });
  assert.equal(short(tsaLater), 'pass');
  assert.deepEqual(tsaLater.revocation, {
    date: noon - hour,
    reason: 5,
    invalidityDate: null,
    thisUpdate: noon - hour,
    url: 'http://crl.test/0',
  });
  const [note] = tsaLater.rules.find(({ id }) => id === 'revocation.status')!.warnings;
  assert.equal(note?.code, 'revoked-after-token');
  assert.equal(note?.facts.reason, 'cessationOfOperation');
  assert.equal(check(tsaLater), 'pass');
  const caLater = judge({ ...ofCa, crls: crls({ ...rootList, entries: [{ serial: 10, ...after }] }) });
  assert.equal(short(caLater), 'unknown ca-revoked-after-token');
  assert.equal(caLater.subIndication, 'REVOKED_CA_NO_POE');
});

test('freshness is no matter of a revocation: its rule does not apply', () => {
  const judgement = judge({
    crls: crls({ thisUpdate: noon - 900 * day, nextUpdate: noon - 800 * day, entries: [{ serial: 20 }] }),
  });
  assert.equal(rule(judgement, 'revocation.fresh'), 'not-applicable');
  assert.equal(rule(judgement, 'revocation.authentic'), 'pass');
  assert.equal(rule(judgement, 'revocation.scope'), 'pass');
});

test('a harmless revocation hides neither a certificate that was never issued nor a later hold', () => {
  const harmless = { entries: [{ serial: 20, date: noon - hour, reason: 4 }] };
  const never = answers({ status: { date: 0, reason: 6 } });
  assert.equal(short(judge({ crls: crls(harmless) })), 'pass');
  assert.equal(short(judge({ crls: crls(harmless), ocsp: never })), 'fail not-issued');
  const hold = answers({ status: { date: noon - hour, reason: 6 }, thisUpdate: noon - 60_000 });
  assert.equal(short(judge({ crls: crls(harmless), ocsp: hold })), 'unknown on-hold');
});

test('without a token any revocation fails, whatever its reason and date', () => {
  for (const reason of [null, 0, 1, 4, 5, 9]) {
    const entries = [{ serial: 20, date: noon - hour, reason }];
    assert.equal(short(judge({ genTime: null, crls: crls({ entries }) })), 'fail certificate-revoked');
  }
  assert.equal(short(judge({ genTime: null, crls: crls({}) })), 'pass');
  assert.equal(short(judge({ genTime: token(noon), crls: crls({ thisUpdate: noon }) })), 'pass');
});
