import type { SecretPart, SecretPlace } from '../app/ports.ts';
import type { CacheWords } from '../report/cache-text.ts';
import type { Language } from '../report/catalogue.ts';

/** The verbs, in the order of `tst --help`. */
export const verbs = [
  'stamp',
  'verify',
  'audit',
  'inspect',
  'profile',
  'trust',
  'repo',
  'login',
  'logout',
  'cache',
  'ledger',
  'lab',
  'completion',
] as const;
export type Verb = (typeof verbs)[number];

/** The verbs of a verb that has some: `tst profile add`. */
const subverbs: ReadonlyMap<string, readonly string[]> = new Map([
  ['audit', ['diff', 'list', 'report']],
  ['profile', ['list', 'show', 'add', 'edit', 'check', 'remove']],
  ['trust', ['import']],
  ['ledger', ['list', 'show', 'export', 'usage', 'check']],
  ['repo', ['sync', 'review', 'history']],
]);

/** The verbs below a verb; none for all others. */
export function subverbsOf(verb: string | null | undefined): readonly string[] {
  return subverbs.get(verb ?? '') ?? [];
}

/** Everything that help says, in one language. */
export interface HelpWords {
  readonly program: string;
  readonly usage: string;
  readonly titles: Readonly<Record<'Usage:' | 'Options:' | 'Arguments:' | 'Commands:', string>>;
  /** What follows `tst <verb>` in its usage line. */
  readonly usages: Readonly<Record<Verb, string>>;
  readonly help: string;
  readonly version: string;
  readonly verbs: Readonly<Record<Verb, string>>;
  /** Shown below the options: worked examples and exit codes. */
  readonly examples: Readonly<Record<Verb | 'program', string>>;
  readonly arguments: Readonly<
    Record<'file' | 'token' | 'files' | 'inspected' | 'cached' | 'secret' | 'demo' | 'shell', string>
  >;
  readonly options: Readonly<Record<OptionName, string>>;
  readonly lab: LabWords;
  readonly stamped: StampWords;
  readonly evidence: EvidenceWords;
  readonly cached: CacheWords;
  readonly secrets: SecretWords;
}

export type OptionName =
  | 'trust'
  | 'trustAny'
  | 'certs'
  | 'request'
  | 'digest'
  | 'acceptPolicy'
  | 'policy'
  | 'at'
  | 'allowNoncriticalEku'
  | 'skip'
  | 'noAia'
  | 'offline'
  | 'allowPrivateNetwork'
  | 'crl'
  | 'ocsp'
  | 'evidence'
  | 'saveEvidence'
  | 'asKnownOn'
  | 'revocationOrder'
  | 'ocspMethod'
  | 'noCache'
  | 'proxy'
  | 'usedProfile'
  | 'profileDir'
  | 'ignoreProfiles'
  | 'tstRevocationList'
  | 'listRadix'
  | 'evidenceLists'
  | 'json'
  | 'quiet'
  | 'lang'
  | 'color'
  | 'stampProfile'
  | 'fallbackProfile'
  | 'resume'
  | 'jobs'
  | 'enforceQuota'
  | 'allowCode'
  | 'ledger'
  | 'noLedger'
  | 'tsa'
  | 'hash'
  | 'requestPolicy'
  | 'outDir'
  | 'token'
  | 'saveRequest'
  | 'force'
  | 'dryRun'
  | 'queryOnly'
  | 'user'
  | 'passwordFile'
  | 'passwordStdin'
  | 'clientCert'
  | 'clientKey'
  | 'tlsCa'
  | 'timeout'
  | 'connectTimeout'
  | 'olderThan'
  | 'port'
  | 'profile'
  | 'algorithm'
  | 'labHash'
  | 'fault'
  | 'labUser'
  | 'dir'
  | 'aia'
  | 'labCrl'
  | 'responder'
  | 'revoke'
  | 'revocationFault'
  | 'noRevocation'
  | 'secretUser'
  | 'secretStdin'
  | 'secretKind'
  | 'secretStore'
  | 'secretList'
  | 'listFaults';

/** What the lab and its demonstration say. */
export interface LabWords {
  readonly running: string;
  readonly revoke: string;
  readonly revocationFaults: string;
  readonly weakKey: string;
  readonly stop: string;
  readonly root: string;
  readonly started: string;
  /** Before the settings that keep the demonstration apart from what the user has. */
  readonly ownFolders: string;
  readonly profileIt: string;
  readonly revokeIt: string;
  readonly archiveIt: string;
  /** Inserts `path`. */
  readonly auditIt: string;
  readonly stampIt: string;
  readonly verifyIt: string;
  readonly changeIt: string;
  readonly verifyAgain: string;
  readonly exit: string;
  readonly kept: string;
  readonly repeat: string;
}

/** What is said about evidence that is saved and used again. */
export interface EvidenceWords {
  /** Inserts `path` and `moment`. */
  readonly saved: string;
  /** Inserts `now`. */
  readonly replayed: string;
}

/** What `stamp` says of each file. */
export interface StampWords {
  readonly written: string;
  readonly refused: string;
  readonly kept: string;
  readonly queried: string;
  readonly planned: string;
  readonly notSent: string;
  readonly finishing: string;
  /** It has its token already. */
  readonly present: string;
  /** Insert `time` and `profile`. */
  readonly waits: { readonly rate: string; readonly service: string };
  /** Inserts `done`, `total`, `rate` and `left`. */
  readonly progress: string;
  /** Insert `count`. */
  readonly seconds: string;
  readonly minutes: string;
  readonly hours: string;
  /** Before the command that decides what is still open. */
  readonly later: string;
  readonly unsaved: string;
}

/** What `login` and `logout` ask and say. */
export interface SecretWords {
  /** What is asked for on the terminal, without the colon; also what is missing where there is none. */
  readonly asks: Readonly<Record<SecretPart, string>>;
  /** Insert `name`. */
  readonly kept: Readonly<Record<SecretPlace, string>>;
  readonly forgotten: string;
  readonly none: string;
  readonly places: Readonly<Record<SecretPlace, string>>;
}

/** The help of one language; the other one is not loaded. */
export async function loadHelp(language: Language): Promise<HelpWords> {
  return language === 'ja' ? (await import('./help.ja.ts')).japaneseHelp : (await import('./help.en.ts')).englishHelp;
}
