import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { decodeOcspResponse } from '../../src/core/revocation/ocsp.ts';
import type { CrlSource } from '../../src/core/revocation/source.ts';
import { Session } from '../../src/core/session.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { verify } from '../../src/core/verify.ts';
import type { VerifyInput } from '../../src/core/verify-input.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import type { Lab } from '../../src/lab/index.ts';
import type { LabOptions } from '../../src/lab/server.ts';
import { startLab } from '../../src/lab/server.ts';
import { data, labOptions, moment, requestFor, stamp } from '../lab/requests.ts';
import { ocspRequest } from '../lab/revocation-reading.ts';

// Check 3 as a part of verifying a token: a lab issues it, and its CAs publish what a test lets them say.

const minute = 60_000;

interface Setting {
  readonly lab: Lab;
  /** Moves the lab's clock, in milliseconds since 1970. */
  readonly setClock: (ms: number) => void;
  readonly input: VerifyInput;
}

/** A token of `moment`, to be judged an hour later; nothing is known of revocation yet. */
async function setting(t: TestContext, options: Partial<LabOptions> = {}): Promise<Setting> {
  let clock = moment;
  const lab = await startLab({ ...labOptions(), clock: () => clock, revocation: true, ...options });
  t.after(() => lab.close());
  const token = await readToken(await stamp(lab.tsaUrl, requestFor()));
  const input: VerifyInput = {
    token,
    digests: new Map([['sha256', createHash('sha256').update(data).digest()]]),
    request: null,
    anchors: sortTrust([decodeCertificate(lab.revocation.authority.root.der)], false).anchors,
    candidates: [],
    at: null,
    now: moment + 60 * minute,
    policy: 'default',
    acceptPolicies: [],
    allowNoncriticalEku: false,
    skip: new Set(['tst-revocation']),
  };
  clock = moment + 30 * minute;
  return {
    lab,
    setClock: (ms) => {
      clock = ms;
    },
    input,
  };
}

async function crls({ revocation }: Lab): Promise<CrlSource[]> {
  const both = await Promise.all([revocation.crl('intermediate'), revocation.crl('root')]);
  return both.map(({ body }, i) => ({
    crl: decodeCrl(body),
    url: `http://crl.test/${i}`,
    origin: 'fetched',
    fetchedAt: moment,
  }));
}

async function answers({ revocation }: Lab) {
  const { root, intermediate, tsu } = revocation.authority;
  const asked = [ocspRequest(intermediate, [tsu], { sent: null }), ocspRequest(root, [intermediate], { sent: null })];
  const both = await Promise.all(asked.map((request) => revocation.ocsp(request)));
  return both.map(({ body }) => ({ response: decodeOcspResponse(body), url: null, nonce: null }));
}

const short = ({ verdict, code, revocation }: Judgement) => [
  `${verdict} ${code}`,
  ...revocation.map(({ role, status, code: own }) => `${role} ${status} ${own}`),
];

test('CRLs of both CAs clear the whole path; the report names them with their origin', async (t) => {
  const { lab, input } = await setting(t);
  const judgement = verify({ ...input, crls: await crls(lab) });
  assert.deepEqual(short(judgement), ['VALID null', 'tsa pass null', 'ca pass null']);
  assert.deepEqual(judgement.skipped, ['tst-revocation']);
  const used = judgement.evidence.filter(({ kind }) => kind === 'crl');
  assert.deepEqual(
    used.map(({ origin, url, fetchedAt }) => [origin, url, fetchedAt]),
    [
      ['fetched', 'http://crl.test/0', moment],
      ['fetched', 'http://crl.test/1', moment],
    ],
  );
  assert.deepEqual(judgement.wants, []);
});

test('OCSP answers by delegates clear the whole path', async (t) => {
  const { lab, input } = await setting(t);
  const judgement = verify({ ...input, ocsp: await answers(lab) });
  assert.deepEqual(short(judgement), ['VALID null', 'tsa pass null', 'ca pass null']);
});

test('evidence for one certificate only leaves the other open, and with it the check', async (t) => {
  const { lab, input } = await setting(t);
  const [own] = await crls(lab);
  const judgement = verify({ ...input, crls: [own!] });
  assert.deepEqual(short(judgement), ['INDETERMINATE out-of-scope', 'tsa pass null', 'ca unknown out-of-scope']);
});

test('without evidence, every place that the certificates name is wanted, OCSP first', async (t) => {
  const { lab, input } = await setting(t);
  const judgement = verify(input);
  assert.deepEqual(short(judgement), ['INDETERMINATE no-source', 'tsa unknown no-source', 'ca unknown no-source']);
  assert.deepEqual(
    judgement.wants.map(({ kind, url }) => `${kind} ${url.replace(lab.url, '')}`),
    ['ocsp /ocsp', 'crl /intermediate.crl', 'ocsp /ocsp', 'crl /root.crl'],
  );
});

test('a token without a path to an anchor, a broken one and a skipped check want no CRL and no OCSP answer', async (t) => {
  const { input } = await setting(t);
  const kinds = (more: Partial<VerifyInput>) => verify({ ...input, ...more }).wants.map(({ kind }) => kind);
  assert.deepEqual(kinds({ anchors: [] }), []);
  assert.deepEqual(kinds({ digests: new Map([['sha256', Buffer.alloc(32)]]) }), []);
  assert.deepEqual(kinds({ skip: new Set(['certificate-revocation']) }), []);
});

