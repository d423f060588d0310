import { limits } from '../der/limits.ts';
import { sameName } from '../der/name.ts';
import type { Code } from '../verdict/codes.ts';
import type { Facts } from '../verdict/findings.ts';
import type { Says, SourceLine } from '../verdict/source-line.ts';
import type { Want } from '../verdict/want.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readable } from '../x509/certificate-rules.ts';
import { extensionOids } from '../x509/extensions.ts';
import { crlStatements } from './crl-statements.ts';
import { directoryNames, distributionPointsOf } from './distribution-point.ts';
import type { Inquiry, Standing } from './inquiry.ts';
import { ocspStatements } from './ocsp-statements.ts';
import { allReasons, holdMask, type ReasonMask } from './reason.ts';
import { counts, type Refusal, type RefusalRule, type Revocation, type Statement } from './statement.ts';
import { issuerWants, wantsFor } from './want.ts';

/** Why nothing that was tried counts: the cause in one of the five words of the rule, or a limit, and the refusal nearest to an answer. */
export interface Cause {
  readonly code: 'stale' | 'not-authentic' | 'out-of-scope' | 'unreachable' | 'no-source' | 'limit';
  readonly rule: RefusalRule;
  /** The exact reason. */
  readonly detail: Code;
  readonly facts: Facts;
  readonly url: string | null;
}

/** On whose word it is known whether a certificate is revoked. */
export interface Proof {
  /** Milliseconds since 1970, of the oldest answer that is needed. */
  readonly thisUpdate: number;
  readonly url: string | null;
  /** A list is needed that a delta may outdate. */
  readonly byCompleteCrl: boolean;
  /** See `Statement`; of the answer that was fetched first. */
  readonly heldSince: number;
}

/** What all answers together say of one certificate, whatever token it signed. Times in milliseconds since 1970. */
export interface RevocationEvidence {
  /** Revocations other than hold, of whatever age, each as one answer tells it. */
  readonly revocations: readonly Revocation[];
  /** The newest word, where that is a hold. */
  readonly hold: Revocation | null;
  readonly neverIssued: { readonly url: string | null } | null;
  /** Proven not to be revoked, for all reasons. */
  readonly good: Proof | null;
  /**
   * For all reasons it is known whether it is revoked, and for which: by answers each of which could have proven it good. Without
   * that a revocation may be an old one, whose reason has become a worse one since.
   */
  readonly settled: Proof | null;
  /** What is missing to prove something good; null where `good`, `settled`, `hold` or `neverIssued` is there. */
  readonly cause: Cause | null;
  /** id-ce-noRevAvail: its issuer publishes nothing (RFC 9608). */
  readonly noRevAvail: boolean;
  readonly lines: readonly SourceLine[];
  readonly wants: readonly Want[];
}

/** Gathers what is known of one certificate; everything of the rule on revocation that doesn't depend on the token. */
export function gatherEvidence(certificate: Certificate, issuer: Certificate, inquiry: Inquiry): RevocationEvidence {
  const statements = [...ocspStatements(certificate, issuer, inquiry), ...crlStatements(certificate, issuer, inquiry)];
  const revocations = statements.flatMap((one) =>
    one.says === 'revoked' && one.revocation !== null && counts(one) ? [one.revocation] : [],
  );
  const never = statements.find((one) => one.says === 'never-issued' && counts(one));
  const good = proofOf(statements, ['good']);
  const settled = proofOf(statements, ['good', 'revoked']);
  const hold = holdOf(statements);
  const decided = never !== undefined || settled !== null || hold !== null;
  const failed = inquiry.failed.filter((one) => one.for === null || one.for === certificate.sha256);
  const failures = failed.map((one) => ({
    refusal: { rule: 'source' as const, code: one.code, facts: { reason: one.reason }, of: 'all' as const },
    url: one.url,
    fromToken: one.origin === 'token',
  }));
  return {
    revocations,
    hold,
    neverIssued: never === undefined ? null : { url: never.url },
    good,
    settled,
    cause: decided ? null : causeOf(statements, failures),
    noRevAvail: hasNoRevAvail(certificate),
    lines: [...statements.map(lineOf), ...failed.map(failureLine)],
    wants: wantsOf(certificate, issuer, statements, inquiry),
  };
}

