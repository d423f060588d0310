/** Ranges with the numbers of their entries, found by what they touch: logarithmic in their number, and one step for each found. */
export class RangeIndex {
  readonly #ranges: { readonly from: bigint; readonly to: bigint; readonly entry: number }[] = [];
  /** A tree over the sorted ranges: each node has the greatest end below it; the leaves begin at its half. */
  #greatest: bigint[] | undefined;

  /** Both ends belong to the range. */
  add(from: bigint, to: bigint, entry: number): void {
    this.#ranges.push({ from, to, entry });
  }

  /** The entries of all ranges that have something in common with `from` to `to`. */
  *touching(from: bigint, to: bigint): Generator<number> {
    if (this.#ranges.length === 0) return;
    const greatest = this.#indexed();
    const leaves = greatest.length / 2;
    const begun = this.#begunBy(to);
    // Depth first, so that the stack stays as short as the tree is high.
    const stack = [1];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (greatest[node]! < from || firstLeaf(node, leaves) >= begun) continue;
      if (node >= leaves) yield this.#ranges[node - leaves]!.entry;
      else stack.push(2 * node + 1, 2 * node);
    }
  }

  #indexed(): bigint[] {
    if (this.#greatest !== undefined) return this.#greatest;
    const ranges = this.#ranges;
    ranges.sort((a, b) => (a.from < b.from || (a.from === b.from && a.entry < b.entry) ? -1 : 1));
    let leaves = 1;
    while (leaves < ranges.length) leaves *= 2;
    // Leaves that are left over are as the last range; nobody gets to them, for they begin behind all that have begun.
    const greatest: bigint[] = new Array(2 * leaves).fill(ranges.at(-1)!.to);
    for (let i = 0; i < ranges.length; i++) greatest[leaves + i] = ranges[i]!.to;
    for (let node = leaves - 1; node > 0; node--) {
      const [left, right] = [greatest[2 * node]!, greatest[2 * node + 1]!];
      greatest[node] = right > left ? right : left;
    }
    this.#greatest = greatest;
    return greatest;
  }

  /** How many ranges begin at or before this. */
  #begunBy(value: bigint): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]!.from <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The number of the first leaf below a node. */
function firstLeaf(node: number, leaves: number): number {
  let first = node;
  while (first < leaves) first *= 2;
  return first - leaves;
}
