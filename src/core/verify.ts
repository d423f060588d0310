import { hash } from 'node:crypto';
import type { Candidate } from './cms/candidate.ts';
import { hashableForms } from './cms/certificate-set.ts';
import { checkFurtherEss } from './cms/check-ess.ts';
import { checkSigner, type JudgedSigner, signatureHashOf } from './cms/check-signer.ts';
import { idSignedData } from './cms/content-info.ts';
import { DerError } from './der/errors.ts';
import { type GeneralName, generalNameText } from './der/general-name.ts';
import { hashOf } from './der/hashes.ts';
import { equalOctets, integerHex, toBigInt, toHex } from './der/integer.ts';
import { checkStrength } from './policy/check-strength.ts';
import { judgeTstList, type TstListJudgement } from './revocation/tst-list/judge.ts';
import { TstQuestion } from './revocation/tst-list/question.ts';
import { Session } from './session.ts';
import { checkImprint } from './tsp/check-imprint.ts';
import { checkResponse } from './tsp/check-response.ts';
import { checkTsaCertificate } from './tsp/check-tsa-certificate.ts';
import { checkTstInfo, genInterval } from './tsp/check-tst-info.ts';
import type { TokenFile } from './tsp/token.ts';
import { idCtTstInfo, type TstInfo } from './tsp/tst-info.ts';
import { aggregate, type Summary } from './verdict/aggregate.ts';
import { Findings, form } from './verdict/findings.ts';
import type { EvidenceEntry, Judgement, PathEntry, TokenFacts } from './verdict/judgement.ts';
import type { RuleId } from './verdict/rules.ts';
import { type Want, wantKey } from './verdict/want.ts';
import { type VerifyInput, type WholeInput, withDefaults } from './verify-input.ts';
import { type CheckedPath, checkPath, type RevokedCa } from './verify-path.ts';
import { type Asked, askedOf, type CheckedRevocation, checkRevocation, revokedCa } from './verify-revocation.ts';
import type { Certificate } from './x509/certificate.ts';

/**
 * Verifies a time-stamp token fully: the four checks of the specification in their order, every rule under its id, with the clause that it
 * implements in `rules` (RFC 3161, RFC 5816, RFC 5652, RFC 5280 §6, RFC 6960).
 *
 * Returns a {@link Judgement}; a bad token is a verdict and never an exception. `wants` names what could be fetched to decide more: fetch
 * it, hand it over as well, and call again, or let {@link verifyFetching} do that. The same input gives the same judgement. `session`
 * only saves work over many tokens. Throws nothing that hostile input can cause; RangeError where an argument of the caller's makes no
 * sense: a time that is none, a policy that there isn't, a hash of another length than its algorithm's.
 */
export function verify(given: VerifyInput, session: Session = new Session()): Judgement {
  const input = withDefaults(given);
  const findings = new Findings(input.policy);
  const { token } = input;
  const at = momentOf(input);
  const candidates = [...tokenCertificates(token, session, findings), ...input.candidates];

  checkContentType(token, findings);
  const { signedData, tstInfo } = token;
  let signer: JudgedSigner | null = null;
  let path: CheckedPath | null = null;
  let asked: Asked | null = null;
  let revocation: CheckedRevocation | null = null;
  if (tstInfo !== null) checkImprint(tstInfo, input.digests, input.request, findings);
  if (signedData !== null) signer = checkSigner(signedData, idCtTstInfo, candidates, findings);
  checkResponse(token, input.request, signerSent(signer, candidates), findings);
  if (tstInfo !== null) checkTstInfo(tstInfo, input, signer?.certificate ?? null, findings);
  if (signer !== null && tstInfo !== null) {
    checkTsaCertificate(signer.certificate, tstInfo, input.allowNoncriticalEku, findings);
    const genTime = genInterval(tstInfo, input.assumedAccuracyMicros);
    if (genTime !== null && at !== null) asked = askedOf(signedData!, { candidates, input, at, genTime, session });
    const revoked: RevokedCa = (of, anchor) => asked && revokedCa(of, anchor, asked);
    path = checkPath(signer, candidates, input, at, session, revoked, findings);
    const others = [...path.certificates, ...input.candidates.map(({ certificate }) => certificate)];
    const elements = [...signedData!.certificates.flatMap(hashableForms), ...others.map(({ bytes }) => bytes)];
    checkFurtherEss(signer.furtherEss, elements, findings);
    if (tstInfo.genTime !== null && at !== null) {
      const [signerInfo] = signedData!.signerInfos;
      checkStrength(
        {
          imprint: tstInfo.messageImprint?.hash ?? null,
          messageDigest: hashOf(signerInfo!.digestAlgorithm.oid) ?? null,
          signatureHash: signatureHashOf(signerInfo!),
          signer: signer.certificate,
          path: path.certificates,
          genTime: tstInfo.genTime.ms,
          at,
        },
        findings,
      );
    }
  }
  // For what is disproven by then nothing needs to be found: lists at hand go first, and that there is none is told last.
  const askLists = () =>
    tstInfo === null || at === null ? null : checkTstLists(tstInfo, signer, path, input, at, findings);
  let listed = input.tstSources?.length ? askLists() : null;
  if (path !== null && asked !== null) revocation = checkRevocation(path, asked, findings);
  listed ??= askLists();

  const summary = aggregate(findings.results(), input.skip);
  return {
    ...summary,
    policy: input.policy,
    at,
    // The moment of judging is no other moment, also where it was given.
    atSource: input.at === null || input.at === input.now ? 'now' : input.at === 'gentime' ? 'gentime' : 'given',
    now: input.now,
    token: tokenFacts(token, signer?.certificate ?? null, input.assumedAccuracyMicros),
    path: path ? pathEntries(path, candidates) : [],
    revocation: revocation?.standings ?? [],
    tstRevocation: {
      basis: listed?.basis ?? null,
      sources: listed?.lines ?? [],
      change: listed?.change ?? null,
      wants: summary.verdict === 'INVALID' || input.skip.has('tst-revocation') ? [] : (listed?.wants ?? []),
    },
    asKnownOn: input.asKnownOn ?? null,
    evidence: [...evidenceOf(input, path, candidates), ...(revocation?.evidence ?? [])],
    wants: wantsOf(summary, path, input.skip.has('certificate-revocation') ? null : revocation),
  };
}

