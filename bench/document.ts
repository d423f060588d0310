// `npm run bench:write -- [files…] [--large] [--rounds n]`: runs `npm run bench`, and `npm run bench:audit` for each number of files, and
// writes what they say, with the machine, into docs/benchmarks.md. To be run where nothing else runs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../src/cli/version.ts';
import type { Row } from './measure.ts';

const page = resolve(import.meta.dirname, '../docs/benchmarks.md');
const marks = ['<!-- measured: npm run bench:write -->', '<!-- /measured -->'] as const;

/** What runs here, without the machine's name: a line each. */
export function machine(): string[] {
  const first = (command: string, ...words: string[]) =>
    spawnSync(command, words, { encoding: 'utf8' }).stdout?.split('\n')[0] ?? '';
  const system = platform() === 'linux' ? /^PRETTY_NAME="?([^"\n]+)/m.exec(readIfThere('/etc/os-release'))?.[1] : null;
  return [
    `${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
    `${system ?? platform()}, kernel ${/^[\d.]*/.exec(release())![0]}, ${process.arch}`,
    `Node ${process.versions.node} with OpenSSL ${process.versions.openssl}; the peer: ${first('openssl', 'version') || 'none'}`,
    `tst ${version()}, ${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0]!.toFixed(1)} before it began`,
  ];
}

/** The part of the page between its marks. */
export function measured(facts: readonly string[], rows: readonly Row[]): string {
  const lines = facts.map((fact) => `- ${fact}`);
  for (const [index, row] of rows.entries()) {
    if ('heading' in row) {
      lines.push('', `### ${row.heading}`, '', ...head);
      continue;
    }
    if (index === 0) lines.push('', ...head);
    const said = row.met === null ? '' : row.met ? 'met' : '**missed**';
    lines.push(`| ${row.what} | ${row.figures} | ${row.target} | ${said} |`);
  }
  return lines.join('\n');
}

const head = ['| what | figures | ratio, target | |', '|---|---|---|---|'] as const;

/** The page with this between its marks; throws RangeError where it has none. */
export function written(text: string, block: string): string {
  const [begin, end] = marks.map((mark) => text.indexOf(mark)) as [number, number];
  if (begin < 0 || end < begin) throw new RangeError(`docs/benchmarks.md has no ${marks.join(' … ')}`);
  return `${text.slice(0, begin + marks[0].length)}\n\n${block}\n\n${text.slice(end)}`;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function measure(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { large: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
  });
  const facts = machine();
  const folder = mkdtempSync(join(tmpdir(), 'tst-bench-'));
  const rows = join(folder, 'rows.jsonl');
  const run = (script: string, ...words: string[]) => {
    const { status } = spawnSync(process.execPath, [resolve(import.meta.dirname, script), ...words], {
      stdio: 'inherit',
      env: { ...process.env, TST_BENCH_ROWS: rows },
    });
    if (status !== 0) throw new Error(`${script} ended with ${status}: nothing was written`);
  };
  try {
    run('run.ts');
    const counts = positionals.length === 0 ? ['10000'] : positionals;
    for (const [index, count] of counts.entries()) {
      const large = values.large && index === counts.length - 1 ? ['--large'] : [];
      run('archive/throughput.ts', count, '--rounds', values.rounds, ...large);
    }
    const all = readFileSync(rows, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    writeFileSync(page, written(readFileSync(page, 'utf8'), measured(facts, all)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) measure();
