import { limits } from './der/limits.ts';
import { Session } from './session.ts';
import { signerName } from './tsp/signer-name.ts';
import type { Judgement } from './verdict/judgement.ts';
import { type Want, wantKey } from './verdict/want.ts';
import { verify } from './verify.ts';
import type { VerifyInput } from './verify-input.ts';
import { type Evidence, type EvidenceRequest, evidenceRequest, joinEvidence, readEvidence } from './wanted-evidence.ts';

/**
 * Sends one request and gives the body of the answer, or null where none came or its status is not 200. The addresses come out of
 * certificates, whose author chose them. What it throws is thrown on. How long it may take is its own to limit: nothing here ends it.
 */
export type FetchEvidence = (request: EvidenceRequest) => Promise<Uint8Array | null>;

/** What {@link verifyFetching} takes beside the input. */
export interface FetchingOptions {
  /** Shares work over many tokens; of one signer's every place is asked once. Default: one of its own. */
  readonly session?: Session;
  /** Gives 32 random octets for an OCSP request (RFC 9654 §2.1). Default: requests have no nonce. */
  readonly nonce?: () => Uint8Array;
}

/**
 * {@link verify}, and again with what it wants, until nothing more is wanted, nothing new comes, or a limit is reached
 * (`limits.rounds`, `limits.fetches`). Of each certificate OCSP is asked before CRLs are fetched. Nothing is sent but by
 * `fetchEvidence`, and nothing that it gives is trusted. `now` stays what the input says: an answer made more than five minutes after it
 * counts for nothing.
 *
 * Throws what `verify` throws, and what `fetchEvidence` does.
 */
export async function verifyFetching(
  input: VerifyInput,
  fetchEvidence: FetchEvidence,
  options: FetchingOptions = {},
): Promise<Judgement> {
  const { session = new Session(), nonce } = options;
  const known = knownTo(session, input);
  const ask = async (want: Want): Promise<Evidence> => {
    const request = await evidenceRequest(want, want.kind === 'ocsp' ? (nonce?.() ?? null) : null);
    return readEvidence(request, await fetchEvidence(request), input.now);
  };
  const asked = new Set<string>();
  for (let round = 0; ; round++) {
    const judgement = verify({ ...input, ...known.evidence }, session);
    // What was asked for and did not help would not help by being asked for again.
    const open = judgement.wants.filter((want) => !asked.has(wantKey(want)));
    const next = nextOf(open).slice(0, round < limits.rounds ? limits.fetches - asked.size : 0);
    if (next.length === 0) return { ...judgement, wants: open };
    for (const want of next) asked.add(wantKey(want));
    await known.more(next, ask);
  }
}

/** Missing issuers at once; of each certificate's revocation OCSP while there is any to ask, for a CRL can be megabytes. Each place once. */
function nextOf(wants: readonly Want[]): Want[] {
  const withOcsp = new Set(wants.flatMap((want) => (want.kind === 'ocsp' ? [want.sha256] : [])));
  const next = wants.filter((want) => want.kind !== 'crl' || !withOcsp.has(want.sha256));
  return [...new Map(next.map((want) => [wantKey(want), want])).values()];
}

/**
 * What was given and found for the tokens of one signer. The lists stay the same objects while nothing new comes: by them a session
 * knows paths.
 */
class Known {
  evidence: Evidence;
  readonly #places = new Map<string, Promise<Evidence>>();
  readonly #joined = new Set<string>();

  constructor(given: Evidence) {
    this.evidence = given;
  }

  /** Asks each place once, however many tokens want it at the same time; one that threw may be asked again. */
  async more(wants: readonly Want[], ask: (want: Want) => Promise<Evidence>): Promise<void> {
    const found = await Promise.all(
      wants.map(async (want) => {
        const key = wantKey(want);
        const asking = this.#places.get(key) ?? ask(want);
        this.#places.set(key, asking);
        try {
          return [key, await asking] as const;
        } catch (error) {
          this.#places.delete(key);
          throw error;
        }
      }),
    );
    // In the order of the wants, so that the same answers give the same judgement.
    for (const [key, evidence] of found) {
      if (this.#joined.has(key)) continue;
      this.#joined.add(key);
      this.evidence = joinEvidence(this.evidence, evidence);
    }
  }
}

/** Signers whose evidence a session keeps; an archive has a few hundred at most, and a hostile one any number. */
const signers = 256;

const kept = new WeakMap<Session, Map<string, Known>>();

/** No evidence of one signer's tokens is another's business: where to fetch, nothing signs. */
function knownTo(session: Session, { token, candidates = [], crls = [], ocsp = [], failed = [] }: VerifyInput): Known {
  const all = kept.get(session) ?? new Map<string, Known>();
  kept.set(session, all);
  const name = `${signerName(token)} ${session.generation(candidates, crls, ocsp, failed)}`;
  const known = all.get(name) ?? new Known({ candidates, crls, ocsp, failed });
  if (all.size >= signers) all.clear();
  all.set(name, known);
  return known;
}
