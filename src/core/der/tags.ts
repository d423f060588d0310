/** Identifier octets of X.690 §8.1.2 that this project reads, as they stand in DER. */
export const Tag = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OID: 0x06,
  ENUMERATED: 0x0a,
  UTF8_STRING: 0x0c,
  NUMERIC_STRING: 0x12,
  PRINTABLE_STRING: 0x13,
  TELETEX_STRING: 0x14,
  IA5_STRING: 0x16,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  VISIBLE_STRING: 0x1a,
  UNIVERSAL_STRING: 0x1c,
  BMP_STRING: 0x1e,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

/** `[n]` on a primitive value: IMPLICIT tagging of a string, integer or other primitive. */
export function context(n: number): number {
  return 0x80 | n;
}

/** `[n]` on a constructed value: EXPLICIT tagging, or IMPLICIT tagging of a SEQUENCE or SET. */
export function contextConstructed(n: number): number {
  return 0xa0 | n;
}
