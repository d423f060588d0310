import { createHash } from 'node:crypto';
import type { Described } from './describe.ts';
import type { Inspection } from './inspect.ts';

/** What a certificate says, in a few words; not yet escaped for any output. Read by a library, and nothing is decided by it. */
export interface CertificateDescription {
  /** Offset from the start of the input, in bytes. */
  readonly offset: number;
  /** Of the certificate's bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  /** Null where the library can't read it; the tree shows it all the same. */
  readonly read: {
    readonly subject: string;
    readonly issuer: string;
    readonly serial: string;
    readonly notBefore: string;
    readonly notAfter: string;
    readonly key: string;
    readonly signature: string;
    /** Each extension by its name, with what it says. */
    readonly extensions: readonly string[];
  } | null;
}

/** A token brings three or four certificates; a bundle of roots has one inspection each. */
const described = 16;
/** Bytes of a certificate that is handed to the library: real ones have under 8 KiB. */
const certificateBytes = 16 << 10;
const shownExtensions = 64;

/** Describes the certificates of an input, at most 16 of them. Throws nothing for hostile input. */
export async function describeCertificates({ root, bytes }: Inspection): Promise<CertificateDescription[]> {
  const places = root === null ? [] : certificatesIn(root).slice(0, described);
  const whole = places.filter(({ offset, length }) => offset + length <= bytes.length && length <= certificateBytes);
  if (whole.length === 0) return [];
  // The library's decorators need it, and it must be there first.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  return whole.map(({ offset, length }) => {
    const der = bytes.slice(offset, offset + length);
    const sha256 = createHash('sha256').update(der).digest('hex');
    return { offset, sha256, read: readWith(x509, der) };
  });
}

function certificatesIn(root: Described): Described[] {
  return root.type === 'Certificate' ? [root] : root.children.flatMap(certificatesIn);
}

function readWith(x509: typeof import('@peculiar/x509'), der: Uint8Array): CertificateDescription['read'] {
  try {
    const certificate = new x509.X509Certificate(Uint8Array.from(der));
    return {
      subject: nameText(certificate.subjectName),
      issuer: nameText(certificate.issuerName),
      serial: certificate.serialNumber,
      notBefore: certificate.notBefore.toISOString().replace('.000Z', 'Z'),
      notAfter: certificate.notAfter.toISOString().replace('.000Z', 'Z'),
      key: algorithmText(certificate.publicKey.algorithm),
      signature: algorithmText(certificate.signatureAlgorithm),
      extensions: certificate.extensions.slice(0, shownExtensions).map((one) => oneLine(one.toString('text'))),
    };
  } catch {
    // Whatever a library says of input that was made to break it: it is not described, and the tree stays.
    return null;
  }
}

/** Most specific first, as every report gives a name (RFC 4514 §2.1). */
function nameText(name: import('@peculiar/x509').Name): string {
  const parts = name.toJSON().map((rdn) =>
    Object.entries(rdn)
      .flatMap(([type, values]) => values.map((value) => `${type}=${value}`))
      .join('+'),
  );
  return parts.reverse().join(', ');
}

function algorithmText(algorithm: object): string {
  const { name, modulusLength, namedCurve, hash } = algorithm as {
    readonly name?: string;
    readonly modulusLength?: number;
    readonly namedCurve?: string;
    readonly hash?: { readonly name: string };
  };
  const parts = [name, modulusLength === undefined ? undefined : `${modulusLength} bits`, namedCurve, hash?.name];
  return parts.filter((part) => part !== undefined).join(', ');
}

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, '; ')
    .replace(/:; /, ': ')
    .replace(/ {2,}/g, ' ');
}
