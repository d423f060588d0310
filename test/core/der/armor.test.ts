import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unarmor } from '../../../src/core/der/armor.ts';

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
