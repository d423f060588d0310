import { readSync } from 'node:fs';
import type { Content } from '../app/ports.ts';
import { type Input, unreadable } from './input.ts';

/** A regular file's content, read where it is looked at. Throws a TstError `input-unreadable` where reading fails. */
export function contentOf(input: Input, size: number): Content {
  return {
    size,
    at(offset, length) {
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      try {
        while (filled < buffer.length) {
          const count = readSync(input.descriptor, buffer, filled, buffer.length - filled, offset + filled);
          if (count === 0) break;
          filled += count;
        }
      } catch (error) {
        throw unreadable(input.path, error);
      }
      return buffer.subarray(0, filled);
    },
  };
}

/** Octets that are kept of either end of a pipe. */
const endBytes = 1 << 20;

/** Beginning and end of what comes in pieces and once only. */
export class PipeEnds {
  #size = 0;
  readonly #first = Buffer.allocUnsafeSlow(endBytes);
  /** The last octets, each at its offset modulo the size of this. */
  readonly #last = Buffer.allocUnsafeSlow(endBytes);

  /** Copies what it needs of the next piece. */
  take(chunk: Uint8Array): void {
    if (this.#size < endBytes) this.#first.set(chunk.subarray(0, endBytes - this.#size), this.#size);
    for (let done = Math.max(0, chunk.length - endBytes); done < chunk.length; ) {
      const place = (this.#size + done) % endBytes;
      const part = chunk.subarray(done, done + endBytes - place);
      this.#last.set(part, place);
      done += part.length;
    }
    this.#size += chunk.length;
  }

  content(): Content {
    const size = this.#size;
    return {
      size,
      at: (offset, length) => {
        const end = Math.min(offset + length, size);
        if (end <= endBytes) return this.#first.subarray(offset, Math.max(offset, end));
        if (offset < size - endBytes || offset >= end) return new Uint8Array();
        const start = offset % endBytes;
        const part = this.#last.subarray(start, start + end - offset);
        return Buffer.concat([part, this.#last.subarray(0, end - offset - part.length)]);
      },
    };
  }
}
