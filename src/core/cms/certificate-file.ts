import { messagesIn } from '../der/armor.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { Tag } from '../der/tags.ts';
import { type Certificate, decodeCertificate } from '../x509/certificate.ts';
import { decodeCertificateBundle } from './certificate-set.ts';

/** What was found, and for what looked like a certificate and is none, why. */
export interface FoundCertificates {
  readonly certificates: readonly Certificate[];
  readonly errors: readonly { readonly reason: string; readonly offset: number }[];
}

/**
 * The certificates of a file or an answer: PEM with any number of blocks and text around them, a DER certificate, a certs-only
 * PKCS #7 message (RFC 5280 §4.2.2.1), or either in bare Base64. Throws nothing for hostile input.
 */
export async function findCertificates(bytes: Uint8Array): Promise<FoundCertificates> {
  const certificates: Certificate[] = [];
  const errors: { reason: string; offset: number }[] = [];
  const tell = (error: unknown) => {
    if (!(error instanceof DerError || error instanceof LimitError)) throw error;
    errors.push({ reason: error.message, offset: error instanceof DerError ? error.offset : 0 });
  };
  for (const message of messages(bytes)) {
    if (certificates.length >= limits.certificatesPerSet) {
      errors.push({ reason: `more than ${limits.certificatesPerSet} certificates`, offset: 0 });
      break;
    }
    const found = await certificatesOf(message).catch(tell);
    for (const der of found ?? []) {
      try {
        certificates.push(decodeCertificate(der));
      } catch (error) {
        tell(error);
      }
    }
  }
  return { certificates, errors };
}

/** Labels of RFC 7468 and of OpenSSL under which certificates come; a key beside them is passed over. */
const labels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'PKCS7', 'CMS']);

function* messages(file: Uint8Array): Generator<Uint8Array> {
  for (const { label, bytes } of messagesIn(file)) {
    if (label !== null && !labels.has(label)) continue;
    // OpenSSL appends its own notes on trust to the certificate; trust is the user's to give here.
    yield label === 'TRUSTED CERTIFICATE' ? firstValue(bytes) : bytes;
  }
}

function firstValue(der: Uint8Array): Uint8Array {
  try {
    return new Cursor(der).raw('Certificate');
  } catch (error) {
    if (error instanceof DerError) return der;
    throw error;
  }
}

/** Certificate ::= SEQUENCE { SEQUENCE …, ContentInfo ::= SEQUENCE { OBJECT IDENTIFIER …; the latter may be BER. */
async function certificatesOf(message: Uint8Array): Promise<readonly Uint8Array[]> {
  try {
    const first = new Cursor(message).sequence('certificate').peek();
    return first === Tag.OID ? decodeCertificateBundle(message) : [message];
  } catch (error) {
    if (!(error instanceof DerError && error.ber)) throw error;
  }
  const { normaliseBer } = await import('../der/ber.ts');
  // The elements of SignedData.certificates stay as they came: ContentInfo, content [0], SignedData, certificates [0], element.
  return decodeCertificateBundle(normaliseBer(message, (path) => path.length === 5));
}
