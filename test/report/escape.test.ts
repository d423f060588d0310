import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill } from '../../src/report/catalogue.ts';
import { escapeJson, escapeText } from '../../src/report/escape.ts';

test('a name with an ANSI sequence cannot colour, clear or retitle the terminal', () => {
  assert.equal(escapeText('\u001b[2J\u001b]0;owned\u0007x'), '\\u{1b}[2J\\u{1b}]0;owned\\u{7}x');
  assert.equal(escapeText('\u009b31mred'), '\\u{9b}31mred');
});

test('a line feed in a name cannot forge a line of the report', () => {
  assert.equal(escapeText('CN=x\nVALID  file'), 'CN=x\\u{a}VALID  file');
  assert.equal(escapeText('a\u2028b\r\tc'), 'a\\u{2028}b\\u{d}\\u{9}c');
});

test('bidirectional and invisible characters cannot turn a name round', () => {
  for (const point of [0x202e, 0x2066, 0x200f, 0x061c, 0x200b, 0xfeff, 0xad, 0xe0041]) {
    const shown = escapeText(`a${String.fromCodePoint(point)}b`);
    assert.equal(shown, `a\\u{${point.toString(16)}}b`);
  }
});

test('lone surrogates and noncharacters are shown by number', () => {
  assert.equal(escapeText('a\ud800b\uffff'), 'a\\u{d800}b\\u{ffff}');
});

test('Japanese, accents and emoji stay as they are', () => {
  assert.equal(escapeText('契約書 é 𠮷 🕒'), '契約書 é 𠮷 🕒');
});

test('a name of a megabyte is cut, and says by how much', () => {
  const shown = escapeText('x'.repeat(1_000_000));
  assert.ok(shown.length < 600);
  assert.match(shown, /… \(\+999488\)$/);
});

test('stacked combining marks do not paint over the lines around', () => {
  assert.ok(escapeText(`a${'\u0301'.repeat(300)}`).length < 10);
});

test('JSON keeps the value and holds no character that a terminal obeys', () => {
  const value = { name: 'a\u202e\u009b\u007f\u{e0041}\ud800b' };
  const json = escapeJson(JSON.stringify(value, null, 2));
  assert.doesNotMatch(json, /[\p{Cf}\p{Cs}\u007f-\u009f]/u);
  assert.deepEqual(JSON.parse(json), value);
});

test('facts in a message are escaped, and cannot bring placeholders or optional parts of their own', () => {
  assert.equal(fill('at {url}[: {reason}]', { url: '{reason}[x]\u001b', reason: 'r' }), 'at {reason}[x]\\u{1b}: r');
  assert.equal(fill('at {url}[: {reason}]', { url: 'u' }), 'at u');
  assert.equal(fill('at {url}', { url: 'u', more: 1 }), 'at u (more: 1)');
});

test('the short way past kana and kanji leads past nothing unsafe', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const letter = String.fromCharCode(code);
    const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(letter);
    assert.equal(escapeText(letter) !== letter, unsafe, code.toString(16));
    assert.equal(escapeJson(letter) !== letter, unsafe && letter !== '\n', code.toString(16));
  }
  assert.match(escapeText(`か${'\u3099'.repeat(6)}`), /…$/);
});
