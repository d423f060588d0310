import { limits } from '../core/der/limits.ts';
import type { TstSource } from '../core/revocation/tst-list/source.ts';
import type { Session } from '../core/session.ts';
import { signerName } from '../core/tsp/signer-name.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { CertificateStanding, Judgement } from '../core/verdict/judgement.ts';
import type { SourceLine } from '../core/verdict/source-line.ts';
import type { PolicyName, SkippableCheck } from '../core/verdict/status.ts';
import { type Want, wantKey } from '../core/verdict/want.ts';
import { verify } from '../core/verify.ts';
import type { VerifyInput } from '../core/verify-input.ts';
import type { TrustAnchor } from '../core/x509/anchor.ts';
import type { Finder, Found, TstListFinder } from './found.ts';
import type { Given } from './given-evidence.ts';
import type { Known, Way } from './known.ts';
import type { Note } from './notes.ts';
import type { ProfileChoice, ProfileFacts, ProfilesAtWork } from './profile/at-work.ts';
import type { ProfileFolder } from './profile/profiles.ts';
import type { Trust, TrustOptions } from './trust.ts';

/** Kinds of revocation information, in the order in which they are asked for. */
export type RevocationKind = 'ocsp' | 'crl';

/** How to judge: what every verb that judges takes. */
export interface JudgingOptions extends TrustOptions {
  readonly policy: PolicyName;
  /** Policy OIDs; empty: any. */
  readonly acceptPolicies: readonly string[];
  readonly allowNoncriticalEku: boolean;
  /** The moment judged for, in milliseconds since 1970; null: now. */
  readonly at: number | 'gentime' | null;
  /** Revocation information of later moments is left out, in milliseconds since 1970; null: all counts. */
  readonly asKnownOn: number | null;
  readonly skip: ReadonlySet<SkippableCheck>;
  /** Nothing is fetched; what earlier runs left in the cache is used. */
  readonly offline: boolean;
  /** Missing issuers are fetched from where certificates say (AIA caIssuers). */
  readonly aia: boolean;
  /** What is asked first, and what only where that did not answer; kinds that are missing are never asked for. */
  readonly revocationOrder: readonly RevocationKind[];
  /** How OCSP is asked: by POST with a nonce, or by GET. */
  readonly ocspMethod: 'post' | 'get';
  /** `--crl`, `--ocsp`, `--evidence`: files and folders of revocation information. */
  readonly crl: readonly string[];
  readonly ocsp: readonly string[];
  readonly evidence: readonly string[];
  /** Names or paths of profiles; empty: all of the folder, of which each token's own is chosen. */
  readonly profile: readonly string[];
  /** Where profiles lie; null: none are used but those that are named by a path. */
  readonly profileFolder: ProfileFolder | null;
  /** Lists of revoked tokens beside those of the profiles: files and URLs. */
  readonly tstRevocationLists: readonly string[];
  /** How serials are written in lists that don't say it. */
  readonly listRadix: 10 | 16 | null;
  /** Take the lists that saved evidence holds as the providers', though mostly nothing signs them. */
  readonly evidenceLists: boolean;
}

/** One token with everything about it that is no setting. */
export type Case = Pick<VerifyInput, 'token' | 'digests' | 'request' | 'now'>;

/** What judging needs beside the token, made once for a run. */
export interface Bench {
  readonly trust: Trust;
  /** Everything beside trust that the user gave, as it was read. */
  readonly saved: Given;
  /** Certificates, CRLs and OCSP answers that the user gave. */
  readonly given: Known;
  /** Null: what was given is all there is. */
  readonly finder: Finder | null;
  /** Null: there are none. */
  readonly profiles: ProfilesAtWork | null;
  /** Null: no list of revoked tokens is known. */
  readonly lists: TstListFinder | null;
  readonly session: Session;
  /** What is trusted for tokens of a genTime (milliseconds since 1970; null: unreadable): the user's anchors and those of profiles. */
  readonly anchorsAt: (genTime: number | null) => readonly TrustAnchor[];
  /** What was found so far, by signer: the next token of the same one begins with it. */
  readonly known: Map<string, Known>;
  /** The profile that was chosen, by signer and policy. */
  readonly choices: Map<string, ProfileChoice>;
}

export interface Judged {
  readonly judgement: Judgement;
  readonly notes: readonly Note[];
  /** All that the core judged by. */
  readonly known: Known;
  /** The profile that it was judged by. */
  readonly profile: ProfileFacts | null;
  readonly anchors: readonly TrustAnchor[];
  /** The lists that it was judged by; null: none. */
  readonly lists: TstListFinder | null;
}

/**
 * Milliseconds for which an answer of the cache is taken without asking anew: many runs in a row ask once, and a revocation of
 * today is not overlooked because of a CRL that is good for a week.
 */
const recent = 3_600_000;

/** Signers whose evidence is kept at hand; an archive has a few hundred. */
const signers = 4_096;

/**
 * The one loop: judge, find what the judgement lacks, judge again with more, until nothing more is wanted or nothing new comes.
 * The core stays pure, and online, offline and replay are one way.
 */
