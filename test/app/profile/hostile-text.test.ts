import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profileLimits } from '../../../src/app/profile/limits.ts';
import { wrong } from './kit.ts';

const start = 'schema = 1\n';

/** Hostile TOML, and the problem that it ends in. */
const hostile: readonly [string, string | Uint8Array, string][] = [
  ['lists in lists', `${start}provider = ${'['.repeat(5_000)}`, 'too-deep'],
  ['lists in lists, line by line', `${start}provider = ${'[\n'.repeat(60_000)}${']\n'.repeat(60_000)}`, 'too-deep'],
  ['tables in tables', `${start}provider = ${'{a = '.repeat(5_000)}`, 'line-too-long'],
  ['ten lists in lists', `${start}provider = ${'['.repeat(10)}${']'.repeat(10)}`, 'too-deep'],
  ['a key of many parts', `a${'.a'.repeat(100_000)} = 1`, 'line-too-long'],
  ['a key of some parts', `a${'.a'.repeat(5_000)} = 1`, 'too-deep'],
  ['a header of many parts', `[a${'.a'.repeat(5_000)}]`, 'too-deep'],
  ['a long line', `# ${'x'.repeat(20_000)}`, 'line-too-long'],
  ['NUL in a text', `${start}provider = "a\0b"`, 'syntax'],
  ['NUL in a comment', `# a\0b\n${start}`, 'syntax'],
  ['no UTF-8', new Uint8Array([0x73, 0xff, 0xfe]), 'not-utf8'],
  ['a key twice', 'schema = 1\nschema = 1', 'duplicate-key'],
  ['a table twice', `${start}[rate]\n[rate]`, 'duplicate-key'],
  ['a table over a value', `${start}service.hash = "sha256"\n[service]\nhash = "sha512"`, 'duplicate-key'],
  ['a prototype', `${start}[__proto__]\npolluted = true`, 'unknown-key'],
  ['a prototype in a key', `${start}"__proto__".polluted = true`, 'unknown-key'],
  ['a prototype in a table', `${start}service = { __proto__ = { polluted = true } }`, 'unknown-key'],
  ['a prototype below a table', `${start}[service.__proto__]\npolluted = true`, 'unknown-key'],
  ['a prototype in a key of a table', `${start}[service]\n__proto__.polluted = true`, 'unknown-key'],
  ['a prototype between dots', `${start}service.__proto__.polluted = true`, 'unknown-key'],
  ['a constructor', `${start}constructor.prototype.polluted = true`, 'unknown-key'],
  ['half a surrogate pair', `${start}provider = "\\ud800"`, 'syntax'],
  ['another file', '-----BEGIN CERTIFICATE-----\nAAAA', 'syntax'],
  ['nothing', '', 'missing-key'],
];

for (const [name, text, problem] of hostile) {
  test(`TOML with ${name}: ${problem}`, async () => {
    const [issue] = await wrong(text);
    assert.equal(issue?.problem, problem);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });
}

/** Hostile JSON likewise, with the place. */
const json: readonly [string, string, string, number, number][] = [
  ['lists in lists', `{"provider":${'['.repeat(60_000)}`, 'line-too-long', 1, 1],
  ['some lists in lists', `{"provider":${'['.repeat(9)}${']'.repeat(9)}}`, 'too-deep', 1, 20],
  ['a key twice', '{\n  "schema": 1,\n  "schema": 1\n}', 'duplicate-key', 3, 3],
  ['a key twice, once escaped', '{"schema": 1, "schem\\u0061": 1}', 'duplicate-key', 1, 15],
  ['a key twice further down', '{"schema": 1, "rate": {"burst": 1,\n"burst": 2}}', 'duplicate-key', 2, 1],
  ['a prototype', '{"schema": 1,\n "__proto__": {"polluted": true}}', 'unknown-key', 2, 2],
  ['an end too early', '{"schema": 1,', 'syntax', 1, 14],
  ['a comma too many', '{\n"schema": 1,}', 'syntax', 2, 13],
  ['a comment', '{ // x\n"schema": 1}', 'syntax', 1, 3],
  ['a list for a table', '[1]', 'wrong-form', 1, 1],
  ['null', 'null', 'wrong-form', 1, 1],
  ['a wrong value in a list', '{"schema": 1, "service": {"urls": [\n"https://a.example/",\n5]}}', 'wrong-form', 3, 1],
  ['braces in texts', '{"schema": 1, "provider": "}{][,:\\"",\n "x": 1}', 'unknown-key', 2, 2],
];

for (const [name, text, problem, line, column] of json) {
  test(`JSON with ${name}: ${problem} at its place`, async () => {
    const [issue] = await wrong(text, '/profiles/test.json');
    assert.deepEqual([issue?.problem, issue?.line, issue?.column], [problem, line, column]);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });
}

test('a file of the largest size with nothing but tables ends', async () => {
  const text = start + '[[anchors]]\n'.repeat(Math.floor(profileLimits.fileBytes / 12) - 1);
  const [issue] = await wrong(text);
  assert.equal(issue?.problem, 'missing-key');
});
