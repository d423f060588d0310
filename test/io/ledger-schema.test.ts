import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { TstError } from '../../src/core/verdict/errors.ts';
import { openLedger } from '../../src/io/ledger.ts';
import { createSchema, steps } from '../../src/io/ledger-schema.ts';
import { folder } from '../cli/run-tst.ts';
import { all, clockAt, intent, noon, opened, stamped } from './ledger-kit.ts';

/** A ledger of the first form, with an entry in it. */
async function firstForm(path: string): Promise<void> {
  const database = new DatabaseSync(path);
  createSchema(database, steps.slice(0, 1));
  database.exec(
    `INSERT INTO entries (state, billed, run, pid, asked_at, authority, algorithm, digest, mark, places)
      VALUES ('unanswered', 'unknown', '0', 0, ${noon}, 'https://tsa.example/', 'sha256', '00', '0', '[]')`,
  );
  database.close();
}

test('an older ledger is brought to the present form with all that is in it', async (t) => {
  const path = join(folder(t), 'l');
  await firstForm(path);
  const ledger = await opened(t, path);
  assert.equal((await ledger.reserve('a', { minIntervalMs: 1_000, burst: 1 })).wait, 0);
  await stamped(ledger, 'new', '01');
  assert.deepEqual(
    (await all(ledger.entries({}))).map(({ state }) => state),
    ['unanswered', 'published'],
  );
  const other = new DatabaseSync(path, { readOnly: true });
  assert.equal(other.prepare('PRAGMA user_version').get()!.user_version, steps.length);
  other.close();
});

test('two programs that meet an older ledger bring it forward once', async (t) => {
  const path = join(folder(t), 'l');
  await firstForm(path);
  const [one, two] = await Promise.all([opened(t, path), opened(t, path)]);
  await one.ask(intent('a'), []);
  await two.ask(intent('b'), []);
  assert.equal((await all(one.entries({}))).length, 3);
});

test('a ledger of a newer program is refused and left as it is', async (t) => {
  const path = join(folder(t), 'l');
  await (await openLedger(path, 'write', clockAt(noon))).close();
  const newer = new DatabaseSync(path);
  newer.exec(`PRAGMA user_version = ${steps.length + 1}; CREATE TABLE tomorrow (id)`);
  newer.close();
  const before = readFileSync(path);
  for (const purpose of ['write', 'read'] as const) {
    await assert.rejects(openLedger(path, purpose, clockAt(noon)), (error) => {
      assert.ok(error instanceof TstError);
      assert.deepEqual(
        [error.code, error.facts.version, error.facts.known],
        ['ledger-newer', steps.length + 1, steps.length],
      );
      return true;
    });
  }
  assert.deepEqual(readFileSync(path), before);
});

test('what does not fit the form is found by inspecting', async (t) => {
  const path = join(folder(t), 'l');
  const ledger = await opened(t, path);
  await stamped(ledger, 'a', '01');
  const other = new DatabaseSync(path);
  other.exec("PRAGMA ignore_check_constraints = ON; UPDATE entries SET billed = 'never'");
  other.close();
  await assert.rejects(ledger.inspect(), { code: 'ledger-damaged' });
});

test('every search has an index', async (t) => {
  const path = join(folder(t), 'l');
  await opened(t, path);
  const database = new DatabaseSync(path);
  t.after(() => database.close());
  for (const query of [
    'SELECT * FROM entries WHERE moment >= 1 AND moment < 2 ORDER BY moment, id',
    'SELECT * FROM entries WHERE profile = 1 AND moment >= 1 ORDER BY moment, id',
    "SELECT * FROM entries WHERE state = 'asked' ORDER BY moment, id",
    'SELECT * FROM entries WHERE serial_reused = 1 ORDER BY moment, id',
    'SELECT billed, count(*) FROM entries WHERE profile IS ? AND asked_at >= 1 AND asked_at < 2 GROUP BY billed',
    'SELECT profile, min(asked_at), max(asked_at) FROM entries GROUP BY profile',
    'SELECT * FROM entries WHERE serial = 1 AND tsa_issuer = 1 AND tsa_subject = 1 AND token_sha256 <> 1',
    'SELECT * FROM entries WHERE file = 1 OR file_path = 1 OR output_path = 1 OR serial = 1 OR digest = 1 ORDER BY id',
  ]) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${query}`).all();
    const text = plan.map(({ detail }) => String(detail)).join('; ');
    assert.doesNotMatch(text, /SCAN entries(?! USING (COVERING INDEX|INDEX entries_reused))/, query);
    // Sorting would hold all of it in memory; of groups and of single entries there are few.
    if (query.includes('moment, id')) assert.doesNotMatch(text, /TEMP B-TREE/, query);
  }
});
