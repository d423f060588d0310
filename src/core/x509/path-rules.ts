import { generalNameText } from '../der/general-name.ts';
import { sameName } from '../der/name.ts';
import { isSelfIssued, type TrustAnchor } from './anchor.ts';
import type { Certificate } from './certificate.ts';
import { type CertificateRules, problemsOf, purposeProblem, readable } from './certificate-rules.ts';
import { anyPolicy, extensionOids } from './extensions.ts';
import type { Links } from './links.ts';
import { constrainedNames, violationOf } from './name-constraints.ts';
import type { PathProblem } from './path-problem.ts';
import { PolicyGraph } from './policy-graph.ts';
import { PublicKey, publicKeyOf } from './signature.ts';
import type { WorkBudget } from './work-budget.ts';

/** The inputs of RFC 5280 §6.1.1 that are the same for every path. */
export interface PathRules extends CertificateRules {
  readonly initialPolicies: ReadonlySet<string>;
  readonly requireExplicitPolicy: boolean;
  readonly inhibitPolicyMapping: boolean;
  readonly inhibitAnyPolicy: boolean;
}

/** What RFC 5280 §6.1 says of one path. */
export interface PathJudgement {
  /** Every rule that is broken; the path is valid where there are none. */
  readonly problems: readonly PathProblem[];
  readonly warnings: readonly PathProblem[];
  /** The user-constrained policy set (§6.1.5 (g)). */
  readonly policies: readonly string[];
}

/** Certificates of a path from below the anchor to the target: the order of RFC 5280 §6.1, which counts them from 1. */
type TopDown = readonly Certificate[];

/**
 * Judges one path by RFC 5280 §6.1, revocation apart. `path` runs from the target to the certificate that the anchor issued.
 * Every rule is judged to the end, so that all that is broken can be told. Throws LimitError.
 */
export function judgePath(
  path: readonly Certificate[],
  anchor: TrustAnchor,
  rules: PathRules,
  links: Links,
  budget: WorkBudget,
): PathJudgement {
  const certificates = path.toReversed();
  const target = path[0]!;
  const policy = judgePolicies(certificates, rules, budget);
  const problems = [
    ...judgeLinks(certificates, anchor, links),
    ...certificates.flatMap((one) => problemsOf(one, one === target ? 'target' : 'ca', rules)),
    ...judgeLengths(certificates),
    ...judgeNames(certificates, budget),
    ...policy.problems,
  ];
  const purposeOf = (ca: Certificate) => readable(() => purposeProblem(ca, rules.keyPurpose)) ?? null;
  const purposes = rules.caKeyPurpose === 'warn' ? path.slice(1).map(purposeOf) : [];
  const warnings = [...purposes.filter((problem) => problem !== null), ...anchorWarnings(anchor, rules.at)];
  return { problems, warnings, policies: policy.accepted };
}

/** The anchor's own dates are no rule of §6.1, but worth knowing. */
export function anchorWarnings({ certificate }: TrustAnchor, at: number): PathProblem[] {
  const { notBefore, notAfter } = certificate;
  if (at >= notBefore && at <= notAfter) return [];
  return [{ code: 'anchor-dates', certificate, facts: { notBefore, notAfter } }];
}

/**
 * §6.1.3 (a)(1) and (4): each signature by the working key, each issuer the working name. §6.1.4 (c)-(f): a DSA key without
 * parameters takes over those of the key before it.
 */
function judgeLinks(certificates: TopDown, anchor: TrustAnchor, links: Links): PathProblem[] {
  const problems: PathProblem[] = [];
  let workingKey = anchor.key;
  let workingName = anchor.name;
  for (const certificate of certificates) {
    const result = links.check(certificate, workingKey);
    if (result.status === 'invalid') problems.push({ code: 'path-signature', certificate });
    if (result.status === 'unsupported')
      problems.push({ code: 'path-algorithm', certificate, facts: { reason: result.reason } });
    if (!sameName(certificate.issuer, workingName)) problems.push({ code: 'path-name-chaining', certificate });
    const key = publicKeyOf(certificate);
    workingKey = key.lacksParameters ? new PublicKey(certificate.spki, workingKey) : key;
    workingName = certificate.subject;
  }
  return problems;
}

/** §6.1.4 (l), (m): pathLenConstraint counts the certificates below that aren't self-issued, the target apart. */
function judgeLengths(certificates: TopDown): PathProblem[] {
  const problems: PathProblem[] = [];
  let maximum = Number.POSITIVE_INFINITY;
  for (const certificate of certificates.slice(0, -1)) {
    if (!isSelfIssued(certificate)) {
      if (maximum <= 0) {
        problems.push({ code: 'path-length', certificate });
        break;
      }
      maximum--;
    }
    const own = readable(() => certificate.basicConstraints)?.pathLength;
    maximum = Math.min(maximum, own ?? maximum);
  }
  return problems;
}

