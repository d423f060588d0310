import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { decodeAccuracy } from '../../../src/core/tsp/accuracy.ts';
import { decodeTstInfo, type TstInfo } from '../../../src/core/tsp/tst-info.ts';
import { boolean, integer, nothing, octets, oid, sequence, tagged, value } from '../../../src/lab/der-writer.ts';
import { directoryName } from '../../../src/lab/tsa.ts';
import { commonName } from '../x509/make-certificate.ts';

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
const imprint = sequence(sequence(oid('1.2.3')), octets(Uint8Array.of(1, 2)));
const time = (text: string) => value(0x18, Buffer.from(text));
const head = [integer(1), oid('1.2.9'), imprint, integer(5), time('20240615123456Z')];
const tstOf = (...parts: readonly Uint8Array[]) => decodeTstInfo(sequence(...parts));
const defects = ({ defects: all }: TstInfo) => [...all].map(([rule, { message }]) => `${rule}: ${message}`);

test('RFC 3161 §2.4.2: the fields of a TSTInfo, and what each is where it is left out', () => {
  const bare = tstOf(...head);
  const { messageImprint, serialNumber, genTime, defects: none, ...others } = bare;
  assert.deepEqual(others, {
    version: 1,
    policy: '1.2.9',
    accuracy: null,
    ordering: false,
    explicitDefault: false,
    nonce: null,
    tsa: null,
    extensions: [],
  });
  assert.deepEqual([messageImprint!.algorithm.oid, messageImprint!.hash], ['1.2.3', null]);
  assert.deepEqual([hex(serialNumber), genTime!.exact, none.size], ['05', '2024-06-15T12:34:56Z', 0]);
  const tsa = directoryName(commonName('TSA'));
  const extension = sequence(oid('1.2.4'), octets(Buffer.from('x')));
  const all = tstOf(...head, sequence(integer(3)), boolean(true), integer(-1), tagged(0, tsa), tagged(1, extension));
  assert.deepEqual([all.accuracy, all.ordering, all.explicitDefault], [{ micros: 3_000_000 }, true, false]);
  assert.ok(all.tsa?.kind === 'directoryName');
  assert.deepEqual([hex(all.nonce), all.tsa.name.text, all.extensions[0]!.oid], ['ff', 'CN=TSA', '1.2.4']);
  assert.deepEqual(defects(all), []);
});

test('X.690 §11.5: ordering that says FALSE is told from one that says nothing', () => {
  const silent = tstOf(...head);
  const said = tstOf(...head, boolean(false));
  assert.deepEqual(
    [silent.ordering, silent.explicitDefault, said.ordering, said.explicitDefault],
    [false, false, false, true],
  );
});

test('a field that is broken is null under its own rule, and those after it are read', () => {
  const changed = (place: number, by: Uint8Array) => tstOf(...head.map((one, i) => (i === place ? by : one)));
  assert.deepEqual(defects(changed(0, Uint8Array.of(2, 0))), ['tst.version: version is an empty INTEGER at byte 2']);
  assert.deepEqual(defects(changed(1, Uint8Array.of(6, 0))), ['tst.policy: policy is no OBJECT IDENTIFIER at byte 5']);
  assert.deepEqual(defects(changed(2, sequence(nothing()))), [
    'imprint.algorithm: hashAlgorithm expected, found tag 0x05 at byte 11',
  ]);
  assert.deepEqual(defects(changed(3, Uint8Array.of(2, 2, 0, 5))), [
    'tst.serial: serialNumber is an INTEGER with a superfluous octet at byte 21',
  ]);
  assert.deepEqual(defects(changed(4, time('2024'))), ['tst.gen-time: genTime is not YYYYMMDDhhmmss[.s…]Z at byte 24']);
  const after = (...parts: readonly Uint8Array[]) => {
    const tst = tstOf(...head, ...parts);
    return [defects(tst)[0], tst.accuracy, hex(tst.nonce), tst.tsa, tst.extensions.length];
  };
  const none = [null, null, null, 0];
  assert.deepEqual(after(sequence(nothing())), ['tst.accuracy: unexpected data after accuracy at byte 43', ...none]);
  assert.deepEqual(after(Uint8Array.of(1, 0)), ['tst.version: ordering is no BOOLEAN at byte 41', ...none]);
  assert.deepEqual(after(Uint8Array.of(2, 0)), ['response.nonce: nonce is an empty INTEGER at byte 41', ...none]);
  assert.deepEqual(after(tagged(0)), ['tst.tsa: tsa is missing at byte 43', ...none]);
  const tsa = directoryName(commonName('TSA'));
  assert.deepEqual(after(tagged(0, tsa, nothing())), ['tst.tsa: unexpected data after tsa at byte 61', ...none]);
  assert.deepEqual(after(Uint8Array.of(0xa0, 0x85)), ['tst.tsa: tsa has a length of 5 octets at byte 41', ...none]);
  assert.deepEqual(after(tagged(1, nothing())), [
    'tst.extensions: Extension expected, found tag 0x05 at byte 43',
    ...none,
  ]);
  assert.deepEqual(after(nothing()), ['tst.version: unexpected data after TSTInfo at byte 41', ...none]);
});

