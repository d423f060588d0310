import type { AuditProgress } from '../app/audit/run.ts';
import type { AuditLedger, KeptRow } from '../app/ports.ts';
import { fill } from '../report/catalogue.ts';
import { fitting, widthOf } from '../report/table.ts';
import type { AuditHelp } from './audit-help.ts';
import type { HelpWords } from './help.ts';
import { spanText } from './progress.ts';
import { isTerminal, standardError, writeText } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds between two lines: where a person looks on, and in a log. */
const intervals = { live: 200, logged: 30_000 };

/** How far an audit is, to standard error: a line that changes where a person looks on, else one now and then. */
export class AuditLine implements AuditProgress {
  readonly #ledger: AuditLedger;
  readonly #terminal: Terminal;
  readonly #help: AuditHelp;
  readonly #common: HelpWords;
  readonly #live: boolean;
  readonly #verdicts = { VALID: 0, INVALID: 0, INDETERMINATE: 0 };
  #started = performance.now();
  #before: number;
  #said = performance.now();
  #bytes = 0;
  #shown = 0;

  constructor(
    ledger: AuditLedger,
    terminal: Terminal,
    help: AuditHelp,
    common: HelpWords,
    live = isTerminal(standardError),
  ) {
    this.#ledger = ledger;
    this.#terminal = terminal;
    this.#help = help;
    this.#common = common;
    this.#live = live;
    this.#before = ledger.done;
  }

  found(count: number): void {
    this.#say(() => fill(this.#help.listing, { count }));
    // Judging begins after all is found.
    this.#started = performance.now();
    this.#before = this.#ledger.done;
  }

  judged(rows: readonly KeptRow[]): void {
    for (const { counts } of rows) {
      this.#bytes += counts.bytes;
      if (counts.verdict !== null) this.#verdicts[counts.verdict]++;
    }
    this.#say(() => this.#line());
  }

  /** Takes the line away, so that something else can be printed there. */
  clear(): void {
    if (this.#shown > 0) writeText(standardError, `\r${' '.repeat(this.#shown)}\r`);
    this.#shown = 0;
  }

  #say(line: () => string): void {
    if (this.#terminal.quiet) return;
    const now = performance.now();
    if (now - this.#said < intervals[this.#live ? 'live' : 'logged']) return;
    this.#said = now;
    if (!this.#live) {
      this.#terminal.talk([`tst: ${line()}`]);
      return;
    }
    // One that would wrap could not be taken away again.
    const text = fitting(line(), (process.stderr.columns || 80) - 1);
    this.clear();
    this.#shown = widthOf(text);
    writeText(standardError, text);
  }

  #line(): string {
    const { done, total } = this.#ledger;
    const seconds = Math.max((performance.now() - this.#started) / 1000, 1e-3);
    const rate = (done - this.#before) / seconds;
    const left = spanText(((total - done) / Math.max(rate, 1e-6)) * 1000, this.#common);
    const { VALID: valid, INVALID: invalid, INDETERMINATE: indeterminate } = this.#verdicts;
    const facts = {
      done,
      total,
      rate: rate < 10 ? rate.toFixed(1) : rate.toFixed(0),
      size: sizeText(this.#bytes),
      left,
    };
    return fill(this.#help.progress, { ...facts, valid, invalid, indeterminate });
  }
}

/** Bytes in the unit that people think in. */
function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : value.toFixed(0)} ${units[power]}`;
}
