import { hash } from 'node:crypto';
import { DerError, LimitError } from '../../core/der/errors.ts';
import { type HashName, hashes } from '../../core/der/hashes.ts';
import { limits } from '../../core/der/limits.ts';
import type { TstListEntry } from '../../core/revocation/tst-list/entry.ts';
import { judgeTstList } from '../../core/revocation/tst-list/judge.ts';
import { TstQuestion } from '../../core/revocation/tst-list/question.ts';
import type { TstSource } from '../../core/revocation/tst-list/source.ts';
import { readToken, type TokenFile } from '../../core/tsp/token.ts';
import { decodeTstInfo, type TstInfo } from '../../core/tsp/tst-info.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { Findings } from '../../core/verdict/findings.ts';
import { type Certificate, decodeCertificate } from '../../core/x509/certificate.ts';
import type { Clock, Files, Ledger, LedgerEntry, LedgerToken } from '../ports.ts';

/** A token of the ledger that a source lists. */
export interface RevokedEntry {
  /** Number of the ledger's entry. */
  readonly id: number;
  readonly source: string;
  /** SHA-256 of the token. */
  readonly token: string;
  readonly serial: string | null;
  readonly genTime: string | null;
  /** The file that was stamped, and where its token is. */
  readonly file: string | null;
  readonly path: string | null;
  readonly entry: TstListEntry;
  /** False where it was told before. */
  readonly isNew: boolean;
}

export interface LookPorts {
  readonly files: Pick<Files, 'read'>;
  readonly clock: Clock;
}

/** Looks for every token of the ledger in the sources' lists. Throws a TstError of the ledger. */
export async function revokedEntries(
  sources: readonly TstSource[],
  ledger: Pick<Ledger, 'entries'>,
  ports: LookPorts,
): Promise<RevokedEntry[]> {
  const listing = sources.filter(({ listings }) => listings.some(({ entries }) => entries.count > 0));
  const found: RevokedEntry[] = [];
  if (listing.length === 0) return found;
  for await (const entry of ledger.entries({})) {
    if (entry.token === null) continue;
    const asked = await askedOf(entry, entry.token, ports.files);
    for (const source of listing) {
      const listed = lookIn(source, asked, entry, ports.clock.now());
      if (listed !== null) found.push(revokedEntry(source, entry, entry.token, listed));
    }
  }
  return found;
}

interface Asked {
  readonly tst: TstInfo;
  readonly signer: Certificate | null;
  /** False where its file is gone, and the ledger's own facts have to do. */
  readonly isWhole: boolean;
}

/** The token as it lies on disk, or what the ledger knows of it. */
async function askedOf(entry: LedgerEntry, token: LedgerToken, files: Pick<Files, 'read'>): Promise<Asked> {
  const file = await tokenAt(entry.output?.path ?? null, token.sha256, files);
  if (file?.tstInfo) return { tst: file.tstInfo, signer: signerOf(file, token), isWhole: true };
  const { algorithm, digest } = entry.file;
  const name = Object.hasOwn(hashes, algorithm) ? (algorithm as HashName) : null;
  const ms = token.genTimeMs;
  const genTime = { exact: token.genTime ?? '', beyond: false, fraction: '', leapSecond: false };
  const tst: TstInfo = {
    ...decodeTstInfo(new Uint8Array(0)),
    serialNumber: token.serial === null ? null : octetsOf(token.serial),
    genTime: ms === null ? null : { ...genTime, ms, micros: BigInt(ms) * 1000n },
    messageImprint: {
      algorithm: { oid: name === null ? '' : hashes[name].oid, parameters: 'absent' as const },
      hash: name,
      hashedMessage: Buffer.from(digest, 'hex'),
    },
  };
  return { tst, signer: null, isWhole: false };
}

/** Only the very token that the ledger means. */
async function tokenAt(path: string | null, sha256: string, files: Pick<Files, 'read'>): Promise<TokenFile | null> {
  if (path === null) return null;
  try {
    const file = await readToken(await files.read(path, limits.tokenBytes));
    const token = file.response === null ? file.bytes : file.response.token;
    return token !== null && hash('sha256', token, 'hex') === sha256 ? file : null;
  } catch (error) {
    if (error instanceof TstError) return null;
    throw error;
  }
}

/** The certificate that the ledger saw the signature verified by. */
function signerOf({ signedData }: TokenFile, { tsa }: LedgerToken): Certificate | null {
  const bytes = signedData?.certificates.find((one) => hash('sha256', one.bytes, 'hex') === tsa?.sha256)?.bytes;
  if (bytes === undefined) return null;
  try {
    return decodeCertificate(bytes);
  } catch (error) {
    if (error instanceof DerError || error instanceof LimitError) return null;
    throw error;
  }
}

/** INTEGER content octets of signed hexadecimal. */
function octetsOf(serial: string): Uint8Array {
  if (!serial.startsWith('-')) return Buffer.from(`00${serial}`, 'hex');
  const width = serial.length + 1;
  return Buffer.from(
    BigInt.asUintN(width * 4, -BigInt(`0x${serial.slice(1)}`))
      .toString(16)
      .padStart(width, 'f'),
    'hex',
  );
}

/**
 * Whose token it is, the ledger knows by its profile, where the token itself can't be asked. Its policy is then any of the profile's; its
 * certificate stays unknown.
 */
function lookIn(
  source: TstSource,
  { tst, signer, isWhole }: Asked,
  { profile }: LedgerEntry,
  now: number,
): TstListEntry | null {
  const isOwn = profile === source.name;
  if (!isWhole && !isOwn) return null;
  const listings = isWhole ? source.listings : source.listings.map((one) => ({ ...one, appliesTo: null }));
  const sources = [{ ...source, listings, scope: isOwn ? null : source.scope }];
  const policies = isWhole ? [tst.policy] : [null, ...(source.scope?.policies ?? [])];
  for (const policy of policies) {
    const question = new TstQuestion({ ...tst, policy }, signer);
    const { entry } = judgeTstList({ sources, question, at: now, now }, new Findings('default'));
    if (entry !== null) return entry;
  }
  return null;
}

function revokedEntry({ name }: TstSource, entry: LedgerEntry, token: LedgerToken, listed: TstListEntry): RevokedEntry {
  const { id, file, output } = entry;
  const { sha256, serial, genTime } = token;
  const about = { id, source: name, token: sha256, serial, genTime, entry: listed, isNew: true };
  return { ...about, file: file.given, path: output?.path ?? null };
}
