import type { FoundBytes } from '../app/audit/found-wire.ts';
import type { Batch, BatchResult } from '../app/audit/judge-batch.ts';
import type { AuditJudging } from '../app/audit/judge-item.ts';
import type { KeptRecords, ObjectName } from '../app/ports.ts';
import { type ErrorCode, TstError } from '../core/verdict/errors.ts';
import type { Facts } from '../core/verdict/findings.ts';
import type { Want } from '../core/verdict/want.ts';

/** What a thread begins with. */
export interface ThreadStart {
  readonly options: AuditJudging;
  /** False: nothing is looked for beyond what was given. */
  readonly finds: boolean;
}

/** What only the first thread can do: it asks every place once for all of them. */
export interface Asked {
  recall: { readonly want: Want };
  fetch: { readonly want: Want };
  refresh: { readonly names: readonly string[]; readonly since: number };
  records: { readonly place: string };
  object: { readonly of: ObjectName };
}

export interface Answers {
  recall: FoundBytes;
  fetch: FoundBytes;
  /** The edition of the lists that they are at now. */
  refresh: number;
  records: KeptRecords;
  object: Uint8Array | null;
}

export type Question = keyof Asked;

/** To a thread. */
export type ToThread =
  | { readonly kind: 'batch'; readonly id: number; readonly batch: Batch }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answers[Question] }
  | { readonly kind: 'no-answer'; readonly id: number; readonly error: ThreadError };

/** From a thread. */
export type FromThread =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question; readonly asked: Asked[Question] }
  | { readonly kind: 'done'; readonly id: number; readonly result: BatchResult }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ThreadError };

/** An error on its way between threads. */
export interface ThreadError {
  readonly code: ErrorCode;
  readonly facts: Facts;
}

export function threadError(error: unknown): ThreadError {
  if (error instanceof TstError) return { code: error.code, facts: error.facts };
  return { code: 'internal', facts: { reason: error instanceof Error ? error.message : String(error) } };
}