/**
 * Whether what a token states is what its signer signed (RFC 5652 §5.4, §5.6, RFC 5816 §2.2), whoever that is: nothing is asked of trust.
 * False also where the signer's certificate isn't at hand.
 */
export function isAsSigned(token: TokenFile, given: readonly Candidate[], session = new Session()): boolean {
  if (token.signedData === null) return false;
  const findings = new Findings('default');
  checkContentType(token, findings);
  const candidates = [...tokenCertificates(token, session, findings), ...given];
  checkSigner(token.signedData, idCtTstInfo, candidates, findings);
  const passed = new Set(findings.results().flatMap(({ id, status }) => (status === 'pass' ? [id] : [])));
  return asSigned.every((rule) => passed.has(rule));
}

const asSigned = [
  'cms.content-type',
  'cms.signer-count',
  'cms.signed-attributes',
  'cms.message-digest',
  'cms.signature',
] as const satisfies readonly RuleId[];

function momentOf({ at, now, token }: WholeInput): number | null {
  return at === 'gentime' ? (token.tstInfo?.genTime?.ms ?? null) : (at ?? now);
}

/** RFC 5652 §5.1, RFC 3161 §2.4.2: id-signedData around id-ct-TSTInfo, with its content; and how it was encoded. */
function checkContentType({ contentType, signedData, ber }: TokenFile, findings: Findings): void {
  const rule = 'cms.content-type';
  if (contentType === null) return;
  if (signedData === null) return findings.fail(rule, 'content-type', { object: contentType });
  const { eContentType, eContent, certificatesSorted } = signedData;
  if (contentType !== idSignedData) findings.fail(rule, 'content-type', { object: contentType });
  else if (eContentType !== idCtTstInfo) findings.fail(rule, 'econtent-type', { object: eContentType });
  else if (eContent === null) findings.fail(rule, 'econtent-missing');
  else findings.pass(rule);
  if (ber) findings.deviation(rule, 'ber-encoding', form);
  if (!certificatesSorted) findings.deviation(rule, 'set-order', form, { object: 'CertificateSet' });
}

/** Unreadable elements of a token that are told one by one; of more only the number is. */
const shownUnreadable = 3;

/**
 * The X.509 certificates of the token's CertificateSet. An unreadable one, and what is no choice of CertificateSet or
 * RevocationInfoChoices, is passed over with a warning: the signature doesn't cover these sets, so that anyone can have put
 * it there.
 */
function tokenCertificates({ signedData }: TokenFile, session: Session, findings: Findings): Candidate[] {
  const candidates: Candidate[] = [];
  let unreadable = 0;
  const passOver = (object: string, reason: string) => {
    if (++unreadable > shownUnreadable) return;
    findings.warn('cms.signer', 'certificate-unreadable', { object, facts: { reason } });
  };
  signedData?.certificates.forEach(({ kind, bytes }, i) => {
    const object = `certificate ${i + 1} of the token`;
    if (kind === 'unknown') passOver(object, 'no choice of CertificateSet');
    if (kind !== 'certificate') return;
    try {
      candidates.push({ certificate: session.certificate(bytes), origin: 'token', url: null });
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      passOver(object, error.message);
    }
  });
  signedData?.crls.forEach(({ kind }, i) => {
    if (kind === 'unknown') passOver(`revocation information ${i + 1} of the token`, 'no choice of it');
  });
  if (unreadable > shownUnreadable) {
    const about = { object: `${unreadable} elements of the token`, facts: { count: unreadable, reason: 'unreadable' } };
    findings.warn('cms.signer', 'certificate-unreadable', about);
  }
  return candidates;
}

