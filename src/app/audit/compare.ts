import type { AuditRow, AuditRun, FileName } from '../../core/verdict/audit.ts';

/** How a line stands, as far as it is compared. */
export type Stand = Pick<AuditRow, 'kind' | 'verdict' | 'code'>;

/** A line that stands otherwise than in an earlier audit; null: it is not there. */
export interface AuditTurn {
  readonly data: FileName | null;
  readonly token: FileName | null;
  readonly before: Stand | null;
  readonly after: Stand | null;
  /** What of the line is as it was. */
  readonly same: { readonly data: boolean; readonly token: boolean; readonly evidence: boolean };
}

/** Why a line turned. `time`: nothing of what it was judged by is different but the moment. */
export type Cause = 'data' | 'token' | 'policy' | 'program' | 'evidence' | 'time';

/** Everything that is different about a line that is in both audits, likeliest cause first; none for one that is new or gone. */
export function causesOf({ before, after, same }: AuditTurn, earlier: AuditRun, later: AuditRun): Cause[] {
  if (before === null || after === null) return [];
  const found: readonly (readonly [Cause, boolean])[] = [
    ['data', !same.data],
    ['token', !same.token],
    ['policy', judgedBy(earlier) !== judgedBy(later)],
    ['program', earlier.version !== later.version],
    ['evidence', !same.evidence],
  ];
  const causes = found.filter(([, differs]) => differs).map(([cause]) => cause);
  return causes.length > 0 ? causes : ['time'];
}

/** Options that say which lines there are, and not how they are judged. */
const scoping = ['include', 'exclude', 'pattern', 'tokens', 'files'];
const selecting: ReadonlySet<string> = new Set([
  ...scoping,
  ...['from', 'to', 'fiscal-year', 'fiscal-year-start', 'changed', 'renew-within'],
]);

function judgedBy({ policy, skipped, options }: AuditRun): string {
  return JSON.stringify([policy, skipped, Object.entries(options).filter(([name]) => !selecting.has(name))]);
}

/** Whether two audits look at the same files and days, so that a line in only one of them is one that came or went. */
export function haveSameScope(earlier: AuditRun, later: AuditRun): boolean {
  const scope = ({ from, to, zone, options }: AuditRun) => {
    const days = from === null && to === null ? null : [from, to, zone];
    return JSON.stringify([days, scoping.map((name) => options[name] ?? null)]);
  };
  return scope(earlier) === scope(later);
}

/** The exit code of a comparison: 1 where something is invalid that was not, 2 where anything else turned, else 0. */
export function exitOfTurns(turns: Iterable<AuditTurn>): 0 | 1 | 2 {
  let exit: 0 | 2 = 0;
  for (const { before, after } of turns) {
    if (after?.verdict === 'INVALID' && before?.verdict !== 'INVALID') return 1;
    exit = 2;
  }
  return exit;
}
