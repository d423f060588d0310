import { basename, dirname, extname, join } from 'node:path';
import { DerError, LimitError } from '../core/der/errors.ts';
import type { HashName } from '../core/der/hashes.ts';
import { limits } from '../core/der/limits.ts';
import { Session } from '../core/session.ts';
import { decodeRequest, type TimeStampReq } from '../core/tsp/request.ts';
import { readToken, type TokenFile } from '../core/tsp/token.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import type { Digest } from './digest.ts';
import { IssuerFetcher } from './fetching.ts';
import { type Bench, type JudgingOptions, judge } from './judging.ts';
import type { Note } from './notes.ts';
import type { Files, Ports } from './ports.ts';
import { loadTrust } from './trust.ts';

export interface VerifyOptions extends JudgingOptions {
  /** The data, `-` for standard input; null with `digest`. */
  readonly file: string | null;
  /** The token; null: looked for beside the file. */
  readonly token: string | null;
  /** The data's hash, in place of the data. */
  readonly digest: Digest | null;
  /** The request (`.tsq`). */
  readonly request: string | null;
}

/** The data as it was found. Size and hash are null where they were not needed or not known. */
export interface FileFacts {
  readonly path: string | null;
  readonly size: number | null;
  readonly algorithm: HashName | null;
  /** Lower-case hexadecimal. */
  readonly digest: string | null;
}

export interface VerifyOutcome {
  readonly judgement: Judgement;
  readonly file: FileFacts;
  readonly tokenPath: string;
  readonly notes: readonly Note[];
}

/**
 * Verifies one token against its data. Whatever is wrong with the token is a verdict; thrown are TstErrors of usage and input:
 * `input-missing`, `token-missing`, `token-unreadable`, `request-unreadable`, `trust-unreadable`, `digest-needed` ….
 */
export async function verifyFile(options: VerifyOptions, ports: Ports, bench?: Bench): Promise<VerifyOutcome> {
  const { file, digest } = options;
  if (file !== null && digest === null) await ports.files.check(file);
  const tokenPath = options.token ?? (await findToken(file, ports.files));
  const token = await tokenAt(tokenPath, ports.files).catch((error) => sayIfSwapped(error, file, ports.files));
  const request = options.request === null ? null : await requestAt(options.request, ports.files);
  const used = bench ?? (await prepare(options, ports));
  const { facts, digests } = await digestFor(token, file, digest, ports.files);
  const subject = { token, digests, request, now: ports.clock.now() };
  const { judgement, notes } = await judge(subject, options, used);
  return { judgement, file: facts, tokenPath, notes: [...used.trust.notes, ...notes] };
}

/** Reads the trust, for one file or for a run over many. */
export async function prepare(options: JudgingOptions, ports: Ports): Promise<Bench> {
  return {
    trust: await loadTrust(options, ports.trust),
    fetcher: new IssuerFetcher(ports.http),
    session: new Session(),
  };
}

/** The token beside a file: `x.pdf.tsr`, `x.pdf.tst`, and as other tools name it, `x.tsr`, `x.tst`. */
async function findToken(file: string | null, files: Files): Promise<string> {
  if (file === null || file === '-') throw new TstError('token-missing', { path: file ?? '--digest' });
  const stem = join(dirname(file), basename(file, extname(file)));
  const names = [`${file}.tsr`, `${file}.tst`, `${stem}.tsr`, `${stem}.tst`].filter((name) => name !== file);
  for (const name of names) if (await files.exists(name)) return name;
  const itself = (await isToken(file, files)) ? { reason: 'token-itself' } : {};
  throw new TstError('token-missing', { path: file, ...itself, tried: [...new Set(names)].join(', ') });
}

async function tokenAt(path: string, files: Files): Promise<TokenFile> {
  const bytes = await files.read(path, limits.tokenBytes);
  try {
    return await readToken(bytes);
  } catch (error) {
    // The reader of bytes knows no path.
    throw error instanceof TstError ? new TstError(error.code, { path, ...error.facts }, { cause: error }) : error;
  }
}

/** Throws the error of reading a token, and says so where the file is the token: the two stand in the wrong order then. */
async function sayIfSwapped(error: unknown, file: string | null, files: Files): Promise<never> {
  if (!(error instanceof TstError) || error.code !== 'token-unreadable') throw error;
  if (file === null || !(await isToken(file, files))) throw error;
  throw new TstError(error.code, { ...error.facts, swapped: file }, { cause: error });
}

async function isToken(path: string, files: Files): Promise<boolean> {
  if (path === '-') return false;
  try {
    await readToken(await files.read(path, limits.tokenBytes));
    return true;
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return false;
  }
}

async function requestAt(path: string, files: Files): Promise<TimeStampReq> {
  const bytes = await files.read(path, limits.requestBytes);
  try {
    return decodeRequest(bytes);
  } catch (error) {
    if (!(error instanceof DerError || error instanceof LimitError)) throw error;
    const offset = error instanceof DerError ? error.offset : 0;
    throw new TstError('request-unreadable', { path, reason: error.message, offset }, { cause: error });
  }
}

interface Digested {
  readonly facts: FileFacts;
  readonly digests: ReadonlyMap<HashName, Uint8Array>;
}

/** The data's hash under the token's algorithm; none where the token names none that is known, which a rule then says. */
async function digestFor(
  token: TokenFile,
  file: string | null,
  digest: Digest | null,
  files: Files,
): Promise<Digested> {
  const algorithm = token.tstInfo?.messageImprint?.hash ?? null;
  if (digest !== null) {
    if (algorithm !== null && algorithm !== digest.algorithm) {
      throw new TstError('digest-needed', { algorithm, given: digest.algorithm });
    }
    return { facts: factsOf(file, null, digest), digests: new Map([[digest.algorithm, digest.value]]) };
  }
  if (file === null) throw new TstError('digest-needed', algorithm === null ? {} : { algorithm });
  if (algorithm === null) return { facts: factsOf(file, null, null), digests: new Map() };
  const { size, digests } = await files.hash(file, [algorithm]);
  return { facts: factsOf(file, size, { algorithm, value: digests.get(algorithm)! }), digests };
}

/** Facts of a file for the report. */
export function factsOf(path: string | null, size: number | null, digest: Digest | null): FileFacts {
  return {
    path,
    size,
    algorithm: digest?.algorithm ?? null,
    digest: digest === null ? null : Buffer.from(digest.value).toString('hex'),
  };
}
