import { failureNames, statusNames } from '../tsp/response.ts';
import { contentInfoShape } from './cms-shapes.ts';
import { integer, type Shape, sequence } from './shape.ts';

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
        values: statusNames,
      }),
    },
    { name: 'statusString', universal: sequence },
    {
      name: 'failInfo',
      universal: [3],
      shape: () => ({
        type: 'PKIFailureInfo',
        values: failureNames,
      }),
    },
  ],
};
