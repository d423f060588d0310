import { hash, X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { LedgerEntry } from '../../src/app/ports.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { certificateToPem, issue } from '../../src/lab/ca.ts';
import { type Lab, type LabAuth, type LabOptions, startLab } from '../../src/lab/index.ts';
import type { LabKey } from '../../src/lab/keys.ts';
import { folder, type Run, type RunOptions, tst } from './run-tst.ts';

/** What nothing that the program writes may hold. */
export const secrets = { user: 'user-7Qw!x%2F"&<', password: 'pass-9Zr:é+/=?<"&' };

/** What this test's lab and time have no answer for. */
export const skip = ['--skip', 'certificate-revocation', '--skip', 'tst-revocation'];

/** A customer of a lab that wants user and password and keeps a rate, with a computer of its own. */
export interface Customer {
  readonly lab: Lab;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly issued: string[];
  /** Everything that the program wrote so far. */
  readonly shown: () => string;
  readonly path: (name: string) => string;
  readonly run: (words: readonly string[], options?: RunOptions) => Promise<Run>;
  /** Makes files of these names; returns their paths. */
  readonly files: (...names: string[]) => string[];
  readonly entries: () => Promise<LedgerEntry[]>;
}

export async function customer(
  t: TestContext,
  options: Omit<Partial<LabOptions>, 'auth'> & { readonly auth?: LabAuth | null } = {},
): Promise<Customer> {
  const issued: string[] = [];
  const { onToken, auth = secrets, ...others } = options;
  const lab = await startLab({
    algorithm: 'p256',
    clock: () => Date.now(),
    ...(auth === null ? {} : { auth }),
    ...others,
    onToken: (token) => {
      issued.push(token.serial);
      onToken?.(token);
    },
  });
  t.after(() => lab.close());
  const dir = folder(t);
  const path = (name: string) => join(dir, name);
  mkdirSync(path('files'));
  const env = { TST_CONFIG_DIR: path('config'), TST_DATA_DIR: path('data'), TST_CACHE_DIR: path('cache') };
  let shown = '';
  const run = async (words: readonly string[], more: RunOptions = {}) => {
    const ran = await tst(words, { cwd: dir, ...more, env: { ...env, ...more.env } });
    shown += ran.out + ran.err;
    return ran;
  };
  return {
    ...{ lab, dir, env, issued, path, run },
    shown: () => shown,
    files: (...names) => {
      const paths = names.map((name) => join(dir, 'files', name));
      for (const one of paths) writeFileSync(one, one);
      return paths;
    },
    entries: async () => {
      const ledger = await openLedger(join(dir, 'data', 'ledger.sqlite'), 'read', { now: () => Date.now() });
      try {
        const found: LedgerEntry[] = [];
        for await (const entry of ledger.entries({})) found.push(entry);
        return found;
      } finally {
        await ledger.close();
      }
    },
  };
}

/** Adds a profile of this name for the lab with its anchor, and logs in, as a customer does. */
export async function addProfile(c: Customer, name: string, set: readonly string[] = []): Promise<void> {
  writeFileSync(c.path('root.pem'), c.lab.rootPem);
  const settings = [
    `service.urls=${c.lab.tsaUrl}`,
    'credentials.kind=basic',
    `credentials.secret=${name}`,
    ...set,
  ].flatMap((pair) => ['--set', pair]);
  const steps: [string[], string][] = [
    [['profile', 'add', name, '--template', 'lab', ...settings], ''],
    [['trust', 'import', 'root.pem', '--profile', name, '--yes'], ''],
    [['login', name, '--store', 'file', '--password-stdin'], `${secrets.user}\n${secrets.password}\n`],
  ];
  for (const [words, input] of steps) {
    const { exit, err } = await c.run(words, { input });
    if (exit !== 0) throw new Error(`${words.join(' ')}: ${err}`);
  }
}

/** What `addProfile` leaves, without the runs; `more` is TOML, `credentials` and `secret` where they are others. */
export function putProfile(
  c: Customer,
  name: string,
  more = '',
  credentials = 'kind = "basic"',
  secret: object | null = { kind: 'basic', ...secrets },
  service = '',
): void {
  const { der, pem } = { der: new X509Certificate(c.lab.rootPem).raw, pem: c.lab.rootPem };
  for (const folder of ['config/profiles', 'data/secrets']) mkdirSync(c.path(folder), { recursive: true, mode: 0o700 });
  const text = `schema = 1
${more}
[service]
urls = ["${c.lab.tsaUrl}"]
allowPrivateNetwork = true
${service}
[credentials]
${credentials}
${secret === null ? '' : `secret = "${name}"`}
[[anchors]]
sha256 = "${hash('sha256', der, 'hex')}"
pem = """
${pem}"""
`;
  writeFileSync(c.path(`config/profiles/${name}.toml`), text);
  if (secret === null) return;
  const kept = JSON.stringify({ version: 1, place: 'file', ...secret });
  writeFileSync(c.path(`data/secrets/${name}.json`), kept, { mode: 0o600 });
}

/** A certificate for TLS that vouches for itself, PEM. */
export async function tlsCertificate(name: string, key: LabKey): Promise<string> {
  const plan = {
    subject: `CN=${name}`,
    notBefore: Date.UTC(2020, 0, 1),
    notAfter: Date.UTC(2120, 0, 1),
    hash: 'sha256',
    basicConstraints: { ca: true },
    ...{ keyUsage: null, extendedKeyUsage: null, caIssuers: null, ocsp: null, crl: null, extensions: [] },
  } as const;
  return certificateToPem((await issue(plan, key)).der);
}
