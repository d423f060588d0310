import { hash } from 'node:crypto';
import type { Candidate } from '../core/cms/candidate.ts';
import { DerError, LimitError } from '../core/der/errors.ts';
import { toHex } from '../core/der/integer.ts';
import { limits } from '../core/der/limits.ts';
import { Tag } from '../core/der/tags.ts';
import { decodeCrl } from '../core/revocation/crl.ts';
import { decodeOcspAnswer } from '../core/revocation/ocsp.ts';
import type { CrlSource, OcspSource } from '../core/revocation/source.ts';
import { TstError } from '../core/verdict/errors.ts';
import { decodeCertificate } from '../core/x509/certificate.ts';
import { FieldError } from './json-fields.ts';
import {
  decodeManifest,
  encodeManifest,
  type Manifest,
  type ManifestObject,
  type ObjectKind,
  objectKinds,
} from './manifest.ts';
import type { Archives, NamedFile } from './ports.ts';

/**
 * Everything that a verdict rests on, as it is saved in one file: judged by it again, the same report comes out. Whoever hands
 * such a file on may have made it: what is in it is judged as if it came from anywhere, and its times are claims.
 */
export interface Evidence extends Omit<Manifest, 'token' | 'request' | 'objects'> {
  readonly token: KeptFile;
  readonly request: KeptFile | null;
  /** Certificates, CRLs and OCSP answers in the order in which they were judged by. */
  readonly candidates: readonly Candidate[];
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  /** Snapshots of lists of revoked tokens. */
  readonly lists: readonly KeptList[];
}

/** A message, and what the user called the file that it came in. */
export interface KeptFile {
  readonly path: string | null;
  readonly bytes: Uint8Array;
}

export interface KeptList extends Pick<ManifestObject, 'origin' | 'url' | 'fetchedAt'> {
  readonly bytes: Uint8Array;
}

/** The name under which the manifest lies, beside the folder of the objects. */
export const manifestName = 'manifest.json';
const objectsFolder = 'objects/';

/**
 * One file: a ZIP archive of `manifest.json` and `objects/<SHA-256>.<ending>`. The same evidence gives the same bytes, whenever
 * and wherever. Throws a TstError `evidence-unsaved` where it is more than could be read again.
 */
export async function encodeEvidence(evidence: Evidence, archives: Archives): Promise<Uint8Array> {
  const kept = keptObjects(evidence);
  const manifest = encodeManifest({
    ...evidence,
    token: { path: evidence.token.path, sha256: sha256Of(evidence.token.bytes) },
    request: evidence.request && { path: evidence.request.path, sha256: sha256Of(evidence.request.bytes) },
    objects: kept.map(({ object }) => object),
  });
  const manifestBytes = new Uint8Array(Buffer.from(manifest));
  const files = new Map(kept.map(({ object, bytes }) => [object.sha256, { name: nameOf(object, bytes), bytes }]));
  checkReadable(manifestBytes, [...files.values()]);
  // All names begin alike and are ASCII, so that this is the order of their octets as well.
  const sorted = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return archives.pack([{ name: manifestName, bytes: manifestBytes }, ...sorted]);
}

interface Kept {
  readonly object: ManifestObject;
  readonly bytes: Uint8Array;
}

function keptObjects({ token, request, candidates, crls, ocsp, lists }: Evidence): Kept[] {
  const given = { origin: 'user', url: null } as const;
  return [
    keep('token', token.bytes, given),
    ...(request === null ? [] : [keep('request', request.bytes, given)]),
    ...candidates.map((one) => keep('certificate', one.certificate.bytes, one)),
    ...crls.map((one) => keep('crl', one.crl.bytes, one)),
    ...ocsp.map((one) => keep('ocsp', one.response.bytes, one, one.nonce)),
    ...lists.map((one) => keep('list', one.bytes, one)),
  ];
}

function keep(
  kind: ObjectKind,
  bytes: Uint8Array,
  { origin = 'user', url, fetchedAt = null }: Pick<CrlSource, 'origin' | 'url' | 'fetchedAt'>,
  nonce: Uint8Array | null = null,
): Kept {
  const object = { sha256: sha256Of(bytes), kind, origin, url, fetchedAt, nonce: nonce && toHex(nonce) };
  return { object, bytes };
}

function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

function nameOf({ sha256, kind }: ManifestObject, bytes: Uint8Array): string {
  const ending = kind === 'token' && isBare(bytes) ? 'tst' : objectKinds[kind];
  return `${objectsFolder}${sha256}.${ending}`;
}

/** TimeStampToken ::= SEQUENCE { OBJECT IDENTIFIER …; a response begins with a SEQUENCE. The length may be indefinite. */
function isBare(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0;
  return bytes[length > 0x80 ? 2 + (length & 0x7f) : 2] === Tag.OID;
}

