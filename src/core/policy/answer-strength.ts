import type { HashName } from '../der/hashes.ts';
import type { PolicyName } from '../verdict/status.ts';
import type { PublicKey } from '../x509/signature.ts';
import { hashLifetime, keyLifetime, type Weakness, weakness } from './algorithms.ts';

/** The signature of a CRL or OCSP answer. Times in milliseconds since 1970. */
interface Answer {
  /** Null where the scheme hashes by itself. */
  readonly hash: HashName | null;
  readonly key: PublicKey;
  /** thisUpdate. */
  readonly created: number;
  readonly at: number;
}

type AnswerRule = (answer: Answer) => Weakness | null;

const ruleOf =
  (policy: PolicyName): AnswerRule =>
  ({ hash, key, created, at }) =>
    (hash === null ? null : weakness(hashLifetime(hash, policy), created, at)) ??
    weakness(keyLifetime(key, policy), created, at);

const rules: Readonly<Record<PolicyName, AnswerRule>> = {
  default: ruleOf('default'),
  etsi: ruleOf('etsi'),
  strict: ruleOf('strict'),
};

/**
 * The rule `algorithm.strength` for signatures over revocation information: judged for creation at thisUpdate and for acceptance
 * at the moment judged for. An answer that is too weak proves nothing good. The same function for the same policy.
 */
export function answerStrength(policy: PolicyName): AnswerRule {
  return rules[policy];
}
