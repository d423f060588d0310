import type { Subject } from './subject.ts';

/** Octets of an input that are kept; none is longer (see `fitting`). */
const most = 2 << 20;
const header = 3;

/** The input that is being run, in memory that two threads share: of a run that never ends it is still there. */
export class Running {
  readonly shared: SharedArrayBuffer;
  /** How many were run, the length of this one, the number of its subject. */
  readonly #numbers: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(shared = new SharedArrayBuffer(header * 4 + most)) {
    this.shared = shared;
    this.#numbers = new Int32Array(shared, 0, header);
    this.#bytes = new Uint8Array(shared, header * 4);
  }

  start(subjects: readonly Subject[], subject: Subject, input: Uint8Array): void {
    const bytes = input.subarray(0, most);
    this.#bytes.set(bytes);
    Atomics.store(this.#numbers, 1, bytes.length);
    Atomics.store(this.#numbers, 2, subjects.indexOf(subject));
    Atomics.add(this.#numbers, 0, 1);
  }

  /** How many inputs were started; it grows while the run goes on. */
  get count(): number {
    return Atomics.load(this.#numbers, 0);
  }

  /** The number of the subject, and the input. */
  get last(): { readonly subject: number; readonly input: Uint8Array } {
    const length = Atomics.load(this.#numbers, 1);
    return { subject: Atomics.load(this.#numbers, 2), input: Uint8Array.from(this.#bytes.subarray(0, length)) };
  }
}
