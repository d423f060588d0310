import { hash } from 'node:crypto';
import { integerHex } from '../core/der/integer.ts';
import { limits } from '../core/der/limits.ts';
import { readToken, type TokenFile } from '../core/tsp/token.ts';
import { TstError } from '../core/verdict/errors.ts';
import { publishedNames } from './keeping.ts';
import type { EntryState, Files, Ledger, LedgerEntry } from './ports.ts';
import { ledgerToken } from './token-facts.ts';

/** What became of an entry that a run left unfinished. */
export interface Reconciled {
  readonly id: number;
  readonly file: string | null;
  readonly state: EntryState;
  /** Where the token, or what came, lies. */
  readonly path: string | null;
}

/**
 * Compares what runs that were killed left in the ledger with what they left on disk, and enters what is found: a published
 * token as such, a staged answer as `received`, an answer that is gone as `lost`; the rest is `unanswered` and may be charged.
 * Nothing on disk is touched. Throws what the ledger throws; a file that can't be read now is left for the next time.
 */
export async function reconcile(ledger: Ledger, files: Files): Promise<Reconciled[]> {
  if (!ledger.writable) return [];
  const done: Reconciled[] = [];
  for (const entry of await ledger.abandoned()) {
    const found = await settle(entry, ledger, files);
    // An answer that was staged and told of before is no news.
    if (found !== null) done.push({ id: entry.id, file: entry.file.given, ...found });
  }
  return done;
}

type Found = Pick<Reconciled, 'state' | 'path'> | null;

async function settle(entry: LedgerEntry, ledger: Ledger, files: Files): Promise<Found> {
  const named = await findPublished(entry, files);
  if (named === 'unreadable') return null;
  if (named !== null) {
    if (entry.token === null) await enterToken(entry, named.bytes, ledger);
    await ledger.publish(entry.id, named.state, { path: named.path, sha256: digestOf(named.bytes) }, entry.failure);
    return { state: named.state, path: named.path };
  }
  const staged = await findStaged(entry, files);
  if (staged === 'unreadable') return null;
  if (staged !== null) return enterStaged(entry, staged, ledger);
  const state = entry.received === null ? 'unanswered' : 'lost';
  await ledger.settle(entry.id, state, entry.failure);
  return { state, path: entry.received?.path ?? null };
}

interface FoundFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The token under one of the names that it may have got just before the end. */
async function findPublished(
  entry: LedgerEntry,
  files: Files,
): Promise<(FoundFile & { readonly state: 'published' | 'kept' }) | 'unreadable' | null> {
  let unreadable = false;
  for (const place of entry.places) {
    const { accepted, rejected } = publishedNames(place);
    for (const [state, names] of [
      ['published', accepted],
      ['kept', rejected],
    ] as const) {
      let free = 0;
      for (const path of names) {
        const bytes = await contentOf(path, files);
        if (bytes === 'unreadable') unreadable = true;
        else if (bytes !== null && (await isOf(entry, bytes))) return { state, path, bytes };
        // Names are taken in their order.
        if (bytes === null && ++free === freeNames) break;
      }
    }
  }
  return unreadable ? 'unreadable' : null;
}

/** Names in a row that nobody has: behind them comes none, unless as many others were removed since. */
const freeNames = 16;

/**
 * True where a file is what became of an entry: by its hash, and where that was not entered, by the nonce, for the name may be
 * another token's of the same file.
 */
async function isOf(entry: LedgerEntry, bytes: Uint8Array): Promise<boolean> {
  const digest = digestOf(bytes);
  if (digest === entry.output?.sha256 || digest === entry.received?.sha256) return true;
  if (entry.nonce === null) return false;
  const nonce = (await tokenIn(bytes))?.tstInfo?.nonce ?? null;
  return nonce !== null && integerHex(nonce) === entry.nonce;
}

/** The answer under the name that it was staged with. */
async function findStaged(entry: LedgerEntry, files: Files): Promise<FoundFile | 'unreadable' | null> {
  const marked = await Promise.all(entry.places.map((place) => files.stagedPath(place, entry.mark)));
  let unreadable = false;
  for (const path of new Set([...(entry.received === null ? [] : [entry.received.path]), ...marked])) {
    const bytes = await contentOf(path, files);
    if (bytes === 'unreadable') unreadable = true;
    // A file that was only begun holds nothing.
    else if (bytes !== null && bytes.length > 0) return { path, bytes };
  }
  return unreadable ? 'unreadable' : null;
}

/** Enters a staged answer; null where the ledger has it already. */
async function enterStaged(entry: LedgerEntry, { path, bytes }: FoundFile, ledger: Ledger): Promise<Found> {
  const sha256 = digestOf(bytes);
  const known = entry.received?.sha256 === sha256 && entry.received.path === path;
  if (!known) await ledger.receive(entry.id, { path, sha256 });
  if (entry.token !== null) return known ? null : { state: 'received', path };
  const file = await tokenIn(bytes);
  if (file?.response && file.response.token === null) {
    // A refusal that was being thrown away.
    await ledger.settle(entry.id, 'refused', 'rejected');
    return { state: 'refused', path };
  }
  const entered = await enterToken(entry, bytes, ledger);
  return known && !entered ? null : { state: 'received', path };
}

/** What the token says, as far as it can be read; how it is judged is nobody's to say yet. */
async function enterToken(entry: LedgerEntry, bytes: Uint8Array, ledger: Ledger): Promise<boolean> {
  const file = await tokenIn(bytes);
  const token = file && ledgerToken(file);
  if (token === null) return false;
  await ledger.judge(entry.id, { token, verification: null }, digestOf(bytes));
  return true;
}

/** Cut off in the middle, or garbled from the start, it can't be read, and is all that there is. */
async function tokenIn(bytes: Uint8Array): Promise<TokenFile | null> {
  try {
    return await readToken(bytes);
  } catch (error) {
    if (error instanceof TstError) return null;
    throw error;
  }
}

/** Null where there is no such file; `unreadable` where it is there and can't be read now. */
async function contentOf(path: string, files: Files): Promise<Uint8Array | 'unreadable' | null> {
  try {
    if (!(await files.exists(path))) return null;
    return await files.read(path, limits.tokenBytes);
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    // What is larger than any token is none.
    if (error.code === 'input-too-large') return new Uint8Array();
    return error.code === 'input-missing' ? null : 'unreadable';
  }
}

function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
