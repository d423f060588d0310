import { hash } from 'node:crypto';
import type { Candidate } from '../core/cms/candidate.ts';
import { checkSigner } from '../core/cms/check-signer.ts';
import { DerError } from '../core/der/errors.ts';
import { integerHex } from '../core/der/integer.ts';
import type { TokenFile } from '../core/tsp/token.ts';
import { Findings } from '../core/verdict/findings.ts';
import { type Certificate, decodeCertificate } from '../core/x509/certificate.ts';
import type { LedgerToken, LedgerTsa } from './ports.ts';

/**
 * What the ledger has of a token; null where there is none in it. Its authority is named where the signature verifies under a
 * certificate at hand, whoever issued that: anyone can put a certificate into a token. `given`: further certificates.
 */
export function ledgerToken(file: TokenFile, given: readonly Candidate[] = []): LedgerToken | null {
  const token = file.response === null ? file.bytes : file.response.token;
  if (token === null || file.tstInfo === null) return null;
  const { genTime, serialNumber } = file.tstInfo;
  const signer = signerOf(file, given);
  return {
    sha256: hash('sha256', token, 'hex'),
    genTime: genTime?.exact ?? null,
    genTimeMs: genTime?.ms ?? null,
    serial: serialNumber === null ? null : integerHex(serialNumber),
    tsa: signer === null ? null : tsaOf(signer),
  };
}

function signerOf({ signedData }: TokenFile, given: readonly Candidate[]): Certificate | null {
  if (signedData === null) return null;
  const own = signedData.certificates.flatMap(({ kind, bytes }) => (kind === 'certificate' ? candidate(bytes) : []));
  const signer = checkSigner(signedData, signedData.eContentType, [...own, ...given], new Findings('default'));
  return signer?.proven ? signer.certificate : null;
}

/** A certificate that can't be read is none that could be the signer's. */
function candidate(bytes: Uint8Array): Candidate[] {
  try {
    return [{ certificate: decodeCertificate(bytes), origin: 'token', url: null }];
  } catch (error) {
    if (error instanceof DerError) return [];
    throw error;
  }
}

function tsaOf(certificate: Certificate): LedgerTsa {
  const { sha256, subject, issuer, notAfter } = certificate;
  return { sha256, subject: subject.text, issuer: issuer.text, expires: notAfter };
}
