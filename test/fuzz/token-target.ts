import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { type HashName, hashes } from '../../src/core/der/hashes.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { type VerifyInput, verify } from '../../src/core/verify.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { caseFile, readVectors, type Vector } from '../vectors/index.ts';
import { signedParts } from './signed.ts';
import { refusedOr, type Subject, type Target } from './subject.ts';

// verify() judges whatever readToken reads, and says VALID to nothing but what a seed that is VALID says.

const der = (name: string) => new X509Certificate(caseFile(name)).raw;
const digestsOf = (data: Uint8Array) =>
  new Map((Object.keys(hashes) as HashName[]).map((name) => [name, createHash(name).update(data).digest()] as const));

/** Everything but the token that a vector is judged with. */
export type Given = Omit<VerifyInput, 'token'>;

export function givenOf({ files, options }: Vector, withRequest: boolean): Given {
  return {
    digests: digestsOf(caseFile(files.data)),
    request: withRequest && files.request !== null ? decodeRequest(caseFile(files.request)) : null,
    anchors: files.roots.map((name) => trustAnchor(decodeCertificate(der(name)))),
    candidates: files.untrusted.map((name) => ({
      certificate: decodeCertificate(der(name)),
      origin: 'user',
      url: null,
    })),
    at: options.at === 'gentime' ? 'gentime' : Date.parse(options.at),
    now: Date.parse(options.now),
    policy: 'default',
    acceptPolicies: options.acceptPolicies,
    allowNoncriticalEku: options.allowNoncriticalEku,
    skip: new Set(options.skip),
  };
}

/** The committed vectors that are VALID, those with a request alone where one is wanted. */
export function validVectors(withRequest: boolean): Vector[] {
  return readVectors().filter(
    ({ expected, files }) =>
      'default' in expected && expected.default.verdict === 'VALID' && (!withRequest || files.request !== null),
  );
}

/** What each seed's signature depends on, with its bytes; read once. */
async function readSeeds(): Promise<Map<string, Uint8Array[]>> {
  const seeds = new Map<string, Uint8Array[]>();
  for (const { files } of readVectors()) {
    const bytes = caseFile(files.token);
    try {
      const parts = signedParts(await readToken(bytes));
      seeds.set(parts, [...(seeds.get(parts) ?? []), bytes]);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
    }
  }
  return seeds;
}

let known: Promise<Map<string, Uint8Array[]>> | null = null;

/** A splice can put another seed's signed parts in place of these: then that seed has to be VALID here as it is. */
async function isASeeds(parts: string, given: Given): Promise<boolean> {
  known ??= readSeeds();
  for (const bytes of (await known).get(parts) ?? []) {
    if (verify({ ...given, token: await readToken(bytes) }).verdict === 'VALID') return true;
  }
  return false;
}

const otherData = digestsOf(Buffer.from('other data'));

/** Judges an input; throws AssertionError where the rule is broken, and whatever reading and judging throw that they may not. */
export async function judgeInput(input: Uint8Array, given: Given, own: string): Promise<string> {
  return await refusedOr([TstError], async () => {
    const token = await readToken(input);
    const { verdict, code } = verify({ ...given, token });
    if (verdict !== 'VALID') {
      assert.notEqual(code, null, `${verdict} without a code`);
      return verdict;
    }
    const parts = signedParts(token);
    if (parts !== own) assert.ok(await isASeeds(parts, given), `VALID, and what is signed differs: ${parts}`);
    assert.notEqual(verify({ ...given, token, digests: otherData }).verdict, 'VALID', 'VALID for other data');
    return verdict;
  });
}

async function subjectsOf(withRequest: boolean): Promise<Subject[]> {
  return await Promise.all(
    validVectors(withRequest).map(async (vector) => {
      const bytes = caseFile(vector.files.token);
      const given = givenOf(vector, withRequest);
      const own = signedParts(await readToken(bytes));
      return { name: vector.name, bytes, run: async (input: Uint8Array) => await judgeInput(input, given, own) };
    }),
  );
}

/** Judged without its request, as in an archive. */
export const token: Target = { form: 'der', subjects: async () => await subjectsOf(false) };
/** Judged with its request, as at stamping. */
export const response: Target = { form: 'der', subjects: async () => await subjectsOf(true) };
