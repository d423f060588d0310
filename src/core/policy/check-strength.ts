import type { HashName } from '../der/hashes.ts';
import type { Findings } from '../verdict/findings.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import { type PublicKey, publicKeyOf, signatureAlgorithmOf } from '../x509/signature.ts';
import { hashLifetime, keyLifetime, keyText, type Lifetime, type Weakness, weakness } from './algorithms.ts';

/** What the rule looks at. A null hash or absent part is passed over: the rules that need it have said so. */
export interface StrengthInput {
  readonly imprint: HashName | null;
  readonly messageDigest: HashName | null;
  /** The hash that the token's signature is over; null where the scheme hashes by itself. */
  readonly signatureHash: HashName | null;
  readonly signer: Certificate;
  /** From the signer to the anchor; empty where there is no path. */
  readonly path: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly genTime: number;
  readonly at: number;
}

/**
 * The rule `algorithm.strength`. What was made at genTime (imprint, messageDigest, the token's signature) is judged for
 * creation then, and for acceptance at `at`, like all that still protects: the path's signatures and keys. Not judged: the
 * anchor's self-signature, ESSCertID v1, key identifiers, none of which an attacker gains by breaking.
 */
export function checkStrength(input: StrengthInput, findings: Findings): void {
  const { genTime, at, signer, path } = input;
  const rule = 'algorithm.strength';
  const policy = findings.policy;
  const judge = (what: string, lifetime: Lifetime | null, created: number | null) => {
    const code = weakness(lifetime, created, at);
    if (code === null) return;
    const facts = { algorithm: what, source: lifetime?.source ?? '' };
    const until = code === 'algorithm-not-for-creation' ? lifetime?.lastCreation : lifetime?.lastAcceptance;
    weak(findings, code, what, until === undefined ? facts : { ...facts, until });
  };
  const judgeHash = (where: string, hash: HashName | null, created: number | null) => {
    if (hash !== null) judge(`${hash} (${where})`, hashLifetime(hash, policy), created);
  };
  const judgeKey = (where: string, key: PublicKey, created: number | null) =>
    judge(`${keyText(key)} (${where})`, keyLifetime(key, policy), created);

  findings.pass(rule);
  judgeHash('messageImprint', input.imprint, genTime);
  judgeHash('messageDigest', input.messageDigest, genTime);
  judgeHash('signature', input.signatureHash, genTime);
  judgeKey(certificateLabel(signer), publicKeyOf(signer), genTime);
  path.forEach((certificate, i) => {
    const isAnchor = i === path.length - 1;
    const label = certificateLabel(certificate);
    if (!isAnchor) judgeHash(label, signatureAlgorithmOf(certificate.signatureAlgorithm)?.hash ?? null, null);
    if (certificate !== signer) judgeKey(label, publicKeyOf(certificate), null);
  });
}

function weak(findings: Findings, code: Weakness, object: string, facts: Record<string, string | number>): void {
  if (findings.policy === 'strict') findings.fail('algorithm.strength', code, { object, facts });
  else findings.unknown('algorithm.strength', code, { object, facts });
}
