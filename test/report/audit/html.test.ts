import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { AuditRow } from '../../../src/core/verdict/audit.ts';
import { englishHtmlWords } from '../../../src/report/audit/html-words.en.ts';
import { japaneseHtmlWords } from '../../../src/report/audit/html-words.ja.ts';
import { dataOf, rowsOf, samplePage, samplePieces, sampleSha256 } from './html-sample.ts';
import { hostileNames, sampleAudit } from './sample.ts';

// The page as text: what is in it, and that nothing that others wrote gets out of its place.

/** Everything between tags and in attributes, without the two scripts and styles of the page itself. */
const withoutOwn = (html: string) => html.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*?<\/script>/s, '');
const tagsOf = (html: string) => [...withoutOwn(html).matchAll(/<(\/?[a-z][a-z0-9]*)/gi)].map(([, name]) => name!);

test('the same audit gives the same bytes', () => {
  const options = { lines: 600, hostile: true };
  assert.equal(samplePage(options, 'ja'), samplePage(options, 'ja'));
});

test('names with markup add no element and no attribute to the page', () => {
  const plain = samplePage({ lines: 600 });
  const hostile = samplePage({ lines: 600, hostile: true });
  assert.deepEqual(new Set(tagsOf(hostile)), new Set(tagsOf(plain)));
  for (const attack of ['<script>window', '<svg onload', '<img', '<!--<', ']]><']) {
    assert.ok(!hostile.includes(attack), attack);
  }
  assert.ok(!/<[^>]*\son\w+=/.test(withoutOwn(hostile)), 'an event handler');
  assert.ok(hostile.includes('&lt;script&gt;window.pwned = 1&lt;/script&gt;'), 'shown as text');
  assert.ok(hostile.includes('&amp;lt;b&amp;gt;&amp;amp;'), 'what looks escaped already is escaped again');
});

test('data in script elements holds no < at all, so neither </script> nor <!-- can end or change it', () => {
  const html = samplePage({ lines: 600, hostile: true });
  const blocks = [...html.matchAll(/<script type="application\/json"[^>]*>(.*?)<\/script>/gs)];
  assert.ok(blocks.length >= 3);
  for (const [, json] of blocks) {
    assert.ok(!json!.includes('<'));
    JSON.parse(json!);
  }
  assert.equal(blocks.length + 1, html.match(/<script/g)!.length);
});

test('bidirectional controls, separators, escapes and lone surrogates are shown, nowhere written', () => {
  const html = samplePage({ lines: 600, hostile: true });
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/.test(html));
  assert.ok(html.isWellFormed());
  for (const shown of ['\\u{202e}', '\\u{2028}', '\\u{d800}', '\\u{1b}', '\\u{200b}'])
    assert.ok(html.includes(shown), shown);
  const files = rowsOf(html).map(({ file }) => file);
  assert.ok(files.some((file) => file?.endsWith('invoice\\u{202e}fdp.exe')));
});

test('hostile arguments, options, names passed over and run ids stay text', () => {
  const evil = hostileNames[4];
  const html = samplePage({
    lines: 3,
    run: { roots: [evil], options: { [evil]: [evil, evil] }, id: evil },
    summary: { passedOver: [{ name: { text: evil, hex: null }, reason: evil }], passedOverCount: 1 },
  });
  assert.ok(!html.includes('<img'));
  assert.ok(html.includes('&quot;&gt;&lt;img src=x onerror=window.pwned=4&gt;'));
});

