import { createHash } from 'node:crypto';
import { attributeCertificate } from '../attribute-certificate.ts';
import * as der from '../der-writer.ts';
import { attribute, type EssCertId, essCertId, ids, signingCertificate, type TokenPlan } from '../tsa.ts';
import { type Fault, graded, invalid, undecided, valid } from './fault.ts';

const first = (plan: TokenPlan) => plan.essV2![0]!;
const digestOf = (text: string) => createHash('sha256').update(text).digest();

/** signingCertificateV2 whose one ESSCertIDv2 names an unknown hashAlgorithm. */
function unknownHash({ certHash }: EssCertId): der.Der {
  const algorithm = der.sequence(der.oid('1.3.6.1.4.1.99999.7.7'));
  const list = der.sequence(der.sequence(algorithm, der.octets(certHash)));
  return attribute(ids.signingCertificateV2, der.sequence(list));
}

/** Deviations of signingCertificate and signingCertificateV2 (RFC 5035, RFC 5816). */
export const essFaults = {
  'ess-missing': {
    rule: 'cms.signing-certificate',
    description: 'neither signingCertificate nor signingCertificateV2',
    token: () => ({ essV2: null }),
    expected: invalid('ess-missing'),
  },
  'ess-v1': {
    rule: 'cms.signing-certificate',
    description: 'signingCertificate (SHA-1) alone',
    token: (_, { authority }) => ({ essV1: [essCertId(authority.tsu, 'sha1')], essV2: null }),
    expected: valid(),
  },
  'ess-empty': {
    rule: 'cms.signing-certificate',
    description: 'signingCertificateV2 lists no certificate',
    token: () => ({ essV2: [] }),
    expected: invalid('ess-missing'),
  },
  'ess-two-values': {
    rule: 'cms.signing-certificate',
    description: 'signingCertificateV2 has two values',
    token: (plan) => ({
      essV2: null,
      furtherAttributes: [
        attribute(
          ids.signingCertificateV2,
          signingCertificate(plan.essV2!),
          signingCertificate([{ ...first(plan), issuerSerial: null }]),
        ),
      ],
    }),
    expected: invalid('attribute-values'),
  },
  'ess-unknown-hash': {
    rule: 'cms.signing-certificate',
    description: 'the ESSCertIDv2 names a hash that nobody knows',
    token: (plan) => ({ essV2: null, furtherAttributes: [unknownHash(first(plan))] }),
    expected: undecided('algorithm-unsupported'),
  },
  'ess-both': {
    rule: 'cms.signing-certificate',
    description: 'both forms of signingCertificate',
    token: (_, { authority }) => ({ essV1: [essCertId(authority.tsu, 'sha1')] }),
    expected: valid(),
  },
  'ess-both-v1-wrong': {
    rule: 'cms.signing-certificate',
    description: 'both forms, and v1 is of another certificate',
    token: (_, { authority }) => ({ essV1: [essCertId(authority.intermediate, 'sha1', false)] }),
    expected: invalid('ess-mismatch'),
  },
  'ess-wrong-hash': {
    rule: 'cms.signing-certificate',
    description: 'the ESSCertID is the hash of no certificate here',
    token: (plan) => ({ essV2: [{ ...first(plan), certHash: digestOf('no certificate') }] }),
    expected: invalid('ess-mismatch'),
  },
  'ess-order': {
    rule: 'cms.signing-certificate',
    description: 'the ESSCertID of the CA comes before that of the signer',
    token: (plan, { authority }) => ({ essV2: [essCertId(authority.intermediate, 'sha256'), first(plan)] }),
    expected: invalid('ess-mismatch'),
  },
  'ess-without-issuer-serial': {
    rule: 'cms.signing-certificate',
    description: 'the ESSCertID has no issuerSerial',
    token: (_, { authority }) => ({ essV2: [essCertId(authority.tsu, 'sha256', false)] }),
    expected: valid(),
  },
  'ess-sha512': {
    rule: 'cms.signing-certificate',
    description: 'the ESSCertID names SHA-512',
    token: (_, { authority }) => ({ essV2: [essCertId(authority.tsu, 'sha512')] }),
    expected: valid(),
  },
  'ess-wrong-serial': {
    rule: 'cms.signing-certificate',
    description: 'issuerSerial has another serial number',
    token: (plan) => ({
      essV2: [{ ...first(plan), issuerSerial: { ...first(plan).issuerSerial!, serial: der.integer(4711) } }],
    }),
    expected: invalid('ess-issuer-serial'),
  },
  'ess-wrong-issuer': {
    rule: 'cms.signing-certificate',
    description: 'issuerSerial names another issuer',
    token: (plan, { authority }) => ({
      essV2: [{ ...first(plan), issuerSerial: { ...first(plan).issuerSerial!, issuer: authority.root.subject } }],
    }),
    expected: invalid('ess-issuer-serial'),
  },
  'ess-extra-unmatched': {
    rule: 'cms.further-ess',
    description: 'a second ESSCertID matches nothing',
    token: (plan) => ({
      essV2: [first(plan), { hash: null, certHash: digestOf('a time attribute certificate'), issuerSerial: null }],
    }),
    expected: graded('ess-unmatched'),
  },
  'ess-extra-ca': {
    rule: 'cms.further-ess',
    description: 'the second and third ESSCertID are the CAs of the path, the root not in the token',
    token: (plan, { authority }) => ({
      essV2: [first(plan), essCertId(authority.intermediate, 'sha256'), essCertId(authority.root, 'sha256')],
    }),
    expected: valid(),
  },
  'ess-extra-attribute-certificate': {
    rule: 'cms.further-ess',
    description: 'the second ESSCertID is an attribute certificate of the set',
    token: (plan, { authority }) => {
      // Hashed as the SEQUENCE that it is, sent as v2AttrCert [2] IMPLICIT (RFC 5652 §10.2.2): so real authorities do.
      const certificate = attributeCertificate(authority.tsu, authority.intermediate);
      const certHash = createHash('sha256').update(certificate).digest();
      return {
        signedDataVersion: 4,
        essV2: [first(plan), { hash: null, certHash, issuerSerial: null }],
        certificates: [...(plan.certificates ?? []), der.retagged(0xa2, certificate)],
      };
    },
    expected: valid(),
  },
} as const satisfies Record<string, Fault>;
