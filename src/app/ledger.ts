import type { Verdict } from '../core/verdict/status.ts';

/** How far a request came; every entry ends in one of the last six. */
export const entryStates = {
  /** Written before anything is sent; no answer is known of. */
  asked: null,
  /** The answer is on disk, under the name of a `.part` file. */
  received: null,
  /** The token has its name. */
  published: null,
  /** What came is kept as `.rejected`: judged INVALID, or not readable. */
  kept: null,
  /** There is no token: the authority refused, or the request never reached it. */
  refused: null,
  /** No answer came. Whether a token was issued, and charged, is the authority's to say. */
  unanswered: null,
  /** A token came that no place on disk took. */
  unsaved: null,
  /** A token was on disk, and is neither under its first name nor under any that it was to get. */
  lost: null,
} as const;

export type EntryState = keyof typeof entryStates;

/** Whether the authority counts it: `unknown` where no answer came, or one that could not be read. */
export type Billed = 'yes' | 'no' | 'unknown';

/** What is written before anything is sent. Times in milliseconds since 1970, hashes and numbers in lower-case hexadecimal. */
export interface Intent {
  /** The contract that it counts against; null without a profile. */
  readonly profile: string | null;
  /** The authority's address, without its query. */
  readonly authority: string;
  readonly file: LedgerFile;
  readonly nonce: string | null;
  /** What the staged file is told by, in its name: twelve hexadecimal digits that no other has. */
  readonly mark: string;
  /** Where the token is to be, absolute, and after it the places where it may be saved instead, best first. */
  readonly places: readonly string[];
}

/** What is stamped. */
export interface LedgerFile {
  /** As the user named it, character by character; `-` for standard input, null where a digest stood in for it. */
  readonly given: string | null;
  /** The same, absolute; null where it has no name. */
  readonly path: string | null;
  readonly algorithm: string;
  readonly digest: string;
}

/** The answer, as it lies on disk. */
export interface Receipt {
  readonly path: string;
  readonly sha256: string;
}

/** What a token says and how it was judged when it came. */
export interface LedgerFacts {
  readonly token: LedgerToken;
  /** Null where nothing was judged, because the program ended before. */
  readonly verification: LedgerVerification | null;
}

export interface LedgerToken {
  /** Of the TimeStampToken itself, whatever stands around it. */
  readonly sha256: string;
  /** genTime with every digit, and in whole milliseconds. */
  readonly genTime: string | null;
  readonly genTimeMs: number | null;
  readonly serial: string | null;
  /** The certificate that verifies the signature. */
  readonly tsa: LedgerTsa | null;
}

export interface LedgerTsa {
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  /** notAfter: after it, ordinary verification is not enough. */
  readonly expires: number;
}

export interface LedgerVerification {
  readonly verdict: Verdict;
  /** What decided; null where nothing failed. */
  readonly code: string | null;
  readonly at: number;
  /** Where its evidence was saved. */
  readonly evidence: Receipt | null;
}

/** One request with everything that became of it. */
export interface LedgerEntry extends Intent {
  readonly id: number;
  readonly state: EntryState;
  readonly billed: Billed;
  /** The code of the error that it ended with. */
  readonly failure: string | null;
  readonly askedAt: number;
  /** When the answer was on disk, and its hash. */
  readonly receivedAt: number | null;
  readonly received: Receipt | null;
  readonly token: LedgerToken | null;
  readonly verification: LedgerVerification | null;
  /** The file that the token, or what is kept of it, became; `path` is null until it has its name. */
  readonly output: { readonly path: string | null; readonly sha256: string } | null;
  /** True where the same authority gave this serial number to another token as well. */
  readonly serialReused: boolean;
}

/** A bound on how many requests of a profile are sent in a stretch of time. */
export interface Allowance {
  /** `2024-05`, `2024`. */
  readonly period: string;
  /** Milliseconds since 1970: from `from`, until just before `to`. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** True: what is beyond is refused. */
  readonly enforce: boolean;
}

