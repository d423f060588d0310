// `npm run bench:archive -- <files> [folder] [--seed n] [--bytes n] [--plain] [--tsa seiko] [--good]`: an archive for `tst audit`, made
// with the lab's own code. Data from 1 KB to 100 MB, mostly small (with --bytes: all of one size); tokens of three authorities under
// two roots (with --tsa: of one); 1 % of the files with each kind of defect (with --good: none). The folder then has
//
//   archive/       the files and their tokens, by business year, kind and month
//   planted.jsonl  each planted file with what has to be found of it; everything else is VALID
//   options.json   how to run: every option of `options`, in this folder, then `archive`
//   trust/ crl/ lists/ profiles/   what those options name
//
// Nothing is fetched, and nothing depends on today: `--at` is a fixed moment. The same seed gives the same files and genTimes; keys are
// new. To run it all:
//
//   cd folder && tst audit $(node -p 'require("./options.json").options.join(" ")') --report jsonl=result.jsonl archive
//   node bench/archive/check.ts folder result.jsonl
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaults, generate, readLook } from './generate.ts';
import { kindNames } from './kinds.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(defaults.seed) },
    bytes: { type: 'string' },
    plain: { type: 'boolean', default: false },
    tsa: { type: 'string' },
    good: { type: 'boolean', default: false },
  },
});
const count = Number(positionals[0] ?? 10_000);
if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`not a number of files: ${positionals[0]}`);
const folder = resolve(positionals[1] ?? mkdtempSync(join(tmpdir(), 'tst-archive-')));
const start = performance.now();
const { tokens, bytes, planted } = await generate(folder, {
  ...defaults,
  count,
  seed: Number(values.seed),
  bytes: values.bytes === undefined ? null : Number(values.bytes),
  plain: values.plain,
  look: values.tsa === undefined ? null : readLook(values.tsa),
  share: values.good ? 0 : defaults.share,
});
const seconds = ((performance.now() - start) / 1000).toFixed(1);
const kinds = values.good ? 'nothing planted' : `${planted} planted in ${kindNames.length} kinds`;
process.stdout.write(
  `${folder}\n${count} files of ${(bytes / 1e6).toFixed(0)} MB, ${tokens} tokens, ${kinds}, in ${seconds} s\n`,
);
