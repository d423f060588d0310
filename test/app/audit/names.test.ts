import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { composed, fileName, octetString, octetsOf } from '../../../src/app/audit/names.ts';
import { cp932, nfc, nfd, o } from './octets.ts';

const shown = (octets: string) => fileName(octetsOf(octets));

test('a name in UTF-8 is shown as it is, line ends, escapes and a byte order mark among it', () => {
  for (const text of [
    'x.pdf',
    '請求書.pdf',
    '𠮷.pdf',
    'a\nb',
    '\u001b[31m',
    '\ufeffx',
    '\ufffd',
    '\u202etxt',
    ' ',
    '',
  ]) {
    assert.deepEqual(shown(o(text)), { text, hex: null });
  }
});

test('a name that is no UTF-8 has all its octets as hexadecimal, and shows which are not ASCII', () => {
  assert.deepEqual(shown(cp932), {
    text: '\\x90\\xbf\\x8b\\x81\\x8f\\x91.pdf',
    hex: Buffer.from(cp932, 'latin1').toString('hex'),
  });
  // Octets that only look like UTF-8: a lone surrogate (WTF-8), an overlong slash, a character beyond U+10FFFF, one cut short.
  for (const octets of ['\xed\xa0\x80', '\xc0\xaf', '\xf4\x90\x80\x80', 'a\xe8\xab', '\xff']) {
    const { text, hex } = shown(octets);
    assert.equal(hex, Buffer.from(octets, 'latin1').toString('hex'));
    assert.match(text, /^a?(\\x[0-9a-f]{2})+$/);
  }
  // Where half of it is UTF-8, none of it is decoded: the text would not say which octets stood there.
  assert.equal(shown(`${o('é')}\xff`).text, '\\xc3\\xa9\\xff');
});

test('a name that spells an escaped octet is told from the octet', () => {
  const [spelled, octet] = [shown('\\x82'), shown('\x82')];
  assert.equal(spelled.text, octet.text);
  assert.deepEqual([spelled.hex, octet.hex], [null, '82']);
});

test('any octets come back the same, and no two names are told alike', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (a, b) => {
      assert.deepEqual(Buffer.from(octetsOf(octetString(a))), Buffer.from(a));
      const [one, other] = [fileName(a), fileName(b)];
      const octets = one.hex === null ? Buffer.from(one.text) : Buffer.from(one.hex, 'hex');
      assert.deepEqual(octets, Buffer.from(a));
      assert.equal(JSON.stringify(one) === JSON.stringify(other), Buffer.compare(a, b) === 0);
    }),
  );
});

test('a view into a larger buffer is that view alone', () => {
  const all = new Uint8Array([0x41, 0x42, 0x43, 0x44]);
  assert.equal(octetString(all.subarray(1, 3)), 'BC');
  assert.equal(fileName(all.subarray(1, 3)).text, 'BC');
});

test('names are composed for matching, and octets that are no UTF-8 are left alone', () => {
  assert.notEqual(nfc, nfd);
  assert.equal(composed(nfd), 'が.pdf'.normalize('NFC'));
  assert.equal(composed(nfd), composed(nfc));
  assert.equal(composed(cp932), cp932);
});
