import { hash } from 'node:crypto';
import { type Candidate, tokenLast } from './cms/candidate.ts';
import type { SignedData } from './cms/signed-data.ts';
import { sameName } from './der/name.ts';
import { answerStrength } from './policy/answer-strength.ts';
import { type EmbeddedRevocation, embeddedRevocation } from './revocation/embedded.ts';
import type { RevocationEvidence } from './revocation/evidence.ts';
import { evidenceFor } from './revocation/gathering.ts';
import { judgeEvidence, judgeLimit, tellRevocation } from './revocation/judge.ts';
import type { RevocationJudgement, RevocationQuestion } from './revocation/question.ts';
import { type ReasonCode, reasonText } from './revocation/reason.ts';
import type { CrlSource, OcspSource } from './revocation/source.ts';
import type { Session } from './session.ts';
import type { GenInterval } from './tsp/check-tst-info.ts';
import type { Findings } from './verdict/findings.ts';
import type { CertificateStanding, EvidenceEntry } from './verdict/judgement.ts';
import { rulesOf } from './verdict/rules.ts';
import type { Want } from './verdict/want.ts';
import type { WholeInput } from './verify-input.ts';
import { type CheckedPath, issuerWants } from './verify-path.ts';
import { isSelfSigned, type TrustAnchor, trustAnchor } from './x509/anchor.ts';
import type { Certificate } from './x509/certificate.ts';
import { certificateLabel } from './x509/certificate-label.ts';
import { Links } from './x509/links.ts';
import { honestCost } from './x509/public-key.ts';
import { publicKeyOf } from './x509/signature.ts';
import { WorkBudget } from './x509/work-budget.ts';

/** What check 3 found out. */
export interface CheckedRevocation {
  readonly standings: readonly CertificateStanding[];
  /** The CRLs and OCSP answers that counted. */
  readonly evidence: readonly EvidenceEntry[];
  readonly wants: readonly Want[];
}

/** A certificate with its issuer on the path. */
interface Pair {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly anchor: TrustAnchor;
}

interface JudgedPair extends Pair {
  readonly judgement: RevocationJudgement;
}

const nothing: CheckedRevocation = { standings: [], evidence: [], wants: [] };

/** What the revocation of a token's certificates is judged by, whatever path is taken. */
export interface Asked {
  readonly candidates: readonly Candidate[];
  readonly sources: Sources;
  readonly input: WholeInput;
  readonly at: number;
  readonly genTime: GenInterval;
  readonly session: Session;
  /** What was judged already, by path. */
  readonly judged: Map<readonly Certificate[], readonly JudgedPair[]>;
}

/** What the user gave, what was fetched and what the token embeds. */
export function askedOf(signedData: SignedData, asked: Omit<Asked, 'sources' | 'judged'>): Asked {
  return { ...asked, sources: sourcesOf(asked.input, embeddedRevocation(signedData)), judged: new Map() };
}

/** keyCompromise and cACompromise (RFC 5280 §5.3.1): they are about a key, and with it about every certificate that it stands in. */
const lostKey: ReadonlySet<ReasonCode | null> = new Set([1, 2]);

/**
 * A CA of a path that is revoked, so that another path may stand without its certificate, as with cross-certificates of which one
 * was withdrawn (EN 319 102-1 §5.2.6.4); null for none. Whoever adds one to a token must spoil nothing by it. But no other path
 * makes a key good again that is known to be lost.
 */
export function revokedCa(path: readonly Certificate[], anchor: TrustAnchor, asked: Asked): Certificate | null {
  const [, ...cas] = judgedPairs(path, anchor, asked);
  const revoked = cas.filter(({ judgement }) => judgement.status !== 'pass' && judgement.revocation !== null);
  const isLost = revoked.some(({ judgement }) => lostKey.has(judgement.revocation!.reason));
  return isLost ? null : (revoked[0]?.certificate ?? null);
}

/**
 * Check 3, the rules `revocation.*`: every certificate of the path except the anchor. Only on a path that is valid: who does not
 * chain to an anchor names no place to ask.
 */
