import { randomBytes } from 'node:crypto';
import type { Clock, Random, Timer } from '../app/ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** The machine's source of randomness. */
export const systemRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) };

/** The longest wait that a timer of Node's takes. */
const longest = 2 ** 31 - 1;

/** The machine's timers. */
export const systemTimer: Timer = {
  async sleep(ms, signal) {
    for (let left = ms; left > 0 && !signal?.aborted; left -= longest) await once(Math.min(left, longest), signal);
  },
};

function once(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
