import { writeSync } from 'node:fs';
import { TstError } from '../../src/core/verdict/errors.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { now, type RunOptions, run } from './recorded-run.ts';

// Stamps as `recorded-run.ts` says, and stops for good at the point named: who started it kills it there. Else says in one line
// how it ended.
const [ledgerPath, folder, point, options] = process.argv.slice(2) as [string, string, string, string];

async function end(): Promise<object> {
  try {
    const ledger = await openLedger(ledgerPath, 'write', { now: () => now });
    const { notes } = await run(ledger, folder, JSON.parse(options) as RunOptions, (reached) => {
      if (reached !== point) return;
      writeSync(1, `${reached}\n`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
    await ledger.close();
    return { error: null, notes };
  } catch (error) {
    if (error instanceof TstError) return { error: error.code, facts: error.facts };
    throw error;
  }
}

writeSync(1, `${JSON.stringify(await end())}\n`);
