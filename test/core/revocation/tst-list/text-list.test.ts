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
