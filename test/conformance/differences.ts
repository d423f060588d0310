import type { ConformanceCase } from './case.ts';
import { accepted } from './openssl-column.ts';

/** One kind of difference between openssl's verdict and that of the policy `default`. */
interface Difference {
  readonly words: string;
  /** Begin of the rule that the case is about. */
  readonly rule?: string;
  /** Our codes, where openssl accepts. */
  readonly ours?: readonly string[];
  /** openssl's reasons, where we accept. */
  readonly theirs?: readonly string[];
  /** Names of cases, where neither tells enough. */
  readonly cases?: readonly string[];
}

/** The first that fits explains a difference: single cases before whole kinds. */
const differences: readonly Difference[] = [
  {
    cases: ['sid-key-identifier', 'sid-key-identifier-version-1'],
    words: 'openssl reads tokens as PKCS #7, which knows no subjectKeyIdentifier',
  },
  {
    cases: ['attribute-certificate', 'other-certificate', 'ess-extra-attribute-certificate'],
    words: 'openssl refuses attribute certificates and whatever else stands beside X.509 certificates',
  },
  { cases: ['other-revocation-info'], words: 'openssl refuses OtherRevocationInfo in crls' },
  { cases: ['certificate-unreadable'], words: 'openssl stops at an element of CertificateSet that it cannot read' },
  { cases: ['armor-pem', 'armor-base64'], words: 'openssl reads tokens in DER alone' },
  { cases: ['trailing-bytes'], words: 'openssl reads the first value of the file and leaves the rest' },
  {
    cases: ['gen-time-last-second'],
    words: 'openssl takes the second of notAfter as expired; RFC 5280 §4.1.2.5 includes it',
  },
  { cases: ['root-expired'], words: "openssl judges the anchor's own dates; RFC 5280 §6.1 does not" },
  { cases: ['eku-not-critical-allowed'], words: 'openssl has no option for an extendedKeyUsage that is not critical' },
  {
    cases: ['key-usage-further'],
    words: 'openssl allows no further bits in keyUsage; here a warning',
  },
  {
    cases: ['signature-other-hash', 'attributes-unsorted-der-signed'],
    words: 'openssl verifies with digestAlgorithm alone, over the attributes as they came',
  },
  {
    cases: ['signature-algorithm-unknown', 'signature-algorithm-of-another-key'],
    words: 'openssl does not look at signatureAlgorithm: it verifies as the key asks',
  },
  { rule: 'tst.gen-time', ours: ['malformed'], words: 'openssl does not check the form of genTime' },
  { rule: 'tst.accuracy', ours: ['malformed'], words: 'openssl does not check the values of accuracy' },
  { rule: 'revocation.', words: 'openssl ts -verify does not check revocation' },
  { rule: 'tst-list.', words: 'openssl knows no lists of revoked tokens' },
  {
    ours: ['algorithm-not-for-creation', 'algorithm-no-longer-accepted'],
    words: 'openssl ts -verify asks for no strength of algorithms',
  },
  { ours: ['gen-time-future'], words: 'openssl does not compare genTime with the moment of judging' },
  {
    ours: ['gen-time-before-certificate', 'gen-time-after-certificate'],
    words: 'openssl judges the certificate for -attime, not for genTime',
  },
  { ours: ['policy-not-accepted'], words: 'openssl ts -verify has no list of accepted policies' },
  {
    ours: ['certificates-missing'],
    words: 'openssl takes the certificates of -untrusted, though certReq asked for them in the token',
  },
  { ours: ['signed-data-version'], words: 'openssl does not check the version of SignedData' },
  {
    ours: ['attribute-duplicate', 'attribute-values'],
    words: 'openssl takes the first of several attributes or values',
  },
  { ours: ['content-type-attribute'], words: 'openssl does not check the attribute contentType' },
  { ours: ['critical-extension'], words: 'openssl passes over critical extensions of TSTInfo' },
  { ours: ['is-ca'], words: 'openssl lets a CA certificate sign tokens' },
  { ours: ['path-policy'], words: 'openssl checks certificate policies only where -policy_check asks for it' },
  { theirs: ['invalid padding'], words: 'openssl verifies PKCS #7, which has no RSASSA-PSS' },
  {
    theirs: ['operation not supported for this keytype', 'unsupported'],
    words: 'openssl verifies PKCS #7, which has no Ed25519',
  },
  {
    theirs: ['tsa name mismatch'],
    words: 'openssl refuses another tsa; here a warning, refused under etsi and strict',
  },
  { theirs: ['ess cert id not found'], words: 'openssl refuses an ESSCertID that matches nothing; here a warning' },
  {
    theirs: ['unable to find message digest'],
    words: 'openssl hashes with digestAlgorithms alone; RFC 5652 §5.1 lets a verifier do without',
  },
];

/** True where openssl and the policy `default` say the same. INDETERMINATE is not accepted by either. */
export function agree({ outcomes }: ConformanceCase, openssl: string): boolean {
  return (outcomes.default.verdict === 'VALID') === (openssl === accepted);
}

/** Why they say different things, in one line; null where nobody has explained it. */
export function explanation(one: ConformanceCase, openssl: string): string | null {
  const code = one.outcomes.default.code ?? '';
  const found = differences.find(({ cases, rule, ours, theirs }) => {
    if (cases !== undefined) return cases.includes(one.name);
    if (rule !== undefined && !one.rule?.startsWith(rule)) return false;
    if (openssl === accepted) return theirs === undefined && (ours?.includes(code) ?? true);
    return ours === undefined && (theirs?.includes(openssl) ?? false);
  });
  return found?.words ?? null;
}

/** Reasons of which no difference is left: they go. */
export function unusedReasons(used: ReadonlySet<string>): string[] {
  return differences.map(({ words }) => words).filter((words) => !used.has(words));
}
