import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashes } from '../src/core/der/hashes.ts';
import { buildAuthority } from '../src/lab/authority.ts';
import { certificateToPem } from '../src/lab/ca.ts';
import { generateKey } from '../src/lab/keys.ts';
import { profiles } from '../src/lab/profile.ts';
import { encodeResponse } from '../src/lab/response.ts';
import { encodeToken, planFor } from '../src/lab/tsa.ts';

/** Files that every benchmark uses: 20 KB of data and its token, and where asked for a large file and its token. */
export interface Setting {
  readonly dir: string;
  readonly root: string;
  readonly data: string;
  readonly token: string;
  /** Milliseconds since 1970, inside every certificate's validity. */
  readonly at: number;
  /** Makes a file of random bytes with its token; gives its path (the token beside it as `.tsr`). */
  stampLarge(bytes: number): string;
  remove(): void;
}

/**
 * A response of about 4.3 KB: RSA-2048 TSU with SHA-512, three certificates under an RSA-4096 root. New keys each time; the
 * figures don't depend on them.
 */
export async function makeSetting(): Promise<Setting> {
  const dir = mkdtempSync(join(tmpdir(), 'tst-bench-'));
  const keys = { root: generateKey('rsa-4096'), intermediate: generateKey('rsa-2048'), tsu: generateKey('rsa-2048') };
  const authority = await buildAuthority({
    profile: profiles.seiko,
    keys,
    from: Date.UTC(2020, 0, 1),
    until: Date.UTC(2040, 0, 1),
    tsuFrom: Date.UTC(2024, 0, 1),
  });
  let serial = 1n;
  const stamp = (hash: Uint8Array) => {
    const occasion = {
      imprint: { algorithm: hashes.sha256.oid, parameters: null, value: hash },
      nonce: 42n,
      certReq: true,
      policy: null,
      serial: serial++,
      genTime: '20250601120000.123456Z',
    };
    return encodeResponse({ status: 0 }, encodeToken(planFor(profiles.seiko, authority, occasion)));
  };
  const at = (name: string) => join(dir, name);
  const data = randomBytes(20_000);
  writeFileSync(at('root.pem'), certificateToPem(authority.root.der));
  writeFileSync(at('data'), data);
  writeFileSync(at('data.tsr'), stamp(createHash('sha256').update(data).digest()));
  return {
    dir,
    root: at('root.pem'),
    data: at('data'),
    token: at('data.tsr'),
    at: Date.UTC(2025, 5, 2),
    stampLarge(bytes) {
      const path = at(`large-${bytes}`);
      const piece = randomBytes(1 << 20);
      const hash = createHash('sha256');
      const file = openSync(path, 'w');
      for (let left = bytes; left > 0; left -= piece.length) {
        const part = piece.subarray(0, Math.min(left, piece.length));
        hash.update(part);
        writeSync(file, part);
      }
      closeSync(file);
      writeFileSync(`${path}.tsr`, stamp(hash.digest()));
      return path;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
