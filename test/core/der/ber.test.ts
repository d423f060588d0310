import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseBer } from '../../../src/core/der/ber.ts';
import { DerError } from '../../../src/core/der/errors.ts';
import { readToken } from '../../../src/core/tsp/token.ts';
import { caseFile } from '../../vectors/index.ts';

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const rewritten = (hex: string) => Buffer.from(normaliseBer(octets(hex), () => false)).toString('hex');

test('lengths in any form that fit become those of DER', () => {
  assert.equal(rewritten('30 81 05 04 81 02 aa bb'), '30040402aabb');
  assert.equal(rewritten('30 80 30 80 04 01 aa 00 00 00 00'), '300530030401aa');
  assert.equal(rewritten('30 81 07 30 80 04 01 aa 00 00'), '300530030401aa');
  assert.equal(rewritten('30 81 09 24 80 04 01 aa 00 00 05 00'), '30050401aa0500');
});

test('a value whose length ends inside of what is in it is refused, wherever it stands', () => {
  const wrong = ['30 81 03 04 81 02 aa bb', '30 80 a0 81 02 04 02 aa bb 00 00', 'a0 81 02 30 80 04 01 aa 00 00'];
  for (const hex of wrong) assert.throws(() => rewritten(hex), DerError, hex);
});

test('constructed numbers nested a hundred thousand deep are refused', () => {
  for (const tag of ['2280', '2480', 'a080']) {
    const deep = tag.repeat(100_000) + '0000'.repeat(100_000);
    assert.throws(() => rewritten(deep), DerError, tag);
    assert.throws(() => rewritten(`3080${deep}0000`), DerError, tag);
  }
});

test('a token whose eContent reaches beyond the tag around it is unreadable', async () => {
  const bytes = Uint8Array.from(caseFile('intermediate-from-user.tsr'));
  const at = Buffer.from(bytes).indexOf(Buffer.from('a081ca0481c7', 'hex'));
  assert.ok(at > 0);
  bytes[at + 2] = 0x07;
  await assert.rejects(readToken(bytes), { code: 'token-unreadable' });
});
