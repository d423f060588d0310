import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonOf, warningsOf } from '../../../src/report/audit/reason.ts';
import { octetsOf, optionsText, rootsText, runObject } from '../../../src/report/audit/run-facts.ts';
import { concernOf, exitOf, statusOf } from '../../../src/report/audit/status.ts';
import { englishAuditWords } from '../../../src/report/audit/words.en.ts';
import { japaneseAuditWords } from '../../../src/report/audit/words.ja.ts';
import { csvColumns, loadAuditWords } from '../../../src/report/audit/words.ts';
import { zonedClock } from '../../../src/report/audit/zone.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { judged, name, orphanData, orphanToken, plainAudit, plainRows, plainRun, row } from './plain-sample.ts';

test('only an INDETERMINATE token whose deciding code is the end of validity has expired', () => {
  const expired = { expiry: 'expired' } as const;
  assert.equal(statusOf(judged(1, 'a', 'INDETERMINATE', 'expired', expired)), 'expired');
  assert.equal(statusOf(judged(1, 'a', 'INDETERMINATE', 'expired')), 'indeterminate');
  assert.equal(statusOf(judged(1, 'a', 'INDETERMINATE', 'no-source', expired)), 'indeterminate');
  assert.equal(statusOf(judged(1, 'a', 'INVALID', 'gen-time-after-certificate', expired)), 'invalid');
  assert.equal(statusOf(row(1, 'a', expired)), 'valid');
  assert.equal(statusOf(orphanData(1, 'a')), 'orphan-data');
  assert.equal(statusOf(orphanToken(1, 'a', expired)), 'orphan-token');
});

test('the exit code follows --fail-on, the worst first', () => {
  const { summary } = plainAudit();
  assert.equal(exitOf(summary, ['invalid', 'indeterminate']), 1);
  assert.equal(exitOf(summary, ['indeterminate', 'orphan']), 2);
  assert.equal(exitOf(summary, ['expiring']), 2);
  assert.equal(exitOf(summary, []), 0);
  const good = plainAudit([row(1, 'a')]).summary;
  assert.equal(exitOf(good, ['invalid', 'indeterminate', 'orphan', 'expiring']), 0);
  const passedOver = [
    { name: name('link'), reason: 'link-out-of-the-tree' },
    { name: name('locked'), reason: 'denied' },
  ];
  const unread = { ...good, passedOver, passedOverCount: 2 };
  assert.equal(
    exitOf(unread, ['invalid', 'indeterminate']),
    2,
    'a folder that nobody may look into hides whatever is in it',
  );
  assert.equal(exitOf(unread, ['invalid']), 0);
  assert.equal(exitOf({ ...unread, passedOver: passedOver.slice(0, 1) }, ['invalid', 'indeterminate']), 0);
  assert.deepEqual(
    [row(1, 'a'), row(1, 'a', { expiry: 'expiring' }), orphanData(1, 'a'), judged(1, 'a', 'INVALID', 'expired')].map(
      concernOf,
    ),
    [null, 'expiring', 'orphan', 'invalid'],
  );
});

test('every line that is not VALID has a reason and a hint in both languages', () => {
  for (const [catalogue, words] of [
    [english, englishAuditWords],
    [japanese, japaneseAuditWords],
  ] as const) {
    for (const one of plainRows()) {
      const reason = reasonOf(one, catalogue, words);
      if (one.verdict === 'VALID' && one.expiry === null) assert.equal(reason, null);
      else assert.ok(reason && reason.message.length > 5 && reason.hint.length > 5, JSON.stringify(one));
      assert.doesNotMatch(JSON.stringify(reason), /\?"|[\u0000-\u001f\u202e]/);
    }
  }
});

test('a code of both tables is told by whether anything was judged', () => {
  const read = row(1, 'a', {
    verdict: 'INDETERMINATE',
    checks: [],
    code: 'certificate-unreadable',
    facts: { path: 'p' },
  });
  const ruled = judged(1, 'a', 'INDETERMINATE', 'certificate-unreadable');
  const said = [read, ruled].map((one) => reasonOf(one, english, englishAuditWords)!.message);
  assert.match(said[0]!, /\bp\b/);
  assert.notEqual(said[0], said[1]);
});

test('the hint for a missing source is that of its check', () => {
  const hints = (['certificate-revocation', 'tst-revocation'] as const).map(
    (check) => reasonOf(judged(1, 'a', 'INDETERMINATE', 'no-source', { check }), english, englishAuditWords)!.hint,
  );
  assert.notEqual(hints[0], hints[1]);
});

test('a warning names its code and object, made safe', () => {
  const warned = plainRows().find(({ warnings }) => warnings.length > 0)!;
  assert.match(warningsOf(warned, english)[0]!, /^\[accuracy-assumed\] .* — CN=x\\u\{202e\}y$/);
});

test('each language has its words, and both the same ones', async () => {
  assert.equal(await loadAuditWords('en'), englishAuditWords);
  assert.equal(await loadAuditWords('ja'), japaneseAuditWords);
  assert.deepEqual(Object.keys(japaneseAuditWords.columns), [...csvColumns]);
  const { statuses } = japaneseAuditWords;
  assert.deepEqual(
    [statuses.valid, statuses.invalid, statuses.indeterminate, statuses.expired],
    ['有効', '無効', '判定不能', '有効期限切れ'],
  );
  for (const key of ['counts', 'beside', 'more', 'expiryCounts', 'passedOver', 'ignored'] as const) {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    assert.deepEqual(places(japaneseAuditWords[key]), places(englishAuditWords[key]), key);
  }
});

test('a moment is written in the zone of the run, its days of changing clocks included', () => {
  const clock = zonedClock('Europe/Berlin');
  assert.equal(clock(Date.UTC(2024, 2, 31, 0, 59, 59, 999)), '2024-03-31 01:59:59');
  assert.equal(clock(Date.UTC(2024, 2, 31, 1, 0, 0)), '2024-03-31 03:00:00');
  assert.equal(zonedClock('Asia/Tokyo')(Date.UTC(2024, 2, 31, 15)), '2024-04-01 00:00:00');
  assert.equal(zonedClock('America/St_Johns')(Date.UTC(2024, 0, 1)), '2023-12-31 20:30:00');
  assert.equal(zonedClock('UTC')(-1), '1969-12-31 23:59:59');
  assert.equal(clock(8.64e15), null);
  assert.throws(() => zonedClock('Nowhere/None'), RangeError);
});

test('options stand in the order of their names, and one with a space cannot look like two', () => {
  assert.equal(optionsText(plainRun), '--from 2024-01-01 --offline --trust root.pem --trust "second root.pem"');
  assert.deepEqual(Object.keys(runObject(plainRun).options), ['from', 'offline', 'trust']);
  assert.equal(rootsText(plainRun), 'archive "more records"');
  assert.equal(rootsText({ ...plainRun, roots: ['a\\', '"', ''] }), '"a\\\\" "\\"" ""');
});

test('the octets of a name are those on disk, a lone surrogate among them', () => {
  assert.equal(octetsOf(name('x', '8aef')).toString('hex'), '8aef');
  assert.equal(octetsOf(name('か')).toString('hex'), 'e3818b');
  assert.equal(octetsOf(name('a\ud800b\udfff😀')).toString('hex'), '61eda08062edbfbff09f9880');
});
