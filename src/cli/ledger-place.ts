import { join } from 'node:path';
import type { Ledger } from '../app/ports.ts';
import { systemClock } from '../io/clock.ts';
import { openLedger } from '../io/ledger.ts';
import { userFolders } from '../io/user-folders.ts';
import type { Terminal } from './terminal.ts';

/** The ledger that the user named, or the user's own. Throws as `openLedger`. */
export function openUserLedger(
  named: string | undefined,
  purpose: 'write' | 'read',
  { environment }: Terminal,
): Promise<Ledger> {
  return openLedger(named ?? join(userFolders(environment).data, 'ledger.sqlite'), purpose, systemClock);
}
