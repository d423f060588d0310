import { hash } from 'node:crypto';
import { hashes } from '../../core/der/hashes.ts';
import { listSignatureProblem } from '../../core/revocation/tst-list/list-signature.ts';
import { isNamed } from '../../core/revocation/tst-list/selectors.ts';
import { readToken } from '../../core/tsp/token.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { verify } from '../../core/verify.ts';
import { decodeCertificate } from '../../core/x509/certificate.ts';
import type { Clock } from '../ports.ts';
import type { Authenticity, Profile } from '../profile/profile.ts';
import { loadProfileTrust, type ProfileTrust, type TrustPorts } from '../profile/profile-trust.ts';

export interface VouchingPorts extends TrustPorts {
  readonly clock: Clock;
}

/** Judges what lies beside the lists of one profile: does it show that they come from the provider? */
export class Vouching {
  readonly #profile: Profile;
  readonly #authenticity: Authenticity;
  readonly #ports: VouchingPorts;
  #trust: Promise<ProfileTrust> | undefined;

  constructor(profile: Profile, authenticity: Authenticity, ports: VouchingPorts) {
    this.#profile = profile;
    this.#authenticity = authenticity;
    this.#ports = ports;
  }

  /** For a list that nobody knows the date of. */
  now(): number {
    return this.#ports.clock.now();
  }

  /** Why these bytes aren't shown to be the provider's, in a word; null where they are. `at`: when they came, in milliseconds since 1970. */
  async problem(bytes: Uint8Array, signature: Uint8Array | null, at: number): Promise<string | null> {
    if (signature === null) return 'signature-missing';
    try {
      this.#trust ??= loadProfileTrust(this.#profile, this.#ports);
      const trust = await this.#trust;
      return this.#authenticity.kind === 'cms'
        ? this.#ofSignature(bytes, signature, at, trust)
        : await this.#ofToken(bytes, signature, at, trust);
    } catch (error) {
      // Anchors that can't be read vouch for nothing; `profile check` says what is wrong with them.
      if (error instanceof TstError) return error.code;
      throw error;
    }
  }

  #ofSignature(bytes: Uint8Array, signature: Uint8Array, at: number, { anchors, candidates }: ProfileTrust) {
    const { signers } = this.#authenticity;
    const certificates = candidates.map(({ certificate }) => certificate);
    return listSignatureProblem(bytes, signature, { anchors, candidates: certificates, signers, at });
  }

  /** Verified as any other token, but for revocation, of which the list itself is a part. Throws TstError. */
  async #ofToken(bytes: Uint8Array, signature: Uint8Array, at: number, trust: ProfileTrust): Promise<string | null> {
    const token = await readToken(signature);
    const algorithm = token.tstInfo?.messageImprint?.hash ?? null;
    if (algorithm === null || !Object.hasOwn(hashes, algorithm)) return 'signature-unreadable';
    const { service } = this.#profile;
    const judgement = verify({
      token,
      digests: new Map([[algorithm, hash(algorithm, bytes, 'buffer')]]),
      request: null,
      anchors: trust.anchors,
      candidates: trust.candidates,
      at,
      now: at,
      policy: 'default',
      acceptPolicies: service.acceptPolicies,
      allowNoncriticalEku: service.allowNoncriticalEku,
      skip: new Set(['certificate-revocation', 'tst-revocation'] as const),
    });
    if (judgement.verdict !== 'VALID')
      return judgement.code === 'imprint-mismatch' ? 'signature-false' : 'token-not-valid';
    const { signers } = this.#authenticity;
    const signer = token.signedData?.certificates.find(
      ({ bytes: own }) => hash('sha256', own, 'hex') === judgement.path[0]?.sha256,
    );
    if (signers === null) return null;
    // One that the token doesn't bring along is among the profile's own.
    const subject =
      signer === undefined
        ? trust.candidates.find(({ certificate }) => certificate.sha256 === judgement.path[0]?.sha256)?.certificate
            .subject
        : decodeCertificate(signer.bytes).subject;
    return subject !== undefined && signers.some((name) => isNamed(name, subject)) ? null : 'signer-other';
  }
}
