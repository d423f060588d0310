import { aggregate } from '../../src/core/verdict/aggregate.ts';
import { Findings } from '../../src/core/verdict/findings.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { ruleIds, rules } from '../../src/core/verdict/rules.ts';
import type { PolicyName, SkippableCheck } from '../../src/core/verdict/status.ts';
import type { Report } from '../../src/report/json.ts';

/** A report made by hand: everything passes, both revocation checks are skipped; `change` adds what deviates. */
export function sampleReport(
  change: (findings: Findings) => void = () => {},
  more: Partial<Judgement> = {},
  skip: readonly SkippableCheck[] = ['certificate-revocation', 'tst-revocation'],
  policy: PolicyName = 'default',
): Report {
  const findings = new Findings(policy);
  change(findings);
  for (const id of ruleIds) {
    const skipped = (skip as readonly string[]).includes(rules[id].check);
    if (!skipped && findings.status(id) === undefined) findings.pass(id);
  }
  const judgement: Judgement = {
    ...aggregate(findings.results(), new Set(skip)),
    policy,
    at: Date.UTC(2024, 0, 2),
    atSource: 'now',
    now: Date.UTC(2024, 0, 2),
    token: {
      genTime: '2022-03-01T09:30:00.123456Z',
      genTimeMs: Date.UTC(2022, 2, 1, 9, 30, 0, 123),
      accuracy: { micros: 1_000_000, assumed: false },
      serial: { hex: '0102', decimal: '258' },
      policy: '1.2.3.4',
      hash: { algorithm: 'sha256', value: 'ab'.repeat(32) },
      tsa: null,
      signer: 'CN=TSU',
      nonce: '0a',
      expires: Date.UTC(2030, 0, 1),
    },
    path: [],
    revocation: [],
    tstRevocation: { basis: null, sources: [], change: null, wants: [] },
    asKnownOn: null,
    evidence: [],
    wants: [],
    ...more,
  };
  const digest = { algorithm: 'sha256', value: 'ab'.repeat(32) };
  const file = { path: 'contract.pdf', size: 5, digest };
  return { judgement, file, tokenPath: 'contract.pdf.tsr', notes: [], profile: null, version: '0.0.0' };
}
