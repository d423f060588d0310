// Runs damaged inputs against one target for some seconds: `npm run fuzz -- <target> <seconds> [--seed N] [--openssl]`, and one input again:
// `npm run fuzz -- <target> --input FILE --subject NAME`. Ends with 1 where a rule was broken; each such input is kept as a file.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attempt, campaign, heapGrowth, type Outcome, type Watch } from './campaign.ts';
import { OpensslTriage } from './openssl-triage.ts';
import type { Target } from './subject.ts';
import { type TargetName, targetNames, targets } from './targets.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    out: { type: 'string', default: 'fuzz-findings' },
    openssl: { type: 'boolean', default: false },
    input: { type: 'string' },
    subject: { type: 'string' },
  },
});
const [name, seconds = '10'] = positionals;
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 30));
const isTarget = name !== undefined && Object.hasOwn(targets, name);
if (!isTarget || !(Number(seconds) > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write(`usage: npm run fuzz -- TARGET SECONDS [--seed N] [--out FOLDER] [--openssl]
       npm run fuzz -- TARGET --input FILE --subject NAME
targets: ${targetNames.join(', ')}\n`);
  process.exit(64);
}
const target: Target = targets[name as TargetName];
process.exitCode = values.input === undefined ? await search() : await again(values.input);

async function search(): Promise<number> {
  process.stderr.write(`${name}: seed ${seed}, ${seconds} s\n`);
  const end = performance.now() + Number(seconds) * 1_000;
  const triage = values.openssl && name === 'token' ? new OpensslTriage() : null;
  mkdirSync(values.out, { recursive: true });
  const running = join(values.out, 'running');
  const watch: Watch = {
    // Written first: an input that never ends is there when the run is stopped by hand.
    before: ({ name: subject }, input) => {
      writeFileSync(running, input);
      writeFileSync(`${running}.subject`, subject);
    },
    ...(triage === null ? {} : { after: (...one) => triage.compare(...one) }),
  };
  const bounds = { seed, inputs: Number.POSITIVE_INFINITY, isOver: () => performance.now() > end };
  const outcome = await campaign(target, bounds, watch);
  for (const file of [running, `${running}.subject`]) rmSync(file);
  report(outcome);
  if (triage !== null) {
    triage.remove();
    await triage.explain();
    writeFileSync(join(values.out, 'openssl.jsonl'), triage.lines());
    process.stdout.write(`${triage.table()}\n`);
  }
  return outcome.findings.length > 0 || outcome.heapGrowth > heapGrowth ? 1 : 0;
}

function report({ inputs, counts, slowestMs, heapGrowth: growth, findings }: Outcome): void {
  const told = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
  process.stdout.write(`${inputs} inputs: ${told.join(', ')}\n`);
  process.stdout.write(`slowest ${Math.round(slowestMs)} ms, heap ${Math.round(growth / 2 ** 10)} KiB more\n`);
  if (growth > heapGrowth) process.stdout.write(`the heap grew by more than ${heapGrowth >> 20} MiB\n`);
  for (const { subject, sha256, input, problem } of findings) {
    const file = join(values.out, sha256.slice(0, 16));
    writeFileSync(file, input);
    process.stdout.write(`\n${problem}\n  npm run fuzz -- ${name} --input ${file} --subject ${subject}\n`);
  }
}

async function again(file: string): Promise<number> {
  const subject = (await target.subjects()).find((one) => one.name === values.subject);
  if (subject === undefined) {
    process.stderr.write(
      `there is no subject ${values.subject ?? ''}: give --subject as the finding was told with it\n`,
    );
    return 64;
  }
  const { outcome, problem, ms } = await attempt(subject, readFileSync(file));
  process.stdout.write(`${problem ?? outcome} (${Math.round(ms)} ms)\n`);
  return problem === null ? 0 : 1;
}