/**
 * RFC 5280 §6.3.3 (e), (l): only answers that together cover all reasons prove something. The newest are taken first; the proof
 * is as old as the oldest of those needed.
 */
function proofOf(statements: readonly Statement[], words: readonly Says[]): Proof | null {
  const all = statements.filter(({ says, refusal }) => words.includes(says) && refusal === null);
  let covered: ReasonMask = 0;
  let byCompleteCrl = false;
  let heldSince = Number.POSITIVE_INFINITY;
  for (const { kind, reasons, thisUpdate, url, ...one } of all.toSorted((a, b) => b.thisUpdate - a.thisUpdate)) {
    covered |= reasons;
    byCompleteCrl ||= kind === 'crl';
    heldSince = Math.min(heldSince, one.heldSince);
    if ((covered & allReasons) === allReasons) return { thisUpdate, url, byCompleteCrl, heldSince };
  }
  return null;
}

/** A hold is released by whatever later answer says good of it; unlike a revocation it is no last word (RFC 5280 §5.3.1). */
function holdOf(statements: readonly Statement[]): Revocation | null {
  const newest = statements
    .filter((one) => one.says === 'good' && one.refusal === null && (one.reasons & holdMask) !== 0)
    .reduce((latest, { thisUpdate }) => Math.max(latest, thisUpdate), Number.NEGATIVE_INFINITY);
  const known = (one: Statement) =>
    one.refusal === null ||
    // A delta that suspends speaks for itself; and what proves nothing good still outlives what is older.
    one.refusal.code === 'delta-without-base' ||
    (one.refusal.of === 'good' && newest !== Number.NEGATIVE_INFINITY);
  const holds = statements.filter((one) => one.says === 'on-hold' && known(one) && one.thisUpdate >= newest);
  return holds.toSorted((a, b) => b.thisUpdate - a.thisUpdate)[0]?.revocation ?? null;
}

/** Pointers out of authentic lists are followed, and of the others only the one to the issuer that they lack. */
function wantsOf(
  certificate: Certificate,
  issuer: Certificate,
  statements: readonly Statement[],
  { crls }: Inquiry,
): readonly Want[] {
  const byName = new Map(statements.map((one) => [one.sha256, one.refusal]));
  const authentic = crls.filter(({ crl }) => {
    const refused = byName.get(crl.sha256);
    return refused === null || refused?.rule === 'revocation.fresh';
  });
  // What the token brings points nowhere: its author wrote the list, and nothing says that an authority did.
  const unsigned = crls.filter(
    ({ crl, origin }) => origin !== 'token' && byName.get(crl.sha256)?.facts.reason === 'no-signer',
  );
  return [...wantsFor(certificate, issuer, authentic), ...unsigned.flatMap(issuerWants)];
}

/** Codes by how near they are to an answer, nearest first, with the word that the rule has for them. */
const causes: readonly (readonly [Code, Cause['code']])[] = [
  ['stale', 'stale'],
  ['reasons-missing', 'out-of-scope'],
  ['algorithm-not-for-creation', 'not-authentic'],
  ['algorithm-no-longer-accepted', 'not-authentic'],
  ['algorithm-unlisted', 'not-authentic'],
  ['critical-revocation-extension', 'not-authentic'],
  ['not-authentic', 'not-authentic'],
  ['revocation-nonce', 'out-of-scope'],
  ['delta-without-base', 'out-of-scope'],
  ['responder-unknown', 'out-of-scope'],
  ['out-of-scope', 'out-of-scope'],
  ['responder-error', 'unreachable'],
  ['revocation-unreadable', 'unreachable'],
  ['unreachable', 'unreachable'],
  ['not-yet-known', 'no-source'],
];

/** An answer, or what was tried for one, with what is wrong with it. */
interface Refused {
  readonly refusal: Refusal;
  readonly url: string | null;
  readonly fromToken: boolean;
}

