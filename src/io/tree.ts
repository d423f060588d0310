import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { fileName, type HashedData, type Tree, type TreeEntry } from '../app/ports.ts';
import type { HashName } from '../core/der/hashes.ts';
import { TstError } from '../core/verdict/errors.ts';
import { hashInput } from './hashing.ts';
import { codeOf, Input, readWhole, unreadable } from './input.ts';

/** A file this young may change again without its times telling: FAT counts in steps of two seconds. Milliseconds. */
const young = 2_500;

/** Opening a pipe would wait for its writer; Windows has no such files. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The file system by octets. `now`: milliseconds since 1970. */
export function createTree(now: () => number = Date.now): Tree {
  return {
    kindOf: async (path) => {
      const stats = statOf(path);
      if (!stats.isDirectory() && !stats.isFile())
        throw unreadable(path, Object.assign(new Error(), { code: 'ENODEV' }));
      return stats.isDirectory() ? 'folder' : 'file';
    },
    resolve: async (path) => {
      try {
        // The other one makes text of the octets.
        return realpathSync.native(Buffer.from(path), 'buffer');
      } catch (error) {
        if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG'].includes(codeOf(error))) return null;
        throw unreadable(shown(path), error);
      }
    },
    list: async (path) => list(path),
    isFile: async (path) => {
      try {
        return statSync(Buffer.from(path)).isFile();
      } catch (error) {
        if (codeOf(error) !== '') return false;
        throw error;
      }
    },
    read: async (path, limit) => using(path, (input) => readWhole(input, limit)),
    hash: async (path, algorithm, known) => {
      const { input, state } = openState(path);
      try {
        return await hash(input, state, algorithm, known, now);
      } finally {
        input.close();
      }
    },
  };
}

async function hash(
  input: Input,
  before: FileState,
  algorithm: HashName,
  known: (stat: string) => Uint8Array | null,
  now: () => number,
): Promise<HashedData> {
  const same = known(before.word);
  if (same !== null) return { size: input.size, digest: same, stat: before.word };
  const { size, digests } = input.size < 1 << 16 ? hashAtOnce(input, algorithm) : await hashInput(input, [algorithm]);
  if (stateOf(fstatSync(input.descriptor, { bigint: true })).word !== before.word) {
    throw new TstError('input-unreadable', { path: input.path, reason: 'changed while it was read' });
  }
  return { size, digest: digests.get(algorithm)!, stat: now() - before.changed > young ? before.word : null };
}

/** Small files are most of an archive: one read into a buffer that is used again, one hash. */
const buffer = Buffer.allocUnsafeSlow((1 << 16) + 1);

function hashAtOnce(input: Input, algorithm: HashName) {
  const digest = createHash(algorithm);
  let size = 0;
  // Less than was asked for is the end; whether the file grew since is seen by its times.
  for (let count = buffer.length; count === buffer.length; ) {
    count = input.readInto(buffer);
    digest.update(buffer.subarray(0, count));
    size += count;
  }
  return { size, digests: new Map([[algorithm, new Uint8Array(digest.digest())]]) };
}

interface FileState {
  /** What changes whenever the content does, unless someone sets the clock of the computer back. */
  readonly word: string;
  /** When it last did, in milliseconds since 1970. */
  readonly changed: number;
}

function stateOf({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): FileState {
  const changed = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  return { word: `${size}:${mtimeNs}:${ctimeNs}:${ino}:${dev}`, changed };
}

async function using<T>(path: Uint8Array, use: (input: Input) => T | Promise<T>): Promise<T> {
  const input = open(path);
  try {
    return await use(input);
  } finally {
    input.close();
  }
}

function open(path: Uint8Array): Input {
  return opened(path, (descriptor) => fstatSync(descriptor)).input;
}

function openState(path: Uint8Array): { readonly input: Input; readonly state: FileState } {
  const { input, stats } = opened(path, (descriptor) => fstatSync(descriptor, { bigint: true }));
  return { input, state: stateOf(stats) };
}

function opened<T extends Stats | BigIntStats>(
  path: Uint8Array,
  look: (descriptor: number) => T,
): { readonly input: Input; readonly stats: T } {
  let descriptor: number;
  try {
    descriptor = openSync(Buffer.from(path.buffer, path.byteOffset, path.length), flags);
  } catch (error) {
    throw unreadable(shown(path), error);
  }
  try {
    const stats = look(descriptor);
    const name = shown(path);
    if (!stats.isFile()) {
      throw new TstError('input-unreadable', { path: name, reason: stats.isDirectory() ? 'directory' : 'device' });
    }
    return { input: new Input(name, descriptor, Number(stats.size), true, true), stats };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function list(path: Uint8Array): TreeEntry[] {
  const found: TreeEntry[] = [];
  try {
    // Names as octets: Node's types know them as strings only.
    const folder = opendirSync(Buffer.from(path), { encoding: 'buffer' as BufferEncoding, bufferSize: 512 });
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
        const octets = entry.name as unknown as Buffer;
        found.push({ name: octets.toString('latin1'), kind: kindOf(entry, path, octets) });
      }
    } finally {
      folder.closeSync();
    }
  } catch (error) {
    throw error instanceof TstError ? error : unreadable(shown(path), error);
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Kinds = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>;

function kindOf(
  entry: Kinds & { isCharacterDevice(): boolean; isBlockDevice(): boolean },
  folder: Uint8Array,
  name: Uint8Array,
): TreeEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice()) return 'other';
  // Some file systems don't tell in a listing.
  const stats = lstatSync(Buffer.concat([folder, Buffer.from('/'), name]));
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other';
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** For messages. */
function shown(path: Uint8Array): string {
  return fileName(path).text;
}
