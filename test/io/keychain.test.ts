import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { KeychainError, systemKeychain } from '../../src/io/keychain.ts';

/** The package is optional, and has no binary for some platforms. */
const installed = (() => {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring') !== '';
  } catch {
    return false;
  }
})();
const linux = { skip: process.platform !== 'linux' || !installed };
const because = (reason: string) => (error: unknown) => error instanceof KeychainError && error.reason === reason;

/** A socket that takes connections and answers nothing, as a bus that hangs. */
async function muteBus(t: TestContext): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tst-bus-'));
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(join(folder, 'bus'), resolve));
  t.after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test('in a session without a bus, none is started and none is asked', linux, async () => {
  const keychain = systemKeychain({ PATH: process.env.PATH, DISPLAY: ':0' });
  await assert.rejects(keychain.get('a'), because('no-secret-service'));
  await assert.rejects(systemKeychain({ XDG_RUNTIME_DIR: '/nowhere' }).set('a', 'b'), because('no-secret-service'));
});

test('a bus that never answers ends with the patience that there is', linux, async (t) => {
  const folder = await muteBus(t);
  const address = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` };
  await assert.rejects(systemKeychain(address, 500).get('a'), because('keychain-silent'));
  await assert.rejects(systemKeychain({ XDG_RUNTIME_DIR: folder }, 500).remove('a'), because('keychain-silent'));
});

/** Command lines and environments of the processes that this one started. */
function childrenShow(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${process.pid}\n`)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8')];
    } catch {
      // Not a process, or gone meanwhile.
      return [];
    }
  });
}

test('neither the command line nor the environment of the helping process has a secret', linux, async (t) => {
  const folder = await muteBus(t);
  const environment = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}`, TST_PASSWORD: 'planted-in-env' };
  const keeping = systemKeychain(environment, 2000).set('a', 'planted-value');
  const ended = assert.rejects(keeping, because('keychain-silent'));
  let shown: string[] = [];
  for (let tries = 0; tries < 150 && !shown.some((one) => one.includes('keyring')); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    shown = childrenShow();
  }
  assert.match(shown.join('\n'), /keyring/);
  assert.doesNotMatch(shown.join('\n'), /planted/);
  await ended;
});

test('a bus that is not there, or no bus at all, is a keychain that refuses, in one word', linux, async () => {
  for (const address of ['unix:path=/nowhere/bus', 'nonsense', 'tcp:host=127.0.0.1,port=1']) {
    await assert.rejects(
      systemKeychain({ DBUS_SESSION_BUS_ADDRESS: address }, 20_000).get('a'),
      because('keychain-refused'),
    );
  }
});

test('without the optional package there is no keychain, and no error of the loader', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tst-bare-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [, program] = process.argv;
  process.argv[1] = folder;
  try {
    await assert.rejects(systemKeychain({}).get('a'), because('keychain-not-installed'));
  } finally {
    process.argv[1] = program!;
  }
});
