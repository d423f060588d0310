import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import { Links } from '../../../src/core/x509/links.ts';
import { PathGraph } from '../../../src/core/x509/path-graph.ts';
import type { PathProblem } from '../../../src/core/x509/path-problem.ts';
import type { PathRules } from '../../../src/core/x509/path-rules.ts';
import { searchPaths } from '../../../src/core/x509/path-search.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { at, issue, issueCa, type Wish } from './make-certificate.ts';

export const root = issueCa({ subject: 'Root', issuer: 'Root' });
const rules: PathRules = {
  at,
  keyPurpose: null,
  caKeyPurpose: 'warn',
  targetKeyPurpose: true,
  furtherExtensions: new Set(),
  initialPolicies: new Set(['2.5.29.32.0']),
  requireExplicitPolicy: false,
  inhibitPolicyMapping: false,
  inhibitAnyPolicy: false,
};

interface Wanted {
  readonly anchors?: readonly Certificate[];
  readonly rules?: Partial<PathRules>;
  readonly tolerates?: (problem: PathProblem) => boolean;
  readonly budget?: WorkBudget;
  /** How many paths are enough; default: all. */
  readonly enough?: number;
}

/** All paths in the order they are found, each certificate as name and serial number, with how the search ended. */
export function search(target: Certificate, candidates: readonly Certificate[], wanted: Wanted = {}) {
  const budget = wanted.budget ?? new WorkBudget();
  const anchors = (wanted.anchors ?? [root]).map(trustAnchor);
  const paths: string[] = [];
  const { cut, rejected } = searchPaths(
    {
      graph: new PathGraph(target, candidates, anchors),
      rules: { ...rules, ...wanted.rules },
      links: new Links(budget),
      budget,
    },
    {
      tolerates: wanted.tolerates ?? (() => false),
      found: ({ path, anchor }) => {
        const label = (one: Certificate) => `${one.subject.text.slice(3)}${one.serialHex.slice(1)}`;
        return paths.push([...path, anchor.certificate].map(label).join(' ')) >= (wanted.enough ?? Infinity);
      },
    },
  );
  return { paths, cut, rejected: [...rejected].sort() };
}

export const ca = (subject: string, issuer: string, serial = 1, wish: Partial<Wish & { pathLength: number }> = {}) =>
  issueCa({ subject, issuer, serial, ...wish });
export const leaf = issue({ subject: 'T', issuer: 'A' });
export const all = () => true;
export const nothing = { cut: false, rejected: [] };
