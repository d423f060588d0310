/** What a comparison of the product saw: a value that came of the input, perhaps, and one that it isn't. */
export type Compared = readonly [unknown, unknown];

/** Comparisons of one input that are remembered: the last ones, next to where it was refused. */
const remembered = 256;
/** How many of them are told, and characters of the longest one: an input is kept with what is told of it. */
const told = 32;
const longest = 100;
/** Ids that Jazzer.js gives to comparisons: two may share one. */
const ids = 512;
const steps = 65;

/** Comparisons with a string or a number as the product makes them: which it has made, and how near to equal each has come. */
export class Compares {
  readonly #nearest = new Uint8Array(ids * steps);
  readonly #last: (Compared | undefined)[] = new Array(remembered);
  #next = 0;
  #isNearer = false;

  begin(): void {
    this.#next = 0;
    this.#isNearer = false;
  }

  /** Whether a comparison came nearer to equal since `begin` than it ever had. */
  get isNearer(): boolean {
    return this.#isNearer;
  }

  /** Pairs that were not equal since `begin`, the last ones, each once. */
  unequal(): Compared[] {
    const texts = new Set<string>();
    for (let i = this.#next - 1; i >= Math.max(0, this.#next - remembered) && texts.size < told; i--) {
      const pair = this.#last[i % remembered]!;
      if (pair.every((one) => String(one).length <= longest)) texts.add(JSON.stringify(pair));
    }
    // Read again: a piece of a string may keep the whole string.
    return [...texts].map((text) => JSON.parse(text) as Compared);
  }

  /** What the instrumented code calls in place of comparing. */
  readonly tracer = {
    traceStrCmp: (a: unknown, b: unknown, operator: string, id: number): boolean => this.#compare(a, b, operator, id),
    traceNumberCmp: (a: unknown, b: unknown, operator: string, id: number): boolean =>
      this.#compare(a, b, operator, id),
    /** The value of a `case`, which is compared with that of the `switch` next. */
    traceAndReturn: (current: unknown, target: unknown, id: number): unknown => {
      this.#saw(current, target, id);
      return target;
    },
  };

  #compare(a: unknown, b: unknown, operator: string, id: number): boolean {
    this.#saw(a, b, id);
    // biome-ignore-start lint/suspicious/noDoubleEquals: the operator of the code that is watched
    switch (operator) {
      case '===':
        return a === b;
      case '!==':
        return a !== b;
      case '==':
        return a == b;
      case '!=':
        return a != b;
      case '<':
        return (a as number) < (b as number);
      case '<=':
        return (a as number) <= (b as number);
      case '>':
        return (a as number) > (b as number);
      default:
        return (a as number) >= (b as number);
    }
    // biome-ignore-end lint/suspicious/noDoubleEquals: as above
  }

  #saw(a: unknown, b: unknown, id: number): void {
    if (a === b || typeof a !== typeof b || (typeof a !== 'string' && typeof a !== 'number')) return;
    this.#last[this.#next++ % remembered] = [a, b];
    const place = id * steps + nearness(a, b as typeof a);
    if (this.#nearest[place] === 1) return;
    this.#nearest[place] = 1;
    this.#isNearer = true;
  }
}

/** How much of two unequal values is the same, from 0 to 64: characters at the start, or bits of whole numbers. */
function nearness(a: string | number, b: string | number): number {
  if (typeof a === 'string') {
    let same = 0;
    while (same < 64 && same < a.length && a[same] === (b as string)[same]) same++;
    return same;
  }
  const difference = Math.abs(a - (b as number));
  return Number.isFinite(difference) ? 64 - Math.min(64, Math.ceil(Math.log2(difference + 1))) : 0;
}
