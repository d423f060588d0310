import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { type Finder, type Found, nothingFound } from '../../src/app/found.ts';
import { type JudgingOptions, judge } from '../../src/app/judging.ts';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { readToken, type TokenFile } from '../../src/core/tsp/token.ts';
import { type Want, wantKey } from '../../src/core/verdict/want.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import type { RevocationSources } from '../../src/lab/revocation-sources.ts';
import { startLab } from '../../src/lab/server.ts';
import { data, labOptions, moment, requestFor, stamp } from '../lab/requests.ts';
import { plainBench, plainOptions } from './judging-options.ts';

// The loop of judging and finding, with a finder that a test fills; that the real one fetches is tested beside it.

const minute = 60_000;
const now = moment + 60 * minute;

const options: JudgingOptions = { ...plainOptions, skip: new Set(['tst-revocation']) };

/** A finder that answers from two tables by the end of a URL, and remembers what it was asked for. */
class Shelf implements Finder {
  readonly kept: Record<string, Found> = {};
  readonly there: Record<string, Found> = {};
  readonly asked: string[] = [];
  readonly notes = [];
  readonly #failures = new Map<string, Found>();

  async recall(want: Want): Promise<Found> {
    return this.kept[nameOf(want)] ?? nothingFound;
  }

  async fetch(want: Want): Promise<Found> {
    const name = nameOf(want);
    this.asked.push(name);
    const found = this.there[name] ?? this.#failures.get(wantKey(want)) ?? failure(want);
    if (!this.there[name]) this.#failures.set(wantKey(want), found);
    return found;
  }
}

const nameOf = ({ kind, url, ...want }: Want) =>
  kind === 'ocsp'
    ? `ocsp of ${(want as { for: string }).for.includes('TSU') ? 'tsu' : 'ca'}`
    : url.slice(url.lastIndexOf('/') + 1);

function failure(want: Want): Found {
  if (want.kind === 'issuer') return nothingFound;
  const failed = { kind: want.kind, url: want.url, for: want.sha256, code: 'unreachable', reason: 'timeout' } as const;
  return { ...nothingFound, failed: [failed] };
}

async function setting(t: TestContext, sources: RevocationSources | true = true) {
  let clock = moment;
  const lab = await startLab({ ...labOptions(), clock: () => clock, revocation: sources });
  t.after(() => lab.close());
  const token = await readToken(await stamp(lab.tsaUrl, requestFor()));
  const crl = async (ca: 'root' | 'intermediate', at: number): Promise<Found> => {
    clock = at;
    const url = `${lab.url}/${ca}.crl`;
    const source = {
      crl: decodeCrl((await lab.revocation.crl(ca)).body),
      url,
      origin: 'fetched',
      fetchedAt: at,
    } as const;
    return { ...nothingFound, crls: [source] };
  };
  const delta = async (ca: 'root' | 'intermediate', at: number): Promise<Found> => {
    clock = at;
    const url = `${lab.url}/${ca}-delta.crl`;
    return {
      ...nothingFound,
      crls: [{ crl: decodeCrl((await lab.revocation.deltaCrl(ca)).body), url, origin: 'fetched' }],
    };
  };
  const { anchors } = sortTrust([decodeCertificate(lab.revocation.authority.root.der)], false);
  const shelf = new Shelf();
  const bench = plainBench(anchors, shelf);
  const one = (more: Partial<JudgingOptions> = {}, of: TokenFile = token) =>
    judge(
      { token: of, digests: new Map([['sha256', createHash('sha256').update(data).digest()]]), request: null, now },
      { ...options, ...more },
      bench,
    );
  return { lab, shelf, bench, crl, delta, one };
}

const sourcesOf = ({ judgement }: Awaited<ReturnType<typeof judge>>) =>
  judgement.revocation.map(({ sources }) => sources.map(({ kind, code, says }) => `${kind} ${code ?? says}`));

test('OCSP is asked first, CRLs where that did not answer, and each place once for all tokens', async (t) => {
  const { shelf, crl, one } = await setting(t);
  shelf.there['intermediate.crl'] = await crl('intermediate', now);
  shelf.there['root.crl'] = await crl('root', now);
  const first = await one();
  assert.equal(first.judgement.verdict, 'VALID');
  assert.deepEqual(shelf.asked, ['ocsp of tsu', 'ocsp of ca', 'intermediate.crl', 'root.crl']);
  assert.deepEqual(sourcesOf(first), [
    ['crl good', 'crl out-of-scope', 'ocsp unreachable'],
    ['crl out-of-scope', 'crl good', 'ocsp unreachable'],
  ]);
  const again = await one();
  assert.deepEqual(again.judgement, first.judgement);
  assert.equal(shelf.asked.length, 4);
});

test('the order is the user’s: CRLs first, or nothing but CRLs', async (t) => {
  for (const revocationOrder of [['crl', 'ocsp'], ['crl']] as const) {
    const { shelf, crl, one } = await setting(t);
    shelf.there['root.crl'] = await crl('root', now);
    assert.equal((await one({ revocationOrder })).judgement.code, 'unreachable');
    const expected = ['intermediate.crl', 'root.crl', ...(revocationOrder.length === 2 ? ['ocsp of tsu'] : [])];
    assert.deepEqual(shelf.asked, expected);
  }
});

test('what the cache holds is enough where it proves enough; nothing is fetched then', async (t) => {
  const { shelf, crl, one } = await setting(t);
  shelf.kept['intermediate.crl'] = await crl('intermediate', moment + minute);
  shelf.kept['root.crl'] = await crl('root', moment + minute);
  const judged = await one({ revocationOrder: ['crl'] });
  assert.equal(judged.judgement.verdict, 'VALID');
  assert.deepEqual(shelf.asked, []);
});

