import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startLab } from '../../src/lab/index.ts';
import { folder, ownFolders, program } from './run-tst.ts';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`${signal} while a token is on its way: it is kept, the next file is not sent, exit ${code}`, {
    skip: process.platform === 'win32' && 'signals are not sent to other processes there',
  }, async (context) => {
    const dir = folder(context);
    let child: ChildProcess | undefined;
    const lab = await startLab({ algorithm: 'p256', clock: () => Date.now(), onToken: () => child?.kill(signal) });
    context.after(() => lab.close());
    const [root, first, second] = [join(dir, 'root.pem'), join(dir, 'a'), join(dir, 'b')];
    writeFileSync(root, lab.rootPem);
    for (const path of [first, second]) writeFileSync(path, path);
    const skip = ['--skip', 'certificate-revocation', '--skip', 'tst-revocation'];
    const words = [program, 'stamp', '--tsa', lab.tsaUrl, '--trust', root, ...skip, first, second];
    child = spawn(process.execPath, words, { env: { PATH: process.env.PATH, LC_ALL: 'C', ...ownFolders() } });
    let err = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      err += chunk;
    });
    child.stdout!.resume();
    const exit = await new Promise((resolve) => child!.once('close', resolve));
    assert.equal(exit, code, err);
    assert.deepEqual([existsSync(`${first}.tsr`), existsSync(`${second}.tsr`)], [true, false]);
    assert.match(err, /finishing the file in hand/);
    assert.match(err, /b: not sent/);
  });
}
