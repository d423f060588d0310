import { hash } from 'node:crypto';
import type { AuditRow } from '../../core/verdict/audit.ts';
import type { Bench } from '../judging.ts';
import { type AuditJudging, type AuditResult, judgeItem } from './judge-item.ts';
import type { AuditItem, KeptRow, Tree } from './ports.ts';

/** Lines to judge together, all for one moment (milliseconds since 1970). */
export interface Batch {
  readonly now: number;
  readonly items: readonly AuditItem[];
}

export interface BatchResult {
  readonly rows: readonly KeptRow[];
  /** Sets of evidence that these lines name, as JSON by their names; at least those that were not told before. */
  readonly evidence: readonly (readonly [name: string, json: string])[];
}

/** What judges batches, in this thread or in another one. Its result may be in any order of the batches. */
export interface Crew {
  /** Batches that it judges at once. */
  readonly size: number;
  judge(batch: Batch): Promise<BatchResult>;
  close(): Promise<void>;
}

/** The line as it is kept: JSON of all but its evidence, of which it has the name. */
export type LineMaker = (row: AuditRow, evidence: string | null) => string;
/** JSON of a set of evidence. */
export type SetMaker = (evidence: AuditRow['evidence']) => string;

/** Everything that judging lines of an audit takes, made once per thread. */
export interface JudgingDesk {
  readonly options: AuditJudging;
  readonly bench: Bench;
  readonly tree: Tree;
  readonly lineOf: LineMaker;
  readonly setOf: SetMaker;
}

/** Sets of evidence whose names are kept: an archive has a few for each signer. */
const mostSets = 10_000;

/** Judges lines one after the other. */
export class BatchJudge {
  readonly #desk: JudgingDesk;
  readonly #sets = new Map<string, string>();

  constructor(desk: JudgingDesk) {
    this.#desk = desk;
  }

  async judge({ now, items }: Batch): Promise<BatchResult> {
    const { options, bench, tree } = this.#desk;
    const rows: KeptRow[] = [];
    const evidence: [string, string][] = [];
    for (const item of items) rows.push(this.#kept(await judgeItem(item, now, options, bench, tree), evidence));
    return { rows, evidence };
  }

  #kept({ seq, row, hashed, stat }: AuditResult, told: [string, string][]): KeptRow {
    if (row === null) {
      const nothing = { verdict: null, code: null, expiry: null, genTime: null, expires: null, authority: null };
      const none = { line: null, stat: null, size: null, digest: null, tokenSha256: null, evidence: null };
      return { seq, counts: { kind: 'outside', ...nothing, bytes: 0 }, ...none };
    }
    const { kind, verdict, code, expiry, authority, stated, digest, size, tokenSha256 } = row;
    const evidence = row.evidence.length === 0 ? null : this.#nameOf(row.evidence, told);
    const [genTime, expires] = [stated?.genTimeMs ?? null, stated?.expires ?? null];
    return {
      seq,
      counts: { kind, verdict, code, expiry, genTime, expires, authority, bytes: hashed },
      line: this.#desk.lineOf(row, evidence),
      stat,
      size,
      digest: digest && `${digest.algorithm}:${digest.value}`,
      tokenSha256,
      evidence,
    };
  }

  /** The same set has the same name, whichever thread and run it is in. */
  #nameOf(evidence: AuditRow['evidence'], told: [string, string][]): string {
    // All that is told of it: an address is anyone's text, and what a token brought may have been given by the user as well.
    const key = JSON.stringify(evidence.map((one) => [one.kind, one.sha256, one.origin, one.url, one.fetchedAt]));
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const json = this.#desk.setOf(evidence);
    const name = hash('sha256', json, 'hex').slice(0, 32);
    if (this.#sets.size >= mostSets) this.#sets.clear();
    this.#sets.set(key, name);
    told.push([name, json]);
    return name;
  }
}
