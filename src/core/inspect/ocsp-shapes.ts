import { statusNames } from '../revocation/ocsp.ts';
import { reasonNames } from '../revocation/reason.ts';
import { integer, listOf, octets, oid, plain, type Shape, sequence } from './shape.ts';
import { algorithmOf, certificateShape, extensions, nameOf } from './x509-shapes.ts';

/** OCSPResponse (RFC 6960 §4.2.1). */
export const ocspShape: Shape = {
  type: 'OCSPResponse',
  fields: [
    {
      name: 'responseStatus',
      universal: [10],
      shape: () => ({
        type: 'OCSPResponseStatus',
        values: statusNames,
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
          {
            name: 'revocationReason',
            tag: 0,
            explicit: true,
            shape: () => ({ type: 'CRLReason', values: reasonNames }),
          },
        ],
      }),
    },
    { name: 'certStatus unknown', tag: 2 },
    { name: 'thisUpdate', universal: [24] },
    { name: 'nextUpdate', tag: 0, explicit: true },
    { name: 'singleExtensions', tag: 1, explicit: true, shape: extensions },
  ],
};
