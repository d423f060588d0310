import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { decodeOcspResponse } from '../../src/core/revocation/ocsp.ts';
import type { CrlSource, OcspSource } from '../../src/core/revocation/source.ts';
import { Session } from '../../src/core/session.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { verify } from '../../src/core/verify.ts';
import type { VerifyInput } from '../../src/core/verify-input.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { type CertificatePlan, issue, KeyUsage, type LabCertificate, purposes } from '../../src/lab/ca.ts';
import { type CrlEntryPlan, crlEntry, crlPlanFor, encodeCrl } from '../../src/lab/crl-plan.ts';
import * as der from '../../src/lab/der-writer.ts';
import { certIdOf, encodeOcspResponse, ocspPlanFor, singleFor } from '../../src/lab/ocsp-plan.ts';
import { attribute, essCertId } from '../../src/lab/tsa.ts';
import { authority, data, forge, keys, now } from './forge.ts';

// Check 3 against whoever made the token, or passes it on: CertificateSet, crls and unsigned attributes are theirs to choose.

const hour = 3_600_000;
const day = 24 * hour;
const places = { caIssuers: 'http://ca.example/intermediate.der', ocsp: 'http://ca.example/ocsp' };
const good = await authority({ tsu: places });
const { root, intermediate, tsu } = good;

const caPlan: CertificatePlan = {
  subject: 'CN=Nobody',
  notBefore: Date.UTC(2020, 0, 1),
  notAfter: Date.UTC(2035, 0, 1),
  hash: 'sha256',
  basicConstraints: { ca: true },
  keyUsage: KeyUsage.keyCertSign | KeyUsage.cRLSign,
  extendedKeyUsage: null,
  caIssuers: null,
  ocsp: null,
  crl: null,
  extensions: [],
};
const caSubject = 'C=JP,O=tst lab,CN=Lab Time-Stamping CA';
const tsuSubject = 'C=JP,O=tst lab,OU=Time-Stamping Unit,CN=Lab TSU 1';
const nobody = await issue(caPlan, keys.other);
/** The CA's name and key, and all else by somebody who holds neither. */
const copy = await issue(
  { ...caPlan, subject: caSubject, keyUsage: KeyUsage.keyCertSign, caIssuers: 'http://attacker.example/' },
  keys.intermediate,
  nobody,
);

const trust = (...certificates: readonly LabCertificate[]) =>
  sortTrust(
    certificates.map(({ der: bytes }) => decodeCertificate(bytes)),
    true,
  ).anchors;

const base: Omit<VerifyInput, 'token'> = {
  digests: new Map([['sha256', createHash('sha256').update(data).digest()]]),
  request: null,
  anchors: trust(root),
  candidates: [],
  at: now,
  now,
  policy: 'default',
  acceptPolicies: [],
  allowNoncriticalEku: false,
  skip: new Set(['tst-revocation']),
};

const list = (issuer: LabCertificate, entries: readonly CrlEntryPlan[] = [], thisUpdate = now - hour) =>
  encodeCrl({ ...crlPlanFor(issuer, thisUpdate, entries), nextUpdate: thisUpdate + day });
const crlSource = (bytes: Uint8Array): CrlSource => ({ crl: decodeCrl(bytes), url: null });
const lists = (...all: readonly Uint8Array[]) => all.map(crlSource);
const revoked = (of: LabCertificate, reason: number | null = 1) => crlEntry(of, { reason, date: now - 100 * day });

/** An OCSP answer about the TSU's certificate by its CA, or in its CA's name by somebody else's key. */
function answer(key = intermediate.key, thisUpdate = now - hour): Uint8Array {
  const single = singleFor(certIdOf(intermediate, tsu), thisUpdate);
  return encodeOcspResponse({ ...ocspPlanFor(intermediate, thisUpdate, [single], false), key });
}

const ocspSource = (bytes: Uint8Array): OcspSource => ({ response: decodeOcspResponse(bytes), url: null, nonce: null });
const candidate = ({ der: bytes }: LabCertificate) =>
  ({ certificate: decodeCertificate(bytes), origin: 'user', url: null }) as const;

const short = ({ verdict, code }: Judgement) => (code === null ? verdict : `${verdict} ${code}`);
const judged = async (token: Uint8Array, more: Partial<VerifyInput> = {}) =>
  verify({ ...base, ...more, token: await readToken(token) });

