import { hash } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { type PathOptions, type PathResult, validatePath } from './path.ts';

/** A result and the moments it holds for: from `from` until before `until`. */
interface Entry {
  readonly result: PathResult;
  readonly from: number;
  readonly until: number;
}

/** Results kept by one cache; an archive has a few signers per authority and a few authorities. */
const capacity = 4_096;

/**
 * Results of {@link validatePath} for the many tokens of one authority. A result is given again only for the same target,
 * candidates and arguments, and for a moment between the same dates: it is what validating anew would give, and costs no budget.
 */
export class PathCache {
  readonly #entries = new Map<string, Entry[]>();

  /**
   * As `validatePath(options)`. `generation` names the anchors and whatever candidates aren't in `own`: another set needs another
   * name. `own` are the candidates that came with this target; default: all of them.
   */
  validate(options: PathOptions, generation: string, own: readonly Certificate[] = options.candidates): PathResult {
    const key = keyOf(options, generation, own);
    const entries = this.#entries.get(key);
    const known = entries?.find(({ from, until }) => options.at >= from && options.at < until);
    if (known !== undefined) return known.result;
    const result = validatePath(options);
    // A limit depends on what was spent before, and is no answer to keep.
    if (result.status !== 'limit') this.#keep(key, { result, ...interval(options) });
    return result;
  }

  #keep(key: string, entry: Entry): void {
    if (this.#entries.size >= capacity) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest!);
    }
    const before = this.#entries.get(key) ?? [];
    this.#entries.set(key, [...before.slice(-7), entry]);
  }
}

/** The moments around `at` within which no certificate of the search begins or ends to be valid. */
function interval({ at, target, candidates, anchors }: PathOptions): { from: number; until: number } {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const { notBefore, notAfter } of [target, ...candidates, ...anchors.map((anchor) => anchor.certificate)]) {
    for (const change of [notBefore, notAfter + 1]) {
      if (change <= at) from = Math.max(from, change);
      else until = Math.min(until, change);
    }
  }
  return { from, until };
}

function keyOf(options: PathOptions, generation: string, own: readonly Certificate[]): string {
  const { target, checkValidity, keyPurpose, caKeyPurpose, targetKeyPurpose, furtherExtensions, initialPolicies } =
    options;
  const { requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = options;
  const given = [checkValidity, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy, targetKeyPurpose];
  const flags = [...given, options.sameKeyIsTrusted].join();
  const lists = [keyPurpose, caKeyPurpose, furtherExtensions?.join(), initialPolicies?.join()].join('|');
  // A token with thousands of certificates is not worth a key of their size.
  const set = hash('sha256', own.map((one) => one.sha256).join());
  return `${generation}\n${flags}|${lists}\n${target.sha256}\n${set}`;
}
