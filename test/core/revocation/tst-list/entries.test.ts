import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isTsa, matches, nameSelector } from '../../../../src/core/revocation/tst-list/selectors.ts';
import { issue, name } from '../../x509/make-certificate.ts';
import { imprint, json, noon, otherTsu, policy, question, read, tsu } from './kit.ts';

const find = (entry: object, wish = {}) => read(json({ entries: [entry] })).entries.find(question(wish)) !== null;

test('an entry matches when every selector that it has matches', () => {
  const whole = {
    serial: '0x1a2b',
    tsuCertificate: { sha256: tsu.sha256 },
    tsaName: 'CN=TSU 1',
    policy,
    genTime: { from: '2030-06-01T12:00:00Z', to: '2030-06-01T12:00:00Z' },
    imprint: { algorithm: 'sha256', value: imprint.toString('hex') },
  };
  assert.ok(find(whole));
  for (const other of [
    { serial: '0x1a2c' },
    { tsuCertificate: { sha256: otherTsu.sha256 } },
    { tsaName: 'CN=TSU 2' },
    { policy: '1.2.3' },
    { genTime: { to: '2030-06-01T11:00:00Z' } },
    { imprint: { algorithm: 'sha256', value: '00'.repeat(32) } },
    { imprint: { algorithm: 'sha3-256', value: imprint.toString('hex') } },
  ]) {
    assert.ok(!find({ ...whole, ...other }), JSON.stringify(other));
    const [[key]] = Object.entries(other) as [[keyof typeof whole, unknown]];
    assert.ok(find({ [key]: whole[key] }), `${key} alone`);
    assert.ok(!find(other), `${key} of another alone`);
  }
});

test('a range of time matches where genTime ± accuracy touches it, to the microsecond', () => {
  const second = (from: string, to: string) => ({ genTime: { from, to } });
  assert.ok(find(second('2030-06-01T12:00:01Z', '2030-06-01T13:00:00Z')));
  assert.ok(!find(second('2030-06-01T12:00:01.000001Z', '2030-06-01T13:00:00Z')));
  assert.ok(find(second('2030-06-01T11:00:00Z', '2030-06-01T11:59:59.000000Z')));
  assert.ok(find(second('2030-06-01T11:00:00Z', '2030-06-01T11:59:58Z'), { accuracyMicros: 1_000_001 }));
  assert.ok(!find(second('2030-06-01T11:00:00Z', '2030-06-01T11:59:58Z')), 'its last second ends a microsecond before');
  assert.ok(find({ genTime: { from: '2030-06-01T12:00:00Z' } }, { genTime: Date.parse('9999-12-31T23:59:59Z') }));
  assert.ok(find({ genTime: { to: '9999-12-31T23:59:59Z' } }, { genTime: Date.parse('1900-01-01T00:00:00Z') }));
});

test('names: in any order and writing, by OpenSSL’s old form, by a common name alone', () => {
  const subject = name(['2.5.4.6', 'JP'], ['2.5.4.10', 'Provider, Inc.'], ['2.5.4.3', 'TSU  One']);
  const signer = issue({ subject, issuer: 'Provider CA', key: 'x', signer: 'Provider CA' });
  const is = (text: string) => isTsa(nameSelector(text)!, question({ signer }));
  for (const text of [
    'CN=TSU One, O=Provider\\, Inc., C=JP',
    'c=jp,o="provider, inc.",cn=tsu one',
    'C=JP; O=Provider\\2C Inc.; CN=TSU One',
    '/C=JP/O=Provider, Inc./CN=TSU One',
    '2.5.4.3=TSU One, OID.2.5.4.10=Provider\\, Inc., C=JP',
    'TSU One',
    'tsu one',
  ]) {
    assert.ok(is(text), text);
  }
  for (const text of ['CN=TSU One', 'CN=TSU One, C=JP', 'TSU', 'Provider', 'CN=TSU One, O=Provider\\, Inc., C=US']) {
    assert.ok(!is(text), text);
  }
  for (const text of ['', '  ', 'x=y', 'CN=', 'CN="open', 'CN=a,', 'CN=#0c0161', 'CN=\\', `CN=${'x'.repeat(5_000)}`]) {
    assert.equal(nameSelector(text), null, text);
  }
});

