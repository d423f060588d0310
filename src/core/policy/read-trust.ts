import type { Candidate } from '../cms/candidate.ts';
import { findCertificates } from '../cms/certificate-file.ts';
import { TstError } from '../verdict/errors.ts';
import type { TrustAnchor } from '../x509/anchor.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sortTrust } from './anchors.ts';

/** What a user trusts, as {@link verify} takes it. */
export interface GivenTrust {
  /** What is trusted. */
  readonly anchors: readonly TrustAnchor[];
  /** Certificates that came along and are no roots: issuers to try, of which nothing is trusted. */
  readonly candidates: readonly Candidate[];
}

/**
 * Reads what the user trusts, each the bytes of a file: PEM with any number of certificates, DER, a certs-only PKCS #7 message (RFC 5280
 * §4.2.2.1), or Base64. Self-signed CA certificates become anchors, all others candidates. Call it with what the user named, and never
 * with what a token or a download brought. Of an authority's certificate that is to be trusted without its root make an anchor with
 * {@link trustAnchor}.
 *
 * Throws a TstError `trust-unreadable` for a file without a certificate, or with one that can't be read, and where none of them is
 * a self-signed CA's: with no anchor nothing could be proven.
 */
export async function readTrust(...files: readonly Uint8Array[]): Promise<GivenTrust> {
  const certificates = (await Promise.all(files.map((file) => certificatesIn(file, 'trust-unreadable')))).flat();
  const { anchors, candidates } = sortTrust(certificates, false);
  if (anchors.length === 0) throw new TstError('trust-unreadable', { reason: 'no self-signed CA certificate in it' });
  return { anchors, candidates: candidates.map((certificate) => ({ certificate, origin: 'user', url: null })) };
}

/**
 * The certificates of a file, in the forms that {@link readTrust} reads; none of them is trusted by that. Throws a TstError
 * `certificate-unreadable` for a file without a certificate, or with one that can't be read.
 */
export async function readCertificates(file: Uint8Array): Promise<readonly Certificate[]> {
  return certificatesIn(file, 'certificate-unreadable');
}

async function certificatesIn(
  file: Uint8Array,
  code: 'trust-unreadable' | 'certificate-unreadable',
): Promise<readonly Certificate[]> {
  const { certificates, errors } = await findCertificates(file);
  const [error] = errors;
  if (error !== undefined) throw new TstError(code, { ...error });
  if (certificates.length === 0) throw new TstError(code, { reason: 'no certificate in it' });
  return certificates;
}
