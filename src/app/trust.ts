import type { Candidate } from '../core/cms/candidate.ts';
import { findCertificates } from '../core/cms/certificate-file.ts';
import { sortTrust } from '../core/policy/anchors.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { TrustAnchor } from '../core/x509/anchor.ts';
import type { Certificate } from '../core/x509/certificate.ts';
import type { Note } from './notes.ts';
import type { TrustFiles } from './ports.ts';

export interface TrustOptions {
  /** `--trust`: of these, self-signed CA certificates become anchors and all others candidates. */
  readonly trust: readonly string[];
  /** `--trust-any`: all of these become anchors. */
  readonly trustAny: readonly string[];
  /** `--certs`: candidates. */
  readonly certs: readonly string[];
}

/** What the user gave as trust and as help, read. */
export interface Trust {
  readonly anchors: readonly TrustAnchor[];
  readonly candidates: readonly Candidate[];
  /** The anchors that come from a root set made for TLS, unless the user gave them otherwise as well. */
  readonly tlsAnchors: ReadonlySet<TrustAnchor>;
  readonly notes: readonly Note[];
}

/**
 * Reads all trust and candidates. Throws a TstError `input-missing`, `input-unreadable`, `input-too-large`; `trust-unreadable`
 * or, for `--certs`, `certificate-unreadable` where a path holds no certificate at all.
 */
export async function loadTrust(options: TrustOptions, files: TrustFiles): Promise<Trust> {
  const anchors: TrustAnchor[] = [];
  const candidates: Certificate[] = [];
  const notes: Note[] = [];
  const tlsAnchors = new Set<TrustAnchor>();
  for (const [paths, any] of [
    [options.trust, false],
    [options.trustAny, true],
  ] as const) {
    for (const path of paths) {
      const read = await certificatesAt(path, files, 'trust-unreadable');
      const sorted = sortTrust(read.certificates, any);
      anchors.push(...sorted.anchors);
      candidates.push(...sorted.candidates);
      notes.push(...read.notes);
      if (read.tlsRoots) for (const anchor of sorted.anchors) tlsAnchors.add(anchor);
    }
  }
  for (const path of options.certs) {
    const read = await certificatesAt(path, files, 'certificate-unreadable');
    candidates.push(...read.certificates);
    notes.push(...read.notes);
  }
  if (anchors.length > 0 && anchors.every((anchor) => tlsAnchors.has(anchor))) {
    notes.push({ code: 'tls-roots-only', facts: { path: [...options.trust, ...options.trustAny].join(', ') } });
  }
  const given = candidates.map((certificate): Candidate => ({ certificate, origin: 'user', url: null }));
  return { anchors, candidates: given, tlsAnchors, notes };
}

/** The certificates behind one path, for `loadTrust` and for importing them; throws like `loadTrust`. */
export async function certificatesAt(
  path: string,
  trustFiles: TrustFiles,
  code: 'trust-unreadable' | 'certificate-unreadable',
): Promise<{ certificates: Certificate[]; notes: Note[]; tlsRoots: boolean }> {
  const { kind, files, passedOver } = await trustFiles.list(path);
  const certificates: Certificate[] = [];
  const notes = passedOver.map(({ name, reason }) => passedOverNote(name, reason));
  let firstError: { readonly reason: string; readonly offset: number } | undefined;
  for (const file of files) {
    const found = await findCertificates(file.bytes);
    for (const certificate of found.certificates) certificates.push(certificate);
    firstError ??= found.errors[0];
    if (found.certificates.length === 0)
      notes.push(passedOverNote(file.name, found.errors[0]?.reason ?? 'no certificate'));
    else for (const error of found.errors) notes.push(passedOverNote(file.name, error.reason));
  }
  if (certificates.length === 0) throw new TstError(code, { path, ...(firstError ?? { reason: whyNone(files) }) });
  return { certificates, notes, tlsRoots: kind === 'tls-roots' };
}

/** What lies there in place of a certificate, where that can be told: a key given by mistake should not stay unnoticed. */
function whyNone(files: readonly { readonly bytes: Uint8Array }[]): string {
  if (files.some(({ bytes }) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(Buffer.from(bytes).toString('latin1')))) {
    return 'it holds a private key and no certificate';
  }
  return files.every(({ bytes }) => bytes.length === 0) ? 'it is empty' : 'no certificate in it';
}

function passedOverNote(path: string, reason: string): Note {
  return { code: 'file-passed-over', facts: { path, reason } };
}