test('the first thing that is wrong under a rule is told', () => {
  const tst = tstOf(Uint8Array.of(2, 0), ...head.slice(1), nothing());
  assert.deepEqual(defects(tst), ['tst.version: version is an empty INTEGER at byte 2']);
});

test('a TSTInfo that is cut off, empty or none misses every field that has to be there', () => {
  const missing = [
    'tst.policy: policy is missing at byte 0',
    'imprint.algorithm: messageImprint is missing at byte 0',
    'tst.serial: serialNumber is missing at byte 0',
    'tst.gen-time: genTime is missing at byte 0',
  ];
  assert.deepEqual(defects(decodeTstInfo(new Uint8Array())), ['tst.version: TSTInfo is missing at byte 0', ...missing]);
  assert.deepEqual(defects(decodeTstInfo(nothing()))[0], 'tst.version: TSTInfo expected, found tag 0x05 at byte 0');
  const trailing = decodeTstInfo(Buffer.concat([sequence(...head), nothing()]));
  assert.deepEqual(defects(trailing), ['tst.version: unexpected data after TSTInfo at byte 41', ...missing]);
  assert.deepEqual([trailing.version, trailing.genTime], [null, null]);
});

test('a fault of the program is not taken for a broken TSTInfo', () => {
  const bytes = new Proxy(sequence(...head), {
    get(target, name) {
      if (name === '0') throw new TypeError('a fault of the program');
      return Reflect.get(target, name);
    },
  });
  assert.throws(() => decodeTstInfo(bytes), TypeError);
});

const accuracy = (...parts: readonly Uint8Array[]) => decodeAccuracy(new Cursor(sequence(...parts)));
const part = (n: number, number: number) => integer(number, 0x80 | n);

test('RFC 3161 §2.4.2: accuracy in seconds, millis and micros, each of which may be left out', () => {
  assert.deepEqual(accuracy(), { micros: 0 });
  assert.deepEqual(accuracy(integer(2), part(0, 3), part(1, 4)), { micros: 2_003_004 });
  assert.deepEqual(accuracy(part(0, 999), part(1, 999)), { micros: 999_999 });
  assert.deepEqual(accuracy(part(0, 1)), { micros: 1_000 });
  assert.deepEqual(accuracy(part(1, 1)), { micros: 1 });
  assert.deepEqual(accuracy(integer(0)), { micros: 0 });
  assert.deepEqual(accuracy(integer(2 ** 40)), { micros: 0x7fffffff * 1_000_000 });
});

test('RFC 3161 §2.4.2: millis and micros are from 1 to 999, and seconds not negative', () => {
  for (const [n, what] of ['millis', 'micros'].entries())
    for (const wrong of [0, 1_000, -1])
      assert.throws(() => accuracy(integer(1), part(n, wrong)), {
        message: `${what} of accuracy is not between 1 and 999 at byte 5`,
      });
  for (const wrong of [-1, -(2 ** 40)])
    assert.throws(() => accuracy(integer(wrong)), { message: 'seconds of accuracy are negative at byte 0' });
  assert.throws(() => accuracy(part(1, 1), part(0, 1)), { message: 'unexpected data after accuracy at byte 5' });
  assert.throws(() => accuracy(value(0x80)), { message: 'millis is an empty INTEGER at byte 2' });
  assert.throws(() => accuracy(value(0x81)), { message: 'micros is an empty INTEGER at byte 2' });
  assert.throws(() => accuracy(value(0x02)), { message: 'seconds is an empty INTEGER at byte 2' });
  assert.throws(() => decodeAccuracy(new Cursor(nothing())), { message: /^accuracy expected/ });
});
