import { withoutSecrets } from '../app/secret.ts';
import { type Catalogue, type Language, loadCatalogue } from '../report/catalogue.ts';
import { isTerminal, standardError, standardOutput, writeText } from './standard-streams.ts';

/** Where a run writes and what surrounds it. */
export interface Terminal {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly language: Language;
  readonly catalogue: Catalogue;
  /** `--json` stands on the command line, so that errors are one JSON object as well. */
  readonly json: boolean;
  /** `--quiet` stands there: the exit code tells everything. */
  readonly quiet: boolean;
  /** Exit code of what was done so far. */
  exit: number;
  out(lines: readonly string[]): void;
  talk(lines: readonly string[]): void;
}

/** Reads the language and the form of output off the command line, before anything else is understood. */
export async function openTerminal(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Terminal> {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const language = languageOf(words, environment);
  return {
    argv,
    environment,
    language,
    catalogue: await loadCatalogue(language),
    json: words.includes('--json'),
    quiet: words.includes('--quiet'),
    exit: 0,
    out: (lines) => writeText(standardOutput, textOf(lines)),
    talk: (lines) => writeText(standardError, textOf(lines)),
  };
}

/** Whatever is said goes through here: no secret of this run is in it. */
function textOf(lines: readonly string[]): string {
  return withoutSecrets(lines.map((line) => `${line}\n`).join(''));
}

/** `--lang`, else the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set. */
function languageOf(words: readonly string[], environment: Terminal['environment']): Language {
  const at = words.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const given = at < 0 ? undefined : words[at]!.startsWith('--lang=') ? words[at]!.slice(7) : words[at + 1];
  if (given === 'en' || given === 'ja') return given;
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG;
  if (locale) return /^ja/i.test(locale) ? 'ja' : 'en';
  // Only Windows has a locale without these variables; asking costs a millisecond.
  const system = process.platform === 'win32' ? Intl.DateTimeFormat().resolvedOptions().locale : 'en';
  return system.startsWith('ja') ? 'ja' : 'en';
}

export type ColorChoice = 'auto' | 'always' | 'never';

/** `--color` decides; `auto` goes by NO_COLOR, FORCE_COLOR (a value of 0 or false: none) and whether a person looks on. */
export function coloured(choice: ColorChoice, environment: Terminal['environment']): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (environment.NO_COLOR) return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal() && environment.TERM !== 'dumb';
}
