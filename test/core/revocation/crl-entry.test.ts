import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError } from '../../../src/core/der/errors.ts';
import { Tag } from '../../../src/core/der/tags.ts';
import {
  checkEntry,
  decodeEntryExtensions,
  decodeEntryTime,
  isReasonAlone,
} from '../../../src/core/revocation/crl-entry.ts';
import { directory, extension, noon, oid, reasonCode, sequence, time, tlv } from './kit.ts';

const utc = (text: string) => tlv(0x17, Buffer.from(text));
const serial = tlv(0x02, Uint8Array.of(5));
const plain = sequence(serial, utc('300601120000Z'));
const reasoned = sequence(serial, utc('300601120000Z'), sequence(reasonCode(1)));

/** What is said of an entry at an offset: where its extensions begin, or what is wrong. */
function outcome(read: () => number): string | number {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return error.message;
    throw error;
  }
}

/** An entry read by the cursor alone, as X.690 has it. */
function slowly(bytes: Uint8Array, at: number, limit: number): number {
  const entry = new Cursor(bytes, at, limit).sequence('revokedCertificate');
  const empty = entry.content(Tag.INTEGER, 'userCertificate').length === 0;
  if (empty) throw new DerError('userCertificate is an empty INTEGER', at);
  decodeEntryTime(entry, 'revocationDate');
  return entry.atEnd ? 0 : entry.position;
}

/** Both ways agree on these octets, between others of a list. */
function agree(entry: Uint8Array, what: string): string | number {
  const bytes = Buffer.concat([Uint8Array.of(0x30, 0x30, 0x30), entry, plain]);
  const said = outcome(() => checkEntry(bytes, 3, 3 + entry.length));
  assert.equal(
    said,
    outcome(() => slowly(bytes, 3, 3 + entry.length)),
    what,
  );
  return said;
}

test('an entry of the most usual form: where its extensions begin, and 0 where it has none', () => {
  assert.equal(agree(plain, 'plain'), 0);
  assert.equal(agree(reasoned, 'with a reason'), 3 + plain.length);
  const serialOf = (length: number) => tlv(0x02, Buffer.alloc(length, 1));
  const long = (length: number) => sequence(serialOf(length), utc('300601120000Z'), sequence(reasonCode(1)));
  assert.equal(agree(long(96), 'of 127 octets'), 3 + 2 + 98 + 15);
  assert.equal(agree(long(97), 'of 128 octets'), 3 + 3 + 99 + 15);
  assert.equal(agree(sequence(serialOf(127), utc('300601120000Z')), 'a serial of 127 octets'), 0);
  assert.equal(agree(sequence(serialOf(128), utc('300601120000Z')), 'a serial of 128 octets'), 0);
  assert.equal(agree(sequence(serial, time(noon)), 'with a GeneralizedTime'), 0);
  assert.equal(agree(sequence(serial, utc('300601120000Z'), tlv(0x05)), 'with something else'), 3 + plain.length);
});

test('any octet of an entry changed: what is said of it is what the cursor says', () => {
  for (const entry of [plain, reasoned]) {
    for (let place = 0; place < 20; place++) {
      const own = entry[place]!;
      for (const octet of [0, 1, 2, 13, 0x17, 0x18, 0x2f, 0x30, 0x39, 0x3a, 0x5a, 0x7f, 0x80, 0xff, own - 1, own + 1]) {
        const changed = Uint8Array.from(entry);
        changed[place] = octet;
        agree(changed, `octet ${place} is ${octet}`);
      }
    }
  }
});

test('lengths that are not in the fewest octets, with everything else in its place', () => {
  const padding = Buffer.concat([Uint8Array.of(0x30), Buffer.alloc(300)]);
  for (const octet of [0x80, 0x81, 0x82, 0xff]) {
    const entry = Buffer.concat([Uint8Array.of(0x30, octet), plain.subarray(2), padding]);
    assert.match(String(agree(entry, `${octet}`)), /^revokedCertificate /);
    const inner = Buffer.concat([Uint8Array.of(0x30, 0x7f, 0x02, octet), plain.subarray(4), padding]);
    agree(inner, `serial ${octet}`);
  }
});

test('RFC 5280 §5.1.2.6: a revocationDate that is no time is none, up to the last second of the day', () => {
  const said = (date: string) => agree(sequence(serial, utc(date)), date);
  const wrong = 'revocationDate is no time at byte 8';
  for (const date of [
    '300101000000Z',
    '301228235959Z',
    '300131000000Z',
    '320229000000Z',
    '990101000000Z',
    '301231235960Z',
  ]) {
    assert.equal(said(date), 0, date);
  }
  for (const date of ['300001000000Z', '301301000000Z', '300100000000Z', '300132000000Z', '300229000000Z']) {
    assert.equal(said(date), wrong, date);
  }
  for (const date of [
    '300101240000Z',
    '300101006000Z',
    '300101000061Z',
    '300101000000z',
    '30010100000Z',
    '3001010000000Z',
  ]) {
    assert.equal(said(date), wrong, date);
  }
  for (let place = 0; place < 12; place++) {
    for (const letter of '/:') {
      const date = [...'301111111111Z'].with(place, letter).join('');
      assert.equal(said(date), wrong, date);
    }
  }
});

