import { reasonNames } from '../revocation/reason.ts';
import { integer, listOf, octets, oid, plain, type Shape, sequence, time } from './shape.ts';

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
const algorithm: Shape = {
  type: 'AlgorithmIdentifier',
  fields: [{ name: 'algorithm', universal: oid }, { name: 'parameters' }],
};
export const algorithmOf = () => algorithm;

const attributeTypeAndValue: Shape = {
  type: 'AttributeTypeAndValue',
  fields: [{ name: 'type', universal: oid }, { name: 'value' }],
};
const relativeName: Shape = { type: 'RelativeDistinguishedName', of: () => attributeTypeAndValue };
/** Name (RFC 5280 §4.1.2.4). */
export const nameShape: Shape = { type: 'Name', of: () => relativeName };
export const nameOf = () => nameShape;

/** GeneralName (RFC 5280 §4.2.1.6). */
export const generalName: Shape = {
  type: 'GeneralName',
  choice: {
    0: { name: 'otherName' },
    1: { name: 'rfc822Name', as: 22 },
    2: { name: 'dNSName', as: 22 },
    3: { name: 'x400Address' },
    4: { name: 'directoryName', shape: nameOf, explicit: true },
    5: { name: 'ediPartyName' },
    6: { name: 'uniformResourceIdentifier', as: 22 },
    7: { name: 'iPAddress' },
    8: { name: 'registeredID', as: 6 },
  },
};
export const generalNames = listOf('GeneralNames', () => generalName);

const keyUsage: Shape = {
  type: 'KeyUsage',
  values: {
    0: 'digitalSignature',
    1: 'nonRepudiation',
    2: 'keyEncipherment',
    3: 'dataEncipherment',
    4: 'keyAgreement',
    5: 'keyCertSign',
    6: 'cRLSign',
    7: 'encipherOnly',
    8: 'decipherOnly',
  },
};

const distributionPoint: Shape = {
  type: 'DistributionPoint',
  fields: [
    { name: 'distributionPoint', tag: 0, explicit: true, shape: () => distributionPointName },
    { name: 'reasons', tag: 1 },
    { name: 'cRLIssuer', tag: 2, shape: generalNames },
  ],
};
const distributionPointName: Shape = {
  type: 'DistributionPointName',
  choice: { 0: { name: 'fullName', shape: generalNames }, 1: { name: 'nameRelativeToCRLIssuer' } },
};

const accessDescription: Shape = {
  type: 'AccessDescription',
  fields: [
    { name: 'accessMethod', universal: oid },
    { name: 'accessLocation', shape: () => generalName },
  ],
};
export const policyInformation: Shape = {
  type: 'PolicyInformation',
  fields: [{ name: 'policyIdentifier', universal: oid }, { name: 'policyQualifiers' }],
};
const subtree: Shape = {
  type: 'GeneralSubtree',
  fields: [
    { name: 'base', shape: () => generalName },
    { name: 'minimum', tag: 0, as: 2 },
    { name: 'maximum', tag: 1, as: 2 },
  ],
};

/** Extension values by identifier (RFC 5280 §4.2, §5.2, §5.3). */
const extensionValues: Readonly<Record<string, () => Shape>> = {
  '2.5.29.15': () => keyUsage,
  '2.5.29.17': generalNames,
  '2.5.29.18': generalNames,
  '2.5.29.19': () => ({
    type: 'BasicConstraints',
    fields: [
      { name: 'cA', universal: [1] },
      { name: 'pathLenConstraint', universal: integer },
    ],
  }),
  '2.5.29.21': () => ({ type: 'CRLReason', values: reasonNames }),
  '2.5.29.28': () => ({
    type: 'IssuingDistributionPoint',
    fields: [
      { name: 'distributionPoint', tag: 0, explicit: true, shape: () => distributionPointName },
      { name: 'onlyContainsUserCerts', tag: 1, as: 1 },
      { name: 'onlyContainsCACerts', tag: 2, as: 1 },
      { name: 'onlySomeReasons', tag: 3 },
      { name: 'indirectCRL', tag: 4, as: 1 },
      { name: 'onlyContainsAttributeCerts', tag: 5, as: 1 },
    ],
  }),
  '2.5.29.29': generalNames,
  '2.5.29.30': () => ({
    type: 'NameConstraints',
    fields: [
      { name: 'permittedSubtrees', tag: 0, shape: listOf('GeneralSubtrees', () => subtree) },
      { name: 'excludedSubtrees', tag: 1, shape: listOf('GeneralSubtrees', () => subtree) },
    ],
  }),
  '2.5.29.31': listOf('CRLDistributionPoints', () => distributionPoint),
  '2.5.29.32': listOf('CertificatePolicies', () => policyInformation),
  '2.5.29.35': () => ({
    type: 'AuthorityKeyIdentifier',
    fields: [
      { name: 'keyIdentifier', tag: 0 },
      { name: 'authorityCertIssuer', tag: 1, shape: generalNames },
      { name: 'authorityCertSerialNumber', tag: 2, as: 2 },
    ],
  }),
  '2.5.29.36': () => ({
    type: 'PolicyConstraints',
    fields: [
      { name: 'requireExplicitPolicy', tag: 0, as: 2 },
      { name: 'inhibitPolicyMapping', tag: 1, as: 2 },
    ],
  }),
  '2.5.29.37': listOf('ExtKeyUsageSyntax', () => plain('KeyPurposeId')),
  '2.5.29.16': () => ({
    type: 'PrivateKeyUsagePeriod',
    fields: [
      { name: 'notBefore', tag: 0, as: 24 },
      { name: 'notAfter', tag: 1, as: 24 },
    ],
  }),
  '1.3.6.1.5.5.7.1.1': listOf('AuthorityInfoAccessSyntax', () => accessDescription),
};