export async function judge(subject: Case, options: JudgingOptions, bench: Bench): Promise<Judged> {
  const { tlsAnchors } = bench.trust;
  const { at, policy, skip, asKnownOn } = options;
  const newerThan = bench.finder === null || options.offline ? null : subject.now - recent;
  const anchors = bench.anchorsAt(subject.token.tstInfo?.genTime?.ms ?? null);
  const input = { ...subject, newerThan, at, policy, skip, asKnownOn, anchors, tlsAnchors };
  // Judged each for its own moment, tokens share nothing: what is too old for one is of the right age for another.
  const signer = `${signerName(subject.token)} ${at === 'gentime' ? subject.token.tstInfo?.genTime?.ms : ''}`;
  const search = new Search(options, bench.finder);
  const lists = new ListSearch(options, bench.lists);
  let known = bench.known.get(signer) ?? bench.given;
  const about = `${signer} ${subject.token.tstInfo?.policy}`;
  let choice = bench.choices.get(about) ?? null;
  let choices = 0;
  for (;;) {
    const tstSources = await lists.sources();
    const tstProfile = choice?.facts?.name ?? null;
    const ruled = { ...input, ...known.lists, ...rulesOf(options, choice), tstSources, tstProfile };
    const judgement = verify(ruled, bench.session);
    const chosen = bench.profiles?.choose(judgement, bench.trust.anchors) ?? null;
    // The path, and by it the profile, can still change while issuers are being found.
    const isNew = chosen !== choice && ruling(chosen) !== ruling(choice);
    choice = chosen;
    if (isNew && ++choices > limits.rounds) throw new TstError('internal', { reason: 'no profile stays chosen' });
    if (isNew) continue;
    const more = await search.more(judgement, known);
    const isSame = more.lists === known.lists && !(await lists.more(judgement));
    // Others may have had a list fetched anew that this token was judged without.
    if (isSame && (await lists.sources()) === tstSources) {
      remember(bench.known, signer, more);
      if (choice !== null) remember(bench.choices, about, choice);
      // What was asked for in this run and did not help would not help by being asked for again.
      const wants = judgement.wants.filter((want) => more.found('fetched', wantKey(want)) === undefined);
      const notes = [...more.notes, ...search.notes, ...(choice?.notes ?? [])];
      return {
        judgement: { ...judgement, wants },
        notes,
        known: more,
        profile: choice?.facts ?? null,
        anchors,
        lists: bench.lists,
      };
    }
    known = more;
  }
}

/** All of a choice that a verdict depends on. */
function ruling(choice: ProfileChoice | null): string {
  return JSON.stringify([choice?.facts?.name ?? null, choice?.rules ?? null]);
}

/** The user's own word first, then the profile's. */
function rulesOf(options: JudgingOptions, choice: ProfileChoice | null) {
  const rules = choice?.rules ?? null;
  const { acceptPolicies, allowNoncriticalEku } = options;
  return {
    acceptPolicies: acceptPolicies.length > 0 ? acceptPolicies : (rules?.acceptPolicies ?? []),
    allowNoncriticalEku: allowNoncriticalEku || (rules?.allowNoncriticalEku ?? false),
    assumedAccuracyMicros: rules?.assumedAccuracyMicros ?? null,
  };
}

/** What the next token of the same signer begins with. */
function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  if (memory.size >= signers) memory.clear();
  memory.set(key, value);
}

/** The search for what one token lacks: the cache first, then the places, a kind of source after the other. */
class Search {
  /** Keys of the wants that were fetched for this token. */
  readonly asked = new Set<string>();
  readonly notes: Note[] = [];
  readonly #options: JudgingOptions;
  readonly #finder: Finder | null;
  #rounds = 0;

  constructor(options: JudgingOptions, finder: Finder | null) {
    this.#options = options;
    this.#finder = finder;
  }

  /** What is known once something new was found; with the same lists where nothing is. */
  async more(judgement: Judgement, known: Known): Promise<Known> {
    const finder = this.#finder;
    if (finder === null) return known;
    let now = known;
    for (;;) {
      const wanted = this.#select(judgement, now);
      const unknown = wanted.filter((want) => now.found('recalled', wantKey(want)) === undefined);
      if (unknown.length > 0) now = await find('recalled', unknown, now, (want) => finder.recall(want));
      else if (wanted.length === 0 || this.#options.offline) return now;
      else {
        const room = this.#room(wanted);
        if (room.length === 0) return now;
        for (const want of room) this.asked.add(wantKey(want));
        const fetched = await find('fetched', room, now, (want) => finder.fetch(want));
        now = fetched === now ? now : fetched.withoutRecalled(superseded(judgement, room, fetched));
      }
      if (now.lists !== known.lists) return now;
    }
  }

  /** As many as the limits allow. */
  #room(wanted: readonly Want[]): readonly Want[] {
    if (++this.#rounds > limits.rounds) return this.#limited('rounds', []);
    const room = wanted.slice(0, limits.fetches - this.asked.size);
    return room.length < wanted.length ? this.#limited('fetches', room) : room;
  }

  #limited(name: 'rounds' | 'fetches', room: readonly Want[]): readonly Want[] {
    this.notes.push({ code: 'fetch-limit', facts: { limit: `${name} ${limits[name]}` } });
    return room;
  }

