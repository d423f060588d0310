import { opendirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileSet, NamedFile } from '../app/ports.ts';
import { type ErrorCode, TstError } from '../core/verdict/errors.ts';
import { codeOf, type Inputs, readWhole, unreadable } from './input.ts';

type PassedOver = FileSet['passedOver'][number];

/** What is too much, and how that and a damaged archive are called. */
export interface Bounds {
  readonly code: ErrorCode;
  /** Bytes of all files together. */
  readonly bytes: number;
  readonly files: number;
  /** Folders in folders: 1 reads only what lies in the directory itself. */
  readonly depth: number;
}

/** The files behind a path. Only the usual case, a file, is loaded from the start: archives bring their reader with them. */
export async function listPath(path: string, inputs: Inputs, bounds: Bounds): Promise<FileSet> {
  if (path !== '-' && isDirectory(path)) return listDirectory(path, inputs, bounds);
  const input = inputs.open(path);
  let bytes: Uint8Array;
  try {
    bytes = readWhole(input, bounds.bytes);
  } finally {
    input.close();
  }
  if (isZip(bytes)) return (await import('./zip.ts')).listZip(path, bytes, bounds);
  return { kind: 'file', files: [{ name: path, inner: '', bytes }], passedOver: [] };
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A ZIP archive's first local file header, or the end record of an empty one (APPNOTE §4.3). */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes;
  return p === 0x50 && k === 0x4b && ((a === 0x03 && b === 0x04) || (a === 0x05 && b === 0x06));
}

/** In the order of the octets of a name: how a locale sorts letters differs by platform. */
export function inOrder<T>(list: readonly T[], nameOf: (one: T) => string): T[] {
  const keyed = list.map((one) => ({ one, key: Buffer.from(nameOf(one)) }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ one }) => one);
}

function listDirectory(path: string, inputs: Inputs, bounds: Bounds): FileSet {
  const files: NamedFile[] = [];
  const passedOver: PassedOver[] = [];
  let total = 0;
  const names = namesIn(path, '', bounds.depth, bounds, passedOver);
  for (const { name, inner } of inOrder(names, (one) => one.inner)) {
    try {
      const input = inputs.open(name);
      try {
        const bytes = readWhole(input, bounds.bytes);
        total += bytes.length;
        if (total > bounds.bytes) throw new TstError('input-too-large', { path, limit: bounds.bytes });
        files.push({ name, inner, bytes });
      } finally {
        input.close();
      }
    } catch (error) {
      // A device, a dangling link or someone else's file in the directory is no reason to refuse the rest of it.
      if (!(error instanceof TstError) || error.code === 'input-too-large') throw error;
      passedOver.push({ name, reason: String(error.facts.reason ?? error.code) });
    }
  }
  return { kind: 'directory', files, passedOver: inOrder(passedOver, ({ name }) => name) };
}

type Named = Pick<NamedFile, 'name' | 'inner'>;

function namesIn(path: string, above: string, depth: number, bounds: Bounds, passedOver: PassedOver[]): Named[] {
  const names: Named[] = [];
  try {
    const directory = opendirSync(path);
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        const name = join(path, entry.name);
        const inner = `${above}${entry.name}`;
        // A pipe would block, and a hidden file is nobody's certificate.
        if (entry.name.startsWith('.') || entry.isFIFO() || entry.isSocket()) continue;
        if (!entry.isDirectory()) names.push({ name, inner });
        else if (depth > 1) names.push(...namesIn(name, `${inner}/`, depth - 1, bounds, passedOver));
        else passedOver.push({ name, reason: 'directory too deep' });
        if (names.length + passedOver.length > bounds.files) {
          throw new TstError(bounds.code, { path, reason: `more than ${bounds.files} files` });
        }
      }
    } finally {
      directory.closeSync();
    }
  } catch (error) {
    if (error instanceof TstError || codeOf(error) === '') throw error;
    throw unreadable(path, error);
  }
  return names;
}
