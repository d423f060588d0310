import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAlgorithmIdentifier } from '../../../src/core/der/algorithm-identifier.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError } from '../../../src/core/der/errors.ts';

const sha256 = '0609608648016503040201';

/** What is read of an AlgorithmIdentifier of SHA-256 with these parameters. */
function parametersOf(hex: string): 'absent' | 'null' | string {
  const content = Buffer.from(sha256 + hex, 'hex');
  const cursor = new Cursor(Buffer.concat([Buffer.of(0x30, content.length), content]));
  const { oid, parameters } = decodeAlgorithmIdentifier(cursor, 'hashAlgorithm');
  assert.equal(oid, '2.16.840.1.101.3.4.2.1');
  return typeof parameters === 'string' ? parameters : Buffer.from(parameters).toString('hex');
}

test('parameters are absent, NULL or any one value (RFC 5280 §4.1.1.2)', () => {
  assert.equal(parametersOf(''), 'absent');
  assert.equal(parametersOf('0500'), 'null');
  assert.equal(parametersOf('3000'), '3000');
});

test('a NULL with content is no parameter (X.690 §8.8.2)', () => {
  assert.throws(() => parametersOf('050360a70e'), DerError);
  assert.throws(() => parametersOf('058100'), DerError);
});

test('nothing follows the parameters', () => {
  assert.throws(() => parametersOf('05000500'), DerError);
});
