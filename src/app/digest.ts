import { type HashName, hashes } from '../core/der/hashes.ts';
import { TstError } from '../core/verdict/errors.ts';

/** A hash that is known already, in place of the data. */
export interface Digest {
  readonly algorithm: HashName;
  readonly value: Uint8Array;
}

/** Reads `<algorithm>:<hexadecimal>`, as in `sha256:9f86…`. Throws a TstError `usage`. */
export function parseDigest(text: string): Digest {
  const colon = text.indexOf(':');
  const algorithm = text.slice(0, Math.max(colon, 0)).toLowerCase();
  const digits = text.slice(colon + 1);
  if (!Object.hasOwn(hashes, algorithm))
    throw new TstError('usage', { what: `no hash algorithm in ${text.slice(0, 40)}` });
  const { bytes } = hashes[algorithm as HashName];
  if (digits.length !== bytes * 2 || !/^[0-9a-f]+$/i.test(digits)) {
    throw new TstError('usage', { what: `${algorithm} has ${bytes * 2} hexadecimal digits` });
  }
  return { algorithm: algorithm as HashName, value: new Uint8Array(Buffer.from(digits, 'hex')) };
}
