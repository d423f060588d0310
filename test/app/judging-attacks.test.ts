import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Finder, type Found, nothingFound } from '../../src/app/found.ts';
import { type Bench, type JudgingOptions, judge } from '../../src/app/judging.ts';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { decodeOcspResponse } from '../../src/core/revocation/ocsp.ts';
import { readToken, type TokenFile } from '../../src/core/tsp/token.ts';
import type { Want } from '../../src/core/verdict/want.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { type CertificatePlan, issue, KeyUsage, type LabCertificate } from '../../src/lab/ca.ts';
import { type CrlEntryPlan, crlEntry, crlPlanFor, encodeCrl } from '../../src/lab/crl-plan.ts';
import { genTimeText } from '../../src/lab/issuer.ts';
import { certIdOf, encodeOcspResponse, ocspPlanFor, singleFor } from '../../src/lab/ocsp-plan.ts';
import { authority, data, forge, keys, now } from '../core/forge.ts';
import { plainBench, plainOptions } from './judging-options.ts';

// The loop of judging and finding, where a place lies or a token of the same run was made to spoil the next.

const hour = 3_600_000;
const day = 24 * hour;
const urls = {
  issuer: 'http://ca.example/intermediate.der',
  ocsp: 'http://ca.example/ocsp',
  crl: 'http://ca.example/intermediate.crl',
  root: 'http://ca.example/root.crl',
  attacker: 'http://attacker.example/',
} as const;
const good = await authority({
  tsu: { caIssuers: urls.issuer, ocsp: urls.ocsp, crl: urls.crl },
  intermediate: { crl: urls.root },
});
const { root, intermediate, tsu } = good;

const caPlan: CertificatePlan = {
  subject: 'CN=Nobody',
  notBefore: Date.UTC(2020, 0, 1),
  notAfter: Date.UTC(2035, 0, 1),
  hash: 'sha256',
  basicConstraints: { ca: true },
  keyUsage: KeyUsage.keyCertSign,
  extendedKeyUsage: null,
  caIssuers: null,
  ocsp: null,
  crl: null,
  extensions: [],
};
const nobody = await issue(caPlan, keys.other);
/** The CA's name and key, and all else by somebody who holds neither. */
const copy = await issue(
  { ...caPlan, subject: 'C=JP,O=tst lab,CN=Lab Time-Stamping CA', caIssuers: urls.attacker },
  keys.intermediate,
  nobody,
);

const origin = 'fetched';
const fetchedAt = now;
const certificates = (url: string, ...all: readonly LabCertificate[]): Found => ({
  ...nothingFound,
  candidates: all.map(({ der }) => ({ certificate: decodeCertificate(der), origin, url })),
});
function list(url: string, issuer: LabCertificate, entries: readonly CrlEntryPlan[] = [], at = now - hour): Found {
  const plan = { ...crlPlanFor(issuer, at, entries), nextUpdate: at + 7 * day };
  return { ...nothingFound, crls: [{ crl: decodeCrl(encodeCrl(plan)), url, origin, fetchedAt }] };
}
function answer(key = intermediate.key, reason: number | null = null, at = now - hour, until = at + day): Found {
  const status = reason === null ? 'good' : { date: at - hour, reason, invalidity: null };
  const single = { ...singleFor(certIdOf(intermediate, tsu), at, status), nextUpdate: until };
  const bytes = encodeOcspResponse({ ...ocspPlanFor(intermediate, at, [single], false), key });
  return {
    ...nothingFound,
    ocsp: [{ response: decodeOcspResponse(bytes), url: urls.ocsp, nonce: null, origin, fetchedAt }],
  };
}

/** Finds what two tables say of a URL. */
class Shelf implements Finder {
  readonly notes = [];
  readonly asked: string[] = [];
  readonly #kept: Readonly<Record<string, Found>>;
  readonly #there: Readonly<Record<string, Found>>;

  constructor(there: Readonly<Record<string, Found>>, kept: Readonly<Record<string, Found>> = {}) {
    this.#there = there;
    this.#kept = kept;
  }

  async recall({ url }: Want): Promise<Found> {
    return this.#kept[url] ?? nothingFound;
  }

  async fetch({ url }: Want): Promise<Found> {
    this.asked.push(url);
    return this.#there[url] ?? nothingFound;
  }
}

const options: JudgingOptions = { ...plainOptions, skip: new Set(['tst-revocation']) };

const benchWith = (finder: Finder): Bench =>
  plainBench(sortTrust([decodeCertificate(root.der)], false).anchors, finder);

