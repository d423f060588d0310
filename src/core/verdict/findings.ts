import { type Code, type SubIndication, subIndicationOf } from './codes.ts';
import { type RuleId, ruleIds } from './rules.ts';
import { type PolicyName, type Status, worse } from './status.ts';

/** Values that the words of a message insert: names, numbers, times. Plain data, not yet escaped for any output. */
export type Facts = Readonly<Record<string, string | number>>;

/** What a finding is about and says: `object` names the certificate (subject and serial), URL or byte offset. */
export interface About {
  readonly object?: string;
  readonly facts?: Facts;
  /** Only where the code's own sub-indication does not fit this use of it. */
  readonly subIndication?: SubIndication;
}

/** Something that a user should know and that decides nothing. */
export interface Warning {
  /** What it is. */
  readonly code: Code;
  /** What it is about; null where it needs no naming. */
  readonly object: string | null;
  /** What the words for people insert. */
  readonly facts: Facts;
}

/** How one rule ended. `code` is null exactly when the status is `pass` or `not-applicable`. */
export interface RuleResult {
  /** Which rule; `rules` has its clause. */
  readonly id: RuleId;
  /** How it ended. */
  readonly status: Status;
  /** Why it did not pass; null for `pass` and `not-applicable`. */
  readonly code: Code | null;
  /** The sub-indication of EN 319 102-1 beside the code, where one fits. */
  readonly subIndication: SubIndication | null;
  /** What the reason is about; null where it needs no naming. */
  readonly object: string | null;
  /** What the words for people insert. */
  readonly facts: Facts;
  /** What else is worth knowing, whatever the status. */
  readonly warnings: readonly Warning[];
}

/** What a deviation counts as under each policy. */
export type Severity = Readonly<Record<PolicyName, 'warning' | 'unknown' | 'fail'>>;

/** A deviation of form: a warning, and under `strict` a failure. */
export const form: Severity = { default: 'warning', etsi: 'warning', strict: 'fail' };

/** The result holds the same list of warnings, which may still grow. */
type Entry = { result: RuleResult | null; readonly warnings: Warning[] };

/**
 * Collects what the rules find. A rule keeps its worst status and, among equals, what was said first; a rule on which
 * nothing was said is `unknown` with the code `not-reached`, so that forgetting one can never make a token valid.
 */
export class Findings {
  readonly policy: PolicyName;
  readonly #rules = new Map<RuleId, Entry>();
  #disproven = false;

  constructor(policy: PolicyName) {
    this.policy = policy;
  }

  /** The rule holds, as far as looked at so far. */
  pass(id: RuleId, about: About = {}): void {
    this.#set(id, 'pass', null, about);
  }

  /** The rule has nothing to judge here. */
  notApplicable(id: RuleId): void {
    this.#set(id, 'not-applicable', null, {});
  }

  /** The rule is proven broken. */
  fail(id: RuleId, code: Code, about: About = {}): void {
    this.#set(id, 'fail', code, about);
  }

  /** The rule could not be decided. */
  unknown(id: RuleId, code: Code, about: About = {}): void {
    this.#set(id, 'unknown', code, about);
  }

  /** A warning on a rule, whatever its status. */
  warn(id: RuleId, code: Code, about: About = {}): void {
    const warnings = this.#entry(id).warnings;
    const warning = { code, object: about.object ?? null, facts: about.facts ?? {} };
    const same = (w: Warning) => w.code === code && w.object === warning.object;
    if (!warnings.some(same)) warnings.push(warning);
  }

  /** A deviation whose weight depends on the policy; as a warning it leaves the rule's status alone. */
  deviation(id: RuleId, code: Code, severity: Severity, about: About = {}): void {
    // A policy that is none, which types forbid, is none that lets anything through.
    const weight = severity[this.policy] ?? 'fail';
    if (weight === 'warning') this.warn(id, code, about);
    else this.#set(id, weight, code, about);
  }

  /** The status so far; `undefined` where nothing was said yet. */
  status(id: RuleId): Status | undefined {
    return this.#rules.get(id)?.result?.status;
  }

  /** True where some rule is proven broken. */
  get disproven(): boolean {
    return this.#disproven;
  }

  /** All rules in report order. */
  results(): RuleResult[] {
    return ruleIds.map((id) => {
      const entry = this.#rules.get(id);
      return entry?.result ?? outcome(id, 'unknown', 'not-reached', {}, entry?.warnings ?? []);
    });
  }

  #entry(id: RuleId): Entry {
    let entry = this.#rules.get(id);
    if (!entry) {
      entry = { result: null, warnings: [] };
      this.#rules.set(id, entry);
    }
    return entry;
  }

  #set(id: RuleId, status: Status, code: Code | null, about: About): void {
    const entry = this.#entry(id);
    if (status === 'fail') this.#disproven = true;
    const before = entry.result?.status;
    if (before === undefined || (before !== status && worse(before, status) === status)) {
      entry.result = outcome(id, status, code, about, entry.warnings);
    }
  }
}

const nothing: Facts = Object.freeze({});

function outcome(
  id: RuleId,
  status: Status,
  code: Code | null,
  about: About,
  warnings: readonly Warning[],
): RuleResult {
  const subIndication = about.subIndication ?? (code ? subIndicationOf(code) : null);
  return { id, status, code, subIndication, object: about.object ?? null, facts: about.facts ?? nothing, warnings };
}
