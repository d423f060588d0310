import { algorithmFaults } from './faults/algorithm.ts';
import { certificateFaults } from './faults/certificate.ts';
import { cmsFaults } from './faults/cms.ts';
import { essFaults } from './faults/ess.ts';
import type { Fault } from './faults/fault.ts';
import { responseFaults } from './faults/response.ts';
import { tstInfoFaults } from './faults/tst-info.ts';

/** Every fault of the lab by name: what deviates, which rule it touches, and what each policy must say to it. */
export const faultTable = {
  ...responseFaults,
  ...cmsFaults,
  ...essFaults,
  ...algorithmFaults,
  ...tstInfoFaults,
  ...certificateFaults,
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faultTable;

/** The names of all faults that an answer can have. */
export const faults = Object.keys(faultTable) as FaultName[];

/** A fault by its name; undefined where there is none. */
export function faultOf(name: string): Fault | undefined {
  return Object.hasOwn(faultTable, name) ? faultTable[name as FaultName] : undefined;
}
