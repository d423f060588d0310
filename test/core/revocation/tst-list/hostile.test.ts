import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CsvFormat } from '../../../../src/core/revocation/tst-list/csv-list.ts';
import { integer, json, noon, question, read, wrong } from './kit.ts';

const text = { kind: 'text', radix: 16 } as const;
const csv: CsvFormat = { kind: 'csv', columns: { serial: 'serial' }, radix: 16, zone: null };
const head = '{"format":"tst-revocation-list","version":1,"thisUpdate":"2030-06-01T12:00:00Z"';
const huge = 16 << 20;

test('a line that does not end', () => {
  const line = Buffer.alloc(huge, 0x31);
  assert.equal(wrong(line, text), 'field-too-long 1:1');
  assert.equal(wrong(Buffer.alloc(huge, 0x23), text), 'field-too-long 1:1');
  assert.equal(wrong(Buffer.concat([Buffer.from('serial\r\n'), line]), csv), 'field-too-long 2:1');
  assert.equal(wrong(Buffer.concat([Buffer.from('serial\r\n"'), line]), csv), 'csv-quote 2:1');
  assert.equal(wrong(Buffer.concat([Buffer.from('serial\r\n"'), line, Buffer.from('"')]), csv), 'field-too-long 2:2');
  const open = Buffer.from(`${head},"provider":"`);
  assert.equal(wrong(Buffer.concat([open, line, Buffer.from('"}')])), `field-too-long 1:${open.length + 1} $.provider`);
  assert.equal(wrong(Buffer.concat([open, line])).split(' ')[0], 'json-syntax');
});

test('a million columns, and a header of them', () => {
  assert.equal(wrong(`serial\r\n${','.repeat(1_000_000)}`, csv), 'csv-too-many-columns 2:1001');
  assert.equal(wrong(`serial${','.repeat(1_000_000)}`, csv), 'csv-too-many-columns 1:1007');
});

test('deep JSON', () => {
  const deep = '['.repeat(10_000_000);
  assert.equal(wrong(deep), 'json-type 1:1 $');
  assert.equal(wrong(`${head},"entries":${deep}`).split(' ')[0], 'json-type');
  assert.equal(
    wrong(`${head},"entries":[{"serial":"1"},${deep}`).split(' ')[0],
    'json-syntax',
    'also where entries are passed over',
  );
  assert.equal(wrong(`${head},"entries":[{"genTime":${deep}`).split(' ')[0], 'json-type');
});

test('a million keys', () => {
  const keys = Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":1`).join(',');
  assert.equal(wrong(`${head},${keys},"entries":[]}`).split(' ')[0], 'json-key-unknown');
  assert.equal(wrong(`${head},"entries":[{"serial":"0x1",${keys}}]}`).split(' ')[0], 'json-key-unknown');
});

test('an escape in every character of a string', () => {
  const reason = '\\u0061'.repeat(10_000);
  const [entry] = read(`${head},"entries":[{"serial":"0x1","reason":"${reason}"}]}`).entries;
  assert.equal(entry!.reason, 'a'.repeat(10_000));
});

test('more entries that are looked at for every token than are', () => {
  const entries = Array.from({ length: 1_001 }, (_, i) => ({ policy: `1.2.${i}` }));
  assert.equal(wrong(json({ entries })).split(' ')[0], 'too-many-scanned');
  assert.equal(read(json({ entries: entries.slice(1) })).entries.count, 1_000);
});

test('a list of more entries than are read is refused, never cut short', () => {
  assert.equal(wrong('1\n'.repeat(4_000_001), text), 'too-many-entries 4000001:1');
});

test('ranges that all contain the token end in a match or in the limit, never in nothing', () => {
  const ranges = Array.from({ length: 20_000 }, (_, i) => `0..${(0x1a2b + i).toString(16)}`).join('\n');
  const { entries } = read(ranges, text);
  assert.ok(entries.find(question()));
  const narrow = Array.from({ length: 20_000 }, () => ({ serialRange: { from: 0, to: '0xffff' }, policy: '1.2.3' }));
  assert.equal(read(json({ entries: narrow })).entries.find(question()), 'limit');
  assert.equal(read(json({ entries: narrow })).entries.find(question({ serial: 0x10000n })), null);
});

test('ranges nested in each other like shells are searched without looking at all of them', () => {
  const shells = Array.from({ length: 50_000 }, (_, i) => `${i.toString(16)}..${(200_000 - i).toString(16)}`);
  const { entries } = read(['0..ffffff', ...shells].join('\n'), text);
  for (const serial of [0n, 60_000n, 0xffffffn]) assert.ok(entries.find(question({ serial })));
  assert.equal(entries.find(question({ serial: 0x1000000n })), null);
});

test('serial numbers that collide in a hash without a key are told apart', () => {
  // FNV-1a alone, without a seed, has many of one value in its low bits.
  const serials = Array.from({ length: 200_000 }, (_, i) => BigInt(i) << 64n);
  const { entries } = read(serials.map((one) => one.toString(16)).join('\n'), text);
  assert.ok(entries.find(question({ serial: 199_999n << 64n })));
  assert.equal(entries.find(question({ serial: (199_999n << 64n) + 1n })), null);
});

test('a serial number a thousand times in a list, and one with superfluous octets in the token', () => {
  const { entries } = read('1a2b\n'.repeat(1_000), text);
  const serial = Buffer.concat([Buffer.alloc(3), integer(0x1a2bn)]);
  assert.ok(entries.find(question({ serial })), 'compared as INTEGER');
});

test('the list’s own bytes are not changed, and neither is what was read of it by reading on', () => {
  const bytes = json({
    entries: [
      { serial: '0x1', reason: 'a' },
      { serial: '0x2', reason: 'b' },
    ],
    thisUpdate: noon,
  });
  const copy = Buffer.from(bytes);
  const { entries } = read(bytes);
  const [one, two] = [entries.find(question({ serial: 1n })), entries.find(question({ serial: 2n }))];
  assert.ok(one !== 'limit' && two !== 'limit');
  assert.deepEqual([one!.reason, two!.reason, one!.serial!.from], ['a', 'b', 1n]);
  assert.deepEqual(Buffer.from(bytes), copy);
});
