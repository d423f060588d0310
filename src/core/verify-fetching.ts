import { limits } from './der/limits.ts';
import { Session } from './session.ts';
import type { Judgement } from './verdict/judgement.ts';
import { type Want, wantKey } from './verdict/want.ts';
import { verify } from './verify.ts';
import type { VerifyInput } from './verify-input.ts';
import { type Evidence, type EvidenceRequest, evidenceRequest, joinEvidence, readEvidence } from './wanted-evidence.ts';

/**
 * Sends one request and gives the body of the answer, or null where none came or its status is not 200. It is called with addresses
 * out of certificates, at most 32 times for one token; what it throws is thrown on.
 */
export type FetchEvidence = (request: EvidenceRequest) => Promise<Uint8Array | null>;

/** What {@link verifyFetching} takes beside the input. */
export interface FetchingOptions {
  /** Shared work over many tokens. Default: one of its own. */
  readonly session?: Session;
  /** Gives 32 random octets for every OCSP request (RFC 9654). Default: requests have no nonce. */
  readonly nonce?: () => Uint8Array;
}

/**
 * {@link verify}, and again with what it wants, until nothing more is wanted, nothing new comes, or a limit is reached (`limits.rounds`,
 * `limits.fetches`). Of each certificate OCSP is asked before CRLs are fetched. Nothing is sent but by `fetchEvidence`, and nothing
 * that it gives is trusted; `now` stays what the input says, for everything that is fetched as well.
 *
 * Throws what `verify` throws, and what `fetchEvidence` does.
 */
export async function verifyFetching(
  input: VerifyInput,
  fetchEvidence: FetchEvidence,
  { session = new Session(), nonce }: FetchingOptions = {},
): Promise<Judgement> {
  const { candidates = [], crls = [], ocsp = [], failed = [] } = input;
  const asked = new Set<string>();
  let evidence: Evidence = { candidates, crls, ocsp, failed };
  for (let round = 0; ; round++) {
    const judgement = verify({ ...input, ...evidence }, session);
    // What was asked for and did not help would not help by being asked for again.
    const open = judgement.wants.filter((want) => !asked.has(wantKey(want)));
    const room = round < limits.rounds ? limits.fetches - asked.size : 0;
    const next = nextOf(open).slice(0, room);
    if (next.length === 0) return { ...judgement, wants: open };
    for (const want of next) asked.add(wantKey(want));
    const fetched = await Promise.all(
      next.map(async (want) => {
        const request = await evidenceRequest(want, want.kind === 'ocsp' ? (nonce?.() ?? null) : null);
        return readEvidence(request, await fetchEvidence(request), input.now);
      }),
    );
    evidence = fetched.reduce(joinEvidence, evidence);
  }
}

/** Missing issuers at once; of each certificate's revocation OCSP while there is any to ask, for a CRL can be megabytes. Each place once. */
function nextOf(wants: readonly Want[]): Want[] {
  const withOcsp = new Set(wants.flatMap((want) => (want.kind === 'ocsp' ? [want.sha256] : [])));
  const next = wants.filter((want) => want.kind !== 'crl' || !withOcsp.has(want.sha256));
  return [...new Map(next.map((want) => [wantKey(want), want])).values()];
}
