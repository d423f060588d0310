import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CachePlace, KeptAnswer, NewAnswer } from '../../src/app/ports.ts';

/** A place for a cache that is not there yet, and is gone after the test. */
export function cacheFolder(t: TestContext): string {
  const path = fs.mkdtempSync(join(tmpdir(), 'tst-evidence-'));
  t.after(() => fs.rmSync(path, { recursive: true, force: true }));
  return join(path, 'cache');
}

export const place = (name: string): CachePlace => ({
  kind: 'crl',
  url: `http://ca.example/${name}.crl`,
  certId: null,
});

export const moment = Date.UTC(2026, 0, 15, 12);

/** An answer that says in its first line which place it was kept for, by whom, and how long it is. */
export function answer(of: CachePlace, name: string, size: number, fetchedAt = moment): NewAnswer {
  const head = `${JSON.stringify([of.url, name, size])}\n`;
  const bytes = new Uint8Array(Buffer.from(head.padEnd(size, '.')));
  return { bytes, fetchedAt, thisUpdate: fetchedAt - 1000, nextUpdate: null, etag: `"${name}"`, lastModified: null };
}

/** Names of the answers, each of which must be whole and of this place. */
export function wholeNames(of: CachePlace, answers: readonly KeptAnswer[]): string[] {
  return answers.map(({ bytes, sha256, etag }) => {
    const text = Buffer.from(bytes).toString();
    const [url, name, size] = JSON.parse(text.slice(0, text.indexOf('\n'))) as [string, string, number];
    assert.equal(url, of.url);
    assert.equal(bytes.length, Math.max(size, text.indexOf('\n') + 1));
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    assert.equal(etag, `"${name}"`);
    return name;
  });
}

/** Everything below a folder, folders included, by its path within. */
export function filesIn(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
}

/** Dates a file back, as if it had been written so many milliseconds ago. */
export function makeOld(path: string, ms: number): void {
  const then = new Date(Date.now() - ms);
  fs.utimesSync(path, then, then);
}
