import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readTrust } from '../../src/core/policy/read-trust.ts';
import { Session } from '../../src/core/session.ts';
import { digestsFor } from '../../src/core/tsp/digest.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import { wantKey } from '../../src/core/verdict/want.ts';
import { type FetchEvidence, verifyFetching } from '../../src/core/verify-fetching.ts';
import type { VerifyInput } from '../../src/core/verify-input.ts';
import type { EvidenceRequest } from '../../src/core/wanted-evidence.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { data, labOptions, moment, requestFor, stamp } from '../lab/requests.ts';

interface Setting {
  readonly lab: Lab;
  readonly token: () => Promise<VerifyInput>;
  /** Fetches from the lab; `asked` tells the paths, in their order. */
  readonly fetchEvidence: FetchEvidence;
  readonly asked: string[];
}

async function setting(t: TestContext, options: Partial<LabOptions> = {}): Promise<Setting> {
  let clock = moment;
  const lab = await startLab({ ...labOptions(), clock: () => clock, revocation: true, ...options });
  t.after(() => lab.close());
  const trust = await readTrust(Buffer.from(lab.rootPem));
  const asked: string[] = [];
  return {
    lab,
    asked,
    token: async () => {
      clock = moment;
      const token = await readToken(await stamp(lab.tsaUrl, requestFor()));
      clock = moment + 1_800_000;
      const skip = new Set(['tst-revocation'] as const);
      return { token, digests: digestsFor(token, data), ...trust, now: clock, skip };
    },
    fetchEvidence: async ({ url, method, headers, body }: EvidenceRequest) => {
      asked.push(url.slice(lab.url.length));
      const response = await fetch(url, { method, headers, body: body === null ? null : Buffer.from(body) });
      return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : null;
    },
  };
}

const told = ({ verdict, code }: Judgement) => `${verdict} ${code}`;

test('OCSP decides, and no CRL is fetched where it does', async (t) => {
  const { token, fetchEvidence, asked } = await setting(t);
  assert.equal(told(await verifyFetching(await token(), fetchEvidence)), 'VALID null');
  assert.deepEqual(asked, ['/ocsp', '/ocsp']);
});

test('where OCSP is silent the CRLs are fetched; a missing issuer comes first', async (t) => {
  const { token, fetchEvidence, asked } = await setting(t, { aia: true });
  const silent: FetchEvidence = async (request) => {
    const body = await fetchEvidence(request);
    return request.want.kind === 'ocsp' ? null : body;
  };
  assert.equal(told(await verifyFetching(await token(), silent)), 'VALID null');
  assert.deepEqual(asked, ['/intermediate.der', '/ocsp', '/ocsp', '/intermediate.crl', '/root.crl']);
});

test('where nothing can be had the verdict names it, and each place was asked once', async (t) => {
  const { token } = await setting(t);
  const asked: string[] = [];
  const judgement = await verifyFetching(await token(), async ({ url }) => {
    asked.push(url);
    return null;
  });
  assert.equal(told(judgement), 'INDETERMINATE unreachable');
  assert.equal(asked.length, 4);
  assert.deepEqual(judgement.wants, []);
});

test('a revocation that is fetched makes the token INVALID', async (t) => {
  const { lab, token, fetchEvidence } = await setting(t);
  const input = await token();
  lab.revoke({ certificate: 'tsu', reason: 'keyCompromise', date: moment });
  assert.equal(told(await verifyFetching(input, fetchEvidence)), 'INVALID certificate-revoked');
});

test('for a token that is disproven nothing is fetched', async (t) => {
  const { token, fetchEvidence, asked } = await setting(t);
  const input = await token();
  const digests = digestsFor(input.token, Buffer.from('other data'));
  assert.equal(told(await verifyFetching({ ...input, digests }, fetchEvidence)), 'INVALID imprint-mismatch');
  assert.deepEqual(asked, []);
});

test('an answer with another nonce than the one sent clears nobody: it may be an old one', async (t) => {
  const { token, fetchEvidence } = await setting(t);
  const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const input = await token();
  assert.equal(told(await verifyFetching(input, fetchEvidence, { nonce: () => a })), 'VALID null');
  const recorded = new Map<string, Uint8Array | null>();
  const record: FetchEvidence = async (request) => {
    if (request.want.kind !== 'ocsp') return null;
    const body = await fetchEvidence(request);
    recorded.set(request.want.certId, body);
    return body;
  };
  await verifyFetching(input, record, { nonce: () => a });
  const replay: FetchEvidence = async ({ want }) => (want.kind === 'ocsp' ? recorded.get(want.certId)! : null);
  assert.equal((await verifyFetching(input, replay, { nonce: () => b })).verdict, 'INDETERMINATE');
});

test('a session asks every place once for one signer, also for tokens judged at the same time, and judges them as alone', async (t) => {
  const { token, fetchEvidence, asked } = await setting(t);
  const inputs = [await token(), await token(), await token()];
  // The lab signs every answer anew: here the same place always says the same.
  const said = new Map<string, Promise<Uint8Array | null>>();
  const asLabSaid: FetchEvidence = (request) => {
    const key = wantKey(request.want);
    const body = said.get(key) ?? fetchEvidence(request);
    said.set(key, body);
    asked.push(key);
    return body;
  };
  const alone = await verifyFetching(inputs[1]!, asLabSaid);
  asked.length = 0;
  const session = new Session();
  const judged = await Promise.all(inputs.map((input) => verifyFetching(input, asLabSaid, { session })));
  assert.deepEqual(judged.map(told), ['VALID null', 'VALID null', 'VALID null']);
  assert.deepEqual(asked, [...new Set(asked)]);
  assert.equal(asked.length, 2);
  assert.deepEqual(judged[1], alone);
});

test('what another signer’s token had fetched is no evidence for this one', async (t) => {
  const one = await setting(t);
  const other = await setting(t);
  const session = new Session();
  await verifyFetching(await one.token(), one.fetchEvidence, { session });
  const judgement = await verifyFetching(await other.token(), async () => null, { session });
  const urls = judgement.revocation.flatMap(({ sources }) => sources.map(({ url }) => url!));
  assert.equal(judgement.verdict, 'INDETERMINATE');
  assert.deepEqual(
    urls.filter((url) => !url.startsWith(other.lab.url)),
    [],
  );
  // Of its own signer it is.
  assert.equal(told(await verifyFetching(await one.token(), async () => null, { session })), 'VALID null');
});

test('what the caller’s function throws is thrown, and the place may be asked again', async (t) => {
  const { token, fetchEvidence } = await setting(t);
  const session = new Session();
  const input = await token();
  const broken = verifyFetching(input, () => Promise.reject(new Error('no network')), { session });
  await assert.rejects(broken, /no network/);
  assert.equal(told(await verifyFetching(input, fetchEvidence, { session })), 'VALID null');
});

test('answers that the caller reads into the same memory one after the other are judged as they came', async (t) => {
  const { token, fetchEvidence } = await setting(t);
  const memory = Buffer.alloc(1 << 16);
  const shared: FetchEvidence = async (request) => {
    const body = request.want.kind === 'crl' ? await fetchEvidence(request) : null;
    if (body === null) return null;
    memory.set(body);
    return memory.subarray(0, body.length);
  };
  assert.equal(told(await verifyFetching(await token(), shared)), 'VALID null');
});
