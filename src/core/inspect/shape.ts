/**
 * What the fields of a type are called. Shapes only name values; they never refuse one: a value that fits no field stays
 * unnamed, and everything after it is still shown.
 */
export interface Shape {
  /** ASN.1 type. */
  readonly type: string;
  /** Fields in their order, for SEQUENCE and SET types. */
  readonly fields?: readonly Field[];
  /** The element, for SEQUENCE OF and SET OF. */
  readonly of?: () => Shape;
  /** Names of the numbers of an INTEGER or ENUMERATED, or of the bits of a BIT STRING. */
  readonly values?: Readonly<Record<number, string>>;
  /** For a CHOICE of context tags: the shape of each. */
  readonly choice?: Readonly<Record<number, Field>>;
  /** The shape of the field that an OBJECT IDENTIFIER before it chooses, by that identifier. */
  readonly open?: Readonly<Record<string, () => Shape>>;
}

export interface Field {
  readonly name: string;
  readonly shape?: () => Shape;
  /** `[n]` of the field; absent: a universal tag. */
  readonly tag?: number;
  /** `[n]` is EXPLICIT: the value stands inside. */
  readonly explicit?: boolean;
  /** Universal tag numbers that the field can have; absent: any. */
  readonly universal?: readonly number[];
  /** The field's shape depends on the identifier before it. */
  readonly chosen?: boolean;
  /** An OCTET STRING or BIT STRING whose octets are a value themselves. */
  readonly wraps?: boolean;
  /** What the octets of an implicitly tagged primitive are: the universal tag number that the tag replaces. */
  readonly as?: number;
}

/** Universal tag numbers by name. */
export const integer = [2];
export const sequence = [16];
export const oid = [6];
export const octets = [4];
export const time = [23, 24];

export const plain = (type: string): Shape => ({ type });
export const listOf = (type: string, of: () => Shape): (() => Shape) => {
  const shape = { type, of };
  return () => shape;
};
