import type { Command } from 'commander';
import { type Digest, parseDigest } from '../app/digest.ts';
import type { JudgingOptions, RevocationKind } from '../app/judging.ts';
import { type PolicyName, policyNames, type SkippableCheck, skippable } from '../core/verdict/status.ts';
import type { PortOptions } from '../io/ports.ts';
import type { Language } from '../report/catalogue.ts';
import type { HelpWords } from './help.ts';
import { among, once, readChoice, readMoment, readOid, readTime, readUrl, repeated } from './option-values.ts';
import { folderOf } from './profile-folder.ts';
import type { ColorChoice, Terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** What commander makes of the verification options; every verb that judges takes all of them. */
export interface VerificationWords {
  readonly trust?: readonly string[];
  readonly trustAny?: readonly string[];
  readonly certs?: readonly string[];
  readonly acceptPolicy?: readonly string[];
  readonly policy?: PolicyName;
  readonly at?: number | 'gentime';
  readonly allowNoncriticalEku?: boolean;
  readonly skip?: readonly SkippableCheck[];
  /** False with `--no-aia`. */
  readonly aia: boolean;
  readonly offline?: boolean;
  readonly allowPrivateNetwork?: boolean;
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly evidence?: readonly string[];
  readonly saveEvidence?: string;
  readonly asKnownOn?: number;
  readonly revocationOrder?: RevocationOrder;
  readonly ocspMethod?: 'post' | 'get';
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly proxy?: string;
  readonly profile?: readonly string[];
  readonly profileDir?: string;
  readonly ignoreProfiles?: boolean;
  readonly tstRevocationList?: readonly string[];
  readonly listRadix?: '10' | '16';
  readonly evidenceLists?: boolean;
  readonly request?: string;
  readonly digest?: Digest;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly lang?: Language;
  readonly color?: ColorChoice;
}

const revocationOrders = ['ocsp,crl', 'crl,ocsp', 'ocsp', 'crl'] as const;
type RevocationOrder = (typeof revocationOrders)[number];

/**
 * The options of verification that only verify can honour. They stay in the one definition, so that stamp refuses them by
 * name and with the reason, in place of calling them unknown. `--at`: a token that is obtained now is judged for now, or it
 * could not be told whether it was bad when it came. `--as-known-on` likewise. `--request`: stamp makes the request and compares
 * with that.
 */
const verifyOnly: ReadonlySet<string> = new Set(['--at', '--as-known-on', '--request']);

/** The options of verification that are about one token, which audit refuses by name. */
const oneToken: ReadonlySet<string> = new Set(['--request', '--digest', '--save-evidence']);
const none: ReadonlySet<string> = new Set();

/** Adds every verification option to a verb. Repeatable ones take one value each, so that none can swallow a file name. */
export function addVerificationOptions(command: Command, help: HelpWords, verb: 'verify' | 'stamp' | 'audit'): Command {
  const { options } = help;
  const text = (value: string) => value;
  const declared = addOutputOptions(
    command
      .option('--trust <path>', options.trust, repeated(text))
      .option('--trust-any <path>', options.trustAny, repeated(text))
      .option('--certs <path>', options.certs, repeated(text))
      .option('--request <tsq>', options.request, once('--request', text))
      .option(
        '--digest <alg:hex>',
        options.digest,
        once('--digest', (value) => parseDigest(value)),
      )
      .option(
        '--accept-policy <oid>',
        options.acceptPolicy,
        repeated((value) => readOid('--accept-policy', value)),
      )
      .option('--policy <name>', options.policy, once('--policy', readChoice('--policy', policyNames)))
      .option(
        '--at <time>',
        options.at,
        once('--at', (value) => readMoment('--at', value)),
      )
      .option(
        '--as-known-on <time>',
        options.asKnownOn,
        once('--as-known-on', (value) => readTime('--as-known-on', value)),
      )
      .option('--allow-noncritical-eku', options.allowNoncriticalEku)
      .option('--skip <check>', options.skip, repeated(among(skippable, readSkip)))
      .option('--crl <path>', options.crl, repeated(text))
      .option('--ocsp <path>', options.ocsp, repeated(text))
      .option('--evidence <path>', options.evidence, repeated(text))
      .option('--save-evidence <file>', options.saveEvidence, once('--save-evidence', text))
      .option(
        '--revocation-order <kinds>',
        options.revocationOrder,
        once('--revocation-order', readChoice('--revocation-order', revocationOrders)),
      )
      .option(
        '--ocsp-method <method>',
        options.ocspMethod,
        once('--ocsp-method', readChoice('--ocsp-method', ['post', 'get'])),
      )
      .option('--profile <name>', verb === 'stamp' ? options.stampProfile : options.usedProfile, repeated(text))
      .option('--profile-dir <dir>', options.profileDir, once('--profile-dir', text))
      .option('--ignore-profiles', options.ignoreProfiles)
      .option('--tst-revocation-list <path>', options.tstRevocationList, repeated(text))
      .option('--list-radix <radix>', options.listRadix, once('--list-radix', readChoice('--list-radix', ['10', '16'])))
      .option('--evidence-lists', options.evidenceLists)
      .option('--no-aia', options.noAia)
      .option('--offline', options.offline)
      .option('--no-cache', options.noCache)
      .option(
        '--proxy <url>',
        options.proxy,
        once('--proxy', (value) => readUrl('--proxy', value)),
      )
      .option('--allow-private-network', options.allowPrivateNetwork),
    help,
  );
  const hidden = { verify: none, stamp: verifyOnly, audit: oneToken }[verb];
  for (const option of declared.options) option.hideHelp(hidden.has(option.long ?? ''));
  return declared;
}

/** The options of output, which every verb has. */
export function addOutputOptions(command: Command, { options }: HelpWords): Command {
  return command
    .option('--json', options.json)
    .option('--quiet', options.quiet)
    .option('--lang <lang>', options.lang, once('--lang', readChoice('--lang', ['en', 'ja'])))
    .option('--color <when>', options.color, once('--color', readChoice('--color', ['auto', 'always', 'never'])));
}

/** The options as the use cases take them, with their defaults. */
export function judgingOptions(words: VerificationWords, terminal: Pick<Terminal, 'environment'>): JudgingOptions {
  if (words.ignoreProfiles && words.profile !== undefined) {
    throw usage('conflict', { option: '--profile', other: '--ignore-profiles' });
  }
  return {
    trust: words.trust ?? [],
    trustAny: words.trustAny ?? [],
    certs: words.certs ?? [],
    policy: words.policy ?? 'default',
    acceptPolicies: words.acceptPolicy ?? [],
    allowNoncriticalEku: words.allowNoncriticalEku ?? false,
    at: words.at ?? null,
    asKnownOn: words.asKnownOn ?? null,
    skip: new Set(words.skip),
    offline: words.offline ?? false,
    aia: words.aia,
    crl: words.crl ?? [],
    ocsp: words.ocsp ?? [],
    evidence: words.evidence ?? [],
    revocationOrder: (words.revocationOrder ?? 'ocsp,crl').split(',') as RevocationKind[],
    ocspMethod: words.ocspMethod ?? 'post',
    profile: words.profile ?? [],
    profileFolder: words.ignoreProfiles ? null : folderOf(words, terminal),
    tstRevocationLists: words.tstRevocationList ?? [],
    evidenceLists: words.evidenceLists ?? false,
    listRadix: words.listRadix === undefined ? null : words.listRadix === '10' ? 10 : 16,
  };
}

/** The options about the network, as the ports take them. */
export function networkOptions(words: VerificationWords, terminal: Pick<Terminal, 'environment'>): PortOptions {
  return {
    allowPrivate: words.allowPrivateNetwork ?? false,
    environment: terminal.environment,
    cache: words.cache,
    ...(words.proxy === undefined ? {} : { proxy: words.proxy }),
  };
}

function readSkip(value: string): SkippableCheck {
  const found = skippable.find((check) => check === value);
  if (found === undefined) throw usage('not-skippable', { value, choices: skippable.join(', ') });
  return found;
}
