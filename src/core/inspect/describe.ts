import { decodeOid } from '../der/oid.ts';
import { attributeShort } from './oids.ts';
import type { Field, Shape } from './shape.ts';
import { inspectLimits, readTree, type Stop, type TreeValue } from './tree.ts';
import { hex, stringText, universalNames, valueText } from './values.ts';

/** A value with its name, type and content in readable form; not yet escaped for any output. */
export interface Described {
  /** The field's name in its ASN.1 type; null where none is known. */
  readonly name: string | null;
  /** The ASN.1 type, as far as known. */
  readonly type: string;
  /** Offset of the value from the start of the input, in bytes. */
  readonly offset: number;
  /** Bytes of the value, identifier and length octets included, as far as they are there. */
  readonly length: number;
  readonly value: string | null;
  readonly children: readonly Described[];
}

/** What a description needs along the way. */
export interface Describing {
  readonly bytes: Uint8Array;
  /** Values that may still be read inside of strings. */
  values: number;
  /** The first thing inside of a string that could not be read. */
  stop: Stop | null;
}

const namesOf = new Set(['Name', 'AlgorithmIdentifier', 'RelativeDistinguishedName']);

/** True where the value says what the children say, so that a short form may leave them out. */
export function summarised(described: Described): boolean {
  return described.value !== null && namesOf.has(described.type);
}

/** Names a value and everything inside by a shape. What fits no field is shown all the same, without a name. */
export function describe(
  context: Describing,
  value: TreeValue,
  field: Field | null,
  shape: Shape | undefined,
): Described {
  if (field?.explicit && value.children.length === 1) {
    const { explicit: _explicit, tag: _tag, ...rest } = field;
    return describe(context, value.children[0]!, rest, shape);
  }
  const chosen = value.tagClass === 'context' ? shape?.choice?.[value.tagNumber] : undefined;
  if (chosen !== undefined) {
    const inner = describe(context, value, { ...chosen, tag: value.tagNumber }, chosen.shape?.());
    return { ...inner, name: field?.name ?? null, type: `${shape!.type}.${chosen.name}` };
  }
  const wrapped = field?.wraps ? describeWrapped(context, value, shape) : null;
  const children = wrapped ?? describeChildren(context, value, shape);
  const own = wrapped === null ? shape : undefined;
  return {
    name: field?.name ?? null,
    type: typeOf(value, field, own),
    offset: value.offset,
    length: value.end - value.offset,
    value: summaryOf(context, value, own) ?? (children.length > 0 ? null : textOf(context, value, field, own)),
    children,
  };
}

function describeChildren(context: Describing, value: TreeValue, shape: Shape | undefined): Described[] {
  if (shape?.fields === undefined) {
    const element = shape?.of?.();
    return value.children.map((child) => describe(context, child, null, element));
  }
  let next = 0;
  let oid: string | null = null;
  const fields = shape.fields;
  return value.children.map((child) => {
    const index = fields.findIndex((field, i) => i >= next && fits(field, child));
    const field = fields[index] ?? null;
    if (field !== null) next = index + 1;
    const inner = field?.chosen && oid !== null ? shape.open?.[oid]?.() : field?.shape?.();
    if (isUniversal(child, 6)) oid = decodeOid(contentOf(context, child));
    return describe(context, child, field, inner);
  });
}

/** The value inside an OCTET STRING or BIT STRING, or null where the octets are none. */
function describeWrapped(context: Describing, value: TreeValue, shape: Shape | undefined): Described[] | null {
  // A constructed string of one part is its part; one of several parts has no offsets to show.
  const string = value.constructed && value.children.length === 1 ? value.children[0]! : value;
  if (string.constructed || string.end - string.content < 2) return null;
  const start = string.content + (isUniversal(string, 3) ? 1 : 0);
  const tree = readTree(context.bytes, start, string.end, context.values);
  const whole = tree.stop === null && tree.end === string.end;
  const inner = tree.values[0];
  // What is not known to be a value, and does not read as one, stays octets.
  if (inner === undefined || (!whole && shape === undefined)) return null;
  context.values -= count(inner);
  if (tree.stop !== null) context.stop ??= tree.stop;
  return [describe(context, inner, null, shape)];
}

function fits(field: Field, value: TreeValue): boolean {
  if (field.tag !== undefined) return value.tagClass === 'context' && value.tagNumber === field.tag;
  if (value.tagClass !== 'universal') return field.universal === undefined;
  return field.universal === undefined || field.universal.includes(value.tagNumber);
}

function typeOf(value: TreeValue, field: Field | null, shape: Shape | undefined): string {
  if (shape !== undefined) return shape.type;
  const { tagClass, tagNumber } = value;
  if (tagClass === 'universal') return universalNames[tagNumber] ?? `[UNIVERSAL ${tagNumber}]`;
  if (field?.as !== undefined) return universalNames[field.as]!;
  return tagClass === 'context' ? `[${tagNumber}]` : `[${tagClass.toUpperCase()} ${tagNumber}]`;
}

function textOf(context: Describing, value: TreeValue, field: Field | null, shape: Shape | undefined): string | null {
  if (value.constructed) return null;
  const content = contentOf(context, value);
  if (value.tagClass === 'universal') return valueText(content, value.tagNumber, shape?.values);
  if (field?.as !== undefined) return valueText(content, field.as, shape?.values);
  return hex(content);
}

/** One line for what people know as one thing: a distinguished name, an algorithm. */
function summaryOf(context: Describing, value: TreeValue, shape: Shape | undefined): string | null {
  if (shape?.type === 'Name' || shape?.type === 'RelativeDistinguishedName') {
    const sets = shape.type === 'Name' ? value.children : [value];
    if (sets.length > inspectLimits.shownOctets) return null;
    // Most specific first, as every report gives a name (RFC 4514 §2.1).
    const parts = sets.map((set) => set.children.map((pair) => attributeText(context, pair)).join('+'));
    return parts.reverse().join(', ');
  }
  if (shape?.type === 'AlgorithmIdentifier') {
    const [oid, parameters, ...more] = value.children;
    const simple = parameters === undefined || isUniversal(parameters, 5);
    if (oid === undefined || !isUniversal(oid, 6) || !simple || more.length > 0) return null;
    return valueText(contentOf(context, oid), 6);
  }
  return null;
}

function attributeText(context: Describing, pair: TreeValue): string {
  const oid = pair.children.find((part) => isUniversal(part, 6));
  const text = pair.children.find((part) => part !== oid);
  if (oid === undefined || text === undefined) return '?';
  const type = decodeOid(contentOf(context, oid)) ?? '?';
  const content = contentOf(context, text);
  const shown = (text.tagClass === 'universal' ? stringText(content, text.tagNumber) : undefined) ?? `#${hex(content)}`;
  return `${Object.hasOwn(attributeShort, type) ? attributeShort[type] : type}=${shown}`;
}

function isUniversal(value: TreeValue, tagNumber: number): boolean {
  return value.tagClass === 'universal' && value.tagNumber === tagNumber;
}

function contentOf(context: Describing, value: TreeValue): Uint8Array {
  return context.bytes.subarray(value.content, value.end);
}

function count(value: TreeValue): number {
  return value.children.reduce((sum, child) => sum + count(child), 1);
}
