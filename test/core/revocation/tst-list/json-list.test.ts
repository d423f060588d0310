import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';
import { json, noon, otherTsu, policy, question, read, serials, tsu, wrong } from './kit.ts';

const schema = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../../docs/tst-revocation-list.schema.json'), 'utf8'),
);
const isValid = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
const head = '"format":"tst-revocation-list","version":1,"thisUpdate":"2030-06-01T12:00:00Z"';
const list = (entries: string, more = '') => `{${head}${more},"entries":${entries}}`;

test('everything that an entry can say, and what the list says of itself', () => {
  const entry = {
    serial: '0x1A2b',
    tsuCertificate: { sha256: tsu.sha256 },
    tsaName: 'CN=TSU 1',
    policy,
    genTime: { from: '2030-06-01T11:00:00Z', to: '2030-06-01T21:00:00+09:00' },
    imprint: { algorithm: 'sha256', value: '00'.repeat(32) },
    revokedAt: '2030-06-02T00:00:00.5Z',
    reason: '時計の誤り \u{1f552}',
    notice: 'https://provider.test/notice',
  };
  const appliesTo = { tsuCertificates: [tsu.sha256], tsaNames: ['TSU 1'], policies: [policy] };
  const bytes = json({ entries: [entry], number: 17, nextUpdate: noon + 1e8, appliesTo });
  assert.ok(isValid(JSON.parse(bytes.toString())), JSON.stringify(isValid.errors));
  const found = read(bytes);
  assert.deepEqual([found.number, found.thisUpdate, found.nextUpdate], [17n, noon + 3_600_000, noon + 1e8]);
  assert.deepEqual(found.appliesTo?.policies, [policy]);
  const [one] = found.entries;
  assert.deepEqual(one!.serial, { from: 0x1a2bn, to: 0x1a2bn });
  assert.deepEqual(one!.tsu, { sha256: tsu.sha256 });
  assert.equal(one!.revokedAt, Date.parse('2030-06-02T00:00:00.5Z'));
  assert.deepEqual([one!.reason, one!.notice, one!.policy], [entry.reason, entry.notice, policy]);
  assert.equal(one!.genTime!.to, BigInt(noon + 1_000) * 1000n - 1n);
});

test('an empty list is a list', () => {
  assert.equal(read(json()).entries.count, 0);
  assert.equal(read(json()).entries.find(question()), null);
});

test('a byte order mark before the list is passed over', () => {
  assert.equal(read(`\ufeff${list('[]')}`).entries.count, 0);
  assert.equal(wrong('\uff11{}'), 'json-type 1:1 $', 'another character that begins with the same octet is none');
});

test('serial numbers: in the radix stated, with a prefix in any, and as a number where no reader rounds it', () => {
  assert.deepEqual(serials(read(list('[{"serial":"10"},{"serial":"0x10"}]', ',"radix":10')).entries), ['10', '16']);
  assert.deepEqual(serials(read(list('[{"serial":"10"}]', ',"radix":16')).entries), ['16']);
  assert.deepEqual(serials(read(list('[{"serial":10},{"serial":-5}]')).entries), ['10', '-5']);
  const at = (value: string, more = '') =>
    wrong(list(`[{"serial":${value}}]`, more)).replace(/ 1:\d+ \$\.entries\[0\]\.serial$/, '');
  assert.equal(at('"10"'), 'radix-missing');
  assert.equal(at('9007199254740993'), 'serial-rounded');
  for (const value of ['1e3', '10.0', '010', '-', 'null', '[]', '1E400', 'NaN']) assert.equal(at(value), 'serial-form');
  assert.equal(at('10', ',"radix":16'), 'radix-contradicted');
  const long = 2n ** 160n + 1n;
  assert.deepEqual(
    serials(read(list(`[{"serial":"${long}"}]`, ',"radix":10')).entries),
    [`${long}`],
    'no digit is lost',
  );
});

test('keys in any order: the radix may stand after the entries', () => {
  const late = `{"entries":[{"serial":"10","reason":"]}\\"["}],"radix":16,${head}}`;
  assert.deepEqual(serials(read(late).entries), ['16']);
  assert.match(wrong(`{"entries":[{"serial":"zz"}],"radix":16,${head}}`), /^serial-form 1:24 /);
  assert.match(wrong(`{"entries":[{"serial":10}],"radix":16,${head}}`), /^radix-contradicted 1:23 /);
});

test('a key written with escapes is the key', () => {
  assert.deepEqual(serials(read(list('[{"seri\\u0061l":"\\u0030x10"}]')).entries), ['16']);
});

