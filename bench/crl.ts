// `node bench/crl.ts [entries]`: a CRL of a million entries, made here, indexed and looked up. Each run in a process of its own,
// so that memory is that of the index and the list alone. Target: under 1 s and 150 MB, then microseconds per lookup.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { decodeCrl } from '../src/core/revocation/crl.ts';
import { median, report } from './measure.ts';

const entries = Number(process.argv[2] ?? 1_000_000);
const [, , , child] = process.argv;

/** A serial of 16 octets, positive, that depends on its number alone. */
function serialOf(index: number): Uint8Array {
  const serial = Uint8Array.from(createHash('md5').update(`serial ${index}`).digest());
  serial[0] = 0x40 | (serial[0]! & 0x3f);
  return serial;
}

function header(tag: number, length: number): number[] {
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  return length < 0x80 ? [tag, length] : [tag, 0x80 | octets.length, ...octets];
}

/** A version 2 list of so many entries, each with a reason, as large authorities publish them; its signature is none. */
function makeCrl(count: number): Uint8Array {
  const size = 2 + 18 + 15 + 14;
  const list = Buffer.allocUnsafe(size * count);
  const tail = Buffer.concat([
    Uint8Array.of(0x17, 13),
    Buffer.from('250115093000Z'),
    Buffer.from('300c300a0603551d1504030a0101', 'hex'),
  ]);
  for (let i = 0; i < count; i++) {
    const at = i * size;
    list.set([0x30, size - 2, 0x02, 16], at);
    list.set(serialOf(i), at + 4);
    list.set(tail, at + 20);
  }
  const algorithm = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
  const issuer = Buffer.from('300f310d300b06035504030c0442656e63', 'hex');
  const times = Buffer.concat([
    Uint8Array.of(0x17, 13),
    Buffer.from('260101000000Z'),
    Uint8Array.of(0x17, 13),
    Buffer.from('260108000000Z'),
  ]);
  const body = [Uint8Array.of(2, 1, 1), algorithm, issuer, times, Uint8Array.from(header(0x30, list.length)), list];
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const tbs = Buffer.concat([Uint8Array.from(header(0x30, length)), ...body]);
  const signature = Buffer.concat([Uint8Array.of(0x03, 3, 0), Uint8Array.of(1, 2)]);
  const whole = tbs.length + algorithm.length + signature.length;
  return Buffer.concat([Uint8Array.from(header(0x30, whole)), tbs, algorithm, signature]);
}

function measure(): void {
  const bytes = makeCrl(entries);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const crl = decodeCrl(bytes);
  const read = performance.now() - start;
  const [first] = crl.entries.find(serialOf(0));
  const indexed = performance.now() - start;
  if (crl.entries.count !== entries || first === undefined) throw new Error('the list was not read');
  const after = process.memoryUsage();
  const wanted = Array.from({ length: 20_000 }, (_, i) => serialOf(i % 2 === 0 ? (i * 7919) % entries : entries + i));
  const from = performance.now();
  let found = 0;
  for (const serial of wanted) found += [...crl.entries.find(serial)].length;
  const each = ((performance.now() - from) / wanted.length) * 1000;
  if (found !== wanted.length / 2) throw new Error(`${found} found`);
  const grown = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
  process.stdout.write(JSON.stringify({ read, indexed, each, grown, bytes: bytes.length, rss: after.rss }));
}

if (child === 'child') {
  measure();
} else {
  const runs = Array.from({ length: 3 }, () => {
    const words = ['--expose-gc', fileURLToPath(import.meta.url), String(entries), 'child'];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Record<'read' | 'indexed' | 'each' | 'grown' | 'bytes' | 'rss', number>;
  });
  const of = (name: keyof (typeof runs)[number]) => median(runs.map((run) => run[name]));
  const mb = (octets: number) => `${(octets / 1e6).toFixed(0)} MB`;
  report(
    `a CRL of ${entries} entries (${mb(of('bytes'))})`,
    `read ${of('read').toFixed(0)} ms, indexed ${of('indexed').toFixed(0)} ms, beside the list ${mb(of('grown'))}, process ${mb(of('rss'))}`,
    '(target < 1000 ms, < 150 MB)',
    of('indexed') < 1_000 && of('grown') < 150e6,
  );
  report('one lookup, half of them found', `${of('each').toFixed(1)} µs`, '');
}
