import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accreditedAt } from '../../../src/app/profile/accreditation.ts';
import { chooseProfile, type TokenSigns } from '../../../src/app/profile/choose-profile.ts';
import { scopeOf } from '../../../src/app/profile/list-scope.ts';
import type { Profile } from '../../../src/app/profile/profile.ts';
import { nameFromText } from '../../../src/core/der/name-text.ts';
import { good, pin } from './kit.ts';

const [root, otherRoot, tsu] = [pin('a'), pin('b'), pin('c')];
const token: TokenSigns = {
  tsaCertificate: tsu,
  anchor: root,
  tsaName: nameFromText('CN=TSU 1, O=A'),
  policy: '1.2.3',
  genTime: Date.parse('2026-06-01T00:00:00Z'),
};

/** A profile of this name. */
async function profile(name: string, text: string): Promise<Profile> {
  return await good(`schema = 1\n${text}`, `/profiles/${name}.toml`);
}

const byAnchor = (sha256 = root, more = '') => `[[anchors]]\nfile = "a"\nsha256 = "${sha256}"\n${more}`;
const byPolicy = '[match]\npolicies = ["1.2.3"]';
const byName = '[match]\ntsaNames = ["cn=TSU  1,o=A"]';
const byCertificate = `[match]\ncertificates = ["${tsu}"]`;

test('the most specific sign decides: TSA certificate, anchor, TSA name, policy', async () => {
  const all = [
    await profile('d-policy', byPolicy),
    await profile('c-name', byName),
    await profile('b-anchor', byAnchor()),
    await profile('a-certificate', byCertificate),
  ];
  for (let i = all.length - 1; i >= 0; i--) {
    const chosen = chooseProfile(all.slice(0, i + 1), token);
    assert.equal(chosen.profile?.name, all[i]!.name);
    assert.deepEqual(chosen.tied, []);
  }
  assert.deepEqual(chooseProfile(all, token).by, ['tsaCertificate']);
});

test('of two providers under one root, the one whose policy the token has', async () => {
  const seiko = await profile('seiko', `${byAnchor()}\n${byPolicy}`);
  const globalsign = await profile('globalsign', `${byAnchor()}\n[match]\npolicies = ["1.2.9"]`);
  const chosen = chooseProfile([globalsign, seiko], token);
  assert.equal(chosen.profile?.name, 'seiko');
  assert.deepEqual(chosen.by, ['anchor', 'policy']);
});

test('a profile that accepts other policies only is passed over, unless it names the certificate', async () => {
  const accepts = '[service]\nacceptPolicies = ["1.2.9"]';
  const other = await profile('other', byAnchor(root, accepts));
  assert.equal(chooseProfile([other], token, true).profile, null);
  const named = await profile('named', `${accepts}\n${byCertificate}`);
  assert.equal(chooseProfile([other, named], token).profile?.name, 'named');
});

test('a profile whose anchor has lapsed by the token’s genTime is for no token under it, and its policies stay in force', async () => {
  const lapsed = await profile('lapsed', byAnchor(root, 'validUntil = 2020-01-01\n'));
  const policies = '[service]\nacceptPolicies = ["1.2.999"]';
  const other = await profile('other', byAnchor(root, policies));
  assert.equal(chooseProfile([lapsed], token).profile, null);
  assert.equal(chooseProfile([lapsed, other], token).profile?.name, 'other', 'whose rule refuses the policy');
  const named = await profile('named', `${byAnchor(root, 'validUntil = 2020-01-01\n')}${byCertificate}`);
  assert.equal(chooseProfile([named, other], token).profile?.name, 'other', 'though it names the certificate');
  const before = { ...token, genTime: Date.parse('2019-06-01T00:00:00Z') };
  assert.equal(chooseProfile([lapsed, other], before).profile?.name, 'lapsed');
});

test('a tie of profiles that would not judge alike chooses none, and tells them', async () => {
  const list = (url: string) => byAnchor(root, `[tst-revocation]\nkind = "json"\nurl = "${url}"`);
  const [b, a] = [await profile('b', list('https://b.example/')), await profile('a', list('https://a.example/'))];
  const chosen = chooseProfile([b, a], token);
  assert.equal(chosen.profile, null);
  assert.deepEqual(
    chosen.tied.map(({ name }) => name),
    ['a', 'b'],
  );
});

test('a tie of profiles that judge alike is the first by name, whatever their order, with the others told', async () => {
  const [b, a] = [await profile('b', byAnchor()), await profile('a', byAnchor())];
  for (const profiles of [
    [a, b],
    [b, a],
  ]) {
    const chosen = chooseProfile(profiles, token);
    assert.equal(chosen.profile?.name, 'a');
    assert.deepEqual(
      chosen.tied.map(({ name }) => name),
      ['b'],
    );
  }
});

test('what a token does not show fits nothing', async () => {
  const all = [await profile('a', byCertificate), await profile('b', byAnchor()), await profile('c', byPolicy)];
  const unknown = { tsaCertificate: null, anchor: null, tsaName: null, policy: null, genTime: null };
  assert.deepEqual(chooseProfile(all, unknown), { profile: null, by: [], tied: [] });
  assert.equal(chooseProfile(all, { ...unknown, anchor: otherRoot }).profile, null);
  assert.equal(chooseProfile([], token).profile, null);
});

test('a list is about the tokens that its profile names, and about all where it names none', async () => {
  assert.equal(scopeOf(await profile('a', byAnchor())), null);
  const named = scopeOf(await profile('a', `[service]\nacceptPolicies = ["1.2.4", "1.2.3"]\n${byPolicy}`));
  assert.deepEqual(named, { tsuCertificates: [], tsaNames: [], policies: ['1.2.4', '1.2.3'] });
  assert.deepEqual(scopeOf(await profile('a', byCertificate))?.tsuCertificates, [tsu]);
  assert.equal(scopeOf(await profile('a', byName))?.tsaNames.length, 1);
});

test('accreditation is known from its first day to its last, in the zone of the profile', async () => {
  const text = (dates: string) => `timeZone = "Asia/Tokyo"\n${byAnchor(root, dates)}`;
  const at = (profileText: Profile, time: string, anchor = root) => accreditedAt(profileText, anchor, Date.parse(time));
  const both = await profile('a', text('accreditedFrom = 2023-04-01\naccreditedUntil = 2025-03-31'));
  assert.equal(at(both, '2023-03-31T14:59:59.999Z'), 'no');
  assert.equal(at(both, '2023-03-31T15:00:00Z'), 'yes');
  assert.equal(at(both, '2025-03-31T14:59:59.999Z'), 'yes');
  assert.equal(at(both, '2025-03-31T15:00:00Z'), 'no');
  assert.equal(at(both, '2024-01-01T00:00:00Z', otherRoot), 'unknown');
  const open = await profile('a', text('accreditedFrom = 2023-04-01'));
  assert.equal(at(open, '2099-01-01T00:00:00Z'), 'yes');
  // An end alone does not say that it had begun.
  const ended = await profile('a', text('accreditedUntil = 2025-03-31'));
  assert.equal(at(ended, '2024-01-01T00:00:00Z'), 'unknown');
  assert.equal(at(ended, '2026-01-01T00:00:00Z'), 'no');
  assert.equal(at(await profile('a', text('')), '2024-01-01T00:00:00Z'), 'unknown');
});