test('each mistake has its line, column and path', () => {
  const at = (entry: string) => wrong(`{\n${head},\r\n"entries": [\n  {"serial": "0x1"},\r  ${entry}\n]}`);
  assert.equal(at('{"serial": "0xzz"}'), 'serial-form 5:15 $.entries[1].serial');
  assert.equal(at('{"serial": "0x1", "serial": "0x2"}'), 'json-key-twice 5:22 $.entries[1].serial');
  assert.equal(at('{"reason": "時計", "seriall": "0x2"}'), 'json-key-unknown 5:21 $.entries[1].seriall');
  assert.equal(at('{"reason": "x"}'), 'no-selector 5:3 $.entries[1]');
  assert.equal(at('{}'), 'no-selector 5:3 $.entries[1]');
  assert.equal(at('{"serial": null}'), 'serial-form 5:14 $.entries[1].serial');
  assert.equal(at('{"serial": {"from": "0x1"}}'), 'serial-form 5:14 $.entries[1].serial');
  assert.equal(at('{"serialRange": {"from": "0x1"}}'), 'json-key-missing 5:33 $.entries[1].serialRange.to');
  assert.equal(at('{"serialRange": {"from": "0x2", "to": "0x1"}}'), 'range-backwards 5:19 $.entries[1].serialRange');
  assert.equal(at('{"serial": "0x1", "serialRange": {"from": "0x2", "to": "0x3"}}').slice(0, 14), 'json-key-twice');
  assert.equal(at('{"serial": "0x1", "revokedAt": "2030-02-30T00:00:00Z"}'), 'time-form 5:35 $.entries[1].revokedAt');
  assert.equal(at('{"genTime": {}}'), 'json-key-missing 5:16 $.entries[1].genTime');
  assert.equal(at('{"policy": "1.2.x"}'), 'oid-form 5:15 $.entries[1].policy');
  assert.equal(at('{"tsuCertificate": {"sha256": "00"}}'), 'hash-form 5:34 $.entries[1].tsuCertificate');
  assert.equal(at('{"tsuCertificate": {"issuer": "CN=x"}}'), 'json-key-missing 5:39 $.entries[1].tsuCertificate');
  assert.equal(at('{"tsaName": "C=JP, =x"}'), 'name-form 5:16 $.entries[1].tsaName');
  assert.equal(at('{"imprint": {"algorithm": "sha256", "value": "00"}}').slice(0, 9), 'hash-form');
  assert.equal(at('{"imprint": {"algorithm": "crc", "value": "00"}}').slice(0, 9), 'hash-form');
  assert.equal(at('{"serial": "0x1"'), 'json-syntax 6:1 $.entries[1]');
  assert.equal(at('{"serial": "0x1",}'), 'json-syntax 5:20 $.entries[1]');
  assert.equal(at('{"reason": "\\ud800", "serial": "0x1"}'), 'lone-surrogate 5:15 $.entries[1]');
  assert.equal(at('{"reason": "a\tb"}'), 'json-syntax 5:16 $.entries[1]');
  assert.equal(at('{"reason": "\\x"}'), 'json-syntax 5:15 $.entries[1]');
});

test('mistakes around the entries', () => {
  assert.equal(wrong('{}'), 'json-key-missing 1:2 $.format');
  assert.equal(wrong(`{${head}}`), 'json-key-missing 1:80 $.entries');
  assert.equal(wrong(`{${head},"entries": {}}`), 'json-type 1:92 $.entries');
  assert.equal(wrong(list('[{"serial":1},]')), 'json-syntax 1:105 $.entries[1]');
  assert.equal(
    wrong(`{${head}, "nextUpdate" : "2030-05-31T00:00:00Z","entries":[]}`),
    'next-before-this 1:97 $.nextUpdate',
  );
  assert.equal(wrong('{"format":"csaf"}'), 'list-version 1:12 $.format');
  assert.equal(wrong('{"format":"tst-revocation-list","version":2}'), 'list-version 1:43 $.version');
  assert.equal(wrong(`${list('[]')} x`).split(' ')[0], 'json-trailing');
  assert.equal(wrong(list('[]', ',"number":1.5')).split(' ')[0], 'number-form');
  assert.equal(wrong(list('[]', ',"number":"-1"')).split(' ')[0], 'number-form');
  assert.equal(wrong(list('[]', ',"radix":8')).split(' ')[0], 'number-form');
  assert.equal(wrong(list('[]', ',"nextUpdate":"2030-05-31T00:00:00Z"')).split(' ')[0], 'next-before-this');
  assert.equal(wrong(list('[]', ',"appliesTo":{}')).split(' ')[0], 'no-selector');
  assert.equal(wrong(list('[]', ',"appliesTo":{"policies":[]}')).split(' ')[0], 'no-selector');
  assert.equal(wrong(`{${head},${head}}`), 'json-key-twice 1:82 $.format');
  assert.equal(wrong('[]'), 'json-type 1:1 $');
  assert.equal(wrong('<!doctype html><title>503</title>'), 'an HTML page 1:1');
  assert.equal(wrong(''), 'empty-file 1:1');
});

