import { signatureAlgorithm } from '../cms-algorithms.ts';
import * as der from '../der-writer.ts';
import { type Fault, form, invalid, undecided, valid } from './fault.ts';

const sha512 = der.sequence(der.oid('2.16.840.1.101.3.4.2.3'));
const unknown = der.sequence(der.oid('1.3.6.1.4.1.99999.3'));

/** Deviations of the algorithm identifiers in SignedData and SignerInfo (RFC 5652 §5.1, §5.3, RFC 5754). */
export const algorithmFaults = {
  'signature-pss': {
    rule: 'cms.signature',
    description: 'RSASSA-PSS by a plain RSA key',
    token: () => ({ padding: 'pss' }),
    expected: valid(),
  },
  'signature-pss-changed': {
    rule: 'cms.signature',
    description: 'RSASSA-PSS, and one bit of the signature is another',
    token: () => ({
      padding: 'pss',
      spoilSignature: (signature) => signature.map((octet, index) => (index === 40 ? octet ^ 8 : octet)),
    }),
    expected: invalid('signature-invalid'),
  },
  'signature-plain-rsa': {
    rule: 'cms.signature',
    description: 'signatureAlgorithm is plain rsaEncryption',
    token: () => ({ plainRsa: true }),
    expected: valid(),
  },
  'signature-parameters-absent': {
    rule: 'cms.signature',
    description: 'sha256WithRSAEncryption without the NULL beside it',
    token: () => ({ signatureAlgorithm: der.sequence(der.oid('1.2.840.113549.1.1.11')) }),
    expected: valid(),
  },
  'signature-algorithm-unknown': {
    rule: 'cms.signature',
    description: 'signatureAlgorithm is one that nobody knows',
    token: () => ({ signatureAlgorithm: unknown }),
    expected: undecided('algorithm-unsupported'),
  },
  'signature-algorithm-of-another-key': {
    rule: 'cms.signature',
    description: 'signatureAlgorithm says ECDSA, the key is RSA',
    token: () => ({ signatureAlgorithm: signatureAlgorithm('p256', 'sha256', 'pkcs1', false) }),
    expected: invalid('signature-invalid'),
  },
  'signature-other-hash': {
    rule: 'cms.signature',
    description: 'messageDigest is SHA-256, the signature is made and named with SHA-512',
    token: () => ({ signatureHash: 'sha512' }),
    expected: valid(),
  },
  'signature-hash-contradicted': {
    rule: 'cms.signature',
    description: 'the signature is made with digestAlgorithm, and signatureAlgorithm names another hash',
    token: () => ({ signatureAlgorithm: signatureAlgorithm('rsa-2048', 'sha512', 'pkcs1', false) }),
    expected: form('digest-algorithms-differ'),
  },
  'digest-with-null': {
    rule: 'cms.message-digest',
    description: 'digestAlgorithm has NULL as parameters, as older encoders write it',
    token: () => ({ digestWithNull: true }),
    expected: valid(),
  },
  'digest-algorithms-other': {
    rule: 'cms.message-digest',
    description: "SignedData.digestAlgorithms doesn't list the signer's",
    token: () => ({ digestAlgorithms: [sha512] }),
    expected: valid(),
  },
  'digest-algorithms-empty': {
    rule: 'cms.message-digest',
    description: 'SignedData.digestAlgorithms is empty',
    token: () => ({ digestAlgorithms: [] }),
    expected: valid(),
  },
} as const satisfies Record<string, Fault>;
