import type { InspectKind } from '../core/inspect/inspect.ts';
import type { Code } from '../core/verdict/codes.ts';
import type { ErrorCode } from '../core/verdict/errors.ts';
import type { Facts } from '../core/verdict/findings.ts';
import type { ProfileForm, ProfileProblem } from '../core/verdict/profile-problem.ts';
import type { RuleId } from '../core/verdict/rules.ts';
import type { Says, SourceLine } from '../core/verdict/source-line.ts';
import type { CheckId, CheckStatus, Status, Verdict } from '../core/verdict/status.ts';
import { escapeText } from './escape.ts';
import { inWords, type Reasons } from './reasons.ts';
import { rfc3339 } from './time.ts';

/** The languages of every text for people. Codes, ids and JSON keys are the same in all of them. */
export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/**
 * A statement and what to do next. `{name}` inserts the fact of that name; a part in `[…]` is left out where a fact that it
 * names is missing. Facts that a message does not name are added at its end, so that none is lost.
 */
export interface Message {
  readonly text: string;
  readonly hint: string;
}

/** The cases of `no-chain`, each with a next step of its own. */
export type NoChainCase = 'no-trust' | 'other-key' | 'issuer-missing' | 'root-not-trusted';

/** What was wrong with a command line; the words for it stand in the catalogue, like those of every other code. */
export type UsageProblem =
  | 'unknown-option'
  | 'unknown-command'
  | 'missing-argument'
  | 'option-argument-missing'
  | 'excess-arguments'
  | 'no-verb'
  | 'bad-choice'
  | 'bad-time'
  | 'time-without-zone'
  | 'bad-oid'
  | 'bad-digest'
  | 'bad-number'
  | 'not-a-number'
  | 'bad-fault'
  | 'judged-now'
  | 'one-file'
  | 'offline-stamp'
  | 'bad-url'
  | 'not-skippable'
  | 'given-twice'
  | 'conflict'
  | 'request-is-made'
  | 'password-in-argv'
  | 'password-without-user'
  | 'bad-secret-name'
  | 'nobody-to-ask'
  | 'option-needs'
  | 'no-subcommand'
  | 'unknown-subcommand'
  | 'bad-zone'
  | 'bad-report'
  | 'one-token'
  | 'bad-pattern'
  | 'names-nothing'
  | 'not-a-manifest'
  | 'not-a-day'
  | 'not-a-month-day'
  | 'empty-period'
  | 'bad-profile-name'
  | 'bad-key'
  | 'bad-pair'
  | 'bad-value'
  | 'setting-missing'
  | 'which-profile'
  | 'whom-to-ask'
  | 'tls-roots'
  | 'bad-day'
  | 'no-person';

/** The two checks that can lack a source, each with a next step of its own. */
export type SourcedCheck = 'certificate-revocation' | 'tst-revocation';

/** Every word that a report uses, in one language. A code without words is a type error. */
export interface Catalogue {
  readonly language: Language;
  readonly codes: Readonly<Record<Code, Message>>;
  /** In place of the words for `no-chain` where its facts tell the case. */
  readonly noChain: Readonly<Record<NoChainCase, Message>>;
  /** In place of the words for `no-source`, by the check that has none. */
  readonly noSource: Readonly<Record<SourcedCheck, Message>>;
  readonly errors: Readonly<Record<ErrorCode, Message>>;
  readonly usage: Readonly<Record<UsageProblem, Message>>;
  /** What is wrong with a profile: the `reason` and the hint of `profile-invalid`. */
  readonly profile: Readonly<Record<ProfileProblem, Message>>;
  /** What a value of a profile has to be. */
  readonly forms: Readonly<Record<ProfileForm, string>>;
  readonly rules: Readonly<Record<RuleId, string>>;
  readonly checks: Readonly<Record<CheckId, string>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly statuses: Readonly<Record<Status | CheckStatus, string>>;
  /** What `inspect` can meet. */
  readonly kinds: Readonly<Record<InspectKind, string>>;
  /** What a source of revocation information is and says. */
  readonly sources: {
    readonly kinds: Readonly<Record<SourceLine['kind'], string>>;
    readonly says: Readonly<Record<Says, string>>;
  };
  /** What a list says of the token. */
  readonly lists: Readonly<Record<'listed' | 'not-listed' | 'nothing', string>>;
  /** Notes of the way to the verdict, by their code. */
  readonly notes: Readonly<Record<string, string>>;
  /** Words for facts that are code words or come in English. */
  readonly reasons: Reasons;
  readonly words: Words;
}

