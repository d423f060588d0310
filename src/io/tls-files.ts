import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Secret } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { TlsIdentity } from './agents.ts';
import { Inputs, readWhole } from './input.ts';

/** What the user gives for TLS: paths, and the passphrase of the key or PFX. */
export interface TlsFiles {
  /** Authorities in place of Node's own. */
  readonly ca: readonly string[];
  /** A certificate with its chain (PEM), or both with the key as PFX (PKCS #12). */
  readonly cert: string | null;
  readonly key: string | null;
  readonly passphrase: Secret | null;
}

const unusable = 'not a certificate or key that TLS can use';

/** Keys and certificates are small; 1 MiB holds an operating system's whole root set. */
const tlsFileBytes = 1 << 20;

/**
 * Reads the files and tries them, so that a wrong passphrase or a key of another certificate is known before anything is sent.
 * Throws a TstError of reading, or `configuration` with the reason.
 */
export function readTlsFiles(files: TlsFiles, inputs = new Inputs()): TlsIdentity {
  const cert = files.cert === null ? null : read(files.cert, inputs);
  const pfx = cert !== null && files.key === null && !isPem(cert);
  if (cert !== null && !pfx && files.key === null && !hasKey(cert)) {
    throw new TstError('configuration', { reason: 'the client certificate has no key', path: files.cert! });
  }
  if (cert === null && files.key !== null) {
    throw new TstError('configuration', { reason: 'the client key has no certificate', path: files.key });
  }
  const identity: TlsIdentity = {
    ...(files.ca.length > 0 ? { ca: files.ca.map((path) => authority(path, inputs)) } : {}),
    ...(cert === null ? {} : pfx ? { pfx: cert } : { cert, key: files.key === null ? cert : read(files.key, inputs) }),
    ...(files.passphrase === null ? {} : { passphrase: files.passphrase }),
  };
  try {
    createSecureContext(secureOptions(identity));
  } catch (error) {
    const path = files.key ?? files.cert ?? files.ca[0] ?? '';
    throw new TstError('configuration', { reason: reasonOf(error), path }, { cause: error });
  }
  return identity;
}

/** TLS takes authorities in PEM only, and passes over what it can't read: then nobody would be trusted, for no visible reason. */
function authority(path: string, inputs: Inputs): Uint8Array {
  const bytes = read(path, inputs);
  try {
    const first = new X509Certificate(bytes);
    return isPem(bytes) ? bytes : new Uint8Array(Buffer.from(first.toString(), 'latin1'));
  } catch (error) {
    throw new TstError('configuration', { reason: unusable, path }, { cause: error });
  }
}

/** As node:tls takes them. */
export function secureOptions(identity: TlsIdentity): Record<string, Buffer | Buffer[] | string> {
  const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    ...(identity.ca ? { ca: identity.ca.map(buffer) } : {}),
    ...(identity.cert ? { cert: buffer(identity.cert) } : {}),
    ...(identity.key ? { key: buffer(identity.key) } : {}),
    ...(identity.pfx ? { pfx: buffer(identity.pfx) } : {}),
    ...(identity.passphrase === undefined ? {} : { passphrase: identity.passphrase.reveal() }),
  };
}

function read(path: string, inputs: Inputs): Uint8Array {
  const input = inputs.open(path);
  try {
    return readWhole(input, tlsFileBytes);
  } finally {
    input.close();
  }
}

function isPem(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes('-----BEGIN');
}

function hasKey(bytes: Uint8Array): boolean {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(Buffer.from(bytes).toString('latin1'));
}

/** OpenSSL's words, sorted into what a user can act on. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}`.toLowerCase() : '';
  if (/mac verify|bad decrypt|bad password|passphrase|interrupted|pkcs12 cipherfinal/.test(text))
    return 'wrong or missing passphrase';
  if (/key values mismatch/.test(text)) return 'the key is not the one of the client certificate';
  return unusable;
}
