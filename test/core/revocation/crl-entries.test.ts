import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrlEntries } from '../../../src/core/revocation/crl-entries.ts';
import { day, directory, type EntryWish, extension, integer, noon, reasonCode, sequence, time, tlv } from './kit.ts';

const utc = (text: string) => tlv(0x17, Buffer.from(text));
/** An entry of twenty octets, the shortest there is; its date counts the seconds of an hour. */
const entry = (serial: number, second = 0) =>
  sequence(tlv(0x02, Uint8Array.of(serial)), utc(`3006011200${String(second).padStart(2, '0')}Z`));
const read = (entries: readonly Uint8Array[], version: 1 | 2 = 2) => {
  const bytes = Buffer.concat([Uint8Array.of(0xff, 0xff), ...entries, Uint8Array.of(0xff)]);
  return CrlEntries.read(bytes, 2, bytes.length - 1, version);
};
const find = (entries: CrlEntries, ...serial: readonly number[]) => [...entries.find(Uint8Array.from(serial))];

test('lists of any length around those of the table: each serial is found once, and no other', () => {
  for (const count of [0, 1, 7, 8, 9, 15, 16, 17, 24, 25, 26, 31, 32, 33, 50, 51]) {
    const entries = read(Array.from({ length: count }, (_, i) => entry(i, i)));
    assert.equal(entries.count, count);
    for (let i = 0; i < 60; i++) {
      const found = find(entries, i).map(({ revocationDate }) => revocationDate);
      assert.deepEqual(found, i < count ? [noon + i * 1000] : [], `${i} of ${count}`);
    }
  }
  assert.deepEqual(find(CrlEntries.none(), 1), []);
  assert.equal(CrlEntries.none().count, 0);
  assert.equal(CrlEntries.none().unknownCritical, null);
});

test('many serials, some of which begin with others: each is found, and no other in its place', () => {
  const all = Array.from({ length: 1_200 }, (_, i) => (i < 120 ? [i] : [1 + (i % 119), 1 + ((i / 119) | 0)]));
  const entries = read(
    all.map((serial, i) =>
      sequence(tlv(0x02, Uint8Array.from(serial)), utc(`3006011200${String(i % 60).padStart(2, '0')}Z`)),
    ),
  );
  for (const [i, serial] of all.entries()) {
    const found = find(entries, ...serial).map(({ revocationDate }) => revocationDate);
    assert.deepEqual(found, [noon + (i % 60) * 1000], `${serial}`);
  }
});

test('a serial that repeats, among others that do as well: every entry of it, the last of the list first', () => {
  const serials = [1, 2, 1, 3, 2, 1, 0, 3, 1];
  const entries = read(serials.map((serial, i) => entry(serial, i)));
  for (const serial of [0, 1, 2, 3]) {
    const expected = serials.flatMap((one, i) => (one === serial ? [noon + i * 1000] : [])).toReversed();
    assert.deepEqual(
      find(entries, serial).map(({ revocationDate }) => revocationDate),
      expected,
      `${serial}`,
    );
  }
});

test('serials are one INTEGER in however many octets, in the list and in the question', () => {
  const padded = sequence(tlv(0x02, Uint8Array.of(0, 0, 7)), time(noon));
  const negative = sequence(tlv(0x02, Uint8Array.of(0xff, 0xff, 0x80)), time(noon));
  const long = sequence(tlv(0x02, Buffer.alloc(200, 0x11)), time(noon));
  const entries = read([padded, negative, long, entry(9)]);
  for (const serial of [[7], [0, 7], [0, 0, 0, 7], [0x80], [0xff, 0x80], Array(200).fill(0x11), [9]]) {
    assert.equal(find(entries, ...serial).length, 1, `${serial.slice(0, 4)}`);
  }
  for (const serial of [
    [7, 0],
    [0x87],
    [0, 0x80],
    [0xff],
    Array(199).fill(0x11),
    [...Array(199).fill(0x11), 0x12],
    [],
  ]) {
    assert.equal(find(entries, ...serial).length, 0, `${serial.slice(0, 4)}`);
  }
});

const named = (serial: number, ...more: readonly Uint8Array[]) =>
  sequence(integer(serial), time(noon), ...(more.length > 0 ? [sequence(...more)] : []));
const issuerIs = (cn: string) => extension('2.5.29.29', sequence(directory(cn)), true);
const issuerOf = (entries: CrlEntries, serial: number) => {
  const [names] = find(entries, serial).map(({ certificateIssuer }) => certificateIssuer);
  const [first] = names ?? [];
  return first?.kind === 'directoryName' ? first.name.text : null;
};

test('RFC 5280 §5.3.3: an entry has the certificateIssuer of the nearest entry at or before it that names one', () => {
  for (const count of [0, 1, 2, 3, 4]) {
    const groups = Array.from({ length: count }, (_, i) => [
      named(20 + i * 3, reasonCode(1), issuerIs(`Issuer ${i}`)),
      named(21 + i * 3, reasonCode(1), extension('2.5.29.24', time(noon))),
      named(22 + i * 3),
    ]);
    const entries = read([named(10), named(11), ...groups.flat()]);
    assert.equal(issuerOf(entries, 10), null);
    assert.equal(issuerOf(entries, 11), null);
    for (let i = 0; i < count * 3; i++) {
      assert.equal(issuerOf(entries, 20 + i), `CN=Issuer ${Math.floor(i / 3)}`, `${i} of ${count}`);
    }
  }
});

test('each entry says its own reason and dates', () => {
  const wish: EntryWish = { serial: 5, reason: 4, invalidityDate: noon - day };
  const entries = read([
    named(4, reasonCode(1)),
    named(5, reasonCode(4), extension('2.5.29.24', time(noon - day))),
    named(6),
  ]);
  const own = { revocationDate: noon, certificateIssuer: null };
  assert.deepEqual(find(entries, 4), [{ ...own, reason: 1, invalidityDate: null }]);
  assert.deepEqual(find(entries, 5), [{ ...own, reason: wish.reason, invalidityDate: wish.invalidityDate }]);
  assert.deepEqual(find(entries, 6), [{ ...own, reason: null, invalidityDate: null }]);
});

test('the first critical entry extension that nobody knows is told, wherever its entry stands', () => {
  const unknown = (id: string) => extension(id, tlv(0x05), true);
  assert.equal(read([entry(1), named(2, unknown('1.2.3')), named(3, unknown('1.2.4'))]).unknownCritical, '1.2.3');
  assert.equal(read([named(2, reasonCode(1)), named(3, reasonCode(2))]).unknownCritical, null);
});

test('RFC 5280 §5.1.2.1: entries of a version 1 list have no extensions', () => {
  const message = 'an entry of a version 1 CRL has extensions at byte 44';
  assert.throws(() => read([entry(1), named(2, reasonCode(1))], 1), { message });
  assert.throws(() => read([entry(1), named(2, reasonCode(1), extension('1.2.3', tlv(0x05)))], 1), { message });
  assert.equal(read([entry(1), named(2)], 1).count, 2);
});

test('an entry that reaches beyond the list is cut off', () => {
  const bytes = Buffer.concat([entry(1), entry(2)]);
  assert.equal(CrlEntries.read(bytes, 0, 40, 2).count, 2);
  assert.equal(CrlEntries.read(bytes, 20, 40, 2).count, 1);
  for (const end of [39, 21]) {
    assert.throws(() => CrlEntries.read(bytes, 0, end, 2), { message: 'revokedCertificate is cut off at byte 20' });
  }
});
