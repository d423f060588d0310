import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { isSingleFile } from '../io/single-file.ts';
import { type Lab, startLab } from '../lab/index.ts';
import { fill } from '../report/catalogue.ts';
import { quoted } from './command-line.ts';
import type { HelpWords } from './help.ts';
import type { Terminal } from './terminal.ts';

/** Where a lab for repeating the demonstration listens, so that the printed command fits. */
const port = 8318;

/**
 * The main job for real: a lab on loopback as the provider, a profile for it, then the program itself as a reader would call it, with all
 * four checks. Each command line is printed as it is run. Returns 0 where every command ended as it should.
 */
export async function showDemo(terminal: Terminal, { lab: words }: HelpWords): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tst-demo-'));
  const [file, root, labDir] = [join(folder, 'contract.txt'), join(folder, 'root.pem'), join(folder, 'lab')];
  const text = 'Sold: one boat, for 1,000 yen.\n';
  writeFileSync(file, text);
  const lab = await startOn(port, labDir);
  const folders = foldersIn(folder);
  const ends: boolean[] = [];
  const run = async (expected: number, ...line: string[]) => {
    ends.push((await show(line, folders, terminal, words.exit)) === expected);
  };
  try {
    writeFileSync(root, lab.rootPem);
    terminal.out([
      fill(words.started, { url: lab.tsaUrl }),
      words.ownFolders,
      ...settings(folders),
      '',
      words.profileIt,
    ]);
    await run(0, 'profile', 'add', 'lab', ...keysOf(lab));
    await run(0, 'trust', 'import', root, '--profile', 'lab', '--yes');
    terminal.out(['', words.stampIt]);
    await run(0, 'stamp', '--profile', 'lab', file);
    terminal.out(['', words.verifyIt]);
    await run(0, 'verify', '--profile', 'lab', file);
    const changed = readFileSync(file);
    const offset = text.indexOf('1,000');
    changed[offset] = '9'.charCodeAt(0);
    writeFileSync(file, changed);
    terminal.out(['', fill(words.changeIt, { path: file, offset }), words.verifyAgain]);
    await run(1, 'verify', '--profile', 'lab', file);
    writeFileSync(file, text);
    lab.revokeToken({ serial: 'last' });
    terminal.out(['', words.revokeIt]);
    await run(1, 'repo', 'sync');
    await run(1, 'verify', '--profile', 'lab', file);
    const archive = join(folder, 'archive');
    mkdirSync(archive);
    const invoices = ['2024', '2025', '2026'].map((year) => join(archive, `invoice-${year}.txt`));
    for (const path of invoices) writeFileSync(path, `Invoice of ${path.slice(-8, -4)}\n`);
    terminal.out(['', words.archiveIt]);
    await run(0, 'stamp', '--profile', 'lab', ...invoices);
    appendFileSync(invoices[1]!, ' ');
    writeFileSync(join(archive, 'receipt.txt'), 'Nobody stamped this.\n');
    terminal.out(['', fill(words.auditIt, { path: invoices[1]! })]);
    await run(1, 'audit', '--profile', 'lab', '--report', `html=${join(folder, 'audit.html')}`, archive);
    terminal.out(['', fill(words.kept, { path: folder }), words.repeat]);
    terminal.out([`$ ${commandLine(['lab', '--port', new URL(lab.url).port, '--dir', labDir])}`]);
    return ends.every((end) => end) ? 0 : 70;
  } finally {
    await lab.close();
  }
}

/** The demonstration's own configuration, data and cache: it touches nothing of the user's. */
function foldersIn(folder: string): Readonly<Record<string, string>> {
  return {
    TST_CONFIG_DIR: join(folder, 'config'),
    TST_DATA_DIR: join(folder, 'data'),
    TST_CACHE_DIR: join(folder, 'cache'),
  };
}

/** How a shell sets them. */
function settings(folders: Readonly<Record<string, string>>): string[] {
  const word = process.platform === 'win32' ? 'set' : 'export';
  return Object.entries(folders).map(([name, path]) => `$ ${word} ${name}=${quoted(path)}`);
}

/** What the profile of the lab says beside its template: where it is, its policy, and its list of revoked tokens. */
function keysOf(lab: Lab): string[] {
  const keys = {
    'service.urls': lab.tsaUrl,
    'service.acceptPolicies': lab.policy,
    'tst-revocation.kind': 'json',
    'tst-revocation.url': `${lab.tstListUrl}.json`,
    'tst-revocation.allowHttp': 'true',
  };
  return Object.entries(keys).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
}

/** On the port that the printed commands name, or on any free one where that is taken. */
async function startOn(wanted: number, dir: string) {
  const options = { clock: () => Date.now(), dir, revocation: true };
  try {
    return await startLab({ ...options, port: wanted });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return await startLab({ ...options, port: 0 });
  }
}

/** Prints a command line, runs it, passes its output on, and prints its exit code. */
async function show(
  words: readonly string[],
  folders: Readonly<Record<string, string>>,
  terminal: Terminal,
  exitWords: string,
): Promise<number> {
  terminal.out([`$ ${commandLine(words)}`]);
  const child = spawn(process.execPath, [...(isSingleFile() ? [] : [process.argv[1]!]), ...words], {
    // One stream after the other on one terminal, and in the language of the demonstration.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...folders,
      LC_ALL: terminal.language === 'ja' ? 'ja_JP.UTF-8' : 'C.UTF-8',
      HTTP_PROXY: '',
      HTTPS_PROXY: '',
      http_proxy: '',
      https_proxy: '',
    },
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const exit = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 70));
  });
  terminal.out([...Buffer.concat(output).toString('utf8').trimEnd().split('\n'), fill(exitWords, { exit })]);
  return exit;
}

/** How a reader calls the program from here: by the Node that runs it, where the machine's own may be too old. */
function commandLine(words: readonly string[]): string {
  // As it was called.
  if (isSingleFile()) return [process.argv[1]!, ...words].map(quoted).join(' ');
  const own = join('node_modules', '.bin', 'node');
  const inside = process.execPath.startsWith(process.cwd()) && existsSync(own);
  const script = relative(process.cwd(), process.argv[1]!);
  const program = script.startsWith('..') || isAbsolute(script) ? process.argv[1]! : script;
  return [inside ? own : 'node', program, ...words].map(quoted).join(' ');
}
