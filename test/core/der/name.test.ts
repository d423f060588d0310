import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { DerError } from '../../../src/core/der/errors.ts';
import {
  decodeGeneralName,
  type GeneralName,
  generalNameText,
  sameGeneralName,
} from '../../../src/core/der/general-name.ts';
import { decodeName, isWithin, type Name, repeatsAttribute, sameName } from '../../../src/core/der/name.ts';
import { Tag } from '../../../src/core/der/tags.ts';

const der = (tag: number, ...content: readonly Uint8Array[]) => {
  const body = Buffer.concat(content);
  return Buffer.concat([Uint8Array.of(tag, body.length), body]);
};
const organization = Uint8Array.of(0x55, 4, 10);
const common = Uint8Array.of(0x55, 4, 3);

function attribute(tag: number, value: string | Uint8Array, type: Uint8Array = common): Uint8Array {
  return der(0x30, der(0x06, type), der(tag, typeof value === 'string' ? Buffer.from(value) : value));
}

function nameOf(...rdns: readonly (readonly Uint8Array[])[]): Name {
  return decodeName(new Cursor(der(0x30, ...rdns.map((rdn) => der(0x31, ...rdn)))), 'name');
}

const one = (tag: number, value: string | Uint8Array) => nameOf([attribute(tag, value)]);
const wide = (text: string) =>
  Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 0xff]));

test('RFC 5280 §7.1: the same characters in any string type are the same name', () => {
  const reference = one(Tag.UTF8_STRING, 'Zeitstempel Ä');
  assert.ok(sameName(reference, one(Tag.TELETEX_STRING, Buffer.from('Zeitstempel Ä', 'latin1'))));
  assert.ok(sameName(reference, one(Tag.BMP_STRING, wide('Zeitstempel Ä'))));
  const universal = Uint8Array.from([...'Zeitstempel Ä'].flatMap((c) => [0, 0, 0, c.charCodeAt(0)]));
  assert.ok(sameName(reference, one(Tag.UNIVERSAL_STRING, universal)));
  assert.ok(sameName(one(Tag.PRINTABLE_STRING, 'TSA'), one(Tag.IA5_STRING, 'TSA')));
});

test('RFC 4518: case, white space, width, composition and invisible characters make no other name', () => {
  const equal: readonly (readonly [string, string])[] = [
    ['Time Stamp', 'TIME STAMP'],
    ['Time Stamp', '  Time   Stamp '],
    ['Time Stamp', 'Time\u00a0Stamp'],
    ['Straße', 'STRASSE'],
    ['ΣΑΣ', 'σας'],
    ['é', 'e\u0301'],
    ['ＴＳＡ', 'tsa'],
    ['Time\u00adStamp', 'TimeStamp'],
    ['ﾀｲﾑ', 'タイム'],
  ];
  for (const [a, b] of equal) assert.ok(sameName(one(Tag.UTF8_STRING, a), one(Tag.UTF8_STRING, b)), `${a} and ${b}`);
});

test('names that differ in a letter, an accent, a space between words or a dotless i are other names', () => {
  const different: readonly (readonly [string, string])[] = [
    ['TSA 1', 'TSA 2'],
    ['Muller', 'Müller'],
    ['Time Stamp', 'TimeStamp'],
    ['ılk', 'ilk'],
    ['а', 'a'],
  ];
  for (const [a, b] of different)
    assert.ok(!sameName(one(Tag.UTF8_STRING, a), one(Tag.UTF8_STRING, b)), `${a} and ${b}`);
});

test('an RDN is a set, a name is a sequence', () => {
  const [o, cn] = [attribute(Tag.UTF8_STRING, 'O', organization), attribute(Tag.UTF8_STRING, 'CN')];
  assert.ok(sameName(nameOf([o, cn]), nameOf([cn, o])));
  assert.ok(!sameName(nameOf([o], [cn]), nameOf([cn], [o])));
  assert.ok(!sameName(nameOf([o, cn]), nameOf([o], [cn])));
});

test('RFC 5280 §7.1: RDNs of another number of attributes are others', () => {
  const [o, cn] = [attribute(Tag.UTF8_STRING, 'O', organization), attribute(Tag.UTF8_STRING, 'CN')];
  assert.ok(!sameName(nameOf([cn, cn]), nameOf([cn])));
  assert.ok(!sameName(nameOf([o, cn, cn]), nameOf([o, o, cn])));
  assert.ok(sameName(nameOf([o, cn, cn]), nameOf([cn, o, cn])));
  assert.deepEqual(
    [[cn, cn], [o, cn], [cn], []].map((rdn) => repeatsAttribute(rdn.length ? nameOf([o], rdn) : nameOf())),
    [true, false, false, false],
  );
});

test('no value can imitate the bounds between attributes', () => {
  const joined = one(Tag.UTF8_STRING, 'a/2.5.4.3=1:b');
  const apart = nameOf([attribute(Tag.UTF8_STRING, 'a')], [attribute(Tag.UTF8_STRING, 'b')]);
  assert.notEqual(joined.key, apart.key);
  assert.ok(!sameName(joined, nameOf([attribute(Tag.UTF8_STRING, 'a'), attribute(Tag.UTF8_STRING, 'b')])));
});

