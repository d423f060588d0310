/** What a comparison of the product saw that did not hold: mostly a value that came of the input, and a constant. */
export interface Compared {
  /** The comparison, as a number below `sites`; two may share one. */
  readonly site: number;
  readonly from: string | number;
  readonly to: string | number;
}

const sites = 4_096;
/** Steps of nearness, from 0 to 64. */
const steps = 65;
/** How many comparisons an input is kept with, and characters of the longest string among them. */
const told = 64;
const longest = 100;

/** Comparisons with a constant that the product makes: which it has made, and how near to equal each has come. */
export class Compares {
  readonly #nearest = new Uint8Array(sites * steps);
  /** The last pair of each site, and in which input that was. */
  readonly #pairs: (Compared | undefined)[] = new Array(sites);
  readonly #inputs = new Uint32Array(sites);
  readonly #tries = new Uint32Array(sites);
  #touched: number[] = [];
  #input = 0;
  #isNearer = false;

  restart(): void {
    for (const memory of [this.#nearest, this.#inputs, this.#tries]) memory.fill(0);
    this.#input = 0;
  }

  begin(): void {
    this.#input++;
    this.#touched = [];
    this.#isNearer = false;
  }

  /** Whether a comparison came nearer to equal since `begin` than it ever had. */
  get isNearer(): boolean {
    return this.#isNearer;
  }

  /** What did not hold since `begin`, one pair a site, of the sites that were tried least. */
  unequal(): Compared[] {
    const pairs = this.#touched.map((site) => this.#pairs[site]!);
    const short = pairs.filter(({ from, to }) => String(from).length <= longest && String(to).length <= longest);
    const least = short.sort((one, other) => this.#tries[one.site]! - this.#tries[other.site]!).slice(0, told);
    // Written and read again: a piece of a string may keep the whole string.
    return JSON.parse(JSON.stringify(least)) as Compared[];
  }

  /** The pair whose site was tried least, which counts as tried now; null where there is none. */
  next(pairs: readonly Compared[]): Compared | null {
    let least: Compared | null = null;
    for (const pair of pairs) if (least === null || this.#tries[pair.site]! < this.#tries[least.site]!) least = pair;
    if (least !== null) this.#tries[least.site]!++;
    return least;
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

  #saw(from: unknown, to: unknown, id: number): void {
    if (from === to || typeof from !== typeof to) return;
    if (typeof from !== 'string' && !Number.isFinite(from)) return;
    const pair = { site: siteOf(id, to as string | number), from, to } as Compared;
    const { site } = pair;
    this.#pairs[site] = pair;
    if (this.#inputs[site] !== this.#input) this.#touched.push(site);
    this.#inputs[site] = this.#input;
    const place = site * steps + nearness(pair);
    if (this.#nearest[place] === 1) return;
    this.#nearest[place] = 1;
    this.#isNearer = true;
  }
}

/** Jazzer.js gives ids below 512: the constant tells most comparisons of one id apart. */
function siteOf(id: number, constant: string | number): number {
  const mark =
    typeof constant === 'number'
      ? Math.abs(Math.trunc(constant))
      : constant.length * 131 + (constant.charCodeAt(0) || 0);
  return (id * 8 + (mark % 4_093)) % sites;
}

/** How much of two unequal values is the same, from 0 to 64: characters at the start, or bits that whole numbers differ in. */
function nearness({ from, to }: Compared): number {
  if (typeof from === 'string') {
    let same = 0;
    while (same < 64 && same < from.length && from[same] === (to as string)[same]) same++;
    return same;
  }
  return 64 - Math.min(64, Math.ceil(Math.log2(Math.abs(from - (to as number)) + 1)));
}
