import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AuditFacts, auditAsked } from '../io/audit-ledger.ts';

/** An audit that is kept. */
export interface KeptAudit extends AuditFacts {
  readonly path: string;
}

/** The audits of a folder, oldest first, or the one of a file; none where there are none. One that another process is at is not among them. */
export function keptAudits(folder: string, file: string | null): KeptAudit[] {
  const paths =
    file === null ? namesIn(folder).map((name) => join(folder, name)) : [file].filter((path) => existsSync(path));
  const found = paths.flatMap((path) => {
    const facts = auditAsked(path);
    return facts === null ? [] : [{ path, ...facts }];
  });
  // Names tell seconds only.
  return found.sort((a, b) => a.run.started - b.run.started);
}

/** What an audit is of: the same word for the same folders, from wherever they were named. */
export function subjectOf({ run, folder }: Pick<KeptAudit, 'run' | 'folder'>): string {
  return JSON.stringify(run.roots.map((root) => (root === '-' ? root : resolve(folder, root))));
}

/** Names begin with when they were started. */
function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .sort();
}

/** An argument without the slashes that completion by a shell puts behind the name of a folder. */
export function plainRoot(root: string): string {
  return root.replace(process.platform === 'win32' ? /(?<=[^/\\:])[/\\]+$/ : /(?<=[^/])\/+$/, '');
}
