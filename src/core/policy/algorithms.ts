import type { HashName } from '../der/hashes.ts';
import type { PolicyName } from '../verdict/status.ts';
import type { PublicKey } from '../x509/signature.ts';

/**
 * How long an algorithm may be used: the last moment at which something may be created with it, and the last at which
 * what was created before may still be relied on. Milliseconds since 1970; Infinity where the source names no end.
 */
export interface Lifetime {
  readonly lastCreation: number;
  readonly lastAcceptance: number;
  /** The document that says so. */
  readonly source: string;
}

/** The end of a day in UTC, or no end. */
function until(creation: string | null, acceptance: string | null, source: string): Lifetime {
  const end = (day: string | null) => (day === null ? Number.POSITIVE_INFINITY : Date.parse(`${day}T23:59:59.999Z`));
  return { lastCreation: end(creation), lastAcceptance: end(acceptance), source };
}

const migration = 'guideline on migrating SHA-1 and RSA1024 (NISC 2008, revised 2012)';
const criteria = 'CRYPTREC LS-0003-2022r1';
const never = 'not on the CRYPTREC list since 2003';

/**
 * `default`: CRYPTREC. LS-0003 gives two ends per security strength: new generation (新規生成), and processing of what
 * exists (処理, the legacy-verification period). Below 112 bits the government's migration guideline decides: creation until
 * 2013, verification until the end of fiscal 2019. What was never recommended ends with the first list, of 20 February 2003.
 */
const cryptrec = {
  broken: until('2003-02-20', '2003-02-20', never),
  80: until('2013-12-31', '2020-03-31', migration),
  112: until('2030-12-31', '2040-12-31', criteria),
  128: until('2050-12-31', '2060-12-31', criteria),
  192: until(null, null, criteria),
} as const;

const formerEtsi = 'ETSI TS 102 176-1';
const etsiSuites = 'ETSI TS 119 312 V2.1.1';

/**
 * `etsi`: TS 119 312, and its predecessor TS 102 176-1 for what that one had already ended. One date each: EN 319 102-1 lets a
 * proof of existence stand in for acceptance after it.
 */
const etsi = {
  md5: until('2004-08-31', '2004-08-31', formerEtsi),
  sha1: until('2009-08-01', '2009-08-01', formerEtsi),
  rsaBelow1536: until('2009-08-01', '2009-08-01', formerEtsi),
  rsa1536: until('2019-10-01', '2019-10-01', formerEtsi),
  ecBelow224: until('2012-08-01', '2012-08-01', formerEtsi),
  ec224: until('2016-08-01', '2016-08-01', formerEtsi),
  rsaBelow3000: until('2026-03-31', '2026-03-31', etsiSuites),
  sha224: until('2028-12-31', '2028-12-31', etsiSuites),
  /** PKCS #1 v1.5; a key that is for PSS alone has no end. */
  rsa3000: until('2033-12-31', '2033-12-31', etsiSuites),
  current: until(null, null, etsiSuites),
} as const;

const hashTable: Readonly<Record<HashName, { readonly cryptrec: Lifetime; readonly etsi: Lifetime }>> = {
  md5: { cryptrec: cryptrec.broken, etsi: etsi.md5 },
  sha1: { cryptrec: cryptrec[80], etsi: etsi.sha1 },
  sha224: { cryptrec: cryptrec[112], etsi: etsi.sha224 },
  sha256: { cryptrec: cryptrec[128], etsi: etsi.current },
  sha384: { cryptrec: cryptrec[192], etsi: etsi.current },
  sha512: { cryptrec: cryptrec[192], etsi: etsi.current },
  'sha512-256': { cryptrec: cryptrec[128], etsi: etsi.current },
  'sha3-256': { cryptrec: cryptrec[128], etsi: etsi.current },
  'sha3-384': { cryptrec: cryptrec[192], etsi: etsi.current },
  'sha3-512': { cryptrec: cryptrec[192], etsi: etsi.current },
};

/** Key sizes from the largest down; the first row whose `bits` a key reaches is its row (NIST SP 800-57 part 1 table 2). */
type KeyRow = { readonly bits: number; readonly cryptrec: Lifetime; readonly etsi: Lifetime };

