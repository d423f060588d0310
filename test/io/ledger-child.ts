import { writeSync } from 'node:fs';
import { TstError } from '../../src/core/verdict/errors.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { intent, noon, sha256, stampedAs } from './ledger-kit.ts';

// One of several processes that stamp at once: takes slots and enters requests until the quota refuses, and says what it got.
const [path, name, count, limit] = process.argv.slice(2) as [string, string, string, string];
const ledger = await openLedger(path, 'write', { now: () => noon });
const allowance = { period: '2024-05', from: noon, to: noon + 1, limit: Number(limit), enforce: true };
const slots: number[] = [];
let refused = 0;
for (let i = 0; i < Number(count); i++) {
  slots.push((await ledger.reserve('seiko', { minIntervalMs: 1_000, burst: 1 })).at - noon);
  try {
    const { id } = await ledger.ask(intent(`${name} ${i}`), [allowance]);
    await stampedAs(ledger, id, `${name} ${i}`, sha256(`${name} ${i}`));
  } catch (error) {
    if (!(error instanceof TstError) || error.code !== 'quota-reached') throw error;
    refused++;
  }
}
await ledger.close();
writeSync(1, JSON.stringify({ slots, refused }));
