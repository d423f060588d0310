import fc from 'fast-check';

/** Ways to damage octets, whatever they mean. Positions are fractions of the length, so that one damage fits any input. */
export type OctetDamage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly octet: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'splice'; readonly at: number; readonly from: number; readonly length: number };

/** A fraction of a length; fast-check likes the ends of a range better, unless told otherwise. */
export const place = fc.noBias(fc.integer({ min: 0, max: 999_999 })).map((n) => n / 1_000_000);
const length = fc.integer({ min: 1, max: 200 });

export const octetDamages: fc.Arbitrary<OctetDamage> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('flip'), at: place, bit: fc.integer({ min: 0, max: 7 }) }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('set'), at: place, octet: fc.integer({ min: 0, max: 255 }) }), weight: 3 },
  fc.record({ kind: fc.constant('cut'), at: place, length }),
  fc.record({ kind: fc.constant('end'), at: place }),
  fc.record({ kind: fc.constant('repeat'), at: place, length, times: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant('splice'), at: place, from: place, length }),
);

/** The octets, damaged; `other` is what a splice takes its piece from. */
export function damageOctets(bytes: Uint8Array, other: Uint8Array, how: OctetDamage): Uint8Array {
  const at = Math.floor(how.at * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (how.kind) {
    case 'flip':
    case 'set': {
      const copy = Uint8Array.from(bytes);
      if (at < copy.length) copy[at] = how.kind === 'set' ? how.octet : copy[at]! ^ (1 << how.bit);
      return copy;
    }
    case 'cut':
      return Buffer.concat([before, after.subarray(how.length)]);
    case 'end':
      return before;
    case 'repeat':
      return Buffer.concat([before, ...Array(how.times).fill(after.subarray(0, how.length)), after]);
    case 'splice': {
      const from = Math.floor(how.from * other.length);
      return Buffer.concat([before, other.subarray(from, from + how.length), after.subarray(how.length)]);
    }
  }
}

/** How often a piece is repeated, so that inputs stay a little above the limit of a token (1 MiB). */
export function fitting(times: number, length: number): number {
  return Math.max(1, Math.min(times, Math.floor((1.25 * 2 ** 20) / Math.max(1, length))));
}
