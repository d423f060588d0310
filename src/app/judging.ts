import type { Candidate } from '../core/cms/candidate.ts';
import { limits } from '../core/der/limits.ts';
import type { Session } from '../core/session.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import type { PolicyName, SkippableCheck } from '../core/verdict/status.ts';
import { verify } from '../core/verify.ts';
import type { VerifyInput } from '../core/verify-input.ts';
import type { IssuerFetcher } from './fetching.ts';
import type { Note } from './notes.ts';
import type { Trust, TrustOptions } from './trust.ts';

/** How to judge: what every verb that judges takes. */
export interface JudgingOptions extends TrustOptions {
  readonly policy: PolicyName;
  /** Policy OIDs; empty: any. */
  readonly acceptPolicies: readonly string[];
  readonly allowNoncriticalEku: boolean;
  /** The moment judged for, in milliseconds since 1970; null: now. */
  readonly at: number | 'gentime' | null;
  readonly skip: ReadonlySet<SkippableCheck>;
  /** Nothing is fetched. */
  readonly offline: boolean;
  /** Missing issuers are fetched from where certificates say (AIA caIssuers). */
  readonly aia: boolean;
}

/** One token with everything about it that is no setting. */
export type Case = Pick<VerifyInput, 'token' | 'digests' | 'request' | 'now'>;

/** What judging needs beside the token, made once for a run. */
export interface Bench {
  readonly trust: Trust;
  readonly fetcher: IssuerFetcher;
  readonly session: Session;
}

export interface Judged {
  readonly judgement: Judgement;
  readonly notes: readonly Note[];
}

/**
 * The one loop: judge, fetch what the judgement lacks, judge again with more candidates, until nothing more is wanted or
 * nothing new comes. The core stays pure, and online, offline and replay are one way.
 */
export async function judge(subject: Case, options: JudgingOptions, bench: Bench): Promise<Judged> {
  const { anchors, tlsAnchors, candidates: given } = bench.trust;
  // The same list for every token as long as nothing was fetched for it: the session knows paths by it.
  let candidates = given;
  const known = new Set(given.map(({ certificate }) => certificate.sha256));
  const asked = new Set<string>();
  const notes: Note[] = [];
  const input = { ...subject, ...settings(options), anchors, tlsAnchors };

  for (let round = 0; ; round++) {
    const judgement = verify({ ...input, candidates }, bench.session);
    const done = (): Judged => ({ judgement, notes });
    if (options.offline || !options.aia) return done();
    const urls = [...new Set(judgement.wants.map((want) => want.url))].filter((url) => !asked.has(url));
    if (urls.length === 0) return done();
    if (round === limits.rounds) {
      notes.push(limit('rounds'));
      return done();
    }
    const room = urls.slice(0, limits.fetches - asked.size);
    if (room.length < urls.length) notes.push(limit('fetches'));
    if (room.length === 0) return done();
    for (const url of room) asked.add(url);
    // Fetched at once and taken in the order of the wants, so that the same answers give the same judgement.
    const news: Candidate[] = [];
    for (const { url, certificates, note } of await Promise.all(room.map((one) => bench.fetcher.fetch(one)))) {
      if (note) notes.push(note);
      for (const certificate of certificates) {
        if (known.has(certificate.sha256)) continue;
        known.add(certificate.sha256);
        news.push({ certificate, origin: 'fetched', url });
      }
    }
    if (news.length === 0) return done();
    candidates = [...candidates, ...news];
  }
}

function settings(options: JudgingOptions) {
  const { at, policy, acceptPolicies, allowNoncriticalEku, skip } = options;
  return { at, policy, acceptPolicies, allowNoncriticalEku, skip };
}

function limit(name: 'rounds' | 'fetches'): Note {
  return { code: 'fetch-limit', facts: { limit: `${name} ${limits[name]}` } };
}
