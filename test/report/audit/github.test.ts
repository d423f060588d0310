import assert from 'node:assert/strict';
import { test } from 'node:test';
import { githubReport } from '../../../src/report/audit/github.ts';
import { englishAuditWords } from '../../../src/report/audit/words.en.ts';
import { japaneseAuditWords } from '../../../src/report/audit/words.ja.ts';
import { escapeText } from '../../../src/report/escape.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { hostileNames, judged, orphanData, plainAudit, row, sha256, withUnread } from './plain-sample.ts';

const inEnglish = (audit = plainAudit()) => [...githubReport(audit, sha256, english, englishAuditWords)];
const inJapanese = (audit = plainAudit()) => [...githubReport(audit, sha256, japanese, japaneseAuditWords)];

/** A command as the runner reads it: name, properties cut at commas and at the first `=`, then the data. */
function readCommand(line: string) {
  const [, name, written, data] = /^::(\w+) (.*?)::(.*)\n$/.exec(line) ?? assert.fail(line);
  const plain = (text: string) =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const pairs = written!.split(',').map((pair) => /^(\w+)=(.*)$/s.exec(pair) ?? assert.fail(pair));
  return {
    name,
    properties: Object.fromEntries(pairs.map(([, key, value]) => [key, plain(value!)])),
    data: plain(data!),
  };
}

test('INVALID lines are errors, all others warnings, ten of each, then the rest is counted', () => {
  const many = Array.from({ length: 13 }, (_, index) => [
    judged(2 * index + 1, `bad${index}`, 'INVALID', 'signature-invalid'),
    judged(2 * index + 2, `open${index}`, 'INDETERMINATE', 'no-chain'),
  ]).flat();
  const lines = inEnglish(plainAudit(many));
  assert.equal(lines.filter((line) => line.startsWith('::error ')).length, 10);
  assert.equal(lines.filter((line) => line.startsWith('::warning ')).length, 10);
  assert.equal(lines.at(-2), '… and 6 more; all of them: --report html=, csv= or jsonl=<file>\n');
  assert.match(lines.at(-1)!, /^INVALID {2}tokens 26: .*9f9f\n$/);
});

test('no name begins a command of its own: all lines but the last are commands with two properties', () => {
  for (const hostile of hostileNames) {
    const audit = plainAudit([
      judged(1, 'x', 'INVALID', 'signature-invalid', {
        data: hostile,
        object: '::error::x\n##[error]y, %0A::stop-commands::z',
      }),
      orphanData(2, 'x', { data: hostile }),
    ]);
    for (const make of [inEnglish, inJapanese]) {
      const lines = make(audit);
      const last = lines.pop()!;
      assert.equal(lines.length, 2);
      for (const line of lines) {
        const { name, properties, data } = readCommand(line);
        assert.match(name!, /^(error|warning)$/);
        assert.deepEqual(Object.keys(properties), ['file', 'title']);
        assert.equal(properties.file, escapeText(hostile.text, 4096));
        assert.ok(data.startsWith(properties.file));
        assert.equal(line.indexOf('\n'), line.length - 1);
        assert.doesNotMatch(line.slice(0, -1), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
      assert.doesNotMatch(last, /::|##\[/);
    }
  }
});

test('the title says status and code; reason and hint are the message', () => {
  const [line] = inJapanese(plainAudit([judged(1, 'a,b:c%', 'INVALID', 'imprint-mismatch')]));
  assert.match(
    line!,
    /^::error file=a%2Cb%3Ac%25,title=無効 \[imprint-mismatch\]::a,b:c%25: ハッシュ値が一致しません.*%0A/,
  );
});

test('a good audit has a line alone, which names run, version and result', () => {
  assert.deepEqual(inEnglish(plainAudit([row(1, 'a')])), [
    `VALID  tokens 1: 1 valid, 0 invalid, 0 indeterminate; outside the period, not verified 4; run 00112233445566778899aabbccddeeff (tst 1.2.3); SHA-256 of the JSON Lines result ${sha256}\n`,
  ]);
});

test('the same audit gives the same bytes', () => {
  assert.deepEqual(inJapanese(), inJapanese());
});

test('a folder that could not be looked into is a warning; of more than ten the rest is counted', () => {
  const locked = Array.from({ length: 12 }, (_, index) => `archive/locked${index}\n::error::x`);
  const lines = inEnglish(withUnread(plainAudit([row(1, 'a')]), ...locked));
  const commands = lines.slice(0, -2).map(readCommand);
  assert.equal(commands.length, 10);
  assert.deepEqual(
    [commands[0]!.name, commands[0]!.properties.title],
    ['warning', englishAuditWords.statuses.indeterminate],
  );
  assert.match(commands[0]!.data, /^archive\/locked0/);
  assert.match(lines.at(-2)!, /^… and 2 more/);
  assert.match(lines.at(-1)!, /^INDETERMINATE/);
});
