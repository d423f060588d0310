import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeCsv, encodeShiftJis } from '../../../src/report/audit/shift-jis.ts';

const hex = (text: string) => Buffer.from(encodeShiftJis(text)).toString('hex');
const decode = (bytes: Uint8Array) => new TextDecoder('shift_jis', { fatal: true }).decode(bytes);

test('letters of known bytes', () => {
  assert.equal(hex('Aあ漢ｱ'), '4182a08abfb1');
  // Bytes that look like ASCII in second place.
  assert.equal(hex('表ソ能'), '955c835c945c');
  assert.equal(hex('①Ⅳ㈱髙﨑彅'), '8740875787 8afbfc fab1 fa67'.replaceAll(' ', ''));
});

test('every letter that two bytes decode to is encoded, and decodes to itself again', () => {
  let count = 0;
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const text = new TextDecoder('shift_jis').decode(Uint8Array.of(lead, trail));
      if (text.length !== 1 || text === '\ufffd' || /\p{Co}/u.test(text)) continue;
      count++;
      assert.equal(decode(encodeShiftJis(text)), text);
    }
  }
  // 6,879 letters of JIS X 0208, NEC's and IBM's extensions, those that stand twice included.
  assert.ok(count > 7_000, String(count));
});

test('of letters that stand more than once, the bytes are those that browsers and Windows choose', () => {
  assert.equal(hex('∪∩≒≡∫√⊥∠∵￢'), '81be81bf81e081df81e781e381db81da81e681ca');
  assert.equal(hex('ⅰ纊黑'), 'fa40fa5cfc4b');
  assert.equal(hex('Ⅰ№℡'), '875487828784');
});

test('letters that other tables map elsewhere become those that look the same', () => {
  assert.equal(hex('〜～'), '81608160');
  assert.equal(hex('−－'), '817c817c');
  assert.equal(hex('‖∥'), '81618161');
  assert.equal(hex('—―'), '815c815c');
  assert.equal(hex('¢£¬¦'), '8191819281cafa55');
  assert.equal(hex('¥‾'), '5c7e');
});

test('what has no bytes is spelled out, never dropped or replaced', () => {
  assert.equal(
    decode(encodeShiftJis('a😀𠮷é한か\u3099\ufffd\ue000\ud800z')),
    ['a\\u{1f600}\\u{20bb7}\\u{e9}\\u{d55c}か\\u{3099}\\u{fffd}\\u{e000}\\u{d800}z'].join(''),
  );
  assert.equal(hex('?'), '3f');
  assert.equal(hex('\ud800'.repeat(500)), Buffer.from('\\u{d800}'.repeat(500)).toString('hex'));
});

test('UTF-8 begins with a byte order mark, once, and spells out what is no letter', () => {
  const bytes = Buffer.concat([...encodeCsv(['あ', 'い', '\ud800x'], 'utf-8')]);
  assert.equal(bytes.toString('hex'), `efbbbfe38182e38184${Buffer.from('\\u{d800}x').toString('hex')}`);
  assert.deepEqual([...encodeCsv([], 'shift_jis')], []);
});

test('pieces are gathered, and a letter cut in two between pieces is whole again', () => {
  const high = `${'x'.repeat(70_000)}\ud83d`;
  for (const [encoding, letter] of [
    ['utf-8', '😀'],
    ['shift_jis', '\\u{1f600}'],
  ] as const) {
    const bytes = Buffer.concat([...encodeCsv([high, '\ude00'], encoding)]);
    assert.ok(bytes.toString('utf8').endsWith(`x${letter}`));
  }
  const small = [...encodeCsv(Array(10_000).fill('0123456789\r\n'), 'shift_jis')];
  assert.equal(small.length, 2);
});
