/**
 * tst as a library: read a token, judge it, validate a certification path. Everything here is pure: bytes, times, trust and
 * policy go in, a verdict comes out; no clock, file or network is touched.
 *
 * @packageDocumentation
 */
export type { Candidate } from './core/cms/candidate.ts';
export type { AlgorithmIdentifier } from './core/der/algorithm-identifier.ts';
export { DerError, LimitError } from './core/der/errors.ts';
export { type HashName, hashes } from './core/der/hashes.ts';
export { limits } from './core/der/limits.ts';
export { type Name, sameName } from './core/der/name.ts';
export { sortTrust } from './core/policy/anchors.ts';
export { type Crl, decodeCrl } from './core/revocation/crl.ts';
export type { CrlEntries, CrlEntry } from './core/revocation/crl-entries.ts';
export { type EmbeddedRevocation, embeddedRevocation } from './core/revocation/embedded.ts';
export type { RevocationEvidence } from './core/revocation/evidence.ts';
export { evidenceFor } from './core/revocation/gathering.ts';
export type { AnswerSignature, FreshnessLimits, StrengthRule } from './core/revocation/inquiry.ts';
export { judgeEvidence, judgeRevocation, tellRevocation } from './core/revocation/judge.ts';
export {
  type BasicOcspResponse,
  decodeBasicOcspResponse,
  decodeOcspResponse,
  type OcspResponse,
  type SingleResponse,
} from './core/revocation/ocsp.ts';
export { type CertId, encodeCertId, matchesCertId } from './core/revocation/ocsp-cert-id.ts';
export type { RevocationInput, RevocationJudgement, RevocationQuestion } from './core/revocation/question.ts';
export type { RevocationRole } from './core/revocation/reason-table.ts';
export type { CrlSource, FailedSource, OcspSource, SourceOrigin } from './core/revocation/source.ts';
export type { Revocation } from './core/revocation/statement.ts';
export type { CsvFormat, CsvMeaning } from './core/revocation/tst-list/csv-list.ts';
export type { TstEntries } from './core/revocation/tst-list/entries.ts';
export type { TstListEntry } from './core/revocation/tst-list/entry.ts';
export {
  judgeTstList,
  type TstListInput,
  type TstListJudgement,
} from './core/revocation/tst-list/judge.ts';
export type { TstList } from './core/revocation/tst-list/list.ts';
export { type ListProblem, TstListError } from './core/revocation/tst-list/list-error.ts';
export {
  type ListSignatureOptions,
  listSignatureProblem,
  type SignatureProblem,
} from './core/revocation/tst-list/list-signature.ts';
export {
  comparePages,
  type PageAnswer,
  type PageFormat,
  type PageReading,
  type PageSnapshot,
  pageSnapshot,
  readTstPage,
  TstPageError,
} from './core/revocation/tst-list/page.ts';
export { TstQuestion } from './core/revocation/tst-list/question.ts';
export { type JsonFormat, readTstList, type TstListFormat } from './core/revocation/tst-list/read-list.ts';
export type { TstScope } from './core/revocation/tst-list/scope.ts';
export { type NameSelector, nameSelector, type Selectors } from './core/revocation/tst-list/selectors.ts';
export {
  type PageReview,
  type TstFailure,
  type TstSnapshot,
  type TstStatement,
  tstListLimits,
} from './core/revocation/tst-list/snapshot.ts';
export { prepareTstSource, type TstSource, type TstSourceInput } from './core/revocation/tst-list/source.ts';
export type { TextFormat } from './core/revocation/tst-list/text-list.ts';
export { Session } from './core/session.ts';
export { type GenInterval, genInterval } from './core/tsp/check-tst-info.ts';
export { decodeRequest, type TimeStampReq } from './core/tsp/request.ts';
export type { TimeStampResp } from './core/tsp/response.ts';
export { readToken, type TokenFile } from './core/tsp/token.ts';
export type { TstInfo } from './core/tsp/tst-info.ts';
export type { CheckResult, Summary } from './core/verdict/aggregate.ts';
export { type Code, codes, type SubIndication } from './core/verdict/codes.ts';
export { type ErrorCode, errorCodes, TstError } from './core/verdict/errors.ts';
export { Findings, type RuleResult, type Warning } from './core/verdict/findings.ts';
export type { EvidenceEntry, Judgement, PathEntry, TokenFacts } from './core/verdict/judgement.ts';
export { type RuleId, rules } from './core/verdict/rules.ts';
export type { Says, SourceLine } from './core/verdict/source-line.ts';
export type { CheckId, CheckStatus, PolicyName, SkippableCheck, Status, Verdict } from './core/verdict/status.ts';
export type { PageChange, TstSourceLine } from './core/verdict/tst-source-line.ts';
export type { Want } from './core/verdict/want.ts';
export { type VerifyInput, verify } from './core/verify.ts';
export { type TrustAnchor, trustAnchor } from './core/x509/anchor.ts';
export { type Certificate, decodeCertificate } from './core/x509/certificate.ts';
export { type PathOptions, type PathProblem, type PathResult, validatePath } from './core/x509/path.ts';
