// The thread that searches; run.ts starts it, and watches that each input ends.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { heapGrowth } from './attempt.ts';
import { campaign, type Outcome } from './campaign.ts';
import { readCorpus, writeCorpus } from './corpus.ts';
import { watchCoverage } from './coverage.ts';
import { keep } from './finding.ts';
import { Running } from './running.ts';
import type { Target } from './subject.ts';

/** What run.ts was told on the command line. */
export interface Wish {
  readonly name: string;
  readonly seconds: number;
  readonly seed: number;
  /** Folders; null where there is none. */
  readonly out: string;
  readonly corpus: string | null;
  readonly openssl: boolean;
  readonly shared: SharedArrayBuffer;
}

/** The exit code, and what is to be printed: what a thread writes itself may be lost when it is ended. */
export interface Report {
  readonly status: number;
  readonly text: string;
}

const wish = workerData as Wish;
// Before anything of the product is imported.
const coverage = watchCoverage([resolve(import.meta.dirname, '../../src') + sep]);
const { targets } = await import('./targets.ts');
const target: Target = targets[wish.name as keyof typeof targets];
parentPort!.postMessage(await search());

async function search(): Promise<Report> {
  const subjects = await target.subjects();
  const triage = await opensslTriage();
  const running = new Running(wish.shared);
  const end = performance.now() + wish.seconds * 1_000;
  const outcome = await campaign(
    { ...target, subjects: async () => subjects },
    { seed: wish.seed, inputs: Number.POSITIVE_INFINITY, isOver: () => performance.now() > end },
    {
      before: (subject, input) => running.start(subjects, subject, input),
      ...(triage === null ? {} : { after: (...one) => triage.compare(...one) }),
    },
    coverage,
    wish.corpus === null ? [] : readCorpus(wish.corpus, subjects),
  );
  if (wish.corpus !== null) writeCorpus(wish.corpus, outcome.pool, subjects);
  const lines = linesOf(outcome);
  if (triage !== null) {
    triage.remove();
    await triage.explain();
    mkdirSync(wish.out, { recursive: true });
    writeFileSync(join(wish.out, 'openssl.jsonl'), triage.lines());
    lines.push('', triage.table());
  }
  const isBroken = outcome.findings.length > 0 || outcome.heapGrowth > heapGrowth;
  return { status: isBroken ? 1 : 0, text: `${lines.join('\n')}\n` };
}

/** Imported where it is asked for, and after the product is watched. */
async function opensslTriage() {
  if (!wish.openssl || wish.name !== 'token') return null;
  const { OpensslTriage } = await import('./openssl-triage.ts');
  return new OpensslTriage();
}

function linesOf({ inputs, counts, slowestMs, heapGrowth: growth, findings, reached, pool }: Outcome): string[] {
  const told = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
  const { bySeeds, inTheEnd } = reached!;
  return [
    `${inputs} inputs, ${Math.round(inputs / wish.seconds)} a second: ${told.join(', ')}`,
    `reached ${bySeeds.reached} places of ${inTheEnd.places} by the seeds, ${inTheEnd.reached} in the end`,
    `features ${bySeeds.features} by the seeds, ${inTheEnd.features} in the end; ${pool.length} inputs damaged further`,
    `slowest ${Math.round(slowestMs)} ms, heap ${Math.round(growth / 2 ** 10)} KiB more`,
    ...(growth > heapGrowth ? [`the heap grew by more than ${heapGrowth >> 20} MiB`] : []),
    ...findings.map(({ subject, input, problem }) => `\n${problem}\n${keep(wish.out, wish.name, subject, input)}`),
  ];
}
