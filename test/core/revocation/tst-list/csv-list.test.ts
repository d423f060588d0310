import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CsvFormat } from '../../../../src/core/revocation/tst-list/csv-list.ts';
import { TstListError } from '../../../../src/core/revocation/tst-list/list-error.ts';
import { question, read, serials, tsu, wrong } from './kit.ts';

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

test('Shift_JIS: names and texts in it, and second octets that look like ASCII', () => {
  // シリアル番号,理由 and 1a2b,表示ソ (ソ is 83 5C, 表 is 95 5C)
  const header = Buffer.from('8356838a8341838b94d48d862c979d9752', 'hex');
  const row = Buffer.concat([Buffer.from('\r\n1a2b,'), Buffer.from('955c8ea6835c', 'hex')]);
  const columns = { serial: 'シリアル番号', reason: '理由' };
  const sjis = format({ columns, encoding: 'shift_jis' });
  const { entries } = read(Buffer.concat([header, row]), sjis);
  assert.deepEqual([...entries][0]!.reason, '表示ソ');
  assert.equal(wrong(Buffer.concat([header, row]), format({ columns })), 'not-utf8 1:1');
  const bad = Buffer.concat([header, row, Buffer.from('\r\n10,'), Buffer.from('8520fe', 'hex')]);
  assert.equal(wrong(bad, sjis), 'not-shift-jis 3:1');
  const late = Buffer.concat([header, Buffer.from('\r\n'), Buffer.from('955c', 'hex'), Buffer.from(',zz')]);
  assert.equal(
    wrong(late, format({ columns: { ...columns, serial: '理由' }, encoding: 'shift_jis' })).slice(0, 15),
    'serial-form 2:3',
  );
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