/** Labels and short sentences of the text report. */
export interface Words {
  readonly provenTime: string;
  readonly statedTime: string;
  readonly noTime: string;
  readonly assumed: string;
  readonly expired: string;
  readonly skipped: string;
  readonly judgedFor: string;
  readonly atGenTime: string;
  /** Before the moment after which nothing was considered that was published. */
  readonly asKnownOn: string;
  readonly notCounted: string;
  /** In the first line, where the user's statement stands in for a list. */
  readonly byStatement: string;
  readonly list: string;
  readonly profile: string;
  readonly chosenBy: string;
  /** What a profile was chosen by. */
  readonly signs: Readonly<Record<string, string>>;
  readonly accredited: Readonly<Record<'yes' | 'no', string>>;
  /** The place of a source that was not fetched. */
  readonly givenSource: string;
  readonly policy: string;
  readonly warning: string;
  readonly object: string;
  readonly clause: string;
  readonly hint: string;
  readonly notReached: string;
  readonly signer: string;
  readonly tsa: string;
  readonly serial: string;
  readonly tsaPolicy: string;
  readonly expires: string;
  readonly hash: string;
  readonly token: string;
  readonly standardInput: string;
  /** Inserts `now`, `policy` and `version`. */
  readonly judgedBy: string;
  readonly path: string;
  readonly anchor: string;
  readonly note: string;
  readonly error: string;
  readonly inspected: string;
  readonly inspectedAs: string;
  readonly inspectedText: string;
  /** Inserts `genTime`, `hash`, `policy` and `tsa`: what a token says of itself. */
  readonly statesTime: string;
  readonly certificateAt: string;
  readonly notDescribed: string;
  readonly issuer: string;
  readonly validity: string;
  readonly key: string;
  readonly signedWith: string;
  readonly stops: string;
  readonly truncated: string;
  readonly trailing: string;
}

/** The words of one language; the other one is not loaded. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return language === 'ja' ? (await import('./messages.ja.ts')).japanese : (await import('./messages.en.ts')).english;
}

/** A template with its facts inserted. The facts are escaped and bounded, the template is trusted. */
export function fill(template: string, facts: Facts, keepRest = true): string {
  const used = new Set<string>();
  const insert = (part: string): string | null => {
    let complete = true;
    const text = part.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      used.add(name);
      const fact = facts[name];
      if (fact === undefined || fact === '') complete = false;
      return fact === undefined ? '?' : factText(name, fact);
    });
    return complete ? text : null;
  };
  const optional: string[] = [];
  const marked = template.replace(/\[([^\]]*)\]/g, (_whole, part: string) => {
    optional.push(insert(part) ?? '');
    return `\u0000${optional.length - 1}\u0000`;
  });
  const required = insert(marked) ?? insertKnown(marked, facts);
  const text = required.replace(/\u0000(\d+)\u0000/g, (_whole, index: string) => optional[Number(index)]!);
  const rest = keepRest ? Object.entries(facts).filter(([name, fact]) => !used.has(name) && fact !== '') : [];
  if (rest.length === 0) return text;
  return `${text} (${rest.map(([name, fact]) => `${name}: ${factText(name, fact)}`).join(', ')})`;
}

/** A template of the catalogue with its facts inserted, code words among them in words. */
export function say(catalogue: Catalogue, template: string, facts: Facts, keepRest = false): string {
  const named = facts.path === '-' ? { ...facts, path: catalogue.words.standardInput } : facts;
  return fill(template, inWords(named, catalogue.reasons), keepRest);
}

