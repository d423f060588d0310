import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hashes } from '../../src/core/der/hashes.ts';
import { startLab } from '../../src/lab/index.ts';
import { labOptions, requestFor, stamp } from '../lab/requests.ts';
import { rowsOf } from './audit-kit.ts';
import { folder, ownFolders, tst } from './run-tst.ts';

/** Of so many, two threads judge 64 at a time. */
const tokens = 300;
/** The last one of the batch that the second thread begins with. */
const revoked = 127;

test('a list that one thread fetched anew counts in the others, too, which had read the kept one before', async (t) => {
  const lab = await startLab({ ...labOptions(), clock: () => Date.now(), revocation: true });
  t.after(() => lab.close());
  const dir = folder(t);
  const archive = join(dir, 'archive');
  mkdirSync(archive);
  const names = Array.from({ length: tokens }, (_, i) => `${String(i).padStart(3, '0')}.txt`);
  // The revoked one is made last: it is revoked as such.
  for (const name of [...names.filter((_, i) => i !== revoked), names[revoked]!]) {
    const value = createHash('sha256').update(name).digest();
    const imprint = { algorithm: hashes.sha256.oid, parameters: null, value };
    writeFileSync(join(archive, name), name);
    writeFileSync(join(archive, `${name}.tsr`), await stamp(lab.tsaUrl, requestFor({ imprint })));
  }
  writeFileSync(join(dir, 'root.pem'), lab.rootPem);
  const env = ownFolders();
  const words = [
    ...['--trust', 'root.pem', '--tst-revocation-list', `${lab.tstListUrl}.json`, '--allow-private-network'],
    ...['--jobs', '2', '--no-record', '--json', 'archive'],
  ];
  const before = await tst(['audit', ...words], { cwd: dir, env });
  assert.equal(before.exit, 0, before.err);
  lab.revokeToken({ serial: 'last' });
  // What is INVALID already asks for no list: the second thread has read the kept one, and asks when the first has fetched.
  for (const name of names.slice(64, revoked)) writeFileSync(join(archive, name), 'changed');
  const { out } = await tst(['audit', ...words], { cwd: dir, env });
  const row = rowsOf(out).find(({ data }) => data.text === `archive/${names[revoked]}`);
  assert.deepEqual([row.verdict, row.code], ['INVALID', 'tst-revoked']);
});
