import fc from 'fast-check';
import { damageOctets, fitting, type OctetDamage, octetDamages, place } from './octet-damage.ts';
import { copyOf, encodeValue, encodeValues, lengthOf, parseValues, type Spot, spotsOf, type Value } from './tree.ts';

/** Ways to damage a message in its structure. `at` is a fraction of the values in the tree, `from` of those in the other message. */
export type DerDamage =
  | { readonly kind: 'delete' | 'duplicate'; readonly at: number }
  | { readonly kind: 'replace' | 'insert'; readonly at: number; readonly from: number }
  | { readonly kind: 'move' | 'swap'; readonly at: number; readonly to: number }
  | { readonly kind: 'retag'; readonly at: number; readonly tag: number }
  | { readonly kind: 'content'; readonly at: number; readonly content: Uint8Array }
  | { readonly kind: 'length'; readonly at: number; readonly form: (typeof lengthForms)[number] }
  | { readonly kind: 'wrap'; readonly at: number; readonly tag: number; readonly times: number }
  | { readonly kind: 'many'; readonly at: number; readonly times: number }
  | { readonly kind: 'octets'; readonly how: OctetDamage };

const lengthForms = ['longer', 'shorter', 'zero', 'indefinite', 'padded', 'huge'] as const;

const tags = fc.oneof(
  fc.constantFrom(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x24, 0x30, 0x31),
  fc.constantFrom(0x80, 0x81, 0x82, 0xa0, 0xa1, 0xa2, 0xa3),
  fc.integer({ min: 0, max: 255 }),
);

/** Numbers, times and strings at the edges of what readers expect. */
const contents = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '00',
      'ff',
      '7f',
      '80',
      '0000',
      '0001',
      'ffff',
      '00ff',
      '7fffffff',
      '80000000',
      '00ffffffff',
      '7fffffffffffffff',
    ]
      .concat(['ff'.repeat(21), `7f${'ff'.repeat(600)}`, '2a8648'])
      .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    ...['20240230000000Z', '99991231235959Z', '00000101000000Z', '20240601120000.999999999999Z', '240601120000Z'].map(
      (text) => Uint8Array.from(Buffer.from(text)),
    ),
  ),
  fc.uint8Array({ maxLength: 40 }),
);

const small = fc.integer({ min: 1, max: 60 });

export const derDamages: fc.Arbitrary<DerDamage> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constantFrom('delete', 'duplicate'), at: place }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constantFrom('replace', 'insert'), at: place, from: place }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constantFrom('move', 'swap'), at: place, to: place }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant('retag'), at: place, tag: tags }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('content'), at: place, content: contents }), weight: 3 },
  {
    arbitrary: fc.record({ kind: fc.constant('length'), at: place, form: fc.constantFrom(...lengthForms) }),
    weight: 2,
  },
  fc.record({ kind: fc.constant('wrap'), at: place, tag: tags, times: small }),
  fc.record({ kind: fc.constant('many'), at: place, times: fc.integer({ min: 2, max: 400 }) }),
  { arbitrary: octetDamages.map((how) => ({ kind: 'octets', how }) as const), weight: 4 },
);

/** The message, damaged; `other` is what values are taken from. A message that is no tree any more is damaged in its octets alone. */
export function damageDer(bytes: Uint8Array, other: Uint8Array, how: DerDamage): Uint8Array {
  if (how.kind === 'octets') return damageOctets(bytes, other, how.how);
  const tree = parseValues(bytes);
  if (tree === null || tree.length === 0) return damageOctets(bytes, other, { kind: 'flip', at: how.at, bit: 0 });
  const spots = spotsOf(tree);
  change(pick(spots, how.at)!, spots, parseValues(other) ?? [], how);
  return encodeValues(tree);
}

const pick = (spots: readonly Spot[], at: number): Spot | undefined => spots[Math.floor(at * spots.length)];

function change({ list, index }: Spot, spots: readonly Spot[], other: Value[], how: DerDamage): void {
  const value = list[index]!;
  switch (how.kind) {
    case 'delete':
      list.splice(index, 1);
      return;
    case 'duplicate':
      list.splice(index, 0, copyOf(value));
      return;
    case 'replace':
    case 'insert': {
      const from = pick(spotsOf(other), how.from);
      if (from) list.splice(index, how.kind === 'replace' ? 1 : 0, copyOf(from.list[from.index]!));
      return;
    }
    case 'move':
    case 'swap': {
      const to = pick(spots, how.to)!;
      const second = to.list[to.index]!;
      if (how.kind === 'swap') [list[index], to.list[to.index]] = [copyOf(second), copyOf(value)];
      else to.list.splice(to.index, 0, copyOf(value));
      return;
    }
    case 'retag':
      value.tag = how.tag;
      return;
    case 'content':
      Object.assign(value, { content: how.content, children: null });
      return;
    case 'length':
      value.length = lengthAs(encodeValue({ ...value, tag: 0 }), how.form);
      return;
    case 'wrap':
      for (let i = 0; i < how.times; i++) {
        const inner = list[index]!;
        list[index] = {
          tag: how.tag,
          content: inner.content,
          children: [inner],
          before: new Uint8Array(),
          length: null,
        };
      }
      return;
    case 'many':
      list.splice(
        index,
        0,
        ...Array.from({ length: fitting(how.times, encodeValue(value).length) }, () => copyOf(value)),
      );
      return;
    case 'octets':
  }
}

/** Length octets of an encoded value in a form that is no DER, or don't fit. */
function lengthAs(encoded: Uint8Array, form: (typeof lengthForms)[number]): Uint8Array {
  const octets = encoded[1]! < 0x80 ? 1 : 1 + (encoded[1]! & 0x7f);
  const length = encoded.length - 1 - octets;
  switch (form) {
    case 'longer':
      return lengthOf(length + 1);
    case 'shorter':
      return lengthOf(Math.max(0, length - 1));
    case 'zero':
      return lengthOf(0);
    case 'indefinite':
      return Uint8Array.of(0x80);
    case 'padded':
      return Uint8Array.of(0x84, 0, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
    case 'huge':
      return Uint8Array.of(0x84, 0xff, 0xff, 0xff, 0xff);
  }
}
