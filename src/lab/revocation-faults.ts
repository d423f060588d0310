import { crlFaults } from './revocation-faults/crl.ts';
import type { RevocationFault } from './revocation-faults/fault.ts';
import { ocspFaults } from './revocation-faults/ocsp.ts';

/** Every lie about revocation, by name: what deviates from a good list or answer. */
export const revocationFaultTable = { ...ocspFaults, ...crlFaults } as const satisfies Record<string, RevocationFault>;

export type RevocationFaultName = keyof typeof revocationFaultTable;

/** The names of all lies about revocation. */
export const revocationFaults = Object.keys(revocationFaultTable) as RevocationFaultName[];

/** A fault by its name; undefined where there is none. */
export function revocationFaultOf(name: string): RevocationFault | undefined {
  return Object.hasOwn(revocationFaultTable, name) ? revocationFaultTable[name as RevocationFaultName] : undefined;
}