test('a key compromise learnt later fails the token, also where the check was skipped', async (t) => {
  const { lab, input } = await setting(t);
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise', date: moment + 10 * minute });
  for (const skip of [['tst-revocation'], ['tst-revocation', 'certificate-revocation']] as const) {
    const judgement = verify({ ...input, crls: await crls(lab), skip: new Set(skip) });
    assert.deepEqual(short(judgement)[0], 'INVALID certificate-revoked');
    assert.deepEqual(judgement.revocation[0]!.revocation?.reason, 'keyCompromise');
    assert.deepEqual(judgement.wants, []);
  }
});

test('a TSU that merely ended after the token leaves it valid, and one that ended before fails it', async (t) => {
  const { lab, input } = await setting(t);
  lab.revoke({ certificate: 'tsu', reason: 'superseded', date: moment + 10 * minute });
  const later = verify({ ...input, crls: await crls(lab) });
  assert.equal(later.verdict, 'VALID');
  const rule = later.checks[2]!.rules.find(({ id }) => id === 'revocation.status')!;
  assert.deepEqual(
    rule.warnings.map(({ code }) => code),
    ['revoked-after-token'],
  );
  lab.revoke({ certificate: 'tsu', reason: 'superseded', date: moment - 10 * minute });
  assert.deepEqual(short(verify({ ...input, crls: await crls(lab) }))[0], 'INVALID certificate-revoked');
});

test('what was published after --as-known-on is as if nobody had it, and the judgement says so', async (t) => {
  const { lab, setClock, input } = await setting(t);
  const before = await crls(lab);
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise', date: moment });
  setClock(moment + 45 * minute);
  const all = [...before, ...(await crls(lab))];
  assert.equal(verify({ ...input, crls: all }).verdict, 'INVALID');
  const known = verify({ ...input, crls: all, asKnownOn: moment + 40 * minute });
  assert.equal(known.verdict, 'VALID');
  assert.equal(known.asKnownOn, moment + 40 * minute);
});

test('a TSU that is trusted itself is judged by whoever signed its certificate, and is undecided without', async (t) => {
  const { lab, input } = await setting(t);
  const { tsu } = lab.revocation.authority;
  const { anchors } = sortTrust([decodeCertificate(tsu.der)], true);
  const own = await crls(lab);
  assert.deepEqual(short(verify({ ...input, anchors, crls: own })), ['VALID null', 'tsa pass null']);
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
  assert.deepEqual(short(verify({ ...input, anchors, crls: await crls(lab) }))[0], 'INVALID certificate-revoked');
  // A CRL of the same name by another key clears nothing.
  const other = await startLab({
    ...labOptions(),
    keys: { ...labOptions().keys!, intermediate: labOptions().keys!.other! },
  });
  t.after(() => other.close());
  const foreign = verify({ ...input, anchors, crls: await crls(other) });
  assert.deepEqual(short(foreign), ['INDETERMINATE not-authentic', 'tsa unknown not-authentic']);
});

test('judged with a session and without, before and after more is known: the same judgement', async (t) => {
  const { lab, input } = await setting(t);
  const session = new Session();
  const lists = await crls(lab);
  for (const crlsGiven of [[], lists, lists.slice(0, 1), lists, []]) {
    for (const policy of ['default', 'etsi', 'strict'] as const) {
      const whole = { ...input, crls: crlsGiven, policy };
      assert.deepEqual(verify(whole, session), verify(whole));
    }
  }
});

test('a list changed in place is judged as it is now', async (t) => {
  const { lab, input } = await setting(t);
  const session = new Session();
  const list: CrlSource[] = [];
  assert.equal(verify({ ...input, crls: list }, session).verdict, 'INDETERMINATE');
  list.push(...(await crls(lab)));
  assert.equal(verify({ ...input, crls: list }, session).verdict, 'VALID');
});

test('a complete CRL that points to deltas clears, and the delta is wanted all the same (RFC 5280 §5.2.6)', async (t) => {
  const { lab, input } = await setting(t, { revocation: { ocsp: false, delta: true } });
  const judgement = verify({ ...input, crls: await crls(lab) });
  assert.equal(judgement.verdict, 'VALID');
  assert.deepEqual(
    judgement.wants.map((want) => want.kind === 'crl' && want.delta && want.url.replace(lab.url, '')),
    ['/intermediate-delta.crl', '/root-delta.crl'],
  );
});

test('for a token that is disproven already the rules on revocation are not reached, unless evidence at hand says more', async (t) => {
  const { lab, input } = await setting(t);
  const wrong = { ...input, digests: new Map([['sha256', Buffer.alloc(32)]] as const) };
  const without = verify(wrong);
  assert.deepEqual(short(without), ['INVALID imprint-mismatch', 'tsa unknown not-reached', 'ca unknown not-reached']);
  assert.ok(without.checks[2]!.rules.every(({ code }) => code === 'not-reached'));
  assert.deepEqual(short(verify({ ...wrong, crls: await crls(lab) })).slice(1), ['tsa pass null', 'ca pass null']);
});
