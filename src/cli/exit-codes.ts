import { type ErrorCode, errorCodes } from '../core/verdict/errors.ts';
import type { Verdict } from '../core/verdict/status.ts';

/** Exit codes of a verdict; 0 also means done. */
export const verdictExit: Readonly<Record<Verdict, number>> = { VALID: 0, INVALID: 1, INDETERMINATE: 2 };

/** The exit code of an error: usage 64, input 65 and 66, network 69, internal 70, output 73, protocol 76, refused 77, configuration 78. */
export function errorExit(code: ErrorCode): number {
  return errorCodes[code];
}

/** The worst of several: an error that left something undone, then 1, then 2, then 0. */
export function worstExit(exits: readonly number[]): number {
  return exits.find((exit) => exit > 2) ?? (exits.includes(1) ? 1 : exits.includes(2) ? 2 : 0);
}
