import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { LimitError } from '../../../src/core/der/errors.ts';
import { decodeGeneralName, type GeneralName } from '../../../src/core/der/general-name.ts';
import type { GeneralSubtree } from '../../../src/core/x509/extensions.ts';
import { constrainedNames, violationOf } from '../../../src/core/x509/name-constraints.ts';
import { WorkBudget } from '../../../src/core/x509/work-budget.ts';
import { altNames, issue, name, oid, sequence, text, tlv } from './make-certificate.ts';

const email = (value: string) => text(0x81, value);
const dns = (value: string) => text(0x82, value);
const uri = (value: string) => text(0x86, value);
const ip = (...octets: readonly number[]) => tlv(0x87, Uint8Array.from(octets));

const read = (der: Uint8Array): GeneralName => decodeGeneralName(new Cursor(der), 'name');
const tree = (base: Uint8Array, bounded = false): GeneralSubtree => ({ base: read(base), bounded });

/** Why the first of the names that isn't allowed isn't. */
function reason(
  names: readonly Uint8Array[],
  constraints: { readonly permitted?: readonly GeneralSubtree[]; readonly excluded?: readonly GeneralSubtree[] },
  critical = true,
): string | null {
  const whole = { permitted: constraints.permitted ?? [], excluded: constraints.excluded ?? [] };
  return violationOf(names.map(read), whole, critical, new WorkBudget())?.reason ?? null;
}

const permits = (base: Uint8Array, one: Uint8Array) => reason([one], { permitted: [tree(base)] });
const excludes = (base: Uint8Array, one: Uint8Array) => reason([one], { excluded: [tree(base)] });

test('each name is held against the subtrees of its form alone, and the first that breaks them is told', () => {
  const names = [dns('a.example'), uri('http://b.example/'), email('x@c.example')];
  assert.equal(reason(names, {}), null);
  assert.equal(reason(names, { permitted: [tree(dns('a.example'))] }), null);
  const outside = violationOf(
    names.map(read),
    { permitted: [tree(dns('a.example')), tree(email('d.example'))], excluded: [] },
    true,
    new WorkBudget(),
  );
  assert.deepEqual(outside, { name: read(names[2]!), reason: 'not-permitted' });
  // What is both permitted and excluded is excluded (RFC 5280 §4.2.1.10).
  const both = { permitted: [tree(dns('a.example'))], excluded: [tree(dns('a.example'))] };
  assert.equal(reason(names, both), 'excluded');
  // One of several permitted subtrees is enough, one of several excluded ones too.
  const several = [tree(dns('z.example')), tree(dns('a.example'))];
  assert.equal(reason(names, { permitted: several }), null);
  assert.equal(reason(names, { excluded: several }), 'excluded');
});

test('a subtree that can not be judged is refused where critical, whichever list it is in, and else passed over', () => {
  const bounded = tree(dns('a.example'), true);
  const good = tree(dns('a.example'));
  for (const [base, name] of [
    [bounded, dns('a.example')],
    [tree(tlv(0x88, oid('1.2.3').subarray(2))), tlv(0x88, oid('1.2.3').subarray(2))],
    [tree(ip(192, 0, 2, 0, 255, 255, 255)), ip(192, 0, 2, 7)],
    [tree(ip(...Array<number>(33).fill(0))), ip(192, 0, 2, 7)],
    [tree(tlv(0xa3, oid('1.2.3'))), tlv(0xa3, oid('1.2.3'))],
  ] as const) {
    assert.equal(reason([name], { permitted: [base] }), 'unsupported');
    assert.equal(reason([name], { excluded: [base] }), 'unsupported');
    assert.equal(reason([name], { excluded: [base] }, false), null);
  }
  assert.equal(reason([dns('a.example')], { permitted: [good], excluded: [bounded] }), 'unsupported');
  assert.equal(reason([dns('a.example')], { permitted: [good, bounded] }), 'unsupported');
  // The form that is passed over does not hide the next name.
  assert.equal(
    reason([dns('a.example'), uri('http://b.example')], { permitted: [bounded, tree(uri('c.example'))] }, false),
    'not-permitted',
  );
});

