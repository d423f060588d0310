/** Every limit on profiles, with its reason. Exceeding one is an error that names the place. */
export const profileLimits = {
  /** Bytes of one profile: a full one is under 8 KiB, sixty-four anchors in PEM are about 150 KiB. */
  fileBytes: 256 << 10,
  /** Characters of one line: a certificate in PEM written on one line has about 3,000. */
  lineLength: 16 << 10,
  /** Nesting of tables and lists; the form needs four. */
  depth: 8,
  /** Brackets that are open at once anywhere in the text: a bound on what its readers recurse into. */
  brackets: 64,
  /** Profiles in one folder. */
  files: 256,
  /** Anchors of one provider: a ministry's ZIP has some ten. */
  anchors: 64,
  /** Further certificates of one provider. */
  certificates: 1_000,
  /** Entries of every other list. */
  entries: 64,
  /** Addresses of one service. */
  urls: 8,
  /** Characters of a text value. */
  text: 512,
  /** Characters of an address or a path. */
  path: 2_048,
  /** Folders that are looked through upwards for the root of a repository. */
  parents: 64,
} as const;
