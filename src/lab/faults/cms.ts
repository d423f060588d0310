import { createHash } from 'node:crypto';
import { attributeCertificate } from '../attribute-certificate.ts';
import { type CertificatePlan, issue, issueCrl, purposes } from '../ca.ts';
import type { Der } from '../der-writer.ts';
import * as der from '../der-writer.ts';
import { attribute, ids, type TokenPlan } from '../tsa.ts';
import { type Fault, form, invalid, type Scene, unreadable, valid } from './fault.ts';

/** A certificate with the TSU's issuer and serial number, by another key of nobody's. */
async function lookalike({ authority: { tsu }, other, now }: Scene): Promise<Der> {
  const plan: CertificatePlan = {
    subject: 'C=JP,O=tst lab,OU=Time-Stamping Unit,CN=Lab TSU 1',
    serial: Buffer.from(der.contentOf(tsu.serial)).toString('hex'),
    notBefore: now - 86_400_000,
    notAfter: now + 365 * 86_400_000,
    hash: 'sha256',
    basicConstraints: null,
    keyUsage: 1,
    extendedKeyUsage: { purposes: [purposes.timeStamping], critical: true },
    caIssuers: null,
    ocsp: null,
    crl: null,
    extensions: [],
  };
  // The issuer's name is right, its key is not.
  return (await issue(plan, other, { ...tsu, subject: tsu.issuer, key: other })).der;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();
const certificatesAnd = (plan: TokenPlan, ...further: Der[]) => ({
  certificates: [...(plan.certificates ?? []), ...further],
});

/** Deviations of SignedData, SignerInfo and the signed attributes (RFC 5652, RFC 5035, RFC 3161 §2.4.2). */
export const cmsFaults = {
  'content-type': {
    rule: 'cms.content-type',
    description: 'ContentInfo says id-envelopedData',
    token: () => ({ contentType: '1.2.840.113549.1.7.3' }),
    expected: invalid('content-type'),
  },
  'econtent-type': {
    rule: 'cms.content-type',
    description: 'eContentType is id-data',
    token: () => ({ eContentType: ids.data }),
    expected: invalid('econtent-type'),
  },
  'econtent-absent': {
    rule: 'cms.content-type',
    description: 'the signature is detached: eContent is absent',
    token: () => ({ eContent: 'absent' }),
    expected: invalid('econtent-missing'),
  },
  'econtent-in-pieces': {
    rule: null,
    description: 'eContent is a constructed OCTET STRING',
    token: () => ({ eContent: 'in pieces' }),
    expected: form('ber-encoding'),
  },
  'ber-wrapping': {
    rule: null,
    description: 'indefinite lengths around the signed content',
    token: () => ({ wrapping: 'indefinite' }),
    expected: form('ber-encoding'),
  },
  'ber-wrapping-in-pieces': {
    rule: null,
    description: 'indefinite lengths, and eContent in pieces',
    token: () => ({ wrapping: 'indefinite', eContent: 'in pieces' }),
    expected: form('ber-encoding'),
  },
  'signed-data-version-1': {
    rule: 'cms.version',
    description: 'SignedData version 1, as some authorities send it',
    token: () => ({ signedDataVersion: 1 }),
    expected: form('signed-data-version'),
  },
  'signed-data-version-5': {
    rule: 'cms.version',
    description: 'SignedData version 5',
    token: () => ({ signedDataVersion: 5 }),
    expected: valid(),
  },
  'signed-data-version-9': {
    rule: 'cms.version',
    description: 'SignedData version 9, which does not exist',
    token: () => ({ signedDataVersion: 9 }),
    expected: invalid('signed-data-version'),
  },
  'signer-info-version': {
    rule: 'cms.version',
    description: 'SignerInfo version 3 with issuerAndSerialNumber',
    token: () => ({ signerInfoVersion: 3 }),
    expected: form('signer-info-version'),
  },
  'sid-key-identifier': {
    rule: 'cms.signer',
    description: 'the signer is named by subjectKeyIdentifier',
    token: () => ({ sid: 'subjectKeyIdentifier', signerInfoVersion: 3 }),
    expected: valid(),
  },
  'sid-key-identifier-version-1': {
    rule: 'cms.version',
    description: 'SignerInfo version 1 with subjectKeyIdentifier',
    token: () => ({ sid: 'subjectKeyIdentifier' }),
    expected: form('signer-info-version'),
  },
  'two-signers': {
    rule: 'cms.signer-count',
    description: 'two SignerInfos',
    token: () => ({ signers: 2 }),
    expected: invalid('signer-count'),
  },
  'no-signer': {
    rule: 'cms.signer-count',
    description: 'no SignerInfo',
    token: () => ({ signers: 0 }),
    expected: invalid('signer-count'),
  },
  'no-signed-attributes': {
    rule: 'cms.signed-attributes',
    description: 'the signature is over the bare content',
    token: () => ({ signedAttributes: false }),
    expected: invalid('signed-attributes-missing'),
  },
  'attribute-duplicate': {
    rule: 'cms.signed-attributes',
    description: 'contentType stands there twice',
    token: () => ({ furtherAttributes: [attribute(ids.contentType, der.oid(ids.tstInfo))] }),
    expected: invalid('attribute-duplicate'),
  },
  'attribute-further': {
    rule: 'cms.signed-attributes',
    description: 'signingTime and an attribute that nobody knows, beside the others',
    token: () => ({
      furtherAttributes: [
        attribute(ids.signingTime, der.value(0x17, Buffer.from('240615123456Z'))),
        attribute('1.3.6.1.4.1.99999.5', der.utf8('further')),
      ],
    }),
    expected: valid(),
  },
  'content-type-attribute-missing': {
    rule: 'cms.signed-attributes',
    description: 'no contentType attribute',
    token: () => ({ contentTypeAttribute: null }),
    expected: invalid('content-type-attribute'),
  },
  'content-type-attribute-wrong': {
    rule: 'cms.signed-attributes',
    description: 'the contentType attribute says id-data',
    token: () => ({ contentTypeAttribute: ids.data }),
    expected: invalid('content-type-attribute'),
  },
  'content-type-attribute-two-values': {
    rule: 'cms.signed-attributes',
    description: 'the contentType attribute has two values',
    token: () => ({
      contentTypeAttribute: null,
      furtherAttributes: [attribute(ids.contentType, der.oid(ids.tstInfo), der.oid(ids.data))],
    }),
    expected: invalid('content-type-attribute'),
  },
  'message-digest-missing': {
    rule: 'cms.message-digest',
    description: 'no messageDigest attribute',
    token: () => ({ messageDigest: null }),
    expected: invalid('message-digest-missing'),
  },
  'message-digest-wrong': {
    rule: 'cms.message-digest',
    description: 'messageDigest is the hash of other content',
    token: () => ({ messageDigest: digestOf('other content') }),
    expected: invalid('message-digest-mismatch'),
  },
  'message-digest-malformed': {
    rule: 'cms.message-digest',
    description: 'the value of messageDigest is an INTEGER',
    token: () => ({ messageDigest: null, furtherAttributes: [attribute(ids.messageDigest, der.integer(5))] }),
    expected: invalid('malformed'),
  },
  'message-digest-two-values': {
    rule: 'cms.message-digest',
    description: 'messageDigest has two values',
    token: () => ({
      messageDigest: null,
      furtherAttributes: [attribute(ids.messageDigest, der.octets(digestOf('one')), der.octets(digestOf('two')))],
    }),
    expected: invalid('attribute-values'),
  },
  'attributes-unsorted': {
    rule: 'cms.signature',
    description: 'signed attributes in an order that is not DER, signed as they stand',
    token: () => ({ attributeOrder: 'reversed' }),
    expected: form('signed-attributes-not-der'),
  },
  'attributes-unsorted-der-signed': {
    rule: 'cms.signature',
    description: 'signed attributes in an order that is not DER, signed in DER order',
    token: () => ({ attributeOrder: 'reversed, DER signed' }),
    expected: form('signed-attributes-not-der'),
  },
  'attribute-certificate': {
    rule: 'cms.signer',
    description: 'an attribute certificate in CertificateSet',
    token: (plan, { authority: { tsu, intermediate } }) => ({
      signedDataVersion: 4,
      ...certificatesAnd(plan, der.retagged(0xa2, attributeCertificate(tsu, intermediate))),
    }),
    expected: valid(),
  },
  'other-certificate': {
    rule: 'cms.signer',
    description: 'a certificate of another format in CertificateSet',
    token: (plan) => ({
      signedDataVersion: 5,
      ...certificatesAnd(plan, der.tagged(3, der.oid('1.3.6.1.4.1.99999.6'), der.utf8('no X.509'))),
    }),
    expected: valid(),
  },
  'other-revocation-info': {
    rule: 'cms.signer',
    description: 'OtherRevocationInfo in crls',
    token: () => ({
      signedDataVersion: 5,
      crls: [der.tagged(1, der.oid('1.3.6.1.5.5.7.16.2'), der.sequence(der.value(0x0a, Uint8Array.of(6))))],
    }),
    expected: valid(),
  },
  'crl-embedded': {
    rule: 'cms.signer',
    description: 'a CRL of the CA in crls',
    token: async (_, { authority, now }) => ({ crls: [await issueCrl(authority.intermediate, now)] }),
    expected: valid(),
  },
  'certificate-unreadable': {
    rule: 'cms.signer',
    description: 'an element of CertificateSet that looks like a certificate and is none',
    token: (plan) => certificatesAnd(plan, der.sequence(der.sequence(der.integer(1)), der.nothing())),
    expected: valid('certificate-unreadable'),
  },
  'certificate-lookalike': {
    rule: 'cms.signer',
    description: "before the signer's certificate stands another with its issuer and serial number",
    token: async (plan, scene) => ({
      certificates: [await lookalike(scene), ...(plan.certificates ?? [])],
    }),
    expected: valid(),
  },
  'certificates-unsorted': {
    rule: null,
    description: 'CertificateSet is not in DER order',
    token: (plan) => ({ certificates: der.derOrder(plan.certificates ?? []).reverse(), sortCertificates: false }),
    expected: form('set-order'),
  },
  'signature-changed': {
    rule: 'cms.signature',
    description: 'one bit of the signature is another',
    token: () => ({
      spoilSignature: (signature) => signature.map((octet, index) => (index === 20 ? octet ^ 1 : octet)),
    }),
    expected: invalid('signature-invalid'),
  },
  'signature-other-key': {
    rule: 'cms.signature',
    description: "the signature is by another key than the certificate's",
    token: (_, { other }) => ({ key: other }),
    expected: invalid('signature-invalid'),
  },
  'unsigned-attributes': {
    rule: 'cms.signature',
    description: 'unsigned attributes beside the signature',
    token: () => ({ unsignedAttributes: [attribute('1.3.6.1.4.1.99999.5', der.utf8('unsigned'))] }),
    expected: valid(),
  },
  'token-twice': {
    rule: null,
    description: 'the token stands in the response twice',
    bytes: (response) => {
      const [status, token] = halves(response);
      return der.sequence(status, token, token);
    },
    expected: unreadable,
  },
} as const satisfies Record<string, Fault>;

/** PKIStatusInfo and what follows it. */
function halves(response: Der): [Der, Der] {
  const content = der.contentOf(response);
  const end = 2 + content[1]!;
  return [content.slice(0, end), content.slice(end)];
}