test('iPAddress constraints have 8 or 32 octets, addresses 4 or 16', () => {
  const v4 = ip(0, 0, 0, 0, 0, 0, 0, 0);
  const v6 = ip(...Array<number>(32).fill(0));
  assert.equal(permits(v4, ip(1, 2, 3, 4)), null);
  assert.equal(permits(v6, ip(...Array<number>(16).fill(9))), null);
  // A mask of nothing allows every address of its family and none of the other.
  assert.equal(permits(v4, ip(...Array<number>(16).fill(9))), 'not-permitted');
  assert.equal(permits(v6, ip(1, 2, 3, 4)), 'not-permitted');
  assert.equal(excludes(v6, ip(1, 2, 3, 4)), null);
  for (const octets of [3, 5, 15, 17]) assert.equal(excludes(v4, ip(...Array<number>(octets).fill(0))), 'malformed');
  // Bits outside the mask don't count, on either side.
  assert.equal(permits(ip(192, 0, 2, 99, 255, 255, 255, 0), ip(192, 0, 2, 7)), null);
  assert.equal(permits(ip(192, 0, 2, 99, 255, 255, 255, 0x60), ip(192, 0, 2, 7)), 'not-permitted');
  assert.equal(permits(ip(0, 0, 0, 0, 255, 0, 0, 0), ip(1, 0, 0, 0)), 'not-permitted');
});

test('dNSName: the dot of the root, an empty constraint, names that are none', () => {
  assert.equal(permits(dns('example.com.'), dns('a.example.com')), null);
  assert.equal(permits(dns('EXAMPLE.com'), dns('a.example.com.')), null);
  assert.equal(permits(dns(''), dns('a.example')), null);
  assert.equal(excludes(dns(''), dns('a.example')), 'excluded');
  // Only letters of one case each: what is written SS in capitals is not ss.
  assert.equal(permits(tlv(0x82, Buffer.from('ß.example', 'latin1')), dns('ss.example')), 'not-permitted');
  assert.equal(permits(dns('.'), dns('a.example')), 'not-permitted');
  assert.equal(excludes(dns('.example.com'), dns('example.com')), null);
  assert.equal(excludes(dns('.example.com'), dns('*.example.com')), 'excluded');
  for (const none of [
    '',
    '.',
    'a..example',
    'a b',
    '.example',
    'a.example..',
    'a/b',
    'a*.example',
    'a.*.example',
    '*',
  ]) {
    assert.equal(excludes(dns('example.com'), dns(none)), 'malformed', none);
  }
  for (const host of ['a', 'a_b-9.example', 'A.example', 'a.example.']) {
    assert.equal(excludes(dns('example.com'), dns(host)), null, host);
  }
  const long = (length: number) => dns('a.'.repeat(200).slice(0, length - 1) + 'b');
  assert.equal(excludes(dns('example.com'), long(255)), null);
  assert.equal(excludes(dns('example.com'), long(257)), 'malformed');
  assert.equal(excludes(dns('example.com'), dns('b'.repeat(255))), null);
  assert.equal(excludes(dns('example.com'), dns('b'.repeat(256))), 'malformed');
});

test('a wildcard is excluded where it could stand for the excluded host, and is never permitted for that', () => {
  assert.equal(excludes(dns('secret.example.com'), dns('*.EXAMPLE.com')), 'excluded');
  assert.equal(excludes(dns('a.secret.example.com'), dns('*.example.com')), null);
  assert.equal(excludes(dns('secret.example.com'), dns('b.example.com')), null);
  assert.equal(excludes(dns('secret.example.com'), dns('xx.example.com')), null);
  assert.equal(permits(dns('secret.example.com'), dns('*.example.com')), 'not-permitted');
  assert.equal(permits(dns('example.com'), dns('*.example.com')), null);
});

test('rfc822Name: one mailbox, a host, a domain; a mailbox that is none is refused', () => {
  assert.equal(permits(email('a@example.com'), email('a@example.com.')), null);
  assert.equal(permits(email('a@example.com'), email('a@example.org')), 'not-permitted');
  assert.equal(permits(email('a@example.com'), email('b@example.com')), 'not-permitted');
  assert.equal(permits(email('a@'), email('a@example.com')), 'not-permitted');
  assert.equal(permits(email('@example.com'), email('a@example.com')), 'not-permitted');
  assert.equal(permits(email(''), email('a@example.com')), null);
  assert.equal(permits(email('.com'), email('a@example.com')), null);
  for (const none of ['', '@', 'a@', '@example.com', 'example.com', 'a@b@example.com', 'a@exa mple.com', 'a@.com'])
    assert.equal(excludes(email('example.org'), email(none)), 'malformed', none);
});