  /** Missing issuers at once; of each certificate's revocation the first kind of source that has not answered. */
  #select({ wants, revocation }: Judgement, known: Known): readonly Want[] {
    const { aia, revocationOrder: order, offline } = this.#options;
    const isOpen = (want: Want) => {
      if (offline) return known.found('recalled', wantKey(want)) === undefined;
      return !this.asked.has(wantKey(want)) && !isAnswered(want, known);
    };
    const issuers = wants.filter((want) => want.kind === 'issuer' && aia && isOpen(want));
    const standings = new Map(revocation.map((standing) => [standing.sha256, standing]));
    const groups = Map.groupBy(
      wants.filter((want) => want.kind !== 'issuer'),
      ({ sha256 }) => sha256,
    );
    const others = [...groups].flatMap(([sha256, own]) => firstOpen(own, standings.get(sha256), order, isOpen, known));
    return [...new Map([...issuers, ...others].map((want) => [wantKey(want), want])).values()];
  }
}

const noSources: readonly TstSource[] = [];

/** The search for newer lists of revoked tokens: each source once for a token. */
class ListSearch {
  readonly #asked = new Set<string>();
  readonly #options: JudgingOptions;
  readonly #finder: TstListFinder | null;

  constructor(options: JudgingOptions, finder: TstListFinder | null) {
    this.#options = options;
    this.#finder = finder;
  }

  async sources(): Promise<readonly TstSource[]> {
    return this.#finder === null ? noSources : this.#finder.sources(this.#options.asKnownOn);
  }

  /** True where something new came, so that it is to be judged again. */
  async more({ verdict, tstRevocation, token }: Judgement): Promise<boolean> {
    const { offline, skip, tstRevocationLists } = this.#options;
    if (this.#finder === null || offline || verdict === 'INVALID' || skip.has('tst-revocation')) return false;
    // An address that the user names is asked, whatever was kept of it.
    const names = [...tstRevocation.wants, ...tstRevocationLists].filter((name) => !this.#asked.has(name));
    for (const name of names) this.#asked.add(name);
    return names.length > 0 && (await this.#finder.refresh(names, token.genTimeMs ?? 0));
  }
}

function firstOpen(
  wants: readonly Want[],
  standing: CertificateStanding | undefined,
  order: readonly RevocationKind[],
  isOpen: (want: Want) => boolean,
  known: Known,
): readonly Want[] {
  for (const kind of order) {
    const own = wants.filter((want) => want.kind === kind);
    const open = own.filter(isOpen);
    if (open.length > 0) return open;
    // What is proven already is worth one newer word, not two; no word is what doesn't count.
    if (standing?.status === 'pass' && own.some((want) => counts(want, standing, known))) return [];
  }
  return [];
}

/** True where what the place gave in this run counted. */
function counts(want: Want, { sources }: CertificateStanding, known: Known): boolean {
  const { crls = [], ocsp = [] } = known.found('fetched', wantKey(want)) ?? {};
  const names = [...crls.map(({ crl }) => crl.sha256), ...ocsp.map(({ response }) => response.sha256)];
  return sources.some((line) => line.counts && line.sha256 !== null && names.includes(line.sha256));
}

/** True where the place gave something to judge by in this run. */
function isAnswered(want: Want, known: Known): boolean {
  const found = known.found('fetched', wantKey(want));
  return found !== undefined && found.candidates.length + found.crls.length + found.ocsp.length > 0;
}

/** At once, and taken in the order of the wants, so that the same answers give the same judgement. */
async function find(
  way: Way,
  wants: readonly Want[],
  known: Known,
  one: (want: Want) => Promise<Found>,
): Promise<Known> {
  const found = await Promise.all(wants.map(async (want) => [wantKey(want), await one(want)] as const));
  return known.with(way, found);
}

/**
 * Answers of the cache that are merely too old, from places that have answered anew. Whatever else one of them is, revoked or on
 * hold, or signed by a certificate that is yet to be found, may still decide.
 */
function superseded({ revocation }: Judgement, wants: readonly Want[], known: Known): ReadonlySet<string> {
  const places = new Set(wants.filter((want) => isAnswered(want, known)).map(({ url }) => url));
  const lines = revocation.flatMap(({ sources }) => sources);
  const isOld = ({ says, code }: SourceLine) => says === 'good' && code === 'stale';
  const isAboutOthers = ({ facts: { reason } }: SourceLine) =>
    reason === 'other-issuer' || reason === 'other-certificate';
  const needed = new Set(lines.filter((line) => !isOld(line) && !isAboutOthers(line)).map(({ sha256 }) => sha256));
  const old = lines.filter(
    (line) => isOld(line) && line.url !== null && places.has(line.url) && !needed.has(line.sha256),
  );
  return new Set(old.map(({ sha256 }) => sha256!));
}
