import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Proof, RevocationEvidence } from '../../../src/core/revocation/evidence.ts';
import { judgeEvidence, judgeLimit, tellRevocation } from '../../../src/core/revocation/judge.ts';
import type { RevocationInput, RevocationJudgement } from '../../../src/core/revocation/question.ts';
import type { Revocation } from '../../../src/core/revocation/statement.ts';
import { Findings, type RuleResult } from '../../../src/core/verdict/findings.ts';
import { ca, day, hour, noon, token, tsa } from './kit.ts';

// The rule `revocation.status` and its neighbours, word by word, from evidence that is written down here.

const nothing: RevocationEvidence = {
  revocations: [],
  hold: null,
  neverIssued: null,
  good: null,
  settled: null,
  cause: null,
  noRevAvail: false,
  lines: [],
  wants: [],
};
const proof: Proof = { thisUpdate: noon, url: 'http://crl.test/', byCompleteCrl: false, heldSince: noon };
const compromised: Revocation = { date: noon, reason: 1, invalidityDate: null, thisUpdate: noon, url: null };
const ended: Revocation = { ...compromised, reason: 4 };
const held: Revocation = { ...compromised, reason: 6 };
const stale = {
  code: 'stale',
  rule: 'revocation.fresh',
  detail: 'stale',
  facts: { reason: 'next-update-passed' },
  url: 'http://old.test/',
} as const;
const object = 'CN=TSA (serial 14)';

type About = Partial<Pick<RevocationInput, 'certificate' | 'role' | 'genTime' | 'policy' | 'newerThan'>>;

const judged = (evidence: Partial<RevocationEvidence>, about: About = {}) =>
  judgeEvidence(
    { ...nothing, ...evidence },
    { certificate: tsa, role: 'tsa', genTime: token(noon - day), policy: 'default', ...about },
  );

const line = ({ id, status, code, subIndication, object: about, facts, warnings }: RuleResult) =>
  [
    `${id.replace('revocation.', '')}: ${status}`,
    ...[code, subIndication].filter((one) => one !== null),
    ...(about === null ? [] : [about === object ? 'TSA' : about]),
    ...(Object.keys(facts).length > 0 ? [JSON.stringify(facts)] : []),
    ...warnings.map(
      (one) => `+ ${one.code} ${one.object === object ? 'TSA' : one.object} ${JSON.stringify(one.facts)}`,
    ),
  ].join(' ');

/** The whole judgement, the rules in words. */
function words({ rules, ...rest }: RevocationJudgement) {
  const { revocation, sources, wants, ...outcome } = rest;
  return { ...outcome, rules: rules.map(line) };
}

const decided = ['authentic: pass TSA', 'scope: pass TSA', 'fresh: not-applicable'];
const none = { object, role: 'tsa', code: null, subIndication: null };

test('good: all four rules pass', () => {
  const judgement = judged({ good: proof, settled: proof });
  assert.deepEqual(words(judgement), {
    ...none,
    status: 'pass',
    rules: ['authentic: pass TSA', 'scope: pass TSA', 'fresh: pass TSA', 'status: pass TSA'],
  });
  assert.deepEqual([judgement.revocation, judgement.sources, judgement.wants], [null, [], []]);
});

test('revoked: date, reason and place are told, the invalidityDate where there is one', () => {
  const judgement = judged({ revocations: [compromised] });
  const facts = { date: noon, reason: 'keyCompromise' };
  const failed = { ...none, status: 'fail', code: 'certificate-revoked', subIndication: 'REVOKED' };
  const said = (told: object) => `status: fail certificate-revoked REVOKED TSA ${JSON.stringify(told)}`;
  assert.deepEqual(words(judgement), { ...failed, rules: [...decided, said(facts)] });
  assert.deepEqual(judgement.revocation, compromised);
  const other = { ...compromised, invalidityDate: noon - 1, url: 'http://crl.test/' };
  const more = { ...facts, invalidityDate: noon - 1, url: 'http://crl.test/' };
  assert.deepEqual(words(judged({ revocations: [other] })).rules.at(-1), said(more));
});