function causeOf(statements: readonly Statement[], failures: readonly Refused[]): Cause {
  const some = statements.find((one) => (one.says === 'good' || one.says === 'revoked') && one.refusal === null);
  const refused = [...statements, ...failures].flatMap((one): Refused[] =>
    one.refusal === null ? [] : [{ ...one, refusal: one.refusal }],
  );
  if (some) {
    const refusal: Refusal = { rule: 'revocation.scope', code: 'reasons-missing', of: 'good', facts: {} };
    refused.push({ ...some, refusal });
  }
  const place = (code: Code) => causes.findIndex(([one]) => one === code);
  // What is about other certificates, often of the same path, tells less than that a source was not reached; and what the token
  // brings, to which anyone can have added, least of all.
  const distance = ({ refusal: { code, facts }, fromToken }: Refused) =>
    (facts.reason === 'other-issuer' || facts.reason === 'other-certificate' ? causes.length : place(code)) +
    (fromToken ? causes.length + 1 : 0);
  const [nearest] = refused.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return { code: 'no-source', rule: 'source', detail: 'no-source', facts: {}, url: null };
  const { rule, code: detail, facts } = nearest.refusal;
  return { code: causes[place(detail)]?.[1] ?? 'not-authentic', rule, detail, facts, url: nearest.url };
}

/**
 * RFC 9608 §2 and §3: a certificate whose issuer says that there is no revocation information for it. On a CA's certificate, or beside
 * pointers to such information, the extension contradicts itself, and is as if it were not there.
 */
function hasNoRevAvail(certificate: Certificate): boolean {
  const { extensions } = certificate;
  if (!extensions.has(extensionOids.noRevAvail)) return false;
  if (extensions.has(extensionOids.cRLDistributionPoints) || extensions.has(extensionOids.freshestCRL)) return false;
  const access = extensions.has(extensionOids.authorityInfoAccess)
    ? readable(() => certificate.authorityInfoAccess)
    : { ocsp: [] };
  const isCa = extensions.has(extensionOids.basicConstraints)
    ? readable(() => certificate.basicConstraints)?.cA !== false
    : false;
  return !isCa && access?.ocsp.length === 0;
}

function lineOf(one: Statement): SourceLine {
  const { kind, url, sha256, thisUpdate, nextUpdate, says, refusal } = one;
  const counted = counts(one);
  return {
    kind,
    url,
    sha256,
    thisUpdate,
    nextUpdate,
    says,
    counts: counted,
    code: counted ? null : (refusal?.code ?? 'out-of-scope'),
    facts: counted ? {} : (refusal?.facts ?? {}),
  };
}

function failureLine({ kind, url, code, reason }: Inquiry['failed'][number]): SourceLine {
  const nothing = { sha256: null, thisUpdate: null, nextUpdate: null, says: 'nothing', counts: false } as const;
  return { kind, url, ...nothing, code, facts: { reason } };
}

/**
 * How a certificate of a CRL issuer or responder stands, by the same answers. One that would be needed to judge itself, or the one
 * in question, stays undetermined, so that no circle of signers vouches for itself; but for a CRL issuer whose own certificate names
 * it as the one who tells its status, for then its CA has published it nowhere else (PKITS 4.14.30).
 */
export function standings(question: Certificate, inquiry: () => Inquiry): Inquiry['standingOf'] {
  const open = new Set([question.sha256]);
  const known = new Map<string, Standing>();
  let judged = 0;
  const judge = (certificate: Certificate, issuer: Certificate): Standing => {
    open.add(certificate.sha256);
    const { revocations, hold, neverIssued, good, noRevAvail, wants } = gatherEvidence(certificate, issuer, inquiry());
    open.delete(certificate.sha256);
    if (revocations.length > 0) return { status: 'revoked', revocations };
    if (neverIssued === null && hold === null && (good !== null || noRevAvail)) return { status: 'good' };
    inquiry().wants.push(...wants);
    return { status: 'undetermined' };
  };
  return (certificate, issuer) => {
    if (open.has(certificate.sha256)) return { status: namesItself(certificate) ? 'good' : 'undetermined' };
    const name = `${certificate.sha256} ${issuer.sha256}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    // A crowd of signers proves nothing, and hides nothing that the issuer itself says.
    if (++judged > limits.revocationDepth) return { status: 'undetermined' };
    const isAlone = open.size === 1;
    const standing = judge(certificate, issuer);
    // Judged for another signer, it may be undetermined for that one's sake alone.
    if (isAlone) known.set(name, standing);
    return standing;
  };
}

function namesItself(certificate: Certificate): boolean {
  return distributionPointsOf(certificate).some(({ crlIssuer }) =>
    directoryNames(crlIssuer ?? []).some((name) => sameName(name, certificate.subject)),
  );
}