test('an answer of the cache that is older than the token is asked for anew, and leaves no line behind', async (t) => {
  const { shelf, crl, one } = await setting(t);
  shelf.kept['intermediate.crl'] = await crl('intermediate', moment - 30 * 24 * 60 * minute);
  shelf.kept['root.crl'] = await crl('root', moment - 60 * minute);
  shelf.there['intermediate.crl'] = await crl('intermediate', now);
  shelf.there['root.crl'] = await crl('root', now);
  const judged = await one({ revocationOrder: ['crl'] });
  assert.equal(judged.judgement.verdict, 'VALID');
  assert.deepEqual(shelf.asked, ['intermediate.crl', 'root.crl']);
  const warnings = judged.judgement.checks[2]!.rules.flatMap((rule) => rule.warnings);
  assert.deepEqual(warnings, []);
  assert.equal(judged.judgement.revocation[0]!.sources.filter(({ code }) => code === 'stale').length, 0);
});

test('a revocation that only the cache knows is not forgotten when the place no longer lists it', async (t) => {
  const { lab, shelf, crl, one } = await setting(t);
  shelf.there['intermediate.crl'] = await crl('intermediate', now);
  shelf.there['root.crl'] = await crl('root', now);
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise', date: moment + minute });
  shelf.kept['intermediate.crl'] = await crl('intermediate', moment + 2 * minute);
  const judged = await one({ revocationOrder: ['crl'] });
  assert.deepEqual([judged.judgement.verdict, judged.judgement.code], ['INVALID', 'certificate-revoked']);
});

test('offline, the cache alone is used; what could be fetched is told', async (t) => {
  const { shelf, crl, one } = await setting(t);
  shelf.kept['intermediate.crl'] = await crl('intermediate', moment + minute);
  const judged = await one({ offline: true });
  assert.deepEqual(shelf.asked, []);
  assert.deepEqual(
    judged.judgement.revocation.map(({ status }) => status),
    ['pass', 'unknown'],
  );
  assert.deepEqual(judged.judgement.wants.map(nameOf), ['ocsp of ca', 'root.crl']);
});

test('where all places fail, each token is undecided with the cause, and they are asked again only as the finder decides', async (t) => {
  const { shelf, crl, one } = await setting(t);
  const first = await one();
  assert.deepEqual([first.judgement.verdict, first.judgement.code], ['INDETERMINATE', 'unreachable']);
  assert.deepEqual(first.judgement.wants, []);
  const second = await one();
  assert.deepEqual(second.judgement, first.judgement);
  // They are back: the next token finds them.
  shelf.there['intermediate.crl'] = await crl('intermediate', now);
  shelf.there['root.crl'] = await crl('root', now);
  assert.equal((await one()).judgement.verdict, 'VALID');
});

test('a delta that a complete CRL points to is fetched as well, and what it revokes counts', async (t) => {
  const { lab, shelf, crl, delta, one } = await setting(t, { ocsp: false, delta: true });
  shelf.there['intermediate.crl'] = await crl('intermediate', now);
  shelf.there['root.crl'] = await crl('root', now);
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise', date: moment });
  shelf.there['intermediate-delta.crl'] = await delta('intermediate', now);
  const judged = await one();
  assert.deepEqual([judged.judgement.verdict, judged.judgement.code], ['INVALID', 'certificate-revoked']);
});

test('nothing is asked for a token that is disproven already', async (t) => {
  const { shelf, bench, one } = await setting(t);
  const token = await readToken(await stamp((await startedElsewhere(t)).tsaUrl, requestFor()));
  assert.equal((await one({}, token)).judgement.verdict, 'INDETERMINATE');
  const wrong = await judge(
    { token, digests: new Map([['sha256', Buffer.alloc(32)]]), request: null, now },
    options,
    bench,
  );
  assert.equal(wrong.judgement.verdict, 'INVALID');
  assert.deepEqual(shelf.asked, []);
});

/** A lab under another root, which nobody trusts. */
async function startedElsewhere(t: TestContext) {
  const keys = { ...labOptions().keys!, root: labOptions().keys!.other! };
  const lab = await startLab({ ...labOptions(), keys, revocation: true });
  t.after(() => lab.close());
  return lab;
}

test('an answer that the cache has held for more than an hour counts, and a newer one is asked for', async (t) => {
  const { shelf, crl, one } = await setting(t);
  const old = async (ca: 'root' | 'intermediate') => {
    const found = await crl(ca, moment + minute);
    return { ...found, crls: found.crls.map((source) => ({ ...source, fetchedAt: now - 61 * minute })) };
  };
  shelf.kept['intermediate.crl'] = await old('intermediate');
  shelf.kept['root.crl'] = await old('root');
  const without = await one({ revocationOrder: ['crl'] });
  assert.deepEqual([without.judgement.verdict, shelf.asked], ['VALID', ['intermediate.crl', 'root.crl']]);
  assert.deepEqual(without.judgement.revocation[0]!.sources.at(-1)?.code, 'unreachable');
});

test('a revocation of today is found though the cache holds a list that is good for longer', async (t) => {
  const { lab, shelf, crl, one } = await setting(t);
  const kept = await crl('intermediate', moment + minute);
  shelf.kept['intermediate.crl'] = {
    ...kept,
    crls: kept.crls.map((source) => ({ ...source, fetchedAt: now - 120 * minute })),
  };
  shelf.kept['root.crl'] = await crl('root', moment + minute);
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
  shelf.there['intermediate.crl'] = await crl('intermediate', now);
  assert.equal((await one({ revocationOrder: ['crl'], offline: true })).judgement.verdict, 'VALID');
  const { judgement } = await one({ revocationOrder: ['crl'] });
  assert.deepEqual([judgement.verdict, judgement.code], ['INVALID', 'certificate-revoked']);
});
