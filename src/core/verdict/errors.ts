/**
 * An error of usage, input or environment: everything that is no verdict. `code` is stable, the message is lower-case and
 * names the object, `hint` says what to do next. `facts` are what the translated message inserts.
 */
export class TstError extends Error {
  /** What went wrong, stable. */
  readonly code: ErrorCode;
  /** Names, numbers and reasons that belong to it; not escaped for any output. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, facts: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${code}${Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''}`, options);
    this.name = 'TstError';
    this.code = code;
    this.facts = facts;
  }
}

/** Every error code with its exit code (one table for every verb). */
export const errorCodes = {
  usage: 64,
  'token-unreadable': 65,
  'request-unreadable': 65,
  'certificate-unreadable': 65,
  'trust-unreadable': 65,
  'crl-unreadable': 65,
  'ocsp-unreadable': 65,
  'evidence-unreadable': 65,
  'input-unreadable': 65,
  'input-too-large': 65,
  'inspection-stopped': 65,
  'digest-differs': 65,
  'digest-needed': 64,
  'stdin-twice': 64,
  'url-refused': 64,
  'output-collision': 64,
  'password-missing': 64,
  'input-missing': 66,
  'token-missing': 66,
  unreachable: 69,
  timeout: 69,
  tls: 69,
  'http-status': 69,
  'body-truncated': 69,
  'body-encoding': 69,
  internal: 70,
  'output-exists': 73,
  'output-failed': 73,
  'evidence-unsaved': 73,
  'stdout-failed': 73,
  rejected: 76,
  'not-a-response': 76,
  'body-too-large': 76,
  unauthorized: 77,
  'address-refused': 77,
  'redirect-refused': 77,
  'code-refused': 77,
  'secret-missing': 77,
  'secret-exposed': 77,
  'secret-unavailable': 77,
  configuration: 78,
  'profile-invalid': 78,
  'profile-missing': 78,
  'profile-twice': 78,
  'anchor-differs': 78,
  'editor-failed': 78,
  'profile-exists': 73,
  'not-confirmed': 77,
  'review-unconfirmed': 77,
  'port-unavailable': 78,

  'ledger-missing': 66,
  'entry-missing': 66,
  'tst-list-unreadable': 65,
  'ledger-damaged': 73,
  'ledger-newer': 73,
  'audit-missing': 66,
  'audit-unfinished': 65,
  'audit-damaged': 73,
  'audit-newer': 73,
  'quota-reached': 77,
} as const satisfies Record<string, number>;

/** The code of a {@link TstError}. */
export type ErrorCode = keyof typeof errorCodes;
