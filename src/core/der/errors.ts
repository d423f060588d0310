/**
 * Bytes that are not what they should be. `offset` counts from the start of the message that was handed in, in bytes.
 * `ber` marks encodings that BER allows and DER does not, which normalising may repair.
 */
export class DerError extends Error {
  /** Where it is, in bytes from the start of the message that was handed in. */
  readonly offset: number;
  /** True where BER allows it. */
  readonly ber: boolean;

  constructor(message: string, offset: number, ber = false) {
    super(`${message} at byte ${offset}`);
    this.name = 'DerError';
    this.offset = offset;
    this.ber = ber;
  }
}

/** A limit of `limits.ts` was reached before an answer. */
export class LimitError extends Error {
  /** The name of the limit. */
  readonly limit: string;

  constructor(limit: string) {
    super(`limit ${limit} reached`);
    this.name = 'LimitError';
    this.limit = limit;
  }
}
