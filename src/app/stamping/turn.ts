import { TstError } from '../../core/verdict/errors.ts';
import { NotEntered } from './attempt.ts';
import type { RunOptions, StampPorts } from './errand.ts';
import type { Provider } from './provider.ts';

/**
 * Waits until the rate of the contract, which all processes keep together, lets a request out. False where the run was stopped
 * meanwhile. Throws `NotEntered` where the ledger, which has the order, can't be written.
 */
export async function takeTurn(
  { profile, pace }: Provider,
  { signal, told }: RunOptions,
  { ledger, timer }: StampPorts,
): Promise<boolean> {
  if (signal.aborted) return false;
  if (profile === null || pace === null || ledger === null) return true;
  const { wait } = await entered(() => ledger.reserve(profile, pace));
  if (wait > 0) {
    told({ kind: 'wait', ms: wait, profile, reason: 'rate' });
    await timer.sleep(wait, signal);
  }
  return !signal.aborted;
}

/**
 * Waits before the same is asked again. `asked`: the authority asked for it, so that no process sends anything to it meanwhile.
 */
export async function holdOff(
  { profile, pace }: Provider,
  ms: number,
  asked: boolean,
  { signal, told }: RunOptions,
  { ledger, timer }: StampPorts,
): Promise<void> {
  if (asked && profile !== null && ledger !== null) {
    await entered(() => ledger.postpone(profile, ms));
    // The turn that is taken next waits for it.
    if (pace !== null) return;
  }
  told({ kind: 'wait', ms, profile, reason: 'service' });
  await timer.sleep(ms, signal);
}

async function entered<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof TstError ? new NotEntered(error) : error;
  }
}
