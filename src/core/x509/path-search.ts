import { limits } from '../der/limits.ts';
import { isSelfIssued, type TrustAnchor } from './anchor.ts';
import type { Certificate } from './certificate.ts';
import { keyIdentifiers, problemsOf, readable } from './certificate-rules.ts';
import type { Links } from './links.ts';
import { identityOf, type Node, type PathGraph } from './path-graph.ts';
import type { PathProblem } from './path-problem.ts';
import { judgePath, nameProblem, type PathJudgement, type PathRules } from './path-rules.ts';
import { honestCost, type PublicKey } from './public-key.ts';
import type { WorkBudget } from './work-budget.ts';

/** A path to an anchor with what is said of it. */
export interface JudgedPath extends PathJudgement {
  /** From the target to the certificate that the anchor issued. */
  readonly path: readonly Certificate[];
  readonly anchor: TrustAnchor;
}

export interface Search {
  readonly graph: PathGraph;
  readonly rules: PathRules;
  readonly links: Links;
  readonly budget: WorkBudget;
}

/** What a search looks for: paths that have no problems but those that are tolerated. */
export interface Goal {
  readonly tolerates: (problem: PathProblem) => boolean;
  /** Takes a path that was found; true ends the search. */
  readonly found: (path: JudgedPath) => boolean;
}

/** How a search ended. `cut`: there may be paths longer than `limits.pathLength`. */
export interface SearchEnd {
  readonly cut: boolean;
  /** Something was passed over for a problem of this code. */
  readonly rejected: ReadonlySet<string>;
}

/**
 * Looks for paths from the target upwards, by length: all of two certificates, then of three, and so on, so that a short good
 * path is found in whatever mesh it stands. Only certificates are looked at from which an anchor can still be reached; a
 * signature that is false, or a CA that can't stand in any path, is taken out of the graph before the next length.
 *
 * Each path that reaches an anchor is judged by {@link judgePath}, which alone decides. Throws LimitError.
 */
export function searchPaths(search: Search, goal: Goal): SearchEnd {
  return new DepthFirst(search, goal).run();
}

class DepthFirst {
  readonly #search: Search;
  readonly #goal: Goal;
  readonly #deadLinks = new Map<Node, Set<string>>();
  readonly #dead = new Set<Node>();
  readonly #sound = new Set<Node>();
  readonly #allowed = new Map<Node, Map<Node, boolean>>();
  readonly #rejected = new Set<string>();
  #distances = new Map<Node, number>();
  #ordered = new Map<Node, readonly Node[]>();
  #length = 0;
  #deeper = false;

  constructor(search: Search, goal: Goal) {
    this.#search = search;
    this.#goal = goal;
  }

