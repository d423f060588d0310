// `npm run bench`: every benchmark, each side by side with what it is compared with, in one run. Ratios count; absolute
// figures are this machine's at this moment. Nothing here fails on a slow machine.
import { spawnSync } from 'node:child_process';
import { verify as checkSignature, generateKeyPairSync, hash, sign } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeCertificate, readToken, Session, sortTrust, verify } from '../src/index.ts';
import { createFiles } from '../src/io/files.ts';
import { executable, hasOpenssl, median, peakMemory, report, sideBySide, time, tst } from './measure.ts';
import { makeSetting, type Setting } from './setting.ts';

const skips = ['--skip', 'certificate-revocation', '--skip', 'tst-revocation'];

/** One cold `tst verify`, offline: at most 1.5 × a bare `node -e 0`. The single-file executable beside it where `npm run sea` made one. */
function coldStart({ data, token, root }: Setting): void {
  const words = ['verify', '--offline', ...skips, '--trust', root, data, token];
  const single = executable;
  const runs = {
    'node -e 0': () => time([process.execPath, '-e', '0']),
    tst: () => time([...tst, ...words]),
    ...(single && { 'executable tst': () => time([single, ...words]) }),
    ...(hasOpenssl && {
      'openssl ts': () => time(['openssl', 'ts', '-verify', '-data', data, '-in', token, '-CAfile', root]),
    }),
  };
  const medians = sideBySide(Object.values(runs), 25);
  const found = Object.fromEntries(Object.keys(runs).map((name, i) => [name, medians[i]!]));
  const figures = Object.entries(found).map(([name, spent]) => `${name} ${spent.toFixed(1)} ms`);
  const ratio = (name: string) => (found[name]! / found['node -e 0']!).toFixed(2);
  const ofExecutable = single ? `, executable ${ratio('executable tst')} ×` : '';
  report(
    'one cold tst verify',
    figures.join(', '),
    `${ratio('tst')} × node -e 0 (target ≤ 1.5)${ofExecutable}`,
    found.tst! / found['node -e 0']! <= 1.5,
  );
}

/** Imprint, signature and path per token in one process: at most 0.13 ms on the setting of the design. */
async function perToken({ data, token, root, at }: Setting): Promise<void> {
  const [bytes, content] = [readFileSync(token), readFileSync(data)];
  const { anchors } = sortTrust([decodeCertificate(pemToDer(readFileSync(root, 'utf8')))], false);
  const session = new Session();
  const judge = async () => {
    const read = await readToken(bytes);
    const judgement = verify(
      {
        token: read,
        digests: new Map([['sha256', hash('sha256', content, 'buffer')]]),
        request: null,
        anchors,
        candidates: [],
        at,
        now: at,
        policy: 'default',
        acceptPolicies: [],
        allowNoncriticalEku: false,
        skip: new Set(['certificate-revocation', 'tst-revocation']),
      },
      session,
    );
    if (judgement.verdict !== 'VALID') throw new Error(`${judgement.verdict} ${judgement.code}`);
  };
  const count = 2_000;
  const loop: number[] = [];
  const openssl: number[] = [];
  const rsa: number[] = [];
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signature = sign('sha512', content.subarray(0, 300), privateKey);
  for (let round = 0; round < 7; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) await judge();
    loop.push((performance.now() - start) / count);
    const before = performance.now();
    for (let i = 0; i < count; i++) checkSignature('sha512', content.subarray(0, 300), publicKey, signature);
    rsa.push((performance.now() - before) / count);
    if (hasOpenssl) openssl.push(time(['openssl', 'ts', '-verify', '-data', data, '-in', token, '-CAfile', root]));
  }
  const own = median(loop);
  const other = hasOpenssl ? median(openssl) : null;
  const alone = median(rsa);
  const figures = `tst ${own.toFixed(3)} ms, one RSA check ${alone.toFixed(3)} ms${other ? `, openssl ts ${other.toFixed(2)} ms` : ''}`;
  const ratio = other ? `${(other / own).toFixed(0)} × openssl per process; ` : '';
  report(
    'imprint, signature, path per token',
    figures,
    `${ratio}${(own / alone).toFixed(1)} × RSA-2048; ${own.toFixed(3)} ms (target ≤ 0.13)`,
    own <= 0.13,
  );
}

/** Large files: at least 0.95 × `openssl dgst`, memory flat. */
async function hashing(setting: Setting): Promise<void> {
  const size = 1 << 30;
  const large = setting.stampLarge(size);
  const files = createFiles();
  const inProcess: number[] = [];
  const dgst: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await files.hash(large, ['sha256']);
    inProcess.push(performance.now() - start);
    if (hasOpenssl) dgst.push(time(['openssl', 'dgst', '-sha256', large]));
    whole.push(time([...tst, 'verify', '--offline', ...skips, '--trust', setting.root, large]));
  }
  const gb = (ms: number) => (size / 1e6 / ms).toFixed(2);
  const [own, other, all] = [median(inProcess), hasOpenssl ? median(dgst) : Number.NaN, median(whole)];
  const figures = `tst ${gb(own)} GB/s, whole tst verify ${gb(all)} GB/s, openssl dgst ${gb(other)} GB/s`;
  report(
    'hashing 1 GiB, SHA-256',
    figures,
    `${(other / own).toFixed(2)} ×, whole ${(other / all).toFixed(2)} × (target ≥ 0.95)`,
    hasOpenssl ? other / own >= 0.95 : null,
  );
  const peak = peakMemory([...tst, 'verify', '--offline', ...skips, '--trust', setting.root, large]);
  const small = peakMemory([...tst, 'verify', '--offline', ...skips, '--trust', setting.root, setting.data]);
  report(
    'resident memory',
    `${peak} MB for ${statSync(large).size >> 20} MiB, ${small} MB for 20 KB`,
    '(target ≤ 120 MB)',
    peak <= 120,
  );
}

function pemToDer(pem: string): Uint8Array {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

const setting = await makeSetting();
try {
  coldStart(setting);
  await perToken(setting);
  await hashing(setting);
  // Processes of their own, so that their memory is their own.
  for (const one of ['crl.ts', 'tst-list.ts', 'revocation.ts']) {
    spawnSync(process.execPath, [resolve(import.meta.dirname, one)], { stdio: 'inherit' });
  }
} finally {
  setting.remove();
}
