import { LimitError } from '../der/errors.ts';
import type { LimitName, limits } from '../der/limits.ts';
import { sameName } from '../der/name.ts';
import { requireTime } from '../verdict/given.ts';
import type { TrustAnchor } from './anchor.ts';
import type { Certificate } from './certificate.ts';
import { purposeProblem, readable } from './certificate-rules.ts';
import { anyPolicy } from './extensions.ts';
import { Links } from './links.ts';
import { missingIssuer } from './no-chain.ts';
import { PathGraph } from './path-graph.ts';
import { distanceFromValid, headline, isAlgorithmProblem, isDateProblem, type PathProblem } from './path-problem.ts';
import { anchorWarnings, type PathRules } from './path-rules.ts';
import { type Goal, type JudgedPath, type Search, searchPaths } from './path-search.ts';
import { publicKeyOf } from './signature.ts';
import { WorkBudget } from './work-budget.ts';

export type { PathProblem } from './path-problem.ts';

/** The inputs of RFC 5280 §6.1.1, with the certificates that paths may be built from. */
export interface PathOptions {
  /** The certificate to prove. */
  readonly target: Certificate;
  /** Certificates that may stand between the target and an anchor, in any order; nothing of them is trusted. */
  readonly candidates: readonly Certificate[];
  /** What the user trusts; from nowhere else. */
  readonly anchors: readonly TrustAnchor[];
  /** The moment to judge for, in milliseconds since 1970, UTC. */
  readonly at: number;
  /** False: dates only decide which of several paths is taken, and are told as warnings. Default true. */
  readonly checkValidity?: boolean;
  /** A purpose (extendedKeyUsage, dotted) that certificates which limit their purposes have to name. Default: none asked. */
  readonly keyPurpose?: string;
  /** What a CA that doesn't allow `keyPurpose` is: RFC 5280 gives an extendedKeyUsage on CAs no meaning. Default `warn`. */
  readonly caKeyPurpose?: 'warn' | 'fail';
  /** False: the target's own extendedKeyUsage is left to the caller. Default true. */
  readonly targetKeyPurpose?: boolean;
  /**
   * False: of the certificates that bear an anchor's subject and key only its own is a path of one. For a signer that its user
   * trusts itself: whoever holds the key can wrap it in another certificate, of any dates. Default true.
   */
  readonly sameKeyIsTrusted?: boolean;
  /** user-initial-policy-set, dotted. Default: anyPolicy. */
  readonly initialPolicies?: readonly string[];
  /** initial-explicit-policy. Default false. */
  readonly requireExplicitPolicy?: boolean;
  /** initial-policy-mapping-inhibit. Default false. */
  readonly inhibitPolicyMapping?: boolean;
  /** initial-any-policy-inhibit. Default false. */
  readonly inhibitAnyPolicy?: boolean;
  /** Critical extensions, beyond those of RFC 5280, that the caller processes itself. Default: none. */
  readonly furtherExtensions?: readonly string[];
  /** What this may cost; handed over again, it bounds several calls together. Default: the numbers of `limits`. @internal */
  readonly budget?: WorkBudget;
}

/** What became of building and validating a path. Only `valid` proves anything. */
export type PathResult =
  /** A path keeps all of RFC 5280 §6.1, revocation apart. `path`: from the target to the anchor's certificate. */
  | {
      readonly status: 'valid';
      readonly path: readonly Certificate[];
      readonly anchor: TrustAnchor;
      /** The user-constrained policy set, sorted; empty where the path has none and none was asked for. */
      readonly policies: readonly string[];
      readonly warnings: readonly PathProblem[];
    }
  /**
   * Chains reach an anchor, and each breaks a rule. Told is the one that is nearest to valid: `problem` is its most telling one.
   * With `expired` and `not-yet-valid` alone another moment may do, with `path-algorithm` nothing is proven either way.
   */
  | {
      readonly status: 'broken';
      readonly problem: PathProblem;
      readonly problems: readonly PathProblem[];
      readonly path: readonly Certificate[];
      readonly anchor: TrustAnchor;
    }
  /**
   * No chain reaches an anchor. `tip`: the certificate whose issuer is missing; `tips`: all of them, empty where none is;
   * `belowTips`: what those signed, for a tip may be a changed copy of the true certificate.
   */
  | {
      readonly status: 'no-chain';
      readonly problem: PathProblem;
      readonly tip: Certificate;
      readonly tips: readonly Certificate[];
      readonly belowTips: readonly Certificate[];
    }
  /** A limit was reached before an answer: nothing is proven. */
  | { readonly status: 'limit'; readonly limit: LimitName };

/** Broken paths looked at for the most telling one; a mesh has more than anyone could read. */
const explained = 16;

/**
 * Builds and validates certification paths (RFC 5280 §6.1, RFC 4158, RFC 9618): is there a path from an anchor to the target
 * that keeps every rule at the given moment? Everything but revocation: signatures (RSA, RSA-PSS, ECDSA, EdDSA, DSA), names,
 * validity, basicConstraints, path lengths, key usage, name constraints of every form, the policy graph with mappings, unknown
 * critical extensions. A CA of the same name that did not sign is not the issuer and breaks nothing.
 *
 * An anchor that is the target itself, by its bytes or by subject and key, gives a path of one. Pure: no clock, no network;
 * the same input gives the same result. Never throws for what certificates contain; hostile ones cost at most the budget.
 * Throws RangeError where `at` is no time: no date is beyond NaN.
 */
