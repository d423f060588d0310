import type { Finder } from '../../src/app/found.ts';
import type { Bench, JudgingOptions } from '../../src/app/judging.ts';
import { Known } from '../../src/app/known.ts';
import { Session } from '../../src/core/session.ts';
import type { TrustAnchor } from '../../src/core/x509/anchor.ts';

/** Nothing given, everything by default. */
export const plainOptions: JudgingOptions = {
  trust: [],
  trustAny: [],
  certs: [],
  policy: 'default',
  acceptPolicies: [],
  allowNoncriticalEku: false,
  at: null,
  asKnownOn: null,
  skip: new Set(),
  offline: false,
  aia: true,
  revocationOrder: ['ocsp', 'crl'],
  ocspMethod: 'post',
  crl: [],
  ocsp: [],
  evidence: [],
  profile: [],
  profileFolder: null,
  tstRevocationLists: [],
  listRadix: null,
  evidenceLists: false,
};

/** A bench with these anchors and this finder, and nothing else. */
export function plainBench(anchors: readonly TrustAnchor[], finder: Finder | null): Bench {
  return {
    trust: { anchors, candidates: [], tlsAnchors: new Set(), notes: [] },
    saved: { candidates: [], crls: [], ocsp: [], evidence: [], notes: [] },
    given: new Known({ candidates: [], crls: [], ocsp: [], failed: [] }),
    finder,
    profiles: null,
    lists: null,
    session: new Session(),
    anchorsAt: () => anchors,
    known: new Map(),
    choices: new Map(),
  };
}
