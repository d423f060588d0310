import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept } from './campaign.ts';
import type { Subject } from './subject.ts';

// A folder of inputs to go on from, each named by its subject and its hash: `good.0123456789abcdef`.

/** The inputs of a folder, in the order of their names; those of subjects that there are no more are passed over. */
export function readCorpus(folder: string, subjects: readonly Subject[]): Kept[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const subject = subjects.find(({ name }) => name === file.slice(0, file.lastIndexOf('.')));
      return subject ? [{ subject, bytes: readFileSync(join(folder, file)), pairs: [] }] : [];
    });
}

/** Writes what isn't there yet, seeds left out. */
export function writeCorpus(folder: string, pool: readonly Kept[], seeds: readonly Subject[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { subject, bytes } of pool) {
    if (seeds.some((seed) => seed.bytes === bytes)) continue;
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    writeFileSync(join(folder, `${subject.name}.${hash}`), bytes);
  }
}