test('the policy lets run only the one script and style, by their hashes, and nothing is fetched', () => {
  const html = samplePage({ lines: 10 });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  const hash = (tag: string) => {
    const text = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(html)![1]!;
    return `${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  assert.equal(policy, `default-src 'none'; ${hash('style')}; ${hash('script')}; base-uri 'none'; form-action 'none'`);
  assert.ok(!/\s(src|href|action|style)=/.test(withoutOwn(html)));
  assert.ok(!/url\((?!#)|@import|https?:/.test(/<style>.*?<\/style>/s.exec(html)![0]));
  assert.ok(
    !/fetch\(|XMLHttpRequest|WebSocket|innerHTML|eval\(|document\.write/.test(/<script>.*?<\/script>/s.exec(html)![0]),
  );
});

test('the run, its options, the version and the SHA-256 of the result are told', () => {
  const html = samplePage({ lines: 10, run: { skipped: ['tst-revocation'] } });
  for (const told of [
    sampleSha256,
    '5f2c9a7e41d8b036',
    'tst 0.1.0',
    '--trust roots/toto.pem',
    '/mnt/記録',
    'Asia/Tokyo',
  ]) {
    assert.ok(html.includes(told), told);
  }
  assert.ok(html.includes('2026-03-31 12:04:05 +09:00'), 'the start on the clocks of the zone');
  assert.ok(html.includes('2019-04-01 から 2026-03-31 まで'));
  assert.match(html, /class="warning".*checks were skipped.*省略した確認/s);
});

test('both languages are inside, and the one asked for is shown and titled first', () => {
  for (const [language, title] of [
    ['en', englishHtmlWords.title],
    ['ja', japaneseHtmlWords.title],
  ] as const) {
    const html = samplePage({ lines: 200 }, language);
    assert.ok(html.startsWith(`<!DOCTYPE html>\n<html lang="${language}">`));
    assert.match(html, new RegExp(`<title [^>]*>${title}</title>`));
    assert.ok(html.includes(`<span class="ja" lang="ja">${japaneseHtmlWords.headings.failures}</span>`));
    assert.ok(html.includes(`<span class="en" lang="en">${englishHtmlWords.headings.failures}</span>`));
  }
});

test('the words of one language use the same insertions as those of the other', () => {
  const inserts = (value: unknown): unknown =>
    typeof value === 'string'
      ? [...value.matchAll(/\{\w+\}/g)].map(String).sort()
      : Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, inserts(one)]));
  assert.deepEqual(inserts(japaneseHtmlWords), inserts(englishHtmlWords));
});

test('counts of the summary stand in the page with their thousands set apart', () => {
  const { summary } = sampleAudit({ lines: 5000 });
  const html = samplePage({ lines: 5000 });
  const shown = (count: number) => `<dd>${String(count).replace(/\B(?=(\d{3})+$)/g, ',')}</dd>`;
  for (const name of [
    'lines',
    'valid',
    'invalid',
    'indeterminate',
    'orphanData',
    'orphanTokens',
    'outside',
    'expired',
    'expiring',
  ] as const) {
    assert.ok(html.includes(shown(summary[name])), name);
  }
});

test('the result is the worst verdict, and orphans are told beside it', () => {
  const overall = (html: string) => /<p class="overall (\w+)">/.exec(html)![1];
  const only = (keep: (row: AuditRow) => AuditRow) => samplePage({ lines: 30, allValid: true, change: keep });
  assert.equal(overall(only((row) => row)), 'valid');
  assert.equal(
    overall(only((row) => (row.seq === 3 ? { ...row, verdict: 'INDETERMINATE', code: 'stale' } : row))),
    'indeterminate',
  );
  const orphan = only((row) => ({ ...row, kind: 'orphan-data', verdict: null, token: null, checks: [] }));
  assert.equal(overall(orphan), 'nothing');
  assert.ok(orphan.includes('Files without token: 30'));
});

test('every line that is not valid is listed with reason and hint; beyond the limit the number left out is said', () => {
  const rows = (html: string) =>
    /<table class="failed">.*?<\/table>/s.exec(html)![0].match(/<tr><td class="number">/g)!.length;
  const whole = samplePage({ lines: 5000 });
  const { invalid, indeterminate, orphanData, orphanTokens } = sampleAudit({ lines: 5000 }).summary;
  const total = invalid + indeterminate + orphanData + orphanTokens;
  assert.equal(rows(whole), total);
  assert.ok(whole.indexOf('<td class="state invalid">') < whole.indexOf('<td class="state indeterminate">'));
  assert.match(whole, /signature-invalid<\/code>.*?class="hint"/s);
  const cut = samplePage({ lines: 5000 }, 'en', { lines: 200_000, failures: 7 });
  assert.equal(rows(cut), 7);
  assert.ok(cut.includes(`${total - 7} more are left out`) && cut.includes(`残りの ${total - 7} 件`));
  assert.match(samplePage({ lines: 20, allValid: true }), /Every line is valid/);
  assert.doesNotMatch(samplePage({ lines: 0 }), /Every line is valid/);
});

test('embedded rows: all of a small audit, of a large one what is not valid first, and the rest is told', () => {
  assert.deepEqual(
    rowsOf(samplePage({ lines: 5000 })).map(({ seq }) => seq),
    Array.from({ length: 5000 }, (_, i) => i + 1),
  );
  const audit = sampleAudit({ lines: 5000 });
  const bad = [...audit.failures()].length;
  const html = samplePage({ lines: 5000 }, 'en', { lines: 1000, failures: 2000 });
  const rows = rowsOf(html);
  assert.equal(rows.length, 1000);
  assert.equal(rows.filter(({ state }) => state !== 0).length, bad);
  assert.ok(
    html.includes('This page holds 1,000 lines, those that are not valid among them; 4,000 valid ones are left out'),
  );
  const tight = samplePage({ lines: 5000 }, 'en', { lines: audit.summary.invalid + 1, failures: 2000 });
  assert.deepEqual(new Set(rowsOf(tight).map(({ state }) => state)), new Set([1, 2]));
  assert.ok(tight.includes('some of them not valid'));
});

test('a row holds what its line says: time with every digit, serial number, hash, evidence, reason in both languages', () => {
  const audit = sampleAudit({ lines: 2000 });
  const html = samplePage({ lines: 2000 });
  const pools = dataOf<{ suffix: string[]; why: string[][] }>(html, 'pools');
  const wanted = [...audit.rows()];
  rowsOf(html).forEach((row, i) => {
    const { stated, data, token, digest, code, kind } = wanted[i]!;
    assert.equal(row.file, data?.text ?? null);
    assert.equal(
      typeof row.token === 'number' ? `${row.file}${pools.suffix[row.token]}` : row.token,
      token?.text ?? null,
    );
    assert.equal(row.time, stated?.genTimeMs ?? null);
    assert.equal(row.exact, stated?.genTime?.includes('.') ? stated.genTime : null);
    assert.equal(row.serial, stated?.serial?.hex ?? null);
    assert.equal(row.digest, digest?.value ?? null);
    assert.equal(row.why === null ? null : pools.why[row.why]![0], code ?? (kind === 'token' ? null : kind));
    assert.equal(row.evidence?.length ?? 0, wanted[i]!.evidence.length);
  });
  assert.ok(pools.why.every((why) => why.length === 6 && /[ぁ-ん]/.test(why[4]!) && !/[ぁ-ん]/.test(why[2]!)));
});

test('genTimes of 1970 and 9999, and the zone of a summer time, draw and place without harm', () => {
  const far = [0, Date.UTC(9999, 11, 31, 23, 59, 59), Date.UTC(2024, 6, 1), Date.UTC(2024, 0, 1)];
  const change = (row: AuditRow): AuditRow => {
    const genTimeMs = far[row.seq % 4]!;
    return {
      ...row,
      stated: { ...row.stated!, genTimeMs, genTime: new Date(genTimeMs).toISOString().replace('.000Z', 'Z') },
    };
  };
  const html = samplePage({ lines: 8, allValid: true, change, run: { zone: 'Europe/Berlin' } });
  assert.doesNotMatch(withoutOwn(html), /NaN|Infinity/);
  assert.deepEqual(
    rowsOf(html)
      .slice(0, 4)
      .map(({ offset }) => offset),
    [60, 120, 60, 60],
  );
});

test('an audit without a line is a page too', () => {
  const html = samplePage({ lines: 0 });
  assert.doesNotMatch(withoutOwn(html), /NaN|Infinity|undefined/);
  assert.deepEqual(rowsOf(html), []);
});

test('a file name that is no UTF-8 keeps its octets beside what is shown', () => {
  const change = (row: AuditRow): AuditRow => ({
    ...row,
    data: { text: 'a\\xff', hex: '61ff' },
    token: { text: 'b', hex: null },
  });
  const [row] = rowsOf(samplePage({ lines: 1, allValid: true, change }));
  assert.deepEqual([row!.file, row!.octets, row!.token, row!.tokenOctets], ['a\\xff', '61ff', 'b', null]);
});

test('pieces stay small, however many lines there are', () => {
  let longest = 0;
  for (const piece of samplePieces({ lines: 20_000 })) longest = Math.max(longest, piece.length);
  assert.ok(longest < 400_000, String(longest));
});