export function checkRevocation(path: CheckedPath, asked: Asked, findings: Findings): CheckedRevocation {
  const { certificates, anchor, valid } = path;
  if (!valid || anchor === null) return nothing;
  // Nothing is looked for then: that nothing is at hand is no news.
  const { disproven } = findings;
  const judged = judgedPairs(certificates, anchor, asked).map((one): JudgedPair => {
    const silent = disproven && one.judgement.code === 'no-source';
    if (!silent) tellRevocation(one.judgement, findings);
    return silent ? { ...one, judgement: { ...one.judgement, code: 'not-reached' } } : one;
  });
  if (judged.length === 0) return sayNoIssuer(certificates[0]!, findings);
  return {
    standings: judged.map(({ certificate, judgement }) => standingOf(certificate, judgement)),
    evidence: evidenceEntries(
      judged.flatMap(({ judgement }) => judgement.sources.filter(({ counts }) => counts)),
      asked.sources,
    ),
    wants: [...judged.flatMap(({ judgement }) => judgement.wants), ...betterIssuers(judged, asked)],
  };
}

function judgedPairs(path: readonly Certificate[], anchor: TrustAnchor, asked: Asked): readonly JudgedPair[] {
  const { genTime, input } = asked;
  const known = asked.judged.get(path);
  if (known !== undefined) return known;
  const setting = settingOf(path, asked);
  const judged = pairsOf(path, anchor, asked).map((pair, i) => {
    const about = {
      certificate: pair.certificate,
      role: i === 0 ? 'tsa' : 'ca',
      genTime,
      policy: input.policy,
      newerThan: input.newerThan ?? null,
    } as const;
    const evidence = remembered(pair, path, setting, asked);
    const judgement = typeof evidence === 'string' ? judgeLimit(about, evidence) : judgeEvidence(evidence, about);
    return { ...pair, judgement };
  });
  asked.judged.set(path, judged);
  return judged;
}

/**
 * The certificates below the anchor with their issuers. A signer that the user trusts itself (`--trust-any`) has none on the path:
 * whoever signed its certificate tells of its revocation, and chains to nothing but itself.
 */
function pairsOf(
  path: readonly Certificate[],
  anchor: TrustAnchor,
  { candidates, input }: Pick<Asked, 'candidates' | 'input'>,
): readonly Pair[] {
  if (path.length > 1)
    return path.slice(0, -1).map((certificate, i) => ({ certificate, issuer: path[i + 1]!, anchor }));
  const certificate = path[0]!;
  const trusted = input.anchors.map((one) => one.certificate);
  const known = [...trusted, ...tokenLast(candidates).map((one) => one.certificate)];
  const issuer = isSelfSigned(certificate) ? certificate : signerOf(certificate, known);
  return issuer === null ? [] : [{ certificate, issuer, anchor: trustAnchor(issuer) }];
}

/** Names tried for the issuer of a signer that is trusted itself: an authority renews its key a few times. */
const issuersTried = 16;

/** Who signed a certificate: of several that bear the name and the key the first, so that no copy of the token's goes before. */
function signerOf(certificate: Certificate, known: readonly Certificate[]): Certificate | null {
  const links = new Links(new WorkBudget());
  // Keys that cost more than any honest one are some that were made to cost.
  const named = known.filter((one) => sameName(one.subject, certificate.issuer) && publicKeyOf(one).cost <= honestCost);
  const tried = named.slice(0, issuersTried);
  return tried.find((one) => links.check(certificate, publicKeyOf(one)).status === 'valid') ?? null;
}

/**
 * Where the issuer of a signer that is trusted itself can be had better: nothing proves a copy in the token but that its key
 * signed, and whoever changed the rest of it may have taken away what lets it sign lists.
 */
function betterIssuers([signer, ...cas]: readonly JudgedPair[], { input }: Asked): readonly Want[] {
  if (signer?.judgement.status !== 'unknown' || cas.length > 0) return [];
  const given = [...input.anchors, ...input.candidates].map(({ certificate }) => certificate.sha256);
  return given.includes(signer.issuer.sha256) ? [] : issuerWants([signer.certificate]);
}

/** Nothing can be told of a certificate whose issuer isn't at hand: CRLs and answers are verified with the issuer's key. */
function sayNoIssuer(certificate: Certificate, findings: Findings): CheckedRevocation {
  const object = certificateLabel(certificate);
  const facts = { reason: 'issuer-missing' };
  for (const rule of rulesOf('certificate-revocation')) findings.unknown(rule, 'no-source', { object, facts });
  const standing = { object, sha256: certificate.sha256, role: 'tsa', status: 'unknown', code: 'no-source' } as const;
  return {
    standings: [{ ...standing, revocation: null, sources: [] }],
    evidence: [],
    wants: issuerWants([certificate]),
  };
}

