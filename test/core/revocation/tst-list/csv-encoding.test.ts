import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CsvFormat, firstBad } from '../../../../src/core/revocation/tst-list/csv-list.ts';
import { read, serials, wrong } from './kit.ts';

const format = (change: Partial<CsvFormat> = {}): CsvFormat => ({
  kind: 'csv',
  columns: { serial: 'serial', serialTo: 'to', revokedAt: 'at', reason: 'why' },
  radix: 16,
  zone: 540,
  ...change,
});

test('Shift_JIS: names and texts in it, and second octets that look like ASCII', () => {
  // シリアル番号,理由 and 1a2b,表示ソ (ソ is 83 5C, 表 is 95 5C)
  const header = Buffer.from('8356838a8341838b94d48d862c979d9752', 'hex');
  const row = Buffer.concat([Buffer.from('\r\n1a2b,'), Buffer.from('955c8ea6835c', 'hex')]);
  const columns = { serial: 'シリアル番号', reason: '理由' };
  const sjis = format({ columns, encoding: 'shift_jis' });
  const { entries } = read(Buffer.concat([header, row]), sjis);
  assert.deepEqual([...entries][0]!.reason, '表示ソ');
  assert.equal(wrong(Buffer.concat([header, row]), format({ columns })), 'not-utf8 1:1');
  const bad = Buffer.concat([header, row, Buffer.from('\r\n10,'), Buffer.from('8520fe', 'hex')]);
  assert.equal(wrong(bad, sjis), 'not-shift-jis 3:1');
  const late = Buffer.concat([header, Buffer.from('\r\n'), Buffer.from('955c', 'hex'), Buffer.from(',zz')]);
  assert.equal(
    wrong(late, format({ columns: { ...columns, serial: '理由' }, encoding: 'shift_jis' })).slice(0, 15),
    'serial-form 2:3',
  );
});

test('the first line whose octets are no characters is found, however the list is cut into pieces', () => {
  const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  for (const piece of [0, 1, 2, 3, 4, 100, undefined]) {
    const bad = (hex: string, encoding: 'utf-8' | 'shift_jis' = 'utf-8') => firstBad(bytes(hex), encoding, piece);
    assert.equal(bad(''), 0);
    assert.equal(bad('41 0a c3a9 0a 42'), 6);
    assert.equal(bad('41 0a c3a9 0a 42 0a'), 7);
    assert.equal(bad('ff'), 0);
    assert.equal(bad('41 0a c3 0a a9 0a'), 2);
    assert.equal(bad('41 0a 42 0a c3'), 4);
    assert.equal(bad('0a 0a 0a ff 0a ff'), 3);
    assert.equal(bad('8356 0a 835c 0a', 'shift_jis'), 6);
    assert.equal(bad('8356 0a 835c 0a 41 fd 0a', 'shift_jis'), 6);
  }
});

test('in Shift_JIS octets that are no characters are refused in columns that nobody reads as well', () => {
  const sjis = format({ columns: { serial: 'serial' }, encoding: 'shift_jis' });
  assert.equal(wrong(Buffer.from('serial,x\n1,\xfd', 'latin1'), sjis), 'not-shift-jis 2:1');
  assert.deepEqual(serials(read(Buffer.from('serial,x\n1,\x83\x5c', 'latin1'), sjis).entries), ['1']);
  assert.deepEqual(serials(read('serial,x\n1,', sjis).entries), ['1']);
});
