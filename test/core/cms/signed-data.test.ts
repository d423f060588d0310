import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSignedData } from '../../../src/core/cms/signed-data.ts';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { LimitError } from '../../../src/core/der/errors.ts';
import {
  integer,
  nothing,
  octets,
  oid,
  retagged,
  sequence,
  tagged,
  taggedPrimitive,
  value,
} from '../../../src/lab/der-writer.ts';

const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
const algorithm = (id = '1.2.3') => sequence(oid(id));
const issuer = sequence(value(0x31, sequence(oid('2.5.4.3'), value(0x0c, Buffer.from('CA')))));
const bySerial = sequence(issuer, integer(7));

/** SignerInfo (RFC 5652 §5.3) with these parts. */
const signerInfo = ({
  version = integer(1),
  sid = bySerial,
  signed = null as Uint8Array | null,
  unsigned = null as Uint8Array | null,
  more = [] as Uint8Array[],
} = {}) =>
  sequence(
    version,
    sid,
    algorithm('1.2.4'),
    ...(signed ? [signed] : []),
    algorithm('1.2.5'),
    octets(Uint8Array.of(1, 2)),
    ...(unsigned ? [unsigned] : []),
    ...more,
  );

/** SignedData (RFC 5652 §5.1) with these parts. */
const signedData = ({
  version = integer(3),
  algorithms = [algorithm()],
  content = [oid('1.2.9'), tagged(0, octets(Buffer.from('content')))],
  certificates = null as readonly Uint8Array[] | null,
  crls = null as readonly Uint8Array[] | null,
  signers = [signerInfo()],
  more = [] as Uint8Array[],
} = {}) =>
  sequence(
    version,
    value(0x31, ...algorithms),
    sequence(...content),
    ...(certificates ? [tagged(0, ...certificates)] : []),
    ...(crls ? [tagged(1, ...crls)] : []),
    value(0x31, ...signers),
    ...more,
  );
const read = (parts: Parameters<typeof signedData>[0] = {}) => decodeSignedData(new Cursor(signedData(parts)));
const refused = (parts: Parameters<typeof signedData>[0], message: RegExp) =>
  assert.throws(() => read(parts), { message });
const isLimit = (limit: string) => (error: unknown) => error instanceof LimitError && error.limit === limit;
const many = (count: number) => Array.from({ length: count }, () => algorithm());

test('RFC 5652 §5.1: the fields of a SignedData', () => {
  const all = read();
  assert.deepEqual(
    {
      ...all,
      eContent: hex(all.eContent),
      signerInfos: all.signerInfos.length,
      digestAlgorithms: all.digestAlgorithms.map((one) => one.oid),
    },
    {
      version: 3,
      digestAlgorithms: ['1.2.3'],
      eContentType: '1.2.9',
      eContent: hex(Buffer.from('content')),
      certificates: [],
      certificatesSorted: true,
      crls: [],
      signerInfos: 1,
      signerCount: 1,
    },
  );
  assert.equal(read({ content: [oid('1.2.9')] }).eContent, null);
  assert.deepEqual(read({ signers: [] }).signerInfos, []);
});

test('a broken SignedData is named by what is missing or too much', () => {
  refused({ version: nothing() }, /^version expected, found tag 0x05/);
  refused({ algorithms: [nothing()] }, /^digestAlgorithm expected, found tag 0x05/);
  refused({ content: [] }, /^eContentType is missing/);
  refused({ content: [oid('1.2.9'), tagged(0)] }, /^eContent is missing/);
  refused(
    { content: [oid('1.2.9'), tagged(0, octets(Buffer.alloc(0)), nothing())] },
    /^unexpected data after eContent at/,
  );
  refused({ content: [oid('1.2.9'), nothing()] }, /^unexpected data after encapContentInfo at/);
  refused({ certificates: [Uint8Array.of(0x30, 99)] }, /^CertificateChoices is cut off/);
  refused({ crls: [Uint8Array.of(0x30, 99)] }, /^RevocationInfoChoice is cut off/);
  refused({ signers: [nothing()] }, /^SignerInfo expected, found tag 0x05/);
  refused({ more: [nothing()] }, /^unexpected data after SignedData at/);
  const missing = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeSignedData(new Cursor(bytes)), { message });
  missing(nothing(), /^SignedData expected/);
  missing(sequence(integer(3)), /^digestAlgorithms is missing/);
  missing(sequence(integer(3), value(0x31)), /^encapContentInfo is missing/);
  missing(sequence(integer(3), value(0x31), sequence(oid('1.2'))), /^signerInfos is missing/);
  missing(sequence(integer(3), value(0x31), sequence(oid('1.2')), Uint8Array.of(0xa0, 9)), /^certificates is cut off/);
  missing(sequence(integer(3), value(0x31), sequence(oid('1.2')), Uint8Array.of(0xa1, 9)), /^crls is cut off/);
  missing(sequence(integer(3), value(0x31), sequence(oid('1.2'), Uint8Array.of(0xa0, 9))), /^eContent is cut off/);
});