const factoringKeys: readonly KeyRow[] = [
  { bits: 7680, cryptrec: cryptrec[192], etsi: etsi.rsa3000 },
  { bits: 3072, cryptrec: cryptrec[128], etsi: etsi.rsa3000 },
  { bits: 3000, cryptrec: cryptrec[112], etsi: etsi.rsa3000 },
  { bits: 2048, cryptrec: cryptrec[112], etsi: etsi.rsaBelow3000 },
  { bits: 1900, cryptrec: cryptrec[80], etsi: etsi.rsaBelow3000 },
  { bits: 1536, cryptrec: cryptrec[80], etsi: etsi.rsa1536 },
  { bits: 1024, cryptrec: cryptrec[80], etsi: etsi.rsaBelow1536 },
  { bits: 1, cryptrec: cryptrec.broken, etsi: etsi.rsaBelow1536 },
];

/** Keys for RSASSA-PSS alone, and DSA. */
const otherFactoringKeys = factoringKeys.map((row) =>
  row.etsi === etsi.rsa3000 ? { ...row, etsi: etsi.current } : row,
);

const curveKeys: readonly KeyRow[] = [
  { bits: 384, cryptrec: cryptrec[192], etsi: etsi.current },
  { bits: 256, cryptrec: cryptrec[128], etsi: etsi.current },
  { bits: 224, cryptrec: cryptrec[112], etsi: etsi.ec224 },
  { bits: 160, cryptrec: cryptrec[80], etsi: etsi.ecBelow224 },
  { bits: 1, cryptrec: cryptrec.broken, etsi: etsi.ecBelow224 },
];

/** ML-DSA by the bits of its public key (FIPS 204 table 2): -44 reaches 128 bits of strength, -65 192, -87 256. */
const latticeKeys: readonly KeyRow[] = [
  { bits: 15_616, cryptrec: cryptrec[192], etsi: etsi.current },
  { bits: 1, cryptrec: cryptrec[128], etsi: etsi.current },
];

/** The lifetime of a hash function under a policy (`strict` judges by the table of `default`). */
export function hashLifetime(hash: HashName, policy: PolicyName): Lifetime {
  return policy === 'etsi' ? hashTable[hash].etsi : hashTable[hash].cryptrec;
}

/** The lifetime of a key by its kind and size, or null where the table has none for it. */
export function keyLifetime(key: PublicKey, policy: PolicyName): Lifetime | null {
  const row = rowsOf(key)?.find(({ bits }) => key.bits >= bits);
  if (row === undefined) return null;
  return policy === 'etsi' ? row.etsi : row.cryptrec;
}

function rowsOf({ kind }: PublicKey): readonly KeyRow[] | null {
  switch (kind) {
    case 'rsa':
      return factoringKeys;
    case 'rsa-pss':
    case 'dsa':
      return otherFactoringKeys;
    case 'ec':
    case 'ed25519':
    case 'ed448':
      return curveKeys;
    case 'ml-dsa-44':
    case 'ml-dsa-65':
    case 'ml-dsa-87':
      return latticeKeys;
    default:
      return null;
  }
}

export type Weakness = 'algorithm-unlisted' | 'algorithm-not-for-creation' | 'algorithm-no-longer-accepted';

/**
 * Why something made with an algorithm at `created` (null: what matters is only that it still protects) can't be relied on at
 * `at`, in milliseconds since 1970; null where it can.
 */
export function weakness(lifetime: Lifetime | null, created: number | null, at: number): Weakness | null {
  if (lifetime === null) return 'algorithm-unlisted';
  if (created !== null && created > lifetime.lastCreation) return 'algorithm-not-for-creation';
  return at > lifetime.lastAcceptance ? 'algorithm-no-longer-accepted' : null;
}

/** How a report names a key: `RSA-2048`, `EC-256`. */
export function keyText({ kind, bits, curve }: PublicKey): string {
  if (kind === 'ec') return curve ?? `EC-${bits}`;
  return kind === 'rsa' || kind === 'rsa-pss' || kind === 'dsa'
    ? `${kind.toUpperCase().replace('-PSS', '')}-${bits}`
    : kind;
}
