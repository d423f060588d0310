// What README and its pictures show: the program itself against a lab whose keys, dates and serial numbers are always the same.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startLab } from '../../src/lab/index.ts';
import { keyFromPem } from '../../src/lab/keys.ts';
import type { Language } from '../../src/report/catalogue.ts';

const root = resolve(import.meta.dirname, '../..');
/** For `--import`: stops the clock at STILL_CLOCK. */
export const stillClock = pathToFileURL(join(import.meta.dirname, 'still-clock.ts')).href;
/** What is run: the program as it is installed. */
export const program = join(root, 'bin/tst.js');

/** Where the provider seems to be, so that nothing that is shown depends on a port. */
const provider = 'http://tsa.example';

/** When the files were stamped, and when README's reader sits before the terminal. Milliseconds since 1970. */
const moments = {
  june: Date.UTC(2025, 5, 11, 2, 4, 51, 712),
  november: Date.UTC(2025, 10, 4, 0, 31, 8, 405),
  yesterday: Date.UTC(2026, 4, 19, 1, 30, 24, 229),
  today: Date.UTC(2026, 4, 20, 0, 12, 40, 16),
} as const;

export interface Scene {
  readonly language: Language;
  /** Where the commands run. */
  readonly folder: string;
  /** Runs `tst` in the scene's folder as on a terminal, both streams as they come. */
  run(words: readonly string[], options?: { readonly coloured?: boolean }): Promise<Shown>;
  close(): Promise<void>;
}

export interface Shown {
  readonly exit: number;
  readonly text: string;
}

/**
 * Opens a scene in a folder of its own: `contract.pdf` with its token; `lease.pdf`, whose token the provider has revoked; `report.pdf` without
 * one; `archive/` and `release/` with some of everything; the profile `lab`, and `root.pem`.
 */
export async function openScene(language: Language): Promise<Scene> {
  const base = mkdtempSync(join(tmpdir(), 'tst-scene-'));
  const folder = join(base, 'work');
  let clock: number = moments.june;
  const key = (name: string) => keyFromPem(readFileSync(join(root, `fixtures/keys/${name}.pem`), 'utf8'));
  const authority = { root: key('root'), intermediate: key('intermediate'), tsu: key('tsu-rsa-2048') };
  const delegates = { responder: key('tsu-rsa-3072'), crlIssuer: key('tsu-rsa-4096') };
  const keys = { ...authority, ...delegates, other: key('other'), weak: key('weak') };
  const lab = await startLab({ url: provider, keys, clock: () => clock, serials: 'counter', revocation: true });
  const env = {
    ...{ PATH: process.env.PATH ?? '', SystemRoot: process.env.SystemRoot ?? '', TZ: 'Asia/Tokyo' },
    LC_ALL: language === 'ja' ? 'ja_JP.UTF-8' : 'C.UTF-8',
    ...{ TST_CONFIG_DIR: join(base, 'config'), TST_DATA_DIR: join(base, 'data'), TST_CACHE_DIR: join(base, 'cache') },
    NODE_COMPILE_CACHE: join(base, 'compiled'),
    // The lab stands in for the network: it takes requests for its own address as a proxy gets them.
    HTTP_PROXY: lab.ownUrl,
  };

  async function run(words: readonly string[], { coloured = false } = {}): Promise<Shown> {
    const colour = coloured ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
    // Into a file, where both streams keep their order.
    const output = join(base, 'output');
    const both = openSync(output, 'w');
    const child = spawn(process.execPath, ['--import', stillClock, program, ...words], {
      cwd: folder,
      stdio: ['ignore', both, both],
      env: { ...env, ...colour, STILL_CLOCK: String(clock) },
    });
    closeSync(both);
    const exit = await new Promise<number>((done, failed) => {
      child.once('error', failed);
      child.once('close', (code) => done(code ?? 70));
    });
    return { exit, text: readFileSync(output, 'utf8') };
  }

  async function must(...words: string[]): Promise<void> {
    const { exit, text } = await run(words);
    if (exit !== 0) throw new Error(`tst ${words.join(' ')} ended with ${exit}: ${text}`);
  }

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const stamp = (...names: string[]) => {
    for (const name of names) write(name, `%PDF-1.7 ${name}\n`);
    return must('stamp', '--profile', 'lab', ...names);
  };

  for (const name of ['', 'archive', 'release']) mkdirSync(join(folder, name));
  try {
    write('root.pem', lab.rootPem);
    const settings = [
      ...[`service.urls=${lab.tsaUrl}`, `service.acceptPolicies=${lab.policy}`],
      ...['tst-revocation.kind=json', `tst-revocation.url=${lab.tstListUrl}.json`, 'tst-revocation.allowHttp=true'],
    ];
    await must('profile', 'add', 'lab', ...settings.flatMap((one) => ['--set', one]));
    await must('trust', 'import', 'root.pem', '--profile', 'lab', '--yes');
    await stamp('archive/invoice-0611.pdf', 'archive/order-0611.pdf');
    clock = moments.november;
    await stamp('archive/invoice-1104.pdf', 'lease.pdf');
    lab.revokeToken({ serial: 'last' });
    await must('audit', '--fiscal-year', '2025', 'archive/');
    appendFileSync(join(folder, 'archive/order-0611.pdf'), '%%EOF\n');
    write('archive/receipt-1104.pdf', '%PDF-1.7 that nobody had stamped\n');
    clock = moments.yesterday;
    await stamp('contract.pdf', 'release/app-1.4.zip');
    write('release/app-1.5.zip', 'not stamped yet\n');
    write('report.pdf', '%PDF-1.7 report.pdf\n');
    clock = moments.today;
    // What was fetched for the others would only lengthen what is shown.
    rmSync(join(base, 'cache'), { recursive: true, force: true });
  } catch (error) {
    await close();
    throw error;
  }

  async function close(): Promise<void> {
    await lab.close();
    rmSync(base, { recursive: true, force: true });
  }

  return { language, folder, run, close };
}
