// What a command line does with the credentials that a profile names, as a program of its own: finds the secret, stamps one file
// at each address, says what became of it, in words and as JSON. `node customer.ts <plan as JSON> <file> <url…>`
import { join } from 'node:path';
import { type CredentialsPlan, findCredentials } from '../../src/app/credentials.ts';
import { type StampOutcome, stampFiles } from '../../src/app/stamp.ts';
import { sayError } from '../../src/cli/program.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { judgingOptions } from '../../src/cli/verification-options.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { systemTimer } from '../../src/io/clock.ts';
import { hideSecrets } from '../../src/io/environment-secrets.ts';
import { createPorts } from '../../src/io/ports.ts';
import { SecretStore } from '../../src/io/secret-store.ts';
import { readTlsFiles } from '../../src/io/tls-files.ts';
import { userFolders } from '../../src/io/user-folders.ts';

const [plan, file, ...addresses] = process.argv.slice(2) as [string, string, ...string[]];
hideSecrets(process.env);
const terminals = [await openTerminal([], process.env), await openTerminal(['--json', '--lang', 'ja'], process.env)];

async function stamp(tsa: string): Promise<StampOutcome> {
  const secrets = new SecretStore({ folder: join(userFolders(process.env).data, 'secrets'), environment: process.env });
  const credentials = await findCredentials(JSON.parse(plan) as CredentialsPlan, secrets);
  const tls =
    credentials?.kind === 'client-certificate'
      ? { tls: readTlsFiles({ ...credentials, ca: [], cert: credentials.certificate }) }
      : {};
  const ports = createPorts({ environment: process.env, timeout: 20_000, ...tls });
  const options = {
    ...judgingOptions({ aia: false, cache: false }, { environment: process.env }),
    files: [file],
    tsa,
    hash: 'sha256' as const,
    requestPolicy: null,
    digest: null,
    outDir: null,
    token: false,
    saveRequest: false,
    force: true,
    dryRun: false,
    queryOnly: false,
    credentials,
  };
  const [outcome] = await stampFiles(options, { ...ports, ledger: null, timer: systemTimer });
  await ports.http.close();
  return outcome!;
}

for (const tsa of addresses) {
  try {
    const outcome = await stamp(tsa);
    if (outcome.error !== null) throw outcome.error;
    for (const terminal of terminals) terminal.out([JSON.stringify(outcome)]);
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    process.exitCode = 1;
    for (const terminal of terminals) {
      await sayError(error, terminal);
      terminal.talk([error.stack!, String((error.cause as Error | undefined)?.stack)]);
    }
  }
}
