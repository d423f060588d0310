import type { Command } from 'commander';
import { hashNamed } from '../app/digest.ts';
import { type HashName, hashes } from '../core/der/hashes.ts';
import type { HelpWords } from './help.ts';
import { among, once, readChoice, readNumber, readOid, readUrl, repeated } from './option-values.ts';
import { usage } from './usage.ts';
import { addVerificationOptions, type VerificationWords } from './verification-options.ts';

/** What commander makes of the options of `tst stamp`. */
export interface StampWords extends VerificationWords {
  readonly fallbackProfile?: readonly string[];
  readonly tsa?: string;
  readonly hash?: HashName;
  readonly requestPolicy?: string;
  readonly outDir?: string;
  readonly token?: boolean;
  readonly saveRequest?: boolean;
  readonly force?: boolean;
  readonly resume?: boolean;
  readonly jobs?: number;
  readonly enforceQuota?: boolean;
  readonly allowCode?: boolean;
  /** A path; false with `--no-ledger`. */
  readonly ledger?: string | false;
  readonly dryRun?: boolean;
  readonly queryOnly?: boolean;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly passwordStdin?: boolean;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly tlsCa?: readonly string[];
  readonly timeout?: number;
  readonly connectTimeout?: number;
}

/** Hashes that a new time-stamp may be asked for; SHA-1 and MD5 are no longer among them. */
const offered = (Object.keys(hashes) as HashName[]).filter((name) => name !== 'md5' && name !== 'sha1');

/** More tokens at once than any authority would take kindly. */
const mostJobs = 64;

const text = (value: string) => value;

/** Adds the options of stamping, and those of verification behind them. */
export function addStampOptions(command: Command, help: HelpWords): Command {
  return addVerificationOptions(addAuthority(addContract(command, help), help), help, 'stamp');
}

function addContract(command: Command, { arguments: words, options }: HelpWords): Command {
  return command
    .argument('<file...>', words.files)
    .option('--fallback-profile <name>', options.fallbackProfile, repeated(text))
    .option('-o, --out-dir <dir>', options.outDir, once('--out-dir', text))
    .option('--resume', options.resume)
    .option('-j, --jobs <count>', options.jobs, once('--jobs', readJobs))
    .option('--enforce-quota', options.enforceQuota)
    .option('--allow-code', options.allowCode)
    .option('--ledger <file>', options.ledger, once('--ledger', text))
    .option('--no-ledger', options.noLedger)
    .option('--token', options.token)
    .option('--save-request', options.saveRequest)
    .option('--force', options.force)
    .option('--dry-run', options.dryRun)
    .option('--query-only', options.queryOnly);
}

function addAuthority(command: Command, { options }: HelpWords): Command {
  return command
    .option(
      '--tsa <url>',
      options.tsa,
      once('--tsa', (value) => readUrl('--tsa', value)),
    )
    .option('--hash <alg>', options.hash, once('--hash', among(offered, readHash)))
    .option(
      '--request-policy <oid>',
      options.requestPolicy,
      once('--request-policy', (value) => readOid('--request-policy', value)),
    )
    .option('--user <name>', options.user, once('--user', readUser))
    .option('--password-file <path>', options.passwordFile, once('--password-file', text))
    .option('--password-stdin', options.passwordStdin)
    .option('--client-cert <path>', options.clientCert, once('--client-cert', text))
    .option('--client-key <path>', options.clientKey, once('--client-key', text))
    .option('--tls-ca <path>', options.tlsCa, repeated(text))
    .option('--timeout <seconds>', options.timeout, once('--timeout', readNumber('--timeout', 1, 3600)))
    .option(
      '--connect-timeout <seconds>',
      options.connectTimeout,
      once('--connect-timeout', readNumber('--connect-timeout', 1, 3600)),
    );
}

/** A hash by its name in any usual spelling. */
function readHash(value: string): HashName {
  return readChoice('--hash', offered)(hashNamed(value) ?? value);
}

function readJobs(value: string): number {
  if (!/^\d+$/.test(value)) throw usage('not-a-number', { option: '--jobs', value, min: 1, max: mostJobs });
  return readNumber('--jobs', 1, mostJobs)(value);
}

function readUser(value: string): string {
  // RFC 7617 §2 has no colon in a user name: what stands after one is a password, for all to read.
  if (value.includes(':')) throw usage('password-in-argv');
  return value;
}

/** What can be said of the options without looking at anything else; throws a usage error. */
export function checkStampWords(words: StampWords, files: readonly string[]): void {
  checkAccess(words);
  if (words.digest !== undefined && words.hash !== undefined)
    throw usage('conflict', { option: '--digest', other: '--hash' });
  if (words.digest !== undefined && files.length > 1) {
    throw usage('excess-arguments', { verb: 'stamp', count: files.length, expected: 1 });
  }
  // The request is the tool's own here.
  if (words.request !== undefined) throw usage('request-is-made');
  if (words.at !== undefined) throw usage('judged-now', { option: '--at' });
  if (words.offline && !words.dryRun && !words.queryOnly) throw usage('offline-stamp');
  if (words.asKnownOn !== undefined) throw usage('judged-now', { option: '--as-known-on' });
  if (words.saveEvidence !== undefined && files.length * Math.max(1, words.profile?.length ?? 0) > 1)
    throw usage('one-file', { option: '--save-evidence' });
  // What is judged is the response, and the file would be another.
  if (words.saveEvidence !== undefined && words.token)
    throw usage('conflict', { option: '--token', other: '--save-evidence' });
  if (words.dryRun && words.queryOnly) throw usage('conflict', { option: '--dry-run', other: '--query-only' });
  if (words.token && words.queryOnly) throw usage('conflict', { option: '--token', other: '--query-only' });
  for (const [option, given] of [
    ['--dry-run', words.dryRun],
    ['--query-only', words.queryOnly],
  ] as const) {
    if (words.resume && given) throw usage('conflict', { option: '--resume', other: option });
  }
  if (words.resume && words.force) throw usage('conflict', { option: '--resume', other: '--force' });
}

function checkAccess(words: StampWords): void {
  const [profile] = words.profile ?? [];
  if (words.passwordFile !== undefined && words.passwordStdin) {
    throw usage('conflict', { option: '--password-file', other: '--password-stdin' });
  }
  if (words.user === undefined && (words.passwordFile !== undefined || words.passwordStdin)) {
    throw usage('password-without-user', { option: words.passwordStdin ? '--password-stdin' : '--password-file' });
  }
  // What is side by side has each its own address.
  if (words.tsa !== undefined && (words.profile?.length ?? 0) > 1)
    throw usage('conflict', { option: '--tsa', other: '--profile' });
  if (words.ledger === false && profile !== undefined)
    throw usage('conflict', { option: '--no-ledger', other: '--profile' });
  if (words.tsa !== undefined && profile === undefined) {
    if (words.enforceQuota)
      throw usage('option-needs', { option: '--enforce-quota', other: '--profile', verb: 'stamp' });
    if (words.fallbackProfile !== undefined)
      throw usage('option-needs', { option: '--fallback-profile', other: '--profile', verb: 'stamp' });
  }
}
