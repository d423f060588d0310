import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Workshop } from './openssl.ts';

/** A running `openssl ocsp` responder. */
export interface Responder {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts one on a free port, for what `index.txt` in the workshop says of the certificates of `ca.pem`; it signs with the CA's key.
 * Throws where openssl does not come up.
 */
export async function startResponder(shop: Workshop): Promise<Responder> {
  const words = ['ocsp', '-port', '0', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key'];
  const env = { ...process.env, OPENSSL_CONF: '/dev/null', LC_ALL: 'C' };
  const child = spawn('openssl', [...words, '-nmin', '60'], { cwd: shop.dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
  };
  // Where it listens is said on one of the two, depending on the version.
  const said = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  const port = new Promise<string>((resolve, reject) => {
    let text = '';
    for (const lines of said) {
      lines.on('line', (line) => {
        text += `${line}\n`;
        const found = /ACCEPT .*:(\d+)/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    ended.then(() => reject(new Error(`openssl ocsp ended: ${text}`)), reject);
  });
  return { url: `http://127.0.0.1:${await port}`, stop };
}