test('on hold, never issued, and both', () => {
  const facts = '{"date":1906545600000,"reason":"certificateHold"}';
  const hold = judged({ hold: held });
  assert.deepEqual(words(hold), {
    ...none,
    status: 'unknown',
    code: 'on-hold',
    subIndication: 'TRY_LATER',
    rules: [...decided, `status: unknown on-hold TRY_LATER TSA ${facts}`],
  });
  assert.deepEqual(hold.revocation, held);
  const never = judged({ neverIssued: { url: 'http://ocsp.test/' } });
  assert.deepEqual(words(never).rules, [...decided, 'status: fail not-issued REVOKED TSA {"url":"http://ocsp.test/"}']);
  assert.deepEqual([never.status, never.code, never.revocation], ['fail', 'not-issued', null]);
  const both = judged({ hold: held, neverIssued: { url: null } });
  assert.deepEqual(words(both).rules.at(-1), 'status: fail not-issued REVOKED TSA');
  assert.deepEqual(both.revocation, held);
});

test('a harmless revocation is a note; older proof, newer good and what is missing are told beside it', () => {
  const note = '+ revoked-after-token TSA {"date":1906545600000,"reason":"superseded"}';
  const rules = (evidence: Partial<RevocationEvidence>, about: About = {}) =>
    words(judged({ revocations: [ended], ...evidence }, about)).rules;
  assert.deepEqual(rules({ settled: proof }), [...decided, `status: pass TSA ${note}`]);
  const [authentic, scope] = decided;
  assert.deepEqual(rules({ cause: stale }), [
    authentic,
    scope,
    'fresh: unknown stale TRY_LATER TSA {"reason":"next-update-passed","url":"http://old.test/"}',
    `status: unknown stale TRY_LATER TSA {"reason":"next-update-passed","url":"http://old.test/"} ${note}`,
  ]);
  const early = { ...proof, thisUpdate: noon - 2 * day };
  const older = `+ older-than-token TSA {"thisUpdate":${noon - 2 * day}}`;
  assert.deepEqual(rules({ settled: early })[2], `fresh: not-applicable ${older}`);
  assert.deepEqual(rules({ settled: null })[2], 'fresh: not-applicable');
  const conflict = '+ conflicting-status TSA {"url":"http://crl.test/"}';
  const good = (thisUpdate: number) => ({ settled: proof, good: { ...proof, thisUpdate } });
  assert.deepEqual(rules(good(noon + 1)).at(-1), `status: pass TSA ${note} ${conflict}`);
  assert.deepEqual(rules(good(noon)).at(-1), `status: pass TSA ${note}`, 'as old as the revocation');
  assert.deepEqual(
    rules({ ...good(noon + 1), good: { ...proof, thisUpdate: noon + 1, url: null } }).at(-1),
    `status: pass TSA ${note} + conflicting-status TSA {}`,
  );
});

test('a revocation that fails says nothing of what is missing or old', () => {
  const early = { ...proof, thisUpdate: noon - 2 * day };
  const { rules, status } = words(judged({ revocations: [compromised], cause: stale, settled: early }));
  assert.deepEqual([status, rules.slice(0, 3)], ['fail', decided]);
  assert.ok(!rules[3]?.includes('+'));
});

test('removed from the list again: good, with nothing to tell', () => {
  const { rules, status } = words(judged({ revocations: [{ ...ended, reason: 8 }], settled: proof }));
  assert.deepEqual([status, rules.at(-1)], ['pass', 'status: pass TSA']);
});

test('of several revocations the worst decides, and among equals the earliest, whatever the order', () => {
  const early = { ...compromised, date: noon - hour };
  const byInvalidity = { ...compromised, invalidityDate: noon - 2 * hour };
  for (const all of [
    [ended, compromised, early],
    [early, ended, compromised],
    [compromised, early, ended],
  ]) {
    assert.deepEqual(judged({ revocations: all, settled: proof }).revocation, early);
    assert.deepEqual(judged({ revocations: [...all, byInvalidity], settled: proof }).revocation, byInvalidity);
    assert.deepEqual(judged({ revocations: [byInvalidity, ...all], settled: proof }).revocation, byInvalidity);
  }
  const twin = { ...compromised, url: 'http://twin.test/' };
  assert.deepEqual(
    judged({ revocations: [compromised, twin] }).revocation,
    compromised,
    'the first of two that are alike',
  );
});

