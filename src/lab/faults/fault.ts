import type { Code } from '../../core/verdict/codes.ts';
import type { RuleId } from '../../core/verdict/rules.ts';
import type { PolicyName, Status, Verdict } from '../../core/verdict/status.ts';
import type { Authority, AuthorityChange } from '../authority.ts';
import type { Der } from '../der-writer.ts';
import type { LabKey } from '../keys.ts';
import type { StatusPlan, Wish } from '../response.ts';
import type { TokenPlan } from '../tsa.ts';

/** What a fault can draw on to deviate. */
export interface Scene {
  readonly authority: Authority;
  /** A key that certifies nothing and that nobody certified. */
  readonly other: LabKey;
  /** RSA of 1024 bits. */
  readonly weak: LabKey;
  /** The moment of the token, in milliseconds since 1970. */
  readonly now: number;
}

/** How a token is to be judged where that is the point of a case. */
export interface Judging {
  /** RFC 3339; default: the moment of judging. */
  readonly at?: string;
  readonly acceptPolicies?: readonly string[];
  readonly allowNoncriticalEku?: boolean;
  /** Certificates that the user hands over as candidates. */
  readonly untrusted?: readonly ('tsu' | 'intermediate')[];
  /** Whose certificate is the anchor; `other`: of a root that has nothing to do with the token. */
  readonly roots?: 'root' | 'other';
  /** False: judged without the request. */
  readonly request?: boolean;
  /** The token without its response. */
  readonly bare?: boolean;
}

/** What one policy must say: the verdict, and how the fault's rule ends. */
export interface Expected {
  readonly verdict: Verdict;
  readonly status: Status;
  readonly code: Code | null;
  /** A warning that must be there. */
  readonly warning?: Code;
}

export type Expectation = Readonly<Record<PolicyName, Expected>> | { readonly error: 'token-unreadable' };

/** The part of a fault that shapes an answer; the rest says how it is to be judged. */
export type TokenFault = Omit<Fault, 'rule' | 'description' | 'expected' | 'judging'>;

/** One way in which an answer deviates from a good one. */
export interface Fault {
  /** The rule of the specification that it breaks, or bends; null where any rule may say so. */
  readonly rule: RuleId | null;
  readonly description: string;
  /** What the client asks for, where the fault shows only then. */
  readonly request?: Partial<Omit<Wish, 'extensions'>>;
  readonly authority?: (scene: Omit<Scene, 'authority'>) => AuthorityChange;
  readonly token?: (plan: TokenPlan, scene: Scene) => Partial<TokenPlan> | Promise<Partial<TokenPlan>>;
  /** The response's status in place of `granted`. */
  readonly status?: StatusPlan;
  /** The response carries no token. */
  readonly withoutToken?: true;
  /** Changes the finished response. */
  readonly bytes?: (response: Der) => Der;
  readonly judging?: Judging;
  readonly expected: Expectation;
}

const good: Expected = { verdict: 'VALID', status: 'pass', code: null };

/** Nothing is wrong; at most a warning says that something is unusual. */
export function valid(warning?: Code): Expectation {
  const one = warning ? { ...good, warning } : good;
  return { default: one, etsi: one, strict: one };
}

/** Proven wrong under every policy. */
export function invalid(code: Code): Expectation {
  const one: Expected = { verdict: 'INVALID', status: 'fail', code };
  return { default: one, etsi: one, strict: one };
}

/** Not to be decided under any policy. */
export function undecided(code: Code): Expectation {
  const one: Expected = { verdict: 'INDETERMINATE', status: 'unknown', code };
  return { default: one, etsi: one, strict: one };
}

/** A deviation of form: a warning, and under `strict` a failure. */
export function form(code: Code): Expectation {
  const warned = { ...good, warning: code };
  return { default: warned, etsi: warned, strict: { verdict: 'INVALID', status: 'fail', code } };
}

/** A warning; ETSI leaves it undecided, `strict` fails it. */
export function graded(code: Code): Expectation {
  const unknown: Expected = { verdict: 'INDETERMINATE', status: 'unknown', code };
  return {
    default: { ...good, warning: code },
    etsi: unknown,
    strict: { verdict: 'INVALID', status: 'fail', code },
  };
}

/** A broken chain: a failure, that ETSI leaves undecided. */
export function brokenChain(code: Code): Expectation {
  const fail: Expected = { verdict: 'INVALID', status: 'fail', code };
  return { default: fail, etsi: { verdict: 'INDETERMINATE', status: 'unknown', code }, strict: fail };
}

/** Too weak an algorithm: undecided, and under `strict` a failure. */
export function weak(code: Code): Expectation {
  const unknown: Expected = { verdict: 'INDETERMINATE', status: 'unknown', code };
  return { default: unknown, etsi: unknown, strict: { verdict: 'INVALID', status: 'fail', code } };
}

/** The bytes are no token: an input error, no verdict. */
export const unreadable: Expectation = { error: 'token-unreadable' };
