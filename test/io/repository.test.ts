import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRepository, repositoryObject } from '../../src/io/repository.ts';
import { noRepository } from '../../src/io/user-repository.ts';

const writer = fileURLToPath(new URL('./repository-writer.ts', import.meta.url));

function dataFolder(context: TestContext): string {
  const data = mkdtempSync(join(tmpdir(), 'tst-data-'));
  context.after(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

const nameOf = (text: string) => ({ sha256: createHash('sha256').update(text).digest('hex'), size: text.length });
const places = (data: string) => join(data, 'repository', 'places');
const filesOf = (data: string) => {
  const [place] = readdirSync(places(data)).filter((name) => !name.endsWith('.head'));
  return readdirSync(join(places(data), place!)).map((name) => join(places(data), place!, name));
};
const headOf = (data: string) => join(places(data), readdirSync(places(data)).find((name) => name.endsWith('.head'))!);

async function filled(context: TestContext): Promise<string> {
  const data = dataFolder(context);
  const repository = createRepository(data);
  for (const i of [1, 2, 3]) await repository.keep('a', { i }, [Buffer.from(`bytes ${i}`)]);
  return data;
}

test('what was kept comes back in its order, with its bytes, for the owner alone', async (context) => {
  const data = await filled(context);
  const repository = createRepository(data);
  assert.deepEqual(await repository.read('a'), { records: [{ i: 1 }, { i: 2 }, { i: 3 }], lost: 0, wholeFrom: 0 });
  assert.deepEqual(await repository.read('b'), { records: [], lost: 0, wholeFrom: 0 });
  assert.equal(Buffer.from((await repository.object(nameOf('bytes 2')))!).toString(), 'bytes 2');
  assert.equal(readFileSync(repositoryObject(data, nameOf('bytes 2').sha256), 'utf8'), 'bytes 2');
  assert.equal(await repository.object(nameOf('bytes 4')), null);
  if (process.platform === 'win32') return;
  for (const path of [...filesOf(data), headOf(data)]) assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a record that is gone is counted, wherever it was; the numbers go on behind it', async (context) => {
  for (const at of [0, 1, 2]) {
    const data = await filled(context);
    rmSync(filesOf(data)[at]!);
    const repository = createRepository(data);
    const read = await repository.read('a');
    assert.deepEqual(
      [read.lost, read.wholeFrom],
      [1, at],
      'and where: the records before it may have been corrected by it',
    );
    await repository.keep('a', { i: 4 }, []);
    const { records, lost } = await repository.read('a');
    assert.deepEqual([records.length, records.at(-1), lost], [3, { i: 4 }, 1]);
  }
});

test('damage, and a record put in the place of another, are as if they were gone, and counted', async (context) => {
  const data = await filled(context);
  const [first, second] = filesOf(data);
  writeFileSync(first!, readFileSync(second!));
  const repository = createRepository(data);
  assert.deepEqual(await repository.read('a'), { records: [{ i: 2 }, { i: 3 }], lost: 1, wholeFrom: 0 });
  writeFileSync(second!, readFileSync(second!, 'utf8').replace('2}', '9}'));
  assert.deepEqual(await repository.read('a'), { records: [{ i: 3 }], lost: 2, wholeFrom: 0 });
  writeFileSync(repositoryObject(data, nameOf('bytes 3').sha256), 'bytes 4');
  assert.equal(await repository.object(nameOf('bytes 3')), null);
});

test('without its head everything is still there; one that is no number says nothing', async (context) => {
  const data = await filled(context);
  writeFileSync(headOf(data), 'many\n');
  assert.equal((await createRepository(data).read('a')).lost, 0);
  rmSync(headOf(data));
  assert.deepEqual(await createRepository(data).read('a'), {
    records: [{ i: 1 }, { i: 2 }, { i: 3 }],
    lost: 0,
    wholeFrom: 0,
  });
});

test('a folder that others can write to is not used', { skip: process.platform === 'win32' }, async (context) => {
  const data = await filled(context);
  chmodSync(join(data, 'repository'), 0o777);
  const repository = createRepository(data);
  await assert.rejects(repository.read('a'), { code: 'input-unreadable' });
  await assert.rejects(repository.keep('a', {}, []), { code: 'output-failed' });
  assert.equal(await repository.object(nameOf('bytes 2')), null);
});

test('without a place to keep, nothing is kept', async () => {
  await noRepository.keep('a', {}, [Buffer.from('b')]);
  assert.deepEqual(await noRepository.read('a'), { records: [], lost: 0, wholeFrom: 0 });
});

test('processes that keep at once, one of them killed: nothing that was said to be kept is missing', async (context) => {
  const data = dataFolder(context);
  const start = (name: string) => {
    const child = spawn(process.execPath, [writer, data, name, '25'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      if (name === 'killed' && said.join('').includes('\n7\n')) child.kill('SIGKILL');
    });
    return once(child, 'close').then(() => said.join('').split('\n').slice(0, -1).map(Number));
  };
  const names = ['a', 'b', 'killed'];
  const said = await Promise.all(names.map(start));
  const repository = createRepository(data);
  const { records, lost } = await repository.read('shared');
  assert.equal(lost, 0);
  names.forEach((name, at) => {
    const kept = (records as { name: string; i: number }[]).filter((one) => one.name === name).map(({ i }) => i);
    assert.deepEqual(kept.slice(0, said[at]!.length), said[at], name);
  });
  assert.ok(said[0]!.length === 25 && said[1]!.length === 25);
  for (const { name, i } of records as { name: string; i: number }[]) {
    assert.ok(await repository.object(nameOf(`${name} ${i}`)), `${name} ${i}`);
  }
});
