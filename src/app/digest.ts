import { type HashName, hashes } from '../core/der/hashes.ts';
import type { Digest } from '../core/tsp/digest.ts';
import { TstError } from '../core/verdict/errors.ts';

export type { Digest };

/** The hash that a name means in any usual spelling: `sha256`, `SHA-256`, `Sha3-256`; undefined where it means none. */
export function hashNamed(text: string): HashName | undefined {
  const name = text.toLowerCase();
  return [name, name.replace(/^sha-/, 'sha')].find((one): one is HashName => Object.hasOwn(hashes, one));
}

/** Reads `<algorithm>:<hexadecimal>`, as in `sha256:9f86…`. Throws a TstError `usage` that names the option. */
export function parseDigest(text: string, option = '--digest'): Digest {
  const [name = '', digits = '', ...more] = text.split(':');
  const algorithm = hashNamed(name);
  const wanted = algorithm === undefined ? 0 : hashes[algorithm].bytes * 2;
  const hexadecimal = more.length === 0 && /^[0-9a-f]*$/i.test(digits);
  if (algorithm === undefined || !hexadecimal || digits.length !== wanted) {
    const choices = Object.keys(hashes).join(', ');
    const count = algorithm !== undefined && hexadecimal ? { found: digits.length, wanted } : {};
    throw new TstError('usage', { problem: 'bad-digest', option, value: text, choices, ...count });
  }
  return { algorithm, value: new Uint8Array(Buffer.from(digits, 'hex')) };
}
