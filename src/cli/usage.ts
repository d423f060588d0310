import { TstError } from '../core/verdict/errors.ts';
import type { UsageProblem } from '../report/catalogue.ts';

/** A wrong command line: exit 64, with the words of the catalogue. */
export function usage(problem: UsageProblem, facts: Readonly<Record<string, string | number>> = {}): TstError {
  return new TstError('usage', { problem, ...facts });
}
