// Pictures of the HTML report: an archive of the lab's own with some of every defect in it is audited, and its page opened in a browser.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { defaults, generate } from '../../bench/archive/generate.ts';
import type { Language } from '../../src/report/catalogue.ts';
import { browserFlags } from '../../test/report/audit/browser.ts';
import { withPalette } from './png.ts';
import { program, stillClock } from './scene.ts';

/** Pixels of the page in the browser; how much of it is shown follows from what is on it. */
const viewport = { width: 1240, height: 2000 } as const;

/** What is wrong in it: of most things one, as in an archive that is well kept. */
const kinds = ['data-changed', 'unit-compromised', 'intermediate-missing', 'token-missing'] as const;

/** The report's pages in both languages, as PNG by the names of their files. */
export async function screenshots(executablePath: string): Promise<ReadonlyMap<string, Buffer>> {
  const base = mkdtempSync(join(tmpdir(), 'tst-report-'));
  const browser = await chromium.launch({
    executablePath,
    args: [...browserFlags, '--disable-lcd-text'],
    env: { ...process.env, TZ: 'Asia/Tokyo' },
  });
  try {
    const folder = join(base, 'work');
    const told = await generate(folder, { ...defaults, count: 1_200, bytes: 700, share: 0.0005, kinds });
    const pictures = new Map<string, Buffer>();
    for (const language of ['en', 'ja'] as const) {
      const page = `audit.${language}.html`;
      const words = [
        'audit',
        ...told.options,
        '--lang',
        language,
        '--no-record',
        '--report',
        `html=${page}`,
        told.archive,
      ];
      const env = { PATH: process.env.PATH ?? '', SystemRoot: process.env.SystemRoot ?? '', TZ: 'Asia/Tokyo' };
      const own = { TST_CONFIG_DIR: base, TST_DATA_DIR: base, TST_CACHE_DIR: base };
      const { status, stderr } = spawnSync(process.execPath, ['--import', stillClock, program, ...words], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...env, ...own, LC_ALL: 'C.UTF-8', STILL_CLOCK: String(Date.parse(told.at)) },
      });
      if (status !== 1) throw new Error(`the audit ended with ${status}: ${stderr}`);
      pictures.set(`report.${language}.png`, await picture(browser, join(folder, page), language));
    }
    return pictures;
  } finally {
    await browser.close();
    rmSync(base, { recursive: true, force: true });
  }
}

async function picture(browser: Browser, file: string, language: Language): Promise<Buffer> {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const page = await browser.newPage({
    viewport,
    locale,
    timezoneId: 'Asia/Tokyo',
    colorScheme: 'light',
    deviceScaleFactor: 1.5,
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  // Down to the end of the first chart.
  const { y, height } = (await page.locator('figure svg[role=img]').first().boundingBox())!;
  const clip = { x: 0, y: 0, width: viewport.width, height: Math.ceil(y + height + 3) };
  const image = await page.screenshot({ animations: 'disabled', clip });
  await page.close();
  return withPalette(image);
}
