/**
 * What the fields of a type are called. Shapes only name values; they never refuse one: a value that fits no field stays
 * unnamed, and everything after it is still shown.
 */
export interface Shape {
  /** ASN.1 type. */
  readonly type: string;
  /** Fields in their order, for SEQUENCE and SET types. */
  readonly fields?: readonly Field[];
  /** The element, for SEQUENCE OF and SET OF. */
  readonly of?: () => Shape;
  /** Names of the numbers of an INTEGER or ENUMERATED, or of the bits of a BIT STRING. */
  readonly values?: Readonly<Record<number, string>>;
  /** For a CHOICE of context tags: the shape of each. */
  readonly choice?: Readonly<Record<number, Field>>;
  /** The shape of the field that an OBJECT IDENTIFIER before it chooses, by that identifier. */
  readonly open?: Readonly<Record<string, () => Shape>>;
}

export interface Field {
  readonly name: string;
  readonly shape?: () => Shape;
  /** `[n]` of the field; absent: a universal tag. */
  readonly tag?: number;
  /** `[n]` is EXPLICIT: the value stands inside. */
  readonly explicit?: boolean;
  /** Universal tag numbers that the field can have; absent: any. */
  readonly universal?: readonly number[];
  /** The field's shape depends on the identifier before it. */
  readonly chosen?: boolean;
  /** An OCTET STRING or BIT STRING whose octets are a value themselves. */
  readonly wraps?: boolean;
  /** What the octets of an implicitly tagged primitive are: the universal tag number that the tag replaces. */
  readonly as?: number;
}

const integer = [2];
const sequence = [16];
const oid = [6];
const octets = [4];
const time = [23, 24];

const plain = (type: string): Shape => ({ type });
const listOf = (type: string, of: () => Shape): (() => Shape) => {
  const shape = { type, of };
  return () => shape;
};

/** AlgorithmIdentifier (RFC 5280 §4.1.1.2). */
const algorithm: Shape = {
  type: 'AlgorithmIdentifier',
  fields: [{ name: 'algorithm', universal: oid }, { name: 'parameters' }],
};
const algorithmOf = () => algorithm;

const attributeTypeAndValue: Shape = {
  type: 'AttributeTypeAndValue',
  fields: [{ name: 'type', universal: oid }, { name: 'value' }],
};
const relativeName: Shape = { type: 'RelativeDistinguishedName', of: () => attributeTypeAndValue };
/** Name (RFC 5280 §4.1.2.4). */
export const nameShape: Shape = { type: 'Name', of: () => relativeName };
const nameOf = () => nameShape;

