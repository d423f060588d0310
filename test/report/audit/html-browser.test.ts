import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { japaneseHtmlWords } from '../../../src/report/audit/html-words.ja.ts';
import type { Language } from '../../../src/report/catalogue.ts';
import { browserFlags, findBrowser } from './browser.ts';
import { samplePage } from './html-sample.ts';
import { type SampleOptions, sampleAudit } from './sample.ts';

// The page in a real browser, opened from disk as whoever receives it does.

const executablePath = findBrowser();
const skip = executablePath === null ? 'no Chromium here: install one, or name it in TST_CHROMIUM' : false;

describe('the HTML report in a browser', { skip }, () => {
  let browser: Browser;
  let folder: string;
  let files = 0;

  before(async () => {
    const { chromium } = await import('playwright-core');
    folder = mkdtempSync(join(tmpdir(), 'tst-html-'));
    browser = await chromium.launch({ executablePath: executablePath!, args: browserFlags });
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** The page of an audit, read to its end. Anything it complains of or asks for fails the test. */
  async function opened(t: TestContext, options: SampleOptions, language: Language = 'en', javaScriptEnabled = true) {
    files += 1;
    const file = join(folder, `${files}.html`);
    writeFileSync(file, samplePage(options, language));
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled });
    const page = await context.newPage();
    const complaints: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    if (javaScriptEnabled) await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 60_000 });
    t.after(async () => {
      await context.close();
      assert.deepEqual(complaints, []);
    });
    return page;
  }

  const shown = (page: Page) => page.locator('#shown').innerText();
  const drawnRows = (page: Page) => page.locator('#body tr[data-row]').count();
  const column = (page: Page, name: string) => page.locator(`#body td.c-${name}`).allInnerTexts();

  test('it opens with all lines, and has only those in sight in the document', async (t) => {
    const page = await opened(t, { lines: 3000 });
    assert.equal(await shown(page), '3,000 of 3,000 lines');
    assert.equal(await page.locator('#lines').getAttribute('aria-rowcount'), '3001');
    const rows = await drawnRows(page);
    assert.ok(rows > 10 && rows < 100, String(rows));
    await page.locator('.scroll').evaluate((frame) => frame.scrollTo(0, 1e9));
    await page.locator('#body tr[aria-rowindex="3001"]').waitFor();
    assert.ok((await drawnRows(page)) < 100);
  });

  test('it filters by text, status, authority and month, and clears', async (t) => {
    const page = await opened(t, { lines: 3000 });
    const { summary } = sampleAudit({ lines: 3000 });
    await page.fill('#search', 'INVOICE_00012');
    assert.match(await shown(page), /^\d of 3,000 lines$/);
    for (const file of await column(page, 'file')) assert.match(file, /invoice_00012/);
    await page.fill('#search', 'imprint-mismatch');
    const mismatches = summary.codes.find(({ code }) => code === 'imprint-mismatch')!.count;
    assert.equal(await shown(page), `${mismatches} of 3,000 lines`);
    await page.fill('#search', 'no such line anywhere');
    assert.ok(await page.locator('#none').isVisible());
    await page.click('.filters button[type=reset]');
    await page.locator('#shown', { hasText: /^3,000/ }).waitFor();
    await page.selectOption('#state', 'invalid');
    assert.equal(await shown(page), `${summary.invalid} of 3,000 lines`);
    assert.deepEqual(new Set(await column(page, 'status')), new Set(['Invalid']));
    await page.selectOption('#state', '');
    const { authority, valid, invalid, indeterminate } = summary.authorities[1]!;
    await page.selectOption('#authority', { label: `${authority} (${valid + invalid + indeterminate})` });
    assert.equal(await shown(page), `${valid + invalid + indeterminate} of 3,000 lines`);
    await page.selectOption('#authority', '');
    const month = summary.months[40]!;
    await page.selectOption('#month', {
      label: `${month.month} (${month.valid + month.invalid + month.indeterminate})`,
    });
    for (const time of await column(page, 'time')) assert.ok(time.startsWith(month.month!), time);
  });

  test('a Japanese name is found in either form of its characters', async (t) => {
    const change = (row: Parameters<NonNullable<SampleOptions['change']>>[0]) =>
      row.seq === 7 ? { ...row, data: { text: 'ガイド.pdf'.normalize('NFD'), hex: null } } : row;
    const page = await opened(t, { lines: 20, allValid: true, change }, 'ja');
    await page.fill('#search', 'ガイド');
    assert.equal(await shown(page), '20 件中 1 件');
  });

  test('it sorts by every column, up and down, and says so to assistive technology', async (t) => {
    const page = await opened(t, { lines: 400 });
    for (const name of ['file', 'time', 'serial', 'hash'] as const) {
      const heading = page.locator(`#lines th.c-${name}`);
      for (const [direction, turn] of [
        ['ascending', 1],
        ['descending', -1],
      ] as const) {
        await heading.locator('button').click();
        assert.equal(await heading.getAttribute('aria-sort'), direction);
        const values = (await column(page, name)).filter((value) => value !== '');
        const order = [...values].sort((a, b) => (a < b ? -turn : a > b ? turn : 0));
        assert.deepEqual(values, order, `${name} ${direction}`);
      }
    }
    for (const button of await page.locator('#lines th button').all()) await button.click();
    assert.equal(await page.locator('#lines th:not([aria-sort="none"])').count(), 1);
    await page.locator('#lines th.c-status button').click();
    assert.equal((await column(page, 'status'))[0], 'Invalid');
  });

  test('rows open by mouse and by keyboard, and the arrow keys go through them all', async (t) => {
    const page = await opened(t, { lines: 500 });
    await page.locator('#body button.open').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#body button.open[aria-expanded=true]').count(), 1);
    const detail = await page.locator('#body .detail').innerText();
    for (const word of [
      'Checks',
      'hash of the file',
      'SHA-256 of the token',
      'Evidence',
      'http://crl.example/ca.crl',
    ]) {
      assert.ok(detail.includes(word), word);
    }
    await page.keyboard.press('End');
    await page.locator('#body tr[aria-rowindex="501"] button:focus').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#body .detail').count(), 0);
    await page.locator('#body tr[data-row] td.c-issuer').first().click();
    assert.equal(await page.locator('#body .detail').count(), 1);
  });

  test('the language changes everything that is read, and the filter stays', async (t) => {
    const page = await opened(t, { lines: 500 });
    await page.selectOption('#state', 'not-valid');
    const before = await shown(page);
    await page.click('.languages button[value=ja]');
    assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
    assert.equal(await page.title(), japaneseHtmlWords.title);
    assert.equal(await shown(page), `500 件中 ${/^\d+/.exec(before)![0]} 件`);
    const text = await page.locator('body').innerText();
    assert.ok(text.includes('有効でないもの') && !text.includes('What is not valid'));
    assert.equal(await page.locator('#search').getAttribute('placeholder'), japaneseHtmlWords.table.searchHint);
    assert.match((await column(page, 'status')).join(), /無効|判定不能/);
  });

  test('without JavaScript the first language is whole: summary, failures, charts, and a word on the table', async (t) => {
    const page = await opened(t, { lines: 500 }, 'ja', false);
    const text = await page.locator('body').innerText();
    for (const word of ['有効でないもの', '無効', '対処', '月別のタイムスタンプ', japaneseHtmlWords.table.noScript]) {
      assert.ok(text.includes(word), word);
    }
    assert.ok(!text.includes('What is not valid'));
    assert.equal(await page.locator('.filters').isVisible(), false);
  });

  test('hostile names run nowhere: not in the page, its table, its details or its filters', async (t) => {
    const page = await opened(t, { lines: 600, hostile: true });
    const elements = await page.evaluate(
      "document.querySelectorAll('img, iframe, object, svg[onload], [onmouseover]').length",
    );
    assert.equal(elements, 0);
    await page.locator('#body button.open').first().focus();
    // Every third line has a hostile name, and there are fourteen of them.
    for (let line = 0; line < 45; line += 1) {
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowDown');
    }
    await page.locator('#body td.c-file').first().hover();
    assert.ok((await page.locator('#body .detail').count()) > 0);
    await page.click('.languages button[value=ja]');
    await page.fill('#search', '<script>window');
    assert.match(await shown(page), /^600 件中 [1-9]/);
    assert.equal(await page.evaluate('typeof window.pwned'), 'undefined');
  });

  test('100,000 lines: opened, filtered, sorted, scrolled', async (t) => {
    const page = await opened(t, { lines: 100_000 });
    const timed = (id: string, value: string) =>
      page.evaluate(
        `(() => { const field = document.getElementById('${id}'); field.value = '${value}'; const start = performance.now();
          field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input')); return Math.round(performance.now() - start); })()`,
      );
    t.diagnostic(`filtered by text in ${await timed('search', '請求書')} ms`);
    assert.match(await shown(page), /^\d\d,\d{3} of 100,000 lines$/);
    t.diagnostic(`by two words in ${await timed('search', 'mitsui 2024-03')} ms`);
    t.diagnostic(`by status in ${await timed('state', 'not-valid')} ms`);
    await page.click('.filters button[type=reset]');
    await page.locator('#shown', { hasText: /^100,000/ }).waitFor();
    await page.locator('#lines th.c-hash button').click();
    assert.ok((await drawnRows(page)) < 100);
  });

  test('it prints: A4 across, text in it, the rows that fit the filter, and headings on every page', async (t) => {
    const page = await opened(t, { lines: 3000, hostile: true }, 'ja');
    await page.fill('#search', '_0012');
    const wanted = Number(/件中 (\d+) 件/.exec(await shown(page))![1]);
    const file = join(folder, 'printed.pdf');
    await page.evaluate(
      "addEventListener('beforeprint', () => { window.rowsPrinted = document.querySelectorAll('#body tr[data-row]').length; })",
    );
    const pdf = await page.pdf({ path: file, preferCSSPageSize: true });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const pages = readFileSync(file, 'latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 2, String(pages));
    assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 84\d(\.\d+)? 59\d(\.\d+)?\]/);
    assert.equal(await page.evaluate('window.rowsPrinted'), wanted);
    assert.match(
      await page.locator('#printed').textContent().then(String),
      new RegExp(`^3,000 件中 ${wanted} 件.*検索: _0012`),
    );
    const { status, stdout } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (status !== 0) return t.diagnostic('no pdftotext here: the text of the PDF was not read');
    for (const word of [japaneseHtmlWords.title, '有効でないもの', '月別のタイムスタンプ', '<script>window.pwned']) {
      assert.ok(stdout.includes(word), word);
    }
    const sheets = stdout.split('\f').filter((sheet) => /_0012\d\d/.test(sheet) && sheet.includes('amber'));
    assert.ok(sheets.length >= 2 && sheets.every((sheet) => sheet.includes('プロファイル')), 'headings repeat');
  });

  test('of more rows than are printed the note tells how many are left out', async (t) => {
    const page = await opened(t, { lines: 2_200 });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    assert.equal(await drawnRows(page), 2000);
    assert.match(String(await page.locator('#printed').textContent()), /2,000 lines are printed; 200 more/);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    assert.ok((await drawnRows(page)) < 100);
  });
});
