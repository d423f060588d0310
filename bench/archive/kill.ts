// `npm run bench:kill -- [folder] [kills]`: ends an audit by SIGKILL at random moments and takes it up again by `--resume`, until it was
// killed so often. Each time it is done, its result has to be that of an undisturbed run, but for times of running and the run's
// identifier. Without a folder an archive of 2,000 files is made. Ends with 1 where a result differs.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tst } from '../measure.ts';
import { readOptions } from './evidence.ts';
import { defaults, generate } from './generate.ts';
import { jsonLines } from './rows.ts';

const [, , given, words = '30'] = process.argv;
const wanted = Number(words);
const work = mkdtempSync(join(tmpdir(), 'tst-kill-'));
const folder = given === undefined ? join(work, 'made') : resolve(given);
if (given === undefined) await generate(folder, { ...defaults, count: 2_000 });
const { options, archive } = readOptions(folder);

interface Ended {
  /** Exit code; null where it was killed. */
  readonly status: number | null;
  readonly ms: number;
  readonly errors: string;
}

/** One run; it is killed after so many milliseconds unless it ends before. */
function audit(result: string, ledger: string, resume: boolean, killAfter: number | null): Promise<Ended> {
  const further = ['--record', ledger, '--report', `jsonl=${result}`, ...(resume ? ['--resume'] : [])];
  const [node, ...own] = [...tst, 'audit', ...options, ...further, archive];
  const start = performance.now();
  const child = spawn(node!, own, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (piece) => {
    errors = (errors + piece).slice(-2_000);
  });
  // By its own handle, so never anybody else's process.
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (status, signal) => {
      if (timer) clearTimeout(timer);
      done({ status: signal === null ? status : null, ms: performance.now() - start, errors });
    });
  });
}

/** A verdict was reached: 0, 1 or 2. */
function mustBeDone({ status, errors }: Ended): void {
  if (status === null || status > 2) throw new Error(`the audit ended with ${status}: ${errors}`);
}

/** What a line says, without what tells one run from another. */
const masked: ReadonlySet<string> = new Set(['now', 'started', 'id']);
const essence = (line: unknown): string => JSON.stringify(line, (key, value) => (masked.has(key) ? null : value));

/** The first difference of two results, or null. */
async function difference(one: string, other: string): Promise<string | null> {
  const [mine, theirs] = [jsonLines(one), jsonLines(other)];
  for (let line = 1; ; line++) {
    const [a, b] = [await mine.next(), await theirs.next()];
    if (a.done && b.done) return null;
    const [left, right] = [a.done ? 'nothing' : essence(a.value), b.done ? 'nothing' : essence(b.value)];
    if (left !== right) return `line ${line}:\n  ${left}\n  ${right}`;
  }
}

const path = (name: string) => join(work, name);
let [kills, early, rounds, different] = [0, 0, 0, 0];
try {
  const calm = await audit(path('calm.jsonl'), path('calm.ledger'), false, null);
  mustBeDone(calm);
  // A run that ends before its moment comes can't be killed: with a bound on rounds this comes to an end.
  while (kills < wanted && rounds < wanted * 4) {
    const [result, ledger] = [path(`${rounds}.jsonl`), path(`${rounds}.ledger`)];
    for (let begun = false; ; begun = true) {
      const killAfter = kills < wanted ? Math.random() * calm.ms * 0.8 : null;
      // Before its ledger was there, nothing can be taken up.
      const ended = await audit(result, ledger, begun && existsSync(ledger), killAfter);
      if (ended.status !== null) {
        mustBeDone(ended);
        if (ended.status !== calm.status) throw new Error(`exit code ${ended.status}, undisturbed ${calm.status}`);
        break;
      }
      kills++;
      if (killAfter! < 100) early++;
    }
    const found = await difference(path('calm.jsonl'), result);
    if (found) {
      different++;
      process.stdout.write(`round ${rounds + 1} differs in ${found}\n`);
    }
    rounds++;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const told = different === 0 ? 'identical to the undisturbed run' : `${different} differ from the undisturbed run`;
process.stdout.write(
  `${kills} kills (${early} in the first 100 ms), ${rounds} audits taken up to their end: ${told}\n`,
);
if (different > 0 || kills < wanted) process.exitCode = 1;
