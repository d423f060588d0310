import { fill } from '../report/catalogue.ts';
import { fitting } from '../report/table.ts';
import type { HelpWords } from './help.ts';
import { isTerminal, standardError, writeText } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds between two lines where nobody looks on, such as in a log. */
const interval = 30_000;

/** Columns of a line that fit every terminal. */
const width = 79;

/** How far a run over many files is, to standard error: a line that changes where a person looks on, else one now and then. */
export class Progress {
  readonly #total: number;
  readonly #terminal: Terminal;
  readonly #help: HelpWords;
  readonly #live: boolean;
  readonly #started: number;
  #said: number;
  #done = 0;
  #shown = false;

  constructor(total: number, terminal: Terminal, help: HelpWords, live = isTerminal(standardError)) {
    this.#total = total;
    this.#terminal = terminal;
    this.#help = help;
    this.#live = live;
    this.#started = performance.now();
    this.#said = this.#started;
  }

  /** One more is done. */
  ended(): void {
    this.#done++;
    if (this.#silent) return;
    if (this.#live) this.#show();
    else if (performance.now() - this.#said >= interval && this.#done < this.#total) {
      this.#said = performance.now();
      this.#terminal.talk([`tst: ${this.#line()}`]);
    }
  }

  /** Takes the line away, so that something else can be printed there. */
  clear(): void {
    if (!this.#shown) return;
    this.#shown = false;
    writeText(standardError, `\r${' '.repeat(width)}\r`);
  }

  get #silent(): boolean {
    return this.#total < 2 || this.#terminal.quiet || this.#terminal.json;
  }

  #show(): void {
    this.clear();
    if (this.#done === this.#total) return;
    this.#shown = true;
    writeText(standardError, fitting(this.#line(), width));
  }

  #line(): string {
    const { stamped } = this.#help;
    const minutes = (performance.now() - this.#started) / 60_000;
    const rate = this.#done / Math.max(minutes, 1e-6);
    const left = spanText(((this.#total - this.#done) / rate) * 60_000, this.#help);
    const facts = { done: this.#done, total: this.#total, rate: rate < 10 ? rate.toFixed(1) : rate.toFixed(0), left };
    return fill(stamped.progress, facts);
  }
}

/** A stretch of time in words, as exactly as anyone wants to know it. */
export function spanText(ms: number, { stamped }: HelpWords): string {
  const seconds = ms / 1000;
  if (seconds < 10) return fill(stamped.seconds, { count: (Math.ceil(seconds * 10) / 10).toString() });
  if (seconds < 90) return fill(stamped.seconds, { count: Math.ceil(seconds) });
  if (seconds < 5_400) return fill(stamped.minutes, { count: Math.ceil(seconds / 60) });
  return fill(stamped.hours, { count: Math.ceil(seconds / 360) / 10 });
}
