import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import { decodeEvidence, type Evidence, evidencePlace, manifestName } from './evidence-file.ts';
import type { Archives, FileSet, NamedFile } from './ports.ts';

/** What lies behind one `--evidence`. */
export interface FoundEvidence {
  readonly evidence: readonly Evidence[];
  /** Files that belong to no manifest: CRLs and the like by themselves, perhaps. */
  readonly loose: readonly NamedFile[];
  readonly passedOver: FileSet['passedOver'];
}

const code = 'evidence-unreadable';

/**
 * Reads saved evidence as a file, unpacked in a directory, or several of both in a directory; what belongs to none is handed
 * back. Throws a TstError `evidence-unreadable` where one is damaged or was changed, `input-missing`, `input-unreadable`,
 * `input-too-large`.
 */
export async function readEvidence(path: string, archives: Archives): Promise<FoundEvidence> {
  const sets = await setsAt(path, archives);
  const arranged = sets.map(arrange);
  return {
    evidence: arranged.flatMap(({ evidence }) => evidence),
    loose: arranged.flatMap(({ loose }) => loose),
    passedOver: [...sets, ...arranged].flatMap(({ passedOver }) => passedOver),
  };
}

/** The files at the path, and those of each archive in the directory that it names, all of them bounded together. */
async function setsAt(path: string, archives: Archives): Promise<FileSet[]> {
  const outer = await archives.list(path, code);
  if (outer.kind !== 'directory') return [outer];
  const files: NamedFile[] = [];
  const inside: FileSet[] = [];
  let [bytes, count] = [0, 0];
  for (const file of outer.files) {
    const set = await archives.unpack(file.name, file.bytes, code);
    if (set === null) files.push(file);
    else inside.push(set);
    for (const one of set?.files ?? [file]) bytes += one.bytes.length;
    count += set?.files.length ?? 1;
    if (bytes > limits.givenBytes) throw new TstError('input-too-large', { path, limit: limits.givenBytes });
    if (count > limits.givenFiles) throw new TstError(code, { path, reason: `more than ${limits.givenFiles} files` });
  }
  return [{ ...outer, files }, ...inside];
}

/** Puts each manifest and its objects together. */
function arrange({ kind, files }: FileSet): FoundEvidence {
  const placed = Map.groupBy(files, ({ inner }) => evidencePlace(inner)?.folder ?? null);
  const evidence: Evidence[] = [];
  const loose: NamedFile[] = [];
  const passedOver: { name: string; reason: string }[] = [];
  for (const [folder, own] of placed) {
    const manifest = folder === null ? undefined : own.find(({ inner }) => inner.endsWith(manifestName));
    if (manifest === undefined) {
      loose.push(...own);
      continue;
    }
    if (kind === 'zip') checkNames(files);
    const objects = own.map((file) => [evidencePlace(file.inner)?.object ?? '', file] as const);
    const decoded = decodeEvidence(manifest, new Map(objects.filter(([sha256]) => sha256 !== '')));
    evidence.push(decoded.evidence);
    for (const { name } of decoded.unnamed) passedOver.push({ name, reason: 'the manifest does not name it' });
  }
  return { evidence, loose, passedOver };
}

/** An archive that holds a name twice, or one that leads out of it, was not made by this program: readers differ on what it says. */
function checkNames(files: readonly NamedFile[]): void {
  const seen = new Set<string>();
  for (const { name, inner } of files) {
    if (seen.has(inner)) throw new TstError(code, { path: name, reason: 'the name is there twice' });
    if (/^\/|^[a-z]:|\\|\0|(?:^|\/)\.\.(?:\/|$)/i.test(inner)) {
      throw new TstError(code, { path: name, reason: 'the name leads out of the archive' });
    }
    seen.add(inner);
  }
}
