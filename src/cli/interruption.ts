import { constants } from 'node:os';
import { endings } from './endings.ts';

/** Whether someone asked the program to end. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The code that shells expect of a program that a signal ended, or null where none came. */
  exit(): number | null;
  /** No longer listens. */
  stop(): void;
}

/**
 * The first signal lets what is in hand end, because its token may be paid for; a second one ends the program at once. `told` is
 * called with the first.
 */
export function listen(told: () => void): Interruption {
  const controller = new AbortController();
  let received: (typeof endings)[number] | null = null;
  const stop = () => {
    for (const name of endings) process.off(name, interrupt);
  };
  const interrupt = (name: NodeJS.Signals) => {
    received = name as (typeof endings)[number];
    stop();
    controller.abort();
    told();
  };
  for (const name of endings) process.on(name, interrupt);
  const exit = () => (received === null ? null : 128 + constants.signals[received]);
  return { signal: controller.signal, stop, exit };
}
