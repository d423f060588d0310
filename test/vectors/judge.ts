import { createHash, X509Certificate } from 'node:crypto';
import { type HashName, hashes } from '../../src/core/der/hashes.ts';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import type { PolicyName, SkippableCheck } from '../../src/core/verdict/status.ts';
import { verify } from '../../src/core/verify.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { caseFile, type Vector } from './index.ts';

/** A token and what it is judged against, all as bytes; certificates in DER. */
export interface Evidence {
  readonly token: Uint8Array;
  readonly data: Uint8Array;
  readonly request?: Uint8Array | null;
  readonly roots: readonly Uint8Array[];
  readonly untrusted?: readonly Uint8Array[];
  readonly at: number | 'gentime';
  readonly now: number;
  readonly policy?: PolicyName;
  readonly acceptPolicies?: readonly string[];
  readonly allowNoncriticalEku?: boolean;
  readonly skip?: readonly SkippableCheck[];
}

/** A fixture as it is judged. */
export function evidenceOf({ files, options }: Vector) {
  const certificate = (name: string): Uint8Array => new X509Certificate(caseFile(name)).raw;
  return {
    ...options,
    token: caseFile(files.token),
    data: caseFile(files.data),
    request: files.request === null ? null : caseFile(files.request),
    roots: files.roots.map(certificate),
    untrusted: files.untrusted.map(certificate),
    at: options.at === 'gentime' ? ('gentime' as const) : Date.parse(options.at),
    now: Date.parse(options.now),
  };
}

/** Judges with the library; both revocation checks are skipped unless the evidence says otherwise. */
export async function judge(evidence: Evidence): Promise<Judgement> {
  const { request = null, untrusted = [] } = evidence;
  return verify({
    token: await readToken(evidence.token),
    digests: digestsOf(evidence.data),
    request: request === null ? null : decodeRequest(request),
    anchors: sortTrust(evidence.roots.map(decodeCertificate), false).anchors,
    candidates: untrusted.map((der) => ({ certificate: decodeCertificate(der), origin: 'user', url: null })),
    at: evidence.at,
    now: evidence.now,
    policy: evidence.policy ?? 'default',
    acceptPolicies: evidence.acceptPolicies ?? [],
    allowNoncriticalEku: evidence.allowNoncriticalEku ?? false,
    skip: new Set(evidence.skip ?? ['certificate-revocation', 'tst-revocation']),
  });
}

/** What was found wrong or undecided, one line per rule; what was merely not reached or skipped is left out. */
export function complaints(judgement: Judgement): string[] {
  return judgement.checks
    .flatMap((check) => check.rules)
    .filter(({ code }) => code !== null && code !== 'not-reached' && code !== 'no-source')
    .map(({ id, status, code }) => `${id} ${status} ${code}`);
}

function digestsOf(data: Uint8Array): Map<HashName, Uint8Array> {
  const names = Object.keys(hashes) as HashName[];
  return new Map(names.map((name) => [name, createHash(name).update(data).digest()] as const));
}