/** Requests of a profile in a stretch of time, by whether they are charged. */
export interface Usage {
  readonly used: number;
  /** May be charged: no answer came, or none that could be read. */
  readonly unanswered: number;
  /** Not charged. */
  readonly refused: number;
}

/** How often requests may be sent. */
export interface Pace {
  /** Milliseconds between two requests. */
  readonly minIntervalMs: number;
  /** Requests that may come at once after a pause; 1: none. */
  readonly burst: number;
}

/** When this process may send. */
export interface Slot {
  /** Milliseconds since 1970, by the ledger's clock. */
  readonly at: number;
  /** Milliseconds from now, to be measured by a timer: the clock may be set meanwhile. */
  readonly wait: number;
}

export interface EntryFilter {
  readonly profile?: string;
  readonly state?: EntryState;
  /** genTime, or the time of the request where there is none; milliseconds since 1970, from `from`, until just before `to`. */
  readonly from?: number;
  readonly to?: number;
  readonly serialReused?: boolean;
}

/**
 * Every request for a token, in a file that several processes share. Each step is on disk when its promise is fulfilled. All
 * methods throw a TstError `output-failed` where it can't be written, `input-unreadable` where it can't be read,
 * `ledger-damaged` where it is no longer what was written.
 */
export interface Ledger {
  readonly path: string;
  /** False where it can only be read. */
  readonly writable: boolean;
  /**
   * Enters a request. Throws a TstError `quota-reached` where an allowance that is enforced is used up, and enters nothing then.
   * `usage` are the allowances' counts, this request included. In one step, however many processes ask at once.
   */
  ask(
    intent: Intent,
    allowances: readonly Allowance[],
  ): Promise<{ readonly id: number; readonly usage: readonly Usage[] }>;
  /** The answer is on disk. */
  receive(id: number, receipt: Receipt): Promise<void>;
  /**
   * What the token says, and its first verification; a later one changes nothing. Returns the entries of other tokens to which
   * the same authority gave the same serial number, and marks them all. `sha256`: of the file that is published next.
   */
  judge(id: number, facts: LedgerFacts, sha256: string): Promise<readonly LedgerEntry[]>;
  /** The evidence of the first verification was saved; nothing changes where there was none. */
  keepEvidence(id: number, evidence: Receipt): Promise<void>;
  /** It has its name. `failure`: the code of the error, where it is kept because it could not be read. */
  publish(id: number, state: 'published' | 'kept', output: Receipt, failure: string | null): Promise<void>;
  /** It ended without a file of its own. `failure` is the code of the error. */
  settle(id: number, state: 'refused' | 'unanswered' | 'unsaved' | 'lost', failure: string | null): Promise<void>;
  /** Entries that no running process is at work on, and that are neither finished nor settled. */
  abandoned(): Promise<readonly LedgerEntry[]>;

  /** The next free moment of this key, for this process alone. Where the clock was set back, the wait stays what it was. */
  reserve(key: string, pace: Pace): Promise<Slot>;
  /** No one sends under this key within the next `wait` milliseconds: the authority asked for it. */
  postpone(key: string, wait: number): Promise<void>;

  /** Entries in the order of their time. */
  entries(filter: EntryFilter): AsyncIterable<LedgerEntry>;
  /** The entries with this serial number, hash or file (as given, or absolute), at most a thousand. */
  find(what: string): Promise<readonly LedgerEntry[]>;
  /** The profiles that anything was asked under, each with its first and last request. */
  profiles(): Promise<readonly { readonly profile: string | null; readonly first: number; readonly last: number }[]>;
  /** Requests of a profile that were made in a stretch of time. */
  usage(profile: string | null, from: number, to: number): Promise<Usage>;
  /** How many entries are in which state. */
  states(): Promise<ReadonlyMap<EntryState, number>>;
  /** Reads all of it; throws a TstError `ledger-damaged` where something is not as it was written. */
  inspect(): Promise<void>;
  close(): Promise<void>;
}
