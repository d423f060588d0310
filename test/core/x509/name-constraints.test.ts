import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import { validatePath } from '../../../src/core/x509/path.ts';
import {
  altNames,
  at,
  commonName,
  issue,
  issueCa,
  name,
  oid,
  sequence,
  subtrees,
  text,
  tlv,
} from './make-certificate.ts';

const anchors = [trustAnchor(issueCa({ subject: 'Root', issuer: 'Root' }))];

/** The code for a target with these alternative names below a CA with these constraints. */
function judge(constraints: Uint8Array, names: readonly Uint8Array[], subject: Uint8Array = commonName('TSA')): string {
  const ca = issueCa({ subject: 'CA', issuer: 'Root', extensions: [constraints] });
  const target = issue({ subject, issuer: 'CA', extensions: names.length > 0 ? [altNames(...names)] : [] });
  const result = validatePath({ target, candidates: [ca], anchors, at });
  return 'problem' in result ? result.problem.code : result.status;
}

const bad = 'path-name-constraints';
const email = (value: string) => text(0x81, value);
const dns = (value: string) => text(0x82, value);
const uri = (value: string) => text(0x86, value);
const ip = (...octets: readonly number[]) => tlv(0x87, Uint8Array.from(octets));
const directory = (value: Uint8Array) => tlv(0xa4, value);

type Row = readonly [form: (value: string) => Uint8Array, constraint: string, value: string, permitted: string];

const rows: readonly Row[] = [
  [dns, 'example.com', 'example.com', 'valid'],
  [dns, 'example.com', 'a.b.EXAMPLE.com', 'valid'],
  [dns, 'example.com', 'badexample.com', bad],
  [dns, '.example.com', 'example.com', bad],
  [dns, '.example.com', 'a.example.com', 'valid'],
  [email, 'a@example.com', 'a@EXAMPLE.com', 'valid'],
  [email, 'a@example.com', 'A@example.com', bad],
  [email, 'example.com', 'x@example.com', 'valid'],
  [email, 'example.com', 'x@mail.example.com', bad],
  [email, '.example.com', 'x@mail.example.com', 'valid'],
  [email, '.example.com', 'x@example.com', bad],
  [email, 'example.com', 'x@evil.com@example.com', bad],
  [uri, 'example.com', 'http://example.com/x', 'valid'],
  [uri, 'example.com', 'http://user@example.com:80/x', 'valid'],
  [uri, 'example.com', 'http://example.com@evil.com/', bad],
  [uri, 'example.com', 'http://a.example.com/', bad],
  [uri, '.example.com', 'http://a.example.com?x', 'valid'],
  [uri, '.example.com', 'http://example.com', bad],
  [uri, 'example.com', 'http://192.0.2.1/', bad],
  [uri, 'example.com', 'urn:example.com', bad],
];

for (const [form, constraint, value, expected] of rows) {
  test(`RFC 5280 §4.2.1.10: permitted ${constraint}, name ${value}: ${expected}`, () => {
    assert.equal(judge(subtrees([form(constraint)]), [form(value)]), expected);
    // A well-formed name is excluded exactly where it would be permitted.
    if (expected === 'valid') assert.equal(judge(subtrees([], [form(constraint)]), [form(value)]), bad);
  });
}

test('iPAddress: address and mask, version 4 and 6, never one for the other', () => {
  const net = ip(192, 0, 2, 0, 255, 255, 255, 0);
  assert.equal(judge(subtrees([net]), [ip(192, 0, 2, 7)]), 'valid');
  assert.equal(judge(subtrees([net]), [ip(192, 0, 3, 7)]), bad);
  assert.equal(judge(subtrees([], [net]), [ip(192, 0, 2, 7)]), bad);
  assert.equal(judge(subtrees([], [net]), [ip(192, 0, 3, 7)]), 'valid');
  const v6 = (last: number) => ip(0x20, 1, 0xd, 0xb8, ...Array<number>(11).fill(0), last);
  const net6 = ip(
    0x20,
    1,
    0xd,
    0xb8,
    ...Array<number>(12).fill(0),
    ...Array<number>(4).fill(255),
    ...Array<number>(12).fill(0),
  );
  assert.equal(judge(subtrees([net6]), [v6(9)]), 'valid');
  assert.equal(judge(subtrees([net6]), [ip(192, 0, 2, 7)]), bad);
  assert.equal(judge(subtrees([net]), [ip(192, 0, 2)]), bad);
});

