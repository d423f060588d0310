import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, jsonOf, tst } from './run-tst.ts';

const cases = fileURLToPath(new URL('../../fixtures/cases', import.meta.url));
const [root, other, intermediate, tsu] = ['root', 'other-root', 'intermediate', 'tsu'].map((name) =>
  join(cases, `${name}.pem`),
) as [string, string, string, string];

/** A profile `a` in a configuration of its own, a source folder to import from, and how to run. */
async function desk(context: TestContext) {
  const dir = folder(context);
  const [config, source] = [join(dir, 'config'), join(dir, 'source')];
  mkdirSync(source);
  const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    tst(words, { env: { TST_CONFIG_DIR: config, ...env } });
  await run(['profile', 'add', 'a', '--template', 'freetsa']);
  const put = (...paths: string[]) => {
    for (const path of paths) writeFileSync(join(source, path.split(/[\\/]/).at(-1)!), readFileSync(path));
  };
  const take = (path: string) => rmSync(join(source, path.split(/[\\/]/).at(-1)!));
  const changes = async (...words: string[]) => {
    const { imported } = jsonOf(await run(['trust', 'import', source, '--yes', '--json', ...words]));
    return imported.certificates.map((one: { role: string; change: string }) => `${one.change} ${one.role}`).sort();
  };
  const text = () => readFileSync(join(config, 'profiles', 'a.toml'), 'utf8');
  return { run, source, put, take, changes, text, certificates: join(config, 'profiles', 'a') };
}

test('self-signed CA certificates become anchors with pins, the rest candidates; all in files named by content', async (context) => {
  const { put, changes, text, certificates, run } = await desk(context);
  put(root, intermediate, tsu);
  assert.deepEqual(await changes('--accredited-from', '2023-04-01', '--accredited-until', '2025-03-31'), [
    'new anchor',
    'new candidate',
    'new candidate',
  ]);
  const files = readdirSync(certificates);
  assert.equal(files.length, 3);
  const pins = [...text().matchAll(/^sha256 = "([0-9a-f]{64})"$/gm)].map((match) => match[1]!);
  assert.equal(pins.length, 1);
  assert.ok(files.includes(`${pins[0]}.cer`));
  assert.match(text(), /accreditedFrom = 2023-04-01\naccreditedUntil = 2025-03-31\n/);
  assert.match(text(), /^certificates = \["a\/[0-9a-f]{64}\.cer", "a\/[0-9a-f]{64}\.cer"\]$/m);
  if (process.platform !== 'win32') assert.equal(statSync(join(certificates, files[0]!)).mode & 0o777, 0o600);
  assert.equal((await run(['profile', 'check'])).exit, 0);
});

test('without a terminal and without --yes nothing is imported, and the fingerprints are shown', async (context) => {
  const { run, text } = await desk(context);
  const before = text();
  for (const lang of ['en', 'ja']) {
    const refused = await run(['trust', 'import', root, '--lang', lang]);
    assert.equal(refused.exit, 77);
    assert.match(refused.err, /SHA-256 [0-9a-f]{64}\n/);
    assert.match(refused.err, lang === 'en' ? /not confirmed/ : /確認されなかった/);
  }
  assert.equal((await run(['trust', 'import', root, '--quiet'])).exit, 77);
  assert.equal(text(), before);
});

test('the same source again changes nothing and asks nothing', async (context) => {
  const { put, changes, text, run, source } = await desk(context);
  put(root, intermediate);
  await changes();
  const before = text();
  const again = await run(['trust', 'import', source]);
  assert.equal(again.exit, 0, again.err);
  assert.match(again.out, /^nothing has changed since the last import/);
  assert.equal(text(), before);
});

