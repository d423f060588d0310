import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from '../../src/core/session.ts';
import { caseFile } from '../vectors/index.ts';

test('a certificate that a session keeps stays what it was where the next message is read into the same Buffer', () => {
  const pem = String(caseFile('root.pem'));
  const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
  const session = new Session();
  const memory = Buffer.from(der);
  session.certificate(memory);
  memory.fill(0);
  const kept = session.certificate(der);
  assert.deepEqual(Buffer.from(kept.bytes), der);
  assert.match(kept.subject.text, /CN=/);
});