/** Everything to judge by, with what the token brings last: its author chose that, and the budget is not theirs to use up. */
interface Sources {
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  readonly failed: NonNullable<WholeInput['failed']>;
  /** Names what the token embeds: '' for nothing. */
  readonly embedded: string;
}

const none: readonly never[] = [];

function sourcesOf({ crls = none, ocsp = none, failed = none }: WholeInput, own: EmbeddedRevocation): Sources {
  if (own.crls.length + own.ocsp.length + own.unreadable.length === 0) return { crls, ocsp, failed, embedded: '' };
  const names = [...own.crls.map(({ crl }) => crl.sha256), ...own.ocsp.map(({ response }) => response.sha256)];
  const reasons = own.unreadable.map(({ kind, reason }) => `${kind} ${reason}`);
  return {
    crls: [...crls, ...own.crls],
    ocsp: [...ocsp, ...own.ocsp],
    failed: [...failed, ...own.unreadable],
    embedded: hash('sha256', JSON.stringify([names, reasons]), 'base64url'),
  };
}

/** What is known of a certificate doesn't depend on the token, so that it is gathered once for all of one signer. */
function remembered(
  pair: Pair,
  path: readonly Certificate[],
  setting: string,
  asked: Asked,
): RevocationEvidence | string {
  const { certificate, issuer, anchor } = pair;
  const key = `${setting}\n${certificate.sha256} ${issuer.sha256} ${anchor.certificate.sha256}`;
  return asked.session.evidence(key, () => evidenceFor(questionOf(pair, path, asked)));
}

/** Everything that the evidence of all certificates of a path depends on. */
function settingOf(path: readonly Certificate[], { candidates, sources, input, at, session }: Asked): string {
  const { crls = none, ocsp = none, failed = none, now, asKnownOn = null, policy } = input;
  const own = candidates.filter(({ origin }) => origin === 'token').map((one) => one.certificate.sha256);
  return [
    session.generation(input.anchors, input.candidates, crls, ocsp, failed),
    `${at} ${now} ${asKnownOn} ${policy} ${sources.embedded}`,
    hash('sha256', [...path.map((one) => one.sha256), '', ...own].join(), 'base64url'),
  ].join('\n');
}

function questionOf(
  { certificate, issuer, anchor }: Pair,
  path: readonly Certificate[],
  { candidates, sources, input, at }: Asked,
): RevocationQuestion {
  const { now, asKnownOn = null, policy } = input;
  const certificatesOf = (ofToken: boolean) =>
    candidates.filter(({ origin }) => (origin === 'token') === ofToken).map((one) => one.certificate);
  return {
    certificate,
    issuer,
    anchor,
    path,
    candidates: certificatesOf(false),
    brought: certificatesOf(true),
    crls: sources.crls,
    ocsp: sources.ocsp,
    failed: sources.failed,
    at,
    now,
    asKnownOn,
    strength: answerStrength(policy),
  };
}

function standingOf({ sha256 }: Certificate, judgement: RevocationJudgement): CertificateStanding {
  const { object, role, status, code, revocation, sources } = judgement;
  return {
    object,
    sha256,
    role,
    status,
    code,
    revocation: revocation && {
      date: revocation.date,
      reason: reasonText(revocation.reason),
      invalidityDate: revocation.invalidityDate,
      url: revocation.url,
    },
    sources,
  };
}

/** Where the answers that counted came from, each once. */
function evidenceEntries(lines: RevocationJudgement['sources'], { crls, ocsp }: Sources): EvidenceEntry[] {
  const counted = new Set(lines.map(({ sha256 }) => sha256));
  const all = [
    ...ocsp.map((source) => ({ kind: 'ocsp' as const, sha256: source.response.sha256, source })),
    ...crls.map((source) => ({ kind: 'crl' as const, sha256: source.crl.sha256, source })),
  ];
  const entries = all
    .filter(({ sha256 }) => counted.has(sha256))
    .map(({ kind, sha256, source }): EvidenceEntry => {
      const { origin = 'user', url, fetchedAt = null } = source;
      return { kind, sha256, origin, url, fetchedAt };
    });
  return [...new Map(entries.map((entry) => [entry.sha256, entry])).values()];
}
