import type { TrustFiles, TrustSource } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { Inputs } from './input.ts';
import { type Bounds, listPath } from './listing.ts';

const bounds: Bounds = {
  code: 'trust-unreadable',
  bytes: limits.trustFileBytes,
  files: limits.trustFiles,
  // Directories of certificates have folders by authority at most; what lies deeper is something else.
  depth: 2,
};

/** Trust as it lies on disk, and the root sets for their words. */
export function createTrustFiles(inputs = new Inputs()): TrustFiles {
  return { list: (path) => list(path, inputs) };
}

async function list(path: string, inputs: Inputs): Promise<TrustSource> {
  if (path === 'bundled' || path === 'system') return (await import('./root-sets.ts')).rootSet(path);
  return listPath(path, inputs, bounds);
}
