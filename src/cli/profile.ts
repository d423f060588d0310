import type { Command } from 'commander';
import type { ProfileWords } from '../report/profile-words.ts';
import type { HelpWords } from './help.ts';
import { once, readChoice, repeated } from './option-values.ts';
import type { ProfileHelp } from './profile-help.ts';
import { addSubverb, type ProfileOptionWords } from './profile-options.ts';
import type { Terminal } from './terminal.ts';

/** What a verb below `tst profile` needs beside its own words. */
export interface ProfileSetting {
  readonly terminal: Terminal;
  readonly says: ProfileWords;
}

export interface AddWords extends ProfileOptionWords {
  readonly template?: 'seiko' | 'freetsa' | 'digicert' | 'sectigo' | 'globalsign' | 'lab' | 'plain';
  readonly set?: readonly string[];
  readonly force?: boolean;
}

export interface EditWords extends ProfileOptionWords {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
}

/** `tst profile list|show|add|edit|check|remove`. */
export async function prepare(command: Command, terminal: Terminal, help: HelpWords): Promise<Command> {
  const { loadProfileHelp } = await import('./profile-help.ts');
  const words = await loadProfileHelp(terminal.language);
  const setting = async (): Promise<ProfileSetting> => {
    const { loadProfileWords } = await import('../report/profile-words.ts');
    return { terminal, says: await loadProfileWords(terminal.language) };
  };
  addReading(command, words, help, setting);
  addWriting(command, words, help, setting);
  return command;
}

type GetSetting = () => Promise<ProfileSetting>;

function addReading(command: Command, words: ProfileHelp, help: HelpWords, setting: GetSetting): void {
  addSubverb(command, 'list', words, help).action(async (given: ProfileOptionWords) => {
    await (await import('./profile-read.ts')).list(given, await setting());
  });
  addSubverb(command, 'show', words, help)
    .argument('<profile>', words.arguments.name)
    .action(async (name: string, given: ProfileOptionWords) => {
      await (await import('./profile-read.ts')).show(name, given, await setting());
    });
  addSubverb(command, 'check', words, help)
    .argument('[profile...]', words.arguments.names)
    .action(async (names: string[], given: ProfileOptionWords) => {
      await (await import('./profile-read.ts')).check(names, given, await setting());
    });
}

function addWriting(command: Command, words: ProfileHelp, help: HelpWords, setting: GetSetting): void {
  const { options } = words;
  const text = (value: string) => value;
  const templates = ['seiko', 'freetsa', 'digicert', 'sectigo', 'globalsign', 'lab', 'plain'] as const;
  addSubverb(command, 'add', words, help)
    .argument('<name>', words.arguments.newName)
    .option('--template <name>', options.template, once('--template', readChoice('--template', templates)))
    .option('--set <key=value>', options.set, repeated(text))
    .option('--force', options.force)
    .action(async (name: string, given: AddWords) => {
      await (await import('./profile-write.ts')).add(name, given, await setting());
    });
  addSubverb(command, 'edit', words, help)
    .argument('<profile>', words.arguments.name)
    .option('--set <key=value>', options.set, repeated(text))
    .option('--unset <key>', options.unset, repeated(text))
    .action(async (name: string, given: EditWords) => {
      await (await import('./profile-write.ts')).edit(name, given, await setting());
    });
  addSubverb(command, 'remove', words, help)
    .argument('<name>', words.arguments.newName)
    .action(async (name: string, given: ProfileOptionWords) => {
      await (await import('./profile-write.ts')).remove(name, given, await setting());
    });
}