test('a common name of whatever characters selects its authority, or is refused: none is silently nobody’s', () => {
  const odd = ['#1 TSA', 'TSA <1>', 'TSA; "1"+1', 'TSA\\1', 'a/b', 'TSA > 1'];
  for (const text of odd) {
    const signer = issue({ subject: name(['2.5.4.3', text]), issuer: 'Provider CA', key: 'x', signer: 'Provider CA' });
    assert.ok(isTsa(nameSelector(text)!, question({ signer })), text);
  }
  for (const text of ['x'.repeat(5_000), '\ud800']) assert.equal(nameSelector(text), null, text.slice(0, 8));
});

test('what couldn’t be read of a token matches no selector', () => {
  const nothing = { serial: null, genTime: null, signer: null };
  for (const entry of [
    { serial: '0x0' },
    { serialRange: { from: 0, to: '0xffff' } },
    { genTime: { from: '1970-01-01T00:00:00Z' } },
  ]) {
    assert.ok(!find(entry, nothing), JSON.stringify(entry));
  }
  assert.ok(find({ policy }, nothing));
});

test('the index finds what looking at every entry would', () => {
  const serial = fc.integer({ min: -20, max: 300 });
  const hex = (n: number) => `${n < 0 ? '-' : ''}0x${Math.abs(n).toString(16)}`;
  const time = fc.integer({ min: -5, max: 5 }).map((s) => new Date(noon + s * 1_000).toISOString());
  const narrowing = fc.record(
    {
      policy: fc.constantFrom(policy, '1.2.3'),
      tsuCertificate: fc.constantFrom({ sha256: tsu.sha256 }, { sha256: otherTsu.sha256 }),
    },
    { requiredKeys: [] },
  );
  const range = fc
    .tuple(serial, serial)
    .map(([a, b]) => ({ serialRange: { from: hex(Math.min(a, b)), to: hex(Math.max(a, b)) } }));
  const times = fc.tuple(time, time).map(([a, b]) => ({ genTime: a < b ? { from: a, to: b } : { from: b, to: a } }));
  const entry = fc
    .tuple(
      fc.oneof(
        serial.map((n) => ({ serial: hex(n) })),
        range,
        times,
      ),
      narrowing,
    )
    .map(([a, b]) => ({ ...a, ...b }));
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 40 }),
      serial,
      fc.integer({ min: -4_000, max: 4_000 }),
      (entries, n, ms) => {
        const list = read(json({ entries })).entries;
        const token = question({ serial: BigInt(n), genTime: noon + ms });
        const found = list.find(token);
        assert.ok(found !== 'limit');
        assert.equal(
          found !== null,
          Array.from(list).some((one) => matches(one, token)),
        );
        assert.ok(found === null || matches(found, token));
      },
    ),
    { seed: 3161, numRuns: 1_500 },
  );
});

test('a later list has forgotten an entry where it lists less than that', () => {
  const forgets = (before: readonly object[], after: readonly object[]) =>
    read(json({ entries: before })).entries.missingFrom(read(json({ entries: after })).entries) !== null;
  const one = { serial: '0x10' };
  assert.ok(!forgets([one, one], [{ serial: '0x20' }, { ...one, reason: 'said since' }]));
  assert.ok(!forgets([one], [{ serialRange: { from: '0x0', to: '0xff' } }]), 'part of a range by now');
  assert.ok(!forgets([{ ...one, policy }], [one]), 'listed more widely');
  assert.ok(forgets([one], [{ ...one, policy }]), 'listed more narrowly');
  assert.ok(forgets([one], []));
  assert.ok(forgets([{ serialRange: { from: 1, to: 9 } }], [{ serialRange: { from: 1, to: 8 } }]));
  assert.ok(forgets([{ genTime: { from: '2030-06-01T12:00:00Z' } }], [{ genTime: { from: '2030-06-01T12:00:01Z' } }]));
  assert.ok(!forgets([{ genTime: { from: '2030-06-01T12:00:00Z' } }], [{ genTime: { from: '2030-06-01T11:00:00Z' } }]));
  assert.ok(!forgets([{ tsaName: 'CN=TSU 1, C=JP' }], [{ tsaName: '/C=jp/CN=tsu 1' }]));
  assert.ok(forgets([{ tsuCertificate: { sha256: tsu.sha256 } }], [{ policy: '1.2.3' }]));
});
