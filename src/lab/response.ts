import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Der } from './der-writer.ts';
import * as der from './der-writer.ts';
import type { Imprint } from './tsa.ts';

/** PKIFailureInfo: the bits that RFC 3161 §2.4.2 names. */
export const failures = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  addInfoNotAvailable: 17,
  systemFailure: 25,
} as const;
export type Failure = keyof typeof failures;

/** PKIStatusInfo (RFC 3161 §2.4.2). */
export interface StatusPlan {
  readonly status: number;
  readonly statusString?: readonly string[];
  readonly failInfo?: readonly Failure[];
}

/** TimeStampResp ::= SEQUENCE { status PKIStatusInfo, timeStampToken TimeStampToken OPTIONAL } (RFC 3161 §2.4.2) */
export function encodeResponse(plan: StatusPlan, token: Der | null): Der {
  const info = new pkijs.PKIStatusInfo({
    status: plan.status,
    ...(plan.statusString && {
      statusStrings: plan.statusString.map((text) => new asn1js.Utf8String({ value: text })),
    }),
    ...(plan.failInfo && { failInfo: failInfo(plan.failInfo) }),
  });
  const status = new Uint8Array(info.toSchema().toBER());
  // The token goes in as it is: decoding and encoding it again would repair what a fault broke.
  return der.sequence(status, ...(token ? [token] : []));
}

function failInfo(names: readonly Failure[]): asn1js.BitString {
  const set = names.map((name) => failures[name]);
  const last = Math.max(...set);
  const octets = new Uint8Array(Math.floor(last / 8) + 1);
  for (const bit of set) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return new asn1js.BitString({ valueHex: octets.buffer, unusedBits: 7 - (last & 7) });
}

/** What a TimeStampReq asks for (RFC 3161 §2.4.1). */
export interface Wish {
  readonly version: number;
  readonly imprint: Imprint;
  readonly policy: string | null;
  readonly nonce: bigint | null;
  readonly certReq: boolean;
  /** Identifiers of its extensions. */
  readonly extensions: readonly string[];
}

/** Reads a TimeStampReq, or null where the bytes are none. */
export function readRequest(bytes: Uint8Array): Wish | null {
  const parsed = asn1js.fromBER(bytes);
  if (parsed.offset !== bytes.length) return null;
  let request: pkijs.TimeStampReq;
  try {
    request = new pkijs.TimeStampReq({ schema: parsed.result });
  } catch {
    return null;
  }
  const { hashAlgorithm, hashedMessage } = request.messageImprint;
  const parameters: asn1js.AsnType | undefined = hashAlgorithm.algorithmParams;
  return {
    version: request.version,
    imprint: {
      algorithm: hashAlgorithm.algorithmId,
      parameters: parameters instanceof asn1js.Null ? der.nothing() : null,
      value: hashedMessage.valueBlock.valueHexView.slice(),
    },
    policy: request.reqPolicy ?? null,
    nonce: request.nonce ? signed(request.nonce.valueBlock.valueHexView) : null,
    certReq: request.certReq ?? false,
    extensions: (request.extensions ?? []).map((extension) => extension.extnID),
  };
}

/** A TimeStampReq in DER, for tests and fixtures. */
export function encodeRequest(wish: Omit<Wish, 'extensions'>): Der {
  const { algorithm, parameters, value } = wish.imprint;
  return der.sequence(
    der.integer(wish.version),
    der.sequence(der.sequence(der.oid(algorithm), ...(parameters ? [parameters] : [])), der.octets(value)),
    ...(wish.policy === null ? [] : [der.oid(wish.policy)]),
    ...(wish.nonce === null ? [] : [der.integer(wish.nonce)]),
    ...(wish.certReq ? [der.boolean(true)] : []),
  );
}

function signed(content: Uint8Array): bigint {
  const unsigned = BigInt(`0x${Buffer.from(content).toString('hex') || '0'}`);
  return BigInt.asIntN(content.length * 8, unsigned);
}
