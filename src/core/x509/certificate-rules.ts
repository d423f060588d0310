import { DerError } from '../der/errors.ts';
import { equalOctets } from '../der/integer.ts';
import type { Certificate } from './certificate.ts';
import { anyExtendedKeyUsage, extensionOids as oids } from './extensions.ts';
import type { PathProblem } from './path-problem.ts';

/** Extensions that are read by the certificate's own getters. */
const readers: Readonly<Record<string, (certificate: Certificate) => unknown>> = {
  [oids.basicConstraints]: (certificate) => certificate.basicConstraints,
  [oids.keyUsage]: (certificate) => certificate.keyUsage,
  [oids.extendedKeyUsage]: (certificate) => certificate.extendedKeyUsage,
  [oids.subjectKeyIdentifier]: (certificate) => certificate.subjectKeyIdentifier,
  [oids.authorityKeyIdentifier]: (certificate) => certificate.authorityKeyIdentifier,
  [oids.subjectAltName]: (certificate) => certificate.subjectAltName,
  [oids.nameConstraints]: (certificate) => certificate.nameConstraints,
  [oids.certificatePolicies]: (certificate) => certificate.certificatePolicies,
  [oids.policyMappings]: (certificate) => certificate.policyMappings,
  [oids.policyConstraints]: (certificate) => certificate.policyConstraints,
  [oids.inhibitAnyPolicy]: (certificate) => certificate.inhibitAnyPolicy,
  [oids.privateKeyUsagePeriod]: (certificate) => certificate.privateKeyUsagePeriod,
  [oids.authorityInfoAccess]: (certificate) => certificate.authorityInfoAccess,
};

/** Critical extensions that ask nothing of a path: where to find things, other names of the issuer, and what revocation reads. */
const known: ReadonlySet<string> = new Set([
  ...Object.keys(readers),
  oids.issuerAltName,
  oids.subjectInfoAccess,
  oids.cRLDistributionPoints,
  oids.freshestCRL,
  oids.noRevAvail,
]);

/** Extensions that path validation processes, critical or not (RFC 5280 §4.2): a malformed one can't be passed over. */
const processed: ReadonlySet<string> = new Set([
  oids.basicConstraints,
  oids.keyUsage,
  oids.nameConstraints,
  oids.certificatePolicies,
  oids.policyMappings,
  oids.policyConstraints,
  oids.inhibitAnyPolicy,
]);

/** What is asked of every certificate. */
export interface CertificateRules {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly keyPurpose: string | null;
  readonly caKeyPurpose: 'warn' | 'fail';
  readonly targetKeyPurpose: boolean;
  /** Critical extensions, beyond those of RFC 5280, that the caller processes. */
  readonly furtherExtensions: ReadonlySet<string>;
}

/**
 * What is wrong with a certificate wherever it stands in a path: validity (RFC 5280 §6.1.3 (a)(2)), extensions (§4.2, §6.1.4
 * (o), §6.1.5 (f)), and for a CA §6.1.4 (k) and (n). Empty where nothing is.
 */
export function problemsOf(certificate: Certificate, role: 'target' | 'ca', rules: CertificateRules): PathProblem[] {
  const problems = [...dateProblems(certificate, rules.at), ...extensionProblems(certificate, rules)];
  const { signatureAlgorithm: outer, innerAlgorithm: inner } = certificate;
  if (outer.oid !== inner.oid || !sameParameters(outer.parameters, inner.parameters)) {
    problems.push({ code: 'path-signature', certificate, facts: { reason: 'algorithms-differ' } });
  }
  // The values of malformed extensions can't be judged further; that they are is a problem already.
  if (problems.some(({ code }) => code === 'path-critical-extension')) return problems;
  if (role === 'ca') problems.push(...caProblems(certificate));
  const fails = role === 'ca' ? rules.caKeyPurpose === 'fail' : rules.targetKeyPurpose;
  const purpose = fails ? purposeProblem(certificate, rules.keyPurpose) : null;
  if (purpose) problems.push(purpose);
  return problems;
}

/** RFC 5280 §4.1.2.5: both ends belong to the period. */
function dateProblems(certificate: Certificate, at: number): PathProblem[] {
  const { notBefore, notAfter } = certificate;
  if (at < notBefore) return [{ code: 'not-yet-valid', certificate, facts: { notBefore } }];
  if (at > notAfter) return [{ code: 'expired', certificate, facts: { notAfter } }];
  return [];
}

function extensionProblems(
  certificate: Certificate,
  { furtherExtensions, keyPurpose }: CertificateRules,
): PathProblem[] {
  const problem = (extension: string, reason: string): PathProblem => ({
    code: 'path-critical-extension',
    certificate,
    facts: { extension, reason },
  });
  const problems: PathProblem[] = [];
  for (const oid of certificate.duplicateExtensions) problems.push(problem(oid, 'duplicate'));
  for (const { oid, critical } of certificate.extensions.values()) {
    if (critical && !known.has(oid) && !furtherExtensions.has(oid)) problems.push(problem(oid, 'unknown'));
    const counts = critical || processed.has(oid) || (oid === oids.extendedKeyUsage && keyPurpose !== null);
    const read = readers[oid];
    if (counts && read !== undefined && isMalformed(certificate, read)) problems.push(problem(oid, 'malformed'));
  }
  return problems;
}

function isMalformed(certificate: Certificate, read: (certificate: Certificate) => unknown): boolean {
  return readable(() => [read(certificate)]) === undefined;
}

/** RFC 5280 §6.1.4 (k): a version 3 certificate with cA TRUE; older ones only ever as anchors. (n): keyCertSign. */
function caProblems(certificate: Certificate): PathProblem[] {
  const problems: PathProblem[] = [];
  if (certificate.version !== 3 || certificate.basicConstraints?.cA !== true) {
    problems.push({ code: 'path-basic-constraints', certificate });
  }
  if (certificate.keyUsage?.has('keyCertSign') === false) problems.push({ code: 'path-key-usage', certificate });
  return problems;
}

/** An extendedKeyUsage with neither the purpose nor anyExtendedKeyUsage (RFC 5280 §4.2.1.12); null where none forbids it. */
export function purposeProblem(certificate: Certificate, keyPurpose: string | null): PathProblem | null {
  if (keyPurpose === null) return null;
  const purposes = certificate.extendedKeyUsage;
  if (purposes === undefined || purposes.includes(keyPurpose) || purposes.includes(anyExtendedKeyUsage)) return null;
  return { code: 'path-purpose', certificate, facts: { purpose: keyPurpose } };
}

/** An extension's value, undefined where it is absent or malformed: for what only helps, or is told by problemsOf elsewhere. */
export function readable<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** `equal` where the child names the issuer's key by its identifier, `open` where one of the two says nothing. */
export function keyIdentifiers(child: Certificate, issuer: Certificate): 'equal' | 'open' | 'differ' {
  const wanted = readable(() => child.authorityKeyIdentifier)?.keyIdentifier;
  const found = readable(() => issuer.subjectKeyIdentifier);
  if (!wanted || !found) return 'open';
  return equalOctets(wanted, found) ? 'equal' : 'differ';
}

function sameParameters(a: 'absent' | 'null' | Uint8Array, b: 'absent' | 'null' | Uint8Array): boolean {
  // Absent and NULL say the same, and some encoders write one here and the other there.
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b;
  return equalOctets(a, b);
}