test('of digestAlgorithms 64 are kept; more are passed over, and yet have to be values', () => {
  assert.equal(read({ algorithms: many(64) }).digestAlgorithms.length, 64);
  assert.equal(read({ algorithms: many(65) }).digestAlgorithms.length, 64);
  assert.equal(read({ algorithms: [...many(64), nothing()] }).digestAlgorithms.length, 64);
  refused({ algorithms: [...many(63), nothing()] }, /^digestAlgorithm expected/);
  refused({ algorithms: [...many(64), Uint8Array.of(0x30, 99)] }, /^digestAlgorithm is cut off/);
});

test('of signers 64 are read; more are counted, and yet have to be values', () => {
  const signers = (count: number) => Array.from({ length: count }, () => signerInfo());
  for (const [count, kept] of [
    [64, 64],
    [65, 64],
    [70, 64],
  ] as const) {
    const { signerInfos, signerCount } = read({ signers: signers(count) });
    assert.deepEqual([signerInfos.length, signerCount], [kept, count]);
  }
  assert.equal(read({ signers: [...signers(64), nothing()] }).signerCount, 65);
  refused({ signers: [...signers(64), Uint8Array.of(0x30, 99)] }, /^SignerInfo is cut off/);
});

test('X.690 §11.6: whether certificates stand in order is told', () => {
  const [one, two] = [sequence(integer(1)), sequence(integer(2))];
  assert.equal(read({ certificates: [one, two] }).certificatesSorted, true);
  assert.equal(read({ certificates: [two, one] }).certificatesSorted, false);
});

test('RFC 5652 §10.2.1: crls by their choice, what is none among them', () => {
  const values = [sequence(integer(1)), tagged(1), tagged(0), integer(1)];
  assert.deepEqual(
    read({ crls: values }).crls.map(({ kind, bytes }) => [kind, hex(bytes)]),
    values.map((bytes, i) => [['crl', 'other', 'unknown', 'unknown'][i], hex(bytes)]),
  );
});

test('4,000 crls are read, one more is too many', () => {
  assert.equal(read({ crls: Array(4_000).fill(sequence()) }).crls.length, 4_000);
  assert.throws(() => read({ crls: Array(4_001).fill(sequence()) }), isLimit('certificatesPerSet'));
});

test('RFC 5652 §5.3: the fields of a SignerInfo, whole sets of attributes as they came', () => {
  const [signed, unsigned] = [tagged(0, integer(1)), tagged(1, integer(2))];
  const [signer] = read({ signers: [signerInfo({ signed, unsigned })] }).signerInfos;
  assert.deepEqual(
    [signer!.version, signer!.digestAlgorithm.oid, signer!.signatureAlgorithm.oid, hex(signer!.signature)],
    [1, '1.2.4', '1.2.5', '0102'],
  );
  assert.deepEqual(
    [signer!.signedAttrs, signer!.unsignedAttrs].map((one) => hex(one)),
    [signed, unsigned].map(hex),
  );
  assert.equal(signer!.rewrittenAttrs, null);
  const [bare] = read().signerInfos;
  assert.deepEqual([bare!.signedAttrs, bare!.unsignedAttrs], [null, null]);
});

test('RFC 5652 §5.3: sid is issuer and serial number, or a key identifier under [0]', () => {
  const sidOf = (sid: Uint8Array) => read({ signers: [signerInfo({ sid })] }).signerInfos[0]!.sid;
  const named = sidOf(bySerial);
  assert.ok(named.kind === 'issuerAndSerialNumber');
  assert.deepEqual([named.issuer.text, hex(named.serial)], ['CN=CA', '07']);
  const keyed = sidOf(taggedPrimitive(0, Uint8Array.of(9, 8)));
  assert.ok(keyed.kind === 'subjectKeyIdentifier');
  assert.equal(hex(keyed.keyIdentifier), '0908');
});

test('a broken SignerInfo is named by what is missing or too much', () => {
  const signer = (parts: Parameters<typeof signerInfo>[0], message: RegExp) =>
    refused({ signers: [signerInfo(parts)] }, message);
  signer({ version: nothing() }, /^version expected, found tag 0x05/);
  signer({ sid: nothing() }, /^issuerAndSerialNumber expected/);
  signer({ sid: sequence(nothing(), integer(1)) }, /^issuer expected/);
  signer({ sid: sequence(issuer) }, /^serialNumber is missing/);
  signer({ sid: sequence(issuer, nothing()) }, /^serialNumber expected/);
  signer({ sid: sequence(issuer, integer(1), nothing()) }, /^unexpected data after issuerAndSerialNumber at/);
  signer({ sid: Uint8Array.of(0x80, 0x85, 0) }, /^subjectKeyIdentifier has a length of 5 octets/);
  signer({ more: [nothing()] }, /^unexpected data after SignerInfo at/);
  signer({ signed: Uint8Array.of(0xa0, 0x85) }, /^signedAttrs has a length of 5 octets/);
  signer({ unsigned: Uint8Array.of(0xa1, 0x85) }, /^unsignedAttrs has a length of 5 octets/);
  const parts = [integer(1), bySerial, algorithm(), algorithm()];
  refused({ signers: [sequence(...parts.slice(0, 2))] }, /^digestAlgorithm is missing/);
  refused({ signers: [sequence(...parts.slice(0, 3))] }, /^signatureAlgorithm is missing/);
  refused({ signers: [sequence(...parts)] }, /^signature is missing/);
  refused({ signers: [sequence(...parts, retagged(0x05, nothing()))] }, /^signature expected/);
});
