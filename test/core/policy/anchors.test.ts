import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortTrust } from '../../../src/core/policy/anchors.ts';
import { aki, issueCa, oid, sequence, ski } from '../x509/make-certificate.ts';

const md2 = sequence(oid('1.2.840.113549.1.1.2'));

test('a root whose self-signature nothing here can check is an anchor all the same', () => {
  const root = issueCa({ subject: 'Old Root', issuer: 'Old Root', algorithm: md2, extensions: [ski('a'), aki('a')] });
  assert.equal(sortTrust([root], false).anchors.length, 1);
});

test('a self-issued certificate of another key is no anchor, whether its signature can be checked or not', () => {
  const rollover = { subject: 'Root', issuer: 'Root', signer: 'Root before', extensions: [ski('new'), aki('old')] };
  const all = [issueCa(rollover), issueCa({ ...rollover, algorithm: md2 })];
  const { anchors, candidates } = sortTrust(all, false);
  assert.deepEqual([anchors.length, candidates.length], [0, 2]);
});
