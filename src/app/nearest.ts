/** The name that a mistyped word is one or two letters away from; undefined where none is that near. */
export function nearest<T extends string>(word: string, names: readonly T[]): T | undefined {
  const near = names.map((name) => ({ name, distance: distance(word.slice(0, longest).toLowerCase(), name) }));
  const [best] = near.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= 2 ? best.name : undefined;
}

/** Characters of a word that are looked at: no name is longer. */
const longest = 60;

/** Letters to insert, remove or exchange to make one word of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === to[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}
