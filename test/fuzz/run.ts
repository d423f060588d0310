// Runs damaged inputs against one target for some seconds, guided by what they reach in the product's code:
// `npm run fuzz -- TARGET SECONDS`; and one input again, without watching: `npm run fuzz -- TARGET --input FILE --subject NAME`.
// Ends with 1 where a rule was broken; each such input is kept as a file.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { attempt } from './attempt.ts';
import { keep } from './finding.ts';
import { Running } from './running.ts';
import type { Report, Wish } from './search.ts';
import type { Subject } from './subject.ts';
import { type TargetName, targetNames, targets } from './targets.ts';
import { heapMiB, watched } from './watchdog.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    out: { type: 'string', default: 'fuzz-findings' },
    corpus: { type: 'string' },
    openssl: { type: 'boolean', default: false },
    input: { type: 'string' },
    subject: { type: 'string' },
  },
});
const [name = '', seconds = '10'] = positionals;
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 30));
if (!Object.hasOwn(targets, name) || !(Number(seconds) > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write(`usage: npm run fuzz -- TARGET SECONDS [--seed N] [--corpus FOLDER] [--out FOLDER] [--openssl]
       npm run fuzz -- TARGET --input FILE --subject NAME
targets: ${targetNames.join(', ')}\n`);
  process.exit(64);
}
const subjects = await targets[name as TargetName].subjects();
process.exitCode = values.input === undefined ? await search() : await again(values.input);

async function search(): Promise<number> {
  if (subjects.length === 0) {
    process.stderr.write(`${name} has no seeds here: set TST_TEST_DATA to the folder that has tokens/ and cases/\n`);
    return 69;
  }
  process.stderr.write(`${name}: seed ${seed}, ${seconds} s\n`);
  const running = new Running();
  const { out, corpus = null, openssl } = values;
  const wish: Wish = { name, seconds: Number(seconds), seed, out, corpus, openssl, shared: running.shared };
  const resourceLimits = { maxOldGenerationSizeMb: heapMiB };
  const worker = new Worker(new URL('./search.ts', import.meta.url), { workerData: wish, resourceLimits });
  const ended = await watched<Report>(worker, running);
  if ('message' in ended) {
    process.stdout.write(ended.message.text);
    return ended.message.status;
  }
  const { subject, input } = running.last;
  process.stdout.write(`\n${ended.problem}\n${keep(out, name, subjects[subject]!.name, input)}\n`);
  return 1;
}

async function again(file: string): Promise<number> {
  const subject = subjects.find((one: Subject) => one.name === values.subject);
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
