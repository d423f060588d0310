import assert from 'node:assert/strict';
import { test } from 'node:test';
import { organizationOf } from '../../../src/app/audit/authority.ts';

test('an authority is the organization of its signer, else the whole name', () => {
  assert.equal(organizationOf('CN=TSU 1, O=Provider, C=JP'), 'Provider');
  assert.equal(organizationOf('O=東京 Stamp'), '東京 Stamp');
  assert.equal(organizationOf('CN=TSU 1+O=Provider, C=JP'), 'Provider');
  assert.equal(organizationOf('CN=TSU 1, OU=Unit, C=JP'), 'CN=TSU 1, OU=Unit, C=JP');
  assert.equal(organizationOf('O=First, O=Second'), 'First');
  assert.equal(organizationOf(''), '');
});

test('what is escaped in a name is told plainly', () => {
  assert.equal(organizationOf('CN=x, O=Stamps\\, Inc. \\"A\\\\B\\" \\+1, C=JP'), 'Stamps, Inc. "A\\B" +1');
});

test('a common name that spells an organization is not counted as one', () => {
  assert.equal(organizationOf('CN=x\\, O=Trusted, O=Evil, C=JP'), 'Evil');
  assert.equal(organizationOf('CN=x\\+O=Trusted, O=Evil'), 'Evil');
  assert.equal(organizationOf('CN=O=Trusted, O=Evil'), 'Evil');
  assert.equal(organizationOf('CN=x\\\\, O=Real'), 'Real', 'a backslash that is one itself ends nothing');
  assert.equal(organizationOf('CN=x\\, O=Trusted, C=JP'), 'CN=x\\, O=Trusted, C=JP');
});

test('a name that a database would cut short is told otherwise', () => {
  assert.equal(organizationOf('O=Good\0Evil'), 'Good\ufffdEvil');
  assert.equal(organizationOf('CN=\0'), 'CN=\ufffd');
  assert.equal(organizationOf('O=\ud83d'), '\ufffd');
  assert.equal(organizationOf('O=line\nend'), 'line\nend');
});

test('a hostile name is read quickly', () => {
  const start = process.cpuUsage();
  for (const one of ['CN=x, ', 'CN=\\\\', '+', ', ', '\\', 'O', ', OO=']) organizationOf(one.repeat(50_000));
  assert.ok(process.cpuUsage(start).user < 5_000_000);
});
