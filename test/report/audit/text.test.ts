import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textReport } from '../../../src/report/audit/text.ts';
import { englishAuditWords } from '../../../src/report/audit/words.en.ts';
import { japaneseAuditWords } from '../../../src/report/audit/words.ja.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { aligned, widthOf } from '../../../src/report/table.ts';
import { paint } from '../../../src/report/text.ts';
import { judged, orphanData, plainAudit, plainRows, row, sha256 } from './plain-sample.ts';

const inEnglish = (audit = plainAudit()) => [...textReport(audit, sha256, english, englishAuditWords)];
const inJapanese = (audit = plainAudit()) => [...textReport(audit, sha256, japanese, japaneseAuditWords)];
const has = (lines: readonly string[], pattern: RegExp) => lines.some((line) => pattern.test(line));

test('the first line is the result in words and counts', () => {
  assert.match(
    inEnglish()[0]!,
    /^INVALID {2}tokens 25: 3 valid, 19 invalid, 3 indeterminate; files without a token 2; tokens without their file 1; outside the period, not verified 4\n$/,
  );
  assert.match(
    inJapanese()[0]!,
    /^無効 \(INVALID\) {2}トークン 25 件: 有効 3 件、無効 19 件、判定不能 3 件、トークンのないファイル 2 件/,
  );
  assert.match(inEnglish(plainAudit([row(1, 'a')]))[0]!, /^VALID {2}tokens 1: /);
  assert.match(inEnglish(plainAudit([]))[0]!, /^NOTHING TO VERIFY/);
  assert.match(inEnglish(plainAudit([orphanData(1, 'a')]))[0]!, /^NOTHING TO VERIFY/);
});

test('an audit of a period says what it has though no time says that it belongs there', () => {
  assert.equal(
    inEnglish()[1],
    'counted whatever the period: 1 tokens without a time that can be read, 2 files without a token\n',
  );
  assert.match(
    inJapanese()[1]!,
    /^期間にかかわらず含めたもの: 時刻を読み取れないトークン 1 件、トークンのないファイル 2 件\n$/,
  );
  assert.ok(!has(inEnglish(plainAudit(plainRows(), { from: null })), /whatever the period/));
  assert.ok(!has(inEnglish(plainAudit([row(1, 'a')])), /whatever the period/));
});

test('where nothing was judged, the next line says why', () => {
  const none = plainAudit([orphanData(1, 'a')]);
  const summary = { ...none.summary, outside: 0 };
  assert.match(inEnglish({ ...none, summary })[1]!, /^no token was found: .*--pattern/);
  assert.match(inEnglish({ ...none, summary: { ...summary, outside: 3 } })[1]!, /^no token is of this period\n$/);
});

test('reasons are counted with what they mean, in the words of the verdicts', () => {
  const audit = plainAudit([judged(1, 'a', 'INVALID', 'imprint-mismatch')]);
  assert.ok(has(inEnglish(audit), /^ {2}1 {2}INVALID {2}imprint-mismatch {2}this is not the data/));
  assert.ok(has(inJapanese(audit), /^ {2}1 {2}無効 {2}imprint-mismatch {2}ハッシュ値が一致しません/));
});

test('what limits the result stands on its line', () => {
  const limited = plainAudit([row(1, 'a')], { policy: 'etsi', skipped: ['tst-revocation'] });
  assert.match(inEnglish(limited)[0]!, /\[checks skipped: tst-revocation; policy etsi\]\n$/);
});

test('failures come first, INVALID ones before others, twenty of them and a count of the rest', () => {
  const lines = inEnglish();
  const shown = lines.filter((line) => /^ {2}(INVALID|indeterminate|expired|no token|no data) {2}/.test(line));
  assert.equal(shown.length, 20);
  assert.match(shown[0]!, /archive\/2024\/changed\.pdf/);
  assert.ok(has(lines, /^ {2}… and 5 more; all of them: --report html=, csv= or jsonl=<file>\n$/));
  assert.ok(lines.indexOf('not valid:\n') === 2);
});

