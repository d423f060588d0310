import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { DerError, LimitError } from '../../../src/core/der/errors.ts';
import { limits } from '../../../src/core/der/limits.ts';
import { decodeCrl } from '../../../src/core/revocation/crl.ts';
import {
  crl,
  crlNumber,
  deltaOf,
  directory,
  encodeCrl,
  extension,
  flag,
  idp,
  integer,
  noon,
  oid,
  pointName,
  reasonFlags,
  sequence,
  time,
  tlv,
  uri,
} from './kit.ts';

const octets = (...all: readonly number[]) => Uint8Array.of(...all);

/** A list around these octets of revokedCertificates; its signature is none. */
function listOf(
  entries: readonly Uint8Array[],
  version: 1 | 2 = 2,
  extensions: readonly Uint8Array[] = [],
): Uint8Array {
  const algorithm = sequence(oid('1.3.101.112'));
  const tbs = sequence(
    ...(version === 2 ? [integer(1)] : []),
    algorithm,
    sequence(),
    time(noon),
    tlv(0x30, ...entries),
    ...(extensions.length > 0 ? [tlv(0xa0, sequence(...extensions))] : []),
  );
  return sequence(tbs, algorithm, tlv(0x03, octets(0, 1)));
}

const entry = (serial: Uint8Array, ...rest: readonly Uint8Array[]) => sequence(tlv(0x02, serial), time(noon), ...rest);
const good = entry(octets(5));

test('every field and extension of RFC 5280 §5.1 and §5.2', () => {
  const read = crl({
    number: 77,
    extensions: [
      extension('2.5.29.35', sequence(tlv(0x80, Buffer.from('key')))),
      deltaOf(70),
      idp(pointName(uri('http://crl.test/')), flag(1), reasonFlags(3, 1, 8), flag(4)),
      extension('2.5.29.46', sequence(sequence(pointName(uri('http://crl.test/delta'))))),
      extension('2.5.29.60', time(noon - 1000)),
      extension('2.5.29.18', sequence(directory('Alias'))),
    ],
  });
  assert.equal(read.version, 2);
  assert.equal(read.sha256, createHash('sha256').update(read.bytes).digest('hex'));
  assert.equal(read.issuer.text, 'CN=CA');
  assert.equal(read.thisUpdate, noon - 3_600_000);
  assert.equal(read.nextUpdate, noon + 86_400_000);
  assert.equal(read.crlNumber, 77n);
  assert.equal(read.baseCrlNumber, 70n);
  assert.deepEqual(Buffer.from(read.authorityKeyIdentifier!.keyIdentifier!).toString(), 'key');
  assert.equal(read.issuingDistributionPoint?.onlyContainsUserCerts, true);
  assert.equal(read.issuingDistributionPoint?.onlyContainsCaCerts, false);
  assert.equal(read.issuingDistributionPoint?.indirectCrl, true);
  assert.equal(read.issuingDistributionPoint?.onlySomeReasons, (1 << 1) | (1 << 8));
  assert.equal(read.freshestCrl.length, 1);
  assert.equal(read.expiredCertsOnCrl, noon - 1000);
  assert.equal(read.unknownCritical, null);
  assert.equal(read.entries.count, 0);
});

test('serials are compared as INTEGERs: negative, padded, long, zero, and one that starts like another', () => {
  const serials = [
    octets(0x80),
    octets(0),
    octets(0x7f),
    octets(0x00, 0x80),
    octets(0xff, 0x7f),
    octets(0x00, 0x00, 0x01, 0x02),
    Buffer.alloc(120, 0x55),
    Buffer.alloc(300, 0x55),
  ];
  const { entries } = decodeCrl(listOf(serials.map((serial) => entry(serial))));
  assert.equal(entries.count, serials.length);
  const found = (serial: Uint8Array) => [...entries.find(serial)].length;
  for (const serial of serials) assert.equal(found(serial), 1);
  assert.equal(found(octets(0x01, 0x02)), 1, 'listed with superfluous octets');
  assert.equal(found(octets(0x00, 0x7f)), 1, 'asked for with a superfluous octet');
  assert.equal(found(octets(0xff, 0x80)), 1);
  for (const serial of [octets(1), octets(0x01, 0x80), octets(0x7f, 0x7f), Buffer.alloc(119, 0x55), octets(0xff)]) {
    assert.equal(found(serial), 0, Buffer.from(serial).toString('hex').slice(0, 8));
  }
});

