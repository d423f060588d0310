/** Revoke these tokens: those that everything named selects. */
export interface TokenRevocation {
  /** Of one token, or of the first of a range; `last` for the token issued last. */
  readonly serial?: bigint | 'last';
  /** Of the last token of a range. */
  readonly serialTo?: bigint;
  /** genTime ± accuracy touches this period; milliseconds since 1970, and each end may be left open. */
  readonly genTimeFrom?: number;
  readonly genTimeTo?: number;
  /** Every token of the TSU's certificate. */
  readonly tsu?: boolean;
  readonly reason?: string;
  /** Milliseconds since 1970; default: now. */
  readonly date?: number;
}

/** A revocation as it stands in the list. */
export interface RevokedTokens extends Omit<TokenRevocation, 'serial' | 'date' | 'tsu'> {
  readonly serial?: bigint;
  readonly tsuSha256: string | null;
  readonly date: number;
}

/** A token that was issued. */
export interface IssuedToken {
  readonly serial: bigint;
  /** Milliseconds since 1970. */
  readonly genTime: number;
  /** Milliseconds to either side. */
  readonly accuracy: number;
}

/** Issued tokens that are remembered, the latest ones: to be revoked without knowing their numbers. */
const remembered = 100_000;

/** Every token that the lab issued, and those that it has revoked. */
export class TokenRegister {
  readonly #issued: IssuedToken[] = [];
  readonly #revoked: RevokedTokens[] = [];

  know(token: IssuedToken): void {
    if (this.#issued.length >= remembered) this.#issued.shift();
    this.#issued.push(token);
  }

  /** Revokes. Throws RangeError where nothing is named, a range ends before it begins, or no token was issued yet. */
  revoke(revocation: TokenRevocation, tsuSha256: string, now: number): void {
    const { serial, serialTo, genTimeFrom, genTimeTo, tsu = false, date = now, ...rest } = revocation;
    const last = this.#issued.at(-1)?.serial;
    const number = serial === 'last' ? last : serial;
    if (serial === 'last' && number === undefined) throw new RangeError('no token was issued yet');
    if (number === undefined && genTimeFrom === undefined && genTimeTo === undefined && !tsu) {
      throw new RangeError('name a serial, a period of genTime, or the TSU');
    }
    if (serialTo !== undefined && (number === undefined || serialTo < number)) {
      throw new RangeError('a range of serial numbers begins with serial and ends with serialTo');
    }
    if (genTimeFrom !== undefined && genTimeTo !== undefined && genTimeTo < genTimeFrom) {
      throw new RangeError('the period ends before it begins');
    }
    this.#revoked.push({
      ...rest,
      ...(number === undefined ? {} : { serial: number }),
      ...(serialTo === undefined ? {} : { serialTo }),
      ...(genTimeFrom === undefined ? {} : { genTimeFrom }),
      ...(genTimeTo === undefined ? {} : { genTimeTo }),
      tsuSha256: tsu ? tsuSha256 : null,
      date,
    });
  }

  get issued(): readonly IssuedToken[] {
    return this.#issued;
  }

  get revoked(): readonly RevokedTokens[] {
    return this.#revoked;
  }

  /** The serial numbers that a revocation comes to among the tokens issued, for lists that have nothing else. */
  serialsOf({ serial, serialTo, genTimeFrom, genTimeTo }: RevokedTokens): bigint[] {
    const isTouched = ({ genTime, accuracy }: IssuedToken) =>
      (genTimeFrom === undefined || genTime + accuracy >= genTimeFrom) &&
      (genTimeTo === undefined || genTime - accuracy <= genTimeTo);
    const isInside = (token: IssuedToken) =>
      serial === undefined || (token.serial >= serial && token.serial <= (serialTo ?? serial));
    return this.#issued.filter((token) => isTouched(token) && isInside(token)).map((token) => token.serial);
  }
}
