import { Hidden } from './hidden.ts';

/** What stands in place of a secret wherever one would be shown. */
const mask = '[secret]';

/** What must not be shown, of this run: whoever makes a `Secret` need not think of it again. */
const values = new Hidden(mask);
const valuesAndNames = new Hidden(mask);

/**
 * A password, token or the like. It shows itself as `[secret]` to whatever turns it into text: templates, JSON, inspection, the
 * printing of objects. From when it is made, `withoutSecrets` and `withoutEchoes` know it.
 */
export class Secret {
  readonly #value: string;

  /** `name`: the name of a user, which may well stand in the paths of that user's files, and is then no news there. */
  constructor(value: string, sort: 'value' | 'name' = 'value') {
    this.#value = value;
    valuesAndNames.add(value);
    if (sort === 'value') values.add(value);
  }

  /** The value itself, for the one place that sends or stores it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  /** `util.inspect`, and so `console.log` and the printing of errors with their properties. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return mask;
  }
}

/** A text of the program's own without the values of this run, as they are or encoded: the last net, under all that is written. */
export function withoutSecrets(text: string): string {
  return values.whole(text);
}

/**
 * A text that somebody else sent, who may repeat what was sent to him: without values and names, and without any eight characters in
 * a row of one.
 */
export function withoutEchoes(text: string): string {
  return valuesAndNames.parts(text);
}
