import { encodeOid } from '../core/der/oid.ts';
import { usage } from './usage.ts';

const moment = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)([Zz]|[+-]\d\d:\d\d)?)?$/;

/** `gentime`, or what {@link readTime} reads. */
export function readMoment(option: string, value: string): number | 'gentime' {
  return value === 'gentime' ? value : readTime(option, value, { gentime: 'gentime' });
}

/**
 * A moment in milliseconds since 1970: RFC 3339 with its zone, or a date, which means its beginning in UTC. Throws a usage error for
 * everything else, also for a time that does not say its zone. `words`: what else the option takes.
 */
export function readTime(option: string, value: string, words: { readonly gentime?: string } = {}): number {
  const match = moment.exec(value);
  if (!match) throw usage('bad-time', { option, value, ...words });
  const [, date, clock = '00:00:00', zone] = match as unknown as [
    string,
    string,
    string | undefined,
    string | undefined,
  ];
  if (match[2] !== undefined && zone === undefined) throw usage('time-without-zone', { option, value });
  const full = clock.length === 5 ? `${clock}:00` : clock;
  const offset = zone === undefined || /z/i.test(zone) ? 'Z' : zone;
  const ms = Date.parse(`${date}T${full}${offset}`);
  // Date.parse rolls 30 February over; writing the fields back in UTC shows it.
  const fields = Date.parse(`${date}T${full}Z`);
  if (Number.isNaN(ms) || Number.isNaN(fields) || new Date(fields).toISOString().slice(0, 10) !== date) {
    throw usage('bad-time', { option, value, ...words });
  }
  return ms;
}

/** An object identifier in dotted form. */
export function readOid(option: string, value: string): string {
  if (encodeOid(value) === null) throw usage('bad-oid', { option, value });
  return value;
}

/** Reads a value; `choices`: the words that it can be, or begin with, where they are few. Shell completion offers them. */
export interface Reader<T> {
  (value: string): T;
  readonly choices?: readonly string[];
}

/** Names the words that `read` takes. */
export function among<T>(choices: readonly string[], read: (value: string) => T): Reader<T> {
  return Object.assign((value: string) => read(value), { choices });
}

/** One of a few words. */
export function readChoice<T extends string>(option: string, choices: readonly T[]): Reader<T> {
  return among(choices, (value) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw usage('bad-choice', { option, value, choices: choices.join(', ') });
    return found;
  });
}

/** A number within bounds. */
export function readNumber(option: string, min: number, max: number): (value: string) => number {
  return (value) => {
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw usage('not-a-number', { option, value, min, max });
    const number = Number(value);
    if (!(number >= min && number <= max)) throw usage('bad-number', { option, value, min, max });
    return number;
  };
}

/** An http or https address without credentials, which would be seen in process lists. */
export function readUrl(option: string, value: string): string {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw usage('bad-url', { option, value: value.replace(/\/\/[^/@]*@/, '//…@') });
  }
  if (url.username !== '' || url.password !== '') throw usage('password-in-argv');
  return value;
}

/** For commander: reads a value, knowing what stood there before. */
export interface Parser<T, Before> {
  (value: string, before: Before | undefined): T;
  readonly choices?: readonly string[];
}

/** For commander: an option that may stand there once. */
export function once<T>(option: string, read: Reader<T>): Parser<T, T> {
  return withChoices(read, (value: string, before: T | undefined) => {
    if (before !== undefined) throw usage('given-twice', { option });
    return read(value);
  });
}

/** For commander: an option that may be repeated, one value each. */
export function repeated<T>(read: Reader<T>): Parser<T[], readonly T[]> {
  return withChoices(read, (value: string, before: readonly T[] | undefined) => [...(before ?? []), read(value)]);
}

function withChoices<F extends object>({ choices }: Reader<unknown>, parse: F): F & Pick<Reader<unknown>, 'choices'> {
  return choices === undefined ? parse : Object.assign(parse, { choices });
}