/** What could not be read again is no evidence: better told now than when it is needed. */
function checkReadable(manifest: Uint8Array, files: readonly { readonly bytes: Uint8Array }[]): void {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, manifest.length);
  if (total > limits.givenBytes)
    throw new TstError('evidence-unsaved', { reason: `more than ${limits.givenBytes} bytes` });
  if (files.length + 1 > limits.givenFiles) {
    throw new TstError('evidence-unsaved', { reason: `more than ${limits.givenFiles} files` });
  }
  try {
    decodeManifest(manifest);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new TstError('evidence-unsaved', { reason: error.message }, { cause: error });
  }
}

/** Where a file stands among saved evidence: the folder of its manifest, and of an object the SHA-256 that its name tells. */
export interface EvidencePlace {
  readonly folder: string;
  /** Null for the manifest itself. */
  readonly object: string | null;
}

/** By the file's name; null for what is neither a manifest nor an object. */
export function evidencePlace(inner: string): EvidencePlace | null {
  const named = /^(.*\/)?(?:manifest\.json|objects\/([0-9a-f]{64})(?:\.[a-z0-9]{1,8})?)$/s.exec(inner);
  return named && { folder: named[1] ?? '', object: named[2] ?? null };
}

/**
 * Reads saved evidence: the manifest, and the files that may be its objects, by the SHA-256 that their names tell. Every hash is
 * checked, and every object must be what its kind says. `unnamed` are those that the manifest does not name. Throws a TstError
 * `evidence-unreadable` that names the manifest and, where one is wrong, the object.
 */
export function decodeEvidence(
  file: NamedFile,
  objects: ReadonlyMap<string, NamedFile>,
): { readonly evidence: Evidence; readonly unnamed: readonly NamedFile[] } {
  const manifest = manifestOf(file);
  const chest = new Chest(file.name, objects);
  const { token, request, objects: named, ...rest } = manifest;
  const of = (kind: ObjectKind) => named.filter((one) => one.kind === kind);
  const only = (kind: 'token' | 'request', said: Manifest['request']): KeptFile | null => {
    const [one, ...more] = of(kind);
    if (more.length > 0 || one?.sha256 !== said?.sha256) {
      throw new TstError('evidence-unreadable', { path: file.name, reason: `${kind} has a wrong value` });
    }
    return said && { path: said.path, bytes: chest.bytes(said.sha256) };
  };
  const evidence: Evidence = {
    ...rest,
    token: only('token', token)!,
    request: only('request', request),
    candidates: of('certificate').map((one) => ({ certificate: chest.read(one, decodeCertificate), ...placeOf(one) })),
    crls: of('crl').map((one) => ({ crl: chest.read(one, decodeCrl), ...placeOf(one) })),
    ocsp: of('ocsp').map((one) => ({
      response: chest.read(one, decodeOcspAnswer),
      ...placeOf(one),
      nonce: one.nonce === null ? null : new Uint8Array(Buffer.from(one.nonce, 'hex')),
    })),
    lists: of('list').map((one) => ({ bytes: chest.bytes(one.sha256), ...placeOf(one) })),
  };
  const names = new Set(named.map((one) => one.sha256));
  return { evidence, unnamed: [...objects].flatMap(([sha256, one]) => (names.has(sha256) ? [] : [one])) };
}

function manifestOf({ name, bytes }: NamedFile): Manifest {
  try {
    return decodeManifest(bytes);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new TstError('evidence-unreadable', { path: name, reason: error.message }, { cause: error });
  }
}

function placeOf({ origin, url, fetchedAt }: ManifestObject): Pick<ManifestObject, 'origin' | 'url' | 'fetchedAt'> {
  return { origin, url, fetchedAt };
}

/** The objects, each checked and decoded once, however often the manifest names it. */
class Chest {
  readonly #path: string;
  readonly #files: ReadonlyMap<string, NamedFile>;
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #decoded = new Map<string, unknown>();

  constructor(path: string, files: ReadonlyMap<string, NamedFile>) {
    this.#path = path;
    this.#files = files;
  }

  bytes(sha256: string): Uint8Array {
    const known = this.#bytes.get(sha256);
    if (known) return known;
    const file = this.#files.get(sha256);
    if (file === undefined) throw this.#error(sha256, 'the object is missing');
    if (sha256Of(file.bytes) !== sha256) throw this.#error(sha256, 'the object has another hash');
    this.#bytes.set(sha256, file.bytes);
    return file.bytes;
  }

  /** The same object for the same bytes, as `decode` makes it; one `decode` per kind. */
  read<T>({ sha256, kind }: ManifestObject, decode: (bytes: Uint8Array) => T): T {
    const key = `${kind} ${sha256}`;
    if (this.#decoded.has(key)) return this.#decoded.get(key) as T;
    try {
      const value = decode(this.bytes(sha256));
      this.#decoded.set(key, value);
      return value;
    } catch (error) {
      if (!(error instanceof DerError || error instanceof LimitError)) throw error;
      throw this.#error(sha256, error.message, error);
    }
  }

  #error(object: string, reason: string, cause?: unknown): TstError {
    return new TstError('evidence-unreadable', { path: this.#path, object, reason }, { cause });
  }
}
