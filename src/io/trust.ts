import { opendirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustFiles, TrustSource } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf, Inputs, readWhole, unreadable } from './input.ts';

type TrustFile = TrustSource['files'][number];
type PassedOver = TrustSource['passedOver'][number];

/** Directories of certificates have folders by authority at most; what lies deeper is something else. */
const directoryDepth = 2;

/** Trust as it lies on disk. Only the usual case, a file, is loaded from the start: archives and root sets bring their reader with them. */
export function createTrustFiles(inputs = new Inputs()): TrustFiles {
  return { list: (path) => list(path, inputs) };
}

async function list(path: string, inputs: Inputs): Promise<TrustSource> {
  if (path === 'bundled' || path === 'system') return (await import('./root-sets.ts')).rootSet(path);
  if (path !== '-' && isDirectory(path)) return listDirectory(path, inputs);
  const input = inputs.open(path);
  let bytes: Uint8Array;
  try {
    bytes = readWhole(input, limits.trustFileBytes);
  } finally {
    input.close();
  }
  if (isZip(bytes)) return (await import('./zip.ts')).listZip(path, bytes);
  return { kind: 'file', files: [{ name: path, bytes }], passedOver: [] };
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

/** Files of a directory in the order of their names, so that the same directory gives the same result everywhere. */
function listDirectory(path: string, inputs: Inputs): TrustSource {
  const files: TrustFile[] = [];
  const passedOver: PassedOver[] = [];
  let total = 0;
  for (const name of namesIn(path, directoryDepth, passedOver)) {
    try {
      const input = inputs.open(name);
      try {
        const bytes = readWhole(input, limits.trustFileBytes);
        total += bytes.length;
        if (total > limits.trustFileBytes)
          throw new TstError('input-too-large', { path, limit: limits.trustFileBytes });
        files.push({ name, bytes });
      } finally {
        input.close();
      }
    } catch (error) {
      // A device, a dangling link or someone else's file in the directory is no reason to refuse the rest of it.
      if (!(error instanceof TstError) || error.code === 'input-too-large') throw error;
      passedOver.push({ name, reason: String(error.facts.reason ?? error.code) });
    }
  }
  return { kind: 'directory', files, passedOver };
}

function namesIn(path: string, depth: number, passedOver: PassedOver[]): string[] {
  const names: string[] = [];
  try {
    const directory = opendirSync(path);
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        const name = join(path, entry.name);
        // A pipe would block, and a hidden file is nobody's certificate.
        if (entry.name.startsWith('.') || entry.isFIFO() || entry.isSocket()) continue;
        if (!entry.isDirectory()) names.push(name);
        else if (depth > 1) names.push(...namesIn(name, depth - 1, passedOver));
        else passedOver.push({ name, reason: 'directory too deep' });
        if (names.length > limits.trustFiles) {
          throw new TstError('trust-unreadable', { path, reason: `more than ${limits.trustFiles} files` });
        }
      }
    } finally {
      directory.closeSync();
    }
  } catch (error) {
    if (error instanceof TstError || codeOf(error) === '') throw error;
    throw unreadable(path, error);
  }
  return names.sort();
}
