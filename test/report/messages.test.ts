import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteCodes } from '../../src/app/notes.ts';
import { codes } from '../../src/core/verdict/codes.ts';
import { errorCodes } from '../../src/core/verdict/errors.ts';
import { ruleIds } from '../../src/core/verdict/rules.ts';
import type { Message } from '../../src/report/catalogue.ts';
import { english } from '../../src/report/messages.en.ts';
import { japanese } from '../../src/report/messages.ja.ts';

for (const catalogue of [english, japanese]) {
  const tables: [string, Record<string, Message>, string[]][] = [
    ['codes', catalogue.codes, Object.keys(codes)],
    ['errors', catalogue.errors, Object.keys(errorCodes)],
    ['usage', catalogue.usage, Object.keys(english.usage)],
    ['noChain', catalogue.noChain, Object.keys(english.noChain)],
  ];
  for (const [name, table, keys] of tables) {
    test(`${catalogue.language}: every one of the ${name} has a statement and a hint, and no more`, () => {
      assert.deepEqual(Object.keys(table).sort(), [...keys].sort());
      for (const [key, { text, hint }] of Object.entries(table)) {
        assert.ok(text.length > 3 && hint.length > 3, key);
        // The marks of templates are balanced, so that none shows.
        for (const template of [text, hint]) {
          assert.equal(template.replace(/\[[^[\]]*\]/g, '').search(/[[\]]/), -1, `${key}: ${template}`);
          assert.equal(template.replace(/\{\w+\}/g, '').search(/[{}]/), -1, `${key}: ${template}`);
        }
      }
    });
  }

  test(`${catalogue.language}: rules and notes have words`, () => {
    assert.deepEqual(Object.keys(catalogue.rules).sort(), [...ruleIds].sort());
    assert.deepEqual(Object.keys(catalogue.notes).sort(), Object.keys(noteCodes).sort());
  });
}

test('English statements are lower-case and end without a full stop', () => {
  for (const table of [english.codes, english.errors, english.usage, english.profile, english.noChain]) {
    for (const [key, { text }] of Object.entries(table)) {
      // Type names and abbreviations of the field keep their capitals.
      assert.match(text, /^(?:[a-z[{-]|CMS|TSTInfo)/, key);
      assert.doesNotMatch(text, /\.$/, key);
    }
  }
});

test('both languages insert the same facts', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const table of ['codes', 'errors', 'usage', 'profile', 'noChain'] as const) {
    for (const key of Object.keys(english[table])) {
      const [en, ja] = [english, japanese].map((one) => (one[table] as Record<string, Message>)[key]!);
      assert.deepEqual(new Set(placeholders(ja!.text)), new Set(placeholders(en!.text)), key);
    }
  }
});

test('the Japanese words are those of the field', () => {
  assert.match(japanese.verdicts.VALID, /^有効/);
  assert.match(japanese.verdicts.INVALID, /^無効/);
  assert.match(japanese.verdicts.INDETERMINATE, /^判定不能/);
  assert.equal(japanese.words.expired, '有効期限切れ');
  assert.deepEqual(Object.values(japanese.checks), [
    'ハッシュ値の一致',
    'TSTの署名確認',
    '公開鍵証明書の失効確認',
    'TSTの失効確認',
  ]);
});
