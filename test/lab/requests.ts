import { createHash } from 'node:crypto';
import { type HashName, hashes } from '../../src/core/der/hashes.ts';
import type { LabOptions } from '../../src/lab/index.ts';
import { keyFromPem } from '../../src/lab/keys.ts';
import { encodeRequest, type Wish } from '../../src/lab/response.ts';
import { fixtureText } from '../vectors/index.ts';

/** The lab's clock in tests, in milliseconds since 1970. */
export const moment = Date.UTC(2024, 5, 15, 12, 34, 56, 780);

const key = (name: string) => keyFromPem(fixtureText(`keys/${name}.pem`));

/** A lab with the fixtures' keys, which costs no time to start. */
export function labOptions(rest: Partial<LabOptions> = {}): LabOptions {
  const keys = {
    root: key('root'),
    intermediate: key('intermediate'),
    tsu: key('tsu-rsa-2048'),
    other: key('other'),
    weak: key('weak'),
  };
  return { keys, clock: () => moment, serials: 'counter', ...rest };
}

export const data = Buffer.from('to be stamped');

/** A TimeStampReq for {@link data}. */
export function requestFor(change: Partial<Wish> = {}, hash: HashName = 'sha256'): Uint8Array {
  const imprint = { algorithm: hashes[hash].oid, parameters: null, value: createHash(hash).update(data).digest() };
  return encodeRequest({ version: 1, imprint, policy: null, nonce: 0x1234_5678n, certReq: true, ...change });
}

export const query = { 'content-type': 'application/timestamp-query' };

/** Posts a request. */
export function post(url: string, body: Uint8Array, headers: Record<string, string> = query): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: Buffer.from(body), redirect: 'manual' });
}

/** Posts a request and gives the answer's octets. */
export async function stamp(url: string, body: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await (await post(url, body)).arrayBuffer());
}
