import type { HashName } from '../../core/der/hashes.ts';
import type { PageFormat } from '../../core/revocation/tst-list/page.ts';
import type { TstListFormat } from '../../core/revocation/tst-list/read-list.ts';
import type { NameSelector } from '../../core/revocation/tst-list/selectors.ts';

/** One provider with its contract, as its file says it, defaults filled in. Times in milliseconds since 1970. */
export interface Profile {
  readonly name: string;
  /** The file that it was read from. */
  readonly path: string;
  /**
   * `user`: from the user's own configuration. `given`: from a folder or file that the command line named, such as one that came
   * with a checkout.
   */
  readonly scope: ProfileScope;
  readonly provider: string | null;
  /** Identifier of the IANA time zone database: what its calendar days mean. */
  readonly timeZone: string;
  readonly service: Service;
  readonly credentials: Credentials;
  readonly anchors: readonly AnchorPin[];
  /** Paths of further certificates; candidates, never trusted by themselves. */
  readonly certificates: readonly string[];
  /** Where the provider publishes its certificates, to be told when they change; nothing of it is trusted by itself. */
  readonly anchorsUrl: string | null;
  /** Null where the profile says nothing, which is no statement that there is no list. */
  readonly tstRevocation: TstRevocation | null;
  readonly rate: Rate | null;
  readonly retry: Retry;
  readonly quota: Quota;
  readonly contract: Contract;
  /** False: what this contract's tokens may not be used for is refused when stamping. */
  readonly codeSigning: boolean;
  readonly match: Match;
}

export type ProfileScope = 'user' | 'given';

/** How to ask for a token, and what to expect of one. */
export interface Service {
  /** In the order in which they are tried. */
  readonly urls: readonly string[];
  readonly hash: HashName;
  readonly requestPolicy: string | null;
  /** Empty: any. */
  readonly acceptPolicies: readonly string[];
  /** Seconds, for tokens that state none. */
  readonly assumedAccuracy: number | null;
  readonly allowNoncriticalEku: boolean;
  readonly allowPrivateNetwork: boolean;
  /** Paths of authorities for the TLS connection. */
  readonly tlsCa: readonly string[];
}

/** What the service wants to know who asks. `secret` is the name under which it is kept, never a value. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' | 'bearer'; readonly secret: string }
  | { readonly kind: 'header'; readonly header: string; readonly secret: string }
  | {
      readonly kind: 'client-certificate';
      readonly certificate: string;
      readonly key: string | null;
      readonly secret: string | null;
    };

/** A stretch of time; null where it has no end on that side. `from` and `until` belong to it. */
export interface Span {
  readonly from: number | null;
  readonly until: number | null;
}

/** One anchor of a profile: where its certificate is, and which one it has to be. */
export interface AnchorPin {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly source: { readonly file: string } | { readonly pem: string };
  /** genTimes for which the ministry accredits the authority, or null where the profile says nothing. */
  readonly accredited: Span | null;
  /** genTimes for which the user trusts it; null: any. */
  readonly valid: Span | null;
}

/** Where the provider's list of revoked tokens is, and how it is written. */
export type TstRevocation =
  | (ListPlace & { readonly kind: 'list'; readonly format: TstListFormat })
  | (ListPlace & { readonly kind: 'page'; readonly format: PageFormat })
  | {
      readonly kind: 'none-published';
      /** Beginning of the day on which the user stated it. */
      readonly statedAt: number;
      /** Milliseconds for which the statement holds. */
      readonly limit: number;
    };

interface ListPlace {
  /** A URL or a path. */
  readonly place: { readonly url: string } | { readonly file: string };
  /** Milliseconds for which a list without a next update is fresh. */
  readonly maxAge: number;
  readonly allowHttp: boolean;
  readonly authenticity: Authenticity | null;
}

/** What has to vouch for a list. */
export interface Authenticity {
  /** A detached CMS signature, or a time-stamp token. */
  readonly kind: 'cms' | 'time-stamp';
  /** URL or path; null: beside the list. */
  readonly place: string | null;
  /** Who may sign it; null: whoever has a path to an anchor. */
  readonly signers: readonly NameSelector[] | null;
}

export interface Rate {
  /** Milliseconds between two requests. */
  readonly minIntervalMs: number;
  /** Requests that may come at once after a pause. */
  readonly burst: number;
}

export interface Retry {
  /** Of one request, the first one counted. */
  readonly attempts: number;
  readonly maxWaitSeconds: number;
}

export interface Quota {
  readonly perMonth: number | null;
  readonly perYear: number | null;
  /** True: refuse what goes beyond. */
  readonly enforce: boolean;
}

export interface Contract {
  readonly start: number | null;
  /** Last moment of the contract. */
  readonly end: number | null;
  /** Days before the end until which it can be ended; else it renews itself. */
  readonly noticeDays: number;
  /** Country from within which the service is to be used, ISO 3166-1. */
  readonly usedWithin: string | null;
}

/** What tells the provider's tokens beside its anchors. */
export interface Match {
  /** SHA-256 of TSA certificates, lower-case hexadecimal. */
  readonly certificates: readonly string[];
  /** Subjects of TSA certificates. */
  readonly tsaNames: readonly NameSelector[];
  readonly policies: readonly string[];
}
