import { messagesIn } from '../core/der/armor.ts';
import { DerError, LimitError } from '../core/der/errors.ts';
import { type Crl, decodeCrl } from '../core/revocation/crl.ts';
import { decodeOcspAnswer, type OcspResponse } from '../core/revocation/ocsp.ts';

/** What one message of a file is, or why what it should be can't be read. */
export type Read<T> = { readonly value: T } | { readonly error: Unreadable };

export interface Unreadable {
  readonly reason: string;
  readonly offset: number;
}

/** The CRLs of a file: DER, bare Base64 or PEM with any number of blocks (RFC 7468 §6). Other blocks are passed over. */
export function readCrls(file: Uint8Array): Generator<Read<{ readonly crl: Crl }>> {
  return read(file, /^(X509 )?CRL$/, (bytes) => ({ crl: decodeCrl(bytes) }));
}

/** As {@link readCrls}, the OCSP answers: OCSPResponse or BasicOCSPResponse; there is no agreed label. */
export function readOcspAnswers(file: Uint8Array): Generator<Read<{ readonly response: OcspResponse }>> {
  return read(file, /\bOCSP\b/, (bytes) => ({ response: decodeOcspAnswer(bytes) }));
}

function* read<T>(file: Uint8Array, labels: RegExp, decode: (bytes: Uint8Array) => T): Generator<Read<T>> {
  for (const { label, bytes } of messagesIn(file)) {
    if (label !== null && !labels.test(label)) continue;
    yield decoded(bytes, decode);
  }
}

function decoded<T>(bytes: Uint8Array, decode: (bytes: Uint8Array) => T): Read<T> {
  try {
    return { value: decode(bytes) };
  } catch (error) {
    if (!(error instanceof DerError || error instanceof LimitError)) throw error;
    return { error: { reason: error.message, offset: error instanceof DerError ? error.offset : 0 } };
  }
}
