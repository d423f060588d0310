import { closeSync, existsSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { TokenPatterns } from '../app/audit/patterns.ts';
import type { AuditRoot } from '../app/audit/run.ts';
import { TstError } from '../core/verdict/errors.ts';
import { codeOf } from '../io/input.ts';
import { checkOutput } from '../io/output.ts';
import type { AuditVerbWords } from './audit.ts';

/** What no report may be written over, whatever `--force` says. */
export interface ReportGuard {
  /** What the audit reads or writes beside its reports. */
  readonly files: readonly string[];
  /** What is audited: no report is written over a file in it that has a token, nor over a token. */
  readonly folders: readonly string[];
  readonly patterns: TokenPatterns;
}

/** Of an audit that is to be made. */
export function guardOf(roots: readonly AuditRoot[], words: AuditVerbWords, patterns: TokenPatterns): ReportGuard {
  const { record, trust = [], trustAny = [], certs = [], crl = [], ocsp = [], evidence = [], tokens } = words;
  const own = roots.filter(({ kind }) => kind !== 'folder').map(({ path }) => path);
  const folders = roots.filter(({ kind }) => kind === 'folder').map(({ path }) => path);
  return {
    files: [...own, ...(record ? [record] : []), ...trust, ...trustAny, ...certs, ...crl, ...ocsp, ...evidence],
    folders: tokens === undefined ? folders : [...folders, tokens],
    patterns,
  };
}

/** Where nothing is audited. */
export function noFolders(files: readonly string[]): ReportGuard {
  return { files, folders: [], patterns: new TokenPatterns() };
}

/**
 * Throws a TstError `output-collision` where two reports would be one file, however it is spelled, or one would be written over what it
 * reports of; else what `checkOutput` throws. `isOwn`: whether a file that is there is a report of this very audit, which an earlier run
 * of it wrote before it was broken off: that one is replaced.
 */
export async function checkReportPaths(
  paths: readonly string[],
  force: boolean,
  guard: ReportGuard,
  isOwn: (path: string) => boolean,
): Promise<void> {
  const taken = new Set(guard.files.filter((path) => path !== '-').map(keyOf));
  const folders = guard.folders.map((path) => keyOf(join(path, '.', 'x')).slice(0, -1));
  for (const path of paths) {
    const key = keyOf(path);
    const isAudited = folders.some((folder) => key.startsWith(folder));
    if (taken.has(key) || (force && isAudited && isStamped(path, guard.patterns))) {
      throw new TstError('output-collision', { path });
    }
    taken.add(key);
    await checkOutput(path, { force: force || isOwn(path) });
  }
}

/** Octets at either end of a report in which it names its run. */
const ends = 256 << 10;

/** True for a file that names this audit as its own, as every report does. */
export function isReportOf(path: string, id: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) return false;
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(ends);
    return [0, Math.max(0, stats.size - ends)].some((from) => {
      const count = readSync(file, buffer, 0, ends, from);
      return buffer.subarray(0, count).includes(id, 0, 'latin1');
    });
  } finally {
    closeSync(file);
  }
}

/** The name of a file without links above it; its own is replaced by a report, and not followed. */
function keyOf(path: string): string {
  const full = resolve(path);
  const key = join(realFolder(dirname(full)), basename(full));
  return process.platform === 'win32' || process.platform === 'darwin' ? key.normalize('NFC').toLowerCase() : key;
}

function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch (error) {
    // Where it isn't there, or can't be looked into, writing will say so.
    if (codeOf(error) === '') throw error;
    return folder;
  }
}

function isStamped(path: string, patterns: TokenPatterns): boolean {
  if (!existsSync(path)) return false;
  const name = Buffer.from(basename(path)).toString('latin1');
  if (patterns.namings(name).length > 0) return true;
  const beside = patterns.namesFor(name).map((token) => Buffer.from(token, 'latin1').toString('utf8'));
  return beside.some((token) => token !== basename(path) && existsSync(`${dirname(path)}${sep}${token}`));
}
