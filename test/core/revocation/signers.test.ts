import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { test } from 'node:test';
import { decodeCrl } from '../../../src/core/revocation/crl.ts';
import type { Wish } from '../x509/make-certificate.ts';
import { commonName, keyFor } from '../x509/make-certificate.ts';
import {
  answers,
  type CrlWish,
  ca,
  crls,
  day,
  delegate,
  deltaOf,
  directory,
  extension,
  flag,
  hour,
  idp,
  integer,
  issue,
  judge,
  noon,
  oid,
  pointName,
  points,
  reasonFlags,
  root,
  sequence,
  short,
  time,
  tlv,
  tsa,
  uri,
} from './kit.ts';

// Who may speak for a certificate, at which time, and what of it still counts afterwards.

const first = uri('http://crl.test/first');
const second = uri('http://crl.test/second');
const named = (...all: readonly (readonly Uint8Array[])[]) =>
  issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [points(...all)] });
const delegated = named([pointName(first), tlv(0xa2, directory('CRL issuer'))]);

/** An indirect CRL by an issuer of its own, whose certificate the root has issued, and the root's list about that. */
function byCrlIssuer(certificate: Partial<Wish>, list: CrlWish, ofRoot: CrlWish = {}) {
  const signer = issue({ subject: 'CRL issuer', issuer: 'Root', serial: 40, ...certificate });
  const lists = [
    { issuer: 'CRL issuer', extensions: [idp(pointName(first), flag(4))], ...list },
    { issuer: 'Root', ...ofRoot },
  ];
  return short(
    judge({ certificate: delegated, path: [delegated, ca, root], candidates: [signer], crls: crls(...lists) }),
  );
}

const revoking = { entries: [{ serial: 20, issuer: 'CA' }] };

test('a CRL issuer that has expired proves nothing good any more, and what it revoked stays revoked', () => {
  const expired = { notAfter: '20300601113000Z' };
  assert.equal(byCrlIssuer({}, {}), 'pass');
  assert.equal(byCrlIssuer(expired, {}), 'unknown not-authentic');
  assert.equal(byCrlIssuer(expired, revoking), 'fail certificate-revoked');
  assert.equal(
    byCrlIssuer({ notAfter: '20300601103000Z' }, revoking),
    'unknown not-authentic',
    'expired before it signed',
  );
});

test('a CRL issuer that ended its service after it signed told the truth; one that lost its key, or had ended, did not', () => {
  const ofRoot = (reason: number | null, date: number) => ({ entries: [{ serial: 40, reason, date }] });
  const later = noon - 60_000;
  assert.equal(byCrlIssuer({}, revoking, ofRoot(4, later)), 'fail certificate-revoked');
  assert.equal(byCrlIssuer({}, revoking, ofRoot(4, noon - 2 * hour)), 'unknown not-authentic');
  assert.equal(byCrlIssuer({}, revoking, ofRoot(1, later)), 'unknown not-authentic');
  assert.equal(byCrlIssuer({}, revoking, ofRoot(null, later)), 'unknown not-authentic');
  assert.equal(byCrlIssuer({}, {}, ofRoot(4, later)), 'unknown not-authentic', 'and proves nothing good');
});

test('a CRL issuer or responder on hold proves nothing good', () => {
  const held = { entries: [{ serial: 40, reason: 6 }] };
  assert.equal(byCrlIssuer({}, {}, held), 'unknown not-authentic');
  // Of the responder an older list says good, and the newest that it is on hold; both are of no use for the TSA itself.
  const own = named([pointName(first)]);
  const responder = delegate({ noCheck: false, extensions: [points([pointName(second)])] });
  const judged = (reason: number) => {
    const [older, newer] = [noon - 2 * hour, noon - hour].map((thisUpdate) => ({
      thisUpdate,
      extensions: [idp(pointName(second))],
    }));
    const lists = crls(older!, { ...newer!, entries: [{ serial: 30, reason }] });
    const ocsp = answers({ certificate: own, signer: 'Responder', certificates: [responder] });
    return short(judge({ certificate: own, ocsp, crls: lists }));
  };
  assert.equal(judged(8), 'pass', 'released');
  assert.equal(judged(6), 'unknown not-authentic');
});

