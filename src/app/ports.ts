import type { HashName } from '../core/der/hashes.ts';
import { type ErrorCode, TstError } from '../core/verdict/errors.ts';
import type { KeptSecret, SecretKind } from './kept-secret.ts';
import type { Note } from './notes.ts';
import type { Secret } from './secret.ts';

/** Archives by the octets of their names, and the record of an audit. */
export { fileName } from './audit/names.ts';
export type * from './audit/ports.ts';
export { hashNamed } from './digest.ts';
/** What is read on the real side and shown nowhere. */
export {
  type KeptSecret,
  keptSecret,
  partSecret,
  revealedParts,
  type SecretKind,
  type SecretPart,
  secretKey,
  secretParts,
  secretVariable,
} from './kept-secret.ts';
/** The record of every request, which has more to say than the other ports together. */
export type * from './ledger.ts';
/** What the real side has to say on the way, as everyone else. */
export type { Note } from './notes.ts';
export { Secret, withoutEchoes } from './secret.ts';

/** What the use cases need of the world. `io/` has the real side, tests have their own. */
export interface Ports {
  readonly clock: Clock;
  readonly files: Files;
  readonly http: Http;
  readonly trust: TrustFiles;
  readonly archives: Archives;
  readonly random: Random;
  readonly cache: EvidenceCache;
  readonly profiles: ProfileFiles;
  readonly repository: Repository;
}

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** What waits, so that tests need not. */
export interface Timer {
  /** Ends after so many milliseconds, or at once when `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** Octets that nobody can guess. */
  bytes(count: number): Uint8Array;
}

export interface Files {
  /** A whole small file, at most `limit` bytes; throws a TstError (`input-missing`, `input-unreadable`, `input-too-large`). `-` is standard input. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** Hashes a file of any size as a stream, all algorithms in one pass; throws like `read`. `-` is standard input. */
  hash(path: string, algorithms: readonly HashName[]): Promise<HashedFile>;
  /**
   * As `hash`, and shows the same content to `look`: what it saw is what was hashed, for the file is opened once, and one that
   * changes meanwhile is an error (`input-unreadable`).
   */
  hashAndLook<T>(
    path: string,
    algorithms: readonly HashName[],
    look: (content: Content) => T,
  ): Promise<HashedFile & { readonly seen: T }>;
  /**
   * Throws the TstError that reading would throw (`input-missing`, `input-unreadable`), without reading. For what must be
   * known before something is paid for.
   */
  check(path: string): Promise<void>;
  /** Writes atomically; throws a TstError `output-exists` where the file exists and `force` is false, else `output-failed`. */
  write(path: string, bytes: Uint8Array, options: { readonly force: boolean }): Promise<void>;
  /**
   * Writes to a new file beside `path`, safe on disk when this returns; it is published under its name later. `mark`: what tells
   * it from every other one in its name, else something random.
   */
  stage(path: string, bytes: Uint8Array, mark?: string): Promise<Staged>;
  /** A file that `stage` of an earlier run wrote. */
  adopt(path: string): Promise<Staged>;
  /** The name of the file that `stage` writes for a path with this mark. */
  stagedPath(path: string, mark: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /**
   * Throws the TstError that publishing under this name would throw, as far as that can be told before: `output-exists`
   * without `force`, else `output-failed` for what is no file, or a name that the file system refuses.
   */
  checkOutput(path: string, options: { readonly force: boolean }): Promise<void>;
  /** Where to save what can't be written where it was meant to go, best place first. */
  refuges(): Promise<readonly string[]>;
}

/** A file that is whole and on disk, though under a name of its own still. */
export interface Staged {
  readonly path: string;
  /** Gives it its name; throws like `write`, and then the staged file is still there. */
  publish(path: string, options: { readonly force: boolean }): Promise<void>;
  /** Removes it. */
  discard(): Promise<void>;
}

export interface HashedFile {
  /** Bytes read. */
  readonly size: number;
  readonly digests: ReadonlyMap<HashName, Uint8Array>;
}

/** Content of any size that is looked at in places. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /**
   * `length` bytes from `offset` on; fewer at the end, none where the offset is beyond it. Of what came through a pipe only the
   * first and last mebibyte can be had, and none of the rest.
   */
  at(offset: number, length: number): Uint8Array;
}