test('the list says its dates, number and radix exactly, or nothing', () => {
  const bare = read(list('[]'));
  assert.deepEqual([bare.thisUpdate, bare.nextUpdate, bare.number, bare.appliesTo], [noon, null, null, null]);
  assert.equal(bare.kind, 'json');
  const number = (value: string) => read(list('[]', `,"number":${value}`)).number;
  assert.deepEqual([number('0'), number('"17"'), number('999999999999999')], [0n, 17n, 999_999_999_999_999n]);
  assert.equal(number(`"${'9'.repeat(40)}"`), 10n ** 40n - 1n);
  for (const value of ['1000000000000000', '-1', '1.0', `"${'9'.repeat(41)}"`, '"1x"', '"x1"', '""', 'true', '[]']) {
    assert.equal(
      wrong(list('[]', `,"number":${value}`)),
      `number-form 1:${value.startsWith('"') ? 91 : 90} $.number`,
      value,
    );
  }
  for (const value of ['8', '"8"', '1016', '0']) {
    assert.equal(wrong(list('[]', `,"radix":${value}`)).split(' ')[0], 'number-form', value);
  }
  assert.equal(read(list('[]', ',"provider":"x","nextUpdate":"2030-06-01T12:00:00Z"')).nextUpdate, noon);
  assert.equal(wrong(list('[]', ',"nextUpdate":"2030-06-01T11:59:59Z"')), 'next-before-this 1:94 $.nextUpdate');
  assert.equal(read(list('[]', ',"nextUpdate":"2030-06-01T12:00:00.25Z"')).nextUpdate, noon + 250);
  for (const name of ['provider', 'nextUpdate']) {
    assert.match(wrong(list('[]', `,"${name}":1`)), new RegExp(`^json-type 1:\\d+ \\$\\.${name}$`));
  }
  assert.equal(wrong('{"format":1}'), 'json-type 1:11 $.format');
  assert.equal(wrong('{"thisUpdate":1}'), 'json-type 1:15 $.thisUpdate');
  assert.equal(wrong('{"thisUpdate":"2030-06-01"}'), 'time-form 1:16 $.thisUpdate');
  assert.equal(wrong(list('[]', ',"nextUpdate":"2030-06-01"')), 'time-form 1:95 $.nextUpdate');
  assert.equal(wrong('{"version":"x"}'), 'number-form 1:13 $.version');
});

test('every key that a list needs is needed', () => {
  const whole = { format: '"tst-revocation-list"', version: '1', thisUpdate: '"2030-06-01T12:00:00Z"', entries: '[]' };
  for (const name of Object.keys(whole)) {
    const text = `{${Object.entries(whole)
      .filter(([key]) => key !== name)
      .map(([key, value]) => `"${key}":${value}`)
      .join(',')}}`;
    assert.equal(wrong(text), `json-key-missing 1:${text.length} $.${name}`);
  }
});

test('nothing but white space stands behind the list', () => {
  assert.equal(read(`${list('[]')} \r\n\t`).entries.count, 0);
  const { length } = list('[]');
  for (const more of ['x', ' x', '{}', ',', ']']) {
    const column = length + 1 + more.length - more.trimStart().length;
    assert.equal(wrong(`${list('[]')}${more}`), `json-trailing 1:${column}`, more);
  }
});

test('whom a list is about: all that it says, each in its form', () => {
  const about = (scope: string) => list('[]', `,"appliesTo":${scope}`);
  const { appliesTo } = read(
    about(`{"tsaNames":["TSU 1"],"policies":["1.2.3","1.2.4"],"tsuCertificates":["${tsu.sha256.toUpperCase()}"]}`),
  );
  assert.deepEqual(appliesTo, {
    tsuCertificates: [tsu.sha256],
    tsaNames: [{ text: 'TSU 1', key: null }],
    policies: ['1.2.3', '1.2.4'],
  });
  assert.deepEqual(read(about('{"tsaNames":["x"]}')).appliesTo!.tsaNames.length, 1);
  assert.deepEqual(read(about(`{"tsuCertificates":["${tsu.sha256}"],"policies":[]}`)).appliesTo!.policies, []);
  const at = (scope: string) => wrong(about(scope)).replace(/ 1:\d+ /, ' ');
  assert.equal(at('[]'), 'json-type $.appliesTo');
  assert.equal(at('{"tsaName":["x"]}'), 'json-key-unknown $.appliesTo.tsaName');
  assert.equal(at('{"policies":"1.2.3"}'), 'json-type $.appliesTo.policies');
  assert.equal(at('{"policies":[1]}'), 'json-type $.appliesTo.policies');
  assert.equal(at('{"policies":["1.2.3",]}'), 'json-syntax 1:114');
  assert.equal(at('{"policies":["1.2.x"]}'), 'oid-form $.appliesTo.policies');
  assert.equal(at('{"tsaNames":["CN="]}'), 'name-form $.appliesTo.tsaNames');
  assert.equal(at('{"tsuCertificates":["00"]}'), 'hash-form $.appliesTo.tsuCertificates');
  assert.equal(at('{"policies":["1.2.3"],"policies":["1.2.4"]}'), 'json-key-twice $.appliesTo.policies');
  assert.equal(wrong(about('{"policies":[], "tsaNames":[]}')), 'no-selector 1:122 $.appliesTo');
});

