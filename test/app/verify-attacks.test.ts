import assert from 'node:assert/strict';
import { hash, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { stampFiles } from '../../src/app/stamp.ts';
import { type VerifyOptions, verifyFile } from '../../src/app/verify.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { authority } from '../core/forge.ts';
import { bench, now } from './lab.ts';

// Tokens of one provider, judged where the user has profiles of others as well: neither roots nor policies are one provider's own.

/** As if it were one of a standard. */
const shared = '1.3.6.1.4.1.99999.1.1';
const stranger = (await authority()).root.der;
const skip = new Set(['certificate-revocation'] as const);

const fingerprint = (der: Uint8Array) => hash('sha256', der, 'hex');

/** A token of the lab, and a way to verify it by profiles whose anchor is the lab's root (`own`) or another one. */
async function desk(t: TestContext) {
  const b = await bench(t);
  const [stamped] = await stampFiles(b.stamp({ aia: false }), b.ports);
  assert.equal(stamped?.result, 'stamped', JSON.stringify(stamped?.error));
  const folder = b.path('profiles');
  mkdirSync(folder);
  writeFileSync(b.path('stranger.der'), stranger);
  const list = { format: 'tst-revocation-list', version: 1, thisUpdate: new Date(now).toISOString(), entries: [] };
  writeFileSync(b.path('list.json'), JSON.stringify(list));
  const sha256 = {
    own: fingerprint(new X509Certificate(b.read('root.pem')).raw),
    other: fingerprint(stranger),
  };
  const anchor = (of: 'own' | 'other') =>
    `[[anchors]]\nfile = "../${of === 'own' ? 'root.pem' : 'stranger.der'}"\nsha256 = "${sha256[of]}"\n`;
  const profile = (name: string, text: string) => writeFileSync(join(folder, `${name}.toml`), `schema = 1\n${text}`);
  const verify = async (more: Partial<VerifyOptions> = {}) => {
    const options = { trust: [], skip, offline: true, profileFolder: { folder, scope: 'given' as const }, ...more };
    const { judgement, profile: by, notes } = await verifyFile(b.verify(options), b.ports);
    const { verdict, code } = judgement;
    return {
      short: code === null ? verdict : `${verdict} ${code}`,
      by: by?.name ?? null,
      notes: notes.map((note) => note.code),
    };
  };
  return { b, folder, anchor, profile, verify };
}

const service = (policy: string, more = '') => `[service]\nacceptPolicies = ["${policy}"]\n${more}`;
const list = '[tst-revocation]\nkind = "json"\nfile = "../list.json"\n';
const gone = '[tst-revocation]\nkind = "json"\nfile = "../gone.json"\n';

test('the list of a provider with the same policy clears no token of another one, whose own list is not to be had', async (t) => {
  const { anchor, profile, verify } = await desk(t);
  profile('a', service(shared) + anchor('other') + list);
  profile('b', service(shared) + anchor('own') + gone);
  assert.deepEqual(await verify(), { short: 'INDETERMINATE list-unreachable', by: 'b', notes: [] });
  profile('b', service(shared) + anchor('own') + list);
  assert.deepEqual(await verify(), { short: 'VALID', by: 'b', notes: [] });
});

test('nor does it where the user trusts that other one without any profile', async (t) => {
  const { b, anchor, profile, verify } = await desk(t);
  profile('a', service(shared) + anchor('other') + list);
  assert.deepEqual(await verify({ trust: [b.root] }), {
    short: 'INDETERMINATE list-out-of-scope',
    by: null,
    notes: [],
  });
});

test('the statement of one provider that it publishes nothing is none of another’s', async (t) => {
  const { anchor, profile, verify } = await desk(t);
  profile(
    'a',
    `${service(shared)}${anchor('other')}[tst-revocation]\nkind = "none-published"\nstatedOn = 2026-01-14\n`,
  );
  profile('b', service(shared) + anchor('own'));
  assert.deepEqual(await verify(), { short: 'INDETERMINATE list-out-of-scope', by: 'b', notes: [] });
});

test('where two profiles fit equally well and neither is chosen, the list of neither clears the token', async (t) => {
  const { anchor, profile, verify } = await desk(t);
  profile('a', service(shared) + anchor('own') + list);
  profile('b', service(shared) + anchor('own') + gone);
  assert.deepEqual(await verify(), { short: 'INDETERMINATE list-out-of-scope', by: null, notes: ['profiles-tied'] });
  assert.deepEqual(await verify({ profile: ['a', 'b'] }), await verify());
});

test('a token escapes the policies of the profile that trusts it neither by claiming another profile’s nor nobody’s', async (t) => {
  const { b, anchor, profile, verify } = await desk(t);
  const skipped = { skip: new Set(['certificate-revocation', 'tst-revocation'] as const) };
  profile('b', service('1.2.3') + anchor('own'));
  assert.deepEqual(await verify(skipped), { short: 'INVALID policy-not-accepted', by: 'b', notes: [] });
  for (const rules of [anchor('other'), '']) {
    profile('a', service(shared, 'allowNoncriticalEku = true\n') + rules);
    assert.deepEqual(await verify(skipped), { short: 'INVALID policy-not-accepted', by: 'b', notes: [] });
  }
  // Whoever trusts the root by itself trusts all that is under it.
  assert.deepEqual(await verify({ ...skipped, trust: [b.root] }), { short: 'VALID', by: 'a', notes: [] });
});

test('two profiles of one name are told apart by no list', async (t) => {
  const { b, folder, anchor, profile, verify } = await desk(t);
  profile('b', service(shared) + anchor('own') + gone);
  mkdirSync(b.path('more'));
  const other = join(b.path('more'), 'b.toml');
  writeFileSync(other, `schema = 1\n${service(shared)}${list}`);
  const isTwice = (error: unknown) => error instanceof TstError && error.code === 'profile-twice';
  await assert.rejects(verify({ profile: [join(folder, 'b.toml'), other] }), isTwice);
});
