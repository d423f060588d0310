import { hashes } from '../der/hashes.ts';
import { encodeOid } from '../der/oid.ts';
import type { Digest } from './digest.ts';
import { decodeRequest, type TimeStampReq } from './request.ts';

/** Octets of a nonce: nobody meets the same 64 bits twice, and every authority takes them (RFC 3161 §2.4.1). */
export const nonceBytes = 8;

/**
 * TimeStampReq (RFC 3161 §2.4.1) for a hash, with certReq TRUE: its `bytes` are what is sent. With the nonce the answer can be told
 * from an older one, so that it has to be random: `randomBytes(8)` of `node:crypto`. `policy`: the TSA policy to ask for, an OBJECT
 * IDENTIFIER in dotted form; null leaves it to the authority. The hash has NULL parameters, as RFC 3161 authorities have always been
 * sent.
 *
 * Throws RangeError for a hash of another length than its algorithm's, a nonce of fewer than 8 octets, and a policy that is no OBJECT
 * IDENTIFIER.
 */
export async function makeRequest(
  { algorithm, value }: Digest,
  nonce: Uint8Array,
  policy: string | null = null,
): Promise<TimeStampReq> {
  const { oid, bytes } = hashes[algorithm];
  if (value.length !== bytes) throw new RangeError(`a ${algorithm} hash has ${bytes} octets, and not ${value.length}`);
  if (nonce.length < nonceBytes) throw new RangeError(`a nonce has at least ${nonceBytes} octets`);
  if (policy !== null && encodeOid(policy) === null) throw new RangeError(`not an object identifier: ${policy}`);
  const [pkijs, asn1js] = await Promise.all([import('pkijs'), import('asn1js')]);
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: oid, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: Uint8Array.from(value) }),
    }),
    ...(policy === null ? {} : { reqPolicy: policy }),
    nonce: new asn1js.Integer({ valueHex: positiveInteger(nonce) }),
    certReq: true,
  });
  // What was sent is known as the strict reader sees it, and not as it was meant.
  return decodeRequest(new Uint8Array(request.toSchema().toBER()));
}

/** INTEGER content octets of an unsigned number, in the fewest octets (X.690 §8.3.2). */
function positiveInteger(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  // Of zeros alone -1 leaves the last.
  const significant = octets.subarray(octets.findIndex((octet) => octet !== 0));
  return Uint8Array.from(significant[0]! >= 0x80 ? [0, ...significant] : significant);
}
