import { hash } from 'node:crypto';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { EntryState, Files, Ledger, LedgerEntry } from './ports.ts';

/** What is to be known of a ledger as a whole. */
export interface LedgerCheck {
  readonly states: ReadonlyMap<EntryState, number>;
  /** Entries that share the serial number of an authority with an entry of another token, together; the first thousand entries. */
  readonly reused: readonly (readonly LedgerEntry[])[];
  /** Null where files were not looked at. */
  readonly files: FilesCheck | null;
}

export interface FilesCheck {
  /** Files that are as they were saved. */
  readonly intact: number;
  /** Entries whose file is not where it was saved, or is another one; the first thousand of each. */
  readonly missing: readonly LedgerEntry[];
  readonly changed: readonly LedgerEntry[];
}

/**
 * Reads all of a ledger; with `files` also every file that is in it. Throws a TstError `ledger-damaged` where it is not what was
 * written, and one of reading where a file is there and can't be read.
 */
export async function checkLedger(ledger: Ledger, files: Files | null): Promise<LedgerCheck> {
  await ledger.inspect();
  const reused = new Map<string, LedgerEntry[]>();
  let shown = 0;
  for await (const entry of ledger.entries({ serialReused: true })) {
    if (++shown > shownAtMost) break;
    const { serial, tsa } = entry.token ?? {};
    const key = JSON.stringify([serial, tsa?.issuer, tsa?.subject]);
    reused.set(key, [...(reused.get(key) ?? []), entry]);
  }
  const checked = files === null ? null : await checkFiles(ledger, files);
  return { states: await ledger.states(), reused: [...reused.values()], files: checked };
}

/** Entries that one check names. */
const shownAtMost = 1_000;

async function checkFiles(ledger: Ledger, files: Files): Promise<FilesCheck> {
  let intact = 0;
  const missing: LedgerEntry[] = [];
  const changed: LedgerEntry[] = [];
  for await (const entry of ledger.entries({})) {
    const found = await stateOf(entry, files);
    if (found === 'intact') intact++;
    if (found === 'missing' && missing.length < shownAtMost) missing.push(entry);
    if (found === 'changed' && changed.length < shownAtMost) changed.push(entry);
  }
  return { intact, missing, changed };
}

/** Null where the entry has no file. */
async function stateOf(entry: LedgerEntry, files: Files): Promise<'intact' | 'missing' | 'changed' | null> {
  const path = entry.output?.path ?? entry.received?.path;
  const sha256 = entry.output?.path ? entry.output.sha256 : entry.received?.sha256;
  if (path === undefined || entry.state === 'refused') return null;
  try {
    return hash('sha256', await files.read(path, limits.tokenBytes), 'hex') === sha256 ? 'intact' : 'changed';
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    if (error.code === 'input-missing') return 'missing';
    // Larger than any token, or no longer a file at all.
    if (error.code === 'input-too-large' || error.facts.reason === 'directory') return 'changed';
    throw error;
  }
}