/** A false issuer that bears this name, with an RSA key whose exponent has so many bits. */
function fake(index: number, subject: Uint8Array, exponentBits = 17): Uint8Array {
  const { bits, integer, nothing, oid, sequence, tagged, value } = der;
  const time = (text: string) => value(0x17, Buffer.from(text));
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing());
  const key = sequence(
    integer((1n << 2047n) + 2n * BigInt(index) + 1n),
    integer((1n << BigInt(exponentBits - 1)) + 1n),
  );
  const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing()), bits(key));
  const validity = sequence(time('200101000000Z'), time('350101000000Z'));
  const tbs = sequence(tagged(0, integer(2)), integer(index + 1), algorithm, root.subject, validity, subject, spki);
  return sequence(tbs, algorithm, bits(Uint8Array.of(0)));
}

const set = (...certificates: readonly Uint8Array[]) => ({ certificates, sortCertificates: false });

/** OtherRevocationInfoFormat with an OCSP response (RFC 5940 §2.1). */
const other = (response: Uint8Array) => der.tagged(1, der.oid('1.3.6.1.5.5.7.16.2'), response);

// What the token embeds.

test('what the token embeds is told as the token’s, and newer is wanted where newer is asked for', async () => {
  const crls = [list(intermediate), list(root)];
  const token = forge(good, { crls: [...crls, other(answer())] });
  const judgement = await judged(token);
  assert.equal(short(judgement), 'VALID');
  const used = judgement.evidence.filter(({ kind }) => kind === 'crl' || kind === 'ocsp');
  assert.deepEqual(used.map(({ kind, origin }) => `${kind} ${origin}`).toSorted(), [
    'crl token',
    'crl token',
    'ocsp token',
  ]);
  assert.deepEqual(judgement.wants, []);
  const anew = await judged(token, { newerThan: now - hour });
  assert.deepEqual([anew.verdict, anew.wants.map(({ kind }) => kind)], ['VALID', ['ocsp']]);
});

test('an embedded crowd, behind an old good answer, hides no compromise that the user’s own list tells', async () => {
  // Answers in the name of somebody of whom there are sixteen: all of the budget, to the last check.
  const fakes = Array.from({ length: 16 }, (_, i) => fake(i, nobody.subject));
  const responder = { ...nobody, key: intermediate.key };
  const crowd = Array.from({ length: 600 }, (_, i) => {
    const single = singleFor(certIdOf(intermediate, tsu), now - i * 1_000);
    return other(encodeOcspResponse(ocspPlanFor(responder, now - i * 1_000, [single], false)));
  });
  const certificates = [tsu.der, intermediate.der, ...fakes];
  const token = forge(good, { ...set(...certificates), crls: [other(answer()), ...crowd] });
  const crls = lists(list(intermediate, [revoked(tsu)]), list(root));
  assert.equal(short(await judged(token, { crls })), 'INVALID certificate-revoked');
  const fetched = [{ ...ocspSource(answer()), origin: 'fetched' as const }];
  assert.equal(short(await judged(token, { crls, ocsp: fetched })), 'INVALID certificate-revoked');
  assert.equal(short(await judged(token, { crls: lists(list(intermediate), list(root)) })), 'VALID');
});

test('the same list embedded a thousand times is one', async () => {
  const attributes = [der.sequence(...Array.from({ length: 1_000 }, () => list(intermediate)))];
  const values = attribute('1.2.840.113549.1.9.16.2.24', der.sequence(der.tagged(0, ...attributes)));
  const token = forge(good, { unsignedAttributes: [values], crls: [list(root)] });
  const judgement = await judged(token);
  assert.equal(short(judgement), 'VALID');
  assert.equal(judgement.revocation[0]!.sources.length, 2);
});

test('unreadable answers, however many a token embeds, are three lines', async () => {
  const junk = Array.from({ length: 500 }, (_, i) => der.sequence(der.integer(i)));
  const judgement = await judged(forge(good, { crls: junk }));
  assert.equal(short(judgement), 'INDETERMINATE unreachable');
  assert.equal(judgement.revocation[0]!.sources.length, 3);
});

// A signer that the user trusts itself.

const itself = { anchors: trust(tsu) };
const own = { ...itself, crls: lists(list(intermediate)) };
const bad = { ...itself, crls: lists(list(intermediate, [revoked(tsu)])) };

test('false issuers with keys that cost hours to use end in a verdict, and hide no true one', async () => {
  const dear = [fake(1, intermediate.subject, 100_000), fake(2, intermediate.subject, 100_000)];
  const token = forge(good, set(tsu.der, ...dear, intermediate.der));
  assert.equal(short(await judged(token, own)), 'VALID');
  assert.equal(short(await judged(token, bad)), 'INVALID certificate-revoked');
});

