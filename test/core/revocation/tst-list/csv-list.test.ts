import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CsvFormat, type CsvMeaning, csvMeanings } from '../../../../src/core/revocation/tst-list/csv-list.ts';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';
import { nameSelector } from '../../../../src/core/revocation/tst-list/selectors.ts';
import { noon, question, read, serials, tsu, wrong } from './kit.ts';

const format = (change: Partial<CsvFormat> = {}): CsvFormat => ({
  kind: 'csv',
  columns: { serial: 'serial', serialTo: 'to', revokedAt: 'at', reason: 'why' },
  radix: 16,
  zone: 540,
  ...change,
});

test('columns by their names, in any order and among others; CRLF, CR and LF; with and without a byte order mark', () => {
  const rows = ['why,x,at,serial,to', 'clock,,2030-06-01 21:00:00,1a2b,', '"a ""b"", c\r\nd",,,10,1f'];
  for (const end of ['\r\n', '\n', '\r']) {
    for (const text of [rows.join(end), `\ufeff${rows.join(end)}${end}${end}`]) {
      const { entries } = read(text, format());
      assert.deepEqual(serials(entries), ['6699', '16..31']);
      const [one, two] = [...entries];
      assert.equal(one!.revokedAt, Date.parse('2030-06-01T12:00:00Z'));
      assert.deepEqual([one!.reason, two!.reason, two!.revokedAt], ['clock', 'a "b", c\r\nd', null]);
    }
  }
});

test('every selector has its column', () => {
  const columns = {
    genTimeFrom: 'from',
    genTimeTo: 'until',
    tsuSha256: 'sha',
    tsaName: 'tsa',
    policy: 'policy',
    imprint: 'imprint',
  };
  const sha = tsu.sha256.toUpperCase().replace(/..(?=.)/g, '$&:');
  const text = `from;until;sha;tsa;policy;imprint\n2030-06-01;2030/6/1;${sha};"CN=TSU 1, O=x";1.2.3;SHA-256:${'ab'.repeat(32)}`;
  const [one] = read(text, format({ columns, delimiter: ';' })).entries;
  assert.deepEqual(one!.tsu, { sha256: tsu.sha256 });
  assert.equal(one!.genTime!.to - one!.genTime!.from, 86_399_999_999n);
  assert.deepEqual([one!.policy, one!.imprint!.algorithm, one!.tsa!.text], ['1.2.3', 'sha256', 'CN=TSU 1, O=x']);
  const issuer = { tsuIssuer: 'i', tsuSerial: 's' };
  assert.ok(read('i,s\nCN=Provider CA,14', format({ columns: issuer })).entries.find(question()));
});

test('rows with nothing in them are passed over, as spreadsheets write them', () => {
  assert.deepEqual(serials(read('serial,to,at,why\r\n,,,\r\n1,,,\r\n , ,"",\r\n', format()).entries), ['1']);
  assert.equal(wrong('serial,to,at,why\r\n,,', format()), 'csv-fields 2:1');
});

test('a header and no row is an empty list; no header is none', () => {
  assert.equal(read('serial,to,at,why\r\n', format()).entries.count, 0);
  assert.equal(wrong('', format()), 'empty-file 1:1');
  assert.equal(wrong('\r\n\r\n', format()), 'empty-file 1:1');
  assert.equal(wrong('Maintenance', format()), 'csv-column-missing 1:1 serial');
  assert.equal(wrong('<html><p>503', format()), 'an HTML page 1:1');
});

test('each mistake has its line, column and name', () => {
  const at = (row: string, change: Partial<CsvFormat> = {}) =>
    wrong(`serial,to,at,why\r\n1,,,\r\n${row}`, format(change));
  assert.equal(at('zz,,,'), 'serial-form 3:1 serial');
  assert.equal(at('10,時,,'), 'serial-form 3:4 to');
  assert.equal(at('20,1f,,'), 'range-backwards 3:1 to');
  assert.equal(at(',1f,,'), 'serial-form 3:2 serial');
  assert.equal(at(',,,lost'), 'no-selector 3:1');
  assert.equal(at('1,,2030-02-30,'), 'time-form 3:4 at');
  assert.equal(at('1,,2030-06-01,', { zone: null }), 'time-without-zone 3:4 at');
  assert.equal(at('1,,'), 'csv-fields 3:1');
  assert.equal(at('1,,,,'), 'csv-fields 3:1');
  assert.equal(at('1,,,"open'), 'csv-quote 3:5');
  assert.equal(at('1,,,"shut"x'), 'csv-quote 3:11');
  assert.equal(at('1,,,a"b'), 'csv-quote 3:6');
  assert.equal(
    wrong('serial\r\n10', format({ columns: { serial: 'serial' }, radix: null })),
    'radix-missing 2:1 serial',
  );
  assert.equal(wrong('serial,serial\r\n10,', format({ columns: { serial: 'serial' } })), 'csv-column-twice 1:8 serial');
  assert.equal(wrong('serial,to,at,why\r\n1,,\0,', format()), 'nul 2:4');
});