test('nothing published (RFC 9608), unless there is proof', () => {
  const { rules, status } = words(judged({ noRevAvail: true }));
  assert.deepEqual(rules, [
    'authentic: not-applicable',
    'scope: not-applicable',
    'fresh: not-applicable',
    'status: not-applicable + no-revocation-published TSA {}',
  ]);
  assert.equal(status, 'not-applicable');
  assert.equal(judged({ noRevAvail: true, good: proof, settled: proof }).status, 'pass');
});

test('nothing counted: which rule refused the nearest answer, by which cause, and which rules were not reached', () => {
  const rules = (cause: RevocationEvidence['cause']) => words(judged({ cause })).rules;
  const told = 'TSA {"reason":"next-update-passed","url":"http://old.test/"}';
  assert.deepEqual(rules(stale), [
    'authentic: pass TSA',
    'scope: pass TSA',
    `fresh: unknown stale TRY_LATER ${told}`,
    `status: unknown stale TRY_LATER ${told}`,
  ]);
  const forged = {
    ...stale,
    code: 'not-authentic',
    rule: 'revocation.authentic',
    detail: 'not-authentic',
    url: null,
  } as const;
  const short = (all: readonly string[]) => all.map((one) => one.replace(/ TSA.*/, ''));
  assert.deepEqual(short(rules(forged)), [
    'authentic: unknown not-authentic TRY_LATER',
    'scope: unknown not-reached',
    'fresh: unknown not-reached',
    'status: unknown not-authentic TRY_LATER',
  ]);
  const elsewhere = { ...forged, code: 'out-of-scope', rule: 'revocation.scope', detail: 'responder-unknown' } as const;
  assert.deepEqual(short(rules(elsewhere)), [
    'authentic: unknown not-reached',
    'scope: unknown responder-unknown TRY_LATER',
    'fresh: unknown not-reached',
    'status: unknown out-of-scope TRY_LATER',
  ]);
  const source = { ...forged, code: 'unreachable', rule: 'source', detail: 'responder-error' } as const;
  assert.deepEqual(short(rules(source)), [
    'authentic: unknown unreachable TRY_LATER',
    'scope: unknown unreachable TRY_LATER',
    'fresh: unknown unreachable TRY_LATER',
    'status: unknown unreachable TRY_LATER',
  ]);
  assert.deepEqual(short(rules(null)), [
    'authentic: unknown no-source TRY_LATER',
    'scope: unknown no-source TRY_LATER',
    'fresh: unknown no-source TRY_LATER',
    'status: unknown no-source TRY_LATER',
  ]);
  assert.equal(rules(null).at(-1), 'status: unknown no-source TRY_LATER TSA');
});

test('good as of before the token, to the microsecond', () => {
  const genTime = { earliest: BigInt(noon) * 1000n, latest: BigInt(noon) * 1000n, accuracyMicros: 0, assumed: false };
  const warned = (thisUpdate: number, moment: RevocationInput['genTime'] = genTime) =>
    words(judged({ good: { ...proof, thisUpdate } }, { genTime: moment })).rules[2];
  const older = `fresh: pass TSA + older-than-token TSA {"thisUpdate":${noon - 1}}`;
  assert.equal(warned(noon), 'fresh: pass TSA');
  assert.equal(warned(noon - 1), older);
  assert.equal(warned(noon - 1, { ...genTime, earliest: genTime.earliest - 999n }), older);
  assert.equal(warned(noon - 1, { ...genTime, earliest: genTime.earliest - 1000n }), 'fresh: pass TSA');
  assert.equal(warned(noon - 1, null), 'fresh: pass TSA');
});

const list = { kind: 'crl', for: object, sha256: tsa.sha256, url: 'http://crl.test/', delta: false } as const;
const delta = { ...list, url: 'http://delta.test/', delta: true };
const responder = { kind: 'ocsp', for: object, sha256: tsa.sha256, url: 'http://ocsp.test/', certId: '30' } as const;