test('a crowd of false issuers in the token does not hide the one that the user gave', async () => {
  const crowd = Array.from({ length: 40 }, (_, i) => fake(i, intermediate.subject));
  const token = forge(good, set(tsu.der, ...crowd));
  const candidates = [candidate(intermediate)];
  assert.equal(short(await judged(token, { ...own, candidates })), 'VALID');
  assert.equal(short(await judged(token, { ...bad, candidates })), 'INVALID certificate-revoked');
});

test('the issuer may be one of the user’s anchors as well', async () => {
  const token = forge(good, set(tsu.der));
  const anchors = trust(tsu, intermediate, root);
  assert.equal(short(await judged(token, { ...own, anchors })), 'VALID');
  assert.equal(short(await judged(token, { ...bad, anchors })), 'INVALID certificate-revoked');
});

test('a copy of the issuer that may not sign lists is none where the true one is, and where it isn’t, that is wanted', async () => {
  const token = forge(good, set(tsu.der, copy.der));
  const alone = await judged(token, bad);
  assert.equal(short(alone), 'INDETERMINATE not-authentic');
  const wanted = alone.wants.filter(({ kind }) => kind === 'issuer').map(({ url }) => url);
  assert.deepEqual(wanted, [places.caIssuers]);
  assert.equal(
    short(await judged(token, { ...bad, candidates: [candidate(intermediate)] })),
    'INVALID certificate-revoked',
  );
});

test('another certificate for the key of a trusted signer, made by whoever holds it, is not that signer', async () => {
  const wrapped = await issue(
    {
      ...caPlan,
      subject: tsuSubject,
      notAfter: Date.UTC(2099, 0, 1),
      basicConstraints: null,
      keyUsage: KeyUsage.digitalSignature,
      extendedKeyUsage: { purposes: [purposes.timeStamping], critical: true },
      extensions: [{ oid: '2.5.29.56', critical: false, value: der.nothing() }],
    },
    tsu.key,
  );
  assert.deepEqual(decodeCertificate(wrapped.der).subject.key, decodeCertificate(tsu.der).subject.key);
  const deviation = { ...set(wrapped.der), signer: wrapped, essV2: [essCertId(wrapped, 'sha256')] };
  const judgement = await judged(forge(good, deviation), { ...bad, candidates: [candidate(intermediate)] });
  assert.equal(short(judgement), 'INDETERMINATE no-chain');
});

// Which path.

const second = await issue({ ...caPlan, subject: 'C=JP,O=tst lab,CN=Second Root' }, keys.other);
const cross = await issue(
  { ...caPlan, subject: caSubject, basicConstraints: { ca: true, pathLength: 0 } },
  keys.intermediate,
  second,
);
const crossed = (...order: readonly LabCertificate[]) =>
  forge(good, set(tsu.der, ...order.map(({ der: bytes }) => bytes)));
const bothRoots = {
  anchors: sortTrust(
    [root, second].map((one) => decodeCertificate(one.der)),
    false,
  ).anchors,
};

test('a cross-certificate that was withdrawn disproves nothing, wherever in the token it stands', async () => {
  for (const reason of [null, 5, 9]) {
    const crls = lists(list(intermediate), list(root), list(second, [revoked(cross, reason)]));
    for (const order of [
      [cross, intermediate],
      [intermediate, cross],
    ]) {
      assert.equal(short(await judged(crossed(...order), { ...bothRoots, crls })), 'VALID', `reason ${reason}`);
    }
  }
});

test('no other path makes a key good again that is known to be lost', async () => {
  const crls = lists(list(intermediate), list(root), list(second, [revoked(cross, 1)]));
  const judgement = await judged(crossed(cross, intermediate), { ...bothRoots, crls });
  assert.equal(short(judgement), 'INVALID certificate-revoked');
});

test('an older certificate of a revoked CA, expired and off the list, is no way around its revocation', async () => {
  const plan = { ...caPlan, subject: caSubject, basicConstraints: { ca: true, pathLength: 0 } };
  const old = await issue({ ...plan, notAfter: now - day }, keys.intermediate, root);
  const crls = lists(list(intermediate), list(root, [revoked(intermediate, 5)]));
  for (const order of [
    [old, intermediate],
    [intermediate, old],
  ]) {
    assert.equal(short(await judged(crossed(...order), { crls })), 'INVALID certificate-revoked');
  }
});

