import { type Candidate, tokenLast } from './cms/candidate.ts';
import type { JudgedSigner } from './cms/check-signer.ts';
import { DerError } from './der/errors.ts';
import type { Session } from './session.ts';
import { idKpTimeStamping } from './tsp/check-tsa-certificate.ts';
import { type Findings, form, type Severity } from './verdict/findings.ts';
import type { Want } from './verdict/want.ts';
import type { WholeInput } from './verify-input.ts';
import type { TrustAnchor } from './x509/anchor.ts';
import type { Certificate } from './x509/certificate.ts';
import { certificateLabel } from './x509/certificate-label.ts';
import type { PathOptions, PathResult } from './x509/path.ts';
import { isDateProblem } from './x509/path-problem.ts';

/** The path as far as it got: from the signer on, to the anchor where there is one. */
export interface CheckedPath {
  readonly certificates: readonly Certificate[];
  /** Null where no chain reaches one. */
  readonly anchor: TrustAnchor | null;
  /** True where the path keeps RFC 5280 §6.1, dates apart: only then it tells where revocation is published. */
  readonly valid: boolean;
  readonly wants: readonly Want[];
}

/** EN 319 102-1 §5.2.6.4: a chain that breaks a constraint leaves the signature undecided; RFC 5280 §6.1.6 refuses it. */
const brokenChain: Severity = { default: 'fail', etsi: 'unknown', strict: 'fail' };
const tlsRoots: Severity = { default: 'warning', etsi: 'unknown', strict: 'unknown' };
/** Expiry is announced this long before it comes: 12 months, in milliseconds. */
const expiryNotice = 365 * 86_400_000;

/** Names a CA of a path that is known to be revoked; null for none. */
export type RevokedCa = (path: readonly Certificate[], anchor: TrustAnchor) => Certificate | null;

/** The rules `path.*`: a chain to one of the user's anchors, whole by RFC 5280 §6.1, and its dates at `at`. */
export function checkPath(
  { certificate: target, proven }: JudgedSigner,
  candidates: readonly Candidate[],
  input: WholeInput,
  at: number | null,
  session: Session,
  revoked: RevokedCa,
  findings: Findings,
): CheckedPath {
  const without = (wants: readonly Want[]): CheckedPath => ({
    certificates: [target],
    anchor: null,
    valid: false,
    wants,
  });
  if (at === null) return without([]);
  const options = {
    target,
    // What the user gave or had fetched is tried before what the token carries, which anyone can have added to.
    candidates: tokenLast(candidates).map(({ certificate }) => certificate),
    anchors: input.anchors,
    at,
    // Dates are a rule of their own: they decide between several paths, and nothing else here.
    checkValidity: false,
    keyPurpose: idKpTimeStamping,
    targetKeyPurpose: false,
    // A signer's certificate that the user trusts is that one alone, which the token's ESSCertID names.
    sameKeyIsTrusted: false,
  };
  const own = candidates.filter(({ origin }) => origin === 'token').map(({ certificate }) => certificate);
  const generation = session.generation(input.anchors, input.candidates);
  const result = bestPath(options, (more, name) => session.paths.validate(more, `${generation}${name}`, own), revoked);
  const copies = proven && result.status === 'broken' ? betterCopies(result) : [];
  sayResult(result, at, input, copies.length > 0, findings);
  if (copies.length > 0) return without(copies);
  if (result.status === 'valid' || result.status === 'broken') {
    return { certificates: result.path, anchor: result.anchor, valid: result.status === 'valid', wants: [] };
  }
  const wants = result.status === 'no-chain' ? issuerWants([...result.tips, ...result.belowTips]) : [];
  return without(proven ? wants : []);
}

/** Paths tried one after the other, each without the CAs that were found revoked: one CA has a handful of cross-certificates. */
const pathsTried = 8;

