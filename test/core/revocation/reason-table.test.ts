import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placementOf } from '../../../src/core/revocation/judge.ts';
import type { RevocationRole } from '../../../src/core/revocation/reason-table.ts';
import type { PolicyName } from '../../../src/core/verdict/status.ts';
import { answers, ca, crls, day, judge, noon, root, rule, second, token, tsa, warnings } from './kit.ts';

// The tables of the specification, section 3, cell by cell, written from its text: reason × where genTime ± accuracy lies to the
// revocation × certificate × policy. Each cell is judged from a CRL and from an OCSP answer.

type Cells = readonly [before: string, after: string, inside: string];

const revoked: Cells = [
  'fail certificate-revoked REVOKED',
  'fail certificate-revoked REVOKED',
  'fail certificate-revoked REVOKED',
];
const held: Cells = ['unknown on-hold TRY_LATER', 'unknown on-hold TRY_LATER', 'unknown on-hold TRY_LATER'];
const asGood: Cells = ['pass', 'pass', 'pass'];

const tsaEnded: Cells = [
  'pass + revoked-after-token',
  'fail certificate-revoked REVOKED',
  'unknown revoked-within-accuracy REVOKED_NO_POE',
];
const caEnded: Cells = [
  'unknown ca-revoked-after-token REVOKED_CA_NO_POE',
  'fail certificate-revoked REVOKED',
  'unknown revoked-within-accuracy REVOKED_CA_NO_POE',
];
const etsiTsaEnded: Cells = [
  'unknown revoked-after-token REVOKED_NO_POE',
  'fail certificate-revoked REVOKED',
  'unknown revoked-within-accuracy REVOKED_NO_POE',
];
const etsiTsaBroken: Cells = [
  'unknown revoked-after-token REVOKED_NO_POE',
  'fail certificate-revoked REVOKED',
  'fail certificate-revoked REVOKED',
];
const etsiCaBroken: Cells = [
  'unknown ca-revoked-after-token REVOKED_CA_NO_POE',
  'fail certificate-revoked REVOKED',
  'fail certificate-revoked REVOKED',
];

/** Reason code (null: absent), and its cells for a TSA's and a CA's certificate, by `default` and `strict`, and by `etsi`. */
const table: readonly {
  readonly reason: number | null;
  readonly tsa: Cells;
  readonly ca: Cells;
  readonly etsiTsa: Cells;
  readonly etsiCa: Cells;
}[] = [
  { reason: 0, tsa: tsaEnded, ca: caEnded, etsiTsa: etsiTsaEnded, etsiCa: caEnded },
  { reason: 3, tsa: tsaEnded, ca: caEnded, etsiTsa: etsiTsaEnded, etsiCa: caEnded },
  { reason: 4, tsa: tsaEnded, ca: caEnded, etsiTsa: etsiTsaEnded, etsiCa: caEnded },
  { reason: 5, tsa: tsaEnded, ca: caEnded, etsiTsa: etsiTsaEnded, etsiCa: caEnded },
  { reason: null, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 1, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 2, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 7, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 9, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 10, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 99, tsa: revoked, ca: revoked, etsiTsa: etsiTsaBroken, etsiCa: etsiCaBroken },
  { reason: 6, tsa: held, ca: held, etsiTsa: held, etsiCa: held },
  { reason: 8, tsa: asGood, ca: asGood, etsiTsa: asGood, etsiCa: asGood },
];

const revocation = noon - day;
const hourLater = 3_600_000;
/** Tokens with an accuracy of ± 1 s, made so far from the revocation. */
const times = [revocation - 2 * second, revocation + 2 * second, revocation] as const;
const places = ['before', 'after', 'inside'] as const;

