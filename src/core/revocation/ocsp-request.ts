/** Octets of a nonce: what a client sends (RFC 9654 §2.1). */
export const nonceBytes = 32;

const nonceOid = '1.3.6.1.5.5.7.48.1.2';

/**
 * OCSPRequest ::= SEQUENCE { tbsRequest SEQUENCE { requestList SEQUENCE OF SEQUENCE { reqCert CertID }, requestExtensions [2]
 * EXPLICIT Extensions OPTIONAL } } (RFC 6960 §4.1.1) for one CertID in DER. Unsigned; the nonce is an OCTET STRING inside the
 * extension's value (RFC 9654 §2.1).
 */
export async function makeOcspRequest(certId: Uint8Array, nonce: Uint8Array | null): Promise<Uint8Array> {
  const [pkijs, asn1js] = await Promise.all([import('pkijs'), import('asn1js')]);
  const reqCert = new pkijs.CertID({ schema: asn1js.fromBER(Uint8Array.from(certId)).result });
  const extension = (value: Uint8Array) =>
    new pkijs.Extension({
      extnID: nonceOid,
      extnValue: new asn1js.OctetString({ valueHex: Uint8Array.from(value) }).toBER(),
    });
  const request = new pkijs.OCSPRequest({
    tbsRequest: new pkijs.TBSRequest({
      requestList: [new pkijs.Request({ reqCert })],
      ...(nonce === null ? {} : { requestExtensions: [extension(nonce)] }),
    }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}

/** One HTTP exchange with a responder, as data. */
export interface OcspExchange {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** How a request is sent: the body of POST, or a part of the address of GET, which proxies may answer (RFC 6960 appendix A.1). */
export function ocspExchange(method: 'POST' | 'GET', url: string, request: Uint8Array): OcspExchange {
  const headers = { accept: 'application/ocsp-response' };
  if (method === 'GET') return { url: withRequest(url, request), method, headers };
  return { url, method, body: request, headers: { ...headers, 'content-type': 'application/ocsp-request' } };
}

/** `{url}/{url-encoding of base-64 encoding of the DER encoding of the OCSPRequest}`; a query stays behind it. */
function withRequest(url: string, request: Uint8Array): string {
  if (!URL.canParse(url)) return url;
  const whole = new URL(url);
  const encoded = encodeURIComponent(Buffer.from(request).toString('base64'));
  whole.pathname = `${whole.pathname.replace(/\/$/, '')}/${encoded}`;
  return whole.href;
}