  run(): SearchEnd {
    const { graph } = this.#search;
    const end = (cut: boolean): SearchEnd => ({ cut, rejected: this.#rejected });
    if (!this.#isSound(graph.target, 'target')) return end(false);
    for (this.#length = 2; ; this.#length++) {
      this.#ordered = new Map();
      this.#dropShortCas();
      this.#distances = graph.distances(
        (child, key) => this.#isDeadLink(child, key),
        (node) => this.#dead.has(node),
      );
      const distance = this.#distances.get(graph.target);
      if (distance === undefined) return end(false);
      this.#length = Math.max(this.#length, distance + 1);
      if (this.#length > limits.pathLength) return end(true);
      this.#deeper = false;
      if (this.#extend([graph.target], new Set([graph.target.identity]))) return end(false);
      if (!this.#deeper) return end(false);
    }
  }

  /** Extends a path that starts at the target by every issuer that can still reach an anchor; true ends the search. */
  #extend(path: Node[], identities: Set<string>): boolean {
    const child = path.at(-1)!;
    const { graph, budget } = this.#search;
    // Shorter paths were judged in an earlier round, longer ones come in a later.
    if (path.length + 1 === this.#length) {
      for (const anchor of graph.anchorsFor(child)) {
        budget.spend('pathSteps', 1);
        if (identities.has(identityOf(anchor.certificate, anchor.key))) continue;
        if (this.#isLinked(child, anchor.certificate, anchor.key) && this.#complete(path, anchor)) return true;
      }
    }
    for (const issuer of this.#issuers(child)) {
      budget.spend('pathSteps', 1);
      if (identities.has(issuer.identity) || this.#dead.has(issuer) || this.#isDeadLink(child, issuer.key)) continue;
      const shortest = path.length + 1 + (this.#distances.get(issuer) ?? Number.POSITIVE_INFINITY);
      if (shortest > this.#length) {
        this.#deeper = true;
        continue;
      }
      if (!this.#isSound(issuer, 'ca')) continue;
      if (!this.#isLinked(child, issuer.certificate, issuer.key)) continue;
      const below = path.filter((node) => node !== graph.target && !isSelfIssued(node.certificate)).length;
      if (!this.#reaches(issuer, below) || !this.#allows(issuer, path)) continue;
      path.push(issuer);
      identities.add(issuer.identity);
      const ended = this.#extend(path, identities);
      path.pop();
      identities.delete(issuer.identity);
      if (ended) return true;
    }
    return false;
  }

  /**
   * Candidates for a certificate's issuer, most likely first: key identifiers, validity at the time, steps to an anchor. Among
   * equals the cheapest key first, and those that cost more than any honest key last of all: a crowd of false issuers made to
   * spend the budget is to be tried after the true one.
   */
  #issuers(child: Node): readonly Node[] {
    const known = this.#ordered.get(child);
    if (known !== undefined) return known;
    const { graph, rules } = this.#search;
    const rank = { equal: 0, open: 1, differ: 2 };
    const ranked = graph.issuersOf(child).flatMap((node) => {
      const distance = this.#distances.get(node);
      if (distance === undefined) return [];
      const { certificate } = node;
      const dated = rules.at >= certificate.notBefore && rules.at <= certificate.notAfter;
      const { cost } = node.key;
      const identified = rank[keyIdentifiers(child.certificate, certificate)];
      return [{ node, key: [cost > honestCost ? 1 : 0, identified, dated ? 0 : 1, distance, cost] as const }];
    });
    ranked.sort((a, b) => {
      const at = a.key.findIndex((value, index) => value !== b.key[index]);
      return at < 0 ? 0 : a.key[at]! - b.key[at]!;
    });
    const nodes = ranked.map(({ node }) => node);
    this.#ordered.set(child, nodes);
    return nodes;
  }

  /** Takes CAs out of the graph whose pathLenConstraint is smaller than what stands between the target and them at least. */
  #dropShortCas(): void {
    for (const [node, height] of this.#search.graph.heights((child, key) => this.#isDeadLink(child, key))) {
      if (!this.#dead.has(node) && !this.#reaches(node, height)) this.#dead.add(node);
    }
  }

  /** RFC 5280 §6.1.4 (l), (m): may so many certificates that aren't self-issued stand between the target and this CA? */
  #reaches(ca: Node, below: number): boolean {
    const maximum = readable(() => ca.certificate.basicConstraints)?.pathLength ?? null;
    if (maximum === null || below <= maximum) return true;
    const problem = { code: 'path-length', certificate: ca.certificate } as const;
    if (this.#goal.tolerates(problem)) return true;
    this.#rejected.add(problem.code);
    return false;
  }

  /** False for a certificate that can't stand in any path that is looked for: it is taken out of the graph. */
  #isSound(node: Node, role: 'target' | 'ca'): boolean {
    if (this.#sound.has(node)) return true;
    const problem = problemsOf(node.certificate, role, this.#search.rules).find((one) => !this.#goal.tolerates(one));
    (problem ? this.#dead : this.#sound).add(node);
    if (problem) this.#rejected.add(problem.code);
    return problem === undefined;
  }

  #isDeadLink(child: Node, key: PublicKey): boolean {
    return this.#deadLinks.get(child)?.has(key.id) ?? false;
  }

  /** False for a link that is none: it is taken out of the graph. */
  #isLinked(child: Node, issuer: Certificate, key: PublicKey): boolean {
    // The key lacks what only the certificates above it tell; the judgement of the whole path checks the link.
    if (key.lacksParameters) return true;
    const result = this.#search.links.check(child.certificate, key);
    if (result.status === 'valid') return true;
    const code = result.status === 'unsupported' ? 'path-algorithm' : 'path-signature';
    // The same name alone makes no issuer: with another key a false signature only says that it was another.
    const isIssuer = code === 'path-algorithm' || keyIdentifiers(child.certificate, issuer) === 'equal';
    if (isIssuer && this.#goal.tolerates({ code, certificate: child.certificate })) return true;
    if (isIssuer) this.#rejected.add(code);
    const dead = this.#deadLinks.get(child);
    if (dead === undefined) this.#deadLinks.set(child, new Set([key.id]));
    else dead.add(key.id);
    return false;
  }

  /** Do the issuer's name constraints allow everything below it? Where it is the target's names, no path can have this CA. */
  #allows(issuer: Node, path: readonly Node[]): boolean {
    const { graph, budget } = this.#search;
    for (const below of path) {
      if (this.#allowsOne(issuer, below, budget)) continue;
      if (below === graph.target) this.#dead.add(issuer);
      return false;
    }
    return true;
  }

  #allowsOne(issuer: Node, below: Node, budget: WorkBudget): boolean {
    const exempt =
      below !== this.#search.graph.target && below.certificate.subject.key === below.certificate.issuer.key;
    if (exempt) return true;
    let known = this.#allowed.get(issuer);
    if (known === undefined) {
      known = new Map();
      this.#allowed.set(issuer, known);
    }
    let allowed = known.get(below);
    if (allowed === undefined) {
      const problem = nameProblem(issuer.certificate, below.certificate, budget);
      allowed = problem === null || this.#goal.tolerates(problem);
      if (!allowed) this.#rejected.add('path-name-constraints');
      known.set(below, allowed);
    }
    return allowed;
  }

  #complete(nodes: readonly Node[], anchor: TrustAnchor): boolean {
    const { rules, links, budget } = this.#search;
    budget.spend('paths', 1);
    const path = nodes.map((node) => node.certificate);
    const judgement = judgePath(path, anchor, rules, links, budget);
    const problem = judgement.problems.find((one) => !this.#goal.tolerates(one));
    if (problem) {
      this.#rejected.add(problem.code);
      return false;
    }
    return this.#goal.found({ ...judgement, path, anchor });
  }
}
