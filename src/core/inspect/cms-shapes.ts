import { ocspShape } from './ocsp-shapes.ts';
import { integer, listOf, octets, oid, plain, type Shape, sequence } from './shape.ts';
import { tstInfo } from './tst-info-shapes.ts';
import { algorithmOf, certificateShape, crlShape, generalNames, nameOf, policyInformation } from './x509-shapes.ts';

/** ContentInfo (RFC 5652 §3). */
export const contentInfoShape: Shape = {
  type: 'ContentInfo',
  fields: [
    { name: 'contentType', universal: oid },
    { name: 'content', tag: 0, explicit: true, chosen: true },
  ],
  open: { '1.2.840.113549.1.7.2': () => signedData },
};

const issuerAndSerial: Shape = {
  type: 'IssuerAndSerialNumber',
  fields: [
    { name: 'issuer', shape: nameOf },
    { name: 'serialNumber', shape: () => plain('CertificateSerialNumber') },
  ],
};

/** CertificateChoices (RFC 5652 §10.2.2). */
const certificateChoices: Shape = {
  ...certificateShape,
  choice: {
    0: { name: 'extendedCertificate' },
    1: { name: 'v1AttrCert' },
    2: { name: 'v2AttrCert' },
    3: { name: 'other' },
  },
};
const revocationChoice: Shape = { ...crlShape, choice: { 1: { name: 'other', shape: () => otherRevocation } } };
const otherRevocation: Shape = {
  type: 'OtherRevocationInfoFormat',
  fields: [
    { name: 'otherRevInfoFormat', universal: oid },
    { name: 'otherRevInfo', chosen: true },
  ],
  open: { '1.3.6.1.5.5.7.16.2': () => ocspShape },
};

/** SignedData (RFC 5652 §5.1). */
const signedData: Shape = {
  type: 'SignedData',
  fields: [
    { name: 'version', universal: integer },
    { name: 'digestAlgorithms', universal: [17], shape: listOf('DigestAlgorithmIdentifiers', algorithmOf) },
    {
      name: 'encapContentInfo',
      universal: sequence,
      shape: () => ({
        type: 'EncapsulatedContentInfo',
        fields: [
          { name: 'eContentType', universal: oid },
          { name: 'eContent', tag: 0, explicit: true, wraps: true, chosen: true },
        ],
        open: { '1.2.840.113549.1.9.16.1.4': () => tstInfo },
      }),
    },
    { name: 'certificates', tag: 0, shape: listOf('CertificateSet', () => certificateChoices) },
    { name: 'crls', tag: 1, shape: listOf('RevocationInfoChoices', () => revocationChoice) },
    { name: 'signerInfos', universal: [17], shape: listOf('SignerInfos', () => signerInfo) },
  ],
};

const signerInfo: Shape = {
  type: 'SignerInfo',
  fields: [
    { name: 'version', universal: integer },
    { name: 'sid', universal: sequence, shape: () => issuerAndSerial },
    { name: 'sid (subjectKeyIdentifier)', tag: 0 },
    { name: 'digestAlgorithm', universal: sequence, shape: algorithmOf },
    { name: 'signedAttrs', tag: 0, shape: listOf('SignedAttributes', () => attribute) },
    { name: 'signatureAlgorithm', universal: sequence, shape: algorithmOf },
    { name: 'signature', universal: octets },
    { name: 'unsignedAttrs', tag: 1, shape: listOf('UnsignedAttributes', () => attribute) },
  ],
};

/** Attribute (RFC 5652 §5.3); ESSCertID and ESSCertIDv2 (RFC 5035 §4, §5). */
const attribute: Shape = {
  type: 'Attribute',
  fields: [
    { name: 'attrType', universal: oid },
    { name: 'attrValues', universal: [17], chosen: true },
  ],
  open: {
    '1.2.840.113549.1.9.16.2.12': listOf('AttributeValues', () => signingCertificate),
    '1.2.840.113549.1.9.16.2.47': listOf('AttributeValues', () => signingCertificate),
    '1.2.840.113549.1.9.16.2.14': listOf('AttributeValues', () => contentInfoShape),
  },
};
const signingCertificate: Shape = {
  type: 'SigningCertificate',
  fields: [
    { name: 'certs', universal: sequence, shape: listOf('ESSCertIDs', () => essCertId) },
    { name: 'policies', universal: sequence, shape: listOf('Policies', () => policyInformation) },
  ],
};
const essCertId: Shape = {
  type: 'ESSCertID',
  fields: [
    { name: 'hashAlgorithm', universal: sequence, shape: algorithmOf },
    { name: 'certHash', universal: octets },
    {
      name: 'issuerSerial',
      universal: sequence,
      shape: () => ({
        type: 'IssuerSerial',
        fields: [
          { name: 'issuer', universal: sequence, shape: generalNames },
          { name: 'serialNumber', universal: integer, shape: () => plain('CertificateSerialNumber') },
        ],
      }),
    },
  ],
};
