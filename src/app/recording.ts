import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Candidate } from '../core/cms/candidate.ts';
import { integerHex } from '../core/der/integer.ts';
import type { TokenFile } from '../core/tsp/token.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { mayBeBilled } from './billing.ts';
import { Keepsake } from './keeping.ts';
import type { Note } from './notes.ts';
import type { Files, Intent, Ledger, LedgerEntry, LedgerFile, Random, Receipt, Usage } from './ports.ts';
import { allowancesOf, type Quota, quotaNotes } from './quota.ts';
import { ledgerToken } from './token-facts.ts';

/** A request that is about to be sent. */
export interface Asking {
  readonly profile: string | null;
  /** Without its query, which may hold a key. */
  readonly authority: string;
  readonly file: Omit<LedgerFile, 'path'>;
  /** The INTEGER's content octets. */
  readonly nonce: Uint8Array | null;
  /** Where the token is to be. */
  readonly wanted: string;
  /** The contract's, with its time zone. */
  readonly quota: (Quota & { readonly zone: string }) | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * One request's way through the ledger, in the order of the methods. Entering it is what may fail: then nothing was sent. From
 * then on a ledger that can't be written is told in a note and costs no token: every step of stamping goes on.
 */
export class LedgerRecord {
  /** For `Keepsake.save`, so that what is on disk is found again from the ledger after a crash. */
  readonly mark: string;
  /** What was used of each allowance, this request included. */
  readonly usage: readonly Usage[];
  readonly #ledger: Ledger;
  readonly #id: number;
  readonly #notes: Note[];

  private constructor(ledger: Ledger, id: number, mark: string, usage: readonly Usage[], notes: Note[]) {
    this.#ledger = ledger;
    this.#id = id;
    this.mark = mark;
    this.usage = usage;
    this.#notes = notes;
  }

  /**
   * Enters what will be asked, before it is. Throws a TstError `quota-reached`, or `output-failed` and `ledger-damaged` where it
   * can't be entered.
   */
  static async ask(asking: Asking, ledger: Ledger, files: Files, random: Random): Promise<LedgerRecord> {
    const mark = Buffer.from(random.bytes(markBytes)).toString('hex');
    const { profile, authority, file, quota, now } = asking;
    const nonce = asking.nonce === null ? null : integerHex(asking.nonce);
    const path = file.given === null || file.given === '-' ? null : resolve(file.given);
    const places = (await Keepsake.places(files, asking.wanted)).map((place) => resolve(place));
    const intent: Intent = { profile, authority, file: { ...file, path }, nonce, mark, places };
    const allowances = quota === null ? [] : allowancesOf(quota, quota.zone, now);
    const { id, usage } = await ledger.ask(intent, allowances);
    return new LedgerRecord(ledger, id, mark, usage, quotaNotes(profile, allowances, usage));
  }

  /** The way of an entry whose answer a run that was killed left on disk, from there on. */
  static resume({ id, mark }: LedgerEntry, ledger: Ledger): LedgerRecord {
    return new LedgerRecord(ledger, id, mark, [], []);
  }

  /** The number of the entry. */
  get entry(): number {
    return this.#id;
  }

  /** What the user should know of: a quota that is nearly or wholly used, a serial number given twice, a step not entered. */
  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** The answer is on disk under `path`. */
  received(path: string, bytes: Uint8Array): Promise<void> {
    return this.#enter((ledger) => ledger.receive(this.#id, receipt(path, bytes)));
  }

  /**
   * The token was judged, and `bytes` are published next. `evidence`: where the evidence of the verdict was saved. `given`:
   * certificates that the user gave.
   */
  judged(
    token: TokenFile,
    judgement: Judgement,
    bytes: Uint8Array,
    evidence: Receipt | null = null,
    given: readonly Candidate[] = [],
  ): Promise<void> {
    return this.#enter(async (ledger) => {
      const facts = ledgerToken(token, given);
      if (facts === null) return;
      const { verdict, code, now } = judgement;
      const verification = { verdict, code, at: now, evidence };
      const others = await ledger.judge(this.#id, { token: facts, verification }, digestOf(bytes));
      if (others.length === 0) return;
      const { serial, tsa } = facts;
      const first = others[0]!.output?.path ?? others[0]!.file.given ?? '';
      const about = { serial: serial ?? '', issuer: tsa?.subject ?? '', count: others.length, path: first };
      this.#notes.push({ code: 'serial-reused', facts: about });
    });
  }

  /** The token has its name. */
  published(path: string, bytes: Uint8Array): Promise<void> {
    return this.#enter((ledger) => ledger.publish(this.#id, 'published', receipt(path, bytes), null));
  }

  /** What came is kept as `.rejected`: `error` where it could not be read, null where it was judged INVALID. */
  kept(path: string, bytes: Uint8Array, error: TstError | null): Promise<void> {
    return this.#enter((ledger) => ledger.publish(this.#id, 'kept', receipt(path, bytes), error?.code ?? null));
  }

  /** There is nothing on disk: the authority refused, no answer came, or (`unsaved`) no place took it. Before anything is discarded. */
  ended(error: TstError, unsaved = false): Promise<void> {
    const state = unsaved ? 'unsaved' : mayBeBilled(error) ? 'unanswered' : 'refused';
    return this.#enter((ledger) => ledger.settle(this.#id, state, error.code));
  }

  async #enter(step: (ledger: Ledger) => Promise<void>): Promise<void> {
    try {
      await step(this.#ledger);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      if (this.#notes.some(({ code }) => code === 'ledger-failed')) return;
      const facts = { path: this.#ledger.path, reason: String(error.facts.reason ?? error.code) };
      this.#notes.push({ code: 'ledger-failed', facts });
    }
  }
}

/** Octets of a mark: no two staged files have the same. */
const markBytes = 6;

function receipt(path: string, bytes: Uint8Array): Receipt {
  return { path: resolve(path), sha256: digestOf(bytes) };
}

function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
