/** Everything that can be wrong with the text of a profile; the words for it are in the report's messages. */
export const profileProblems = [
  // reading
  'syntax',
  'not-utf8',
  'too-deep',
  'line-too-long',
  'duplicate-key',
  // keys and values
  'unknown-key',
  'not-for-kind',
  'missing-key',
  'wrong-form',
  'bad-choice',
  'out-of-range',
  'too-many',
  'newer-schema',
  // what only several of them show
  'name-differs',
  'excludes',
  'needs',
  'one-of',
  'order',
  'same-anchor',
  'secret-in-clear',
  'not-https',
  // changing it
  'form-not-kept',
] as const;

export type ProfileProblem = (typeof profileProblems)[number];

/** Forms that a value can have, where it is not of the one that it needs; the words for them are in the report's messages. */
export const profileForms = [
  'text',
  'path',
  'oid',
  'sha256',
  'date',
  'name',
  'secret',
  'url',
  'number',
  'true-false',
  'list',
  'table',
  'header',
  'pem',
  'country',
  'time-zone',
  'utc-offset',
  'encoding',
  'tsa-name',
] as const;

export type ProfileForm = (typeof profileForms)[number];
