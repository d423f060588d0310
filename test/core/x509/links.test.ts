import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LimitError } from '../../../src/core/der/errors.ts';
import { Links } from '../../../src/core/x509/links.ts';
import { publicKeyOf } from '../../../src/core/x509/signature.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { issue, issueCa } from './make-certificate.ts';

const key = publicKeyOf(issueCa({ subject: 'CA', issuer: 'CA' }));
/** Keys that signed nothing. */
const crowd = Array.from({ length: 64 }, (_, index) =>
  publicKeyOf(issueCa({ subject: `Other ${index}`, issuer: 'CA', signer: null })),
);
for (const one of crowd) one.handle();
const leafOf = () => issue({ subject: 'TSA', issuer: 'CA' });
const links = (signatureWork?: number) =>
  new Links(new WorkBudget(signatureWork === undefined ? {} : { signatureWork }));

test('a link is paid for by the key and by the octets that are signed, once per pair and budget', () => {
  const leaf = leafOf();
  const cost = key.cost + leaf.tbs.length / 16_384;
  const enough = links(cost);
  assert.equal(enough.check(leaf, key).status, 'valid');
  assert.equal(enough.check(leaf, key).status, 'valid');
  assert.throws(() => enough.check(leafOf(), key), LimitError);
  // What an earlier call found out costs a later one the same.
  assert.throws(() => links(cost - 0.001).check(leaf, key), LimitError);
});

for (const others of [0, 63, 64]) {
  test(`a result is remembered with the certificate, for 64 keys of those that were tried: after ${others}`, () => {
    const leaf = leafOf();
    const first = links();
    for (const other of crowd.slice(0, others)) assert.equal(first.check(leaf, other).status, 'invalid');
    assert.equal(first.check(leaf, key).status, 'valid');
    // Only whoever checks anew sees that the octets were changed since.
    leaf.signature[0]! ^= 1;
    assert.equal(first.check(leaf, key).status, 'valid');
    assert.equal(links().check(leaf, key).status, others < 64 ? 'valid' : 'invalid');
    assert.equal(links().check(leaf, crowd[0]!).status, 'invalid');
  });
}
