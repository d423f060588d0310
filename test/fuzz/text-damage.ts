import fc from 'fast-check';
import { damageOctets, fitting, type OctetDamage, octetDamages, place } from './octet-damage.ts';

/** Ways to damage a text: its lines, its words, its JSON. `at` and `to` are fractions of how many there are. */
export type TextDamage =
  | {
      readonly kind: 'line';
      readonly deed: 'delete' | 'duplicate' | 'swap' | 'many';
      readonly at: number;
      readonly to: number;
    }
  | { readonly kind: 'word'; readonly deed: 'delete' | 'duplicate' | 'swap'; readonly at: number; readonly to: number }
  | { readonly kind: 'text'; readonly deed: 'replace' | 'insert'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'json';
      readonly deed: 'delete' | 'value' | 'move' | 'key';
      readonly at: number;
      readonly value: unknown;
    }
  | { readonly kind: 'octets'; readonly how: OctetDamage };

/** Pieces that readers of texts stumble over. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...['"', '""', '\\', '\\u0000', '\\ud800', '\0', '\r', '\n', '\r\n', '\t', '\ufeff', '\u2028', ',', ';'],
  ),
  fc.constantFrom(
    ...['{', '}', '[', ']', '[[', '(', '#', '# radix: 16\n', '<', '</div>', '<!--', '<script>', '&#0;', '='],
  ),
  fc.constantFrom(
    ...['0x', '-1', '1e400', '1e999999999', '9'.repeat(400), 'f'.repeat(3_000), '0..ffffffff', 'NaN', 'null'],
  ),
  fc.constantFrom(
    ...['__proto__', 'constructor', '2024-02-30T00:00:00Z', '9999-12-31T23:59:60+99:99', '\ud83d\udd52', '時'],
  ),
  fc.constantFrom(...['['.repeat(3_000), '{"a":'.repeat(3_000), '<div>'.repeat(3_000), 'a.'.repeat(3_000)]),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, '', 'x', [], {}, [[]], { __proto__: null, length: 1 }),
  pieces,
  fc.jsonValue({ maxDepth: 2 }),
);

export const textDamages: fc.Arbitrary<TextDamage> = fc.oneof(
  fc.record({
    kind: fc.constant('line'),
    deed: fc.constantFrom('delete', 'duplicate', 'swap', 'many'),
    at: place,
    to: place,
  }),
  fc.record({ kind: fc.constant('word'), deed: fc.constantFrom('delete', 'duplicate', 'swap'), at: place, to: place }),
  fc.record({ kind: fc.constant('text'), deed: fc.constantFrom('replace', 'insert'), at: place, text: pieces }),
  fc.record({
    kind: fc.constant('json'),
    deed: fc.constantFrom('delete', 'value', 'move', 'key'),
    at: place,
    value: values,
  }),
  octetDamages.map((how) => ({ kind: 'octets', how }) as const),
);

/** The text, damaged; `other` is what a splice takes its piece from. */
export function damageText(bytes: Uint8Array, other: Uint8Array, how: TextDamage): Uint8Array {
  switch (how.kind) {
    case 'octets':
      return damageOctets(bytes, other, how.how);
    case 'json':
      return damageJson(bytes, how);
    case 'text': {
      const words = split(bytes, /([\p{L}\p{N}_]+)/u);
      const at = Math.floor(how.at * words.length);
      words.splice(at, how.deed === 'replace' ? 1 : 0, how.text);
      return Buffer.from(words.join(''));
    }
    default: {
      const parts = split(bytes, how.kind === 'line' ? /(?<=\n)/ : /([\p{L}\p{N}_]+)/u);
      const [at, to] = [Math.floor(how.at * parts.length), Math.floor(how.to * parts.length)];
      if (how.deed === 'swap') [parts[at], parts[to]] = [parts[to]!, parts[at]!];
      else if (how.deed === 'delete') parts.splice(at, 1);
      else
        parts.splice(
          to,
          0,
          ...Array<string>(how.deed === 'many' ? fitting(300, parts[at]!.length) : 1).fill(parts[at]!),
        );
      return Buffer.from(parts.join(''));
    }
  }
}

const split = (bytes: Uint8Array, by: RegExp) => Buffer.from(bytes).toString('utf8').split(by);

/** A JSON text with one of its values changed; any other text is left as it is. */
function damageJson(bytes: Uint8Array, { deed, at, value }: Extract<TextDamage, { kind: 'json' }>): Uint8Array {
  let root: unknown;
  try {
    root = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return bytes;
  }
  const spots: { readonly of: Record<string, unknown>; readonly key: string }[] = [];
  const walk = (of: unknown) => {
    if (typeof of !== 'object' || of === null) return;
    for (const [key, inner] of Object.entries(of)) {
      spots.push({ of: of as Record<string, unknown>, key });
      walk(inner);
    }
  };
  walk(root);
  const spot = spots[Math.floor(at * spots.length)];
  if (spot === undefined) return Buffer.from(JSON.stringify(value) ?? 'null');
  const { of, key } = spot;
  if (deed === 'delete') delete of[key];
  else if (deed === 'value') of[key] = value;
  else if (deed === 'key') of[typeof value === 'string' ? value : 'constructor'] = of[key];
  // The value of another place, without a loop: texts have none.
  else of[key] = structuredClone(spots[(Math.floor(at * spots.length) + 7) % spots.length]!.of);
  return Buffer.from(JSON.stringify(root));
}
