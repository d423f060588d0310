import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addProfile, customer } from './contract-kit.ts';
import { jsonOf } from './run-tst.ts';

// A day of a customer with all four checks, nothing skipped: what the contract asks, from the first stamp to a token that the provider
// revokes in the evening.

const names = Array.from({ length: 10 }, (_, i) => `contract ${i}.pdf`);

test('ten files, one answer lost, all verified; the evening’s sync finds a revoked token, and exactly that one is INVALID', async (t) => {
  const c = await customer(t, { revocation: true, faultAt: { 4: 'reset' } });
  const list = [
    `service.acceptPolicies=${c.lab.policy}`,
    'tst-revocation.kind=json',
    `tst-revocation.url=${c.lab.tstListUrl}.json`,
    'tst-revocation.allowHttp=true',
    'quota.perMonth=100',
  ];
  await addProfile(c, 'lab', ['rate.minIntervalMs=10', ...list]);
  const files = c.files(...names);
  const stamp = ['stamp', '--profile', 'lab', '--resume', ...files];
  assert.equal((await c.run(stamp)).exit, 69);
  const second = await c.run(stamp);
  assert.equal(second.exit, 0, second.err);
  const verifyAll = async () => {
    const runs = await Promise.all(files.map((file) => c.run(['verify', '--profile', 'lab', '--json', file])));
    return runs.map((run) => jsonOf(run)).map(({ verdict, complete, code }) => `${verdict} ${complete} ${code}`);
  };
  assert.deepEqual(await verifyAll(), Array(10).fill('VALID true null'));

  assert.equal((await c.run(['repo', 'sync'])).exit, 0);
  // The answer that was lost was issued as well; revoked is the one of the file that was stamped last.
  c.lab.revokeToken({ serial: 'last' });
  const sync = await c.run(['repo', 'sync']);
  assert.equal(sync.exit, 1, sync.out + sync.err);
  assert.match(sync.out, /newly revoked by lab: token of .*contract 3\.pdf/);
  const evening = await verifyAll();
  assert.deepEqual(
    evening,
    names.map((_, i) => (i === 3 ? 'INVALID true tst-revoked' : 'VALID true null')),
  );
  const usage = jsonOf(await c.run(['ledger', 'usage', '--json']));
  assert.match(JSON.stringify(usage), /"used":10,"unanswered":1/);
});
