/** Values made from texts that a list repeats: names, policies, certificates. Holds a bounded number of them. */
export class Interned<T> {
  readonly #make: (text: string) => T;
  readonly #known = new Map<string, T>();

  constructor(make: (text: string) => T) {
    this.#make = make;
  }

  of(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= 1_000) this.#known.clear();
    const made = this.#make(text);
    this.#known.set(text, made);
    return made;
  }
}
