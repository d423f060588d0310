import { type Crl, decodeCrl } from '../../core/revocation/crl.ts';
import { decodeOcspAnswer } from '../../core/revocation/ocsp.ts';
import { decodeCertificate } from '../../core/x509/certificate.ts';
import type { Found } from '../found.ts';

type Origin<T extends { readonly origin?: unknown; readonly url: string | null; readonly fetchedAt?: number | null }> =
  Pick<T, 'origin' | 'url' | 'fetchedAt'>;

/** What a want gave, as bytes: what was read of them can't go from one thread to another. */
export interface FoundBytes extends Pick<Found, 'failed' | 'notes'> {
  readonly candidates: readonly (Origin<Found['candidates'][number]> & { readonly bytes: Uint8Array })[];
  readonly crls: readonly (Origin<Found['crls'][number]> & { readonly bytes: Uint8Array })[];
  readonly ocsp: readonly (Origin<Found['ocsp'][number]> & {
    readonly bytes: Uint8Array;
    readonly nonce: Uint8Array | null;
  })[];
}

/** For the way to another thread. */
export function packFound({ candidates, crls, ocsp, failed, notes }: Found): FoundBytes {
  return {
    candidates: candidates.map(({ certificate, ...place }) => ({ ...place, bytes: certificate.bytes })),
    crls: crls.map(({ crl, ...place }) => ({ ...place, bytes: shared(crl) })),
    ocsp: ocsp.map(({ response, ...place }) => ({ ...place, bytes: response.bytes })),
    failed,
    notes,
  };
}

/** What came from another thread, read again. Throws what reading throws; it was read there before. */
export function unpackFound({ candidates, crls, ocsp, failed, notes }: FoundBytes): Found {
  return {
    candidates: candidates.map(({ bytes, ...place }) => ({
      ...place,
      certificate: decodeCertificate(bytes),
    })) as Found['candidates'],
    crls: crls.map(({ bytes, ...place }) => ({ ...place, crl: decodeCrl(bytes) })) as Found['crls'],
    ocsp: ocsp.map(({ bytes, ...place }) => ({ ...place, response: decodeOcspAnswer(bytes) })) as Found['ocsp'],
    failed,
    notes,
  };
}

/** From this many bytes on, all threads look at the same memory. */
const large = 64 << 10;
const copies = new WeakMap<Crl, Uint8Array>();

function shared(crl: Crl): Uint8Array {
  if (crl.bytes.length < large) return crl.bytes;
  const known = copies.get(crl);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(new SharedArrayBuffer(crl.bytes.length));
  bytes.set(crl.bytes);
  copies.set(crl, bytes);
  return bytes;
}