/** GeneralName (RFC 5280 §4.2.1.6). */
const generalName: Shape = {
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
const generalNames = listOf('GeneralNames', () => generalName);

const reasons: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  8: 'removeFromCRL',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
};

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
const policyInformation: Shape = {
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
  '2.5.29.21': () => ({ type: 'CRLReason', values: reasons }),
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
const extensions = listOf('Extensions', () => extension);

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

const messageImprint: Shape = {
  type: 'MessageImprint',
  fields: [{ name: 'hashAlgorithm', shape: algorithmOf }, { name: 'hashedMessage' }],
};

/** TimeStampReq (RFC 3161 §2.4.1). */
export const requestShape: Shape = {
  type: 'TimeStampReq',
  fields: [
    { name: 'version', universal: integer },
    { name: 'messageImprint', universal: sequence, shape: () => messageImprint },
    { name: 'reqPolicy', universal: oid },
    { name: 'nonce', universal: integer },
    { name: 'certReq', universal: [1] },
    { name: 'extensions', tag: 0, shape: extensions },
  ],
};

/** TSTInfo (RFC 3161 §2.4.2). */
const tstInfo: Shape = {
  type: 'TSTInfo',
  fields: [
    { name: 'version', universal: integer },
    { name: 'policy', universal: oid },
    { name: 'messageImprint', universal: sequence, shape: () => messageImprint },
    { name: 'serialNumber', universal: integer, shape: () => plain('CertificateSerialNumber') },
    { name: 'genTime', universal: [24] },
    {
      name: 'accuracy',
      universal: sequence,
      shape: () => ({
        type: 'Accuracy',
        fields: [
          { name: 'seconds', universal: integer },
          { name: 'millis', tag: 0, as: 2 },
          { name: 'micros', tag: 1, as: 2 },
        ],
      }),
    },
    { name: 'ordering', universal: [1] },
    { name: 'nonce', universal: integer },
    { name: 'tsa', tag: 0, explicit: true, shape: () => generalName },
    { name: 'extensions', tag: 1, shape: extensions },
  ],
};

/** TimeStampResp (RFC 3161 §2.4.2). */
export const responseShape: Shape = {
  type: 'TimeStampResp',
  fields: [
    { name: 'status', universal: sequence, shape: () => statusInfo },
    { name: 'timeStampToken', universal: sequence, shape: () => contentInfoShape },
  ],
};
const statusInfo: Shape = {
  type: 'PKIStatusInfo',
  fields: [
    {
      name: 'status',
      universal: integer,
      shape: () => ({
        type: 'PKIStatus',
        values: {
          0: 'granted',
          1: 'grantedWithMods',
          2: 'rejection',
          3: 'waiting',
          4: 'revocationWarning',
          5: 'revocationNotification',
        },
      }),
    },
    { name: 'statusString', universal: sequence },
    {
      name: 'failInfo',
      universal: [3],
      shape: () => ({
        type: 'PKIFailureInfo',
        values: {
          0: 'badAlg',
          2: 'badRequest',
          5: 'badDataFormat',
          14: 'timeNotAvailable',
          15: 'unacceptedPolicy',
          16: 'unacceptedExtension',
          17: 'addInfoNotAvailable',
          25: 'systemFailure',
        },
      }),
    },
  ],
};

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

/** OCSPResponse (RFC 6960 §4.2.1). */
export const ocspShape: Shape = {
  type: 'OCSPResponse',
  fields: [
    {
      name: 'responseStatus',
      universal: [10],
      shape: () => ({
        type: 'OCSPResponseStatus',
        values: {
          0: 'successful',
          1: 'malformedRequest',
          2: 'internalError',
          3: 'tryLater',
          5: 'sigRequired',
          6: 'unauthorized',
        },
      }),
    },
    {
      name: 'responseBytes',
      tag: 0,
      explicit: true,
      shape: () => ({
        type: 'ResponseBytes',
        fields: [
          { name: 'responseType', universal: oid },
          { name: 'response', universal: octets, wraps: true, chosen: true },
        ],
        open: { '1.3.6.1.5.5.7.48.1.1': () => basicOcsp },
      }),
    },
  ],
};
const basicOcsp: Shape = {
  type: 'BasicOCSPResponse',
  fields: [
    {
      name: 'tbsResponseData',
      universal: sequence,
      shape: () => ({
        type: 'ResponseData',
        fields: [
          { name: 'version', tag: 0, explicit: true },
          { name: 'responderID (byName)', tag: 1, explicit: true, shape: nameOf },
          { name: 'responderID (byKey)', tag: 2, explicit: true },
          { name: 'producedAt', universal: [24] },
          { name: 'responses', universal: sequence, shape: listOf('Responses', () => singleResponse) },
          { name: 'responseExtensions', tag: 1, explicit: true, shape: extensions },
        ],
      }),
    },
    { name: 'signatureAlgorithm', universal: sequence, shape: algorithmOf },
    { name: 'signature', universal: [3] },
    { name: 'certs', tag: 0, explicit: true, shape: listOf('Certificates', () => certificateShape) },
  ],
};
const singleResponse: Shape = {
  type: 'SingleResponse',
  fields: [
    {
      name: 'certID',
      universal: sequence,
      shape: () => ({
        type: 'CertID',
        fields: [
          { name: 'hashAlgorithm', universal: sequence, shape: algorithmOf },
          { name: 'issuerNameHash', universal: octets },
          { name: 'issuerKeyHash', universal: octets },
          { name: 'serialNumber', universal: integer, shape: () => plain('CertificateSerialNumber') },
        ],
      }),
    },
    { name: 'certStatus good', tag: 0 },
    {
      name: 'certStatus revoked',
      tag: 1,
      shape: () => ({
        type: 'RevokedInfo',
        fields: [
          { name: 'revocationTime', universal: [24] },
          { name: 'revocationReason', tag: 0, explicit: true, shape: () => ({ type: 'CRLReason', values: reasons }) },
        ],
      }),
    },
    { name: 'certStatus unknown', tag: 2 },
    { name: 'thisUpdate', universal: [24] },
    { name: 'nextUpdate', tag: 0, explicit: true },
    { name: 'singleExtensions', tag: 1, explicit: true, shape: extensions },
  ],
};