export function validatePath(options: PathOptions): PathResult {
  requireTime('at', options.at);
  try {
    return trustedItself(options) ?? build(options);
  } catch (error) {
    if (error instanceof LimitError) return { status: 'limit', limit: error.limit as LimitName };
    throw error;
  }
}

/** The target is an anchor's certificate, or certifies an anchor's name and key: nothing is left to prove but its purpose. */
function trustedItself(options: PathOptions): PathResult | null {
  const { target, anchors, sameKeyIsTrusted = true } = options;
  const isSame = ({ name, key }: TrustAnchor) =>
    !name.isEmpty && sameName(name, target.subject) && key.id === publicKeyOf(target).id;
  const anchor =
    anchors.find(({ certificate }) => certificate.sha256 === target.sha256) ??
    (sameKeyIsTrusted ? anchors.find(isSame) : undefined);
  if (anchor === undefined) return null;
  const { keyPurpose, targetKeyPurpose } = rulesOf(options);
  const problem = targetKeyPurpose ? readable(() => purposeProblem(target, keyPurpose)) : null;
  const path = [target];
  if (problem) return { status: 'broken', problem, problems: [problem], path, anchor };
  return { status: 'valid', path, anchor, policies: [], warnings: anchorWarnings(anchor, options.at) };
}

/**
 * Looks for a faultless path; where there is none, for one with faults of dates alone; then with signatures that can't be
 * checked; then for any, to tell what is wrong. A search is left out where the one before rejected nothing that it would take.
 */
function build(options: PathOptions): PathResult {
  const budget = options.budget ?? new WorkBudget();
  const search: Search = {
    graph: new PathGraph(options.target, options.candidates, options.anchors),
    rules: rulesOf(options),
    links: new Links(budget),
    budget,
  };
  const rejected = new Set<string>();
  let cut = false;
  const first = (tolerates: Goal['tolerates']): JudgedPath | undefined => {
    let path: JudgedPath | undefined;
    const found = (one: JudgedPath) => {
      path = one;
      return true;
    };
    const end = searchPaths(search, { tolerates, found });
    for (const code of end.rejected) rejected.add(code);
    cut ||= end.cut;
    return path;
  };
  let path = first(() => false);
  if (!path && (rejected.has('expired') || rejected.has('not-yet-valid'))) path = first(isDateProblem);
  if (path && (path.problems.length === 0 || options.checkValidity === false)) return valid(path);
  if (!path && rejected.has('path-algorithm')) path = first((one) => isDateProblem(one) || isAlgorithmProblem(one));
  if (!path && rejected.size > 0) path = nearest(search);
  if (path) return broken(path);
  if (cut) throw new LimitError('pathLength' satisfies keyof typeof limits);
  return { status: 'no-chain', ...missingIssuer(search.graph, search.links, options.anchors.length) };
}

/**
 * Of the paths that reach an anchor at all, the one that is nearest to valid. One false signature makes a broken chain; two say
 * that something stands between which only claims, by name and key identifier, to belong there: no chain, and nothing that
 * whoever adds a certificate to a token's unsigned set could disprove it with.
 */
function nearest(search: Search): JudgedPath | undefined {
  const paths: JudgedPath[] = [];
  const found = (path: JudgedPath) => {
    if (path.problems.filter(({ code }) => code === 'path-signature').length > 1) return false;
    return paths.push(path) >= explained;
  };
  try {
    searchPaths(search, { tolerates: () => true, found });
  } catch (error) {
    // What was found so far explains enough.
    if (!(error instanceof LimitError) || paths.length === 0) throw error;
  }
  const distances = new Map(paths.map((path) => [path, distanceFromValid(path.problems)]));
  return paths.sort((a, b) => distances.get(a)! - distances.get(b)!)[0];
}

function valid(path: JudgedPath): PathResult {
  // Only where dates are left to the caller are there any problems.
  const warnings = [...path.problems, ...path.warnings];
  return { status: 'valid', path: whole(path), anchor: path.anchor, policies: path.policies.toSorted(), warnings };
}

function broken(path: JudgedPath): PathResult {
  const { problems, anchor } = path;
  return { status: 'broken', problem: headline(problems)!, problems, path: whole(path), anchor };
}

function whole({ path, anchor }: JudgedPath): readonly Certificate[] {
  return [...path, anchor.certificate];
}

function rulesOf(options: PathOptions): PathRules {
  return {
    at: options.at,
    keyPurpose: options.keyPurpose ?? null,
    caKeyPurpose: options.caKeyPurpose ?? 'warn',
    targetKeyPurpose: options.targetKeyPurpose ?? true,
    furtherExtensions: new Set(options.furtherExtensions),
    initialPolicies: new Set(options.initialPolicies ?? [anyPolicy]),
    requireExplicitPolicy: options.requireExplicitPolicy ?? false,
    inhibitPolicyMapping: options.inhibitPolicyMapping ?? false,
    inhibitAnyPolicy: options.inhibitAnyPolicy ?? false,
  };
}
