import { type Code, codes } from '../verdict/codes.ts';
import type { Facts } from '../verdict/findings.ts';
import type { Certificate } from './certificate.ts';

/** A rule that a certificate of a path breaks, or something worth knowing about it. */
export interface PathProblem {
  /** What it is. */
  readonly code: Code;
  /** The certificate that it is about. */
  readonly certificate: Certificate;
  /** What the words for people insert. */
  readonly facts?: Facts;
}

const order = Object.keys(codes) as Code[];

/** True for a problem of dates alone: another moment would have none. */
export function isDateProblem({ code }: PathProblem): boolean {
  return code === 'expired' || code === 'not-yet-valid';
}

/** True for a signature that nothing here can check: neither proven nor disproven. */
export function isAlgorithmProblem({ code }: PathProblem): boolean {
  return code === 'path-algorithm';
}

/** The most telling problem of one path: the order of the code table, the one nearest the target first among equals. */
export function headline(problems: readonly PathProblem[]): PathProblem | undefined {
  const sorted = [...problems].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  return sorted[0];
}

/**
 * How far a path is from being valid, smaller is nearer: dates before what can't be checked, before a broken rule, before a
 * signature that is false, for a chain that doesn't hold together says least. Among broken rules those that are judged last
 * say most of a path.
 */
export function distanceFromValid(problems: readonly PathProblem[]): number {
  const worst = problems.map((problem) => {
    if (isDateProblem(problem)) return 0;
    if (isAlgorithmProblem(problem)) return 1;
    return 2 + order.length - order.indexOf(problem.code);
  });
  return Math.max(0, ...worst) * 64 + Math.min(63, problems.length);
}
