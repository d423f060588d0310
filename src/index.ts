/**
 * tst as a library: verify a time-stamp token, ask for one, read what is in one, validate a certification path, judge a revocation.
 *
 * Everything here is pure: bytes, times, trust and policy go in, a verdict comes out; no clock, file or network is touched, and the same
 * input gives the same answer. All times are UTC, in milliseconds since 1970-01-01T00:00:00Z, unless a name says microseconds; octets of an
 * INTEGER are its DER content. What is read out of messages is not escaped for any output.
 *
 * @packageDocumentation
 */

// What goes in and comes out.
export type { Candidate } from './core/cms/candidate.ts';
export type { CertificateChoice } from './core/cms/certificate-set.ts';
export type { RevocationInfoChoice, SignedData } from './core/cms/signed-data.ts';
export type { SignerIdentifier, SignerInfo } from './core/cms/signer-info.ts';
export type { AlgorithmIdentifier } from './core/der/algorithm-identifier.ts';
export { DerError, LimitError } from './core/der/errors.ts';
export type { GeneralName } from './core/der/general-name.ts';
export { type HashName, hashes } from './core/der/hashes.ts';
export { type LimitName, limits } from './core/der/limits.ts';
export { type Name, type NameAttribute, sameName } from './core/der/name.ts';
export type { ExactTime } from './core/der/time.ts';
// Verify.
export { judgeRevocation, type RevocationOptions } from './core/judge-revocation.ts';
export { sortTrust } from './core/policy/anchors.ts';
export { type GivenTrust, readCertificates, readTrust } from './core/policy/read-trust.ts';
// Parse.
export { type Crl, decodeCrl } from './core/revocation/crl.ts';
export type { CrlEntries, CrlEntry } from './core/revocation/crl-entries.ts';
export type { DistributionPoint, DistributionPointName } from './core/revocation/distribution-point.ts';
export { type EmbeddedRevocation, embeddedRevocation } from './core/revocation/embedded.ts';
export type { FreshnessLimits } from './core/revocation/inquiry.ts';
export type { IssuingDistributionPoint } from './core/revocation/issuing-distribution-point.ts';
export {
  type BasicOcspResponse,
  decodeOcspResponse,
  type OcspResponse,
  type OcspStatus,
  type ResponderId,
  type SingleResponse,
} from './core/revocation/ocsp.ts';
export type { CertId } from './core/revocation/ocsp-cert-id.ts';
export type { RevocationJudgement } from './core/revocation/question.ts';
export type { ReasonCode, ReasonMask } from './core/revocation/reason.ts';
export type { RevocationRole } from './core/revocation/reason-table.ts';
export type { AnswerOrigin, CrlSource, FailedSource, OcspSource, SourceOrigin } from './core/revocation/source.ts';
export type { Revocation } from './core/revocation/statement.ts';
// Lists of revoked tokens.
export type { CsvFormat, CsvMeaning } from './core/revocation/tst-list/csv-list.ts';
export type { TstEntries } from './core/revocation/tst-list/entries.ts';
export type { TstListEntry } from './core/revocation/tst-list/entry.ts';
export { type GivenTstSource, type TstListAtHand, tstSource } from './core/revocation/tst-list/given-source.ts';
export type { TstList } from './core/revocation/tst-list/list.ts';
export { type ListProblem, TstListError } from './core/revocation/tst-list/list-error.ts';
export {
  type ListSignatureOptions,
  listSignatureProblem,
  type SignatureProblem,
} from './core/revocation/tst-list/list-signature.ts';
export { type JsonFormat, readTstList, type TstListFormat } from './core/revocation/tst-list/read-list.ts';
export type { TstScope } from './core/revocation/tst-list/scope.ts';
export {
  type ImprintSelector,
  type NameSelector,
  nameSelector,
  type Selectors,
  type SerialRange,
  type TimeRange,
  type TsuSelector,
} from './core/revocation/tst-list/selectors.ts';
export type { TstStatement } from './core/revocation/tst-list/snapshot.ts';
export type { TstSource } from './core/revocation/tst-list/source.ts';
export type { TextFormat } from './core/revocation/tst-list/text-list.ts';
export { Session } from './core/session.ts';
export type { Accuracy } from './core/tsp/accuracy.ts';
export { type GenInterval, genInterval } from './core/tsp/check-tst-info.ts';
export { type Digest, digestsFor } from './core/tsp/digest.ts';
export type { TspExtension } from './core/tsp/extensions.ts';
// Stamp.
export { makeRequest } from './core/tsp/make-request.ts';
export type { MessageImprint } from './core/tsp/message-imprint.ts';
export { matchResponse, readResponse } from './core/tsp/read-response.ts';
export { decodeRequest, type TimeStampReq } from './core/tsp/request.ts';
export type { TimeStampResp } from './core/tsp/response.ts';
export { readToken, type TokenFile } from './core/tsp/token.ts';
export type { TstInfo } from './core/tsp/tst-info.ts';
export type { CheckResult, Summary } from './core/verdict/aggregate.ts';
export { type Code, codes, type SubIndication } from './core/verdict/codes.ts';
export { type ErrorCode, errorCodes, TstError } from './core/verdict/errors.ts';
export type { Facts, RuleResult, Warning } from './core/verdict/findings.ts';
export type {
  CertificateOrigin,
  CertificateStanding,
  EvidenceEntry,
  Judgement,
  PathEntry,
  TokenFacts,
  TstStanding,
} from './core/verdict/judgement.ts';
export { type RuleId, rules } from './core/verdict/rules.ts';
export type { Says, SourceLine } from './core/verdict/source-line.ts';
export type { CheckId, CheckStatus, PolicyName, SkippableCheck, Status, Verdict } from './core/verdict/status.ts';
export type { PageChange, TstSourceLine } from './core/verdict/tst-source-line.ts';
export { type Want, wantKey } from './core/verdict/want.ts';
export { verify } from './core/verify.ts';
export { type FetchEvidence, type FetchingOptions, verifyFetching } from './core/verify-fetching.ts';
export type { VerifyInput } from './core/verify-input.ts';
export {
  type Evidence,
  type EvidenceRequest,
  evidenceRequest,
  joinEvidence,
  noEvidence,
  readEvidence,
} from './core/wanted-evidence.ts';
export { type TrustAnchor, trustAnchor } from './core/x509/anchor.ts';
export { type Certificate, decodeCertificate, type SubjectPublicKeyInfo } from './core/x509/certificate.ts';
export type {
  AuthorityInfoAccess,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Extension,
  GeneralSubtree,
  KeyUsageBit,
  NameConstraints,
  PolicyConstraints,
  PolicyMapping,
  PrivateKeyUsagePeriod,
} from './core/x509/extensions.ts';
export { type PathOptions, type PathProblem, type PathResult, validatePath } from './core/x509/path.ts';
