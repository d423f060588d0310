// `node bench/tst-list.ts`: a TST revocation list of a million entries, in the three formats: the time to read and index it, the
// memory beside its own bytes, and one lookup. Each runs in a process of its own, so that its memory is its own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { judgeTstList } from '../src/core/revocation/tst-list/judge.ts';
import { TstQuestion } from '../src/core/revocation/tst-list/question.ts';
import { prepareTstSource } from '../src/core/revocation/tst-list/source.ts';
import type { TstInfo } from '../src/core/tsp/tst-info.ts';
import { Findings } from '../src/core/verdict/findings.ts';
import { readTstList, type TstListFormat } from '../src/index.ts';
import { median, report } from './measure.ts';

const [, , words = '1000000', kind] = process.argv;
const entries = Number(words);
const now = Date.UTC(2026, 0, 2);

/** A serial number of 16 octets that depends on its number alone. */
function serialOf(index: number): Uint8Array {
  const serial = Uint8Array.from(createHash('md5').update(`serial ${index}`).digest());
  serial[0] = 0x40 | (serial[0]! & 0x3f);
  return serial;
}

const hex = (index: number) => Buffer.from(serialOf(index)).toString('hex');

interface Sample {
  readonly format: TstListFormat;
  readonly head: string;
  readonly line: (index: number) => string;
  readonly tail: string;
}

const samples: Readonly<Record<string, Sample>> = {
  json: {
    format: { kind: 'json' },
    head: '{"format":"tst-revocation-list","version":1,"thisUpdate":"2026-01-01T00:00:00Z","radix":16,"entries":[\n{"serial":"0"}',
    line: (i) => `,\n{"serial":"${hex(i)}","revokedAt":"2025-01-15T09:30:00Z","reason":"issued with a wrong clock"}`,
    tail: '\n]}\n',
  },
  csv: {
    format: {
      kind: 'csv',
      columns: { serial: 'serial', revokedAt: 'revoked', reason: 'reason' },
      radix: 16,
      zone: 540,
    },
    head: 'serial,revoked,reason\r\n0,,\r\n',
    line: (i) => `${hex(i)},2025-01-15 09:30:00,issued with a wrong clock\r\n`,
    tail: '',
  },
  text: { format: { kind: 'text', radix: null }, head: '# radix: 16\n0\n', line: (i) => `${hex(i)}\n`, tail: '' },
};

function make({ head, line, tail }: Sample): Buffer {
  const parts = [Buffer.from(head)];
  for (let i = 0; i < entries - 1; i += 10_000) {
    const count = Math.min(10_000, entries - 1 - i);
    parts.push(Buffer.from(Array.from({ length: count }, (_, k) => line(i + k)).join('')));
  }
  return Buffer.concat([...parts, Buffer.from(tail)]);
}

/** A token of that serial number, a day before the list. */
function question(index: number): TstQuestion {
  const ms = now - 2 * 86_400_000;
  const tst: Partial<TstInfo> = {
    serialNumber: serialOf(index),
    genTime: { exact: '', ms, micros: BigInt(ms) * 1000n, beyond: false, fraction: '', leapSecond: false },
    accuracy: { micros: 1_000_000 },
    policy: '1.2.3',
    messageImprint: { algorithm: { oid: '', parameters: 'absent' }, hash: 'sha256', hashedMessage: new Uint8Array(32) },
    tsa: null,
  };
  return new TstQuestion(tst as TstInfo, null);
}

function measure(sample: Sample): void {
  const bytes = make(sample);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const list = readTstList(bytes, sample.format);
  const read = performance.now() - start;
  const first = list.entries.find(question(0));
  const indexed = performance.now() - start;
  if (list.entries.count !== entries || first === null) throw new Error('the list was not read');
  globalThis.gc?.();
  const after = process.memoryUsage();
  const wanted = Array.from({ length: 20_000 }, (_, i) =>
    question(i % 2 === 0 ? (i * 7919) % (entries - 1) : entries + i),
  );
  const from = performance.now();
  let found = 0;
  for (const one of wanted) if (list.entries.find(one) !== null) found++;
  const each = ((performance.now() - from) / wanted.length) * 1000;
  if (found !== wanted.length / 2) throw new Error(`${found} found`);
  const snapshot = { origin: '', fetchedAt: now, sha256: list.sha256, unauthentic: null, content: { list } };
  const source = prepareTstSource({ name: '', kind: 'list', scope: null, snapshots: [snapshot] }, null);
  const clear = wanted.filter((_, i) => i % 2 === 1);
  const judged = performance.now();
  for (const one of clear) judgeTstList({ sources: [source], question: one, at: now, now }, new Findings('default'));
  const judging = ((performance.now() - judged) / clear.length) * 1000;
  const grown = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
  process.stdout.write(JSON.stringify({ read, indexed, each, judging, grown, bytes: bytes.length, rss: after.rss }));
}

if (kind !== undefined) {
  measure(samples[kind]!);
} else {
  for (const name of Object.keys(samples)) {
    const runs = Array.from({ length: 3 }, () => {
      const command = ['--expose-gc', fileURLToPath(import.meta.url), String(entries), name];
      const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as Record<'read' | 'indexed' | 'each' | 'judging' | 'grown' | 'bytes' | 'rss', number>;
    });
    const of = (figure: keyof (typeof runs)[number]) => median(runs.map((run) => run[figure]));
    const mb = (octets: number) => `${(octets / 1e6).toFixed(0)} MB`;
    report(
      `a ${name} list of ${entries} tokens (${mb(of('bytes'))})`,
      `read ${of('read').toFixed(0)} ms, indexed ${of('indexed').toFixed(0)} ms, beside the list ${mb(of('grown'))}, process ${mb(of('rss'))}`,
      '(target < 1000 ms)',
      of('indexed') < 1_000,
    );
    report(
      'one lookup, half of them found; one judgement',
      `${of('each').toFixed(1)} µs; ${of('judging').toFixed(1)} µs`,
      '',
    );
  }
}
