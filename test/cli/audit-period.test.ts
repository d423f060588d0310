import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { desk, linesOf, rowsOf } from './audit-kit.ts';

test('a token whose genTime was moved out of the period by hand does not get out of the audit', async (t) => {
  const at = await desk(t);
  const dir = at.path('archive');
  cpSync(at.dir, dir, { recursive: true });
  const audit = (more: readonly string[]) => at.audit([...more, '--json', '--no-record', 'archive'], { cwd: dir });
  const all = rowsOf((await audit([])).out);
  const one = all.find(({ data, token }) => data.hex === null && token.hex === null);
  const { genTime } = one.stated;
  const day = new Date(Date.parse(genTime) + 9 * 3_600_000).toISOString().slice(0, 10);
  const path = join(dir, one.token.text);
  const bytes = readFileSync(path);
  const year = bytes.indexOf(genTime.slice(0, 19).replace(/[-:T]/g, ''), 0, 'latin1');
  assert.ok(year > 0);
  bytes.write('1999', year, 'latin1');
  writeFileSync(path, bytes);
  writeFileSync(join(dir, one.data.text), 'something else');
  const { out, exit } = await audit(['--from', day, '--to', day]);
  const row = rowsOf(out).find(({ token }) => token.text === one.token.text);
  assert.deepEqual([exit, row.verdict, row.stated.genTime.slice(0, 4)], [1, 'INVALID', '1999']);
  // What is signed, is outside as before.
  const others = all.filter(
    (line) => new Date(Date.parse(line.stated.genTime) + 9 * 3_600_000).toISOString().slice(0, 10) !== day,
  );
  assert.equal(linesOf(out).at(-1).summary.outside, others.length);
});
