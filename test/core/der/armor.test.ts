import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesIn, unarmor } from '../../../src/core/der/armor.ts';

const der = Buffer.from('3082000a' + '00ff'.repeat(60), 'hex');
const base64 = der.toString('base64');
const wrapped = base64.replace(/(.{64})/g, '$1\n');
const pem = `-----BEGIN TIMESTAMP TOKEN-----\n${wrapped}\n-----END TIMESTAMP TOKEN-----\n`;

test('DER, Base64 and PEM give the same octets, whatever the line ends', () => {
  for (const text of [
    base64,
    `${wrapped}\n`,
    pem,
    pem.replaceAll('\n', '\r\n'),
    `text before\n${pem}`,
    `\uFEFF${pem}`,
  ]) {
    assert.deepEqual(Buffer.from(unarmor(Buffer.from(text))!), der);
  }
  assert.equal(unarmor(der), der);
});

test('text that is neither is null: HTML, half a PEM block, two blocks, something after the block', () => {
  const broken = ['<html><body>no</body></html>', '-----BEGIN X-----\nAAAA\n', pem + pem, `${pem}trailing`, '', 'ü'];
  for (const text of broken) assert.equal(unarmor(Buffer.from(text)), null, text.slice(0, 40));
});

test('a megabyte of hostile text takes no noticeable time', () => {
  const lines = '-----BEGIN A-----\n'.repeat(50_000);
  assert.equal(unarmor(Buffer.from(lines)), null);
  assert.equal(unarmor(Buffer.from(`${'\n '.repeat(400_000)}-----BEGIN`)), null);
});

const all = (text: string | Uint8Array) =>
  [...messagesIn(Buffer.from(text))].map(({ label, bytes }) => [label, Buffer.from(bytes).toString('hex')]);
const block = (label: string, hex: string) =>
  `-----BEGIN ${label}-----\n${Buffer.from(hex, 'hex').toString('base64')}\n-----END ${label}-----\n`;

test('several PEM blocks are several messages, in order and with their labels, whatever stands between (RFC 7468 §2)', () => {
  const text = `\uFEFFsubject: x\n${block('A', '3000')}--\n-----\n${block('B C', '3001aa')}${block('A', '3000')}the end`;
  const expected = [
    ['A', '3000'],
    ['B C', '3001aa'],
    ['A', '3000'],
  ];
  assert.deepEqual(all(text), expected);
  assert.deepEqual(all(text.replaceAll('\n', '\r\n')), expected);
});

test('DER and Base64 are one message without a label; DER is DER, also where PEM stands inside', () => {
  assert.deepEqual(all(der), [[null, der.toString('hex')]]);
  assert.deepEqual(all(base64), [[null, der.toString('hex')]]);
  const inside = Buffer.concat([Buffer.from('3081ff', 'hex'), Buffer.from(block('A', '3000'))]);
  assert.deepEqual(all(inside), [[null, inside.toString('hex')]]);
  assert.deepEqual(all('<html>'), []);
  assert.deepEqual(all(''), []);
});

test('a block that does not end, ends under another label, is empty or no Base64 is passed over, and hides no other', () => {
  const good = block('A', '3000');
  for (const bad of [
    '-----BEGIN A-----\nMAA=\n',
    '-----BEGIN A-----\nMAA=\n-----END B-----\n',
    '-----BEGIN A-----\n-----END A-----\n',
    '-----BEGIN A-----\nM*A=\n-----END A-----\n',
    `-----BEGIN ${'A'.repeat(65)}-----\nMAA=\n-----END ${'A'.repeat(65)}-----\n`,
    '-----BEGIN A\n',
    '-----BEGIN ',
  ]) {
    assert.deepEqual(all(bad + good), [['A', '3000']], bad);
    assert.deepEqual(all(good + bad), [['A', '3000']], bad);
  }
});

test('megabytes of openings, dashes and labels without an end end', () => {
  for (const text of [
    '-----BEGIN A-----',
    '-----BEGIN ',
    '-',
    '-----BEGIN A-----\n-----END B-----\n',
    '-----END A-----',
  ]) {
    assert.deepEqual(all(text.repeat(200_000)), []);
  }
});
