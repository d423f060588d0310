import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audit } from '../../../src/core/verdict/audit.ts';
import { junitReport } from '../../../src/report/audit/junit.ts';
import { englishAuditWords } from '../../../src/report/audit/words.en.ts';
import { japaneseAuditWords } from '../../../src/report/audit/words.ja.ts';
import { escapeText } from '../../../src/report/escape.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { hostileNames, judged, plainAudit, plainRows, row, sha256, whole, withUnread } from './plain-sample.ts';
import { type Element, readXml } from './read-xml.ts';

const inEnglish = (audit: Audit = plainAudit()) => whole(junitReport(audit, sha256, english, englishAuditWords));
const inJapanese = () => whole(junitReport(plainAudit(), sha256, japanese, japaneseAuditWords));
const cases = (root: Element) =>
  root.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'));
const outcome = ({ children }: Element) => children[0]?.name ?? 'passed';

test('it is well-formed XML with a case for each line, whatever the names', () => {
  for (const text of [inEnglish(), inJapanese()]) assert.equal(cases(readXml(text)).length, plainRows().length);
});

test('counts of each suite and of all are those of the cases', () => {
  const root = readXml(inEnglish());
  const count = (some: Element[]) => ({
    tests: String(some.length),
    failures: String(some.filter((one) => outcome(one) === 'failure').length),
    errors: String(some.filter((one) => outcome(one) === 'error').length),
    skipped: String(some.filter((one) => outcome(one) === 'skipped').length),
  });
  for (const [element, some] of [
    [root, cases(root)] as const,
    ...root.children.map((suite) => [suite, suite.children.filter(({ name }) => name === 'testcase')] as const),
  ]) {
    const { tests, failures, errors, skipped } = element.attributes;
    assert.deepEqual({ tests, failures, errors, skipped }, count(some));
  }
});

test('VALID passes, INVALID fails, INDETERMINATE is an error, and an orphan is skipped', () => {
  const found = Object.fromEntries(cases(readXml(inEnglish())).map((one) => [one.attributes.name, outcome(one)]));
  assert.equal(found['archive/2024/契約書.pdf'], 'passed');
  assert.equal(found['archive/2024/soon.pdf'], 'passed');
  assert.equal(found['archive/2024/changed.pdf'], 'failure');
  assert.equal(found['archive/2022/old.pdf'], 'error');
  assert.equal(found['archive/new.pdf'], 'skipped');
  assert.equal(found['archive/gone.pdf.tsr'], 'skipped');
});

test('an orphan, and a token that expires, fail where --fail-on has them', () => {
  const root = readXml(inEnglish(plainAudit(plainRows(), { failOn: ['invalid', 'orphan', 'expiring'] })));
  const found = Object.fromEntries(cases(root).map((one) => [one.attributes.name, one]));
  assert.equal(outcome(found['archive/new.pdf']!), 'failure');
  assert.equal(found['archive/new.pdf']!.children[0]!.attributes.type, 'orphan');
  assert.equal(outcome(found['archive/2024/soon.pdf']!), 'failure');
});

test('a suite is what stands under one argument, and of very many there is one', () => {
  const names = (text: string) => readXml(text).children.map(({ attributes }) => attributes.name);
  const rows = [row(1, 'archive/a'), row(2, 'archived/b'), row(3, 'more records/c'), row(4, 'archive')];
  assert.deepEqual(names(inEnglish(plainAudit(rows))), ['archive', 'tst audit', 'more records', 'archive']);
  assert.deepEqual(names(inEnglish(plainAudit([]))), ['tst audit']);
  const turns = Array.from({ length: 1100 }, (_, seq) => row(seq + 1, seq % 2 ? 'archive/a' : 'more records/b'));
  assert.deepEqual(names(inEnglish(plainAudit(turns))), ['tst audit']);
  assert.equal(cases(readXml(inEnglish(plainAudit(turns)))).length, 1100);
});

test('each suite names run, version, options and the result', () => {
  for (const { children } of readXml(inEnglish()).children) {
    const found = children.find(({ name }) => name === 'properties')!.children.map(({ attributes }) => attributes);
    const values = Object.fromEntries(found.map(({ name, value }) => [name, value]));
    assert.equal(values.resultSha256, sha256);
    assert.equal(values.version, '1.2.3');
    assert.equal(values.run, '00112233445566778899aabbccddeeff');
    assert.match(values.options!, /^tst audit --from 2024-01-01 .* archive "more records"$/);
  }
});

test('a name comes back as text and makes no element of its own', () => {
  const names = cases(readXml(inEnglish())).map(({ attributes }) => attributes.name);
  for (const { text } of hostileNames) assert.ok(names.includes(escapeText(text, 32_000)), text);
});

test('the failure says reason, object, hint and hash; the same audit gives the same bytes', () => {
  const one = judged(1, 'archive/a', 'INVALID', 'eku-missing', { object: 'CN=<b>\u001b&"' });
  const [only] = cases(readXml(inEnglish(plainAudit([one]))));
  const { attributes, text } = only!.children[0]!;
  assert.equal(attributes.type, 'eku-missing');
  assert.match(text, /object: CN=<b>\\u\{1b\}&"\nhint: /);
  assert.match(text, /sha256:(ab){32}/);
  assert.equal(inJapanese(), inJapanese());
});

test('an audit that reads its lines through itself is read twice and closed when a reader stops early', () => {
  let closed = 0;
  const audit = new (class implements Audit {
    readonly run = plainAudit().run;
    readonly summary = plainAudit().summary;
    readonly #rows = plainRows();
    *rows() {
      try {
        yield* this.#rows;
      } finally {
        closed++;
      }
    }
    *failures() {
      yield* this.#rows;
    }
  })();
  for (const piece of junitReport(audit, sha256, english, englishAuditWords)) if (piece.includes('<testcase')) break;
  assert.equal(closed, 2);
});

test('a folder that could not be looked into is an error: no pipeline takes what was not verified for passed', () => {
  for (const rows of [[row(1, 'archive/a')], []]) {
    const root = readXml(inEnglish(withUnread(plainAudit(rows), 'archive/locked', 'archive/<&"')));
    const errors = cases(root).filter((one) => outcome(one) === 'error');
    assert.deepEqual(
      errors.map(({ attributes }) => attributes.name),
      ['archive/locked', 'archive/<&"'],
    );
    assert.deepEqual([root.attributes.tests, root.attributes.errors], [String(rows.length + 2), '2']);
    assert.equal(root.children.at(-1)!.attributes.errors, '2');
    assert.match(errors[0]!.children[0]!.attributes.message!, /permission denied/);
  }
});
