import * as der from './der-targets.ts';
import type { Target } from './subject.ts';
import * as text from './text-targets.ts';
import { real, response, token } from './token-target.ts';

/** Everything that reads what others wrote, by the name on the command line. */
export const targets = {
  token,
  response,
  real,
  request: der.request,
  certificate: der.certificate,
  path: der.path,
  crl: der.crl,
  ocsp: der.ocsp,
  'list-json': text.listJson,
  'list-csv': text.listCsv,
  'list-text': text.listText,
  page: text.page,
  'evidence-manifest': text.evidenceManifest,
  'audit-manifest': text.auditManifest,
  profile: text.profile,
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as TargetName[];
