// Reads the JSON Lines result of an audit, one line after the other, so that a million never stand in memory.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AuditRow } from '../../src/core/verdict/audit.ts';

/** Every line of a file, as JSON. Throws a SyntaxError that names the line where one is none. */
export async function* jsonLines(path: string): AsyncGenerator<unknown> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line === '') continue;
    try {
      yield JSON.parse(line);
    } catch (error) {
      throw new SyntaxError(`${path}, line ${number}: ${(error as Error).message}`);
    }
  }
}

const kinds: readonly unknown[] = ['token', 'orphan-data', 'orphan-token'] satisfies AuditRow['kind'][];

/** The lines that are rows; a result may have others before or after them. */
export async function* auditRows(path: string): AsyncGenerator<AuditRow> {
  for await (const line of jsonLines(path)) if (kinds.includes((line as AuditRow).kind)) yield line as AuditRow;
}
