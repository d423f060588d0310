import type { AuditItem, AuditLedger, Clock, Files, KeptRow, Tree } from '../ports.ts';
import { type FindingOptions, findIn } from './finding.ts';
import type { Crew } from './judge-batch.ts';
import { itemsOfManifest } from './manifest.ts';
import { NamedFiles } from './named-files.ts';

/** Where an audit finds what it judges: a folder, a manifest (`-`: on standard input), or a file by itself. */
export interface AuditRoot {
  readonly kind: 'folder' | 'manifest' | 'file';
  readonly path: string;
}

export interface AuditPlan extends FindingOptions {
  readonly roots: readonly AuditRoot[];
  /** An earlier audit: data that is as it was then is not hashed again. */
  readonly since: AuditLedger | null;
}

export interface AuditPorts {
  readonly tree: Tree;
  readonly files: Pick<Files, 'read'>;
  readonly clock: Clock;
}

/** How far an audit is, for whoever looks on. */
export interface AuditProgress {
  /** So many lines were found up to now. */
  found(count: number): void;
  judged(rows: readonly KeptRow[]): void;
}

/** Lines to a batch: enough that handing it over costs nothing, few enough that no thread waits long at the end. */
const batchLines = 64;
/** Batches in the hands of each thread: the next one lies there when one is done. */
const batchesAhead = 2;
/** Lines that are kept at once, and milliseconds after which fewer are: what a kill costs to judge again. */
const keptLines = 1_024;
const keptAfter = 500;
/** Lines that are found before they are kept. */
const foundLines = 8_192;
/** Milliseconds for which lines are judged for the same moment, so that they share what was judged of their signers. */
const moment = 60_000;

/**
 * Finds everything, then judges every line that is not judged yet, by a crew for so many lines, and keeps each. Ends early, with nothing lost, where `signal` is
 * aborted; says whether everything is judged. Throws a TstError of reading the roots, or `output-failed` where a line can't be kept.
 */
export async function runAudit(
  plan: AuditPlan,
  ledger: AuditLedger,
  crewFor: (lines: number) => Crew,
  ports: AuditPorts,
  told: AuditProgress,
  signal: AbortSignal,
): Promise<boolean> {
  if (ledger.state === 'listing') {
    ledger.restart();
    if (!(await list(plan, ledger, ports, told, signal))) return false;
    ledger.listed();
  }
  if (ledger.state === 'judging') {
    const crew = crewFor(ledger.total - ledger.done);
    try {
      await judgeAll(plan, ledger, crew, ports, told, signal);
    } finally {
      await crew.close();
    }
    if (signal.aborted || ledger.done < ledger.total) return false;
    ledger.finish();
  }
  return true;
}

async function list(
  plan: AuditPlan,
  ledger: AuditLedger,
  { tree, files }: AuditPorts,
  told: AuditProgress,
  signal: AbortSignal,
): Promise<boolean> {
  let items: AuditItem[] = [];
  let seq = 0;
  const named = new NamedFiles(plan, tree);
  for (const root of plan.roots) {
    const found =
      root.kind === 'folder'
        ? findIn(root.path, plan, tree)
        : root.kind === 'manifest'
          ? itemsOfManifest(root, plan, { tree, files })
          : [{ items: await named.itemsOf(root.path), passedOver: [] }];
    for await (const one of found) {
      // One by one: a folder may have more files than a call takes arguments.
      for (const item of one.items) items.push({ ...item, seq: ++seq });
      if (items.length >= foundLines || one.passedOver.length > 0) {
        ledger.add(items, one.passedOver);
        items = [];
        told.found(seq);
        // So that a signal is heard.
        await new Promise(setImmediate);
      }
      if (signal.aborted) return false;
    }
  }
  ledger.add(items, []);
  told.found(seq);
  return true;
}

async function judgeAll(
  plan: AuditPlan,
  ledger: AuditLedger,
  crew: Crew,
  { clock }: AuditPorts,
  told: AuditProgress,
  signal: AbortSignal,
): Promise<void> {
  const keeper = new Keeper(ledger, told);
  const now = momentOf(clock);
  let waiting: AuditItem[] = [];
  let last = 0;
  let isBroken = false;
  const next = (): AuditItem[] => {
    if (waiting.length === 0) {
      waiting = ledger.pending(last, batchLines * 64);
      last = waiting.at(-1)?.seq ?? last;
    }
    const items = waiting.slice(0, batchLines);
    waiting = waiting.slice(batchLines);
    const { since } = plan;
    return since === null ? items : items.map((item) => ({ ...item, known: item.data && since.dataOf(item.data) }));
  };
  const work = async () => {
    while (!signal.aborted && !isBroken && !keeper.failed) {
      const items = next();
      if (items.length === 0) return;
      const { rows, evidence } = await crew.judge({ now: now(), items }).catch((error: unknown) => {
        // The others end with what they have in hand.
        isBroken = true;
        throw error;
      });
      keeper.take(rows, evidence);
      await new Promise(setImmediate);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: crew.size * batchesAhead }, work));
  keeper.flush();
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

/** The moment for which lines are judged: the clock's, as it stood at most so long ago. */
function momentOf(clock: Clock): () => number {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now();
    if (now - last >= moment || now < last) last = now;
    return last;
  };
}

/** Keeps judged lines, many at a time. */
class Keeper {
  failed = false;
  readonly #ledger: AuditLedger;
  readonly #told: AuditProgress;
  #rows: KeptRow[] = [];
  #evidence: (readonly [string, string])[] = [];
  #since = performance.now();

  constructor(ledger: AuditLedger, told: AuditProgress) {
    this.#ledger = ledger;
    this.#told = told;
  }

  take(rows: readonly KeptRow[], evidence: readonly (readonly [string, string])[]): void {
    this.#rows.push(...rows);
    this.#evidence.push(...evidence);
    if (this.#rows.length >= keptLines || performance.now() - this.#since >= keptAfter) this.flush();
  }

  flush(): void {
    if (this.failed || this.#rows.length === 0) return;
    const rows = this.#rows;
    try {
      this.#ledger.keep(rows, this.#evidence);
    } catch (error) {
      this.failed = true;
      throw error;
    }
    this.#rows = [];
    this.#evidence = [];
    this.#since = performance.now();
    this.#told.judged(rows);
  }
}
