/** One seed of a target, and the rule that whatever is made of it has to keep. */
export interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What happened, in a word; throws where the rule is broken. */
  readonly run: (input: Uint8Array) => string | Promise<string>;
}

/** What to damage, and how: as a message of values or as a text. */
export interface Target {
  readonly form: 'der' | 'text';
  readonly subjects: () => Promise<readonly Subject[]>;
}

/** The outcome of reading: `read`, or the name of the one kind of error that the reader may throw. Any other goes on. */
export async function refusedOr(
  kinds: readonly (abstract new (...given: never) => Error)[],
  read: () => unknown,
): Promise<string> {
  try {
    return String((await read()) ?? 'read');
  } catch (error) {
    if (error instanceof Error && kinds.some((kind) => error instanceof kind)) return error.name;
    throw error;
  }
}
