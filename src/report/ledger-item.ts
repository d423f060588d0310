import { rfc3339 } from './time.ts';

/** An entry of the ledger as every output shows it: the object of the JSON lines. Times are RFC 3339 in UTC. */
export interface LedgerItem {
  readonly id: number;
  readonly state: string;
  readonly billed: string;
  readonly failure: string | null;
  readonly profile: string | null;
  readonly authority: string;
  readonly file: {
    readonly given: string | null;
    readonly path: string | null;
    readonly digest: { readonly algorithm: string; readonly value: string };
  };
  readonly nonce: string | null;
  readonly askedAt: string | null;
  readonly receivedAt: string | null;
  readonly received: ShownFile | null;
  readonly token: ShownToken | null;
  readonly verification: {
    readonly verdict: string;
    readonly code: string | null;
    readonly at: string | null;
    readonly evidence: ShownFile | null;
  } | null;
  readonly output: ShownFile | null;
  readonly serialReused: boolean;
  /** In this zone: genTime, or the time of the request, and the last day on which a claim is surely in time. */
  readonly zone: string;
  readonly localTime: string;
  readonly claimUntil: string | null;
}

export interface ShownFile {
  readonly path: string;
  readonly sha256: string;
}

export interface ShownToken {
  readonly sha256: string;
  /** With every digit. */
  readonly genTime: string | null;
  readonly serial: string | null;
  readonly tsa: { readonly subject: string; readonly issuer: string; readonly sha256: string } | null;
  readonly expires: string | null;
}

/** An entry as the ledger has it; times in milliseconds since 1970. */
export interface EntryLike {
  readonly id: number;
  readonly state: string;
  readonly billed: string;
  readonly failure: string | null;
  readonly profile: string | null;
  readonly authority: string;
  readonly file: {
    readonly given: string | null;
    readonly path: string | null;
    readonly algorithm: string;
    readonly digest: string;
  };
  readonly nonce: string | null;
  readonly askedAt: number;
  readonly receivedAt: number | null;
  readonly received: ShownFile | null;
  readonly token: {
    readonly sha256: string;
    readonly genTime: string | null;
    readonly serial: string | null;
    readonly tsa: (ShownFileless & { readonly expires: number }) | null;
  } | null;
  readonly verification: {
    readonly verdict: string;
    readonly code: string | null;
    readonly at: number;
    readonly evidence: ShownFile | null;
  } | null;
  readonly output: { readonly path: string | null; readonly sha256: string } | null;
  readonly serialReused: boolean;
}

interface ShownFileless {
  readonly subject: string;
  readonly issuer: string;
  readonly sha256: string;
}

/** What an entry looks like; `local` is what a calendar makes of it. */
export function ledgerItem(entry: EntryLike, local: Pick<LedgerItem, 'zone' | 'localTime' | 'claimUntil'>): LedgerItem {
  const { id, state, billed, failure, profile, authority, file, nonce, received, token, verification } = entry;
  const output = entry.output?.path ?? null;
  return {
    id,
    state,
    billed,
    failure,
    profile,
    authority,
    file: { given: file.given, path: file.path, digest: { algorithm: file.algorithm, value: file.digest } },
    nonce,
    askedAt: rfc3339(entry.askedAt),
    receivedAt: entry.receivedAt === null ? null : rfc3339(entry.receivedAt),
    received,
    token: token && {
      sha256: token.sha256,
      genTime: token.genTime,
      serial: token.serial,
      tsa: token.tsa && { subject: token.tsa.subject, issuer: token.tsa.issuer, sha256: token.tsa.sha256 },
      expires: token.tsa && rfc3339(token.tsa.expires),
    },
    verification: verification && { ...verification, at: rfc3339(verification.at) },
    output: entry.output === null || output === null ? null : { path: output, sha256: entry.output.sha256 },
    serialReused: entry.serialReused,
    ...local,
  };
}