test('an index of many serials finds each of them and no other, also where serials repeat', () => {
  const serial = (i: number) => Buffer.from((0x10000000 + i * 7).toString(16), 'hex');
  const count = 5_000;
  const all = Array.from({ length: count }, (_, i) => entry(serial(i)));
  const repeated = Array.from({ length: 1_000 }, () => entry(octets(9)));
  const { entries } = decodeCrl(listOf([...all, ...repeated]));
  for (let i = 0; i < count; i++) assert.equal([...entries.find(serial(i))].length, 1);
  for (let i = 0; i < count; i++)
    assert.equal([...entries.find(Buffer.from((0x10000001 + i * 7).toString(16), 'hex'))].length, 0);
  assert.equal([...entries.find(octets(9))].length, 1_000);
});

test('entry extensions: reason, invalidityDate, holdInstructionCode; a reason that nobody knows is kept', () => {
  const details = sequence(
    extension('2.5.29.21', tlv(0x0a, octets(200))),
    extension('2.5.29.24', time(noon - 5_000)),
    extension('2.5.29.23', oid('2.2.840.10040.2.1'), true),
  );
  const { entries, unknownCritical } = decodeCrl(listOf([entry(octets(5), details), entry(octets(6))]));
  const [one] = entries.find(octets(5));
  assert.deepEqual(one, { revocationDate: noon, reason: -56, invalidityDate: noon - 5_000, certificateIssuer: null });
  assert.equal([...entries.find(octets(6))][0]?.reason, null);
  assert.equal(unknownCritical, null);
});

test('one malformed entry anywhere makes the whole list unreadable, never as if it were empty', () => {
  const reason = (value: Uint8Array) => sequence(extension('2.5.29.21', value));
  const bad: Readonly<Record<string, Uint8Array>> = {
    'no SEQUENCE': tlv(0x31, tlv(0x02, octets(5)), time(noon)),
    'no serial': sequence(time(noon)),
    'an empty serial': entry(octets()),
    'no date': sequence(tlv(0x02, octets(5))),
    'a date that is none': sequence(tlv(0x02, octets(5)), tlv(0x17, Buffer.from('301301000000Z'))),
    'a 30th of February': sequence(tlv(0x02, octets(5)), tlv(0x17, Buffer.from('300230000000Z'))),
    'letters in the date': sequence(tlv(0x02, octets(5)), tlv(0x17, Buffer.from('3002O1000000Z'))),
    'no Z': sequence(tlv(0x02, octets(5)), tlv(0x17, Buffer.from('3002010000000'))),
    'something after the extensions': entry(octets(5), reason(tlv(0x0a, octets(1))), tlv(0x05)),
    'something instead of extensions': entry(octets(5), tlv(0x05)),
    'no extension in the extensions': entry(octets(5), sequence()),
    'an extension twice': entry(
      octets(5),
      sequence(extension('2.5.29.21', tlv(0x0a, octets(1))), extension('2.5.29.21', tlv(0x0a, octets(1)))),
    ),
    'a reason that is an INTEGER': entry(octets(5), reason(tlv(0x02, octets(1)))),
    'a reason with something after it': entry(octets(5), reason(Buffer.concat([tlv(0x0a, octets(1)), tlv(0x05)]))),
    'an empty reason': entry(octets(5), reason(tlv(0x0a))),
    'an invalidityDate that is none': entry(octets(5), sequence(extension('2.5.29.24', tlv(0x18, Buffer.from('x'))))),
    'a certificateIssuer that is none': entry(octets(5), sequence(extension('2.5.29.29', tlv(0x05), true))),
    'an indefinite length': Buffer.concat([octets(0x30, 0x80), tlv(0x02, octets(5)), time(noon), octets(0, 0)]),
    'a length in more octets than needed': Buffer.concat([octets(0x30, 0x81, good.length - 2), good.subarray(2)]),
    'a serial that reaches beyond its entry': Buffer.concat([octets(0x30, 5, 0x02, 0x20), Buffer.alloc(3, 1)]),
  };
  assert.equal(decodeCrl(listOf([good, good])).entries.count, 2);
  for (const [what, one] of Object.entries(bad)) {
    for (const entries of [[one], [good, one], [one, good], [good, one, good]]) {
      assert.throws(() => decodeCrl(listOf(entries)), DerError, what);
    }
  }
  assert.throws(() => decodeCrl(listOf([entry(octets(5), reason(tlv(0x0a, octets(1))))], 1)), DerError, 'version 1');
});

