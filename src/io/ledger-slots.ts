import type { Pace, Slot } from '../app/ports.ts';
import { type DatabaseSync, fromNumber, toText } from './sqlite.ts';

// Inside a transaction that begins by writing, with the clock read inside it: no two processes get the same moment.

/**
 * What is known of a key, in milliseconds from now on: when a request is due that would keep the interval to all before it, and
 * until when none may be sent.
 */
interface Queue {
  readonly due: number;
  readonly held: number;
}

/** Takes the next free moment of a key (the generic cell rate algorithm, ITU-T I.371, of which a bucket of tokens is a picture). */
export function reserveSlot(database: DatabaseSync, key: string, { minIntervalMs, burst }: Pace, now: number): Slot {
  const { due, held } = queueOf(database, key, now);
  const wait = Math.max(0, due - (burst - 1) * minIntervalMs, held);
  enter(database, key, now, { due: Math.max(wait, due) + minIntervalMs, held });
  return { at: now + wait, wait };
}

/** Sees to it that no request of a key is sent within the next `wait` milliseconds. */
export function postponeSlots(database: DatabaseSync, key: string, wait: number, now: number): void {
  const { due, held } = queueOf(database, key, now);
  enter(database, key, now, { due, held: Math.max(held, wait) });
}

function queueOf(database: DatabaseSync, key: string, now: number): Queue {
  const row = database.prepare('SELECT due, held_until, entered_at FROM slots WHERE key = ?').get(toText(key));
  if (row === undefined) return { due: 0, held: 0 };
  // Where the clock was set back since, the moments move with it: the queue is as long as it was, and not the error longer.
  const from = Math.max(now, fromNumber(row.entered_at) ?? now);
  return { due: (fromNumber(row.due) ?? from) - from, held: (fromNumber(row.held_until) ?? from) - from };
}

function enter(database: DatabaseSync, key: string, now: number, { due, held }: Queue): void {
  const columns = '(key, due, held_until, entered_at)';
  const statement = `INSERT OR REPLACE INTO slots ${columns} VALUES (?, ?, ?, ?)`;
  database.prepare(statement).run(toText(key), now + due, now + held, now);
}