const extension: Shape = {
  type: 'Extension',
  fields: [
    { name: 'extnID', universal: oid },
    { name: 'critical', universal: [1] },
    { name: 'extnValue', universal: octets, wraps: true, chosen: true },
  ],
  open: extensionValues,
};
export const extensions = listOf('Extensions', () => extension);

/** Certificate (RFC 5280 §4.1). */
export const certificateShape: Shape = {
  type: 'Certificate',
  fields: [
    { name: 'tbsCertificate', universal: sequence, shape: () => tbsCertificate },
    { name: 'signatureAlgorithm', universal: sequence, shape: algorithmOf },
    { name: 'signatureValue', universal: [3] },
  ],
};
const tbsCertificate: Shape = {
  type: 'TBSCertificate',
  fields: [
    {
      name: 'version',
      tag: 0,
      explicit: true,
      shape: () => ({ type: 'Version', values: { 0: 'v1', 1: 'v2', 2: 'v3' } }),
    },
    { name: 'serialNumber', universal: integer, shape: () => plain('CertificateSerialNumber') },
    { name: 'signature', universal: sequence, shape: algorithmOf },
    { name: 'issuer', universal: sequence, shape: nameOf },
    {
      name: 'validity',
      universal: sequence,
      shape: () => ({
        type: 'Validity',
        fields: [
          { name: 'notBefore', universal: time },
          { name: 'notAfter', universal: time },
        ],
      }),
    },
    { name: 'subject', universal: sequence, shape: nameOf },
    {
      name: 'subjectPublicKeyInfo',
      universal: sequence,
      shape: () => ({
        type: 'SubjectPublicKeyInfo',
        fields: [{ name: 'algorithm', shape: algorithmOf }, { name: 'subjectPublicKey' }],
      }),
    },
    { name: 'issuerUniqueID', tag: 1 },
    { name: 'subjectUniqueID', tag: 2 },
    { name: 'extensions', tag: 3, explicit: true, shape: extensions },
  ],
};

/** CertificateList (RFC 5280 §5.1). */
export const crlShape: Shape = {
  type: 'CertificateList',
  fields: [
    { name: 'tbsCertList', universal: sequence, shape: () => tbsCertList },
    { name: 'signatureAlgorithm', universal: sequence, shape: algorithmOf },
    { name: 'signatureValue', universal: [3] },
  ],
};
const tbsCertList: Shape = {
  type: 'TBSCertList',
  fields: [
    { name: 'version', universal: integer, shape: () => ({ type: 'Version', values: { 1: 'v2' } }) },
    { name: 'signature', universal: sequence, shape: algorithmOf },
    { name: 'issuer', universal: sequence, shape: nameOf },
    { name: 'thisUpdate', universal: time },
    { name: 'nextUpdate', universal: time },
    { name: 'revokedCertificates', universal: sequence, shape: listOf('RevokedCertificates', () => revoked) },
    { name: 'crlExtensions', tag: 0, explicit: true, shape: extensions },
  ],
};
const revoked: Shape = {
  type: 'RevokedCertificate',
  fields: [
    { name: 'userCertificate', universal: integer, shape: () => plain('CertificateSerialNumber') },
    { name: 'revocationDate', universal: time },
    { name: 'crlEntryExtensions', universal: sequence, shape: extensions },
  ],
};
