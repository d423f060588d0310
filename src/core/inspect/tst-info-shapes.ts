import { integer, oid, plain, type Shape, sequence } from './shape.ts';
import { algorithmOf, extensions, generalName } from './x509-shapes.ts';

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
export const tstInfo: Shape = {
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
