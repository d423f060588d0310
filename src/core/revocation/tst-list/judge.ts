import type { Code } from '../../verdict/codes.ts';
import type { Facts, Findings } from '../../verdict/findings.ts';
import type { PageChange, TstSourceLine } from '../../verdict/tst-source-line.ts';
import type { TstListEntry } from './entry.ts';
import { freshnessProblem, statementProblem } from './fresh.ts';
import type { TstQuestion } from './question.ts';
import { appliesTo } from './scope.ts';
import type { Listing, SourceProblem, TstSource } from './source.ts';

const [sourceRule, freshRule, listedRule] = ['tst-list.source', 'tst-list.fresh', 'tst-list.listed'] as const;

/** What a newer answer may put right: what was wrong with the last one says nothing of the next. */
const renewable: ReadonlySet<Code> = new Set([
  'no-source',
  'list-unreachable',
  'list-unreadable',
  'list-no-radix',
  'list-rollback',
  'list-unauthentic',
  'page-region-missing',
  'page-changed',
  'page-document-changed',
] as const);

/** What is asked about one token. The sources are prepared once for a run. */
export interface TstListInput {
  readonly sources: readonly TstSource[];
  readonly question: TstQuestion;
  /** The moment judged for, in milliseconds since 1970. */
  readonly at: number;
  /** The moment of judging. */
  readonly now: number;
  /**
   * What was fetched before this moment, in milliseconds since 1970, counts, and newer is wanted all the same. Default null: what counts
   * is enough.
   */
  readonly newerThan?: number | null;
  /** Name of the one source with a scope that clears the token; null: none does. Default: any that is about it. */
  readonly owner?: string | null;
}

/** What the sources together say. Plain data. */
export interface TstListJudgement {
  /** What a pass rests on; null where nothing passes. */
  readonly basis: 'list' | 'review' | 'statement' | null;
  /** The entry that lists the token. */
  readonly entry: TstListEntry | null;
  readonly lines: readonly TstSourceLine[];
  /** Names of the sources of which a newer answer could decide more. */
  readonly wants: readonly string[];
  /** What is different from the page that was reviewed, where that decided. */
  readonly change: PageChange | null;
}

/**
 * The rules `tst-list.*`: has the provider revoked this very token? A token that any authentic list of any date lists is revoked.
 * One that none lists passes where every list that was given for it can be used, by the first source that is in force, fresh and no
 * older than the token; a statement counts only where no list or page of the provider is known. Everything else is unknown. Throws
 * nothing.
 */
export function judgeTstList(input: TstListInput, findings: Findings): TstListJudgement {
  const { sources, question } = input;
  const own = sources.filter(({ scope }) => scope === null || appliesTo(scope, question));
  const outcomes = own.map((source) => judgeSource(source, own, input, findings));
  const lines = outcomes.map(({ line }) => line);
  const listed = outcomes.find(({ found }) => found !== null);
  if (listed?.found) {
    sayListed(listed.source, listed.found, question, findings);
    return { basis: null, entry: listed.found.entry, lines, wants: [], change: null };
  }
  const wants = outcomes.filter(({ wanted }) => wanted).map(({ source }) => source.name);
  // A list that the user names for this very token is not outvoted by another that can be read.
  const named = outcomes.find(({ source, problems }) => source.scope === null && problems.length > 0);
  const passed = named === undefined ? outcomes.find(({ problems }) => problems.length === 0) : undefined;
  const chosen = named ?? passed ?? outcomes.find(({ source }) => isOwn(source, input)) ?? outcomes[0];
  if (chosen === undefined) {
    if (sources.length === 0) findings.unknown(sourceRule, 'no-source');
    else
      findings.unknown(sourceRule, 'list-out-of-scope', { object: sources[0]!.name, facts: { reason: 'other-tsa' } });
    return { basis: null, entry: null, lines, wants, change: null };
  }
  const isCleared = sayOutcome(chosen, question, findings);
  const basis = isCleared ? basisOf(chosen.source) : null;
  const newer = own.filter((source) => isOld(source, input.newerThan ?? null)).map(({ name }) => name);
  return { basis, entry: null, lines, wants: isCleared ? newer : wants, change: passed ? null : chosen.source.change };
}

interface Found {
  readonly entry: TstListEntry;
  readonly listing: Listing;
  /** True where what is in force doesn't list it any more. */
  readonly isDropped: boolean;
}

