import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps an input that broke a rule as a file, named by its hash; the line that repeats it. */
export function keep(folder: string, target: string, subject: string, input: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, createHash('sha256').update(input).digest('hex').slice(0, 16));
  writeFileSync(file, input);
  return `  npm run fuzz -- ${target} --input ${file} --subject ${subject}`;
}
