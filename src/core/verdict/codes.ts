/** Sub-indications of ETSI EN 319 102-1 §5.1.3 that stand beside the tool's own codes. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOKED'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'TRY_LATER';

/**
 * Every reason that a rule can give, with the sub-indication that fits it (`null`: EN 319 102-1 has none).
 * One table, one meaning per code, in the order of the checks; the words for people are in the report's messages.
 */
export const codes = {
  // anywhere
  'not-reached': null,
  limit: null,
  malformed: 'FORMAT_FAILURE',
  'not-der': 'FORMAT_FAILURE',
  'algorithm-unsupported': 'CRYPTO_CONSTRAINTS_FAILURE',

  // 1. imprint
  'hash-unsupported': 'CRYPTO_CONSTRAINTS_FAILURE',
  'hash-parameters': 'FORMAT_FAILURE',
  'imprint-length': 'FORMAT_FAILURE',
  'imprint-mismatch': 'HASH_FAILURE',
  'request-imprint-mismatch': 'HASH_FAILURE',
  'no-digest': 'HASH_FAILURE',

  // 2. response
  rejected: 'FORMAT_FAILURE',
  'status-unknown': 'FORMAT_FAILURE',
  'granted-without-token': 'FORMAT_FAILURE',
  'token-despite-rejection': 'FORMAT_FAILURE',
  'granted-with-mods': null,
  'fail-info-despite-grant': null,
  'nonce-missing': 'SIG_CONSTRAINTS_FAILURE',
  'nonce-mismatch': 'SIG_CONSTRAINTS_FAILURE',
  'nonce-unrequested': null,
  'policy-not-requested': 'SIG_CONSTRAINTS_FAILURE',
  'certificates-missing': 'SIG_CONSTRAINTS_FAILURE',
  'certificates-unrequested': null,

  // 2. CMS
  'content-type': 'FORMAT_FAILURE',
  'econtent-type': 'FORMAT_FAILURE',
  'econtent-missing': 'FORMAT_FAILURE',
  'signed-data-version': 'FORMAT_FAILURE',
  'signer-info-version': 'FORMAT_FAILURE',
  'signer-count': 'FORMAT_FAILURE',
  'ber-encoding': 'FORMAT_FAILURE',
  'explicit-default': 'FORMAT_FAILURE',
  'set-order': 'FORMAT_FAILURE',
  'padded-bits': 'FORMAT_FAILURE',
  'certificate-unreadable': null,
  'signed-attributes-missing': 'FORMAT_FAILURE',
  'attribute-duplicate': 'FORMAT_FAILURE',
  'attribute-values': 'FORMAT_FAILURE',
  'content-type-attribute': 'FORMAT_FAILURE',
  'message-digest-missing': 'FORMAT_FAILURE',
  'message-digest-mismatch': 'HASH_FAILURE',
  'ess-missing': 'SIG_CONSTRAINTS_FAILURE',
  'ess-mismatch': 'SIG_CONSTRAINTS_FAILURE',
  'ess-issuer-serial': 'SIG_CONSTRAINTS_FAILURE',
  'ess-unmatched': 'SIG_CONSTRAINTS_FAILURE',
  'signer-not-found': 'NO_SIGNING_CERTIFICATE_FOUND',
  'signature-invalid': 'SIG_CRYPTO_FAILURE',
  'signed-attributes-not-der': 'FORMAT_FAILURE',
  'digest-algorithms-differ': 'FORMAT_FAILURE',

  // 2. TSTInfo
  'tst-version': 'FORMAT_FAILURE',
  'policy-not-accepted': 'SIG_CONSTRAINTS_FAILURE',
  'serial-form': null,
  'gen-time-fraction': 'FORMAT_FAILURE',
  'gen-time-leap-second': null,
  'gen-time-future': null,
  'accuracy-assumed': null,
  'tsa-name-mismatch': 'SIG_CONSTRAINTS_FAILURE',
  'critical-extension': 'FORMAT_FAILURE',

  // 2. the TSA's certificate
  'eku-missing': 'CHAIN_CONSTRAINTS_FAILURE',
  'eku-other-purpose': 'CHAIN_CONSTRAINTS_FAILURE',
  'eku-not-critical': 'CHAIN_CONSTRAINTS_FAILURE',
  'key-usage': 'CHAIN_CONSTRAINTS_FAILURE',
  'key-usage-further': null,
  'is-ca': 'CHAIN_CONSTRAINTS_FAILURE',
  'gen-time-before-certificate': 'NOT_YET_VALID',
  'gen-time-after-certificate': 'EXPIRED',
  'private-key-usage-period': 'CHAIN_CONSTRAINTS_FAILURE',

  // 2. the path, most telling reason first
  'path-signature': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-critical-extension': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-name-constraints': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-basic-constraints': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-length': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-key-usage': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-policy': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-purpose': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-name-chaining': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-algorithm': 'CHAIN_CONSTRAINTS_FAILURE',
  'no-chain': 'NO_CERTIFICATE_CHAIN_FOUND',
  'tls-root-set': 'NO_CERTIFICATE_CHAIN_FOUND',
  'anchor-dates': null,
  expired: 'OUT_OF_BOUNDS_NO_POE',
  'not-yet-valid': 'OUT_OF_BOUNDS_NO_POE',
  'expires-soon': null,
  'algorithm-not-for-creation': 'CRYPTO_CONSTRAINTS_FAILURE',
  'algorithm-no-longer-accepted': 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'algorithm-unlisted': 'CRYPTO_CONSTRAINTS_FAILURE',

  // 3. and 4.
  'no-source': 'TRY_LATER',

  // 3. an answer that counts
  'certificate-revoked': 'REVOKED',
  'not-issued': 'REVOKED',
  'revoked-after-token': 'REVOKED_NO_POE',
  'ca-revoked-after-token': 'REVOKED_CA_NO_POE',
  'revoked-within-accuracy': 'REVOKED_NO_POE',
  'on-hold': 'TRY_LATER',
  'conflicting-status': null,
  'older-than-token': 'TRY_LATER',
  'no-revocation-published': null,

  // 3. why an answer doesn't count, nearest to an answer first
  stale: 'TRY_LATER',
  'reasons-missing': 'TRY_LATER',
  'critical-revocation-extension': 'TRY_LATER',
  'not-authentic': 'TRY_LATER',
  'revocation-nonce': 'TRY_LATER',
  'delta-without-base': 'TRY_LATER',
  'out-of-scope': 'TRY_LATER',
  'responder-unknown': 'TRY_LATER',
  'responder-error': 'TRY_LATER',
  'revocation-unreadable': 'TRY_LATER',
  unreachable: 'TRY_LATER',
  'not-yet-known': null,

  // 4. the token itself
  'tst-revoked': 'REVOKED',
  'tst-no-longer-listed': null,

  // 4. why a list, page or statement doesn't clear it
  'list-rollback': 'TRY_LATER',
  'list-unauthentic': 'TRY_LATER',
  'list-unreadable': 'TRY_LATER',
  'list-no-radix': 'TRY_LATER',
  'list-unreachable': 'TRY_LATER',
  'list-out-of-scope': 'TRY_LATER',
  'list-without-profile': null,
  'list-stale': 'TRY_LATER',
  'predates-token': 'TRY_LATER',
  'page-changed': 'TRY_LATER',
  'page-document-changed': 'TRY_LATER',
  'page-unreviewed': 'TRY_LATER',
  'page-region-missing': 'TRY_LATER',
  'statement-only': null,
  'statement-not-enough': 'TRY_LATER',
  'statement-lapsed': 'TRY_LATER',
} as const satisfies Record<string, SubIndication | null>;

/** A reason, stable: what people read is another thing. */
export type Code = keyof typeof codes;

/** The sub-indication beside a code, if EN 319 102-1 has one that fits. */
export function subIndicationOf(code: Code): SubIndication | null {
  return codes[code];
}