/** The first valid path of which no CA is revoked; where all have one, the first of them. */
function bestPath(
  options: PathOptions,
  validate: (options: PathOptions, name: string) => PathResult,
  revoked: RevokedCa,
): PathResult {
  const first = validate(options, '');
  const left = new Set<string>();
  let result = first;
  for (let i = 0; i < pathsTried && result.status === 'valid'; i++) {
    const ca = revoked(result.path, result.anchor);
    // One of other dates is another certificate of the same authority, which forgot it there, and no better word.
    if (ca === null) return result === first || !result.warnings.some(isDateProblem) ? result : first;
    left.add(ca.sha256);
    const candidates = options.candidates.filter(({ sha256 }) => !left.has(sha256));
    result = validate({ ...options, candidates }, ` without ${[...left].join()}`);
  }
  return first;
}

/**
 * Where a CA's certificate bears the key that signed below it, and a false signature itself, it is a spoilt copy that anyone
 * can have put into the token: where the certificate below names a place for the true one, nothing is disproven yet.
 */
function betterCopies({ problem, problems, path }: Extract<PathResult, { status: 'broken' }>): Want[] {
  const place = path.indexOf(problem.certificate);
  const [first, ...more] = problems.filter(({ code }) => code === 'path-signature');
  if (first !== problem || more.length > 0 || place < 1) return [];
  return issuerWants(path.slice(place - 1, place));
}

/** `undecided`: a certificate that breaks the path may be had in a better copy. */
function sayResult(result: PathResult, at: number, input: WholeInput, undecided: boolean, findings: Findings): void {
  switch (result.status) {
    case 'limit':
      return findings.unknown('path.build', 'limit', { object: result.limit });
    case 'no-chain': {
      const { certificate, facts } = result.problem;
      return findings.unknown('path.build', 'no-chain', { object: certificateLabel(certificate), facts: facts ?? {} });
    }
    case 'broken': {
      findings.pass('path.build');
      const { code, certificate, facts } = result.problem;
      const about = { object: certificateLabel(certificate), facts: facts ?? {} };
      // A signature that can't be checked is not a wrong one.
      if (code === 'path-algorithm' || undecided) findings.unknown('path.constraints', code, about);
      else findings.deviation('path.constraints', code, brokenChain, about);
      return;
    }
    case 'valid': {
      sayAnchor(result.anchor, input, findings);
      findings.pass('path.constraints');
      for (const { code, certificate, facts } of result.warnings) {
        const about = { object: certificateLabel(certificate), facts: facts ?? {} };
        if (code === 'path-purpose') findings.deviation('path.constraints', code, form, about);
        else if (code === 'anchor-dates') findings.warn('path.validity', code, about);
      }
      sayValidity(result.path, at, findings);
    }
  }
}

function sayAnchor(anchor: TrustAnchor, input: WholeInput, findings: Findings): void {
  const object = certificateLabel(anchor.certificate);
  findings.pass('path.build', { object });
  if (input.tlsAnchors?.has(anchor)) findings.deviation('path.build', 'tls-root-set', tlsRoots, { object });
}

/** RFC 5280 §6.1.3 (a)(2) for every certificate below the anchor: an expired token is neither invalid nor plainly valid. */
function sayValidity(path: readonly Certificate[], at: number, findings: Findings): void {
  const rule = 'path.validity';
  const below = path.length > 1 ? path.slice(0, -1) : path;
  for (const certificate of below) {
    const about = {
      object: certificateLabel(certificate),
      facts: { notBefore: certificate.notBefore, notAfter: certificate.notAfter },
    };
    if (at > certificate.notAfter) findings.unknown(rule, 'expired', about);
    else if (at < certificate.notBefore) findings.unknown(rule, 'not-yet-valid', about);
    else if (certificate.notAfter - at < expiryNotice) findings.warn(rule, 'expires-soon', about);
  }
  findings.pass(rule);
}

/** AIA caIssuers (RFC 5280 §4.2.2.1) of certificates whose issuer is missing. */
export function issuerWants(tips: readonly Certificate[]): Want[] {
  const wants = new Map<string, Want>();
  for (const tip of tips) {
    try {
      for (const url of tip.authorityInfoAccess?.caIssuers ?? []) {
        wants.set(url, { kind: 'issuer', for: certificateLabel(tip), url });
      }
    } catch (error) {
      // A malformed extension offers no URL; the path rules report it when a chain is found.
      if (!(error instanceof DerError)) throw error;
    }
  }
  return [...wants.values()];
}