/** A column for each meaning, by its own name. */
const all = Object.fromEntries(csvMeanings.map((meaning) => [meaning, meaning])) as Record<CsvMeaning, string>;

/** A header of every meaning, and rows that have these fields. */
function rows(...fields: readonly Partial<Record<CsvMeaning, string>>[]): string {
  const row = (one: Partial<Record<CsvMeaning, string>>) => csvMeanings.map((meaning) => one[meaning] ?? '').join(',');
  return [csvMeanings.join(','), ...fields.map(row)].join('\n');
}

test('each field of an entry is what its column says, and null where it is empty; one says nothing of the next', () => {
  const text = rows(
    {
      serial: '1f',
      genTimeFrom: '2030-06-01 21:00',
      genTimeTo: '2030-06-01 21:00',
      tsuSha256: tsu.sha256,
      tsaName: ' TSU 1 ',
      policy: '1.2.3',
      imprint: `sha256:${'ab'.repeat(32)}`,
      revokedAt: '2030-06-01 21:00:00',
      reason: ' why ',
      notice: 'where',
    },
    { serial: '10', serialTo: '1f' },
    { serial: ' \t3 ', revokedAt: '2030/6/1 21:00' },
    { tsuIssuer: 'CN=Provider CA', tsuSerial: '14' },
    { genTimeTo: '2030-06-01T12:00:00Z' },
    { genTimeFrom: '2030-06-01T12:00:00Z' },
  );
  const nothing = { tsu: null, tsa: null, policy: null, serial: null, genTime: null, imprint: null };
  const unsaid = { revokedAt: null, reason: null, notice: null };
  const minute = { from: BigInt(noon) * 1000n, to: BigInt(noon + 60_000) * 1000n - 1n };
  const found = [...read(text, format({ columns: all })).entries];
  const lines = text.split('\n');
  const offset = (line: number) => lines.slice(0, line).join('\n').length + 1;
  assert.deepEqual(found, [
    {
      serial: { from: 0x1fn, to: 0x1fn },
      genTime: minute,
      tsu: { sha256: tsu.sha256 },
      tsa: { text: 'TSU 1', key: null },
      policy: '1.2.3',
      imprint: { algorithm: 'sha256', value: Buffer.from('ab'.repeat(32), 'hex') },
      revokedAt: noon,
      reason: 'why',
      notice: 'where',
      offset: offset(1),
    },
    { ...nothing, serial: { from: 0x10n, to: 0x1fn }, ...unsaid, offset: offset(2) },
    { ...nothing, serial: { from: 3n, to: 3n }, ...unsaid, revokedAt: noon, offset: offset(3) },
    { ...nothing, tsu: { issuer: nameSelector('CN=Provider CA'), serial: '14' }, ...unsaid, offset: offset(4) },
    { ...nothing, genTime: { from: -(1n << 62n), to: minute.from + 999_999n }, ...unsaid, offset: offset(5) },
    { ...nothing, genTime: { from: minute.from, to: 1n << 62n }, ...unsaid, offset: offset(6) },
  ]);
});

test('each field that is wrong has its place and the name of its column', () => {
  const at = (row: Partial<Record<CsvMeaning, string>>, change: Partial<CsvFormat> = {}) =>
    wrong(rows({ serial: '1' }, row), format({ columns: all, ...change }));
  const column = (meaning: CsvMeaning) => csvMeanings.indexOf(meaning) + 1;
  const problems = {
    genTimeFrom: ['x', 'time-form'],
    genTimeTo: ['x', 'time-form'],
    tsuSha256: ['00', 'hash-form'],
    tsaName: ['CN=', 'name-form'],
    policy: ['1.2.x', 'oid-form'],
    imprint: ['00', 'hash-form'],
    revokedAt: ['x', 'time-form'],
  } as const;
  for (const [meaning, [text, problem]] of Object.entries(problems) as [CsvMeaning, [string, string]][]) {
    assert.equal(at({ [meaning]: text }), `${problem} 3:${column(meaning)} ${meaning}`);
  }
  assert.equal(at({ serialTo: '1' }), 'serial-form 3:2 serial');
  assert.equal(at({ serial: '1', serialTo: 'x' }), 'serial-form 3:3 serialTo');
  assert.equal(at({ serial: '2', serialTo: '1' }), 'range-backwards 3:1 serialTo');
  assert.deepEqual(serials(read(rows({ serial: '2', serialTo: '2' }), format({ columns: all })).entries), ['2']);
  const backwards = { genTimeFrom: '2030-06-01T12:00:01Z', genTimeTo: '2030-06-01T12:00:00Z' };
  assert.equal(at(backwards), 'range-backwards 3:3 genTimeTo');
  const moment = '2030-06-01T12:00:00.000000Z';
  const [, instant] = read(
    rows({}, { genTimeFrom: moment, genTimeTo: moment }, { genTimeTo: moment }),
    format({ columns: all }),
  ).entries;
  assert.deepEqual(instant!.genTime, { from: -(1n << 62n), to: BigInt(noon) * 1000n });
  // A certificate: by its hash, or by issuer and serial number, both of them.
  const issuer = { tsuIssuer: 'CN=x' };
  const serial = { tsuSerial: '1' };
  for (const half of [issuer, serial, { ...issuer, ...serial, tsuSha256: tsu.sha256 }]) {
    assert.match(at(half), /^name-form 3:\d+ tsuIssuer$/);
  }
  assert.equal(at({ ...serial, tsuIssuer: 'CN=' }), 'name-form 3:6 tsuIssuer');
  assert.equal(at({ ...issuer, tsuSerial: 'x' }), 'serial-form 3:6 tsuIssuer');
  assert.equal(at({ ...issuer, ...serial }, { radix: null }), 'radix-missing 2:1 serial');
  const alone = { tsuSerial: 'serial', policy: 'policy' };
  assert.equal(wrong('policy,serial\n1.2,1', format({ columns: alone })), 'name-form 2:5');
  assert.equal(wrong('to\n1', format({ columns: { serialTo: 'to' } })), 'serial-form 2:1');
});

