import type { TstQuestion } from './question.ts';
import { isTsa, type NameSelector } from './selectors.ts';

/**
 * Whose tokens a source or list is about: those with any of these TSU certificates (SHA-256 in lower-case hexadecimal), TSA names or
 * policies. So small serial numbers of another authority in a mixed archive never meet the entries of this one.
 */
export interface TstScope {
  /** SHA-256 of TSU certificates, lower-case hexadecimal. */
  readonly tsuCertificates: readonly string[];
  /** Names of TSAs, from `nameSelector`. */
  readonly tsaNames: readonly NameSelector[];
  /** TSA policies, OBJECT IDENTIFIERs in dotted form. */
  readonly policies: readonly string[];
  /** Anchors of the tokens' paths (SHA-256), for a provider whose root is its own. Default: none. */
  readonly anchors?: readonly string[];
}

/** True where the token is one of those. */
export function appliesTo({ tsuCertificates, tsaNames, policies, anchors }: TstScope, question: TstQuestion): boolean {
  const { signer, policy, anchor } = question;
  return (
    policies.some((one) => one === policy) ||
    tsuCertificates.some((one) => one === signer?.sha256) ||
    tsaNames.some((name) => isTsa(name, question)) ||
    anchors?.some((one) => one === anchor) === true
  );
}
