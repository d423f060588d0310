import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from '../../src/core/session.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { caseFile } from '../vectors/index.ts';

test('a certificate stays what it was where the next one is read into the same Buffer, kept by a session or not', () => {
  const pem = String(caseFile('root.pem'));
  const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
  const session = new Session();
  for (const read of [decodeCertificate, (bytes: Uint8Array) => session.certificate(bytes)]) {
    const memory = Buffer.from(der);
    const certificate = read(memory);
    memory.fill(0);
    assert.deepEqual(Buffer.from(certificate.bytes), der);
    assert.deepEqual(Buffer.from(certificate.spki.key), Buffer.from(decodeCertificate(der).spki.key));
  }
});