test('values that are no characters compare by type and octets', () => {
  assert.ok(!sameName(one(Tag.UTF8_STRING, Uint8Array.of(0xff)), one(Tag.TELETEX_STRING, Uint8Array.of(0xff))));
  assert.ok(!sameName(one(Tag.BMP_STRING, Uint8Array.of(0, 65, 0)), one(Tag.UTF8_STRING, 'A')));
  assert.ok(sameName(one(Tag.INTEGER, Uint8Array.of(5)), one(Tag.INTEGER, Uint8Array.of(5))));
});

test('a subtree is a prefix of RDNs', () => {
  const [o, cn] = [attribute(Tag.UTF8_STRING, 'Org', organization), attribute(Tag.PRINTABLE_STRING, 'TSA')];
  assert.ok(isWithin(nameOf([o], [cn]), nameOf([attribute(Tag.PRINTABLE_STRING, 'ORG', organization)])));
  assert.ok(!isWithin(nameOf([o]), nameOf([o], [cn])));
  assert.ok(isWithin(nameOf([o]), nameOf()));
});

test('names are shown most specific first, escaped and bounded', () => {
  assert.equal(
    nameOf([attribute(Tag.UTF8_STRING, 'A, B', organization)], [attribute(Tag.UTF8_STRING, 'T')]).text,
    'CN=T, O=A\\, B',
  );
  const many = Array.from({ length: 60 }, () => []);
  assert.throws(() => nameOf(...many), DerError);
});

test('every form of GeneralName is read, compared and shown', () => {
  const forms: readonly (readonly [Uint8Array, GeneralName['kind'], string])[] = [
    [der(0xa0, der(0x06, common), der(0xa0, der(0x0c, Buffer.from('x')))), 'otherName', 'otherName:2.5.4.3'],
    [der(0x81, Buffer.from('a@b.example')), 'rfc822Name', 'email:a@b.example'],
    [der(0x82, Buffer.from('b.example')), 'dNSName', 'DNS:b.example'],
    [der(0xa3), 'x400Address', 'x400Address'],
    [der(0xa4, nameOf([attribute(0x0c, 'T')]).der), 'directoryName', 'CN=T'],
    [der(0xa5), 'ediPartyName', 'ediPartyName'],
    [der(0x86, Buffer.from('http://b.example/')), 'uniformResourceIdentifier', 'URI:http://b.example/'],
    [der(0x87, Uint8Array.of(192, 0, 2, 1)), 'iPAddress', 'IP:192.0.2.1'],
    [der(0x88, common), 'registeredID', 'RID:2.5.4.3'],
  ];
  const decoded = forms.map(([bytes]) => decodeGeneralName(new Cursor(bytes), 'name'));
  assert.deepEqual(
    decoded.map((name) => [name.kind, generalNameText(name)]),
    forms.map(([, kind, shown]) => [kind, shown]),
  );
  for (const a of decoded) for (const b of decoded) assert.equal(sameGeneralName(a, b), a === b);
  assert.throws(() => decodeGeneralName(new Cursor(der(0x89)), 'name'), DerError);
});

test('a name that is read into the memory of the one before is read anew, and changes none of those before', () => {
  const first = new Uint8Array(nameOf([attribute(Tag.UTF8_STRING, 'TSA 1')]).der);
  const second = new Uint8Array(nameOf([attribute(Tag.UTF8_STRING, 'TSA 2')]).der);
  const memory = new Uint8Array(first);
  decodeName(new Cursor(memory), 'name');
  const kept = decodeName(new Cursor(first), 'name');
  memory.set(second);
  assert.equal(decodeName(new Cursor(memory), 'name').text, 'CN=TSA 2');
  assert.equal(kept.text, 'CN=TSA 1');
  assert.deepEqual(decodeName(new Cursor(first), 'name').der, first);
});

test('a name is read the same where more follows it, and not beyond the end of what it stands in', () => {
  const { der: name } = nameOf([attribute(Tag.UTF8_STRING, 'TSA 3')]);
  const two = Buffer.concat([name, name]);
  const cursor = new Cursor(new Uint8Array(two));
  assert.equal(decodeName(cursor, 'name').text, decodeName(cursor, 'name').text);
  assert.ok(cursor.atEnd);
  assert.throws(() => decodeName(new Cursor(new Uint8Array(two), 0, name.length - 1), 'name'), DerError);
});

test('a Buffer that names are read into one after the other changes none of those before: its slice is no copy', () => {
  const [first, second] = ['TSA 4', 'TSA 5'].map((text) => der(0x30, der(0x31, attribute(Tag.UTF8_STRING, text))));
  const memory = Buffer.from(first!);
  assert.match(decodeName(new Cursor(memory), 'name').key, /tsa 4/);
  const kept = decodeName(new Cursor(memory), 'name');
  assert.match(kept.key, /tsa 4/);
  memory.set(second!);
  assert.equal(decodeName(new Cursor(memory), 'name').text, 'CN=TSA 5');
  assert.match(decodeName(new Cursor(memory), 'name').key, /tsa 5/);
  assert.equal(kept.text, 'CN=TSA 4');
});
