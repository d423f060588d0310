import type { ProfileProblem } from '../../core/verdict/profile-problem.ts';

/** Keys and indices that lead to a value. */
export type KeyPath = readonly (string | number)[];

/** Where something stands, both counted from 1; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a profile's file holds, and where. */
export interface ProfileText {
  /** Tables without a prototype: no key of the text means anything but itself. */
  readonly value: Table;
  /** By `placeKey`. */
  readonly places: ReadonlyMap<string, Position>;
}

export type Table = { [key: string]: unknown };

/** A text that is no TOML or JSON, or none that can be a profile. */
export class TextError extends Error {
  readonly problem: ProfileProblem;
  readonly at: Position;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(problem: ProfileProblem, at: Position, facts: Readonly<Record<string, string | number>> = {}) {
    super(`${problem} at ${at.line}:${at.column}`);
    this.problem = problem;
    this.at = at;
    this.facts = facts;
  }
}

/** The name of a path in `ProfileText.places`. */
export const placeKey = (path: KeyPath): string => JSON.stringify(path);
