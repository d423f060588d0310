import { Secret } from '../app/ports.ts';

/** Variables that hold secrets: passwords, parts of named secrets, and proxies, whose addresses may hold a password. */
const names = /^(TST_PASSWORD|TST_KEY_PASSPHRASE|TST_SECRET_\w+|https?_proxy)$/i;

/**
 * To be called before anything is written: from then on no secret of the environment is shown, whether it is used or not, nor
 * listed where Node reports a failure of its own.
 */
export function hideSecrets(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name in environment) {
    const value = environment[name];
    if (!names.test(name) || !value) continue;
    if (process.report) process.report.excludeEnv = true;
    if (/proxy$/i.test(name)) hideUserOf(value);
    else new Secret(value, /_USER$/i.test(name) ? 'name' : 'value');
  }
}

/** Hides user and password of a proxy's URL, also as they are sent (RFC 7617); false where it has none. */
export function hideUserOf(proxy: string): boolean {
  const [, user = '', password = ''] = /\/\/([^/?#]*?)(?::([^/?#]*))?@/.exec(proxy) ?? [];
  if (user === '' && password === '') return false;
  new Secret(user, 'name');
  new Secret(password);
  const [plainUser, plainPassword] = [plain(user), plain(password)];
  new Secret(plainUser, 'name');
  new Secret(plainPassword);
  new Secret(Buffer.from(`${plainUser}:${plainPassword}`, 'utf8').toString('base64'));
  return true;
}

function plain(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not encoded properly, so that it is what it is.
    return encoded;
  }
}
