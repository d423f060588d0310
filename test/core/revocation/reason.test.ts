import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { allReasons, decodeReasonFlags, reasonText } from '../../../src/core/revocation/reason.ts';
import { tlv } from './kit.ts';

test('RFC 5280 §5.3.1: every reason by its name, and those without one by their number', () => {
  const names = Array.from({ length: 12 }, (_, reason) => reasonText(reason));
  assert.deepEqual(names, [
    'unspecified',
    'keyCompromise',
    'cACompromise',
    'affiliationChanged',
    'superseded',
    'cessationOfOperation',
    'certificateHold',
    'reason 7',
    'removeFromCRL',
    'privilegeWithdrawn',
    'aACompromise',
    'reason 11',
  ]);
  assert.equal(reasonText(null), 'no reason given');
});

const flags = (...content: readonly number[]) =>
  decodeReasonFlags(new Cursor(tlv(0x83, Uint8Array.from(content))), 0x83, 'onlySomeReasons');

test('RFC 5280 §4.2.1.13: each bit of ReasonFlags is one reason, over two octets; bit 0 is unused', () => {
  for (let bit = 1; bit <= 8; bit++) {
    const octets = [0, 0];
    octets[bit >> 3]! |= 0x80 >> (bit & 7);
    assert.equal(flags(7, ...octets), 1 << bit, `bit ${bit}`);
  }
  assert.equal(flags(0, 0x80), 0);
  assert.equal(flags(0, 0xff), 0b1111_1110, 'aACompromise is not there');
  assert.equal(flags(7, 0xff, 0x80), allReasons);
  assert.equal(flags(0, 0x7f, 0xff, 0xff), allReasons, 'bits that nobody knows');
  assert.equal(flags(0), 0);
});

test('ReasonFlags of more than eight octets are none', () => {
  assert.equal(flags(0, ...Array(8).fill(0xff)), allReasons);
  assert.throws(() => flags(0, ...Array(9).fill(0xff)), { message: 'onlySomeReasons is too long at byte 0' });
});
