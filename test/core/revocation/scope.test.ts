import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RevocationInput } from '../../../src/core/revocation/question.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import {
  answers,
  type CrlWish,
  ca,
  crls,
  directory,
  extension,
  flag,
  idp,
  issue,
  issueCa,
  judge,
  noon,
  oid,
  pointName,
  points,
  reasonFlags,
  root,
  rule,
  sequence,
  short,
  tlv,
  uri,
} from './kit.ts';

const first = uri('http://crl.test/first');
const second = uri('http://crl.test/second');

/** The TSA's certificate with these distribution points. */
const withPoints = (...all: readonly (readonly Uint8Array[])[]) =>
  issue({ subject: 'TSA', issuer: 'CA', serial: 20, extensions: [points(...all)] });

const judged = (certificate: Certificate, ...lists: readonly CrlWish[]) =>
  short(judge({ certificate, path: [certificate, ca, root], crls: crls(...lists) }));

test('RFC 5280 §6.3.3 (b)(2)(i): the list and the certificate share a name of the distribution point', () => {
  const certificate = withPoints([pointName(first)]);
  const list = (...names: readonly Uint8Array[]) => ({ extensions: [idp(pointName(...names))] });
  assert.equal(judged(certificate, list(first)), 'pass');
  assert.equal(judged(certificate, list(second, first)), 'pass');
  assert.equal(judged(certificate, list(second)), 'unknown out-of-scope');
  assert.equal(judged(certificate, {}), 'pass', 'a list without a name is about everything of its issuer');
});

test('RFC 5280 §6.3.3: a list under the name of its issuer serves certificates without distribution points', () => {
  const plain = issue({ subject: 'TSA', issuer: 'CA', serial: 20 });
  assert.equal(judged(plain, { extensions: [idp(pointName(directory('CA')))] }), 'pass');
  assert.equal(judged(plain, { extensions: [idp(pointName(first))] }), 'unknown out-of-scope');
});

test('RFC 5280 §4.2.1.13: nameRelativeToCRLIssuer is the issuer with the RDN at its end, on either side', () => {
  const rdn = sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('CRL1')));
  const relative = tlv(0xa0, tlv(0xa1, rdn));
  const whole = tlv(0xa4, sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('CA')))), tlv(0x31, rdn)));
  const other = tlv(0xa0, tlv(0xa1, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from('CRL2')))));
  assert.equal(judged(withPoints([relative]), { extensions: [idp(relative)] }), 'pass');
  assert.equal(judged(withPoints([relative]), { extensions: [idp(pointName(whole))] }), 'pass');
  assert.equal(judged(withPoints([pointName(whole)]), { extensions: [idp(relative)] }), 'pass');
  assert.equal(judged(withPoints([relative]), { extensions: [idp(other)] }), 'unknown out-of-scope');
});

test('RFC 5280 §6.3.3 (b)(2)(ii)-(iv): lists of user, CA and attribute certificates alone', () => {
  const tsa = issue({ subject: 'TSA', issuer: 'CA', serial: 20 });
  assert.equal(judged(tsa, { extensions: [idp(flag(1))] }), 'pass');
  assert.equal(judged(tsa, { extensions: [idp(flag(2))] }), 'unknown out-of-scope');
  assert.equal(judged(tsa, { extensions: [idp(flag(5))] }), 'unknown out-of-scope');
  const ofRoot = (n: number): Partial<RevocationInput> => ({
    certificate: ca,
    issuer: root,
    role: 'ca',
    crls: crls({ issuer: 'Root', extensions: [idp(flag(n))] }),
  });
  assert.equal(short(judge(ofRoot(2))), 'pass');
  assert.equal(short(judge(ofRoot(1))), 'unknown out-of-scope');
});

