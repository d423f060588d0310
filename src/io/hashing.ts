import { createHash, type Hash } from 'node:crypto';
import { read as readCallback } from 'node:fs';
import { promisify } from 'node:util';
import type { HashedFile } from '../app/ports.ts';
import type { HashName } from '../core/der/hashes.ts';
import { type Input, unreadable } from './input.ts';

/** Bytes per read: at a mebibyte the calls no longer cost anything beside the hashing. */
const chunkBytes = 1 << 20;

const read = promisify(readCallback);

/**
 * The digests of an input of any size, all algorithms in one pass. Two buffers take turns, so that the next piece is read
 * while this one is hashed, and memory stays the same whatever the size. `told` sees each piece of what is no regular file,
 * which can't be read a second time; the piece is used again after it returns.
 */
export async function hashInput(
  input: Input,
  algorithms: readonly HashName[],
  told: (chunk: Uint8Array) => void = () => {},
): Promise<HashedFile> {
  const hashes = [...new Set(algorithms)].map((name) => [name, createHash(name)] as const);
  const small = input.regular && input.size < chunkBytes;
  const size = small ? hashSmall(input, hashes) : await hashLarge(input, hashes, told);
  return { size, digests: new Map(hashes.map(([name, hash]) => [name, new Uint8Array(hash.digest())])) };
}

type Hashes = readonly (readonly [HashName, Hash])[];

/** A small file is read at once, without the way through the thread pool. */
function hashSmall(input: Input, hashes: Hashes): number {
  const buffer = Buffer.allocUnsafe(input.size + 1);
  let size = 0;
  // Until the end, not until the size: the file may have grown since.
  for (let count = input.readInto(buffer); count > 0; count = input.readInto(buffer)) {
    for (const [, hash] of hashes) hash.update(buffer.subarray(0, count));
    size += count;
  }
  return size;
}

async function hashLarge(input: Input, hashes: Hashes, told: (chunk: Uint8Array) => void): Promise<number> {
  let current = Buffer.allocUnsafeSlow(chunkBytes);
  let next = Buffer.allocUnsafeSlow(chunkBytes);
  let size = 0;
  let count = await fill(input, current);
  while (count > 0) {
    const reading = fill(input, next);
    for (const [, hash] of hashes) hash.update(current.subarray(0, count));
    if (!input.regular) told(current.subarray(0, count));
    size += count;
    count = await reading;
    [current, next] = [next, current];
  }
  return size;
}

async function fill(input: Input, buffer: Buffer): Promise<number> {
  // What is no regular file may block or not be ready: the synchronous way knows how to wait.
  if (!input.regular) return input.readInto(buffer);
  try {
    return (await read(input.descriptor, buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    throw unreadable(input.path, error);
  }
}
