import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { hashes } from '../../src/core/der/hashes.ts';
import { startLab } from '../../src/lab/index.ts';
import { labOptions, requestFor, stamp } from '../lab/requests.ts';
import { linesOf, rowsOf } from './audit-kit.ts';
import { folder, ownFolders, tst } from './run-tst.ts';

/** So many that two threads judge them. */
const tokens = 300;

/** A proxy that counts what it is asked for. */
async function counting(t: TestContext): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${new URL(incoming.url!).pathname}`);
    const onward = ask(incoming.url!, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('threads ask each place once for all of them, learn of a revoked token, and tell it for every one that it is about', async (t) => {
  const lab = await startLab({ ...labOptions(), clock: () => Date.now(), revocation: true });
  t.after(() => lab.close());
  const dir = folder(t);
  const archive = join(dir, 'archive');
  mkdirSync(archive);
  for (let i = 0; i < tokens; i++) {
    const data = Buffer.from(`file ${i}`);
    const imprint = {
      algorithm: hashes.sha256.oid,
      parameters: null,
      value: createHash('sha256').update(data).digest(),
    };
    writeFileSync(join(archive, `${i}.txt`), data);
    writeFileSync(join(archive, `${i}.txt.tsr`), await stamp(lab.tsaUrl, requestFor({ imprint })));
  }
  lab.revokeToken({ serial: 'last' });
  writeFileSync(join(dir, 'root.pem'), lab.rootPem);
  const proxy = await counting(t);
  const env = ownFolders();
  const list = ['--tst-revocation-list', `${lab.tstListUrl}.json`];
  const words = ['--trust', 'root.pem', ...list, '--proxy', proxy.url, '--allow-private-network', '--json', 'archive'];
  const run = await tst(['audit', '--jobs', '2', ...words], { cwd: dir, env });
  const rows = rowsOf(run.out);
  assert.equal(run.exit, 1, run.err);
  const bad = rows.filter(({ verdict }) => verdict !== 'VALID');
  assert.deepEqual(
    bad.map(({ verdict, code, data }) => [verdict, code, data.text]),
    [['INVALID', 'tst-revoked', `archive/${tokens - 1}.txt`]],
  );
  const counts = Map.groupBy(proxy.asked, (one) => one);
  const told = [...counts].map(([what, times]) => [what, times.length]);
  // OCSP is asked for each of the two certificates of the path.
  assert.deepEqual(told.sort(), [
    ['GET /tst-revocation/list.json', 1],
    ['POST /ocsp', 2],
  ]);
  const evidence = linesOf(run.out).filter((line) => line.entries !== undefined);
  assert.equal(evidence.length, 1, 'all tokens rest on the same evidence');
  assert.deepEqual(evidence[0].entries.map(({ kind }: { kind: string }) => kind).sort(), [
    'anchor',
    'certificate',
    'certificate',
    'list',
    'ocsp',
    'ocsp',
  ]);
  const alone = await tst(['audit', '--jobs', '1', ...words], { cwd: dir, env: ownFolders() });
  const essence = (out: string) => rowsOf(out).map(({ evidence: _evidence, facts: _facts, ...row }) => row);
  assert.deepEqual(essence(alone.out), essence(run.out));
});
