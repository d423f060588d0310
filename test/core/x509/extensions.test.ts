import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DerError } from '../../../src/core/der/errors.ts';
import * as read from '../../../src/core/x509/extensions.ts';
import * as der from '../../../src/lab/der-writer.ts';
import { commonName } from './make-certificate.ts';

const yes = der.boolean(true);
const uri = (text: string) => der.taggedPrimitive(6, Buffer.from(text));
const dns = (text: string) => der.taggedPrimitive(2, Buffer.from(text));
const time = (text: string) => Buffer.from(text);

/** What a decoder says that it refuses, or its value. */
function told(decode: (value: Uint8Array) => unknown, value: Uint8Array): unknown {
  try {
    return decode(value);
  } catch (error) {
    if (error instanceof DerError) return error.message;
    throw error;
  }
}

/** A decoder reads the value, and nothing after it. */
function reads(decode: (value: Uint8Array) => unknown, value: Uint8Array, expected: unknown): void {
  assert.deepEqual(decode(value), expected);
  assert.match(String(told(decode, Buffer.concat([value, der.nothing()]))), /^unexpected data after \w+ at byte \d+$/);
}

/** It refuses these, in words that begin so. */
function refuses(decode: (value: Uint8Array) => unknown, ...rows: readonly (readonly [Uint8Array, string])[]): void {
  for (const [value, words] of rows) {
    const said = told(decode, value);
    assert.equal(typeof said, 'string', words);
    assert.equal(String(said).slice(0, words.length), words);
  }
}

test('BasicConstraints (RFC 5280 §4.2.1.9)', () => {
  const decode = read.decodeBasicConstraints;
  reads(decode, der.sequence(), { cA: false, pathLength: null });
  reads(decode, der.sequence(yes), { cA: true, pathLength: null });
  reads(decode, der.sequence(yes, der.integer(0)), { cA: true, pathLength: 0 });
  reads(decode, der.sequence(der.integer(3)), { cA: false, pathLength: 3 });
  refuses(
    decode,
    [der.sequence(yes, der.integer(-1)), 'pathLenConstraint is negative'],
    [der.sequence(yes, der.integer(1), der.integer(1)), 'unexpected data after basicConstraints'],
    [der.sequence(yes, yes), 'unexpected data after basicConstraints'],
    [der.octets(new Uint8Array()), 'basicConstraints'],
    [der.sequence(der.value(1)), 'cA'],
    [der.sequence(yes, der.value(2)), 'pathLenConstraint'],
  );
});

test('a count of certificates beyond 31 bits is as good as the largest', () => {
  const length = (n: bigint) => read.decodeBasicConstraints(der.sequence(yes, der.integer(n))).pathLength;
  assert.equal(length(127n), 127);
  assert.equal(length(128n), 128);
  assert.equal(length(0x0102n), 0x0102);
  assert.equal(length(0x01020304n), 0x01020304);
  assert.equal(length(0x7fffffffn), 0x7fffffff);
  assert.equal(length(0x80000000n), 0x7fffffff);
  assert.equal(length(1n << 64n), 0x7fffffff);
});

test('KeyUsage (RFC 5280 §4.2.1.3): each bit by its name; unused bits and further ones are none', () => {
  const decode = (octets: readonly number[], unused: number) => [
    ...read.decodeKeyUsage(der.bits(Uint8Array.from(octets), unused)),
  ];
  const names = [
    'digitalSignature',
    'nonRepudiation',
    'keyEncipherment',
    'dataEncipherment',
    'keyAgreement',
    'keyCertSign',
    'cRLSign',
    'encipherOnly',
    'decipherOnly',
  ];
  for (const [bit, name] of names.entries()) {
    const octets = bit < 8 ? [0x80 >> bit] : [0, 0x80];
    assert.deepEqual(decode(octets, bit < 8 ? 7 - bit : 7), [name]);
  }
  assert.deepEqual(decode([0xff, 0x80], 7), names);
  assert.deepEqual(decode([], 0), []);
  assert.deepEqual(decode([0xff], 0), names.slice(0, 8));
  assert.deepEqual(decode([0xff], 1), names.slice(0, 7));
  assert.deepEqual(decode([0xff], 7), names.slice(0, 1));
  // More bits than have names are no usage, and no error.
  assert.deepEqual(decode([0, 0, 0xff], 0), []);
  refuses(read.decodeKeyUsage, [der.octets(Uint8Array.of(1)), 'keyUsage'], [der.value(3), 'keyUsage']);
  reads(read.decodeKeyUsage, der.bits(Uint8Array.of(6), 1), new Set(['keyCertSign', 'cRLSign']));
});