/** §6.1.3 (b), (c), §6.1.4 (g): every CA's constraints on every name below it; self-issued ones are exempt but for the target. */
function judgeNames(certificates: TopDown, budget: WorkBudget): PathProblem[] {
  const problems: PathProblem[] = [];
  const target = certificates.at(-1);
  for (const [index, ca] of certificates.entries()) {
    for (const below of certificates.slice(index + 1)) {
      if (below !== target && isSelfIssued(below)) continue;
      const problem = nameProblem(ca, below, budget);
      if (problem) problems.push(problem);
    }
  }
  return problems;
}

/** What of a certificate's names the constraints of a CA above it don't allow; null where they allow all. Throws LimitError. */
export function nameProblem(ca: Certificate, below: Certificate, budget: WorkBudget): PathProblem | null {
  const constraints = readable(() => ca.nameConstraints);
  if (constraints === undefined) return null;
  const names = readable(() => constrainedNames(below));
  if (names === undefined) {
    const facts = { extension: extensionOids.subjectAltName, reason: 'malformed' };
    return { code: 'path-critical-extension', certificate: below, facts };
  }
  const { critical } = ca.extensions.get(extensionOids.nameConstraints)!;
  const violation = violationOf(names, constraints, critical, budget);
  if (violation === null) return null;
  const facts = { name: generalNameText(violation.name), reason: violation.reason, ca: ca.subject.text };
  return { code: 'path-name-constraints', certificate: below, facts };
}

interface PolicyJudgement {
  readonly problems: PathProblem[];
  readonly accepted: readonly string[];
}

/**
 * §6.1.2 (a), (d)-(f), §6.1.3 (d)-(f), §6.1.4 (a), (b), (h)-(j), §6.1.5 (a), (b), (g): policies, on the graph of RFC 9618.
 */
function judgePolicies(certificates: TopDown, rules: PathRules, budget: WorkBudget): PolicyJudgement {
  const n = certificates.length;
  const graph = new PolicyGraph(budget);
  let explicitPolicy = rules.requireExplicitPolicy ? 0 : n + 1;
  let policyMapping = rules.inhibitPolicyMapping ? 0 : n + 1;
  let inhibitAny = rules.inhibitAnyPolicy ? 0 : n + 1;
  const broken = (certificate: Certificate, reason: string): PolicyJudgement => ({
    problems: [{ code: 'path-policy', certificate, facts: { reason } }],
    accepted: [],
  });
  for (const [index, certificate] of certificates.entries()) {
    const isLast = index === n - 1;
    const selfIssued = isSelfIssued(certificate);
    // A malformed extension is a problem of its own, found elsewhere; here it leaves no policy.
    const policies = readable(() => certificate.certificatePolicies) ?? new Set<string>();
    graph.add(policies, inhibitAny > 0 || (!isLast && selfIssued));
    if (explicitPolicy === 0 && graph.isEmpty) return broken(certificate, 'explicit-policy-required');
    const constraints = readable(() => certificate.policyConstraints);
    if (isLast) {
      if (explicitPolicy > 0) explicitPolicy--;
      if (constraints?.requireExplicitPolicy === 0) explicitPolicy = 0;
      break;
    }
    const mappings = readable(() => certificate.policyMappings) ?? [];
    if (mappings.some((one) => one.issuerDomainPolicy === anyPolicy || one.subjectDomainPolicy === anyPolicy)) {
      return broken(certificate, 'any-policy-mapped');
    }
    if (policyMapping > 0) graph.map(mappings);
    else graph.remove(mappings);
    if (!selfIssued) {
      explicitPolicy = Math.max(0, explicitPolicy - 1);
      policyMapping = Math.max(0, policyMapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    explicitPolicy = Math.min(explicitPolicy, constraints?.requireExplicitPolicy ?? explicitPolicy);
    policyMapping = Math.min(policyMapping, constraints?.inhibitPolicyMapping ?? policyMapping);
    inhibitAny = Math.min(inhibitAny, readable(() => certificate.inhibitAnyPolicy) ?? inhibitAny);
  }
  const accepted = [...graph.userConstrained(rules.initialPolicies)];
  if (explicitPolicy === 0 && accepted.length === 0) return broken(certificates[n - 1]!, 'no-accepted-policy');
  return { problems: [], accepted };
}