/** Profiles and the certificates beside them: what the user owns, and nobody else should write. */
export interface ProfileFiles {
  /**
   * Files of a folder in the order of their names; none where there is no such folder. Throws a TstError `input-unreadable`, or
   * `configuration` where there are more than `limit`.
   */
  list(folder: string, limit: number): Promise<readonly ListedFile[]>;
  /** Writes atomically for the owner alone, with the folders that lack; throws like `Files.write`. */
  write(path: string, bytes: Uint8Array, options: { readonly force: boolean }): Promise<void>;
  /** Removes a file, and its folder where that is empty then and `folder` says so. Throws a TstError `output-failed`. */
  remove(path: string, options?: { readonly folder: boolean }): Promise<void>;
}

export interface ListedFile {
  readonly name: string;
  readonly path: string;
  /** True where every user of the computer can change it. */
  readonly open: boolean;
}

export interface TrustFiles {
  /**
   * The files behind one `--trust` or `--certs`: a file, a directory's, a ZIP archive's, or Node's root sets for the words
   * `bundled` and `system`. Throws a TstError `input-missing`, `input-unreadable`, `input-too-large` or `trust-unreadable`.
   */
  list(path: string): Promise<TrustSource>;
}

export interface TrustSource {
  readonly kind: FileSet['kind'] | 'tls-roots';
  readonly files: readonly Pick<NamedFile, 'name' | 'bytes'>[];
  readonly passedOver: FileSet['passedOver'];
}

