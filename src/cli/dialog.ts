import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A person at a terminal, asked on standard error so that standard output stays the result. */
export class Dialog {
  readonly #lines: Interface;
  readonly #output: Writable;
  readonly #waiting: string[] = [];
  #taker: ((line: string | null) => void) | null = null;
  #ended = false;

  constructor(input: Readable = process.stdin, output: Writable = process.stderr) {
    this.#output = output;
    this.#lines = createInterface({ input, output, terminal: false });
    this.#lines.on('line', (line) => this.#take(line));
    this.#lines.on('close', () => {
      this.#ended = true;
      this.#give(null);
    });
  }

  /** The answer on one line; null where the input has ended. */
  async ask(question: string): Promise<string | null> {
    this.#output.write(`${question} `);
    const [line] = this.#waiting.splice(0, 1);
    if (line !== undefined) return line;
    if (this.#ended) return null;
    return await new Promise((resolve) => {
      this.#taker = resolve;
    });
  }

  close(): void {
    this.#lines.close();
  }

  #take(line: string): void {
    if (this.#taker === null) this.#waiting.push(line.slice(0, longest));
    else this.#give(line.slice(0, longest));
  }

  #give(line: string | null): void {
    const taker = this.#taker;
    this.#taker = null;
    taker?.(line);
  }
}

/** Characters of an answer: what is longer is no answer to any question here. */
const longest = 4_096;

/** True where somebody can be asked: they type, and see the question. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
