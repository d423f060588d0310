import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder whose names are octets, given as strings of them. */
export interface OctetFolder {
  readonly path: string;
  /** The path of a name below it. */
  at(name: string): Buffer;
  write(name: string, content?: string): void;
  makeFolder(name: string): void;
  link(name: string, target: string): void;
  /** Lets nobody into a folder, until the test ends. */
  forbid(name: string): void;
}

export function octetFolder(t: TestContext): OctetFolder {
  const path = mkdtempSync(`${tmpdir()}/tst-tree-`);
  const forbidden: string[] = [];
  t.after(() => {
    for (const name of forbidden) chmodSync(at(name), 0o700);
    rmSync(path, { recursive: true, force: true });
  });
  const at = (name: string) => Buffer.from(`${path}/${name}`, 'latin1');
  const makeFolder = (name: string) => void mkdirSync(at(name), { recursive: true });
  return {
    path,
    at,
    makeFolder,
    write: (name, content = name) => {
      if (name.includes('/')) makeFolder(dirname(name));
      writeFileSync(at(name), content);
    },
    forbid: (name) => {
      forbidden.push(name);
      chmodSync(at(name), 0);
    },
    link: (name, target) => symlinkSync(Buffer.from(target, 'latin1'), at(name)),
  };
}

/** Names that are octets, and links that anyone may make. */
export const notOnWindows = { skip: process.platform === 'win32' ? 'names are octets elsewhere' : false } as const;
/** macOS takes names in UTF-8 alone. */
export const anyOctets = { skip: process.platform === 'linux' ? false : 'any octets are names on Linux' } as const;
/** Who may do everything is refused nothing. */
export const notAsRoot = {
  skip: process.getuid?.() === 0 ? 'as root everything can be read' : notOnWindows.skip,
} as const;
