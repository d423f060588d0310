import { findCertificates } from '../../core/cms/certificate-file.ts';
import { limits } from '../../core/der/limits.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { type TrustAnchor, trustAnchor } from '../../core/x509/anchor.ts';
import type { Certificate } from '../../core/x509/certificate.ts';
import type { Files, TrustFiles } from '../ports.ts';
import { loadTrust, type Trust } from '../trust.ts';
import { within } from './moment.ts';
import type { AnchorPin, Profile } from './profile.ts';

/** The trust of one profile, and what the profile says of each anchor. */
export interface ProfileTrust extends Trust {
  readonly pins: ReadonlyMap<TrustAnchor, AnchorPin>;
}

export interface TrustPorts {
  readonly files: Files;
  readonly trust: TrustFiles;
}

/**
 * Reads a profile's anchors and further certificates. Throws a TstError `anchor-differs` where a file holds other certificates
 * than the one that is pinned, one of reading, or `certificate-unreadable`.
 */
export async function loadProfileTrust(profile: Profile, ports: TrustPorts): Promise<ProfileTrust> {
  const pins = new Map<TrustAnchor, AnchorPin>();
  for (const pin of profile.anchors) pins.set(trustAnchor(await pinnedCertificate(profile, pin, ports.files)), pin);
  const further = await loadTrust({ trust: [], trustAny: [], certs: profile.certificates }, ports.trust);
  return { ...further, anchors: [...pins.keys()], pins };
}

/** The one certificate that a pin names, wherever it lies in its file. Throws a TstError. */
export async function pinnedCertificate(profile: Profile, pin: AnchorPin, files: Files): Promise<Certificate> {
  const { source, sha256 } = pin;
  const bytes =
    'pem' in source ? Buffer.from(source.pem, 'latin1') : await files.read(source.file, limits.trustFileBytes);
  const { certificates } = await findCertificates(bytes);
  const found = certificates.find((certificate) => certificate.sha256 === sha256);
  if (found !== undefined) return found;
  throw new TstError('anchor-differs', {
    path: profile.path,
    sha256,
    ...('file' in source ? { file: source.file } : {}),
    found: certificates[0]?.sha256 ?? 'no certificate',
  });
}

/** The same trust with the anchors alone that the user trusts for tokens of this genTime (milliseconds since 1970). */
export function trustAt(trust: ProfileTrust, genTime: number): ProfileTrust {
  const pins = new Map([...trust.pins].filter(([, { valid }]) => valid === null || within(valid, genTime)));
  // The same list where nothing falls away: a session knows paths by it.
  return pins.size === trust.pins.size ? trust : { ...trust, pins, anchors: [...pins.keys()] };
}
