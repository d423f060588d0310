// `npm run pictures`: draws the pictures of the documentation anew, from what the program does. Needs Chromium for those of the report.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../test/report/audit/browser.ts';
import { openScene } from './scene.ts';
import { screenshots } from './screenshots.ts';
import { terminals } from './terminals.ts';

const browser = findBrowser();
const drawn: ReadonlyMap<string, string | Buffer>[] = [];
for (const language of ['en', 'ja'] as const) {
  const scene = await openScene(language);
  drawn.push(await terminals(scene).finally(scene.close));
}
if (browser !== null) drawn.push(await screenshots(browser));
for (const [name, picture] of drawn.flatMap((pictures) => [...pictures])) {
  writeFileSync(join(import.meta.dirname, name), picture);
  process.stdout.write(`docs/pictures/${name}: ${(picture.length / 1000).toFixed(0)} kB\n`);
}
if (browser === null) process.stdout.write('no Chromium here: install one, or name it in TST_CHROMIUM\n');