test('a time that needs no calendar is checked as any other', () => {
  const at = (text: string, zone: number | null = 540) =>
    wrong(rows({ serial: '1', revokedAt: text }), format({ columns: all, zone })).split(' ')[0];
  assert.equal(at('2030-13-01 21:00:00'), 'time-form');
  assert.equal(at('2030-06-31 21:00:00'), 'time-form');
  assert.equal(at('2030-06-01 21:00:00', null), 'time-without-zone');
  const quoted = rows({ serial: '1', revokedAt: '"2030-06-01 21:00:00"' });
  assert.equal([...read(quoted, format({ columns: all })).entries][0]!.revokedAt, noon);
});

test('a row with nothing in it has the width of the others, and the offset of an entry is its row’s', () => {
  const columns = { serial: 'serial', reason: 'why' };
  const { entries } = read('serial,why\r\n\r\n1,a\r\n\n,\r\n2,b', format({ columns }));
  assert.deepEqual(
    Array.from(entries, ({ offset, reason }) => [offset, reason]),
    [
      [14, 'a'],
      [23, 'b'],
    ],
  );
  assert.equal(wrong('serial,why\n1,a\n,,', format({ columns })), 'csv-fields 3:1');
  assert.equal(wrong('serial\n1\n1,', format({ columns: { serial: 'serial' } })), 'csv-fields 3:1');
  assert.equal(wrong('serial,why\n ,x\t', format({ columns })), 'no-selector 2:1');
});

test('columns have their exact names, of white space aside, each once', () => {
  const columns = { serial: ' serial ', reason: 'why' };
  assert.deepEqual(serials(read('\tserial ,"why"\n1,', format({ columns })).entries), ['1']);
  assert.equal(wrong('Serial,why\n1,', format({ columns })), 'csv-column-missing 1:1 serial');
  assert.equal(wrong('why,serial,x, why\n1,', format({ columns })), 'csv-column-twice 1:14 why');
  assert.deepEqual(
    serials(read('x,serial,x,why\n,1,,', format({ columns })).entries),
    ['1'],
    'others may be there twice',
  );
  assert.equal(read('serial\tx\n', format({ columns: { serial: 'serial' }, delimiter: '\t' })).entries.count, 0);
});

test('what the list does not say of itself is null', () => {
  const { kind, thisUpdate, nextUpdate, number, appliesTo } = read('serial,to,at,why', format());
  assert.deepEqual([kind, thisUpdate, nextUpdate, number, appliesTo], ['csv', null, null, null, null]);
});

test('whatever fields are written by RFC 4180, the same are read', () => {
  const field = fc
    .string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', 'é', '表', ' x') })
    .map((text) => text.trim());
  fc.assert(
    fc.property(fc.array(field, { maxLength: 8 }), fc.boolean(), (reasons, always) => {
      const write = (text: string) => (always || /["\r\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = ['serial,why', ...reasons.map((reason, i) => `${i + 1},${write(reason)}`)].join('\r\n');
      const { entries } = read(text, format({ columns: { serial: 'serial', reason: 'why' }, radix: 10 }));
      assert.deepEqual(
        Array.from(entries, (one) => one.reason ?? ''),
        reasons,
      );
    }),
    { seed: 4180, numRuns: 500 },
  );
});

test('whatever octets come, they are read or refused with a place', () => {
  const seed = Buffer.from('serial,to,at,why\r\n1a,,2030-06-01,"x ""y"""\r\n10,1f,,z\r\n');
  const changes = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(changes, fc.constantFrom('utf-8' as const, 'shift_jis' as const), (places, encoding) => {
      const bytes = Uint8Array.from(seed);
      for (const [place, octet] of places) bytes[place] = octet;
      try {
        const { entries } = read(bytes, format({ encoding }));
        assert.equal(Array.from(entries).length, entries.count);
      } catch (error) {
        assert.ok(error instanceof TstListError, String(error));
      }
    }),
    { seed: 3161, numRuns: 4_000 },
  );
});
