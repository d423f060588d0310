import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { Dialog } from '../../src/cli/dialog.ts';

test('answers come in their order, also those that were typed ahead, and none after the end', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const dialog = new Dialog(input, output);
  input.write('one\ntwo\r\n');
  assert.equal(await dialog.ask('first?'), 'one');
  assert.equal(await dialog.ask('second?'), 'two');
  const third = dialog.ask('third?');
  input.end('three');
  assert.equal(await third, 'three');
  assert.equal(await dialog.ask('fourth?'), null);
  assert.equal(output.read().toString(), 'first? second? third? fourth? ');
  dialog.close();
});

test('an answer without end is cut', async () => {
  const input = new PassThrough();
  const dialog = new Dialog(input, new PassThrough());
  input.end(`${'x'.repeat(100_000)}\n`);
  assert.equal((await dialog.ask('?'))?.length, 4_096);
  dialog.close();
});
