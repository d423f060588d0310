import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, noon, policy, read, serials, tsu, wrong } from './kit.ts';

const head = '"format":"tst-revocation-list","version":1,"thisUpdate":"2030-06-01T12:00:00Z"';
const list = (entries: string, more = '') => `{${head}${more},"entries":${entries}}`;

test('an entry says what is known of its revocation, its offset, and null for the rest', () => {
  const text = list('[ {"serial":"0x1"},\n{"serial":"0x2","revokedAt":"2030-06-01T12:00:00Z"},{"policy":"1.2.3"}]');
  const [one, two, three] = read(text).entries;
  const nothing = { tsu: null, tsa: null, policy: null, serial: null, genTime: null, imprint: null };
  const unsaid = { revokedAt: null, reason: null, notice: null };
  assert.deepEqual(one, {
    ...nothing,
    serial: { from: 1n, to: 1n },
    ...unsaid,
    offset: text.indexOf('{"serial":"0x1"'),
  });
  assert.equal(two!.revokedAt, noon);
  assert.equal(two!.offset, text.indexOf('{"serial":"0x2"'));
  assert.deepEqual(three, { ...nothing, policy: '1.2.3', ...unsaid, offset: text.indexOf('{"policy"') });
  const [again] = read(text).entries;
  assert.deepEqual(again, one);
});

test('one entry says nothing of the next', () => {
  const whole = {
    serial: '0x1',
    tsuCertificate: { sha256: tsu.sha256 },
    tsaName: 'x',
    policy,
    genTime: { from: '2030-06-01T11:00:00Z' },
    imprint: { algorithm: 'sha256', value: '00'.repeat(32) },
    revokedAt: '2030-06-01T12:00:00Z',
    reason: 'a',
    notice: 'b',
  };
  const [, two, three] = read(
    json({ entries: [whole, { serialRange: { from: 1, to: 2 } }, { serial: '0x3' }] }),
  ).entries;
  const nothing = { tsu: null, tsa: null, policy: null, genTime: null, imprint: null };
  for (const [entry, from, to] of [
    [two, 1n, 2n],
    [three, 3n, 3n],
  ] as const) {
    const { offset: _offset, ...rest } = entry!;
    assert.deepEqual(rest, { ...nothing, serial: { from, to }, revokedAt: null, reason: null, notice: null });
  }
});

test('each value of an entry has its type and form, and the error its path', () => {
  const at = (entry: string) => wrong(list(`[${entry}]`)).replace(/ 1:\d+ \$\.entries\[0\]/, ' ');
  const { length } = list('').replace('}', '');
  assert.equal(wrong(list('[1]')), `json-type 1:${length + 2} $.entries[0]`);
  assert.equal(wrong(list('[{"serial":"0x1"} {}]')), `json-syntax 1:${length + 19} $.entries[1]`);
  for (const name of ['revokedAt', 'reason', 'notice', 'tsaName', 'policy']) {
    assert.equal(at(`{"${name}":1}`), `json-type .${name}`);
  }
  for (const name of ['serialRange', 'genTime', 'tsuCertificate', 'imprint']) {
    assert.equal(at(`{"${name}":"1"}`), `json-type .${name}`);
    assert.equal(at(`{"${name}":{"x":"1"}}`), `json-key-unknown .${name}.x`);
  }
  assert.equal(at('{"serialRange":{"from":1,"from":2}}'), 'json-key-twice .serialRange.from');
  assert.equal(at('{"serialRange":{"to":1}}'), 'json-key-missing .serialRange.from');
  assert.equal(at('{"serialRange":{"from":1,"to":"x"}}'), 'serial-form .serialRange.to');
  assert.equal(at('{"serialRange":{"from":null,"to":2}}'), 'serial-form .serialRange.from');
  assert.equal(at('{"genTime":{"from":1}}'), 'json-type .genTime.from');
  assert.equal(at('{"genTime":{"to":"x"}}'), 'time-form .genTime.to');
  assert.equal(
    at('{"genTime":{"from":"2030-06-01T12:00:01Z","to":"2030-06-01T12:00:00Z"}}'),
    'range-backwards .genTime',
  );
  assert.equal(at('{"imprint":{"value":"00"}}'), 'json-key-missing .imprint.algorithm');
  assert.equal(at('{"imprint":{"algorithm":"sha256"}}'), 'json-key-missing .imprint.value');
  assert.equal(at('{"imprint":{"algorithm":1}}'), 'json-type .imprint.algorithm');
  for (const members of [
    '"serial":"0x1"',
    '"sha256":"00","issuer":"CN=x"',
    '"sha256":"00","serial":"0x1"',
    '',
    `"sha256":"${tsu.sha256}","issuer":"CN=x","serial":"0x1"`,
  ]) {
    assert.equal(at(`{"tsuCertificate":{${members}}}`), 'json-key-missing .tsuCertificate', members);
  }
  assert.equal(at('{"tsuCertificate":{"issuer":"CN=","serial":"0x1"}}'), 'name-form .tsuCertificate');
  assert.equal(at('{"tsuCertificate":{"issuer":"CN=x","serial":"1"}}'), 'radix-missing .tsuCertificate');
  assert.equal(at(`{"${'k'.repeat(99)}":1}`), `json-key-unknown .${'k'.repeat(64)}`);
  assert.equal(at(`{"genTime":{"${'k'.repeat(99)}":1}}`), `json-key-unknown .genTime.${'k'.repeat(64)}`);
  const both = '"serialRange":{"from":1,"to":2}';
  assert.equal(
    wrong(list(`[{"serial":1,${both}}]`)),
    `json-key-twice 1:${length + 14 + both.length} $.entries[0].serialRange`,
  );
  const backwards = '{"from":"2030-06-01T12:00:01Z","to":"2030-06-01T12:00:00Z"}';
  assert.equal(wrong(list(`[{"genTime":  ${backwards}}]`)), `range-backwards 1:${length + 15} $.entries[0].genTime`);
  assert.equal(at(`{"serial":1,${both}}`), 'json-key-twice .serialRange');
  assert.equal(at(`{${both},"serial":1}`), 'json-key-twice .serialRange');
});

