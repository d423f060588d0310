import type { Certificate } from './certificate.ts';

/** How a report names a certificate: subject and serial number. */
export function certificateLabel(certificate: Certificate): string {
  return `${certificate.subject.text} (serial ${certificate.serialHex})`;
}