test('a delegate whose keyUsage allows no signatures, or that names another issuer, speaks for nobody', () => {
  const keyAgreement = extension('2.5.29.15', tlv(0x03, Uint8Array.of(3, 0x08)), true);
  const digitalSignature = extension('2.5.29.15', tlv(0x03, Uint8Array.of(7, 0x80)), true);
  const by = (wish: Parameters<typeof delegate>[0]) =>
    judge({ ocsp: answers({ signer: 'Responder', certificates: [delegate(wish)] }) });
  assert.equal(short(by({ extensions: [digitalSignature] })), 'pass');
  assert.equal(by({ extensions: [keyAgreement] }).sources[0]?.facts.reason, 'no-digital-signature');
  assert.equal(by({ issuer: 'Other', signer: 'CA' }).sources[0]?.facts.reason, 'delegated-by-other');
  const critical = extension('1.2.3.4', tlv(0x05), true);
  assert.notEqual(by({ extensions: [critical] }).status, 'pass');
});

test('a responder that renewed its key often: where its certificates are too many to try, a CRL clears nobody', () => {
  const renewed = Array.from({ length: 20 }, (_, i) => delegate({ serial: 100 + i, key: `renewed ${i}` }));
  const told = (i: number, ...certificates: typeof renewed) =>
    answers({
      responder: 'Responder',
      signer: `renewed ${i}`,
      certificates,
      status: { date: noon - 2 * day, reason: 1 },
    });
  const about = (ocsp: ReturnType<typeof told>) => short(judge({ crls: crls({}), ocsp, candidates: renewed }));
  assert.equal(about(told(3)), 'fail certificate-revoked');
  assert.equal(about(told(19)), 'unknown limit');
  assert.equal(
    about(told(19, renewed[19]!)),
    'fail certificate-revoked',
    'the one that came with the answer goes first',
  );
});

test('RFC 5280 §5.1.1.2: a CRL whose two algorithm fields differ is not authentic', () => {
  const ed25519 = sequence(oid('1.3.101.112'));
  const list = (inner: Uint8Array) => {
    const tbs = sequence(integer(1), inner, commonName('CA'), time(noon - hour), time(noon + day));
    const signature = tlv(0x03, Uint8Array.of(0), sign(null, tbs, keyFor('CA')));
    return [{ crl: decodeCrl(sequence(tbs, ed25519, signature)), url: null }];
  };
  assert.equal(short(judge({ crls: list(ed25519) })), 'pass');
  const differing = judge({ crls: list(sequence(oid('1.3.101.113'))) });
  assert.equal(short(differing), 'unknown not-authentic');
  assert.deepEqual(differing.sources[0]?.facts, { reason: 'signature-false' });
});

test('a list whose nextUpdate lies before its thisUpdate is of no time', () => {
  assert.equal(short(judge({ at: noon - day, crls: crls({ nextUpdate: noon - 2 * hour }) })), 'unknown stale');
});

test("a distribution point's own reasons bound what a list without any covers", () => {
  const certificate = named([pointName(first), reasonFlags(1, 1, 2)]);
  assert.equal(
    short(judge({ certificate, crls: crls({ extensions: [idp(pointName(first))] }) })),
    'unknown reasons-missing',
  );
});

test('one serial twice on a list, on hold and revoked: revoked, whichever comes first', () => {
  const [held, revoked] = [
    { serial: 20, reason: 6 },
    { serial: 20, reason: 1 },
  ];
  assert.equal(short(judge({ crls: crls({ entries: [held, revoked] }) })), 'fail certificate-revoked');
  assert.equal(short(judge({ crls: crls({ entries: [revoked, held] }) })), 'fail certificate-revoked');
  assert.equal(short(judge({ crls: crls({ entries: [held] }) })), 'unknown on-hold');
});

test('a later list that does not speak of holds releases none', () => {
  const certificate = named([pointName(first)], [pointName(second)]);
  const holds = {
    thisUpdate: noon - 2 * hour,
    entries: [{ serial: 20, reason: 6 }],
    extensions: [idp(pointName(second), reasonFlags(3, 3, 4, 5, 6, 7, 8))],
  };
  const others = { thisUpdate: noon - hour, extensions: [idp(pointName(first), reasonFlags(3, 1, 2))] };
  assert.equal(short(judge({ certificate, crls: crls(holds, others) })), 'unknown on-hold');
});

test('a hold in a delta that fits no list at hand is newer than what an older list says', () => {
  const suspending = {
    number: 12,
    extensions: [deltaOf(11)],
    thisUpdate: noon - 60_000,
    entries: [{ serial: 20, reason: 6 }],
  };
  assert.equal(short(judge({ certificate: tsa, crls: crls({ number: 10 }, suspending) })), 'unknown on-hold');
});
