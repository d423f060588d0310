// `npm run bench:audit -- [files] [--large] [--rounds n]`: a whole archive by `tst audit` beside OpenSSL, in turns. Good tokens only: once
// the token and the 20 KB of the design, once data of mixed sizes and tokens of three authorities. tst makes all four checks; OpenSSL
// looks at imprint, signature and path alone. --large: what a token costs among a million against among ten thousand, and the memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasOpenssl, heading, median, peakMemory, report, sideBySide, time, tst } from '../measure.ts';
import { makePeers, type Pair } from '../peer/peers.ts';
import { type ArchiveOptions, readOptions } from './evidence.ts';
import { defaults, type GenerateOptions, generate } from './generate.ts';
import { genTimeOf, placeOf } from './layout.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { large: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
});
const count = Number(positionals[0] ?? 10_000);
const rounds = Number(values.rounds);
const cores = availableParallelism();
/** So many processes of openssl tell what one costs. */
const sampled = Math.min(500, count);
const work = mkdtempSync(join(tmpdir(), 'tst-throughput-'));

/** A plain archive, where every name follows from the layout. */
async function make(name: string, options: Partial<GenerateOptions> & { count: number }) {
  const folder = join(work, name);
  const told = await generate(folder, { ...defaults, plain: true, share: 0, ...options });
  return { folder, told };
}

function pairsOf({ archive, layout }: ArchiveOptions, most: number): Pair[] {
  return Array.from({ length: Math.min(most, layout.count) }, (_, index) => {
    const { data, token } = placeOf(index, genTimeOf(index, layout.seed).ms, layout);
    return { data: `${archive}/${data}`, token: `${archive}/${token}` };
  });
}

let runs = 0;
/** Every run writes its own result, and keeps a ledger of its own where the verb wants one. */
function auditCommand(folder: string, jobs: number): readonly string[] {
  const { options, archive } = readOptions(folder);
  const result = join(work, `result-${runs++}`);
  const own = ['--jobs', String(jobs), '--record', `${result}.ledger`, '--report', `jsonl=${result}.jsonl`];
  return [...tst, 'audit', ...options, ...own, archive];
}

/** @param limit milliseconds per token on one thread, where there is a target */
function compare(what: string, folder: string, told: ArchiveOptions, limit: number | null): void {
  const all = pairsOf(told, count);
  const sample = all.slice(0, sampled);
  const peers = makePeers(work, 'trust/roots.pem', Date.parse(told.at), all, sample);
  const run = (command: readonly string[]) => time(command, 0, {}, folder);
  const timed: [string, number, () => number][] = [
    ['one', all.length, () => run(auditCommand(folder, 1))],
    ['cores', all.length, () => run(auditCommand(folder, cores))],
    ...(hasOpenssl
      ? ([
          ['openssl', sample.length, () => run(peers.openssl(1))],
          ['xargs', sample.length, () => run(peers.openssl(cores))],
        ] as const satisfies [string, number, () => number][])
      : []),
    ...(peers.program
      ? ([['program', all.length, () => run(peers.program!)]] as [string, number, () => number][])
      : []),
  ];
  const spent = sideBySide(
    timed.map(([, , one]) => one),
    rounds,
  );
  const each = Object.fromEntries(timed.map(([name, tokens], i) => [name, spent[i]! / tokens])) as Record<
    'one' | 'cores',
    number
  > &
    Partial<Record<'openssl' | 'xargs' | 'program', number>>;
  const size = `${(told.bytes / told.tokens / 1e3).toFixed(0)} KB each`;
  heading(`${what}: ${told.tokens} tokens, ${size}; milliseconds per token of wall time`);
  const { one, cores: several } = each;
  process.stdout.write(
    '  tst: all four checks; openssl and libcrypto: neither revocation nor lists of revoked tokens\n',
  );
  const target = limit === null ? '' : `${one.toFixed(3)} ms (target ≤ ${limit})`;
  report('  tst audit --jobs 1', one.toFixed(3), target, limit === null ? null : one <= limit);
  report(
    `  tst audit --jobs ${cores}`,
    several.toFixed(3),
    `${(one / several).toFixed(2)} × one (target ≥ 1.8 of two)`,
    cores === 2 ? one / several >= 1.8 : null,
  );
  const beside = (name: string, other: number | undefined, own: number, target: number) => {
    if (other === undefined) return report(`  ${name}`, 'not here', '');
    const ratio = `${(other / own).toFixed(1)} × (target ≥ ${target})`;
    return report(`  ${name}`, `${other.toFixed(3)}, tst ${own.toFixed(3)}`, ratio, other / own >= target);
  };
  beside('openssl ts -verify, one by one', each.openssl, one, 30);
  beside(`openssl ts -verify by xargs -P ${cores}`, each.xargs, several, 15);
  beside('libcrypto in one process', each.program, one, 3);
}

/** What a token costs in a small and in a large archive. */
async function scale(): Promise<void> {
  const small = await make('ten-thousand', { count: 10_000, bytes: 1_000, look: 'seiko' });
  heading('a million tokens, 1 KB each');
  const large = await make('million', { count: 1_000_000, bytes: 1_000, look: 'seiko' });
  const run = (folder: string) => time(auditCommand(folder, cores), 0, {}, folder);
  // A million is long enough to be measured once; the small runs stand around it, so that both meet the same machine.
  const before = [run(small.folder), run(small.folder), run(small.folder)];
  const many = run(large.folder) / 1_000_000;
  const few = median([...before.slice(1), run(small.folder), run(small.folder), run(small.folder)]) / 10_000;
  report(
    `a token of 1,000,000, --jobs ${cores}`,
    `${many.toFixed(4)} ms, of 10,000 ${few.toFixed(4)} ms`,
    `${(many / few).toFixed(2)} × (target ≤ 1.1)`,
    many / few <= 1.1,
  );
  const [most, least] = [large, small].map(({ folder }) => peakMemory(auditCommand(folder, cores), folder)) as [
    number,
    number,
  ];
  report('resident memory', `${most} MB, of 10,000 ${least} MB`, '(target ≤ 300 MB)', most <= 300);
}

try {
  const one = await make('one-authority', { count, bytes: 20_000, look: 'seiko' });
  compare('one authority', one.folder, one.told, 0.13);
  const [few, several] = [
    peakMemory(auditCommand(one.folder, 1), one.folder),
    peakMemory(auditCommand(one.folder, cores), one.folder),
  ];
  report('  resident memory', `--jobs 1 ${few} MB, --jobs ${cores} ${several} MB`, '(target ≤ 300 MB)', several <= 300);
  rmSync(one.folder, { recursive: true });
  const mixed = await make('mixed', { count });
  compare('mixed sizes and authorities', mixed.folder, mixed.told, null);
  rmSync(mixed.folder, { recursive: true });
  if (values.large) await scale();
} finally {
  rmSync(work, { recursive: true, force: true });
}
