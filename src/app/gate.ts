/** Lets in as many at once as there are places, in the order in which they came. */
export class Gate {
  readonly #places: () => number;
  #inside = 0;
  readonly #queue = new Set<() => void>();

  constructor(places: () => number) {
    this.#places = places;
  }

  /** Runs a task once there is a place for it; throws what the task throws. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#queue.add(enter);
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#inside--;
      this.#admit();
    }
  }

  #admit(): void {
    for (const enter of this.#queue) {
      if (this.#inside >= this.#places()) return;
      this.#queue.delete(enter);
      this.#inside++;
      enter();
    }
  }
}

/** Runs a task once every one of the gates has a place for it. Whoever passes the same gates passes them in the same order. */
export function through<T>(gates: readonly Gate[], task: () => Promise<T>): Promise<T> {
  const [first, ...rest] = gates;
  return first === undefined ? task() : first.run(() => through(rest, task));
}