test('directoryName: the subject and the alternative names, compared by §7.1', () => {
  const org = (value: string, tag = 0x0c) => name(['2.5.4.10', value, tag]);
  const full = name(['2.5.4.10', 'Org'], ['2.5.4.3', 'TSA']);
  assert.equal(judge(subtrees([directory(org('ORG', 0x13))]), [], full), 'valid');
  assert.equal(judge(subtrees([directory(org('Other'))]), [], full), bad);
  assert.equal(judge(subtrees([], [directory(org('org'))]), [], full), bad);
  assert.equal(judge(subtrees([directory(org('Org'))]), [directory(org('Other'))], full), bad);
});

test('emailAddress in the subject counts where there are no alternative names', () => {
  const subject = name(['1.2.840.113549.1.9.1', 'x@evil.example', 0x16]);
  assert.equal(judge(subtrees([email('example.com')]), [], subject), bad);
  assert.equal(judge(subtrees([email('example.com')]), [email('x@example.com')], subject), 'valid');
});

test('a wildcard that could stand for an excluded host is excluded', () => {
  assert.equal(judge(subtrees([], [dns('secret.example.com')]), [dns('*.example.com')]), bad);
  assert.equal(judge(subtrees([], [dns('secret.example.com')]), [dns('*.example.org')]), 'valid');
});

test('a form that has no subtrees fails where it is constrained, critical and there', () => {
  const upn = (type: string) => tlv(0xa0, oid(type), tlv(0xa0, text(0x0c, 'x')));
  assert.equal(judge(subtrees([upn('1.2.3')]), [upn('1.2.3')]), bad);
  assert.equal(judge(subtrees([upn('1.2.3')]), [upn('1.2.4')]), 'valid');
  assert.equal(judge(subtrees([upn('1.2.3')]), [dns('example.com')]), 'valid');
  assert.equal(judge(subtrees([upn('1.2.3')], [], false), [upn('1.2.3')]), 'valid');
});

test('an attribute repeated within an RDN does not lead a name out of an excluded subtree', () => {
  const organization = sequence(oid('2.5.4.10'), text(0x0c, 'Org'));
  const repeated = sequence(
    tlv(0x31, organization, organization),
    tlv(0x31, sequence(oid('2.5.4.3'), text(0x0c, 'TSA'))),
  );
  const org = directory(name(['2.5.4.10', 'Org']));
  assert.equal(judge(subtrees([], [org]), [], repeated), bad);
  assert.equal(judge(subtrees([org]), [], repeated), bad);
  assert.equal(judge(subtrees([dns('example.com')]), [dns('example.com')], repeated), 'valid');
});

test('constraints hold for all below, self-issued CAs apart', () => {
  const constraints = subtrees([directory(name(['2.5.4.10', 'Org']))]);
  const top = issueCa({ subject: 'Top', issuer: 'Root', extensions: [constraints] });
  const rollover = issueCa({ subject: 'Top', issuer: 'Top', key: 'New' });
  const inOrg = name(['2.5.4.10', 'Org'], ['2.5.4.3', 'TSA']);
  const good = issue({ subject: inOrg, issuer: 'Top', signer: 'New' });
  assert.equal(validatePath({ target: good, candidates: [top, rollover], anchors, at }).status, 'valid');
  const middle = issueCa({ subject: 'Middle', issuer: 'Top' });
  const below = issue({ subject: inOrg, issuer: 'Middle' });
  const result = validatePath({ target: below, candidates: [top, middle], anchors, at });
  assert.ok(result.status === 'broken');
  assert.equal(result.problem.code, bad);
  assert.equal(result.problem.certificate, middle);
});
