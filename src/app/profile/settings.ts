import type { HashName } from '../../core/der/hashes.ts';
import type { Profile } from './profile.ts';

/** What a profile sets of the options that `stamp` and `verify` have, in their words. An option given by the user goes first. */
export interface ProfileSettings {
  /** The first address; null where the profile has none. */
  readonly tsa: string | null;
  /** The others, in the order in which they are tried. */
  readonly furtherTsas: readonly string[];
  readonly hash: HashName;
  readonly requestPolicy: string | null;
  readonly acceptPolicies: readonly string[];
  readonly allowNoncriticalEku: boolean;
  readonly allowPrivateNetwork: boolean;
  /** Microseconds, for tokens that state none; null: the tool's own. */
  readonly assumedAccuracyMicros: number | null;
  /** Paths. */
  readonly tlsCa: readonly string[];
  readonly clientCert: string | null;
  readonly clientKey: string | null;
}

/** The options of a profile. Its trust comes from `loadProfileTrust`, its secret from where `tst login` keeps it. */
export function settingsOf({ service, credentials }: Profile): ProfileSettings {
  const [tsa = null, ...furtherTsas] = service.urls;
  const client = credentials.kind === 'client-certificate' ? credentials : null;
  return {
    tsa,
    furtherTsas,
    hash: service.hash,
    requestPolicy: service.requestPolicy,
    acceptPolicies: service.acceptPolicies,
    allowNoncriticalEku: service.allowNoncriticalEku,
    allowPrivateNetwork: service.allowPrivateNetwork,
    assumedAccuracyMicros: service.assumedAccuracy === null ? null : Math.round(service.assumedAccuracy * 1e6),
    tlsCa: service.tlsCa,
    clientCert: client?.certificate ?? null,
    clientKey: client?.key ?? null,
  };
}