function judged(source: 'CRL' | 'OCSP', role: RevocationRole, policy: PolicyName, reason: number | null, gen: number) {
  const isCa = role === 'ca';
  const [certificate, issuer] = isCa ? [ca, ca] : [tsa, ca];
  const entry = { serial: isCa ? 10 : 20, date: revocation, reason };
  const judgement = judge({
    certificate,
    ...(isCa ? { issuer: root } : { issuer }),
    role,
    policy,
    genTime: token(gen),
    crls: source === 'CRL' ? crls({ issuer: isCa ? 'Root' : 'CA', entries: [entry] }) : [],
    ocsp:
      source === 'OCSP' ? answers({ certificate, issuer: isCa ? root : ca, status: { date: revocation, reason } }) : [],
  });
  const { subIndication } = judgement.rules.find(({ id }) => id === 'revocation.status')!;
  const noted = warnings(judgement).map((code) => ` + ${code}`);
  return `${rule(judgement, 'revocation.status')}${subIndication === null ? '' : ` ${subIndication}`}${noted.join('')}`;
}

for (const source of ['CRL', 'OCSP'] as const) {
  for (const policy of ['default', 'strict', 'etsi'] as const) {
    test(`RFC 3161 §4 from a ${source}, policy ${policy}: every reason, before, after and within the accuracy`, () => {
      let cells = 0;
      // A reason of delta CRLs alone, which in an OCSP answer contradicts the status beside it: a test of its own.
      for (const one of source === 'OCSP' ? table.filter(({ reason }) => reason !== 8) : table) {
        for (const role of ['tsa', 'ca'] as const) {
          const expected = policy === 'etsi' ? (role === 'tsa' ? one.etsiTsa : one.etsiCa) : one[role];
          places.forEach((place, i) => {
            const label = `reason ${one.reason}, ${role}, token ${place} the revocation`;
            assert.equal(judged(source, role, policy, one.reason, times[i]!), expected[i], label);
            cells++;
          });
        }
      }
      assert.equal(cells, source === 'OCSP' ? 72 : 78);
    });
  }
}

test('RFC 5280 §5.3.1: an OCSP answer `revoked` for removeFromCRL proves nobody good, and nobody revoked', () => {
  const contradicted = answers({ status: { date: revocation, reason: 8 } });
  const judgement = judge({ ocsp: contradicted });
  assert.equal(rule(judgement, 'revocation.scope'), 'unknown responder-unknown');
  assert.equal(rule(judgement, 'revocation.status'), 'unknown out-of-scope');
  assert.equal(rule(judge({ ocsp: contradicted, crls: crls({}) }), 'revocation.status'), 'pass');
});

test('genTime ± accuracy to the microsecond: touching the revocation from below is inside, from above is after', () => {
  const r = BigInt(revocation) * 1000n;
  const interval = (earliest: bigint, latest: bigint) => ({ earliest, latest, accuracyMicros: 0, assumed: false });
  assert.equal(placementOf(interval(r - 10n, r - 1n), r), 'before');
  assert.equal(placementOf(interval(r - 10n, r), r), 'inside');
  assert.equal(placementOf(interval(r - 1n, r + 1n), r), 'inside');
  assert.equal(placementOf(interval(r, r + 10n), r), 'after');
  assert.equal(placementOf(interval(r, r), r), 'after', 'g at r with an accuracy of nothing');
});

test('an invalidityDate before the revocation stands in for it (RFC 5280 §5.3.2), one after it does not', () => {
  const early = { serial: 20, date: revocation, reason: 4, invalidityDate: revocation - day };
  const late = { ...early, invalidityDate: revocation + day };
  const genTime = token(revocation - 2 * second);
  assert.equal(
    rule(judge({ genTime, crls: crls({ entries: [early] }) }), 'revocation.status'),
    'fail certificate-revoked',
  );
  assert.equal(rule(judge({ genTime, crls: crls({ entries: [late] }) }), 'revocation.status'), 'pass');
  const after = token(revocation + hourLater);
  assert.equal(
    rule(judge({ genTime: after, crls: crls({ entries: [late] }) }), 'revocation.status'),
    'fail certificate-revoked',
  );
});

test('of two revocations the one that touches the token more decides, whatever the order', () => {
  const ended = { entries: [{ serial: 20, date: revocation, reason: 4 }] };
  const broken = { entries: [{ serial: 20, date: revocation, reason: 1 }], thisUpdate: noon - 2 * hourLater };
  const genTime = token(revocation - hourLater);
  for (const order of [
    [ended, broken],
    [broken, ended],
  ]) {
    assert.equal(judge({ genTime, crls: crls(...order) }).status, 'fail');
  }
});
