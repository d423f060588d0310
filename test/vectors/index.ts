import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleId } from '../../src/core/verdict/rules.ts';
import type { SkippableCheck } from '../../src/core/verdict/status.ts';
import type { Expectation } from '../../src/lab/faults/fault.ts';

/** An entry of fixtures/index.json. Times are RFC 3339, files are names under fixtures/cases. */
export interface Vector {
  readonly name: string;
  readonly description: string;
  /** Null: any rule may be the one that says it. */
  readonly rule: RuleId | null;
  readonly files: {
    readonly data: string;
    readonly token: string;
    readonly request: string | null;
    readonly roots: readonly string[];
    readonly untrusted: readonly string[];
  };
  readonly options: {
    readonly at: string;
    readonly now: string;
    readonly acceptPolicies: readonly string[];
    readonly allowNoncriticalEku: boolean;
    readonly skip: readonly SkippableCheck[];
  };
  readonly expected: Expectation;
}

export const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures');

/** A file of fixtures/cases. */
export function caseFile(name: string): Uint8Array {
  return readFileSync(join(fixtures, 'cases', name));
}

/** A text under fixtures, by its path. */
export function fixtureText(path: string): string {
  return readFileSync(join(fixtures, path), 'utf8');
}

/** Every entry of fixtures/index.json. */
export function readVectors(): Vector[] {
  const { cases } = JSON.parse(fixtureText('index.json')) as { cases: Vector[] };
  return cases;
}
