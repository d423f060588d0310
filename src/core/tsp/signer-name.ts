import { hash } from 'node:crypto';
import { equalOctets } from '../der/integer.ts';
import type { TokenFile } from './token.ts';

/**
 * What a token shares its evidence with: whatever names the same signer and brings the same certificates. Those say where to
 * fetch, and nothing signs them: what a token had fetched by others than the true ones is no business of the next token.
 */
export function signerName({ signedData }: TokenFile): string {
  if (signedData === null) return '';
  const sid = signedData.signerInfos[0]?.sid;
  if (sid === undefined) return '';
  const own = sid.kind === 'subjectKeyIdentifier' ? [sid.keyIdentifier] : [sid.issuer.der, sid.serial];
  const octets = [...own, ...signedData.certificates.map(({ bytes }) => bytes)];
  // Nearly every token of an archive is of the signer of the one before: comparing costs less than hashing.
  const recent = recentSigners.find(
    (one) => one.octets.length === octets.length && one.octets.every((o, i) => equalOctets(o, octets[i]!)),
  );
  if (recent) return recent.name;
  const name = hash('sha256', Buffer.concat(octets), 'base64url');
  recentSigners = [{ octets, name }, ...recentSigners.slice(0, 7)];
  return name;
}

let recentSigners: readonly { readonly octets: readonly Uint8Array[]; readonly name: string }[] = [];