interface Problem {
  readonly rule: typeof sourceRule | typeof freshRule | typeof listedRule;
  readonly code: Code;
  readonly object: string;
  readonly facts: Facts;
}

interface Outcome {
  readonly source: TstSource;
  readonly found: Found | null;
  /** Empty where the source clears the token. */
  readonly problems: readonly Problem[];
  /** True where a newer answer could decide more. */
  readonly wanted: boolean;
  readonly line: TstSourceLine;
}

function judgeSource(source: TstSource, own: readonly TstSource[], input: TstListInput, findings: Findings): Outcome {
  const { standing } = source;
  const search = look(source, input.question);
  const found = typeof search === 'string' ? null : search;
  const limit: Problem[] =
    search === 'limit'
      ? [{ rule: listedRule, code: 'limit', object: source.name, facts: { limit: 'tstListMatches' } }]
      : [];
  const problems = found !== null ? [] : [...problemsOf(source, own, input, findings), ...limit];
  const [first] = problems;
  return {
    source,
    found,
    problems,
    wanted: problems.some(({ rule, code }) => rule === freshRule || renewable.has(code)),
    line: {
      name: source.name,
      kind: source.kind,
      origin: found?.listing.origin ?? standing?.origin ?? null,
      sha256: found?.listing.sha256 ?? standing?.sha256 ?? null,
      fetchedAt: found === null ? (standing?.fetchedAt ?? null) : found.listing.fetchedAt,
      says: found !== null ? 'listed' : problems.length > 0 ? 'nothing' : 'not-listed',
      counts: first === undefined,
      code: first?.code ?? null,
      facts: first?.facts ?? {},
    },
  };
}

/** False for the list of another provider, whose policy or root the token has as well: it revokes, and clears nobody. */
function isOwn({ name, scope }: TstSource, { owner }: TstListInput): boolean {
  return scope === null || owner === undefined || name === owner;
}

/** True where nothing of it was fetched at this moment or later. */
function isOld({ kind, standing }: TstSource, newerThan: number | null): boolean {
  if (newerThan === null || kind === 'none-published') return false;
  return (standing?.fetchedAt ?? Number.NEGATIVE_INFINITY) < newerThan;
}

/** Looks for the token in every list of this source, the latest first. */
function look({ listings, standing }: TstSource, question: TstQuestion): Found | 'limit' | null {
  let isLimited = false;
  for (const listing of listings) {
    if (listing.appliesTo !== null && !appliesTo(listing.appliesTo, question)) continue;
    const entry = listing.entries.find(question);
    if (entry === 'limit') isLimited = true;
    else if (entry !== null) {
      const isDropped = standing !== null && (standing.entries?.find(question) ?? null) === null;
      return { entry, listing, isDropped };
    }
  }
  return isLimited ? 'limit' : null;
}

/** Why a source that doesn't list the token doesn't clear it either; the most telling first. */
function problemsOf(source: TstSource, own: readonly TstSource[], input: TstListInput, findings: Findings): Problem[] {
  const { question, at, now } = input;
  if (!isOwn(source, input)) {
    const reason = input.owner === null ? 'no-profile-chosen' : 'other-profile';
    return [{ rule: sourceRule, code: 'list-out-of-scope', object: source.name, facts: { reason } }];
  }
  if (source.kind === 'none-published') return statementProblems(source, own, { at, now }, findings);
  const { standing, problem, name, maxAge } = source;
  const ofSource = problem === null ? [] : [{ rule: sourceRule, ...withoutFinal(problem) }];
  if (problem?.isFinal || standing === null) {
    return ofSource.length > 0 ? ofSource : [{ rule: sourceRule, code: 'no-source', object: name, facts: {} }];
  }
  if (standing.appliesTo !== null && !appliesTo(standing.appliesTo, question)) {
    return [
      { rule: sourceRule, code: 'list-out-of-scope', object: standing.origin, facts: { reason: 'list-of-others' } },
    ];
  }
  const stale = freshnessProblem(standing, maxAge, question, { at, now });
  // What keeps a newer list away is the cause of the old one's being too old.
  return stale === null ? [] : [...ofSource, { rule: freshRule, object: standing.origin, ...stale }];
}

