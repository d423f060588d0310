import { type HashName, hashes } from '../core/der/hashes.ts';
import { limits } from '../core/der/limits.ts';
import type { FailedSource, SourceOrigin } from '../core/revocation/source.ts';
import type { Facts } from '../core/verdict/findings.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { type PolicyName, policyNames, type SkippableCheck, skippable, type Verdict } from '../core/verdict/status.ts';
import {
  count,
  FieldError,
  fields,
  listOf,
  moment,
  momentText,
  oneOf,
  orNull,
  type Reader,
  recordOf,
  text,
  truth,
} from './json-fields.ts';
import { type Note, noteCodes } from './notes.ts';

/** Version of the manifest's form; `docs/evidence.schema.json` describes it. Raised when a field changes its meaning or goes. */
export const manifestSchema = 1;

/** What a manifest says. Whoever hands it on may have written it: claims, of which only the hashes can be checked. */
export interface Manifest {
  readonly tool: { readonly name: string; readonly version: string };
  /** The data as it was found. */
  readonly file: {
    readonly path: string | null;
    readonly size: number | null;
    readonly digest: { readonly algorithm: HashName; readonly value: string } | null;
  };
  /** As the user named them; SHA-256 in hexadecimal, as everywhere here. */
  readonly token: { readonly path: string | null; readonly sha256: string };
  readonly request: { readonly path: string | null; readonly sha256: string } | null;
  readonly options: EvidenceOptions;
  /** What was trusted, so that someone else can tell whether it is what they trust. Nothing here becomes an anchor. */
  readonly anchors: readonly { readonly sha256: string; readonly subject: string }[];
  /** In the order in which they were judged by, kind by kind. */
  readonly objects: readonly ManifestObject[];
  /** The path's certificates, from the signer to the anchor. */
  readonly path: readonly string[];
  /** What was tried and gave nothing. */
  readonly failed: readonly FailedSource[];
  /** Keys of the wants that were asked for, as `wantKey` makes them. */
  readonly asked: readonly string[];
  readonly notes: readonly Note[];
  readonly verdict: Verdict;
  readonly code: string | null;
  /** SHA-256 of the JSON report. */
  readonly report: string | null;
}

/** How it was judged. Times in milliseconds since 1970. */
export interface EvidenceOptions extends Pick<Judgement, 'policy' | 'at' | 'atSource' | 'now' | 'asKnownOn'> {
  readonly skip: readonly SkippableCheck[];
  /** Policy OIDs; empty: any. */
  readonly acceptPolicies: readonly string[];
  readonly allowNoncriticalEku: boolean;
}

/** Kinds of what is kept, with the ending of its file. A token is `tst` where it has no response around it. */
export const objectKinds = {
  token: 'tsr',
  request: 'tsq',
  certificate: 'cer',
  crl: 'crl',
  ocsp: 'ors',
  list: 'list',
} as const satisfies Record<string, string>;

export type ObjectKind = keyof typeof objectKinds;

/** One thing that was judged by. The same bytes may stand here twice, where two places gave them. */
export interface ManifestObject {
  readonly sha256: string;
  readonly kind: ObjectKind;
  readonly origin: SourceOrigin;
  readonly url: string | null;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number | null;
  /** What was sent to get an OCSP answer, in hexadecimal. */
  readonly nonce: string | null;
}

