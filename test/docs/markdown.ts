import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** Folders that hold what others made, or what is made anew. */
const passedOver = new Set(['node_modules', 'dist', 'fuzz-findings', 'cases', '.git', 'reports', '.stryker-tmp']);

/** Every page of the project, as a path from its folder with `/`. */
export function pages(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : pages(path);
    return entry.isFile() && path.endsWith('.md') ? [path] : [];
  });
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

/** A block between fences. */
export interface Fenced {
  readonly language: string;
  readonly text: string;
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

export function fenced(text: string): Fenced[] {
  return [...text.matchAll(fence)].map(([, language, inside]) => ({ language: language!, text: inside! }));
}

/** The page without its blocks, in which `#` and `[` mean something else. */
export const prose = (text: string): string => text.replaceAll(fence, '');

/** Levels and words of the headings, in the order of the page. */
export function headings(text: string): { readonly level: number; readonly words: string }[] {
  return [...prose(text).matchAll(/^(#{1,6}) (.+)$/gm)].map(([, signs, words]) => ({
    level: signs!.length,
    words: words!,
  }));
}

/** Names of the places that a link can point to, as GitHub makes them of headings. */
export function anchors(text: string): Set<string> {
  const names = new Set<string>();
  for (const { words } of headings(text)) {
    const plain = words.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
    const name = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let free = name;
    for (let count = 1; names.has(free); count++) free = `${name}-${count}`;
    names.add(free);
  }
  return names;
}

/** What a page links to, pictures included. */
export const links = (text: string): string[] =>
  [
    ...prose(text)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target]) => target!);
