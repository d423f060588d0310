import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { limits } from '../../../../src/core/der/limits.ts';
import { json, read, serials, wrong } from './kit.ts';

// What comes before any format: sizes, characters, and pages that servers send in place of a list.

const text = { kind: 'text', radix: 16 } as const;
const csv = { kind: 'csv', columns: { serial: 'serial' }, radix: 16, zone: null } as const;
const told = (hex: string) => wrong(Buffer.from(hex, 'hex'), text);

test('a list of no octets, of the most octets and of one more', () => {
  assert.equal(wrong('', text), 'empty-file 1:1');
  // Zeros, which nothing is read of, in memory that nothing is written to.
  assert.equal(wrong(new Uint8Array(limits.tstListBytes), text), 'nul 1:1');
  assert.equal(wrong(new Uint8Array(limits.tstListBytes + 1), text), 'list-too-large 1:1');
});

test('UTF-16 of either order is none of the encodings', () => {
  assert.equal(told('fffe3100'), 'not-utf8 1:1');
  assert.equal(told('feff0031'), 'not-utf8 1:1');
  assert.equal(wrong(Buffer.from('fffe', 'hex'), { ...csv, encoding: 'shift_jis' }), 'not-utf8 1:1');
  assert.equal(wrong(Buffer.from('feff', 'hex'), { ...csv, encoding: 'shift_jis' }), 'not-utf8 1:1');
  for (const half of ['fffd', 'fefe', '41ff', '41fe']) {
    assert.equal(wrong(Buffer.from(half, 'hex'), { ...csv, encoding: 'shift_jis' }), 'not-shift-jis 1:1', half);
  }
});

test('what is no UTF-8, and in which line; Shift_JIS only where the profile says so, and only of CSV', () => {
  assert.equal(told('310a3280'), 'not-utf8 2:1');
  const sjis = Buffer.concat([Buffer.from('serial,'), Buffer.from('8bf3', 'hex'), Buffer.from('\r\n1a,x')]);
  assert.equal(wrong(sjis, csv), 'not-utf8 1:1');
  assert.equal(wrong(sjis, { ...csv, encoding: 'utf-8' }), 'not-utf8 1:1');
  assert.deepEqual(serials(read(sjis, { ...csv, encoding: 'shift_jis' }).entries), ['26']);
  const other = { ...text, encoding: 'shift_jis' } as const;
  assert.equal(wrong(Buffer.from('23208bf3', 'hex'), other), 'not-utf8 1:1');
});

test('a NUL, and where', () => {
  assert.equal(wrong('1a\n2b\0', text), 'nul 2:3');
  assert.equal(wrong('serial\r\n\0', { ...csv, encoding: 'shift_jis' }), 'nul 2:1');
});

test('an HTML page in place of a list, with a byte order mark, blank lines and in any case', () => {
  for (const page of [
    '<!doctype html>',
    '<!DOCTYPE HTML PUBLIC>',
    '<html>',
    '<HTML lang=ja>',
    '<head>',
    '<body>',
    '\ufeff<html>',
    '\ufeff \r\n\t<html>',
    `${' '.repeat(250)}<html>`,
  ]) {
    assert.equal(wrong(page, text), 'an HTML page 1:1', page);
  }
  for (const list of ['<p>', '<htmlx>', 'x<html>', '# <html>', '<', `${' '.repeat(256)}<html>`, '\ufeff\ufeff<html>']) {
    assert.notEqual(wrong(`${list}\n`, csv), 'an HTML page 1:1', list);
  }
});

test('the list says how it was written and what its octets hash to', () => {
  for (const [bytes, format] of [
    [json(), { kind: 'json' }],
    [Buffer.from('serial\r\n1a'), csv],
    [Buffer.from('1a'), text],
  ] as const) {
    const list = read(bytes, format);
    assert.equal(list.kind, format.kind);
    assert.equal(list.sha256, createHash('sha256').update(bytes).digest('hex'));
  }
});
