import { KeyUsage } from '../ca.ts';
import type { ScopePlan } from '../crl-extensions.ts';
import { hashFor } from '../crl-plan.ts';
import * as der from '../der-writer.ts';
import { half, type RevocationFault, spoilSignature, unknownCritical } from './fault.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Lies of complete and delta CRLs (RFC 5280 §5), and of the certificates of those who sign them. */
export const crlFaults = {
  'crl-expired': {
    of: 'crl',
    description: 'nextUpdate has passed',
    crl: (_, { now }) => ({ thisUpdate: now - 2 * day, nextUpdate: now - day }),
  },
  'crl-future': {
    of: 'crl',
    description: 'thisUpdate is a day ahead',
    crl: (_, { now }) => ({ thisUpdate: now + day, nextUpdate: now + 2 * day }),
  },
  'crl-no-next-update': { of: 'crl', description: 'there is no nextUpdate', crl: () => ({ nextUpdate: null }) },
  'crl-stale': {
    of: 'crl',
    description: 'thisUpdate is 60 days old, and there is no nextUpdate',
    crl: (_, { now }) => ({ thisUpdate: now - 60 * day, nextUpdate: null }),
  },
  'crl-replayed': {
    of: 'crl',
    description: 'a list of 30 days ago, which revokes nothing',
    crl: (_, { now }) => {
      const then = now - 30 * day;
      return { thisUpdate: then, nextUpdate: then + day, number: BigInt(Math.floor(then / 1000)), entries: [] };
    },
  },
  'crl-says-good': {
    of: 'crl',
    description: 'a list of now that revokes nothing, whatever the CA has revoked',
    crl: () => ({ entries: [] }),
  },
  'crl-random-key': {
    of: 'crl',
    description: 'signed with a key that nobody certified',
    crl: ({ key }, { delegates }) => ({ key: delegates.strangerTo(key) }),
  },
  'crl-broken-signature': {
    of: 'crl',
    description: 'one bit of the signature is changed',
    crl: () => ({ spoilSignature }),
  },
  'crl-of-namesake': {
    of: 'crl',
    description: 'a CA of the same name with another key issued it (its certificate: /namesake-….der)',
    crl: async (_, { delegates, ca }) => {
      const namesake = await delegates.namesake(ca);
      return { issuer: namesake, key: namesake.key, authorityKeyId: namesake.keyId, entries: [] };
    },
  },
  'crl-without-crl-sign': {
    of: 'crl',
    description: 'signed by a key of the CA whose certificate lacks cRLSign (/crl-signer-….der)',
    crl: async (_, { delegates, ca }) => {
      const signer = await delegates.crlSignerWithoutRight(ca);
      return { key: signer.key, hash: hashFor(signer.key), authorityKeyId: signer.keyId };
    },
  },
  'crl-unknown-critical': {
    of: 'crl',
    description: 'an unknown critical extension of the list',
    crl: ({ extensions }) => ({ extensions: [...extensions, unknownCritical] }),
  },
  'crl-unknown-critical-entry': {
    of: 'crl',
    description: 'an unknown critical extension of an entry',
    crl: ({ entries, thisUpdate }) => ({
      entries: [
        ...entries,
        {
          serial: der.integer(1),
          date: thisUpdate - hour,
          reason: null,
          invalidity: null,
          certificateIssuer: null,
          extensions: [unknownCritical],
        },
      ],
    }),
  },
  'crl-only-user-certs': scope('covers no CA certificates', { onlyUserCerts: true }),
  'crl-only-ca-certs': scope('covers CA certificates alone', { onlyCaCerts: true }),
  'crl-only-attribute-certs': scope('covers attribute certificates alone', { onlyAttributeCerts: true }),
  'crl-other-distribution-point': scope('is for another distribution point', {
    url: 'http://crl.lab.example/other.crl',
  }),
  'crl-some-reasons': scope('covers keyCompromise and cACompromise alone', {
    reasons: ['keyCompromise', 'cACompromise'],
  }),
  'crl-truncated': { of: 'crl', description: 'half of the DER', bytes: half },

  'delta-of-later-base': {
    of: 'delta',
    description: 'is to be applied to a complete CRL that does not exist yet',
    crl: ({ number }) => ({ baseNumber: number! + 1_000_000n, number: number! + 1_000_001n }),
  },
  'delta-expired': {
    of: 'delta',
    description: 'nextUpdate has passed',
    crl: (_, { now }) => ({ thisUpdate: now - 2 * day, nextUpdate: now - day }),
  },
  'delta-random-key': {
    of: 'delta',
    description: 'signed with a key that nobody certified',
    crl: ({ key }, { delegates }) => ({ key: delegates.strangerTo(key) }),
  },
  'delta-without-indicator': {
    of: 'delta',
    description: 'passes for a complete CRL, as nothing says that it is a delta',
    crl: () => ({ baseNumber: null }),
  },

  'ca-without-crl-sign': {
    of: 'certificates',
    description: 'the intermediate, which issues the CRL, lacks cRLSign; asked of /tsa, or for every token',
    authority: () => ({ intermediate: { keyUsage: KeyUsage.keyCertSign } }),
  },
} as const satisfies Record<string, RevocationFault>;

function scope(description: string, change: ScopePlan): RevocationFault {
  return { of: 'crl', description, crl: (plan) => ({ scope: { ...plan.scope, ...change } }) };
}
