import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';
import { question, read, serials, wrong } from './kit.ts';

const text = { kind: 'text', radix: null } as const;
const decimal = { kind: 'text', radix: 10 } as const;

test('one serial number in each line, with comments, in the radix that the list or the caller states', () => {
  const list = '# revoked tokens\r\n# radix: 16\r\n\r\n 1a:2b  # by mistake\r\n10..1f\r\n0x20';
  const { entries } = read(list, text);
  assert.deepEqual(serials(entries), ['6699', '16..31', '32']);
  assert.equal([...entries][0]!.reason, 'by mistake');
  assert.deepEqual(serials(read('10\r20\n30', decimal).entries), ['10', '20', '30']);
  assert.deepEqual(serials(read('\ufeff10', decimal).entries), ['10']);
});

test('not stated: an error, for a number read in the wrong base misses its token', () => {
  assert.equal(wrong('# list\n10\n', text), 'radix-missing 2:1');
  assert.equal(wrong('0x10\n20', text), 'radix-missing 2:1');
  assert.equal(wrong('# radix: 16\n10', decimal), 'radix-contradicted 1:1 radix');
});

test('what comments can say of the list', () => {
  const list = read(
    '# This-Update: 2030-06-01T12:00:00Z\n# next-update: 2030-06-02T12:00:00Z\n# number: 18\n# radix:10',
    text,
  );
  const { thisUpdate, nextUpdate, number, entries } = list;
  assert.deepEqual(
    [thisUpdate, nextUpdate, number],
    [Date.parse('2030-06-01T12:00:00Z'), Date.parse('2030-06-02T12:00:00Z'), 18n],
  );
  assert.equal(entries.count, 0, 'an empty list, said to be one');
});

test('silence is no empty list', () => {
  for (const nothing of ['\n', '# comment\n', '   \n\n', '# 503 Service Unavailable']) {
    assert.equal(wrong(nothing, decimal), 'no-list 1:1', nothing);
  }
  assert.equal(wrong('', decimal), 'empty-file 1:1');
  assert.equal(wrong('<html>', decimal), 'an HTML page 1:1');
});

test('each mistake has its line and column', () => {
  assert.equal(wrong('# radix: 10\n1\n  1a\n', text), 'serial-form 3:3');
  assert.equal(wrong('# radix: ten', text), 'directive-form 1:1 radix');
  assert.equal(wrong('# radix: 10\n# radix: 10', text), 'directive-form 2:1 radix');
  assert.equal(wrong('# radix: 10\n1\n# radix: 16', text), 'directive-late 3:1 radix');
  assert.equal(wrong('# this-update: 2030-06-01', text), 'time-form 1:1 this-update');
  assert.equal(wrong('# number: -1', text), 'number-form 1:1 number');
  assert.equal(wrong('2..1', decimal), 'range-backwards 1:1');
  assert.equal(wrong('1..', decimal), 'serial-form 1:4');
  assert.equal(wrong('..', decimal), 'serial-form 1:1');
  assert.equal(wrong('1,2', decimal), 'serial-form 1:1');
  assert.equal(wrong(Buffer.from('10\n\xff\n', 'latin1'), decimal), 'not-utf8 2:1');
  assert.equal(wrong('10\n2\x000', decimal), 'nul 2:2');
  assert.equal(wrong(Buffer.from('10\n', 'utf16le'), decimal), 'nul 1:2');
  assert.equal(wrong(Buffer.from('\ufeff10\n', 'utf16le'), decimal), 'not-utf8 1:1');
});

test('a token is found by its serial number as an INTEGER, whatever zeros stand before it', () => {
  for (const written of ['0x1a2b', '0x00001A2B', '6699', '006699', '1..7000', '-5..6699']) {
    assert.ok(read(written, decimal).entries.find(question()), written);
  }
  for (const written of ['0x1a2c', '66990', '6700..7000', '-6699']) {
    assert.equal(read(written, decimal).entries.find(question()), null, written);
  }
  assert.ok(read('-129', decimal).entries.find(question({ serial: -129n })), 'also negative ones');
});

test('only the whole directive is one; any other comment is passed over', () => {
  for (const comment of ['# the radix: 16', '# radix 16', '# radix-16: 1', '## radix: 16', '# numbers: 1', '#']) {
    assert.deepEqual(serials(read(`${comment}\n10`, decimal).entries), ['10'], comment);
  }
  for (const written of ['#radix:16', '# RADIX : 16 ', '#\tradix:\t16\t', ' \t# radix: 16']) {
    assert.deepEqual(serials(read(`${written}\n10`, text).entries), ['16'], written);
  }
  assert.deepEqual(serials(read('# radix: 10\n10', decimal).entries), ['10'], 'said by both, and the same');
  assert.equal(wrong('# radix: 10', { kind: 'text', radix: 16 }), 'radix-contradicted 1:1 radix');
  for (const other of ['16 10', '1', '', '016', '8']) {
    assert.equal(wrong(`x\n# radix: ${other}`.slice(2), text), 'directive-form 1:1 radix', other);
  }
});