test('ends of ranges may be equal, and a time open at one end is so for ever', () => {
  const [one] = read(list('[{"serialRange":{"from":3,"to":3}}]')).entries;
  assert.deepEqual(one!.serial, { from: 3n, to: 3n });
  const genTime = (value: string) => [...read(list(`[{"genTime":${value}}]`)).entries][0]!.genTime;
  const second = { from: BigInt(noon) * 1000n, to: BigInt(noon) * 1000n + 999_999n };
  assert.deepEqual(genTime('{"from":"2030-06-01T12:00:00Z","to":"2030-06-01T12:00:00Z"}'), second);
  const moment = '2030-06-01T12:00:00.000000Z';
  assert.deepEqual(genTime(`{"from":"${moment}","to":"${moment}"}`), { from: second.from, to: second.from });
  assert.deepEqual(genTime('{"from":"2030-06-01T12:00:00Z"}'), { from: second.from, to: 1n << 62n });
  assert.deepEqual(genTime('{"to":"2030-06-01T12:00:00Z"}'), { from: -(1n << 62n), to: second.to });
});

test('a number is a serial number up to fifteen digits, its sign aside', () => {
  const nines = '9'.repeat(15);
  assert.deepEqual(serials(read(list(`[{"serial":${nines}},{"serial":-${nines}}]`)).entries), [nines, `-${nines}`]);
  for (const value of [`1${nines}`, `-1${nines}`]) {
    assert.equal(wrong(list(`[{"serial":${value}}]`)).split(' ')[0], 'serial-rounded', value);
  }
  assert.deepEqual(serials(read(list('[{"serial":10}]', ',"radix":10')).entries), ['10']);
  assert.deepEqual(serials(read(list('[{"serial":"\\u0031\\u0030"}]', ',"radix":16')).entries), ['16']);
});

test('a moment written with escapes or a fraction is read as one, and checked', () => {
  const revokedAt = (text: string) => [...read(list(`[{"serial":1,"revokedAt":"${text}"}]`)).entries][0]!.revokedAt;
  assert.equal(revokedAt('2030-06-01T12:00:00\\u005a'), noon);
  assert.equal(revokedAt('2030-06-01T21:00:00.5+09:00'), noon + 500);
  assert.match(wrong(list('[{"serial":1,"revokedAt":"2030-06-31T12:00:00Z"}]')), /^time-form .*\.revokedAt$/);
  assert.match(wrong(list('[{"serial":1,"revokedAt":"\\u0032030-06-31T12:00:00Z"}]')), /^time-form .*\.revokedAt$/);
});
