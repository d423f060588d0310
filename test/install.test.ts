import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

// What an installation runs before its user has called anything: nothing.

const read = (name: string) => JSON.parse(readFileSync(resolve(import.meta.dirname, '..', name), 'utf8'));

interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

test('no package that comes along at run time has an install script', () => {
  const packages = Object.entries(read('package-lock.json').packages as Record<string, Locked>);
  const along = packages.filter(([path, { dev }]) => path !== '' && !dev);
  assert.ok(along.some(([path]) => path === 'node_modules/@napi-rs/keyring'));
  assert.deepEqual(
    along.filter(([, { optional, hasInstallScript }]) => hasInstallScript || !optional),
    [],
    'and each may be left out',
  );
});

test('the package itself has none either, and is of one piece without the optional one', () => {
  const { scripts, dependencies = {}, optionalDependencies } = read('package.json');
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) assert.ok(!(name in scripts), name);
  assert.deepEqual(dependencies, {});
  assert.deepEqual(Object.keys(optionalDependencies), ['@napi-rs/keyring']);
});
