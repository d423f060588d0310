import type { HashName } from '../core/der/hashes.ts';
import type { KeyAlgorithm, Padding, SignatureHash } from './keys.ts';

/** How a provider answers: what a token looks like beyond what the request decides. */
export interface Profile {
  readonly name: ProfileName;
  /** TSAPolicyId that tokens are issued under. */
  readonly policy: string;
  readonly algorithm: KeyAlgorithm;
  /** digestAlgorithm of the signature. */
  readonly digest: SignatureHash;
  /** How the signature is padded, for RSA keys. */
  readonly padding: Padding;
  /** signatureAlgorithm is plain `rsaEncryption` in place of the one that names the hash. */
  readonly plainRsa: boolean;
  /** Hash of the ESSCertIDv2, written even where it is the default. */
  readonly essHash: HashName;
  readonly accuracy: { readonly seconds?: number; readonly millis?: number; readonly micros?: number } | null;
  /** Digits of genTime's fraction, before trailing zeros fall away. */
  readonly fraction: 0 | 3 | 6;
  readonly serialOctets: number;
  /** TSTInfo.tsa is there. */
  readonly tsa: boolean;
  /** The root goes with the chain. */
  readonly withRoot: boolean;
  /** Months that the TSU's certificate is valid. */
  readonly months: number;
}

export type ProfileName = 'plain' | 'seiko';

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  plain: {
    name: 'plain',
    policy: '1.3.6.1.4.1.99999.1.1',
    algorithm: 'rsa-2048',
    digest: 'sha256',
    padding: 'pkcs1',
    plainRsa: false,
    essHash: 'sha256',
    accuracy: { seconds: 1 },
    fraction: 3,
    serialOctets: 8,
    tsa: true,
    withRoot: false,
    months: 60,
  },
  // As public tokens of SEIKO TRUST look.
  seiko: {
    name: 'seiko',
    policy: '1.3.6.1.4.1.955.1.10.1.5.1',
    algorithm: 'rsa-2048',
    digest: 'sha512',
    padding: 'pkcs1',
    plainRsa: true,
    essHash: 'sha512',
    accuracy: { seconds: 1 },
    fraction: 6,
    serialOctets: 14,
    tsa: true,
    withRoot: true,
    months: 135,
  },
};

/** How far genTime may be off to either side, in milliseconds, rounded up for the microseconds that genTime itself has. */
export function accuracyMillis({ accuracy }: Profile): number {
  const { seconds = 0, millis = 0, micros = 0 } = accuracy ?? { seconds: 1 };
  return seconds * 1_000 + millis + Math.ceil(micros / 1_000) + 1;
}

/** The profile with another key: the digest follows where the key's size asks for it. */
export function profileWith(name: ProfileName, algorithm?: KeyAlgorithm, digest?: SignatureHash): Profile {
  const profile = profiles[name];
  const key = algorithm ?? profile.algorithm;
  // RFC 8419 §3 wants SHA-512 beside Ed25519.
  const natural: Partial<Record<KeyAlgorithm, SignatureHash>> = { p384: 'sha384', p521: 'sha512', ed25519: 'sha512' };
  return {
    ...profile,
    algorithm: key,
    digest: digest ?? natural[key] ?? profile.digest,
    plainRsa: profile.plainRsa && key.startsWith('rsa'),
  };
}
