import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../app/ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** The machine's source of randomness. */
export const systemRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) };