test('a revocation by the own issuer counts, wherever that lists it; attribute certificates have serials of their own', () => {
  const entries = [{ serial: 20 }];
  const tsa = issue({ subject: 'TSA', issuer: 'CA', serial: 20 });
  assert.equal(judged(tsa, { entries, extensions: [idp(flag(2))] }), 'fail certificate-revoked');
  assert.equal(judged(tsa, { entries, extensions: [idp(pointName(first))] }), 'fail certificate-revoked');
  assert.equal(judged(tsa, { entries, extensions: [idp(flag(5))] }), 'unknown out-of-scope');
});

test('RFC 5280 §6.3.3 (d), (e), (l): only lists that cover all reasons together prove that nothing was revoked', () => {
  const certificate = withPoints([pointName(first), reasonFlags(1, 1, 2)], [pointName(second)]);
  const compromise = { extensions: [idp(pointName(first), reasonFlags(3, 1, 2))] };
  const others = { extensions: [idp(pointName(second), reasonFlags(3, 3, 4, 5, 6, 7, 8))] };
  const incomplete = judge({ certificate, crls: crls(compromise) });
  assert.equal(short(incomplete), 'unknown reasons-missing');
  assert.equal(rule(incomplete, 'revocation.status'), 'unknown out-of-scope');
  assert.equal(judged(certificate, others), 'unknown reasons-missing');
  assert.equal(judged(certificate, compromise, others), 'pass');
  // Each has to be fresh and true by itself.
  assert.equal(judged(certificate, compromise, { ...others, signer: 'a random key' }), 'unknown reasons-missing');
  const stale = { ...others, thisUpdate: noon - 20 * 86_400_000, nextUpdate: noon - 10 * 86_400_000 };
  assert.equal(judged(certificate, compromise, stale), 'unknown stale');
  const ended = { ...others, entries: [{ serial: 20, reason: 4, date: noon - 60_000 }] };
  assert.equal(judged(certificate, compromise, ended), 'pass', 'superseded after the token was made');
  assert.equal(judged(certificate, { ...compromise, entries: [{ serial: 20 }] }, others), 'fail certificate-revoked');
  // The point's own reasons bound what a list without any covers.
  assert.equal(judged(withPoints([pointName(first), reasonFlags(1, 1, 2)]), compromise), 'unknown reasons-missing');
});

const indirectIssuer = issue({ subject: 'CRL issuer', issuer: 'Root', serial: 40 });
const delegated = withPoints([pointName(first), tlv(0xa2, directory('CRL issuer'))]);
const indirect = idp(pointName(first), flag(4));
const rootList: CrlWish = { issuer: 'Root' };

function byIndirect(certificate: Certificate, list: CrlWish, more: readonly CrlWish[] = [rootList]) {
  const question = { certificate, path: [certificate, ca, root], candidates: [indirectIssuer] };
  return short(judge({ ...question, crls: crls({ issuer: 'CRL issuer', extensions: [indirect], ...list }, ...more) }));
}

test('RFC 5280 §5.2.5, §6.3.3 (b)(1): an indirect CRL by the issuer that the certificate names', () => {
  assert.equal(byIndirect(delegated, {}), 'pass');
  assert.equal(byIndirect(delegated, { extensions: [idp(pointName(first))] }), 'unknown out-of-scope', 'not indirect');
  assert.equal(byIndirect(withPoints([pointName(first)]), {}), 'unknown out-of-scope', 'not named by the certificate');
  const intruding = { entries: [{ serial: 20, issuer: 'CA' }] };
  assert.equal(byIndirect(withPoints([pointName(first)]), intruding), 'unknown out-of-scope', 'and so revokes nothing');
});

test('RFC 5280 §6.3.3 (f): the issuer of an indirect CRL has to be unrevoked itself', () => {
  assert.equal(byIndirect(delegated, {}, []), 'unknown not-authentic', 'nothing known of it');
  assert.equal(byIndirect(delegated, {}, [{ ...rootList, entries: [{ serial: 40 }] }]), 'unknown not-authentic');
  const listing = { entries: [{ serial: 20, issuer: 'CA' }] };
  assert.equal(
    byIndirect(delegated, listing, []),
    'fail certificate-revoked',
    'what it revokes counts before that is known',
  );
  assert.equal(byIndirect(delegated, listing, [{ ...rootList, entries: [{ serial: 40 }] }]), 'unknown not-authentic');
});

