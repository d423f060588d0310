import { readFileSync } from 'node:fs';

/** Set when the program is bundled. */
declare const TST_VERSION: string | undefined;

/** The program's version; a checkout that is not bundled reads its package.json. */
export function version(): string {
  if (typeof TST_VERSION === 'string') return TST_VERSION;
  const found: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return (found as { version: string }).version;
}
