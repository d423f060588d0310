import { hash } from 'node:crypto';
import { type FoundCertificates, findCertificates } from '../core/cms/certificate-file.ts';
import { unarmor } from '../core/der/armor.ts';
import { DerError, LimitError } from '../core/der/errors.ts';
import { type Crl, decodeCrl } from '../core/revocation/crl.ts';
import { decodeOcspResponse, type OcspResponse } from '../core/revocation/ocsp.ts';
import { type FetchFailure, unreadable } from './fetch-failure.ts';
import { looksLikeHtml } from './media-type.ts';

/** Reads what was fetched or kept; equal bytes once in a run, wherever they come from, and always to the same object. */
export class Decoding {
  readonly #crls = new Map<string, Crl>();
  readonly #ocsp = new Map<string, OcspResponse>();
  readonly #certificates = new Map<string, Promise<FoundCertificates>>();

  /** A CRL in DER, or in PEM or Base64, in which some CAs publish it; `contentType` only helps to name what is none. */
  crl(body: Uint8Array, contentType = ''): Crl | FetchFailure {
    return read(body, contentType, this.#crls, decodeCrl);
  }

  /** An OCSPResponse, likewise. */
  ocsp(body: Uint8Array, contentType = ''): OcspResponse | FetchFailure {
    return read(body, contentType, this.#ocsp, decodeOcspResponse);
  }

  certificates(body: Uint8Array): Promise<FoundCertificates> {
    const name = hash('sha256', body, 'hex');
    let found = this.#certificates.get(name);
    if (found === undefined) {
      found = findCertificates(body);
      this.#certificates.set(name, found);
    }
    return found;
  }
}

function read<T>(
  body: Uint8Array,
  contentType: string,
  known: Map<string, T>,
  decode: (bytes: Uint8Array) => T,
): T | FetchFailure {
  if (body.length === 0) return unreadable('empty answer');
  const bytes = unarmor(body);
  const page = () => looksLikeHtml(body, contentType);
  if (bytes === null) return unreadable(page() ? 'an HTML page' : 'neither DER, PEM nor Base64');
  const name = hash('sha256', bytes, 'hex');
  let read = known.get(name);
  if (read === undefined) {
    try {
      read = decode(bytes);
    } catch (error) {
      if (!(error instanceof DerError || error instanceof LimitError)) throw error;
      return unreadable(error.message);
    }
    known.set(name, read);
  }
  return read;
}
