import { isSelfIssued, type TrustAnchor } from './anchor.ts';
import type { Certificate } from './certificate.ts';
import { readable } from './certificate-rules.ts';
import { type PublicKey, publicKeyOf } from './signature.ts';

/** A certificate that may stand in a path. */
export interface Node {
  readonly certificate: Certificate;
  readonly key: PublicKey;
  /** Subject and key: what may stand in a path once only. */
  readonly identity: string;
}

/** Which certificates may have issued which, by names alone, and how far each is from an anchor. */
export class PathGraph {
  readonly target: Node;
  readonly #bySubject = new Map<string, Node[]>();
  readonly #byIssuer = new Map<string, Node[]>();
  readonly #anchors = new Map<string, TrustAnchor[]>();

  constructor(target: Certificate, candidates: readonly Certificate[], anchors: readonly TrustAnchor[]) {
    this.target = nodeOf(target);
    for (const anchor of anchors) if (mayIssue(anchor)) add(this.#anchors, anchor.name.key, anchor);
    const seen = new Set([target.sha256]);
    add(this.#byIssuer, target.issuer.key, this.target);
    for (const certificate of candidates) {
      if (seen.has(certificate.sha256)) continue;
      seen.add(certificate.sha256);
      const node = nodeOf(certificate);
      add(this.#bySubject, certificate.subject.key, node);
      add(this.#byIssuer, certificate.issuer.key, node);
    }
  }

  /** Anchors that bear the name of this certificate's issuer; a certificate without an issuer's name has none. */
  anchorsFor({ certificate }: Node): readonly TrustAnchor[] {
    return certificate.issuer.isEmpty ? [] : (this.#anchors.get(certificate.issuer.key) ?? []);
  }

  /** Candidates that bear the name of this certificate's issuer. */
  issuersOf({ certificate }: Node): readonly Node[] {
    return certificate.issuer.isEmpty ? [] : (this.#bySubject.get(certificate.issuer.key) ?? []);
  }

  /**
   * The steps from each certificate to an anchor, the anchor included; a certificate that reaches none is not there. Whatever
   * `isDead` names is left out: links by child and key, certificates by themselves. Linear in certificates and dead links.
   */
  distances(isDeadLink: (child: Node, key: PublicKey) => boolean, isDead: (node: Node) => boolean): Map<Node, number> {
    const distances = new Map<Node, number>();
    const waiting = new Map<string, Node[]>();
    let frontier: Node[] = [];
    for (const [issuer, children] of this.#byIssuer) {
      const anchors = this.anchorsFor(children[0]!);
      const left = children.filter((child) => {
        if (!anchors.some((anchor) => !isDeadLink(child, anchor.key))) return true;
        distances.set(child, 1);
        frontier.push(child);
        return false;
      });
      waiting.set(issuer, left);
    }
    for (let distance = 2; frontier.length > 0; distance++) {
      const next: Node[] = [];
      for (const issuer of frontier) {
        const { subject } = issuer.certificate;
        const children = waiting.get(subject.key);
        if (issuer === this.target || subject.isEmpty || children === undefined || isDead(issuer)) continue;
        const left = children.filter((child) => {
          if (isDeadLink(child, issuer.key)) return true;
          distances.set(child, distance);
          next.push(child);
          return false;
        });
        waiting.set(subject.key, left);
      }
      frontier = next;
    }
    return distances;
  }

  /**
   * The fewest certificates between the target and each candidate above it, as pathLenConstraint counts them, by the links that
   * aren't dead: a CA whose constraint is smaller can stand in no path. Linear in certificates and dead links.
   */
  heights(isDeadLink: (child: Node, key: PublicKey) => boolean): Map<Node, number> {
    const heights = new Map<Node, number>([[this.target, 0]]);
    // What issuers of a name are left to be reached, by certificates that count and by those that don't.
    const waiting = [new Map<string, readonly Node[]>(), new Map<string, readonly Node[]>()] as const;
    let current: Node[] = [this.target];
    for (let height = 0; current.length > 0; height++) {
      const higher: Node[] = [];
      // The list grows while it is walked: issuers of certificates that don't count are of the same height.
      for (const child of current) {
        const added = weight(child, this.target);
        const lists = waiting[added];
        const name = child.certificate.issuer.key;
        const left = (lists.get(name) ?? this.issuersOf(child)).filter((issuer) => {
          if (heights.has(issuer)) return false;
          if (isDeadLink(child, issuer.key)) return true;
          if (added === 0) heights.set(issuer, height);
          (added === 0 ? current : higher).push(issuer);
          return false;
        });
        lists.set(name, left);
      }
      current = higher.filter((node) => !heights.has(node));
      for (const node of current) heights.set(node, height + 1);
    }
    return heights;
  }
}

/** As RFC 5280 §6.1.4 (l) counts for pathLenConstraint: self-issued certificates and the target don't count. */
function weight(node: Node, target: Node): 0 | 1 {
  return node === target || isSelfIssued(node.certificate) ? 0 : 1;
}

function nodeOf(certificate: Certificate): Node {
  const key = publicKeyOf(certificate);
  return { certificate, key, identity: identityOf(certificate, key) };
}

/** Names a subject with its key. */
export function identityOf(certificate: Certificate, key: PublicKey): string {
  return `${key.id} ${certificate.subject.key}`;
}

/**
 * An anchor is a name and a key (RFC 5280 §6.1.1 (d)), old ones without extensions included. One whose certificate says that it
 * is no CA, as a signer's own certificate that its user trusts, is an anchor for itself and issues nothing.
 */
function mayIssue({ certificate }: TrustAnchor): boolean {
  const isCa = readable(() => certificate.basicConstraints)?.cA ?? true;
  return isCa && (readable(() => certificate.keyUsage)?.has('keyCertSign') ?? true);
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
