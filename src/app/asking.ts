import { hashes } from '../core/der/hashes.ts';
import { decodeRequest, type TimeStampReq } from '../core/tsp/request.ts';
import type { Digest } from './digest.ts';
import type { Random } from './ports.ts';

/** Octets of the nonce: nobody meets the same 64 bits twice, and every authority takes them. */
const nonceBytes = 8;

/**
 * TimeStampReq (RFC 3161 §2.4.1) for a hash, with a random nonce and certReq TRUE: the answer can then be told from an older
 * one, and brings its signer's certificate along. NULL parameters, as RFC 3161 authorities have always been sent.
 */
export async function makeRequest(digest: Digest, policy: string | null, random: Random): Promise<TimeStampReq> {
  const [pkijs, asn1js] = await Promise.all([import('pkijs'), import('asn1js')]);
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: hashes[digest.algorithm].oid,
        algorithmParams: new asn1js.Null(),
      }),
      hashedMessage: new asn1js.OctetString({ valueHex: Uint8Array.from(digest.value) }),
    }),
    ...(policy === null ? {} : { reqPolicy: policy }),
    nonce: new asn1js.Integer({ valueHex: positiveInteger(random.bytes(nonceBytes)) }),
    certReq: true,
  });
  // What was sent is known as the strict reader sees it, and not as it was meant.
  return decodeRequest(new Uint8Array(request.toSchema().toBER()));
}

/** INTEGER content octets of an unsigned number, in the fewest octets (X.690 §8.3.2). */
function positiveInteger(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  const first = octets.findIndex((octet) => octet !== 0);
  const significant = first === -1 ? Uint8Array.of(0) : octets.subarray(first);
  return Uint8Array.from(significant[0]! >= 0x80 ? [0, ...significant] : significant);
}
