/** Why a value that came as JSON is not what it should be. The message names its place, as in `objects[3].sha256`. */
export class FieldError extends Error {
  constructor(where: string, problem: 'is missing' | 'has a wrong value' | 'is too long') {
    super(`${where} ${problem}`);
    this.name = 'FieldError';
  }
}

/** Reads one value out of JSON that anyone may have written. Throws FieldError. */
export type Reader<T> = (value: unknown, where: string) => T;

/** An object with these fields. Others are passed over, so that a later version may add some. */
export function fields<T extends object>(readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> {
  return (value, where) => {
    const record = asRecord(value, where);
    const read = Object.keys(readers).map((name) => {
      const place = where === '' ? name : `${where}.${name}`;
      // `__proto__` and its like are no fields that somebody wrote.
      if (!Object.hasOwn(record, name)) throw new FieldError(place, 'is missing');
      return [name, readers[name as keyof T](record[name], place)] as const;
    });
    return Object.fromEntries(read) as T;
  };
}

/** An object that maps names, told by an expression, to values. */
export function recordOf<T>(names: RegExp, one: Reader<T>, most: number): Reader<Readonly<Record<string, T>>> {
  return (value, where) => {
    const entries = Object.entries(asRecord(value, where));
    if (entries.length > most) throw new FieldError(where, 'is too long');
    return Object.fromEntries(
      entries.map(([name, own]) => {
        if (!names.test(name)) throw new FieldError(where, 'has a wrong value');
        return [name, one(own, `${where}.${name}`)];
      }),
    );
  };
}

export function listOf<T>(one: Reader<T>, most: number): Reader<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw new FieldError(where, 'has a wrong value');
    if (value.length > most) throw new FieldError(where, 'is too long');
    return value.map((own, i) => one(own, `${where}[${i}]`));
  };
}

export function orNull<T>(one: Reader<T>): Reader<T | null> {
  return (value, where) => (value === null ? null : one(value, where));
}

/** One of a few words. */
export function oneOf<const T extends string | number>(choices: readonly T[]): Reader<T> {
  return (value, where) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new FieldError(where, 'has a wrong value');
    return found;
  };
}

/** A string of at most so many characters, and of a form where one is given. */
export function text(most: number, form?: RegExp): Reader<string> {
  return (value, where) => {
    if (typeof value !== 'string') throw new FieldError(where, 'has a wrong value');
    if (value.length > most) throw new FieldError(where, 'is too long');
    if (form !== undefined && !form.test(value)) throw new FieldError(where, 'has a wrong value');
    return value;
  };
}

export const truth: Reader<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw new FieldError(where, 'has a wrong value');
  return value;
};

/** A count of something. */
export const count: Reader<number> = (value, where) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new FieldError(where, 'has a wrong value');
  return value as number;
};

/** Milliseconds since 1970, from RFC 3339 in UTC as {@link momentText} writes it and not otherwise. */
export const moment: Reader<number> = (value, where) => {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms) || momentText(ms) !== value) throw new FieldError(where, 'has a wrong value');
  return ms;
};

/** RFC 3339 in UTC, without a fraction of zero. Throws RangeError beyond what `Date` holds. */
export function momentText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function asRecord(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FieldError(where === '' ? 'manifest' : where, 'has a wrong value');
  }
  return value as Record<string, unknown>;
}
