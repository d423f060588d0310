import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadHelp } from '../../src/cli/help.ts';
import { Progress, spanText } from '../../src/cli/progress.ts';
import { teller } from '../../src/cli/stamp-events.ts';
import { openTerminal, type Terminal } from '../../src/cli/terminal.ts';

async function scene(argv: readonly string[] = []) {
  const said: string[] = [];
  const terminal: Terminal = { ...(await openTerminal(argv, { LC_ALL: 'C' })), talk: (lines) => said.push(...lines) };
  return { said, terminal, help: await loadHelp(terminal.language) };
}

test('waits are told with their length and reason, short ones not, and of many only those that grow', async () => {
  const { terminal, help } = await scene();
  const said: string[] = [];
  let done = 0;
  const told = teller((line) => said.push(line), { ended: () => done++ }, terminal, help);
  for (const ms of [900, 1_500, 1_500, 2_900, 15_000, 16_000])
    told({ kind: 'wait', ms, profile: 'seiko', reason: 'rate' });
  told({ kind: 'wait', ms: 120_000, profile: 'seiko', reason: 'service' });
  told({ kind: 'ended' });
  told({ kind: 'left', count: 2 });
  assert.deepEqual(said, [
    'waiting 1.5 s: the rate of seiko',
    'waiting 15 s: the rate of seiko',
    'waiting 2 min before the authority is asked again',
    'runs that ended early left answers on disk (2): the same command with --resume publishes them',
  ]);
  assert.equal(done, 1);
});

test('stretches of time are in words of both languages', async () => {
  const english = (await scene()).help;
  const japanese = (await scene(['--lang', 'ja'])).help;
  for (const [ms, en, ja] of [
    [250, '0.3 s', '0.3秒'],
    [9_950, '10 s', '10秒'],
    [89_000, '89 s', '89秒'],
    [90_000, '2 min', '2分'],
    [5_399_000, '90 min', '90分'],
    [5_400_000, '1.5 h', '1.5時間'],
  ] as const) {
    assert.equal(spanText(ms, english), en);
    assert.equal(spanText(ms, japanese), ja);
  }
});

test('where nobody looks on, a short run says nothing of its progress', async () => {
  const { said, terminal, help } = await scene();
  const progress = new Progress(3, terminal, help, false);
  for (let i = 0; i < 3; i++) progress.ended();
  assert.deepEqual(said, []);
});