test('what is new and what is gone is told; what is gone stays unless it is to be replaced', async (context) => {
  const { put, take, changes, text, certificates } = await desk(context);
  put(root, intermediate);
  await changes();
  take(root);
  take(intermediate);
  put(other, tsu);
  assert.deepEqual(await changes(), ['gone anchor', 'gone candidate', 'new anchor', 'new candidate']);
  assert.equal(text().match(/\[\[anchors\]\]/g)?.length, 2);
  assert.equal(readdirSync(certificates).length, 4);
  assert.deepEqual(await changes('--replace'), [
    'known anchor',
    'known candidate',
    'removed anchor',
    'removed candidate',
  ]);
  assert.equal(text().match(/\[\[anchors\]\]/g)?.length, 1);
  assert.equal(readdirSync(certificates).length, 2);
  assert.deepEqual(await changes(), ['known anchor', 'known candidate']);
});

test('certificates that the user put there are not replaced', async (context) => {
  const { run, changes, put, text } = await desk(context);
  await run(['profile', 'edit', 'a', '--set', `certificates=${intermediate}`]);
  put(root);
  assert.deepEqual(await changes('--replace'), ['new anchor']);
  assert.ok(text().includes('intermediate.pem'));
});

test('a damaged file of an anchor is an error of the profile, and an import mends it', async (context) => {
  const { put, changes, certificates, run } = await desk(context);
  put(root);
  await changes();
  const [file] = readdirSync(certificates);
  writeFileSync(join(certificates, file!), readFileSync(other));
  const checked = await run(['profile', 'check']);
  assert.equal(checked.exit, 78);
  assert.match(
    checked.out,
    /error: the anchor that .* pins is not in .*: wanted SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}/,
  );
  assert.deepEqual(await changes(), ['new anchor']);
  assert.equal((await run(['profile', 'check'])).exit, 0);
});

test('dates of accreditation are set for anchors that are known already', async (context) => {
  const { put, changes, text } = await desk(context);
  put(root);
  await changes();
  assert.deepEqual(await changes('--accredited-until', '2027-03-31'), ['known anchor']);
  assert.match(text(), /accreditedUntil = 2027-03-31/);
});

test('what is no source of anchors is refused', async (context) => {
  const { run, source } = await desk(context);
  for (const word of ['bundled', 'system']) {
    const refused = await run(['trust', 'import', word, '--yes']);
    assert.equal(refused.exit, 64);
    assert.match(refused.err, /made for TLS servers/);
  }
  const text = join(source, 'a.txt');
  writeFileSync(text, 'hello');
  assert.equal((await run(['trust', 'import', text, '--yes'])).exit, 65);
  assert.equal((await run(['trust', 'import', join(source, 'none'), '--yes'])).exit, 66);
  assert.equal((await run(['trust', 'import', root, '--yes', '--accredited-from', '2024-02-30'])).exit, 64);
});

test('with several profiles the one that is to trust has to be named', async (context) => {
  const { run } = await desk(context);
  await run(['profile', 'add', 'b', '--template', 'sectigo']);
  const unclear = await run(['trust', 'import', root, '--yes']);
  assert.equal(unclear.exit, 64);
  assert.match(unclear.err, /there are: a, b/);
  assert.equal((await run(['trust', 'import', root, '--yes', '--profile', 'b'])).exit, 0);
  assert.match((await run(['profile', 'show', 'a'])).out, /^((?!anchors).)*$/s);
});

test('a profile whose anchors are written on one line is changed by hand, and stays as it was', async (context) => {
  const { run, text } = await desk(context);
  await run(['trust', 'import', root, '--yes']);
  const pin = /sha256 = "([0-9a-f]{64})"/.exec(text())![1]!;
  const inline = `schema = 1\nanchors = [{ file = "a/${pin}.cer", sha256 = "${pin}" }]\n`;
  const config = await run(['profile', 'list', '--json']);
  writeFileSync(jsonOf(config).profiles[0].path, inline);
  const refused = await run(['trust', 'import', other, '--yes']);
  assert.equal(refused.exit, 78);
  assert.match(refused.err, /cannot be changed without writing the file anew/);
  assert.equal(text(), inline);
});
