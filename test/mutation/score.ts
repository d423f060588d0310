/** What of Stryker's report is read here (mutation-testing-report-schema). */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** A change that no test can notice, and why. It is found again by its text, wherever it moves in its file. */
export interface Equivalent {
  readonly file: string;
  /** What is changed, white space as one space. */
  readonly code: string;
  /** Into what; absent: whatever it is changed into. */
  readonly into?: string;
  readonly why: string;
}

/** How many mutants of a folder were noticed. */
export interface Scores {
  /** All but those that can't be compiled. */
  readonly all: number;
  readonly killed: number;
  readonly explained: readonly string[];
  /** Neither noticed nor explained: `file:line: code → change`. */
  readonly left: readonly string[];
}

const noticed = new Set(['Killed', 'Timeout']);
const uncounted = new Set(['CompileError', 'RuntimeError', 'Ignored']);
const flat = (code: string) => code.replaceAll(/\s+/g, ' ').trim();

/** Counts the mutants of a report. */
export function scoresOf({ files }: Report, equivalent: readonly Equivalent[]): Scores {
  let all = 0;
  let killed = 0;
  const explained: string[] = [];
  const left: string[] = [];
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    const own = equivalent.filter((one) => one.file === file);
    for (const { status, replacement = '', location } of mutants) {
      if (uncounted.has(status)) continue;
      all++;
      if (noticed.has(status)) {
        killed++;
        continue;
      }
      const code = flat(between(lines, location.start, location.end));
      const into = flat(replacement);
      const reason = own.find((one) => one.code === code && (one.into === undefined || one.into === into));
      const line = `${file}:${location.start.line}: ${code.slice(0, 90)} → ${into.slice(0, 60)}`;
      if (reason === undefined) left.push(line);
      else explained.push(`${line}: ${reason.why}`);
    }
  }
  return { all, killed, explained, left };
}

function between(lines: readonly string[], start: Place, end: Place): string {
  const part = lines.slice(start.line - 1, end.line);
  part[part.length - 1] = part.at(-1)!.slice(0, end.column - 1);
  part[0] = part[0]!.slice(start.column - 1);
  return part.join('\n');
}

/** A folder's scores in words. */
export function tableOf(name: string, { all, killed, explained, left }: Scores): string {
  const percent = (n: number) => `${((100 * n) / Math.max(1, all)).toFixed(1)} %`;
  return [
    `core/${name}: ${killed} of ${all} noticed (${percent(killed)}), ${explained.length} explained (${percent(explained.length)}), ${left.length} left`,
    ...left.map((line) => `  ${line}`),
  ].join('\n');
}
