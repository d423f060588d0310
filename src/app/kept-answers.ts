import type { Candidate } from '../core/cms/candidate.ts';
import type { CrlSource, OcspSource } from '../core/revocation/source.ts';
import type { Want } from '../core/verdict/want.ts';
import type { Decoding } from './decoding.ts';
import type { KeptCrl } from './fetch-attempt.ts';
import { isFailure } from './fetch-failure.ts';
import { type Found, nothingFound } from './found.ts';
import type { CachePlace, KeptAnswer } from './ports.ts';

/** What a cache holds of a place. */
export interface Recalled {
  readonly found: Found;
  /** The newest CRL with what its server said about it. */
  readonly kept: KeptCrl | null;
}

/** The place of a want in the cache. */
export function placeOf(want: Want): CachePlace {
  return { kind: want.kind, url: want.url, certId: want.kind === 'ocsp' ? want.certId : null };
}

/** Reads what was kept of a place, newest first. What can't be read any more is as if it had never been kept. */
export async function readKept(want: Want, answers: readonly KeptAnswer[], decoding: Decoding): Promise<Recalled> {
  if (want.kind === 'crl') return readCrls(want.url, answers, decoding);
  const found =
    want.kind === 'ocsp'
      ? { ...nothingFound, ocsp: readOcsp(want.url, answers, decoding) }
      : { ...nothingFound, candidates: await readIssuers(want.url, answers, decoding) };
  return { found, kept: null };
}

function readCrls(url: string, answers: readonly KeptAnswer[], decoding: Decoding): Recalled {
  const crls = new Map<string, CrlSource>();
  let kept: KeptCrl | null = null;
  for (const answer of answers) {
    const crl = decoding.crl(answer.bytes);
    if (isFailure(crl)) continue;
    kept ??= { crl, answer };
    if (!crls.has(crl.sha256)) crls.set(crl.sha256, { crl, ...originOf(url, answer) });
  }
  return { found: { ...nothingFound, crls: [...crls.values()] }, kept };
}

/** Which nonce an earlier run sent isn't known any more; its answer is as good as one to a question without any. */
function readOcsp(url: string, answers: readonly KeptAnswer[], decoding: Decoding): readonly OcspSource[] {
  const sources = new Map<string, OcspSource>();
  for (const answer of answers) {
    const response = decoding.ocsp(answer.bytes);
    if (isFailure(response) || response.basic === null || sources.has(response.sha256)) continue;
    sources.set(response.sha256, { response, nonce: null, ...originOf(url, answer) });
  }
  return [...sources.values()];
}

async function readIssuers(
  url: string,
  answers: readonly KeptAnswer[],
  decoding: Decoding,
): Promise<readonly Candidate[]> {
  const candidates = new Map<string, Candidate>();
  for (const answer of answers) {
    for (const certificate of (await decoding.certificates(answer.bytes)).certificates) {
      if (!candidates.has(certificate.sha256)) {
        candidates.set(certificate.sha256, { certificate, ...originOf(url, answer) });
      }
    }
  }
  return [...candidates.values()];
}

function originOf(url: string, { fetchedAt }: KeptAnswer) {
  return { url, origin: 'fetched', fetchedAt } as const;
}