test('RFC 5280 §5.3.3: certificateIssuer holds until another entry names another', () => {
  const list = (...entries: NonNullable<CrlWish['entries']>) => byIndirect(delegated, { entries });
  assert.equal(list({ serial: 20 }), 'pass', "the CRL issuer's own serial 20");
  assert.equal(list({ serial: 7, issuer: 'CA' }, { serial: 20 }), 'fail certificate-revoked', 'inherited');
  assert.equal(list({ serial: 7, issuer: 'CA' }, { serial: 8, issuer: 'Other' }, { serial: 20 }), 'pass');
  assert.equal(
    list({ serial: 20, issuer: 'Other' }, { serial: 20, issuer: 'CA' }, { serial: 20, issuer: 'Third' }),
    'fail certificate-revoked',
    'one serial of three issuers',
  );
});

test('two CRL issuers that vouch for each other alone vouch for nobody', () => {
  const [a, b] = ['A', 'B'].map((subject, i) =>
    issue({
      subject,
      issuer: 'Root',
      serial: 50 + i,
      extensions: [points([pointName(first), tlv(0xa2, directory(subject === 'A' ? 'B' : 'A'))])],
    }),
  );
  const certificate = withPoints([pointName(first), tlv(0xa2, directory('A'))]);
  const lists = ['A', 'B'].map((issuer) => ({ issuer, extensions: [indirect] }));
  const judgement = judge({ certificate, candidates: [a!, b!], crls: crls(...lists) });
  assert.equal(short(judgement), 'unknown not-authentic');
});

test('wants: OCSP first, then the lists, of the certificate and of delegates; none once decided', () => {
  const access = (method: string, url: string) => sequence(oid(method), uri(url));
  const aia = extension('1.3.6.1.5.5.7.1.1', sequence(access('1.3.6.1.5.5.7.48.1', 'http://ocsp.test/')));
  const freshest = extension('2.5.29.46', sequence(sequence(pointName(uri('http://crl.test/delta')))));
  const certificate = issue({
    subject: 'TSA',
    issuer: 'CA',
    serial: 20,
    extensions: [aia, points([pointName(uri('ldap://crl.test/'), first)]), freshest],
  });
  const { wants } = judge({ certificate });
  assert.deepEqual(
    wants.map((want) => [want.kind, want.url, want.kind === 'crl' && want.delta]),
    [
      ['ocsp', 'http://ocsp.test/', false],
      ['crl', 'http://crl.test/first', false],
      ['crl', 'http://crl.test/delta', true],
    ],
  );
  assert.ok(wants.every((want) => want.for === 'CN=TSA (serial 14)'));
  assert.deepEqual(judge({ certificate, ocsp: answers({ certificate }) }).wants, []);
  assert.deepEqual(judge({ certificate, crls: crls({ entries: [{ serial: 20 }] }) }).wants, []);

  const responder = issue({
    subject: 'Responder',
    issuer: 'CA',
    serial: 30,
    extensions: [extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.9'))), points([pointName(second)])],
  });
  const undecided = judge({ ocsp: answers({ signer: 'Responder', certificates: [responder] }) });
  assert.deepEqual(
    undecided.wants.map(({ url }) => url),
    ['http://crl.test/second'],
  );
});

test('the issuer has to chain to the anchor itself', () => {
  const stranger = issueCa({ subject: 'CA', issuer: 'Nobody', serial: 3 });
  const question = { issuer: stranger, path: [stranger] };
  assert.equal(short(judge({ ...question, crls: crls({}) })), 'unknown not-authentic');
  assert.equal(short(judge({ ...question, ocsp: answers({}) })), 'unknown not-authentic');
});
