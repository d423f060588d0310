import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder } from '../cli/run-tst.ts';
import { all, noon, opened } from './ledger-kit.ts';

const child = join(import.meta.dirname, 'ledger-child.ts');

function start(
  path: string,
  name: string,
  count: number,
  limit: number,
): Promise<{ slots: number[]; refused: number }> {
  const running = spawn(process.execPath, [child, path, name, String(count), String(limit)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  running.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  return new Promise((resolve, reject) => {
    running.once('close', (exit) =>
      exit === 0 ? resolve(JSON.parse(out)) : reject(new Error(`${name}: exit ${exit}`)),
    );
  });
}

for (const processes of [2, 4]) {
  test(`${processes} processes that stamp at once make one ledger, and keep its rate and quota`, async (t) => {
    const dir = folder(t);
    const path = join(dir, 'data', 'ledger.sqlite');
    const [each, limit] = [40 / processes, 25];
    const names = Array.from({ length: processes }, (_, i) => `process ${i}`);
    const runs = await Promise.all(names.map((name) => start(path, name, each, limit)));

    // All at the same moment by their clock: every slot is given once, none is left out.
    const slots = runs.flatMap((run) => run.slots).sort((a, b) => a - b);
    assert.deepEqual(
      slots,
      Array.from({ length: 40 }, (_, i) => i * 1_000),
    );
    assert.equal(
      runs.reduce((sum, { refused }) => sum + refused, 0),
      40 - limit,
    );
    const ledger = await opened(t, path);
    await ledger.inspect();
    assert.deepEqual(await ledger.usage('seiko', noon, noon + 1), { used: limit, unanswered: 0, refused: 0 });
    const entries = await all(ledger.entries({}));
    assert.equal(new Set(entries.map(({ file }) => file.given)).size, limit);
    assert.ok(entries.every(({ state, serialReused }) => state === 'published' && !serialReused));
    assert.deepEqual(
      readdirSync(join(dir, 'data')).filter((name) => name.endsWith('.new')),
      [],
    );
  });
}
