import { LimitError } from '../der/errors.ts';
import { isSelfIssued } from './anchor.ts';
import type { Certificate } from './certificate.ts';
import type { Links } from './links.ts';
import type { Node, PathGraph } from './path-graph.ts';
import type { PathProblem } from './path-problem.ts';

/** Why no chain reaches an anchor, and where fetching could help. */
export interface MissingIssuer {
  readonly problem: PathProblem;
  /** The certificate whose issuer is missing. */
  readonly tip: Certificate;
  /** All such certificates, nearest the target first. */
  readonly tips: readonly Certificate[];
  /**
   * What those signed. Of a tip nothing is proven but its key: it may be a copy of the true certificate in which all else was
   * changed, and the true one is where the certificate below says.
   */
  readonly belowTips: readonly Certificate[];
}

/**
 * Follows true signatures from the target upwards to where they end. Where they end at certificates that sign themselves, a
 * root is there and isn't trusted: nothing is missing that could be fetched, and `tips` is empty. `anchors` is how many were tried.
 */
export function missingIssuer(graph: PathGraph, links: Links, anchors: number): MissingIssuer {
  const reached = new Set<Node>([graph.target]);
  const below = new Map<Node, Node>();
  const tips: Node[] = [];
  const roots: Node[] = [];
  try {
    // A set gives what is added while it is walked as well: breadth first.
    for (const node of reached) {
      const signs = ({ key }: Pick<Node, 'key'>) =>
        key.lacksParameters || links.check(node.certificate, key).status !== 'invalid';
      if (isSelfIssued(node.certificate) && signs(node)) roots.push(node);
      else {
        const issuers = graph.issuersOf(node).filter(signs);
        if (issuers.length === 0) tips.push(node);
        for (const issuer of issuers) {
          if (!reached.has(issuer)) below.set(issuer, node);
          reached.add(issuer);
        }
      }
    }
  } catch (error) {
    // That there is no chain is known already; only its explanation is cut short.
    if (!(error instanceof LimitError)) throw error;
  }
  const tip = tips[0] ?? roots[0] ?? graph.target;
  const reason = tips.length > 0 ? 'issuer-missing' : roots.length > 0 ? 'root-not-trusted' : 'no-anchor';
  // Same-named ones that did not sign: a renewed or a foreign CA.
  const candidates = reason === 'issuer-missing' ? graph.issuersOf(tip).length : 0;
  const sameName = candidates + graph.anchorsFor(tip).length;
  const facts = { issuer: tip.certificate.issuer.text, reason, sameName, anchors };
  return {
    problem: { code: 'no-chain', certificate: tip.certificate, facts },
    tip: tip.certificate,
    tips: tips.map((node) => node.certificate),
    belowTips: tips.flatMap((node) => below.get(node)?.certificate ?? []),
  };
}