function statementProblems(
  { statement, name }: TstSource,
  own: readonly TstSource[],
  times: { readonly at: number; readonly now: number },
  findings: Findings,
): Problem[] {
  const say = (code: Code, facts: Facts = {}): Problem[] => [{ rule: sourceRule, code, object: name, facts }];
  if (statement === null) return say('no-source');
  const { statedAt } = statement;
  // Nothing can be published by a provider that publishes something.
  if (own.some(({ kind }) => kind !== 'none-published')) return say('statement-not-enough', { statedAt });
  const lapsed = statementProblem(statement, times);
  if (lapsed !== null) return [{ rule: freshRule, object: name, ...lapsed }];
  return findings.policy === 'strict' ? say('statement-not-enough', { statedAt }) : [];
}

function withoutFinal({ code, object, facts }: SourceProblem): Pick<SourceProblem, 'code' | 'object' | 'facts'> {
  return { code, object, facts };
}

/** Of a source that cleared the token: where it is no statement, something stands. */
function basisOf({ kind, standing }: TstSource): TstListJudgement['basis'] {
  return kind === 'none-published' ? 'statement' : standing!.basis;
}

/** An authentic list lists it. How old that list is doesn't matter. */
function sayListed(
  source: TstSource,
  { entry, listing, isDropped }: Found,
  question: TstQuestion,
  findings: Findings,
): void {
  const { origin, fetchedAt } = listing;
  const { revokedAt, reason, notice } = entry;
  findings.pass(sourceRule, { object: origin });
  findings.notApplicable(freshRule);
  findings.fail(listedRule, 'tst-revoked', {
    object: origin,
    facts: {
      by: selectorOf(entry),
      ...(revokedAt === null ? {} : { date: revokedAt }),
      ...(reason === null ? {} : { cause: reason }),
      ...(notice === null ? {} : { notice }),
      ...(fetchedAt === null ? {} : { fetchedAt }),
    },
  });
  if (isDropped) findings.warn(listedRule, 'tst-no-longer-listed', { object: origin });
  warn(source, findings);
  // A list that a profile doesn't tie to this authority may be about another's serial numbers.
  if (source.scope === null && !appliesToSome(listing, question)) {
    findings.warn(sourceRule, 'list-without-profile', { object: origin });
  }
}

function appliesToSome({ appliesTo: scope }: Listing, question: TstQuestion): boolean {
  return scope !== null && appliesTo(scope, question);
}

/** What in the entry the token was found by, most particular first; an entry selects by something. */
function selectorOf({ serial, imprint, genTime, tsu, tsa }: TstListEntry): string {
  if (serial !== null) return serial.from === serial.to ? 'serial' : 'serial-range';
  if (imprint !== null) return 'imprint';
  if (genTime !== null) return 'gen-time';
  if (tsu !== null) return 'tsu-certificate';
  return tsa !== null ? 'tsa-name' : 'policy';
}

/** Tells the rules what one source came to; true where it cleared the token. */
function sayOutcome({ source, problems }: Outcome, question: TstQuestion, findings: Findings): boolean {
  const { standing, name, scope, statement } = source;
  const object = standing?.origin ?? name;
  for (const { rule, code, ...about } of problems) findings.unknown(rule, code, about);
  const broken = problems.map(({ rule }) => rule);
  if (!broken.includes(sourceRule)) {
    findings.pass(sourceRule, { object });
    warn(source, findings);
    if (scope === null && (standing?.appliesTo ?? null) === null) {
      findings.warn(sourceRule, 'list-without-profile', { object });
    }
    if (statement !== null) {
      findings.warn(sourceRule, 'statement-only', { object, facts: { statedAt: statement.statedAt } });
    }
  }
  if (problems.length > 0) return false;
  const { fetchedAt = null, thisUpdate = null, reviewedAt = null } = standing ?? {};
  const dates = { thisUpdate, fetchedAt, reviewedAt, statedAt: statement?.statedAt ?? null };
  const facts = Object.fromEntries(Object.entries(dates).filter(([, date]) => date !== null)) as Facts;
  findings.pass(freshRule, { object, facts });
  if (question.isIncomplete) {
    findings.unknown(listedRule, 'not-reached', { object });
    return false;
  }
  findings.pass(listedRule, { object });
  return true;
}

/** What is wrong with the source and decides nothing here. */
function warn({ problem, past }: TstSource, findings: Findings): void {
  for (const one of [...(problem === null ? [] : [problem]), ...past.slice(-3)]) {
    findings.warn(sourceRule, one.code, { object: one.object, facts: one.facts });
  }
}
