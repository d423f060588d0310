import type { Certificate } from './certificate.ts';
import { costOf, type PublicKey, type SignatureResult, verifySignature } from './signature.ts';
import type { WorkBudget } from './work-budget.ts';

/** Results by certificate and key, for as long as the certificate lives: a signature never changes its mind. */
const remembered = new WeakMap<Certificate, Map<string, SignatureResult>>();

/** Keys remembered per certificate; a crowd of false issuers is not worth keeping. */
const rememberedKeys = 64;

/** Octets that are hashed in the time of one RSA-2048 check. */
const octetsPerUnit = 16_384;

/** Checks which key signed which certificate, each pair once. */
export class Links {
  readonly #budget: WorkBudget;
  readonly #results = new Map<Certificate, Map<string, SignatureResult>>();

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  /**
   * Does `key` verify the certificate's signature? What is remembered from earlier calls costs the budget what it cost then, so
   * that the same input gives the same answer whatever came before. Throws LimitError.
   */
  check(certificate: Certificate, key: PublicKey): SignatureResult {
    let own = this.#results.get(certificate);
    if (own === undefined) {
      own = new Map();
      this.#results.set(certificate, own);
    }
    const id = key.id;
    const known = own.get(id);
    if (known !== undefined) return known;
    const { signatureAlgorithm: algorithm, signature } = certificate;
    this.#budget.spend('signatureWork', costOf({ algorithm, key, signature }) + certificate.tbs.length / octetsPerUnit);
    const result = remembered.get(certificate)?.get(id) ?? verify(certificate, key);
    own.set(id, result);
    remember(certificate, id, result);
    return result;
  }
}

function verify({ signatureAlgorithm: algorithm, tbs: data, signature }: Certificate, key: PublicKey): SignatureResult {
  return verifySignature({ algorithm, key, data, signature });
}

function remember(certificate: Certificate, id: string, result: SignatureResult): void {
  let results = remembered.get(certificate);
  if (results === undefined) {
    results = new Map();
    remembered.set(certificate, results);
  }
  if (results.size < rememberedKeys) results.set(id, result);
}