function signerSent(signer: JudgedSigner | null, candidates: readonly Candidate[]): boolean | null {
  if (signer === null) return null;
  return candidates.some(
    ({ certificate, origin }) => origin === 'token' && certificate.sha256 === signer.certificate.sha256,
  );
}

/** Check 4. Nothing is looked for once a token is disproven: that no list is at hand is no news then. */
function checkTstLists(
  tstInfo: TstInfo,
  signer: JudgedSigner | null,
  path: CheckedPath | null,
  input: WholeInput,
  at: number,
  findings: Findings,
): TstListJudgement | null {
  const { tstSources: sources = [], tstProfile: owner, assumedAccuracyMicros, now } = input;
  if (sources.length === 0 && findings.disproven) return null;
  const context = {
    anchor: path?.anchor?.certificate.sha256 ?? null,
    genTime: genInterval(tstInfo, assumedAccuracyMicros),
  };
  const question = new TstQuestion(tstInfo, signer?.certificate ?? null, context);
  const newerThan = input.newerThan ?? null;
  return judgeTstList({ sources, question, at, now, newerThan, ...(owner === undefined ? {} : { owner }) }, findings);
}

/** Nothing is fetched for a token that is disproven already, nor for a check that was left out. */
function wantsOf(
  { verdict }: Summary,
  path: CheckedPath | null,
  revocation: CheckedRevocation | null,
): readonly Want[] {
  if (verdict === 'INVALID') return [];
  const wants = [...(path?.wants ?? []), ...(revocation?.wants ?? [])];
  return [...new Map(wants.map((want) => [`${wantKey(want)} ${want.for}`, want])).values()];
}

/** What a token says of itself, whether or not any of it is proven; `signer`: the certificate that verifies it, null where that is unknown. */
export function tokenFacts(
  { tstInfo }: TokenFile,
  signer: Certificate | null = null,
  assumedAccuracyMicros: number | null = null,
): TokenFacts {
  const interval = tstInfo ? genInterval(tstInfo, assumedAccuracyMicros) : null;
  const imprint = tstInfo?.messageImprint ?? null;
  const serial = tstInfo?.serialNumber ?? null;
  return {
    genTime: tstInfo?.genTime?.exact ?? null,
    genTimeMs: tstInfo?.genTime?.ms ?? null,
    accuracy: interval && { micros: interval.accuracyMicros, assumed: interval.assumed },
    serial: serial && { hex: integerHex(serial), decimal: toBigInt(serial).toString() },
    policy: tstInfo?.policy ?? null,
    hash: imprint && { algorithm: imprint.hash ?? imprint.algorithm.oid, value: toHex(imprint.hashedMessage) },
    tsa: tstInfo?.tsa ? tsaText(tstInfo.tsa, signer) : null,
    signer: signer?.subject.text ?? null,
    nonce: tstInfo?.nonce ? integerHex(tstInfo.nonce) : null,
    expires: signer?.notAfter ?? null,
  };
}

/** Nearly every token names its signer as the certificate does, whose text is at hand. */
function tsaText(tsa: GeneralName, signer: Certificate | null): string {
  const same = tsa.kind === 'directoryName' && signer !== null && equalOctets(tsa.name.der, signer.subject.der);
  return same ? signer.subject.text : generalNameText(tsa);
}

function pathEntries({ certificates, anchor }: CheckedPath, candidates: readonly Candidate[]): PathEntry[] {
  return certificates.map((certificate, i) => ({
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serial: certificate.serialHex,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    sha256: certificate.sha256,
    origin: anchor !== null && i === certificates.length - 1 ? 'anchor' : originOf(certificate, candidates).origin,
  }));
}

type Origin = Pick<Candidate, 'origin' | 'url' | 'fetchedAt'>;

function originOf(certificate: Certificate, candidates: readonly Candidate[]): Origin {
  const found = candidates.find((candidate) => candidate.certificate.sha256 === certificate.sha256);
  return found ?? { origin: 'user', url: null };
}

function evidenceOf(input: WholeInput, path: CheckedPath | null, candidates: readonly Candidate[]): EvidenceEntry[] {
  const entries: EvidenceEntry[] = [
    { kind: 'token', sha256: hash('sha256', input.token.bytes, 'hex'), origin: 'user', url: null, fetchedAt: null },
  ];
  if (input.request !== null) {
    entries.push({
      kind: 'request',
      sha256: hash('sha256', input.request.bytes, 'hex'),
      origin: 'user',
      url: null,
      fetchedAt: null,
    });
  }
  path?.certificates.forEach((certificate, i) => {
    const { sha256 } = certificate;
    const isAnchor = path.anchor !== null && i === path.certificates.length - 1;
    if (isAnchor) entries.push({ kind: 'anchor', sha256, origin: 'anchor', url: null, fetchedAt: null });
    else entries.push({ kind: 'certificate', sha256, ...pick(originOf(certificate, candidates)) });
  });
  return entries;
}

function pick({ origin, url, fetchedAt = null }: Origin): Pick<EvidenceEntry, 'origin' | 'url' | 'fetchedAt'> {
  return { origin, url, fetchedAt };
}

export type { VerifyInput };