test('uniformResourceIdentifier: the host decides, and a URI without a host name is refused', () => {
  for (const good of [
    'http://example.com',
    'HTTP://EXAMPLE.com.',
    'a+b.c-9://example.com:/x',
    'ldap://example.com:389?x',
    'http://example.com#x',
    'http://u:p@example.com/',
    'http://@example.com',
  ]) {
    assert.equal(permits(uri('example.com'), uri(good)), null, good);
    assert.equal(excludes(uri('example.com'), uri(good)), 'excluded', good);
  }
  for (const none of [
    'x http://example.com',
    '9http://example.com',
    'http:/example.com',
    'http://',
    'http:///x',
    'http://[2001:db8::1]/',
    'http://192.0.2.1',
    'http://1.2',
    'http://example.com:8x/',
    'http://example.com:80.evil.com/',
    'http://a@b@example.com/',
    'http://a\\@example.com/',
    'http://example.com\\evil.com',
    'http://exa mple.com/',
    'http://a..b/',
    'http:// a@example.com\n',
    'mailto:x@example.com',
  ]) {
    assert.equal(excludes(uri('example.org'), uri(none)), 'malformed', none);
  }
  assert.equal(excludes(uri('example.org'), uri('http://1.2.3.4.example.com')), null);
  assert.equal(permits(uri(''), uri('http://example.com')), null);
  assert.equal(permits(uri('.com'), uri('http://example.com')), null);
  assert.equal(permits(uri('.example.com'), uri('http://badexample.com')), 'not-permitted');
  assert.equal(permits(uri('xample.com'), uri('http://example.com')), 'not-permitted');
});

test('otherName is as many forms as it has types', () => {
  const upn = (type: string) => tlv(0xa0, oid(type), tlv(0xa0, text(0x0c, 'x')));
  assert.equal(excludes(upn('1.2.3'), upn('1.2.3')), 'unsupported');
  assert.equal(excludes(upn('1.2.3'), upn('1.2.4')), null);
});

test('the names that constraints apply to: subject, alternative names, and without those its mail addresses', () => {
  const mail = (value: string, tag = 0x16) => ['1.2.840.113549.1.9.1', value, tag] as const;
  const kinds = (subject: Uint8Array, ...names: readonly Uint8Array[]) =>
    constrainedNames(
      issue({ subject, issuer: 'CA', signer: null, extensions: names.length > 0 ? [altNames(...names)] : [] }),
    ).map((one) => ('text' in one ? `${one.kind} ${one.text}` : one.kind));
  assert.deepEqual(kinds(name(['2.5.4.3', 'TSA'])), ['directoryName']);
  assert.deepEqual(kinds(sequence()), []);
  assert.deepEqual(kinds(sequence(), dns('a.example')), ['dNSName a.example']);
  const two = name(mail('x@a.example'), ['2.5.4.3', 'TSA'], mail('y@b.example'));
  assert.deepEqual(kinds(two), ['directoryName', 'rfc822Name x@a.example', 'rfc822Name y@b.example']);
  assert.deepEqual(kinds(two, dns('a.example')), ['directoryName', 'dNSName a.example']);
  // One that isn't readable text is no mailbox, and no way around the constraint.
  assert.deepEqual(kinds(name(mail('x@a.example', 0x04))), ['directoryName', 'rfc822Name ']);
});

test('comparisons are counted, those of the other form as well: at the limit, and one beyond', () => {
  const subtreesOf = {
    permitted: [tree(dns('a.example')), tree(uri('b.example'))],
    excluded: [tree(dns('c.example'))],
  };
  const run = (nameComparisons: number) =>
    violationOf([read(dns('a.example'))], subtreesOf, true, new WorkBudget({ nameComparisons }));
  assert.equal(run(3), null);
  assert.throws(() => run(2), LimitError);
});
