import type { Command } from 'commander';
import { systemClock } from '../io/clock.ts';
import { clearEvidence, listEvidence } from '../io/evidence-inventory.ts';
import { userFolders } from '../io/user-folders.ts';
import { cachedObject, cacheLines, clearedLine } from '../report/cache-text.ts';
import { schemaVersion, toJson } from '../report/json.ts';
import type { HelpWords } from './help.ts';
import { among, once, readChoice, readNumber } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { addOutputOptions } from './verification-options.ts';
import { version } from './version.ts';

interface CacheCommandWords extends PrintWords {
  /** Days. */
  readonly olderThan?: number;
}

const day = 86_400_000;
const actions = ['list', 'clear'] as const;
const text = (value: string) => value;

/** `tst cache list`: what is kept of earlier fetches; `tst cache clear`: removes it, or what is old of it. */
export function prepare(command: Command, terminal: Terminal, help: HelpWords): Command {
  const declared = command
    .argument('<action>', help.arguments.cached, among(actions, text))
    .option('--older-than <days>', help.options.olderThan, once('--older-than', readNumber('--older-than', 0, 36_500)));
  return addOutputOptions(declared, help).action((action: string, words: CacheCommandWords) => {
    const { cache } = userFolders(terminal.environment);
    if (readChoice('cache', actions)(action) === 'clear') clear(cache, words, terminal, help);
    else if (words.olderThan === undefined) list(cache, words, terminal, help);
    else throw usage('option-needs', { option: '--older-than', other: 'clear', verb: 'cache' });
  });
}

function list(cache: string, words: CacheCommandWords, terminal: Terminal, help: HelpWords): void {
  const found = listEvidence(cache);
  const { folder, answers, bytes } = found;
  if (words.quiet) return;
  if (words.json) terminal.out([cacheJson({ folder, answers: answers.map(cachedObject), bytes })]);
  else terminal.out(cacheLines(found, terminal.catalogue, help.cached));
}

function clear(
  cache: string,
  { olderThan, json, quiet }: CacheCommandWords,
  terminal: Terminal,
  help: HelpWords,
): void {
  const before = olderThan === undefined ? null : systemClock.now() - olderThan * day;
  const { folder, answers, bytes } = clearEvidence(cache, before);
  if (quiet) return;
  if (json) terminal.out([cacheJson({ folder, removed: { answers, bytes } })]);
  else terminal.out([clearedLine(folder, answers, bytes, help.cached)]);
}

function cacheJson(cache: object): string {
  return toJson({ schema: schemaVersion, cache, tool: { name: 'tst', version: version() } });
}