const digests = new Map([['sha256' as const, createHash('sha256').update(data).digest()]]);
const judged = (token: TokenFile, bench: Bench, more: Partial<JudgingOptions> = {}) =>
  judge({ token, digests, request: null, now }, { ...options, ...more }, bench);
const told = ({ judgement: { verdict, code } }: Awaited<ReturnType<typeof judge>>) =>
  code === null ? verdict : `${verdict} ${code}`;

const honest = await readToken(forge(good));
const signerAlone = await readToken(forge(good, { certificates: [tsu.der] }));
/** As honest as the others, but for what somebody put into its CertificateSet. */
const tampered = await readToken(forge(good, { certificates: [tsu.der, copy.der] }));
const places = {
  [urls.issuer]: certificates(urls.issuer, intermediate),
  [urls.attacker]: {
    ...certificates(urls.attacker, nobody),
    notes: [{ code: 'fetched-no-certificate', facts: { url: urls.attacker } }],
  },
  [urls.ocsp]: answer(),
  [urls.root]: list(urls.root, root),
} satisfies Record<string, Found>;

test('what a tampered token had fetched from its own places is no business of the next token of that signer', async () => {
  const bench = benchWith(new Shelf(places));
  const first = await judged(tampered, bench);
  assert.equal(told(first), 'VALID', 'the true issuer is found beside the false one');
  const after = await judged(honest, bench);
  assert.deepEqual(after.notes, []);
  assert.ok(!after.known.lists.candidates.some(({ url }) => url === urls.attacker));
});

test('in whatever order tokens come, each has the judgement and the notes that it has alone', async () => {
  const tokens = [honest, signerAlone, tampered];
  const alone = await Promise.all(tokens.map((token) => judged(token, benchWith(new Shelf(places)))));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(2), { minLength: 2, maxLength: 8 }), async (order) => {
      const bench = benchWith(new Shelf(places));
      for (const i of order) {
        const { judgement, notes } = await judged(tokens[i]!, bench);
        assert.deepEqual({ judgement, notes }, { judgement: alone[i]!.judgement, notes: alone[i]!.notes });
      }
    }),
    { seed: 8_4, numRuns: 20 },
  );
});

test('what is too old for a later token is still of the right age for an earlier one, each at its own moment', async () => {
  const kept = {
    [urls.crl]: list(urls.crl, intermediate, [], now - 30 * day),
    [urls.root]: list(urls.root, root, [], now - 30 * day),
  };
  const there = { ...places, [urls.crl]: list(urls.crl, intermediate), [urls.ocsp]: nothingFound };
  const at = async (ms: number) => readToken(forge(good, { genTime: genTimeText({ ms, micros: 0 }, 0) }));
  const [earlier, later] = [await at(now - 29 * day), await at(now - 10 * day)];
  const more = { at: 'gentime', asKnownOn: now - 5 * day } as const;
  for (const before of [[], [later]]) {
    const bench = benchWith(new Shelf(there, kept));
    for (const token of before) assert.equal(told(await judged(token, bench, more)), 'INDETERMINATE no-source');
    assert.equal(told(await judged(earlier, bench, more)), 'VALID');
  }
});

test('a hold that only the cache knows is not forgotten because its place answers with something false', async () => {
  const kept = {
    [urls.crl]: list(urls.crl, intermediate, [], now - 5 * day),
    [urls.ocsp]: answer(intermediate.key, 6, now - 2 * day, now - day),
  };
  const forged = { ...places, [urls.ocsp]: answer(keys.other) };
  assert.equal(told(await judged(honest, benchWith(new Shelf(forged, kept)))), 'INDETERMINATE on-hold');
  assert.equal(told(await judged(honest, benchWith(new Shelf(places, kept)))), 'VALID', 'released');
});

test('a false answer in place of a newer one does not keep the list from being asked for', async () => {
  const kept = { [urls.ocsp]: { ...nothingFound, ocsp: [{ ...answer().ocsp[0]!, fetchedAt: now - day }] } };
  const revoked = list(urls.crl, intermediate, [crlEntry(tsu, { reason: 1, date: now - day })]);
  const there = { ...places, [urls.crl]: revoked };
  const shelf = new Shelf({ ...there, [urls.ocsp]: answer(keys.other) }, kept);
  assert.equal(told(await judged(honest, benchWith(shelf))), 'INVALID certificate-revoked');
  // An honest newer word is enough.
  const other = new Shelf({ ...there, [urls.ocsp]: answer(intermediate.key, null, now) }, kept);
  assert.equal(told(await judged(honest, benchWith(other))), 'VALID');
  assert.ok(!other.asked.includes(urls.crl));
});
