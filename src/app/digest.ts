import { type HashName, hashes } from '../core/der/hashes.ts';
import { TstError } from '../core/verdict/errors.ts';

/** A hash that is known already, in place of the data. */
export interface Digest {
  readonly algorithm: HashName;
  readonly value: Uint8Array;
}

/** Reads `<algorithm>:<hexadecimal>`, as in `sha256:9f86…`. Throws a TstError `usage` that names the option. */
export function parseDigest(text: string, option = '--digest'): Digest {
  const [name = '', digits = '', ...more] = text.split(':');
  const algorithm = name.toLowerCase();
  const known = Object.hasOwn(hashes, algorithm) ? hashes[algorithm as HashName] : undefined;
  if (known === undefined || more.length > 0 || digits.length !== known.bytes * 2 || !/^[0-9a-f]+$/i.test(digits)) {
    const choices = Object.keys(hashes).join(', ');
    throw new TstError('usage', { problem: 'bad-digest', option, value: text, choices });
  }
  return { algorithm: algorithm as HashName, value: new Uint8Array(Buffer.from(digits, 'hex')) };
}