test('X.690 §11.2.2: a KeyUsage whose last bit is zero is padded', () => {
  const padded = (octets: readonly number[], unused: number) =>
    read.isPaddedKeyUsage(der.bits(Uint8Array.from(octets), unused));
  assert.equal(padded([6], 1), false);
  assert.equal(padded([6], 0), true);
  assert.equal(padded([7], 0), false);
  assert.equal(padded([0xc0], 6), false);
  assert.equal(padded([0x80], 6), true);
  assert.equal(padded([0x80], 7), false);
  assert.equal(padded([0xc0, 0], 0), true);
  assert.equal(padded([0, 0x80], 7), false);
  assert.equal(padded([], 0), false);
  refuses(read.isPaddedKeyUsage, [der.nothing(), 'keyUsage']);
  reads(read.isPaddedKeyUsage, der.bits(Uint8Array.of(1)), false);
});

test('ExtKeyUsageSyntax and SubjectKeyIdentifier (RFC 5280 §4.2.1.12, §4.2.1.2)', () => {
  reads(read.decodeExtendedKeyUsage, der.sequence(der.oid('1.2.3'), der.oid('1.2.4')), ['1.2.3', '1.2.4']);
  refuses(
    read.decodeExtendedKeyUsage,
    [der.sequence(), 'keyPurposeId'],
    [der.sequence(der.nothing()), 'keyPurposeId'],
    [der.oid('1.2.3'), 'extendedKeyUsage'],
  );
  reads(read.decodeSubjectKeyIdentifier, der.octets(Uint8Array.of(1, 2)), Uint8Array.of(1, 2));
  refuses(read.decodeSubjectKeyIdentifier, [der.nothing(), 'subjectKeyIdentifier']);
});

test('AuthorityKeyIdentifier (RFC 5280 §4.2.1.1)', () => {
  const decode = read.decodeAuthorityKeyIdentifier;
  const id = der.taggedPrimitive(0, Uint8Array.of(1));
  const issuer = der.tagged(1, dns('a.example'), dns('b.example'));
  const serial = der.taggedPrimitive(2, Uint8Array.of(5));
  const names = [
    { kind: 'dNSName', text: 'a.example' },
    { kind: 'dNSName', text: 'b.example' },
  ];
  reads(decode, der.sequence(), { keyIdentifier: null, issuer: null, serial: null });
  reads(decode, der.sequence(id), { keyIdentifier: Uint8Array.of(1), issuer: null, serial: null });
  reads(decode, der.sequence(issuer, serial), { keyIdentifier: null, issuer: names, serial: Uint8Array.of(5) });
  refuses(
    decode,
    [der.sequence(serial, id), 'unexpected data after authorityKeyIdentifier'],
    [der.sequence(der.tagged(1)), 'authorityCertIssuer is missing'],
    [der.sequence(der.tagged(1, der.nothing())), 'authorityCertIssuer is no GeneralName'],
    [id, 'authorityKeyIdentifier'],
  );
});

test('SubjectAltName (RFC 5280 §4.2.1.6)', () => {
  const decode = read.decodeSubjectAltName;
  reads(decode, der.sequence(dns('a.example'), uri('b:')), [
    { kind: 'dNSName', text: 'a.example' },
    { kind: 'uniformResourceIdentifier', text: 'b:' },
  ]);
  refuses(decode, [der.sequence(), 'subjectAltName is missing'], [dns('a.example'), 'subjectAltName']);
});

