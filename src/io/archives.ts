import type { Archives, GivenError } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { Inputs } from './input.ts';
import { type Bounds, isZip, listPath } from './listing.ts';

/** Saved evidence that was unpacked has its objects in a folder, and several of them are in a folder of their own each. */
const depth = 3;

/** Files behind a path, and ZIP archives. What reads and writes archives is loaded when there is one. */
export function createArchives(inputs = new Inputs()): Archives {
  return {
    list: (path, code) => listPath(path, inputs, boundsFor(code)),
    unpack: async (name, bytes, code) =>
      isZip(bytes) ? (await import('./zip.ts')).listZip(name, bytes, boundsFor(code)) : null,
    pack: async (files) => (await import('./zip-writer.ts')).packZip(files),
  };
}

function boundsFor(code: GivenError): Bounds {
  return { code, bytes: limits.givenBytes, files: limits.givenFiles, depth };
}
