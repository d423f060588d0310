import { hashFor } from '../crl-plan.ts';
import type { Delegates } from '../delegates.ts';
import type { Der } from '../der-writer.ts';
import * as der from '../der-writer.ts';
import { type CertStatusPlan, certIdOf, type OcspPlan, ocspIds, ocspStatuses, type SinglePlan } from '../ocsp-plan.ts';
import {
  type Change,
  half,
  type RevocationFault,
  type RevocationScene,
  spoilSignature,
  unknownCritical,
} from './fault.ts';

const day = 86_400_000;

const neverIssued: CertStatusPlan = { date: 0, reason: 6, invalidity: null };

/** Lies of an OCSP responder (RFC 6960). */
export const ocspFaults = {
  'ocsp-expired': {
    of: 'ocsp',
    description: 'nextUpdate has passed',
    ocsp: singles((_, { now }) => ({ thisUpdate: now - 2 * day, nextUpdate: now - day })),
  },
  'ocsp-future': {
    of: 'ocsp',
    description: 'thisUpdate is a day ahead',
    ocsp: singles((_, { now }) => ({ thisUpdate: now + day, nextUpdate: now + 2 * day })),
  },
  'ocsp-no-next-update': {
    of: 'ocsp',
    description: 'there is no nextUpdate',
    ocsp: singles(() => ({ nextUpdate: null })),
  },
  'ocsp-stale': {
    of: 'ocsp',
    description: 'thisUpdate is 60 days old, and there is no nextUpdate',
    ocsp: singles((_, { now }) => ({ thisUpdate: now - 60 * day, nextUpdate: null })),
  },
  'ocsp-replayed': {
    of: 'ocsp',
    description: 'an answer of 30 days ago, good, and without the nonce',
    ocsp: async (plan, scene) => {
      const then = scene.now - 30 * day;
      const old = { status: 'good', thisUpdate: then, nextUpdate: then + day } as const;
      return { ...(await singles(() => old)(plan, scene)), producedAt: then, nonce: null };
    },
  },
  'ocsp-random-key': {
    of: 'ocsp',
    description: 'signed with a key that nobody certified, in the name of the good responder',
    ocsp: ({ key }, { delegates }) => ({ key: delegates.strangerTo(key) }),
  },
  'ocsp-broken-signature': {
    of: 'ocsp',
    description: 'one bit of the signature is changed',
    ocsp: () => ({ spoilSignature }),
  },
  'ocsp-delegate-without-eku': {
    of: 'ocsp',
    description: 'the responder certificate has no id-kp-OCSPSigning',
    ocsp: signedBy(({ delegates, ca }) => delegates.responder(ca, 'without EKU', { extendedKeyUsage: null })),
  },
  'ocsp-delegate-of-another-ca': {
    of: 'ocsp',
    description: 'another CA certified the responder',
    ocsp: signedBy(({ delegates }) => delegates.foreignResponder()),
  },
  'ocsp-delegate-expired': {
    of: 'ocsp',
    description: 'the responder certificate expired a day before the answer',
    ocsp: signedBy(({ delegates, ca, now }) => {
      // To the day, so that requests one after another meet the same certificate.
      const end = Math.floor(now / day) * day - day;
      return delegates.responder(ca, `expired ${end}`, { notBefore: end - 30 * day, notAfter: end });
    }),
  },
  'ocsp-delegate-revoked': {
    of: 'ocsp',
    description: 'the responder certificate is revoked, as the CRL of its CA says',
    revokesResponder: true,
    ocsp: signedBy(({ delegates, ca }) => delegates.revokedResponder(ca)),
  },
  'ocsp-delegate-to-be-checked': {
    of: 'ocsp',
    description: 'the responder certificate has no id-pkix-ocsp-nocheck, and is not revoked',
    ocsp: signedBy(({ delegates, ca }) => delegates.responder(ca, 'to be checked', delegates.checked(ca))),
  },
  'ocsp-wrong-serial': {
    of: 'ocsp',
    description: 'CertID has the serial number of another certificate',
    ocsp: singles(({ certId }) => ({ certId: { ...certId, serial: successor(certId.serial) } })),
  },
  'ocsp-wrong-issuer': {
    of: 'ocsp',
    description: 'CertID has the key hash of another issuer',
    ocsp: async ({ responses }, { delegates }) => {
      const foreign = await delegates.foreignCa();
      const wrong = ({ certId }: SinglePlan) => {
        const hash = certId.keyHash.length === 20 ? 'sha1' : 'sha256';
        return { ...certId, keyHash: certIdOf(foreign, certId, hash).keyHash };
      };
      return { responses: responses.map((single) => ({ ...single, certId: wrong(single) })) };
    },
  },
  'ocsp-nonce-wrong': {
    of: 'ocsp',
    description: 'the nonce is another than was sent',
    ocsp: ({ nonce }) => ({
      nonce:
        nonce?.map((octet, index) => (index === nonce.length - 1 ? octet ^ 1 : octet)) ?? der.octets(Buffer.alloc(16)),
    }),
  },
  'ocsp-nonce-missing': { of: 'ocsp', description: 'no nonce, sent or not', ocsp: () => ({ nonce: null }) },
  'ocsp-malformed-request': status('malformedRequest'),
  'ocsp-internal-error': status('internalError'),
  'ocsp-try-later': status('tryLater'),
  'ocsp-sig-required': status('sigRequired'),
  'ocsp-unauthorized': status('unauthorized'),
  'ocsp-unknown': {
    of: 'ocsp',
    description: 'the status is unknown',
    ocsp: singles(() => ({ status: 'unknown' })),
  },
  'ocsp-says-good': {
    of: 'ocsp',
    description: 'the status is good whatever the CA has revoked',
    ocsp: singles(() => ({ status: 'good' })),
  },
  'ocsp-not-issued': {
    of: 'ocsp',
    description: 'extended revoked: on hold since 1970, for the CA never issued it',
    ocsp: async (plan, scene) => ({
      ...(await singles(() => ({ status: neverIssued }))(plan, scene)),
      extensions: [{ oid: ocspIds.extendedRevoke, critical: false, value: der.nothing() }],
    }),
  },
  'ocsp-unknown-critical': {
    of: 'ocsp',
    description: 'an unknown critical extension of the answer',
    ocsp: () => ({ extensions: [unknownCritical] }),
  },
  'ocsp-unknown-critical-single': {
    of: 'ocsp',
    description: 'an unknown critical extension of the single response',
    ocsp: singles(() => ({ extensions: [unknownCritical] })),
  },
  'ocsp-truncated': { of: 'ocsp', description: 'half of the DER', bytes: half },
} as const satisfies Record<string, RevocationFault>;

/** A fault of each SingleResponse. */
function singles(change: (single: SinglePlan, scene: RevocationScene) => Partial<SinglePlan>): Change<OcspPlan> {
  return ({ responses }, scene) => ({
    responses: responses.map((single) => ({ ...single, ...change(single, scene) })),
  });
}

/** An OCSPResponse that is a status and nothing else (RFC 6960 §2.3). */
function status(name: keyof typeof ocspStatuses): RevocationFault {
  return { of: 'ocsp', description: `the responder answers ${name}`, ocsp: () => ({ status: ocspStatuses[name] }) };
}

/** A signature by a certificate other than the good responder's, which goes along. */
function signedBy(find: (scene: RevocationScene) => ReturnType<Delegates['responder']>): Change<OcspPlan> {
  return async (_, scene) => {
    const responder = await find(scene);
    return { responder, key: responder.key, hash: hashFor(responder.key), certificates: [responder.der] };
  };
}

/** The next serial number. */
function successor(serial: Der): Der {
  return der.integer(BigInt(`0x${Buffer.from(der.contentOf(serial)).toString('hex')}`) + 1n);
}
