import { fstatSync, writeSync } from 'node:fs';
import { TstError } from '../core/verdict/errors.ts';

/** Descriptors of the standard streams. */
export const [standardOutput, standardError] = [1, 2];

/**
 * Writes to a standard stream at once: Node's own streams cost milliseconds to make, and lose text at the end of a run where
 * they are pipes. A reader that has seen enough (`| head`) closes its end, which is no failure.
 */
export function writeText(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Windows says EOF where others say EPIPE.
      if (code === 'EPIPE' || code === 'EOF') return;
      // Where not even standard error can be written, nobody can be told.
      if (code !== 'EAGAIN' && descriptor === standardError) return;
      if (code !== 'EAGAIN') throw notWritten(error);
      // A pipe that does not block is full: wait for its reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Standard output leads to a full disk, or was closed: the user's to solve. */
function notWritten(error: unknown): TstError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const reason = code === 'ENOSPC' ? 'disk full' : code.toLowerCase();
  return new TstError('stdout-failed', { reason }, { cause: error });
}

/** True where a person looks on. */
export function isTerminal(descriptor: number = standardOutput): boolean {
  try {
    // Only a device can be a terminal; asking Node for it makes its stream.
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
    return (descriptor === standardError ? process.stderr : process.stdout).isTTY === true;
  } catch {
    // Closed by whoever started the program.
    return false;
  }
}