test('what is wanted: all of it while something is open, a delta where a complete list proves it, and else nothing', () => {
  const wants = [responder, list, delta];
  const wanted = (evidence: Partial<RevocationEvidence>, about: About = {}) =>
    judged({ wants, ...evidence }, about).wants;
  const good = (more: Partial<Proof> = {}) => ({ good: { ...proof, ...more }, settled: { ...proof, ...more } });
  assert.deepEqual(wanted({}), wants, 'undecided');
  assert.deepEqual(wanted(good()), []);
  assert.deepEqual(wanted(good({ byCompleteCrl: true })), [delta], 'RFC 5280 §5.2.6');
  assert.deepEqual(wanted({ revocations: [compromised] }), []);
  assert.deepEqual(wanted({ revocations: [compromised], settled: { ...proof, byCompleteCrl: true } }), []);
  assert.deepEqual(wanted({ revocations: [ended], settled: { ...proof, byCompleteCrl: true } }), [delta]);
  assert.deepEqual(wanted({ revocations: [ended] }), [], 'settled by nothing');
  assert.deepEqual(wanted({ noRevAvail: true }), []);
  assert.deepEqual(wanted({ noRevAvail: true }, { newerThan: noon }), []);
  assert.deepEqual(wanted(good({ thisUpdate: noon - 2 * day })), wants, 'older than the token');
  assert.deepEqual(wanted(good({ heldSince: noon - 1 }), { newerThan: noon }), wants, 'fetched too early');
  assert.deepEqual(wanted(good(), { newerThan: noon }), [], 'fetched just then');
  assert.deepEqual(wanted(good({ heldSince: Number.NEGATIVE_INFINITY }), { newerThan: null }), []);
  assert.deepEqual(
    wanted({ revocations: [compromised], settled: { ...proof, heldSince: 0 } }, { newerThan: noon }),
    [],
  );
});

test('the worst rule decides, and not the first that has something to say', () => {
  const early = { ...proof, thisUpdate: noon - 2 * day };
  const strict = { policy: 'strict' } as const;
  const never = { revocations: [ended], neverIssued: { url: null }, settled: early };
  const { rules, ...outcome } = words(judged(never, strict));
  assert.deepEqual([outcome.status, outcome.code, outcome.subIndication], ['fail', 'not-issued', 'REVOKED']);
  assert.match(rules[2]!, /^fresh: unknown older-than-token/);
  const older = judged({ good: early, settled: early }, strict);
  assert.deepEqual([older.status, older.code], ['unknown', 'older-than-token']);
});

test('a limit: nothing is proven, nothing else is said', () => {
  const judgement = judgeLimit({ certificate: ca, role: 'ca', policy: 'strict' }, 'paths');
  assert.deepEqual(words(judgement), {
    object: 'CN=CA (serial 0a)',
    role: 'ca',
    status: 'unknown',
    code: 'limit',
    subIndication: judgement.subIndication,
    rules: [
      'authentic: unknown not-reached',
      'scope: unknown not-reached',
      'fresh: unknown not-reached',
      line(judgement.rules[3]!),
    ],
  });
  assert.deepEqual(judgement.rules[3]?.facts, { limit: 'paths' });
  assert.equal(judgement.rules[3]?.object, 'CN=CA (serial 0a)');
  assert.deepEqual([judgement.sources, judgement.wants, judgement.revocation], [[], [], null]);
});

test('told to the findings of a token, the rules are as they were, with their warnings', () => {
  const early = { ...proof, thisUpdate: noon - 2 * day };
  for (const judgement of [
    judged({ good: early }),
    judged({ noRevAvail: true }),
    judged({ cause: stale }),
    judged({ hold: held }),
    judged({ revocations: [ended], settled: early, good: { ...proof, thisUpdate: noon + 1 } }),
    judged({ revocations: [ended], settled: proof }, { role: 'ca' }),
    judged({ revocations: [compromised] }),
    judged({ revocations: [ended] }, { genTime: token(noon) }),
    judged({ revocations: [ended] }, { genTime: token(noon), role: 'ca' }),
  ]) {
    const findings = new Findings('default');
    tellRevocation(judgement, findings);
    const told = findings.results().filter(({ id }) => id.startsWith('revocation.'));
    assert.deepEqual(told, judgement.rules);
  }
});
