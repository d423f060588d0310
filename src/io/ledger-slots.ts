import type { Slot } from '../app/ports.ts';
import { type DatabaseSync, fromNumber, toText } from './sqlite.ts';

/**
 * Takes the next free moment of a key, with `every` milliseconds behind it, or with `wait` sees to it that none comes before
 * that. Inside a transaction that begins by writing, with the clock read inside it: two processes never get the same moment.
 */
export function reserveSlot(
  database: DatabaseSync,
  key: string,
  now: number,
  { every = 0, wait = 0 }: { readonly every?: number; readonly wait?: number },
): Slot {
  const row = database.prepare('SELECT next, reserved_at FROM slots WHERE key = ?').get(toText(key));
  const [next, reservedAt] = [fromNumber(row?.next) ?? now, fromNumber(row?.reserved_at) ?? now];
  // Where the clock was set back since, the moments move with it: the queue is as long as it was, and not the error longer.
  const free = now < reservedAt ? now + (next - reservedAt) : next;
  const at = Math.max(now + wait, free);
  database
    .prepare(
      'INSERT INTO slots VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET next = excluded.next, reserved_at = excluded.reserved_at',
    )
    .run(toText(key), at + every, now);
  return { at, wait: at - now };
}
