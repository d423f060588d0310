import { Calendar } from '../app/calendar.ts';
import { usage } from './usage.ts';

/** The value of `--tz`. */
export function readZone(value: string): Calendar {
  try {
    return new Calendar(value);
  } catch (error) {
    if (error instanceof RangeError) throw usage('bad-zone', { option: '--tz', value });
    throw error;
  }
}