test('the reason has its code, object and hint', () => {
  const lines = inJapanese(
    plainAudit([judged(1, 'a', 'INDETERMINATE', 'expired', { expiry: 'expired', object: 'CN=x' })]),
  );
  const at = lines.findIndex((line) => line.startsWith('  有効期限切れ  a'));
  assert.match(lines[at + 1]!, /^ {4}\[expired\] /);
  assert.match(lines[at + 2]!, /CN=x/);
  assert.match(lines[at + 3]!, /^ {4}対処: /);
});

test('an exit code that leaves something out says so, and one that leaves nothing out does not', () => {
  const lenient = inEnglish(plainAudit([judged(1, 'a', 'INDETERMINATE', 'no-chain')], { failOn: ['invalid'] }));
  assert.equal(lenient[1], 'exit code 0: with --fail-on invalid it does not count 1 indeterminate\n');
  const both = inJapanese(plainAudit(plainRows(), { failOn: ['invalid'] }));
  assert.match(both[1]!, /^終了コード 1: --fail-on invalid の指定により、判定不能 3 件、.*は反映していません\n$/);
  assert.ok(!has(inEnglish(), /exit code/));
});

test('the first word is never better than the exit code: a file without a token that --fail-on names is undecided', () => {
  const rows = [row(1, 'a'), orphanData(2, 'b')];
  assert.match(inEnglish(plainAudit(rows, { failOn: ['invalid', 'indeterminate'] }))[0]!, /^VALID {2}/);
  assert.match(inEnglish(plainAudit(rows, { failOn: ['orphan'] }))[0]!, /^INDETERMINATE {2}/);
  assert.match(inJapanese(plainAudit(rows.slice(1), { failOn: ['orphan'] }))[0]!, /^判定不能 \(INDETERMINATE\) {2}/);
});

test('authorities, months, expiry, what was passed over, and the run', () => {
  const lines = inEnglish();
  assert.ok(has(lines, /^ {2}Example TSA +3 +19 +1\n$/));
  assert.ok(has(lines, /^ {2}=Evil <Authority>\\u\{1b\}\[31m, "Ltd" +0 +0 +1\n$/));
  assert.ok(has(lines, /^ {2}2024 +04 3\/19\/2\n$/));
  assert.ok(has(lines, /^ {2}\(no time\) +0\/0\/1\n$/));
  assert.ok(has(lines, /^expired 1, expiring within 90 days 1\n$/));
  assert.ok(has(lines, /^2 passed over:\n$/));
  assert.ok(has(inJapanese(), /^ {2}archive\/\\xff: ファイルでもフォルダでもありません\n$/));
  assert.ok(has(lines, /^run +00112233445566778899aabbccddeeff\n$/));
  assert.ok(has(lines, /^version +tst 1\.2\.3\n$/));
  assert.ok(has(lines, /^options +--from 2024-01-01 --offline --trust root\.pem --trust "second root\.pem"\n$/));
  assert.ok(has(lines, /^period +2024-01-01\.\. \(Asia\/Tokyo\)\n$/));
  assert.equal(lines.at(-1), `SHA-256 of the JSON Lines result  ${sha256}\n`);
});

test('each piece is one line, and nothing in it rules a terminal', () => {
  for (const line of [...inEnglish(), ...inJapanese()]) {
    assert.ok(line.endsWith('\n'));
    assert.doesNotMatch(line.slice(0, -1), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  }
  assert.deepEqual(inEnglish(), inEnglish());
});

test('colours repeat what the words say', async () => {
  const coloured = [...textReport(plainAudit(), sha256, english, englishAuditWords, await paint(true))].join('');
  assert.match(coloured, /^\u001b\[/);
  assert.equal(coloured.replace(/\u001b\[\d+m/g, ''), inEnglish().join(''));
});

test('columns of Japanese, of half-width and of combined letters stand below each other', () => {
  assert.deepEqual(
    ['漢字', 'ｶﾅ', 'か\u3099', 'e\u0301', '😀', '한', 'ab', 'Ａ'].map(widthOf),
    [4, 2, 2, 1, 2, 2, 2, 2],
  );
  assert.deepEqual(
    aligned([
      ['ｶﾅ', 'x'],
      ['漢字', 'y'],
      ['e\u0301', 'z'],
    ]),
    ['ｶﾅ    x', '漢字  y', 'e\u0301     z'],
  );
});
