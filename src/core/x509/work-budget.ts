import { LimitError } from '../der/errors.ts';
import { type LimitName, limits } from '../der/limits.ts';

/** The limits that are spent, unit by unit, while paths are built and judged. */
export type WorkName = 'signatureWork' | 'pathSteps' | 'paths' | 'nameComparisons' | 'policyNodes';

/** What one token may cost (`limits.ts`); handed from call to call it bounds all of them together. */
export class WorkBudget {
  readonly #left: Record<WorkName, number>;

  constructor(given: Partial<Readonly<Record<WorkName, number>>> = {}) {
    const { signatureWork, pathSteps, paths, nameComparisons, policyNodes } = limits;
    this.#left = { signatureWork, pathSteps, paths, nameComparisons, policyNodes, ...given };
  }

  /** Throws LimitError once more is spent than there was. */
  spend(name: WorkName, amount: number): void {
    this.#left[name] -= amount;
    if (this.#left[name] < 0) throw new LimitError(name satisfies LimitName);
  }

  left(name: WorkName): number {
    return this.#left[name];
  }
}
