import * as kit from '../core/revocation/kit.ts';
import {
  altNames,
  encodeCertificate,
  issue,
  mappings,
  name,
  oid,
  policies,
  purposes,
  sequence,
  subtrees,
  text,
  tlv,
} from '../core/x509/make-certificate.ts';

/** A certificate, CRL or OCSP answer with everything in it that is read. */
export interface MadeSample {
  readonly name: string;
  readonly kind: 'certificate' | 'crl' | 'ocsp';
  readonly bytes: Uint8Array;
}

const generalNames = [
  text(0x81, 'tsa@example.com'),
  text(0x82, 'tsa.example.com'),
  tlv(0xa4, name(['2.5.4.10', 'Org'], ['2.5.4.3', 'TSA'])),
  text(0x86, 'http://example.com/tsa'),
  tlv(0x87, Uint8Array.of(192, 0, 2, 1)),
  tlv(0x88, oid('1.2.3.4').subarray(2)),
  tlv(0xa0, oid('1.2.3'), tlv(0xa0, text(0x0c, 'x'))),
];
const access = (method: string, url: string) => sequence(oid(`1.3.6.1.5.5.7.48.${method}`), text(0x86, url));
const aia = (...all: readonly Uint8Array[]) => kit.extension('1.3.6.1.5.5.7.1.1', sequence(...all));
const bits = (id: string, ...octets: readonly number[]) => kit.extension(id, tlv(0x03, Uint8Array.from(octets)), true);
const caIssuers = aia(access('2', 'http://example.com/ca.der'));
const qualified = kit.extension(
  '2.5.29.32',
  sequence(
    sequence(oid('1.2.3.4'), sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), text(0x16, 'http://example.com/cps')))),
    sequence(oid('2.5.29.32.0')),
  ),
);
const period = kit.extension('2.5.29.16', sequence(text(0x80, '20200101000000Z'), text(0x81, '20210101000000Z')));
const authorityKey = kit.extension(
  '2.5.29.35',
  sequence(text(0x80, 'id'), tlv(0xa1, kit.directory('Root')), tlv(0x82, Uint8Array.of(1))),
);

const whole = encodeCertificate({
  subject: name(['2.5.4.6', 'JP', 0x13], ['2.5.4.10', 'Org'], ['2.5.4.3', 'TSA']),
  issuer: 'CA',
  serial: 20,
  extensions: [
    kit.ski('id'),
    authorityKey,
    bits('2.5.29.15', 6, 0xc0),
    purposes('1.3.6.1.5.5.7.3.8'),
    altNames(...generalNames),
    aia(access('1', 'http://example.com/ocsp'), access('2', 'http://example.com/ca.der')),
    kit.points([
      kit.pointName(kit.uri('http://example.com/a.crl')),
      kit.reasonFlags(1, 1, 4),
      tlv(0xa2, kit.directory('CA')),
    ]),
    kit.extension('2.5.29.46', sequence(sequence(kit.pointName(kit.uri('http://example.com/d.crl'))))),
    period,
    qualified,
  ],
});

const ca = encodeCertificate({
  subject: 'CA',
  issuer: 'Root',
  serial: 10,
  extensions: [
    kit.extension('2.5.29.19', sequence(tlv(0x01, Uint8Array.of(0xff)), kit.integer(2)), true),
    bits('2.5.29.15', 1, 0x06),
    subtrees(
      [text(0x82, 'example.com'), tlv(0xa4, name(['2.5.4.10', 'Org']))],
      [tlv(0x87, Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0))],
    ),
    policies('1.2.3.4', '1.2.3.5'),
    mappings(['1.2.3.4', '1.2.3.6']),
    kit.extension('2.5.29.36', sequence(tlv(0x80, Uint8Array.of(1)), tlv(0x81, Uint8Array.of(2))), true),
    kit.extension('2.5.29.54', kit.integer(3), true),
  ],
});

const scoped = kit.encodeCrl({
  number: 7,
  entries: [
    { serial: 20, reason: 1, invalidityDate: kit.noon - kit.day, issuer: 'Other CA' },
    { serial: 300, reason: null },
    { serial: 4, reason: 6, extensions: [kit.extension('1.2.3.4', tlv(0x05))] },
  ],
  extensions: [
    kit.idp(
      kit.pointName(kit.uri('http://example.com/a.crl'), kit.directory('CA')),
      kit.flag(2),
      kit.reasonFlags(3, 1, 2),
      kit.flag(4),
    ),
    authorityKey,
    kit.extension('2.5.29.46', sequence(sequence(kit.pointName(kit.uri('http://example.com/d.crl'))))),
    kit.extension('2.5.29.60', kit.time(kit.noon - 9 * kit.day)),
    caIssuers,
  ],
});
const delta = kit.encodeCrl({
  number: 9,
  nextUpdate: null,
  entries: [{ serial: 20, reason: 8 }],
  extensions: [kit.deltaOf(7), kit.idp(kit.flag(1))],
});
const relative = kit.encodeCrl({
  extensions: [kit.idp(tlv(0xa0, tlv(0xa1, sequence(oid('2.5.4.3'), text(0x0c, 'part')))), kit.flag(5))],
});

const revoked = kit.encodeOcsp({
  status: { date: kit.noon - kit.day, reason: 1 },
  responder: 'Responder',
  signer: 'Responder',
  certificates: [
    issue({ subject: 'Responder', issuer: 'CA', serial: 30, extensions: [purposes('1.3.6.1.5.5.7.3.9')] }),
  ],
  extensions: [
    kit.extension('1.3.6.1.5.5.7.48.1.6', kit.time(kit.noon - 99 * kit.day)),
    kit.extension('2.5.29.24', kit.time(kit.noon - 2 * kit.day)),
  ],
  responseExtensions: [
    kit.nonce(Uint8Array.from({ length: 16 }, (_, i) => i)),
    kit.extension('1.3.6.1.5.5.7.48.1.9', tlv(0x05)),
  ],
});
const several = kit.encodeOcsp({
  byKey: kit.ca,
  singles: [
    { status: 'good', hash: 'sha256' },
    { status: 'unknown', nextUpdate: null, hash: 'sha512' },
  ],
});

/** Each with its own share of what there is to read. */
export function madeSamples(): readonly MadeSample[] {
  return [
    { name: 'certificate of a TSU', kind: 'certificate', bytes: whole },
    { name: 'certificate of a CA', kind: 'certificate', bytes: ca },
    { name: 'CRL with a scope', kind: 'crl', bytes: scoped },
    { name: 'delta CRL', kind: 'crl', bytes: delta },
    { name: 'CRL with a relative name', kind: 'crl', bytes: relative },
    { name: 'OCSP answer of a delegate', kind: 'ocsp', bytes: revoked },
    { name: 'OCSP answer by key', kind: 'ocsp', bytes: several },
    { name: 'OCSP refusal', kind: 'ocsp', bytes: kit.ocspOf(6) },
  ];
}
