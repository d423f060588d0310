import type { AuditEvidence, AuditRow } from '../../core/verdict/audit.ts';
import { toJson } from '../json.ts';
import { evidenceObject, rowObject } from './jsonl.ts';

// An audit is kept in the form in which its result is told: a line is made once, in the thread that judged it, and only handed on from
// then on. Sets of evidence recur for all tokens of a signer, so that a line has the name of its set.

/** The line of the result, without its line end. `evidence`: the name of its set; null: none. */
export function lineOf(row: AuditRow, evidence: string | null): string {
  return toJson(rowObject(row, evidence), 0);
}

/** A set of evidence as it stands in the result. */
export function setOf(evidence: readonly AuditEvidence[]): string {
  return toJson(evidence.map(evidenceObject), 0);
}

/** A set of evidence again. */
export function evidenceOf(json: string): AuditEvidence[] {
  const read = JSON.parse(json) as ReturnType<typeof evidenceObject>[];
  return read.map((one) => ({ ...one, fetchedAt: ms(one.fetchedAt) }));
}

/** The row again, from a line and the sets of evidence by their names. */
export function rowOf(line: string, sets: ReadonlyMap<string, readonly AuditEvidence[]>): AuditRow {
  const read = JSON.parse(line) as ReturnType<typeof rowObject>;
  const { stated, checks, evidence } = read;
  return {
    ...read,
    checks: checks === null ? [] : Object.values(checks).filter((one) => one !== null),
    now: ms(read.now)!,
    stated: stated && {
      ...stated,
      genTimeMs: ms(stated.genTime),
      accuracy: stated.accuracy && {
        micros: Math.round(Number(stated.accuracy.seconds) * 1_000_000),
        assumed: stated.accuracy.assumed,
      },
      expires: ms(stated.expires),
    },
    evidence: evidence === null ? [] : (sets.get(evidence) ?? []),
  } as AuditRow;
}

/** Whole milliseconds, rounded down, as far as `Date` holds them. */
function ms(time: string | null): number | null {
  if (time === null) return null;
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? null : parsed;
}
