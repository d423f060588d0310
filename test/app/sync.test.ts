import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sync } from '../../src/app/repository/sync.ts';
import { ledgerToken } from '../../src/app/token-facts.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { intent, opened, sha256 } from '../io/ledger-kit.ts';
import { requestFor, stamp } from '../lab/requests.ts';
import { type Desk, desk, listOf, profileOf, run } from './repository-kit.ts';

/** A token of the lab in the ledger and on disk. */
async function stamped(context: Parameters<typeof desk>[0], at: Desk, profile: string | null) {
  const ledger = await opened(context, join(at.data, 'ledger.sqlite'), at.clock);
  const answer = await stamp(at.lab.tsaUrl, requestFor());
  const path = join(at.data, 'a.tsr');
  writeFileSync(path, answer);
  const file = sha256(Buffer.from(answer).toString('latin1'));
  const { id } = await ledger.ask(intent('a.pdf', { profile }), []);
  await ledger.receive(id, { path, sha256: file });
  const token = ledgerToken(await readToken(answer))!;
  await ledger.judge(id, { token, verification: null }, file);
  await ledger.publish(id, 'published', { path, sha256: file }, null);
  return { ledger, path, token };
}

test('a token of the ledger is found by what only its file says; told once, and not before it is told', async (context) => {
  const at = await desk(context);
  const { ledger, path, token } = await stamped(context, at, null);
  const options = { profiles: [await profileOf(at.lab, listOf(at.lab, 'json'))], check: false };
  assert.deepEqual((await sync(options, ledger, at.ports)).revoked, []);
  at.lab.revokeToken({ tsu: true });
  at.clock.ms += 1_000;
  const first = await sync(options, ledger, at.ports);
  assert.deepEqual(
    first.revoked.map((one) => [one.token, one.path, one.isNew]),
    [[token.sha256, path, true]],
  );
  const again = await sync(options, ledger, at.ports);
  assert.ok(again.revoked[0]?.isNew, 'nobody was told yet');
  await again.remember();
  assert.equal((await sync(options, ledger, at.ports)).revoked[0]?.isNew, false);
  writeFileSync(path, 'another file');
  assert.deepEqual((await sync(options, ledger, at.ports)).revoked, [], 'of another profile, and not this token');
});

test('a token whose file is gone is found by the ledger’s own facts, under its profile alone', async (context) => {
  const at = await desk(context);
  const { ledger, path, token } = await stamped(context, at, 'lab');
  rmSync(path);
  at.lab.revokeToken({ serial: BigInt(`0x${token.serial}`) });
  const profile = await profileOf(at.lab, listOf(at.lab, 'csv'));
  const found = await sync({ profiles: [profile], check: true }, ledger, at.ports);
  assert.deepEqual(
    found.revoked.map(({ source, isNew }) => [source, isNew]),
    [['lab', true]],
  );
  const other = await sync({ profiles: [{ ...profile, name: 'other' }], check: true }, ledger, at.ports);
  assert.deepEqual(other.revoked, []);
});

test('a list in a file is kept when it changes, and not each time', async (context) => {
  const at = await desk(context);
  const path = join(at.data, 'list.txt');
  const profile = await profileOf(at.lab, `kind = "text"\nfile = ${JSON.stringify(path)}\n`);
  const kept = async () => {
    const [history] = [...(await run(at, [profile]).histories()).values()];
    return history!.records.length - 1;
  };
  const lines = ['# radix: 16\n', '# radix: 16\n', '# radix: 16\n1a\n'];
  for (const [i, count] of [1, 1, 2].entries()) {
    writeFileSync(path, lines[i]!);
    await sync({ profiles: [profile], check: false }, null, at.ports);
    assert.equal(await kept(), count);
  }
  const name = createHash('sha256').update(lines[0]!).digest('hex');
  assert.ok(await at.ports.repository.object({ sha256: name, size: lines[0]!.length }), 'what it said before is there');
});
