import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorWords, say } from '../../src/report/catalogue.ts';
import { english } from '../../src/report/messages.en.ts';
import { japanese } from '../../src/report/messages.ja.ts';

test('what a hint suggests stands in the hint alone', () => {
  const facts = { name: 'la', path: 'profiles' };
  const nearest = errorWords(english, 'profile-missing', { ...facts, suggestion: 'lab' });
  assert.equal(nearest.message, 'there is no profile la in profiles');
  assert.match(nearest.hint, /^did you mean lab\?/);
  const known = errorWords(japanese, 'profile-missing', { ...facts, choices: 'lab, seiko' });
  assert.equal(known.message, 'プロファイル la が profiles にありません');
  assert.match(known.hint, /^登録済み: lab, seiko。/);
});

test('code words among the facts are shown in words, in both languages', () => {
  const facts = { issuer: 'CN=A', reason: 'issuer-missing' };
  assert.match(say(english, english.codes['no-chain'].text, facts), /the certificate of its issuer is missing/);
  assert.match(say(japanese, japanese.codes['no-chain'].text, facts), /発行者の証明書がありません/);
  const late = { url: 'https://tsa.example/', phase: 'connect' };
  assert.match(errorWords(english, 'timeout', late).message, /while connecting/);
  assert.match(errorWords(japanese, 'timeout', late).message, /接続中/);
});

test('every code word of the English table has Japanese words', () => {
  const missing = Object.keys(english.reasons.exact).filter((key) => japanese.reasons.exact[key] === undefined);
  assert.deepEqual(missing, []);
});

test('a code word with more about it is told in the words of both, as are HTTP statuses', () => {
  const words = (catalogue: typeof english, reason: string) => say(catalogue, '{reason}', { reason });
  assert.equal(words(english, 'tls: certificate has expired'), 'no secure connection (certificate has expired)');
  assert.equal(
    words(japanese, 'tls: certificate has expired'),
    '安全に接続できません（サーバ証明書の有効期限が切れています）',
  );
  assert.equal(words(japanese, 'unreachable: name not found'), '接続できません（ホスト名が見つかりません）');
  assert.equal(words(english, 'http-status 503'), 'HTTP status 503');
  assert.equal(words(japanese, 'http-status 503'), 'HTTPステータス 503');
  assert.equal(words(english, 'no such word: tls'), 'no such word: tls');
  assert.equal(words(english, 'tls: $1 {word}'), 'no secure connection ($1 {word})');
});

test('what is wrong with a line of a file is told in words with its number', () => {
  const words = (catalogue: typeof english, reason: string) => say(catalogue, '{reason}', { reason });
  assert.equal(words(english, 'line 3: csv-quote'), 'line 3: a quotation mark is out of place');
  assert.equal(words(japanese, 'line 3: csv-quote'), '3行目: 引用符の位置が正しくありません');
  assert.equal(words(japanese, 'line 12: pathHex has a wrong value'), '12行目: pathHex の値が不正です');
  assert.equal(
    words(japanese, 'line 1: no column path'),
    '1行目: path 又は token の列がありません（列は path、token、digest、コンマ区切り）',
  );
  assert.equal(words(english, 'line 1: $1 {line}'), 'line 1: $1 {line}');
});

test('what a server said is part of the sentence, and no fact is shown under its own name', () => {
  const url = 'https://tsa.example/';
  for (const catalogue of [english, japanese]) {
    for (const { message } of [
      errorWords(catalogue, 'http-status', { url, status: 503, excerpt: 'quota exceeded' }),
      errorWords(catalogue, 'unauthorized', { url, status: 401, realm: 'quota exceeded' }),
      errorWords(catalogue, 'not-a-response', { url, reason: 'no DER', contentType: 'a/b', excerpt: 'quota exceeded' }),
    ]) {
      assert.match(message, /quota exceeded/);
      assert.doesNotMatch(message, /excerpt|realm|contentType/);
    }
  }
});

test('the offset of a malformed encoding is told once', () => {
  const facts = { path: 'x', reason: 'version is missing at byte 7', offset: 7 };
  assert.equal(errorWords(english, 'token-unreadable', facts).message.match(/byte 7/g)?.length, 1);
  assert.match(errorWords(japanese, 'token-unreadable', facts).message, /version がありません（7バイト目）$/);
});