test('where every path has a revoked CA, the first of them is told', async () => {
  const crls = lists(list(intermediate), list(root, [revoked(intermediate)]), list(second, [revoked(cross)]));
  const judgement = await judged(crossed(cross, intermediate), { ...bothRoots, crls });
  assert.equal(short(judgement), 'INVALID certificate-revoked');
  assert.equal(judgement.path.at(-1)?.subject, decodeCertificate(second.der).subject.text);
});

test('a changed copy of the CA, with its key and another issuer, hides no place where the true one is', async () => {
  const judgement = await judged(forge(good, set(tsu.der, copy.der)));
  assert.equal(short(judgement), 'INDETERMINATE no-chain');
  assert.ok(judgement.wants.some(({ url }) => url === places.caIssuers));
});

test('a moment of knowledge that is none is an error, and hides nothing', async () => {
  const token = await readToken(forge(good));
  for (const asKnownOn of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    assert.throws(() => verify({ ...base, token, asKnownOn }), RangeError);
  }
});

// A session remembers, and judges as without.

test('in whatever order tokens and evidence come, a session gives each the judgement that it has alone', async () => {
  const junk = list({ ...intermediate, key: keys.other });
  const tokens = await Promise.all(
    [
      forge(good),
      forge(good, set(tsu.der)),
      forge(good, set(tsu.der, copy.der, intermediate.der)),
      forge(good, { crls: [list(intermediate), list(root)] }),
      forge(good, { crls: [list(intermediate, [revoked(tsu)]), list(root)] }),
      forge(good, { crls: [junk, other(answer()), other(answer(keys.other))], genTime: '20240601000000Z' }),
      crossed(cross, intermediate),
    ].map((bytes) => readToken(bytes)),
  );
  const known = [
    lists(list(intermediate), list(root)),
    lists(list(intermediate, [revoked(tsu, 4)]), list(root), list(second)),
    lists(list(intermediate), list(root), list(second, [revoked(cross)])),
    lists(list(intermediate, [], now - 3 * day), junk),
    [],
  ];
  const asked = [[], [ocspSource(answer())], [ocspSource(answer(keys.other))]];
  const certificates = [[], [candidate(intermediate)], [candidate(copy), candidate(cross)]];
  const trusted = [base.anchors, trust(tsu), bothRoots.anchors];
  const failed = [
    [],
    [{ kind: 'crl', url: 'http://c.test/', for: null, code: 'unreachable', reason: 'timeout' }],
  ] as const;
  const step = fc.record({
    token: fc.constantFrom(...tokens),
    crls: fc.constantFrom(...known),
    ocsp: fc.constantFrom(...asked),
    candidates: fc.constantFrom(...certificates),
    anchors: fc.constantFrom(...trusted),
    failed: fc.constantFrom(...failed),
    policy: fc.constantFrom('default' as const, 'etsi' as const, 'strict' as const),
    at: fc.constantFrom(null, 'gentime' as const, now - 10 * day, now + day, -(2 ** 50), 2 ** 52),
    asKnownOn: fc.constantFrom(null, now - 2 * hour, -1),
    newerThan: fc.constantFrom(null, now),
    /** The list that was handed over is changed in place, before and after. */
    added: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
      const session = new Session();
      const shared: CrlSource[] = [];
      for (const { added, crls, ...one } of steps) {
        if (added) shared.push(...crls);
        else shared.splice(0, 1);
        for (const some of [crls, shared]) {
          const input = { ...base, ...one, crls: some };
          assert.deepEqual(verify(input, session), verify(input));
        }
      }
    }),
    { seed: 8_3, numRuns: 40 },
  );
});

test('a session keeps no more evidence than it has room for', () => {
  const session = new Session();
  const line = { kind: 'crl', url: null, sha256: null, thisUpdate: null, nextUpdate: null, says: 'nothing' } as const;
  const lines = Array.from({ length: 30_000 }, () => ({ ...line, counts: false, code: 'stale', facts: {} }) as const);
  const nothing = { revocations: [], hold: null, neverIssued: null, good: null, settled: null, cause: null };
  let gathered = 0;
  const ask = (key: string) =>
    session.evidence(key, () => {
      gathered++;
      return { ...nothing, noRevAvail: false, lines, wants: [] };
    });
  for (const key of ['a', 'a', 'b', 'a', 'b']) ask(key);
  assert.equal(gathered, 2);
  for (const key of ['c', 'a']) ask(key);
  assert.equal(gathered, 4, 'the third had no room beside the first two');
});
