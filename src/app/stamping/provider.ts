import type { HashName } from '../../core/der/hashes.ts';
import type { Credentials } from '../credentials.ts';
import type { Bench, JudgingOptions } from '../judging.ts';
import type { Http, Pace, Ports } from '../ports.ts';
import type { Quota } from '../quota.ts';
import { prepare } from '../verify.ts';

/** Whom to ask, and by which rules: a contract, or what the user gave in its place. */
export interface Provider {
  /** The name that the ledger counts under; null without a profile. */
  readonly profile: string | null;
  /** In the order in which they are tried. */
  readonly urls: readonly string[];
  readonly hash: HashName;
  /** The policy to ask for, an OID. */
  readonly requestPolicy: string | null;
  readonly credentials: Credentials | null;
  /** The network by which it is asked, with its TLS identity and authorities. */
  readonly http: Http;
  readonly pace: Pace | null;
  readonly retry: RetryRule;
  /** The contract's, with its time zone. */
  readonly quota: (Quota & { readonly zone: string }) | null;
  /** False: content that is code is not sent. */
  readonly codeSigning: boolean;
  readonly judging: JudgingOptions;
}

export interface RetryRule {
  /** Of one request, the first one counted. */
  readonly attempts: number;
  /** Nothing is waited for longer than this. */
  readonly maxWaitSeconds: number;
}

/** Who has no contract is asked once. */
export const noRetry: RetryRule = { attempts: 1, maxWaitSeconds: 0 };

/** A provider with what judging its tokens needs, made once for a run. */
export interface Station {
  readonly provider: Provider;
  readonly bench: Bench;
}

/** Reads the trust of a provider. Throws as `prepare`. */
export async function openStation(provider: Provider, ports: Ports): Promise<Station> {
  const bench = await prepare(provider.judging, { ...ports, http: provider.http });
  return { provider, bench };
}