/** As far as the facts go: a missing one stays visible as `?`. */
function insertKnown(part: string, facts: Facts): string {
  return part.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    facts[name] === undefined ? '?' : factText(name, facts[name]),
  );
}

/** Statement and hint of an error, with its facts inserted. */
export function errorWords(catalogue: Catalogue, code: ErrorCode, facts: Facts): { message: string; hint: string } {
  const { problem, ...rest } = withForm(catalogue, facts);
  if (code === 'profile-invalid') return profileWords(catalogue, problem as ProfileProblem, rest);
  const isUsage = code === 'usage' && typeof problem === 'string' && Object.hasOwn(catalogue.usage, problem);
  const message = isUsage ? catalogue.usage[problem as UsageProblem] : catalogue.errors[code];
  const inserted = isUsage ? rest : facts;
  const told = isUsage ? rest : withoutAdvice(message, facts);
  return { message: say(catalogue, message.text, told, !isUsage), hint: say(catalogue, message.hint, inserted) };
}

/** What only the hint is for is not said a second time, by its bare name, behind the statement. */
function withoutAdvice({ text, hint }: { readonly text: string; readonly hint: string }, facts: Facts): Facts {
  const isAdvice = (name: string) => /^(suggestion|choices)$/.test(name) && hint.includes(`{${name}}`);
  return Object.fromEntries(Object.entries(facts).filter(([name]) => text.includes(`{${name}}`) || !isAdvice(name)));
}

/** The place comes first, as compilers have it, then what is wrong there. */
function profileWords(catalogue: Catalogue, problem: ProfileProblem, facts: Facts): { message: string; hint: string } {
  const { text, hint } = catalogue.profile[problem];
  const reason = say(catalogue, text, facts);
  const message = say(catalogue, catalogue.errors['profile-invalid'].text, { ...facts, reason });
  return { message, hint: say(catalogue, hint, facts) };
}

function withForm(catalogue: Catalogue, facts: Facts): Facts {
  const { form } = facts;
  const known = typeof form === 'string' && Object.hasOwn(catalogue.forms, form);
  return known ? { ...facts, form: catalogue.forms[form as ProfileForm] } : facts;
}

function factText(name: string, given: string | number): string {
  // A path that is cut could not be found again.
  return escapeText(String(dated(name, given)), /^(path|wanted)$/.test(name) ? shownPath : undefined);
}

/** Facts that are moments: in milliseconds since 1970 where they are numbers. */
const moments: ReadonlySet<string> = new Set([
  'notBefore',
  'notAfter',
  'until',
  'at',
  'now',
  'genTime',
  'date',
  'invalidityDate',
  'thisUpdate',
  'nextUpdate',
  'fetchedAt',
  'reviewedAt',
  'statedAt',
]);

function dated(name: string, fact: string | number): string | number {
  return typeof fact === 'number' && moments.has(name) ? (rfc3339(fact) ?? fact) : fact;
}

/** Facts for outputs: moments as RFC 3339 in UTC. */
export function datedFacts(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, dated(name, fact)]));
}

/**
 * Statement and hint of a code: those for the case that its facts or its check tell, where the catalogue has words of its own for
 * that.
 */
export function messageOf(catalogue: Catalogue, code: Code, facts: Facts, check: CheckId | null = null): Message {
  if (code === 'no-source' && (check === 'certificate-revocation' || check === 'tst-revocation')) {
    return catalogue.noSource[check];
  }
  const known = code === 'no-chain' ? noChainCase(facts) : null;
  return known === null ? catalogue.codes[code] : catalogue.noChain[known];
}

/** Why there is no chain, as far as the next step differs. */
function noChainCase({ anchors, sameName, reason }: Facts): NoChainCase | null {
  if (anchors === 0) return 'no-trust';
  if (anchors === undefined) return null;
  if (Number(sameName) > 0) return 'other-key';
  return reason === 'issuer-missing' || reason === 'root-not-trusted' ? reason : null;
}

/** Longest path shown; file systems allow 255 characters per part. */
export const shownPath = 4096;