test('a directive is said once, before the first entry, by itself in its line', () => {
  assert.equal(wrong('# number: 1\n # Number: 2', text), 'directive-form 2:2 number');
  assert.equal(wrong('# number: 1\n0x1\n # next-update: x', text), 'directive-late 3:2 next-update');
  const { number, entries } = read('# number: 1\n0x1 # number: 2\n# and so on', text);
  assert.deepEqual([number, [...entries][0]!.reason], [1n, 'number: 2'], 'beside an entry it is a comment');
});

test('a number has at most forty digits, and nothing beside them', () => {
  assert.equal(read(`# number: ${'9'.repeat(40)}`, text).number, 10n ** 40n - 1n);
  for (const other of ['9'.repeat(41), '1x', 'x1', '', '1.0']) {
    assert.equal(wrong(`# number: ${other}`, text), 'number-form 1:1 number', other);
  }
});

test('what the list does not say of itself is null; nextUpdate may be thisUpdate and not before', () => {
  const plain = read('1', decimal);
  assert.deepEqual(
    [plain.thisUpdate, plain.nextUpdate, plain.number, plain.appliesTo, plain.kind],
    [null, null, null, null, 'text'],
  );
  const at = Date.parse('2030-06-01T12:00:00Z');
  const dated = (next: string) => `# this-update: 2030-06-01T12:00:00Z\n# next-update: 2030-06-01T${next}Z`;
  assert.deepEqual(read(dated('12:00:00'), text).nextUpdate, at);
  assert.equal(wrong(`\n${dated('11:59:59')}`, text), 'next-before-this 1:1');
  const only = read('# next-update: 1969-06-01T12:00:00Z', text);
  assert.deepEqual([only.thisUpdate, only.nextUpdate], [null, Date.parse('1969-06-01T12:00:00Z')]);
  assert.equal(read('# this-update: 2030-06-01T12:00:00.5Z', text).thisUpdate, at + 500);
});

test('a line has at most 65,536 octets, the comment among them', () => {
  assert.equal(wrong(`\n#${'x'.repeat(65_535)}`, decimal), 'no-list 1:1');
});

test('a line of an octet more is refused, wherever it stands', () => {
  assert.equal(wrong(`2\n1 #${'x'.repeat(65_534)}`, decimal), 'field-too-long 2:1');
});

test('the longest serial number is read whole, and found', () => {
  const longest = (1n << 8_192n) - 1n;
  const { entries } = read(`0x${longest.toString(16)}\n1`, decimal);
  assert.deepEqual(serials(entries), [`${longest}`, '1']);
  assert.ok(entries.find(question({ serial: longest })));
});

test('an entry says where it begins, its comment, and nothing else', () => {
  const [one, two, three] = read('\ufeff10 # a # b \r\n\t20..21 \t#\n 30', decimal).entries;
  assert.deepEqual([one!.reason, two!.reason, three!.reason], ['a # b', null, null]);
  assert.deepEqual([one!.offset, two!.offset, three!.offset], [3, 17, 28]);
  const { offset: _offset, ...rest } = two!;
  assert.deepEqual(rest, {
    serial: { from: 20n, to: 21n },
    tsu: null,
    tsa: null,
    policy: null,
    genTime: null,
    imprint: null,
    revokedAt: null,
    reason: null,
    notice: null,
  });
});

test('a range has both its ends, in order, with or without blanks around the dots', () => {
  assert.deepEqual(serials(read('5..5\n-3 .. 4\n1\t..\t2', decimal).entries), ['5', '-3..4', '1..2']);
  assert.equal(wrong(' 2..1', decimal), 'range-backwards 1:2');
  assert.equal(wrong('..1', decimal), 'serial-form 1:1');
  assert.equal(wrong('1..2..3', decimal), 'serial-form 1:4');
  assert.equal(wrong('1...3', decimal), 'serial-form 1:4');
  assert.equal(wrong('1.3', decimal), 'serial-form 1:1');
  assert.equal(wrong('1.', decimal), 'serial-form 1:1');
  assert.equal(wrong('1.. x', decimal), 'serial-form 1:5');
  assert.equal(wrong('1..  # c', decimal), 'serial-form 1:4');
});

test('whatever text comes, it is read or refused with a place', () => {
  const unit = fc.constantFrom(
    '0',
    '1',
    'f',
    'x',
    '#',
    '.',
    ':',
    ' ',
    '\n',
    '\r',
    '-',
    'radix: 16\n',
    '\ufeff',
    '表',
    '\0',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (list) => {
      try {
        const { entries } = read(list, decimal);
        assert.equal(Array.from(entries).length, entries.count);
      } catch (error) {
        assert.ok(error instanceof TstListError, String(error));
      }
    }),
    { seed: 3161, numRuns: 4_000 },
  );
});