test('malformed lists: cut off anywhere, with something after them, with an extension twice or unreadable', () => {
  const whole = encodeCrl({ entries: [{ serial: 5 }, { serial: 6 }], number: 3 });
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => decodeCrl(whole.subarray(0, length)), DerError, `${length} bytes`);
  }
  assert.throws(() => decodeCrl(Buffer.concat([whole, octets(0)])), DerError);
  assert.throws(
    () => decodeCrl(listOf([], 2, [crlNumber(1), crlNumber(1)])),
    /^DerError: a CRL extension is there twice/,
  );
  assert.throws(() => decodeCrl(listOf([], 1, [crlNumber(1)])), /^DerError: a version 1 CRL has extensions/);
  assert.throws(
    () => decodeCrl(listOf([], 2, [extension('2.5.29.20', tlv(0x02, octets(0xff)))])),
    DerError,
    'negative',
  );
  assert.throws(
    () => decodeCrl(listOf([], 2, [extension('2.5.29.28', sequence(tlv(0x86, octets(1))), true)])),
    DerError,
  );
  assert.throws(() => decodeCrl(Buffer.from('<!DOCTYPE html><html><body>Not found</body></html>')), DerError);
  assert.equal(decodeCrl(listOf([])).entries.count, 0, 'an empty revokedCertificates');
});

test('limits: bytes of a list', () => {
  const zeros = new ArrayBuffer(limits.crlBytes + 1);
  assert.throws(() => decodeCrl(new Uint8Array(zeros)), { message: 'CRL is too large at byte 0' });
  const { crlBytes } = limits;
  assert.throws(() => decodeCrl(new Uint8Array(zeros, 0, crlBytes)), {
    message: 'CRL expected, found tag 0x00 at byte 0',
  });
  assert.equal(new LimitError('crlEntries').limit, 'crlEntries');
});

test('what is malformed in the frame of a list is named', () => {
  const algorithm = sequence(oid('1.3.101.112'));
  const refused = (version: Uint8Array, next: Uint8Array, bits: Uint8Array, message: string) => {
    const tbs = sequence(version, algorithm, sequence(), time(noon), next);
    assert.throws(() => decodeCrl(sequence(tbs, algorithm, tlv(0x03, bits))), { message });
  };
  const [v2, nothing, whole] = [integer(1), new Uint8Array(), octets(0, 1)];
  refused(integer(2), nothing, whole, 'version is unknown at byte 4');
  refused(integer(255), nothing, whole, 'version is unknown at byte 4');
  refused(v2, tlv(0x17, Buffer.from('300230000000Z')), whole, 'nextUpdate is no time at byte 33');
  refused(v2, nothing, octets(1, 2), 'signatureValue is not made of whole octets at byte 40');
  assert.equal(
    decodeCrl(sequence(sequence(integer(0), algorithm, sequence(), time(noon)), algorithm, tlv(0x03, whole))).version,
    1,
  );
});

test('RFC 5280 §5.2.3: a cRLNumber of up to 64 octets, and not negative', () => {
  const numbered = (...content: readonly number[]) =>
    decodeCrl(listOf([], 2, [extension('2.5.29.20', tlv(0x02, octets(...content)))])).crlNumber;
  assert.equal(numbered(0), 0n);
  assert.equal(numbered(1, ...Array(63).fill(0)), 1n << 504n);
  for (const content of [[0xff], [1, ...Array(64).fill(0)], [0x80, ...Array(64).fill(0)]]) {
    assert.throws(() => numbered(...content), { message: 'cRLNumber is out of range at byte 0' });
  }
});

test('a list without extensions says nothing of what they say; the first critical one that nobody knows is told', () => {
  const plain = decodeCrl(listOf([]));
  assert.deepEqual(
    [plain.authorityKeyIdentifier, plain.crlNumber, plain.baseCrlNumber, plain.issuingDistributionPoint],
    [null, null, null, null],
  );
  assert.deepEqual([plain.freshestCrl, plain.expiredCertsOnCrl, plain.caIssuers], [[], null, []]);
  assert.deepEqual([plain.nextUpdate, plain.version, plain.unknownCritical], [null, 2, null]);
  const critical = (id: string) => extension(id, tlv(0x05), true);
  const told = (...extensions: readonly Uint8Array[]) => decodeCrl(listOf([good], 2, extensions)).unknownCritical;
  assert.equal(told(extension('1.2.2', tlv(0x05)), critical('1.2.3'), critical('1.2.4')), '1.2.3');
  const ofEntry = entry(octets(5), sequence(critical('1.2.5')));
  assert.equal(decodeCrl(listOf([ofEntry])).unknownCritical, '1.2.5');
  assert.equal(decodeCrl(listOf([ofEntry], 2, [critical('1.2.3')])).unknownCritical, '1.2.3');
  const known = [
    extension('2.5.29.18', sequence(directory('Alias')), true),
    extension('2.5.29.20', integer(1), true),
    extension('2.5.29.35', sequence(tlv(0x80, octets(1))), true),
    extension('2.5.29.46', sequence(sequence(pointName(uri('http://crl.test/')))), true),
    extension('2.5.29.60', time(noon), true),
    extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), uri('http://ca.test/'))), true),
  ];
  assert.equal(told(...known, deltaOf(1), idp(flag(1))), null);
  assert.deepEqual(decodeCrl(listOf([], 2, known)).caIssuers, ['http://ca.test/']);
});
