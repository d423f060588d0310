import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Keepsake } from '../../src/app/keeping.ts';
import type { Files, Ledger } from '../../src/app/ports.ts';
import { LedgerRecord } from '../../src/app/recording.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { createFiles } from '../../src/io/files.ts';
import { judge } from '../vectors/judge.ts';

const cases = join(import.meta.dirname, '../../fixtures/cases');
const read = (name: string) => readFileSync(join(cases, name));

/** Everything happens at this moment. */
export const now = Date.UTC(2024, 6, 1);

/** Points between the steps of stamping, in their order. */
export const points = ['opened', 'asked', 'staged', 'received', 'judged', 'named', 'published'] as const;
export type Point = (typeof points)[number];

export interface RunOptions {
  /** What comes back: a token that is VALID, one that is INVALID, no DER at all, a refusal, or nothing. */
  readonly answer: 'valid' | 'invalid' | 'garbled' | 'rejection' | 'timeout';
  /** The bare token is published. */
  readonly bare?: boolean;
  readonly file?: string;
}

/** The answers, as bytes. */
export const answers = {
  valid: read('good.tsr'),
  invalid: read('signature-changed.tsr'),
  garbled: Buffer.concat([read('good.tsr').subarray(0, 900), Buffer.from('<html>')]),
  rejection: Buffer.from('3009300702010203020520', 'hex'),
};

/** One file's way through stamping as `app/stamp.ts` goes it, with an answer at hand; `pause` is called between the steps. */
export async function run(
  ledger: Ledger,
  folder: string,
  options: RunOptions,
  pause: (point: Point) => Promise<void> | void = () => {},
  files: Files = createFiles(),
): Promise<LedgerRecord> {
  const { answer, bare = false, file = 'data.bin' } = options;
  const request = decodeRequest(read('request.tsq'));
  const wanted = join(folder, `${file}${bare ? '.tst' : '.tsr'}`);
  await pause('opened');
  const record = await LedgerRecord.ask(
    {
      profile: 'lab',
      authority: 'https://tsa.example/tsr',
      file: { given: join(folder, file), algorithm: 'sha256', digest: '00' },
      nonce: request.nonce,
      wanted,
      quota: null,
      now,
    },
    ledger,
    files,
    { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
  );
  await pause('asked');
  if (answer === 'timeout') {
    await record.ended(new TstError('timeout', { phase: 'header' }));
    return record;
  }
  const bytes = answers[answer];
  const keepsake = await Keepsake.save(files, wanted, bytes, record.mark);
  await pause('staged');
  await record.received(keepsake.path, bytes);
  await pause('received');
  if (answer === 'rejection') {
    await record.ended(new TstError('rejected'));
    await pause('judged');
    await keepsake.discard();
    return record;
  }
  if (answer === 'garbled') {
    const kept = await keepsake.reject();
    await pause('named');
    await record.kept(kept, bytes, new TstError('not-a-response'));
    return record;
  }
  const token = await readToken(bytes);
  const judgement = await judge({
    token: bytes,
    data: read('data.bin'),
    request: request.bytes,
    roots: [],
    at: now,
    now,
  });
  const published = bare ? token.response!.token! : bytes;
  await record.judged(token, judgement, published);
  await pause('judged');
  if (answer === 'invalid') {
    const kept = await keepsake.reject();
    await pause('named');
    await record.kept(kept, bytes, null);
  } else {
    const path = await keepsake.accept(false, bare ? published : null);
    await pause('named');
    await record.published(path, published);
  }
  await pause('published');
  return record;
}
