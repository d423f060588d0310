import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Described } from '../../../src/core/inspect/describe.ts';
import { inspect } from '../../../src/core/inspect/inspect.ts';
import { inspectLimits, readTree } from '../../../src/core/inspect/tree.ts';

const der = (tag: number, ...parts: (number[] | Uint8Array)[]): number[] => {
  const content = parts.flatMap((part) => [...part]);
  return content.length < 128
    ? [tag, content.length, ...content]
    : [tag, 0x82, content.length >> 8, content.length & 255, ...content];
};
const oid = der(6, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
/** TimeStampReq: SHA-256, a nonce, certReq. */
const request = Uint8Array.from(
  der(
    0x30,
    der(2, [1]),
    der(0x30, der(0x30, oid, der(5)), der(4, new Uint8Array(32))),
    der(2, [0x12, 0x34]),
    der(1, [0xff]),
  ),
);
const find = (root: Described | null, name: string): Described | undefined => {
  if (root === null) return undefined;
  if (root.name === name) return root;
  for (const child of root.children) {
    const found = find(child, name);
    if (found) return found;
  }
  return undefined;
};

test('a request is known by its structure, its fields by name', () => {
  const [found] = inspect(request);
  assert.equal(found!.kind, 'request');
  assert.equal(found!.stop, null);
  assert.equal(find(found!.root, 'nonce')?.value, '4660');
  assert.equal(find(found!.root, 'certReq')?.value, 'TRUE');
  assert.equal(find(found!.root, 'hashAlgorithm')?.value, '2.16.840.1.101.3.4.2.1 sha256');
});

test('PEM and Base64 are decoded, several PEM blocks each by itself', () => {
  const base64 = Buffer.from(request).toString('base64');
  const pem = `-----BEGIN X-----\n${base64}\n-----END X-----\n`;
  assert.deepEqual(
    inspect(Buffer.from(base64)).map(({ kind, encoding }) => [kind, encoding]),
    [['request', 'Base64']],
  );
  assert.equal(inspect(Buffer.from(pem + pem)).length, 2);
});

test('input that is cut off is shown up to the byte where it stops', () => {
  for (let length = 4; length < request.length; length++) {
    const [found] = inspect(request.subarray(0, length));
    assert.equal(found!.stop?.reason, 'cut-off', `length ${length}`);
    assert.ok(found!.stop!.offset <= length);
  }
  assert.equal(inspect(request.subarray(0, 60))[0]!.kind, 'request');
});

test('bytes after the value are counted, with their offset', () => {
  const [found] = inspect(Buffer.concat([request, Buffer.alloc(3)]));
  assert.deepEqual(found!.trailing, { offset: request.length, count: 3 });
});

test('indefinite lengths are read and called BER; a missing end is told', () => {
  assert.equal(inspect(Uint8Array.from([0x30, 0x80, 2, 1, 5, 0, 0]))[0]!.encoding, 'BER');
  assert.equal(inspect(Uint8Array.from([0x30, 0x80, 2, 1, 5]))[0]!.stop?.reason, 'no-end-of-contents');
});

test('nesting of a thousand levels ends with too-deep', () => {
  let bytes: number[] = [];
  for (let i = 0; i < 1000; i++) bytes = [0x30, 0x80, ...bytes];
  const tree = readTree(Uint8Array.from(bytes));
  assert.equal(tree.stop?.reason, 'too-deep');
  assert.equal(tree.stop?.offset, 2 * inspectLimits.depth);
});

test('a megabyte of empty values ends with too-many and stays bounded', () => {
  const content = Buffer.alloc(1 << 20);
  for (let i = 0; i < content.length; i += 2) content[i] = 5;
  const bytes = Buffer.concat([Buffer.from([0x30, 0x83, 0x10, 0, 0]), content]);
  const [found] = inspect(bytes);
  assert.equal(found!.stop?.reason, 'too-many');
  assert.ok(found!.root!.children.length <= inspectLimits.values);
});

test('a long integer or string is cut and says its length', () => {
  const [found] = inspect(Uint8Array.from(der(4, new Uint8Array(1000))));
  assert.match(found!.root!.value!, /… \(1000 bytes\)$/);
});

test('a value that fits no field is shown without a name, and those after it keep theirs', () => {
  const odd = Uint8Array.from(
    der(0x30, der(2, [1]), der(0x30, der(0x30, oid), der(4, [1])), der(0x0c, [0x41]), der(1, [0xff])),
  );
  const [found] = inspect(odd);
  assert.deepEqual(
    found!.root!.children.map(({ name }) => name),
    ['version', 'messageImprint', null, 'certReq'],
  );
});

test('no input whatever throws, hangs or claims offsets outside of it', () => {
  const property = fc.property(
    fc.uint8Array({ maxLength: 400 }),
    fc.nat(request.length - 1),
    fc.nat(255),
    (noise, at, octet) => {
      const flipped = Uint8Array.from(request);
      flipped[at] = octet;
      for (const input of [noise, flipped, Buffer.concat([request.subarray(0, at), noise])]) {
        for (const found of inspect(input)) {
          if (found.stop !== null) assert.ok(found.stop.offset >= 0 && found.stop.offset <= found.size);
        }
      }
    },
  );
  fc.assert(property, { numRuns: 300, seed: 3161 });
});
