import { anyPolicy, type PolicyMapping } from './extensions.ts';
import type { WorkBudget } from './work-budget.ts';

/** A node of the graph: one policy at one depth, however many ways lead to it. */
interface PolicyNode {
  readonly policy: string;
  readonly parents: readonly PolicyNode[];
  /** Policies of the next certificate that stand for this one. */
  expected: ReadonlySet<string>;
}

type Level = Map<string, PolicyNode>;

/**
 * The valid policy graph of RFC 9618 §5, which replaces RFC 5280's tree of the same result: a policy is one node per depth, so
 * that mappings of many to many cost their own length and not its power.
 */
export class PolicyGraph {
  readonly #levels: Level[];
  readonly #budget: WorkBudget;

  /** The graph before the first certificate: anyPolicy at depth 0 (RFC 9618 §5.1, RFC 5280 §6.1.2 (a)). */
  constructor(budget: WorkBudget) {
    this.#budget = budget;
    this.#levels = [new Map([[anyPolicy, { policy: anyPolicy, parents: [], expected: new Set([anyPolicy]) }]])];
  }

  /** RFC 9618 §5.3, RFC 5280 §6.1.3 (d): one more certificate with these policies; `useAny` where anyPolicy may count. */
  add(policies: ReadonlySet<string>, useAny: boolean): void {
    const above = this.#levels.at(-1)!;
    const level: Level = new Map();
    const expecting = this.#expecting(above);
    const anyAbove = above.get(anyPolicy);
    for (const policy of policies) {
      if (policy === anyPolicy) continue;
      // (d)(1)(i) the parents that expect it, (ii) else anyPolicy.
      const parents = expecting.get(policy) ?? (anyAbove ? [anyAbove] : []);
      if (parents.length > 0) this.#put(level, policy, parents, new Set([policy]));
    }
    if (useAny && policies.has(anyPolicy)) {
      // (d)(2) whatever is expected above and not named here.
      for (const [policy, parents] of expecting) {
        if (!level.has(policy)) this.#put(level, policy, parents, new Set([policy]));
      }
    }
    this.#levels.push(level);
  }

  /** RFC 9618 §5.4, RFC 5280 §6.1.4 (b)(1): the policies of the next certificate that stand for those of this one. */
  map(mappings: readonly PolicyMapping[]): void {
    const level = this.#levels.at(-1)!;
    const any = level.get(anyPolicy);
    for (const [policy, expected] of grouped(mappings)) {
      this.#budget.spend('policyNodes', expected.size);
      const node = level.get(policy);
      if (node !== undefined) node.expected = expected;
      else if (any !== undefined) this.#put(level, policy, any.parents, expected);
    }
  }

  /** RFC 5280 §6.1.4 (b)(2): mapping is inhibited, so that what would be mapped ends here. */
  remove(mappings: readonly PolicyMapping[]): void {
    const level = this.#levels.at(-1)!;
    for (const policy of grouped(mappings).keys()) level.delete(policy);
  }

  /** True where the graph is NULL: no policy leads from depth 0 to the last certificate. */
  get isEmpty(): boolean {
    return this.#levels.at(-1)!.size === 0;
  }

  /**
   * RFC 9618 §5.6, RFC 5280 §6.1.5 (g): the policies, in the terms of the anchor, that the path is valid for (the
   * authority-constrained set) and of those the ones that the caller accepts.
   */
  userConstrained(initial: ReadonlySet<string>): ReadonlySet<string> {
    const authority = new Set<string>();
    for (const node of this.#reachingTheEnd()) {
      // Where anyPolicy is a parent it is the only one.
      if (node.policy !== anyPolicy && node.parents[0]!.policy === anyPolicy) authority.add(node.policy);
    }
    if (this.#levels.at(-1)!.has(anyPolicy)) authority.add(anyPolicy);
    if (initial.has(anyPolicy)) return authority;
    return new Set([...initial].filter((policy) => authority.has(policy) || authority.has(anyPolicy)));
  }

  /** The nodes that pruning (RFC 5280 §6.1.3 (d)(3)) would leave: those with a descendant at the last depth. */
  #reachingTheEnd(): ReadonlySet<PolicyNode> {
    const kept = new Set<PolicyNode>(this.#levels.at(-1)!.values());
    // A set gives what is added while it is walked as well.
    for (const node of kept) for (const parent of node.parents) kept.add(parent);
    return kept;
  }

  #expecting(level: Level): Map<string, PolicyNode[]> {
    const expecting = new Map<string, PolicyNode[]>();
    for (const node of level.values()) {
      for (const policy of node.expected) {
        const parents = expecting.get(policy);
        if (parents === undefined) expecting.set(policy, [node]);
        else parents.push(node);
      }
    }
    return expecting;
  }

  #put(level: Level, policy: string, parents: readonly PolicyNode[], expected: ReadonlySet<string>): void {
    this.#budget.spend('policyNodes', 1 + parents.length);
    level.set(policy, { policy, parents, expected });
  }
}

function grouped(mappings: readonly PolicyMapping[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
    const group = groups.get(issuerDomainPolicy);
    if (group === undefined) groups.set(issuerDomainPolicy, new Set([subjectDomainPolicy]));
    else group.add(subjectDomainPolicy);
  }
  return groups;
}