/** The manifest as JSON, the same bytes for the same manifest. */
export function encodeManifest(manifest: Manifest): string {
  const { tool, file, token, request, options, anchors, objects, path, failed, asked, notes } = manifest;
  const plain = {
    format,
    schema: manifestSchema,
    tool: { name: tool.name, version: tool.version },
    file: {
      path: file.path,
      size: file.size,
      digest: file.digest && { algorithm: file.digest.algorithm, value: file.digest.value },
    },
    token: { path: token.path, sha256: token.sha256 },
    request: request && { path: request.path, sha256: request.sha256 },
    options: {
      policy: options.policy,
      at: timeOrNull(options.at),
      atSource: options.atSource,
      now: momentText(options.now),
      asKnownOn: timeOrNull(options.asKnownOn),
      skip: options.skip,
      acceptPolicies: options.acceptPolicies,
      allowNoncriticalEku: options.allowNoncriticalEku,
    },
    anchors: anchors.map(({ sha256, subject }) => ({ sha256, subject })),
    objects: objects.map(({ sha256, kind, origin, url, fetchedAt, nonce }) => {
      return { sha256, kind, origin, url, fetchedAt: timeOrNull(fetchedAt), nonce };
    }),
    path,
    failed: failed.map(({ kind, url, for: whom, code, reason }) => ({ kind, url, for: whom, code, reason })),
    asked,
    notes: notes.map(({ code, facts }) => ({ code, facts })),
    verdict: manifest.verdict,
    code: manifest.code,
    report: manifest.report,
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}

/**
 * Reads a manifest, field by field: types, words, sizes and counts. Fields that are not known here are passed over. Throws
 * FieldError, for another format or schema number as well.
 */
export function decodeManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > limits.manifestBytes) throw new FieldError('manifest', 'is too long');
  const value = parse(bytes);
  // Before everything else: of another version nothing here need be right.
  readForm(value, '');
  const manifest = readManifest(value, '');
  // A note of a later version has no words here, and decides nothing.
  const notes = manifest.notes.filter(({ code }) => Object.hasOwn(noteCodes, code)) as Note[];
  return { ...manifest, notes };
}

const format = 'tst-evidence';

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : momentText(ms);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new FieldError('manifest', 'has a wrong value');
  }
}

const anyText = text(limits.manifestText);
const sha256 = text(64, /^[0-9a-f]{64}$/);
const hexadecimal = text(limits.manifestText, /^(?:[0-9a-f]{2})*$/);
const codeWord = text(64, /^[a-z0-9-]+$/);
const many = <T>(one: Reader<T>) => listOf(one, limits.manifestEntries);
const few = <T>(one: Reader<T>) => listOf(one, 100);
const fact: Reader<string | number> = (value, where) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return anyText(value, where);
};

const readForm = fields({ format: oneOf([format]), schema: oneOf([manifestSchema]) });

/** As it was written; `notes` may have codes that are not known here. */
type Written = Omit<Manifest, 'notes'> & {
  readonly notes: readonly { readonly code: string; readonly facts: Facts }[];
};

const readManifest = fields<Written>({
  tool: fields({ name: anyText, version: anyText }),
  file: fields({
    path: orNull(anyText),
    size: orNull(count),
    digest: orNull(fields({ algorithm: oneOf(Object.keys(hashes) as HashName[]), value: hexadecimal })),
  }),
  token: fields({ path: orNull(anyText), sha256 }),
  request: orNull(fields({ path: orNull(anyText), sha256 })),
  options: fields({
    policy: oneOf<PolicyName>(policyNames),
    at: orNull(moment),
    atSource: oneOf(['now', 'given', 'gentime']),
    now: moment,
    asKnownOn: orNull(moment),
    skip: few(oneOf(skippable)),
    acceptPolicies: many(text(1_024, /^\d+(?:\.\d+)+$/)),
    allowNoncriticalEku: truth,
  }),
  anchors: many(fields({ sha256, subject: anyText })),
  objects: many(
    fields<ManifestObject>({
      sha256,
      kind: oneOf(Object.keys(objectKinds) as ObjectKind[]),
      origin: oneOf<SourceOrigin>(['user', 'token', 'fetched']),
      url: orNull(anyText),
      fetchedAt: orNull(moment),
      nonce: orNull(hexadecimal),
    }),
  ),
  path: few(sha256),
  failed: many(
    fields<FailedSource>({
      kind: oneOf<FailedSource['kind']>(['crl', 'ocsp']),
      url: orNull(anyText),
      for: orNull(sha256),
      code: oneOf<FailedSource['code']>(['unreachable', 'revocation-unreadable']),
      reason: anyText,
    }),
  ),
  asked: many(anyText),
  notes: many(fields({ code: codeWord, facts: recordOf(/^[a-z]\w{0,63}$/i, fact, 64) })),
  verdict: oneOf<Verdict>(['VALID', 'INVALID', 'INDETERMINATE']),
  code: orNull(codeWord),
  report: orNull(sha256),
});
