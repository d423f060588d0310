import { basename, join, resolve } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';
import type { Files } from './ports.ts';

/** Where everything of one file goes. */
export interface Plan {
  /** The data, `-` for standard input; with a ready digest only the name that outputs are made from. */
  readonly file: string;
  /** The token: `.tsr`, or `.tst` for a bare one. */
  readonly output: string;
  /** The request: `.tsq`. */
  readonly request: string;
  /** What the run writes on success. */
  readonly writes: readonly string[];
}

export interface PlanOptions {
  readonly files: readonly string[];
  readonly outDir: string | null;
  readonly token: boolean;
  readonly saveRequest: boolean;
  readonly queryOnly: boolean;
  readonly force: boolean;
  /** A ready hash: the name of the file is only what outputs are named by. */
  readonly digest?: unknown;
}

/** File systems of these do not tell `A.pdf` from `a.pdf`, nor both ways of writing an accent. */
const foldsNames = process.platform === 'win32' || process.platform === 'darwin';

/**
 * Names every output before anything is sent. Throws a TstError `output-collision` where two would be the same, or one would
 * be written over a file that is still to be stamped. `labels`: who is asked, one after the other for each file; a name tells its
 * outputs from the others'. `folding`: names that differ in case or composition only are one file.
 */
export function planOutputs(
  options: PlanOptions,
  labels: readonly (string | null)[] = [null],
  folding: boolean = foldsNames,
): Plan[] {
  const keyOf = (path: string) => (folding ? resolve(path).normalize('NFC').toLowerCase() : resolve(path));
  const taken = new Set(options.digest ? [] : options.files.filter((file) => file !== '-').map(keyOf));
  const wanted = options.files.flatMap((file) => labels.map((label) => ({ file, label })));
  return wanted.map(({ file, label }) => {
    const stem = `${stemOf(file, options.outDir)}${label === null ? '' : `.${label}`}`;
    const output = `${stem}${options.token ? '.tst' : '.tsr'}`;
    const request = `${stem}.tsq`;
    const writes = options.queryOnly ? [request] : options.saveRequest ? [output, request] : [output];
    for (const path of writes) {
      const key = keyOf(path);
      if (taken.has(key)) throw new TstError('output-collision', { path });
      taken.add(key);
    }
    return { file, output, request, writes };
  });
}

/**
 * What can go wrong on this machine goes wrong now, and not after the authority was asked and paid: throws a TstError of
 * reading for an input, `output-exists` for an output, `output-failed` for a directory that can't be written to.
 */
export async function checkPlan(
  plans: readonly Plan[],
  options: PlanOptions,
  data: boolean,
  files: Files,
): Promise<void> {
  if (data) for (const { file } of plans) await files.check(file);
  for (const path of plans.flatMap((plan) => plan.writes)) await files.checkOutput(path, options);
  const directories = new Set<string>();
  for (const { output } of plans) {
    const directory = resolve(output, '..');
    if (directories.has(directory)) continue;
    directories.add(directory);
    await (await files.stage(output, new Uint8Array(responseBytes))).discard();
  }
}

/** What a response with its chain takes: written and removed once per folder, so that a full disk is known before anything is paid for. */
const responseBytes = 16 << 10;

function stemOf(file: string, outDir: string | null): string {
  if (file === '-') return join(outDir ?? '.', 'stdin');
  return outDir === null ? file : join(outDir, basename(file));
}
