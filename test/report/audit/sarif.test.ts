import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sarifReport, uriOf } from '../../../src/report/audit/sarif.ts';
import { englishAuditWords } from '../../../src/report/audit/words.en.ts';
import { japaneseAuditWords } from '../../../src/report/audit/words.ja.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { hostileNames, judged, name, plainAudit, plainRows, row, sha256, whole, withUnread } from './plain-sample.ts';

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
  partialFingerprints: Record<string, string>;
  properties: Record<string, unknown>;
}

const inEnglish = (audit = plainAudit()) => whole(sarifReport(audit, sha256, english, englishAuditWords));
const inJapanese = () => whole(sarifReport(plainAudit(), sha256, japanese, japaneseAuditWords));
const read = (text: string) => {
  const log = JSON.parse(text);
  assert.equal(log.runs.length, 1);
  return { log, run: log.runs[0], results: log.runs[0].results as Result[] };
};
const uriOfResult = ({ locations }: Result) => locations[0]!.physicalLocation.artifactLocation.uri;

test('the log has what SARIF 2.1.0 requires, and rules that its results point at (§3.13, §3.14, §3.27)', () => {
  for (const text of [inEnglish(), inJapanese()]) {
    const { log, run, results } = read(text);
    assert.equal(log.version, '2.1.0');
    assert.match(log.$schema, /sarif-schema-2\.1\.0\.json$/);
    assert.deepEqual(Object.keys(log), ['$schema', 'version', 'runs']);
    assert.equal(run.tool.driver.name, 'tst');
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { shortDescription, help } of run.tool.driver.rules) {
      assert.ok(shortDescription.text.length > 5 && help.text.length > 5);
      assert.doesNotMatch(`${shortDescription.text}${help.text}`, /\{\w+\}|\[/);
    }
    for (const result of results) {
      assert.equal(ids[result.ruleIndex], result.ruleId);
      assert.ok(['error', 'warning', 'note'].includes(result.level));
      assert.ok(result.message.text.length > 10);
      assert.match(result.partialFingerprints['tstAuditLine/v1']!, /^[0-9a-f]{64}$/);
    }
  }
});

test('there is a result for each line that is not VALID, INVALID ones first', () => {
  const { results } = read(inEnglish());
  assert.equal(results.length, plainRows().filter(({ verdict }) => verdict !== 'VALID').length);
  const levels = results.map(({ level }) => ['error', 'warning', 'note'].indexOf(level));
  assert.deepEqual(levels, levels.toSorted());
  assert.deepEqual(read(inEnglish(plainAudit([row(1, 'a')]))).results, []);
});

test('the run is told: invocation, options, counts and the result', () => {
  const { run } = read(inEnglish());
  assert.deepEqual(run.invocations[0], {
    executionSuccessful: true,
    exitCode: 1,
    startTimeUtc: '2024-04-10T00:30:00Z',
    arguments: ['audit', 'archive', 'more records'],
  });
  assert.equal(run.properties.resultSha256, sha256);
  assert.deepEqual(run.properties.run.options.trust, ['root.pem', 'second root.pem']);
  assert.equal(run.tool.driver.version, '1.2.3');
  assert.equal(run.automationDetails.id, 'tst-audit/00112233445566778899aabbccddeeff');
});

test('each name is a URI reference that leads back to its octets, and none has a scheme that it chose itself', () => {
  for (const hostile of hostileNames) {
    const uri = uriOf(hostile);
    assert.match(uri, /^[A-Za-z0-9\-._~/%]+$/);
    if (hostile.text.isWellFormed() && hostile.hex === null) assert.equal(decodeURIComponent(uri), hostile.text);
  }
  assert.equal(uriOf(name('x', '8a2f25')), '%8A/%25');
  assert.equal(uriOf(name('a\ud800')), 'a%ED%A0%80');
  assert.equal(uriOf(name('javascript:alert(1)')), 'javascript%3Aalert%281%29');
  assert.equal(uriOf(name('/data/a b')), 'file:///data/a%20b');
  assert.equal(uriOf(name('C:\\data/a')), 'file:///C:/data/a');
  assert.equal(new Set(hostileNames.map(uriOf)).size, hostileNames.length);
});

test('a name or an object makes neither a link nor a place for an argument in a message (§3.11.5, §3.11.6)', () => {
  const object = 'CN=[here](http://evil.example) {0} \\';
  const { results } = read(inEnglish(plainAudit([judged(1, 'a', 'INVALID', 'eku-missing', { object })])));
  const { text } = results[0]!.message;
  assert.match(text, /CN=\\\[here\\\]\(http:\/\/evil\.example\) \{\{0\}\} \\\\/);
});

test('fingerprints are those of another run and language, and differ between lines', () => {
  const prints = (text: string) => read(text).results.map((one) => one.partialFingerprints['tstAuditLine/v1']);
  const other = whole(
    sarifReport(plainAudit(plainRows(), { id: 'ff', started: 0 }), 'other', japanese, japaneseAuditWords),
  );
  assert.deepEqual(prints(inEnglish()), prints(other));
  assert.equal(new Set(prints(other)).size, prints(other).length);
});

test('the same audit gives the same bytes, none of which rules a terminal', () => {
  assert.equal(inEnglish(), inEnglish());
  assert.doesNotMatch(inEnglish().replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  assert.ok(read(inEnglish()).results.map(uriOfResult).includes('archive/%8A%EF.pdf'));
});

test('a folder that could not be looked into is a notification: the analysis is incomplete', () => {
  const { run, results } = read(inEnglish(withUnread(plainAudit([row(1, 'a')]), 'archive/locked')));
  assert.deepEqual(results, []);
  const [{ exitCode, toolExecutionNotifications: told }] = run.invocations;
  assert.equal(exitCode, 2);
  assert.equal(told.length, 1);
  assert.equal(told[0].level, 'error');
  assert.equal(told[0].locations[0].physicalLocation.artifactLocation.uri, 'archive/locked');
});
