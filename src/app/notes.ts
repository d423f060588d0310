/** Something that happened on the way and decides nothing, for the reader of the report. Words are the report's. */
export interface Note {
  readonly code: NoteCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Every note, with its facts. */
export const noteCodes = {
  /** A wanted certificate could not be fetched: `url`, `reason` (an error code), `detail`. */
  'fetch-failed': null,
  /** What was fetched is no certificate: `url`. */
  'fetched-no-certificate': null,
  /** More was wanted than `limits.fetches` or `limits.rounds` allow: `limit`. */
  'fetch-limit': null,
  /** What was fetched could not be kept for later runs; said once of a run: `path`, `reason`. */
  'cache-not-written': null,
  /** A file among several, or a part of one, is not what was looked for: `path`, `reason`. */
  'file-passed-over': null,
  /** Every anchor comes from a root set made for TLS: `path`, the words or paths given. */
  'tls-roots-only': null,
  /** The answer's media type is not application/timestamp-reply, though its body is a response: `found`. */
  'media-type': null,
  /** The token could not be saved where it should go and was saved elsewhere: `wanted`, `path`, `reason`. */
  'saved-elsewhere': null,
  /** The request could not be saved beside the token: `path`, `reason`. */
  'request-not-saved': null,
  /** Several profiles fit the token equally well and would judge it differently, so that none was taken: `names`. */
  'profiles-tied': null,
  /** The password file can be read by others: `path`. */
  'password-file-open': null,

  /** No keychain took the secret, which is in a file: `path`, `reason`. */
  'keychain-unavailable': null,
  /** An earlier secret of this name could not be removed from the keychain: `name`, `reason`. */
  'keychain-keeps': null,

  /** A quota is used to 80 % or more: `profile`, `period`, `used`, `unanswered` (these may be charged), `limit`. */
  'quota-near': null,
  /** A quota is used up or exceeded; facts as above. */
  'quota-used': null,
  /** An authority gave one serial number to several tokens: `serial`, `issuer` (its name), `count` of the others, `path` of one. */
  'serial-reused': null,
  /** No token came though one may have been issued, and is not asked for again under this contract: `profile`, `url`, `reason`. */
  'may-be-billed': null,
  /** Asked again after `seconds`, because surely none was issued: `url`, `reason`. */
  'asked-again': null,
  /** An address failed, and the next one was asked: `url`, `reason`, `other`. */
  'asked-elsewhere': null,
  /** Code was stamped under a contract that is not for code signing, as the user wished: `path`, `reason` (its kind), `profile`. */
  'code-allowed': null,
  /** Only a digest was given, so that nobody looked whether it is one of code: `profile`. */
  'code-not-seen': null,
  /** The answer is one that a run which was killed left on disk: `path`. */
  'answer-found': null,
  /** Runs that were killed left answers behind: `count`. */
  'answers-left': null,
  /** No provider was named, and the user has one profile: `name`. */
  'profile-chosen': null,
  /** The address is none of the profile's, and does not get its secret: `name`, `url`. */
  'secret-withheld': null,
  /** The request is in the ledger, and what became of it could not be entered: `path` of the ledger, `reason`. */
  'ledger-failed': null,
  /** Every user can change the profile's file: `path`. */
  'profile-file-open': null,
  /** The working directory's repository has profiles, which do not count by themselves: `path`. */
  'project-profiles': null,
  /** Something that the profile names can't be used; the error beside it says what. */
  'profile-unusable': null,
  /** The profile has no address to stamp at. */
  'profile-no-service': null,
  /** It has no anchors: `name`. */
  'profile-no-anchors': null,
  /** It says nothing of how the provider revokes tokens: `name`. */
  'profile-no-tst-revocation': null,
  /** An anchor is no root: `subject`. */
  'anchor-not-root': null,
  /** An anchor's own dates are over: `subject`, `notAfter`. */
  'anchor-expired': null,
  /** No anchor has dates of accreditation. */
  'accreditation-unknown': null,
  /** An anchor's accreditation is over: `sha256`, `date` as a day. */
  'accreditation-ended': null,
  /** A list of serial numbers whose radix the profile leaves to the list. */
  'list-no-radix': null,
  /** The profile has a list, and nothing but its anchors says whose tokens the list is about: `name`. */
  'list-no-scope': null,
  /** The user's statement that no list is published: `date` and `until` as days, `days`. */
  'statement-holds': null,
  'statement-lapsed': null,
  'statement-in-future': null,
  /** The contract can be ended until `until`, else it renews on `date` (days); `days` of notice. */
  'contract-ends': null,
  /** It is too late for that. */
  'contract-renews': null,
  /** It ended on `date`, as far as the profile knows. */
  'contract-ended': null,

  /** Of what was kept of a source of revoked tokens, something is gone or damaged: `name`, `count` of records. */
  'repository-incomplete': null,
  /** What a record of a source names is gone or damaged: `name`, `sha256`. */
  'snapshot-missing': null,
  /** What was kept of a source can't be read: `name`, `path`, `reason`. */
  'repository-unreadable': null,
  /** What came of a source can't be kept: `path`, `reason`. */
  'repository-not-written': null,
  /** A list that was given came over http: `url`. */
  'list-in-clear': null,
} as const;

export type NoteCode = keyof typeof noteCodes;
