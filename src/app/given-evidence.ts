import type { Candidate } from '../core/cms/candidate.ts';
import { findCertificates } from '../core/cms/certificate-file.ts';
import { limits } from '../core/der/limits.ts';
import type { Crl } from '../core/revocation/crl.ts';
import type { OcspResponse } from '../core/revocation/ocsp.ts';
import type { CrlSource, OcspSource } from '../core/revocation/source.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Certificate } from '../core/x509/certificate.ts';
import type { Evidence } from './evidence-file.ts';
import { readEvidence } from './evidence-folder.ts';
import type { Note } from './notes.ts';
import type { FileSet, GivenError, NamedFile, Ports } from './ports.ts';
import { type Read, readCrls, readOcspAnswers, type Unreadable } from './revocation-files.ts';

export interface GivenOptions {
  /** `--crl`: files, directories or ZIP archives of CRLs. */
  readonly crl: readonly string[];
  /** `--ocsp`: likewise of OCSP answers. */
  readonly ocsp: readonly string[];
  /** `--evidence`: what was saved, by itself or several in a directory; and certificates, CRLs and OCSP answers as they are. */
  readonly evidence: readonly string[];
}

/** What the user gave to judge by, read; each once, in the order of the options and of the names in a directory. Nothing is trusted. */
export interface Given {
  readonly candidates: readonly Candidate[];
  readonly crls: readonly CrlSource[];
  readonly ocsp: readonly OcspSource[];
  /** Saved evidence; what it holds is in it alone. */
  readonly evidence: readonly Evidence[];
  readonly notes: readonly Note[];
}

/**
 * Reads all of it. Throws a TstError `crl-unreadable`, `ocsp-unreadable` or `evidence-unreadable` where a path holds nothing of
 * its kind, is damaged or was changed, or holds more than `limits` allow; `input-missing`, `input-unreadable`, `input-too-large`.
 */
export async function loadGiven(options: GivenOptions, { archives }: Pick<Ports, 'archives'>): Promise<Given> {
  const loose: Loose[] = [];
  const evidence: Evidence[] = [];
  const notes: Note[] = [];
  const take = async (task: Task) => {
    const read = await readAll(task);
    loose.push(...read.values);
    notes.push(...read.notes);
  };
  for (const path of options.crl) {
    await take({ path, ...(await archives.list(path, 'crl-unreadable')), ...kinds.crl });
  }
  for (const path of options.ocsp) {
    await take({ path, ...(await archives.list(path, 'ocsp-unreadable')), ...kinds.ocsp });
  }
  for (const path of options.evidence) {
    const saved = await readEvidence(path, archives);
    evidence.push(...saved.evidence);
    await take({ path, ...saved, files: saved.loose, ...kinds.any });
  }
  const place = { origin: 'user', url: null } as const;
  return {
    candidates: distinct(loose.flatMap((one) => ('certificate' in one ? [one.certificate] : []))).map((certificate) => {
      return { certificate, ...place };
    }),
    crls: distinct(loose.flatMap((one) => ('crl' in one ? [one.crl] : []))).map((crl) => ({ crl, ...place })),
    ocsp: distinct(loose.flatMap((one) => ('response' in one ? [one.response] : []))).map((response) => {
      return { response, nonce: null, ...place };
    }),
    evidence,
    notes,
  };
}

type Loose = { readonly certificate: Certificate } | { readonly crl: Crl } | { readonly response: OcspResponse };

/** How the files of an option are read, and what is said of one that holds nothing of its kind. */
interface Kind {
  readonly code: GivenError;
  readonly nothing: string;
  readonly read: (file: Uint8Array) => Iterable<Read<Loose>> | AsyncIterable<Read<Loose>>;
}

const kinds = {
  crl: { code: 'crl-unreadable', nothing: 'no CRL', read: readCrls },
  ocsp: { code: 'ocsp-unreadable', nothing: 'no OCSP answer', read: readOcspAnswers },
  any: { code: 'evidence-unreadable', nothing: 'no evidence, certificate, CRL or OCSP answer', read: readAny },
} as const satisfies Record<string, Kind>;

/** The files of one path. */
interface Task extends Kind, Pick<FileSet, 'files' | 'passedOver'> {
  readonly path: string;
  /** What the path has given already. */
  readonly evidence?: readonly Evidence[];
}

async function readAll({ path, files, passedOver, code, nothing, read, evidence = [] }: Task) {
  const values: Loose[] = [];
  const notes: Note[] = [];
  let first: Unreadable | undefined;
  let messages = 0;
  for (const file of files) {
    const before = messages;
    for await (const one of read(file.bytes)) {
      // To leave some out could be to leave out the one that revokes.
      if (++messages > limits.givenMessages) {
        throw new TstError(code, { path, reason: `more than ${limits.givenMessages} messages` });
      }
      if ('value' in one) values.push(one.value);
      else notes.push(passedOverNote(file.name, one.error.reason));
      if ('error' in one) first ??= one.error;
    }
    if (messages === before) notes.push(passedOverNote(file.name, nothing));
  }
  notes.push(...passedOver.map(({ name, reason }) => passedOverNote(name, reason)));
  if (values.length > 0 || evidence.length > 0) return { values, notes };
  throw new TstError(code, { path, ...(first ?? { reason: whyNone(files, passedOver) ?? nothing }) });
}

/** A file of any kind. Without a label to tell what it should have been, what it is not of one kind is no error. */
async function* readAny(file: Uint8Array): AsyncGenerator<Read<Loose>> {
  const labelled = isPem(file);
  const { certificates, errors } = await findCertificates(file);
  for (const certificate of certificates) yield { value: { certificate } };
  if (labelled) for (const error of errors) yield { error };
  for (const read of [readCrls, readOcspAnswers]) {
    for (const one of read(file)) if (labelled || 'value' in one) yield one;
  }
}

function isPem(file: Uint8Array): boolean {
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes('-----BEGIN ');
}

/** What lies there in place of what was looked for, where that can be told. */
function whyNone(files: readonly NamedFile[], passedOver: FileSet['passedOver']): string | null {
  if (files.length === 0) return passedOver[0]?.reason ?? 'it is empty';
  if (files.every(({ bytes }) => bytes.length === 0)) return 'it is empty';
  const isPage = ({ bytes }: NamedFile) =>
    /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(latin1(bytes.subarray(0, 512)));
  return files.every(isPage) ? 'an HTML page' : null;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function distinct<T extends { readonly sha256: string }>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((one) => [one.sha256, one])).values()];
}

function passedOverNote(path: string, reason: string): Note {
  return { code: 'file-passed-over', facts: { path, reason } };
}
