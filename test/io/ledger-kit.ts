import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock, Intent, Ledger, LedgerFacts } from '../../src/app/ports.ts';
import { openLedger } from '../../src/io/ledger.ts';

/** A moment to start from, and a clock that tests set. */
export const noon = Date.UTC(2024, 4, 31, 12);

export function clockAt(now: number): Clock & { now: () => number; set(to: number): void } {
  let time = now;
  return {
    now: () => time,
    set: (to) => {
      time = to;
    },
  };
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A ledger that is closed after the test. */
export async function opened(
  t: TestContext,
  path: string,
  clock: Clock = clockAt(noon),
  purpose: 'write' | 'read' = 'write',
): Promise<Ledger> {
  const ledger = await openLedger(path, purpose, clock);
  t.after(() => ledger.close().catch(() => {}));
  return ledger;
}

/** A request for a file of this name, with deviations. */
export function intent(name: string, more: Partial<Intent> = {}): Intent {
  const path = join('/data', name);
  return {
    profile: 'seiko',
    authority: 'https://tsa.example/tsr',
    file: { given: name, path, algorithm: 'sha256', digest: sha256(name) },
    nonce: sha256(`nonce ${name}`).slice(0, 16),
    mark: sha256(`mark ${name}`).slice(0, 12),
    places: [`${path}.tsr`, join('/tmp', `${name}.tsr`)],
    ...more,
  };
}

/** What a VALID token of this serial number says. */
export function facts(content: string, serial: string, genTimeMs = noon): LedgerFacts {
  const genTime = new Date(genTimeMs).toISOString().replace('.000Z', '.000001Z');
  const tsa = { sha256: sha256('tsu'), subject: 'CN=TSU 1', issuer: 'CN=TSA CA', expires: Date.UTC(2034, 0, 1) };
  return {
    token: { sha256: sha256(content), genTime, genTimeMs, serial, tsa },
    verification: { verdict: 'VALID', code: null, at: genTimeMs + 1_000, evidence: null },
  };
}

/** A token that went all its way. */
export async function stamped(ledger: Ledger, name: string, serial: string, more: Partial<Intent> = {}, at = noon) {
  const { id } = await ledger.ask(intent(name, more), []);
  return { id, others: await stampedAs(ledger, id, name, serial, at) };
}

/** The rest of the way of a request that was entered. */
export async function stampedAs(ledger: Ledger, id: number, name: string, serial: string, at = noon) {
  await ledger.receive(id, { path: `/data/${name}.part`, sha256: sha256(`file ${name}`) });
  const others = await ledger.judge(id, facts(`token ${name}`, serial, at), sha256(`file ${name}`));
  await ledger.publish(id, 'published', { path: `/data/${name}.tsr`, sha256: sha256(`file ${name}`) }, null);
  return others;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