test('NameConstraints (RFC 5280 §4.2.1.10): subtrees, their distances, and none of both', () => {
  const decode = read.decodeNameConstraints;
  const base = { kind: 'dNSName', text: 'a.example' };
  const subtree = (...distances: readonly Uint8Array[]) => der.sequence(dns('a.example'), ...distances);
  const minimum = (n: number) => der.integer(n, 0x80);
  const maximum = (n: number) => der.integer(n, 0x81);
  const plain = { base, bounded: false };
  const bounded = { base, bounded: true };
  reads(decode, der.sequence(der.tagged(0, subtree(), subtree())), { permitted: [plain, plain], excluded: [] });
  reads(decode, der.sequence(der.tagged(1, subtree())), { permitted: [], excluded: [plain] });
  reads(decode, der.sequence(der.tagged(0, subtree()), der.tagged(1, subtree(minimum(1)))), {
    permitted: [plain],
    excluded: [bounded],
  });
  for (const [distances, expected] of [
    [[minimum(0)], plain],
    [[minimum(2)], bounded],
    [[maximum(0)], bounded],
    [[minimum(0), maximum(3)], bounded],
  ] as const) {
    const { permitted } = decode(der.sequence(der.tagged(0, subtree(...distances))));
    assert.deepEqual(permitted, [expected]);
  }
  refuses(
    decode,
    [der.sequence(der.tagged(1, subtree()), der.tagged(0, subtree())), 'unexpected data after nameConstraints'],
    [der.sequence(der.tagged(0, der.sequence())), 'generalSubtree base is missing'],
    [der.sequence(der.tagged(0, subtree(maximum(1), minimum(1)))), 'unexpected data after generalSubtree'],
    [der.sequence(der.tagged(0, subtree(minimum(-1)))), 'minimum is negative'],
    [der.sequence(der.tagged(0, subtree(maximum(-1)))), 'maximum is negative'],
    [der.sequence(der.tagged(0, dns('a.example'))), 'generalSubtree'],
    [dns('a.example'), 'nameConstraints'],
  );
});