/** Files by the folder, and ZIP archives in memory: of what is in one no name is ever used on disk. */
export interface Archives {
  /**
   * The files behind a path: the file itself (`-`: standard input), those of a directory, or those of a ZIP archive. Throws a
   * TstError `input-missing`, `input-unreadable`, `input-too-large`, and `code` for an archive that is damaged or too many files.
   */
  list(path: string, code: GivenError): Promise<FileSet>;
  /** The files of an archive; null where it is none. Throws as `list`. */
  unpack(name: string, bytes: Uint8Array, code: GivenError): Promise<FileSet | null>;
  /** An archive of these files in their order, uncompressed and undated: the same files give the same bytes everywhere. */
  pack(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<Uint8Array>;
}

/** The error of what a user gave as `--crl`, `--ocsp` or `--evidence`. */
export type GivenError = Extract<ErrorCode, 'crl-unreadable' | 'ocsp-unreadable' | 'evidence-unreadable'>;

/** In the order of the octets of their names, which is the same on every platform. */
export interface FileSet {
  readonly kind: 'file' | 'directory' | 'zip';
  readonly files: readonly NamedFile[];
  /** Names that were not read, each with the reason in a word. */
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[];
}

export interface NamedFile {
  /** For people: the path, and behind `#` the name in an archive. */
  readonly name: string;
  /** The name below the directory or in the archive, with `/` between its parts, as it stands there; of a single file, nothing. */
  readonly inner: string;
  readonly bytes: Uint8Array;
}

export interface Http {
  /**
   * One exchange under the guard: http and https only, addresses judged after DNS, body capped while reading.
   * Any HTTP status is an answer. Throws a TstError `unreachable`, `timeout`, `tls`, `address-refused`, `redirect-refused`,
   * `url-refused`, `body-too-large`, `body-truncated`, `body-encoding` or `configuration` (a proxy that is none); an
   * `UnfinishedAnswer` where a part of the body came.
   */
  exchange(request: HttpRequest): Promise<HttpAnswer>;
}

/** What was fetched before, kept between runs. Nothing of it is trusted: it is judged as if it came from anywhere. */
export interface EvidenceCache {
  /**
   * The answers kept of a place, newest first; empty where there are none. What was damaged on disk is as if it had never been
   * kept. Throws nothing.
   */
  find(place: CachePlace): Promise<readonly KeptAnswer[]>;
  /** Keeps an answer as the newest of its place; throws a TstError `output-failed` where it can't be written. */
  keep(place: CachePlace, answer: NewAnswer): Promise<void>;
}

/** What was asked of which place; `certId` for OCSP: DER in hexadecimal, null otherwise. */
export interface CachePlace {
  readonly kind: 'issuer' | 'crl' | 'ocsp';
  readonly url: string;
  readonly certId: string | null;
}

/** An answer to keep. Times in milliseconds since 1970; those of the content are for people who list the cache. */
export interface NewAnswer {
  readonly bytes: Uint8Array;
  readonly fetchedAt: number;
  readonly thisUpdate: number | null;
  readonly nextUpdate: number | null;
  /** ETag and Last-Modified as the server sent them, for asking whether it changed (RFC 9110 §13.1). */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface KeptAnswer extends NewAnswer {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
}

/** Where a secret is kept. */
export type SecretPlace = 'environment' | 'keychain' | 'file';

export interface FoundSecret {
  readonly secret: KeptSecret;
  readonly place: SecretPlace;
}

/** The user's secrets by name; names that differ in case, or in `-`, `_` and `.` alone, are one. */
export interface Secrets {
  /**
   * A secret, or null where there is none of this name; the environment's goes first, and is of the kind that is asked for. Throws
   * a TstError `secret-exposed` where others could read or change it, `secret-unavailable` where the keychain doesn't give it,
   * `configuration` where what is kept is no secret or Node was told to write down what passes through it.
   */
  find(name: string, kind: SecretKind): Promise<FoundSecret | null>;
  /**
   * Keeps a secret in place of an earlier one of its name: in the keychain or, where there is none and `place` is null, in a file,
   * which a note says. Throws as `find`, and `output-failed`.
   */
  keep(
    name: string,
    secret: KeptSecret,
    place: 'keychain' | 'file' | null,
  ): Promise<{ readonly place: SecretPlace; readonly notes: readonly Note[] }>;
  /** Forgets a secret; null where none was kept. Throws as `find`. */
  remove(name: string): Promise<SecretPlace | null>;
  /** Names, kinds and places, in the order of the names. Throws as `find`. */
  list(): Promise<readonly { readonly name: string; readonly kind: SecretKind; readonly place: SecretPlace }[]>;
}

/**
 * What providers said of revoked tokens at their places, what could not be had of them, and what people found there: kept for good,
 * so that a later audit can show what was known on the day. Several processes may keep at once.
 */
export interface Repository {
  /** Everything kept of a place, oldest first. Throws a TstError `input-unreadable` where the folder can't be used. */
  read(place: string): Promise<KeptRecords>;
  /** Bytes that a record names, as they were kept; null where they are missing or damaged. */
  object(of: ObjectName): Promise<Uint8Array | null>;
  /** Keeps bytes and then the record that names them, on disk when this returns. Throws a TstError `output-failed`. */
  keep(place: string, record: object, objects: readonly Uint8Array[]): Promise<void>;
}

/** SHA-256, hexadecimal, and how many bytes it is of. */
export interface ObjectName {
  readonly sha256: string;
  readonly size: number;
}

export interface KeptRecords {
  /** As they were given to be kept; anyone may have written them. */
  readonly records: readonly unknown[];
  /** How many are missing or damaged among those that were kept. */
  readonly lost: number;
  /** Index of the first record after which none is; as many as there are records where the last ones are. */
  readonly wholeFrom: number;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Header fields that go to the origin of `url` alone, and over no redirect to another one. */
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  readonly body?: Uint8Array;
  /** Bytes of the body, also after decompression. */
  readonly limit: number;
  /** URLs out of certificates may not reach private or loopback addresses; the user's own may. */
  readonly origin: 'user' | 'certificate';
  /** Milliseconds for the whole exchange, redirects included; absent: what the port was made with. */
  readonly timeout?: number;
  /** Of it, milliseconds until an answer begins; absent: what the port was made with. */
  readonly answerTimeout?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; several fields of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The URL after redirects. */
  readonly url: string;
}

/** A body that failed on its way: what did come may be a whole token, and paid for, behind a wrong length or a lost last chunk. */
export class UnfinishedAnswer extends TstError {
  readonly received: Uint8Array;

  constructor({ code, facts, cause }: TstError, received: Uint8Array) {
    super(code, facts, { cause });
    this.received = received;
  }
}
