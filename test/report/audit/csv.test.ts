import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvReport } from '../../../src/report/audit/csv.ts';
import { encodeCsv } from '../../../src/report/audit/shift-jis.ts';
import { englishAuditWords } from '../../../src/report/audit/words.en.ts';
import { japaneseAuditWords } from '../../../src/report/audit/words.ja.ts';
import { csvColumns } from '../../../src/report/audit/words.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { hostileNames, plainAudit, plainRows, row, sha256, whole } from './plain-sample.ts';
import { readCsv } from './read-csv.ts';

const inEnglish = (audit = plainAudit()) => whole(csvReport(audit, sha256, english, englishAuditWords));
const inJapanese = (audit = plainAudit()) => whole(csvReport(audit, sha256, japanese, japaneseAuditWords));
const records = (text: string) => {
  const [, ...rows] = readCsv(text);
  return rows.map((cells) => Object.fromEntries(csvColumns.map((column, index) => [column, cells[index]!])));
};

test('the columns that auditors use come first, in their order and in the language', () => {
  const [heads] = readCsv(inJapanese());
  assert.deepEqual(heads!.slice(0, 11), [
    'ファイルパス',
    '検証結果',
    '判定',
    '検証日時（Asia/Tokyo）',
    '発行者（認証局）',
    'シリアル番号',
    'タイムスタンプ時刻（Asia/Tokyo）',
    '有効期限（Asia/Tokyo）',
    'ハッシュアルゴリズム',
    'ハッシュ値',
    '総務大臣認定',
  ]);
});

test('it is a table: a head, and one line for each of the audit', () => {
  for (const text of [inEnglish(), inJapanese()]) assert.equal(readCsv(text).length, plainRows().length + 1);
});

test('a token is told with its times in the zone of the run and genTime exact in UTC', () => {
  const [first] = records(inJapanese());
  assert.deepEqual(Object.values(first!).slice(0, 11), [
    'archive/2024/契約書.pdf',
    '有効',
    'VALID',
    '2024-04-10 09:30:00',
    'CN=Example CA, O=Example',
    '0x0102',
    '2024-04-01 00:00:00',
    '2030-01-01 09:00:00',
    'sha256',
    'ab'.repeat(32),
    '認定あり',
  ]);
  assert.equal(first!.genTimeUtc, '2024-03-31T15:00:00.123456Z');
});

test('each line names run, version, what was asked and the result', () => {
  for (const { run, options, resultSha256 } of records(inEnglish())) {
    assert.equal(run, '00112233445566778899aabbccddeeff (tst 1.2.3)');
    assert.equal(
      options,
      'tst audit --from 2024-01-01 --offline --trust root.pem --trust "second root.pem" archive "more records"',
    );
    assert.equal(resultSha256, sha256);
  }
});

test('an audit without lines still names its run', () => {
  const [only, ...more] = records(inJapanese(plainAudit([])));
  assert.equal(more.length, 0);
  assert.equal(only!.status, '検証対象なし');
  assert.equal(only!.resultSha256, sha256);
});

test('status, verdict, reason and hint of each kind of line', () => {
  const rows = records(inEnglish());
  const find = (path: string) => rows.find((one) => one.path === path)!;
  assert.equal(find('archive/2022/old.pdf').status, 'expired');
  assert.equal(find('archive/2022/old.pdf').verdict, 'INDETERMINATE');
  assert.equal(find('archive/new.pdf').verdict, '');
  assert.equal(find('archive/new.pdf').status, 'no token');
  assert.match(find('archive/new.pdf').hint!, /beside it/);
  assert.equal(find('archive/gone.pdf.tsr').token, 'archive/gone.pdf.tsr');
  assert.equal(find('archive/broken.pdf').code, 'token-unreadable');
  assert.match(find('archive/2024/soon.pdf').reason!, /2030-01-01T00:00:00Z/);
  assert.match(find('archive/2024/no-list.pdf').warnings!, /^\[accuracy-assumed\]/);
});

test('no cell begins as a formula does, in either encoding, and none can rule a terminal', () => {
  const japaneseBytes = Buffer.concat([...encodeCsv([inJapanese()], 'shift_jis')]);
  const texts = [inEnglish(), inJapanese(), new TextDecoder('shift_jis', { fatal: true }).decode(japaneseBytes)];
  for (const text of texts) {
    for (const cell of readCsv(text).flat()) {
      assert.doesNotMatch(cell, /^[=+\-@\u2212＝＋－＠\t\r\n]/, cell);
      assert.doesNotMatch(cell, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, cell);
    }
  }
});

test('no two hostile names are written alike, and a name of other octets has them in a column', () => {
  const rows = records(inEnglish());
  assert.equal(new Set(rows.slice(9, 9 + hostileNames.length).map(({ path }) => path)).size, hostileNames.length);
  assert.equal(rows.find(({ pathOctets }) => pathOctets !== '')!.pathOctets, '0x617263686976652f8aef2e706466');
});

test('the same audit gives the same bytes, and a negative serial number no formula', () => {
  assert.equal(inJapanese(), inJapanese());
  const stated = { ...row(1, 'a').stated!, serial: { hex: '-01', decimal: '-1' } };
  assert.equal(records(inEnglish(plainAudit([row(1, 'a', { stated })])))[0]!.serial, "'-0x01");
});
