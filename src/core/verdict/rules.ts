import type { CheckId } from './status.ts';

/**
 * Every rule, in the order in which a report gives them: the check that it belongs to and the clause that it implements.
 * The ids are stable: scripts, fixtures and the conformance table name them.
 */
export const rules = {
  'imprint.algorithm': { check: 'imprint', clause: 'RFC 3161 §2.4.1' },
  'imprint.length': { check: 'imprint', clause: 'RFC 3161 §2.4.1' },
  'imprint.match': { check: 'imprint', clause: 'RFC 3161 §2.4.2' },
  'imprint.request': { check: 'imprint', clause: 'RFC 3161 §2.4.2' },

  'response.status': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'response.nonce': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'response.policy': { check: 'signature', clause: 'RFC 3161 §2.4.1' },
  'response.certificates': { check: 'signature', clause: 'RFC 3161 §2.4.1' },
  'cms.content-type': { check: 'signature', clause: 'RFC 5652 §5.1, RFC 3161 §2.4.2' },
  'cms.version': { check: 'signature', clause: 'RFC 5652 §5.1, §5.3' },
  'cms.signer-count': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'cms.signed-attributes': { check: 'signature', clause: 'RFC 5652 §5.3, §11.1' },
  'cms.message-digest': { check: 'signature', clause: 'RFC 5652 §5.4, §11.2' },
  'cms.signing-certificate': { check: 'signature', clause: 'RFC 3161 §2.4.1, RFC 5816 §2.2, RFC 5035 §3, §5' },
  'cms.further-ess': { check: 'signature', clause: 'RFC 5035 §3, §5.4' },
  'cms.signer': { check: 'signature', clause: 'RFC 5652 §5.3, §10.2' },
  'cms.signature': { check: 'signature', clause: 'RFC 5652 §5.4, §5.6' },
  'tst.version': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'tst.policy': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'tst.serial': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'tst.gen-time': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'tst.future': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'tst.accuracy': { check: 'signature', clause: 'RFC 3161 §2.4.2' },
  'tst.tsa': { check: 'signature', clause: 'RFC 3161 §2.4.2, RFC 5280 §7.1' },
  'tst.extensions': { check: 'signature', clause: 'RFC 3161 §2.4.2, EN 319 422 §5.2' },
  'tsa.eku': { check: 'signature', clause: 'RFC 3161 §2.3' },
  'tsa.key-usage': { check: 'signature', clause: 'RFC 5280 §4.2.1.3, §4.2.1.12' },
  'tsa.not-ca': { check: 'signature', clause: 'RFC 5280 §4.2.1.9' },
  'tsa.validity': { check: 'signature', clause: 'RFC 5280 §4.1.2.5, RFC 3161 §4' },
  'path.build': { check: 'signature', clause: 'RFC 5280 §6.1, RFC 4158' },
  'path.constraints': { check: 'signature', clause: 'RFC 5280 §6.1' },
  'path.validity': { check: 'signature', clause: 'RFC 5280 §6.1.3 (a)(2), EN 319 102-1 §5.2.6' },
  'algorithm.strength': { check: 'signature', clause: 'CRYPTREC LS-0003, ETSI TS 119 312' },

  'revocation.authentic': { check: 'certificate-revocation', clause: 'RFC 6960 §4.2.2.2, RFC 5280 §6.3.3' },
  'revocation.scope': { check: 'certificate-revocation', clause: 'RFC 6960 §3.2, RFC 5280 §5.2.5, §6.3.3' },
  'revocation.fresh': { check: 'certificate-revocation', clause: 'RFC 6960 §4.2.2.1, RFC 5280 §5.1.2.5' },
  'revocation.status': { check: 'certificate-revocation', clause: 'RFC 3161 §4, RFC 5280 §5.3.1' },

  'tst-list.source': { check: 'tst-revocation', clause: 'SEIKO TRUST terms, article 8.3 (4)' },
  'tst-list.fresh': { check: 'tst-revocation', clause: 'SEIKO TRUST terms, article 8.6' },
  'tst-list.listed': { check: 'tst-revocation', clause: 'SEIKO TRUST terms, article 8.3 (4); RFC 3628 §7.4.8' },
} as const satisfies Record<string, { check: CheckId; clause: string }>;

/** The id of a rule, stable. */
export type RuleId = keyof typeof rules;

/** All rule ids in report order. */
export const ruleIds = Object.keys(rules) as RuleId[];

const byCheck = Map.groupBy(ruleIds, (id): CheckId => rules[id].check);

/** The rule ids of one check, in report order. */
export function rulesOf(check: CheckId): readonly RuleId[] {
  return byCheck.get(check) ?? [];
}
