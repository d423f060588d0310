import type { Command } from 'commander';
import type { RepoWords } from '../report/repo-words.ts';
import type { HelpWords } from './help.ts';
import { once, readChoice, repeated } from './option-values.ts';
import type { PrintWords } from './print-report.ts';
import { loadRepoHelp, type RepoHelp, type RepoVerb } from './repo-help.ts';
import type { Terminal } from './terminal.ts';
import { addOutputOptions } from './verification-options.ts';

/** What every verb below `tst repo` takes. */
export interface RepoOptions extends PrintWords {
  readonly profileDir?: string;
  readonly profile?: readonly string[];
  readonly allowPrivateNetwork?: boolean;
}

export interface SyncWords extends RepoOptions {
  readonly check?: boolean;
  readonly ledger?: string;
}

export interface ReviewWords extends RepoOptions {
  /** False with `--no-token-revoked`. */
  readonly tokenRevoked: boolean;
  readonly revoked?: string;
  readonly listRadix?: '10' | '16';
  readonly acceptList?: boolean;
  readonly yes?: boolean;
}

export interface RepoSetting {
  readonly terminal: Terminal;
  readonly says: RepoWords;
}

const text = (value: string) => value;

/** `tst repo sync|review|history`. */
export async function prepare(command: Command, terminal: Terminal, help: HelpWords): Promise<Command> {
  const words = await loadRepoHelp(terminal.language);
  const { options } = words;
  const setting = async (): Promise<RepoSetting> => {
    const { loadRepoWords } = await import('../report/repo-words.ts');
    return { terminal, says: await loadRepoWords(terminal.language) };
  };
  addVerb(command, 'sync', words, help)
    .option('--check', options.check)
    .option('--ledger <file>', options.ledger, once('--ledger', text))
    .option('--allow-private-network', options.allowPrivateNetwork)
    .action(async (given: SyncWords) => (await import('./repo-sync.ts')).runSync(given, await setting()));
  addVerb(command, 'review', words, help)
    .option('--no-token-revoked', options.noTokenRevoked)
    .option('--revoked <list>', options.revoked, once('--revoked', text))
    .option('--list-radix <radix>', options.listRadix, once('--list-radix', readChoice('--list-radix', ['10', '16'])))
    .option('--accept-list', options.acceptList)
    .option('--yes', options.yes)
    .option('--allow-private-network', options.allowPrivateNetwork)
    .action(async (given: ReviewWords) => (await import('./repo-review.ts')).runReview(given, await setting()));
  addVerb(command, 'history', words, help).action(async (given: RepoOptions) =>
    (await import('./repo-history.ts')).showHistory(given, await setting()),
  );
  return command;
}

function addVerb(parent: Command, name: RepoVerb, words: RepoHelp, help: HelpWords): Command {
  const declared = parent
    .command(name)
    .description(words.verbs[name])
    .usage(words.usages[name])
    .addHelpText('after', () => words.examples[name])
    .option('--profile <name>', words.options.profile, repeated(text))
    .option('--profile-dir <dir>', words.options.profileDir, once('--profile-dir', text));
  return addOutputOptions(declared, help);
}
