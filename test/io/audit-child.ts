import { writeSync } from 'node:fs';
import { TstError } from '../../src/core/verdict/errors.ts';
import { auditAsked, openAuditLedger } from '../../src/io/audit-ledger.ts';
import { rowOf } from './audit-kit.ts';

// Another process at a record. `keep`: judges all of it, ten lines at a time, until it is killed; each ten name a set of evidence.
// `open`: says what came of it, and how long it took.
const [deed, path] = process.argv.slice(2) as ['keep' | 'open', string];
if (deed === 'keep') {
  const ledger = openAuditLedger(path, 'write');
  for (;;) {
    const items = ledger.pending(0, 10);
    if (items.length === 0) break;
    const set = `set ${items[0]!.seq}`;
    ledger.keep(
      items.map(({ seq }) => rowOf(seq, {}, { evidence: set, line: `${seq} ${'x'.repeat(2_000)}` })),
      [[set, '[]']],
    );
    writeSync(1, `${items.at(-1)!.seq}\n`);
  }
  ledger.finish();
  ledger.close();
} else {
  const said: Record<string, unknown> = {};
  for (const purpose of ['read', 'write'] as const) {
    const start = performance.now();
    try {
      openAuditLedger(path, purpose).close();
      said[purpose] = 'opened';
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      said[purpose] = `${error.code}: ${error.facts.reason}`;
    }
    said[`${purpose}Ms`] = performance.now() - start;
  }
  said.asked = auditAsked(path)?.state ?? null;
  writeSync(1, JSON.stringify(said));
}
