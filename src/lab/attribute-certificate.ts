import { createHash } from 'node:crypto';
import type { LabCertificate } from './ca.ts';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';
import { attribute } from './tsa.ts';

/** An AttributeCertificate (RFC 5755 §4.1) about the time source of a TSU; its signature is none. */
export function attributeCertificate(tsu: LabCertificate, intermediate: LabCertificate): Der {
  const algorithm = der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nothing());
  const names = (certificate: LabCertificate) => der.sequence(der.tagged(4, certificate.subject));
  const info = der.sequence(
    der.integer(1),
    der.sequence(der.tagged(1, names(tsu))),
    der.tagged(0, names(intermediate)),
    algorithm,
    der.integer(77),
    der.sequence(der.generalizedTime('20240101000000Z'), der.generalizedTime('20250101000000Z')),
    der.sequence(attribute('1.3.6.1.4.1.99999.5', der.utf8('Time source A'))),
  );
  return der.sequence(info, algorithm, der.bits(createHash('sha256').update(info).digest()));
}
