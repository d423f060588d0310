import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashes } from '../../src/core/der/hashes.ts';
import { startLab } from '../../src/lab/index.ts';
import { encodeRequest } from '../../src/lab/response.ts';
import { stamp } from '../lab/requests.ts';

/** Writes files of these names, each with its token beside it, and `root.pem`, the anchor of all. */
export async function stamped(dir: string, names: readonly string[]): Promise<void> {
  const lab = await startLab({ algorithm: 'p256', clock: () => Date.now() });
  try {
    writeFileSync(join(dir, 'root.pem'), lab.rootPem);
    for (const name of names) {
      const value = createHash('sha256').update(name).digest();
      const imprint = { algorithm: hashes.sha256.oid, parameters: null, value };
      const request = encodeRequest({ version: 1, imprint, policy: null, nonce: 1n, certReq: true });
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), name);
      writeFileSync(join(dir, `${name}.tsr`), await stamp(lab.tsaUrl, request));
    }
  } finally {
    await lab.close();
  }
}

/** Both checks that would ask elsewhere. */
export const skipped = ['certificate-revocation', 'tst-revocation'] as const;