test('an entry, its serial or its date cut off, and an empty serial', () => {
  const bytes = Buffer.concat([plain, plain]);
  for (let limit = 1; limit < plain.length; limit++) {
    assert.equal(
      outcome(() => checkEntry(bytes, 0, limit)),
      'revokedCertificate is cut off at byte 0',
      `${limit}`,
    );
  }
  assert.equal(
    agree(sequence(tlv(0x02), utc('300601120000Z')), 'empty'),
    'userCertificate is an empty INTEGER at byte 3',
  );
  assert.equal(agree(sequence(serial), 'no date'), 'revocationDate is missing at byte 8');
  const short = Uint8Array.from(plain);
  short[1]! -= 1;
  assert.equal(agree(short.subarray(0, -1), 'a date beyond its entry'), 'revocationDate is cut off at byte 8');
});

const decode = (...all: readonly Uint8Array[]) => decodeEntryExtensions(new Cursor(sequence(...all)));
const nothing = { reason: null, invalidityDate: null, certificateIssuer: null, unknownCritical: null };

test('RFC 5280 §5.3: each entry extension by itself, critical or not', () => {
  assert.deepEqual(decode(reasonCode(4)), { ...nothing, reason: 4 });
  assert.deepEqual(decode(extension('2.5.29.21', tlv(0x0a, Uint8Array.of(4)), true)), { ...nothing, reason: 4 });
  assert.deepEqual(decode(extension('2.5.29.24', time(noon), true)), { ...nothing, invalidityDate: noon });
  assert.deepEqual(decode(extension('2.5.29.23', oid('1.2.3'), true)), nothing, 'holdInstructionCode');
  assert.deepEqual(decode(extension('1.2.3.4', tlv(0x05))), nothing);
  assert.deepEqual(decode(extension('1.2.3.4', tlv(0x05), true)), { ...nothing, unknownCritical: '1.2.3.4' });
  const two = [extension('1.2.3.4', tlv(0x05), true), extension('1.2.3.5', tlv(0x05), true)];
  assert.equal(decode(...two).unknownCritical, '1.2.3.4', 'the first of them');
  const named = decode(extension('2.5.29.29', sequence(directory('CA'), directory('Other')), true));
  assert.deepEqual(
    named.certificateIssuer?.map((one) => one.kind === 'directoryName' && one.name.text),
    ['CN=CA', 'CN=Other'],
  );
});

test('what is malformed in entry extensions is named', () => {
  const refused = (...all: readonly Uint8Array[]) => outcome(() => decode(...all) && 0);
  const after = (id: string, value: Uint8Array) => extension(id, Buffer.concat([value, tlv(0x05)]));
  assert.equal(refused(), 'crlEntryExtension is missing at byte 2');
  assert.equal(refused(reasonCode(1), reasonCode(1)), 'an entry extension is there twice at byte 16');
  assert.equal(refused(after('2.5.29.21', tlv(0x0a, Uint8Array.of(1)))), 'unexpected data after reasonCode at byte 14');
  assert.equal(refused(after('2.5.29.24', time(noon))), 'unexpected data after invalidityDate at byte 28');
  assert.equal(
    refused(after('2.5.29.29', sequence(directory('CA')))),
    'unexpected data after certificateIssuer at byte 30',
  );
  assert.equal(refused(extension('2.5.29.24', utc('300230000000Z'))), 'invalidityDate is no time at byte 11');
  assert.equal(
    refused(sequence(oid('1.2.3'), tlv(0x04), tlv(0x05))),
    'unexpected data after crlEntryExtension at byte 10',
  );
  assert.equal(
    outcome(() => decodeEntryExtensions(new Cursor(Buffer.concat([sequence(reasonCode(1)), tlv(0x05)]))) && 0),
    'unexpected data after revokedCertificate at byte 14',
  );
});

test('a reasonCode of one octet alone is told from everything that is longer, shorter or different', () => {
  const alone = sequence(reasonCode(9));
  const bytes = Buffer.concat([plain, alone, plain]);
  const [at, end] = [plain.length, plain.length + alone.length];
  assert.equal(isReasonAlone(bytes, at, end), true);
  assert.equal(isReasonAlone(bytes, at, end + 1), false);
  assert.equal(isReasonAlone(bytes, at, end - 1), false);
  for (let place = at; place < end - 1; place++) {
    const changed = Uint8Array.from(bytes);
    changed[place]! ^= 1;
    assert.equal(isReasonAlone(changed, at, end), false, `octet ${place - at}`);
  }
});
