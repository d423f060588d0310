import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { desk, rowsOf } from './audit-kit.ts';

test('the digest of a manifest counts under whatever algorithm it is, and is told where it differs', async (t) => {
  const at = await desk(t);
  const [row] = rowsOf((await at.audit(['--json', '--no-record', 'archive'])).out);
  const [path, token] = [row.data.text, row.token.text].map((name) => join(at.dir, name));
  const other = row.digest.algorithm === 'sha512' ? 'sha256' : 'sha512';
  const manifest = at.path('manifest.jsonl');
  const audit = async (digest: string) => {
    writeFileSync(manifest, JSON.stringify({ path, token, digest }));
    return at.audit(['--json', '--no-record', manifest]);
  };
  const right = createHash(other).update(readFileSync(path!)).digest('hex');
  assert.equal(rowsOf((await audit(`${other}:${right}`)).out)[0].verdict, 'VALID');
  const { out, exit } = await audit(`${other}:${right.replace(/./g, '0')}`);
  const [wrong] = rowsOf(out);
  assert.deepEqual([exit, wrong.verdict, wrong.code, wrong.facts.found], [2, 'INDETERMINATE', 'digest-differs', right]);
});