test('CertificatePolicies and PolicyMappings (RFC 5280 §4.2.1.4, §4.2.1.5)', () => {
  const policy = (id: string, ...more: readonly Uint8Array[]) => der.sequence(der.oid(id), ...more);
  const decode = read.decodeCertificatePolicies;
  reads(decode, der.sequence(policy('1.2.3'), policy('1.2.4', der.sequence())), new Set(['1.2.3', '1.2.4']));
  reads(decode, der.sequence(policy('1.2.3'), policy('1.2.3')), new Set(['1.2.3']));
  refuses(
    decode,
    [der.sequence(), 'policyInformation'],
    [der.sequence(der.oid('1.2.3')), 'policyInformation'],
    [der.sequence(der.sequence()), 'policyIdentifier'],
    [der.sequence(policy('1.2.3', der.nothing())), 'policyQualifiers'],
    [der.sequence(policy('1.2.3', der.sequence(), der.sequence())), 'unexpected data after policyInformation'],
    [der.oid('1.2.3'), 'certificatePolicies'],
  );
  const mapping = (...all: readonly string[]) => der.sequence(...all.map(der.oid));
  const one = { issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' };
  reads(read.decodePolicyMappings, der.sequence(mapping('1.2.3', '1.2.4'), mapping('1.2.3', '1.2.4')), [one, one]);
  refuses(
    read.decodePolicyMappings,
    [der.sequence(), 'policyMapping'],
    [der.sequence(mapping()), 'issuerDomainPolicy'],
    [der.sequence(mapping('1.2.3')), 'subjectDomainPolicy'],
    [der.sequence(mapping('1.2.3', '1.2.4', '1.2.5')), 'unexpected data after policyMapping'],
    [der.nothing(), 'policyMappings'],
  );
});

test('PolicyConstraints and InhibitAnyPolicy (RFC 5280 §4.2.1.11, §4.2.1.14)', () => {
  const decode = read.decodePolicyConstraints;
  const require = der.integer(1, 0x80);
  const inhibit = der.integer(2, 0x81);
  reads(decode, der.sequence(), { requireExplicitPolicy: null, inhibitPolicyMapping: null });
  reads(decode, der.sequence(require), { requireExplicitPolicy: 1, inhibitPolicyMapping: null });
  reads(decode, der.sequence(inhibit), { requireExplicitPolicy: null, inhibitPolicyMapping: 2 });
  reads(decode, der.sequence(require, inhibit), { requireExplicitPolicy: 1, inhibitPolicyMapping: 2 });
  refuses(
    decode,
    [der.sequence(inhibit, require), 'unexpected data after policyConstraints'],
    [der.sequence(der.integer(-1, 0x80)), 'requireExplicitPolicy is negative'],
    [der.sequence(der.integer(-1, 0x81)), 'inhibitPolicyMapping is negative'],
    [require, 'policyConstraints'],
  );
  reads(read.decodeInhibitAnyPolicy, der.integer(4), 4);
  refuses(
    read.decodeInhibitAnyPolicy,
    [der.integer(-4), 'inhibitAnyPolicy is negative'],
    [der.nothing(), 'inhibitAnyPolicy'],
  );
});

test('PrivateKeyUsagePeriod (RFC 3280 §4.2.1.4): each side may be open', () => {
  const decode = read.decodePrivateKeyUsagePeriod;
  const from = der.taggedPrimitive(0, time('20200101000000Z'));
  const until = der.taggedPrimitive(1, time('20210101000000Z'));
  const [notBefore, notAfter] = [Date.UTC(2020, 0), Date.UTC(2021, 0)];
  reads(decode, der.sequence(), { notBefore: null, notAfter: null });
  reads(decode, der.sequence(from), { notBefore, notAfter: null });
  reads(decode, der.sequence(until), { notBefore: null, notAfter });
  reads(decode, der.sequence(from, until), { notBefore, notAfter });
  refuses(
    decode,
    [der.sequence(until, from), 'unexpected data after privateKeyUsagePeriod'],
    [der.sequence(der.taggedPrimitive(0, time('200101000000Z'))), 'privateKeyUsagePeriod has no time'],
    [der.sequence(der.taggedPrimitive(1, time('20211301000000Z'))), 'privateKeyUsagePeriod has no time'],
    [der.nothing(), 'privateKeyUsagePeriod'],
  );
});

test('AuthorityInfoAccess (RFC 5280 §4.2.2.1): URLs by method, other names and methods apart', () => {
  const decode = read.decodeAuthorityInfoAccess;
  const access = (method: string, ...location: readonly Uint8Array[]) => der.sequence(der.oid(method), ...location);
  const ocsp = '1.3.6.1.5.5.7.48.1';
  const issuers = '1.3.6.1.5.5.7.48.2';
  reads(decode, der.sequence(access(issuers, uri('http://a/')), access(ocsp, uri('http://b/'))), {
    caIssuers: ['http://a/'],
    ocsp: ['http://b/'],
  });
  reads(
    decode,
    der.sequence(
      access('1.3.6.1.5.5.7.48.3', uri('http://c/')),
      access(ocsp, der.tagged(4, commonName('Responder'))),
      access(issuers, dns('a.example')),
    ),
    { caIssuers: [], ocsp: [] },
  );
  refuses(
    decode,
    [der.sequence(), 'accessDescription'],
    [der.sequence(der.sequence()), 'accessMethod'],
    [der.sequence(access(ocsp)), 'accessLocation is missing'],
    [der.sequence(access(ocsp, uri('http://a/'), uri('http://b/'))), 'unexpected data after accessDescription'],
    [der.nothing(), 'authorityInfoAccess'],
  );
});