test('entries that stand before the radix are read by it, each of them', () => {
  const late = (entries: string, radix: number) => `{"entries":${entries},"radix":${radix},${head}}`;
  assert.deepEqual(serials(read(late('[{"serial":"0x10"},{"serial":"10"}]', 10)).entries), ['16', '10']);
  assert.deepEqual(serials(read(late('[{"serial":"0x10"}]', 16)).entries), ['16']);
  assert.deepEqual(serials(read(late(' [{"serial":10}]', 10)).entries), ['10']);
  assert.equal(wrong(late('[{"serial":"0x1"},{"serial":10}]', 16)).split(' ')[0], 'radix-contradicted');
  assert.equal(wrong(`{"entries":[{"serial":"10"}],${head}}`), 'radix-missing 1:24 $.entries[0].serial');
  assert.equal(
    wrong(`{"entries":[{"serial":"0x1"},{"serial":"10"}],${head}}`),
    'radix-missing 1:41 $.entries[1].serial',
  );
  assert.equal(wrong(`{"entries":[{"serial":"10"}],"entries":[],${head}}`).split(' ')[0], 'json-key-twice');
});

test('whatever one octet is changed, the list is read or refused, and nothing that JSON.parse refuses is read', () => {
  const entries = [
    { serial: '0x1a2b', revokedAt: '2030-06-01T12:00:00Z', reason: 'a "b" \\ é' },
    { serialRange: { from: 5, to: '0xff' }, tsuCertificate: { issuer: 'CN=x', serial: '0x1' } },
    { genTime: { from: '2030-06-01T12:00:00Z' }, tsaName: 'x', policy: '1.2.3' },
  ];
  const seed = json({ entries, number: 3, radix: 10, appliesTo: { policies: ['1.2.3'] } });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }), (changes) => {
      const bytes = Uint8Array.from(seed);
      for (const [place, octet] of changes) bytes[place] = octet;
      try {
        const found = read(bytes);
        assert.equal(Array.from(found.entries).length, found.entries.count);
        JSON.parse(Buffer.from(bytes).toString('utf8'));
      } catch (error) {
        assert.ok(error instanceof TstListError, String(error));
        assert.ok(error.line >= 1 && error.column >= 1);
      }
    }),
    { seed: 3161, numRuns: 5_000 },
  );
});

test('what the schema allows is read, and read the same', () => {
  const serial = fc
    .bigInt(-(1n << 170n), 1n << 170n)
    .map((n) => `${n < 0n ? '-' : ''}0x${(n < 0n ? -n : n).toString(16)}`);
  const time = fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => new Date(s * 1000).toISOString());
  const entry = fc.record(
    {
      serial,
      genTime: fc.record({ from: time }),
      tsaName: fc.constantFrom('TSU 1', 'CN=TSU 1, O=Provider', '/C=JP/CN=x'),
      tsuCertificate: fc.constantFrom({ sha256: tsu.sha256 }, { issuer: 'CN=Provider CA', serial: '0x15' }),
      policy: fc.constantFrom(policy, '2.999.1'),
      revokedAt: time,
      reason: fc.string(),
      notice: fc.webUrl(),
    },
    { requiredKeys: ['serial'] },
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.boolean(), (entries, pretty) => {
      const value = JSON.parse(json({ entries }).toString());
      assert.ok(isValid(value), JSON.stringify(isValid.errors));
      const found = [...read(JSON.stringify(value, null, pretty ? 2 : 0)).entries];
      assert.deepEqual(
        found.map((one) => [one.serial!.from, one.reason, one.notice]),
        entries.map((one) => {
          const [, sign, hex] = /^(-?)(.*)$/.exec(one.serial)!;
          return [BigInt(hex!) * (sign ? -1n : 1n), one.reason ?? null, one.notice ?? null];
        }),
      );
    }),
    { seed: 3161, numRuns: 100 },
  );
  assert.equal(otherTsu.serialHex, '15');
});
