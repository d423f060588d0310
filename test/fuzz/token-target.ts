import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HashName, hashes } from '../../src/core/der/hashes.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { type VerifyInput, verify } from '../../src/core/verify.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { caseFile, readVectors, type Vector } from '../vectors/index.ts';
import { inputFor, noTestData, realCase, realTokens, testData } from '../vectors/real.ts';
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

/** What the signatures of tokens depend on, with the tokens that say it. */
type Known = ReadonlyMap<string, readonly Uint8Array[]>;

async function readKnown(tokens: readonly Uint8Array[]): Promise<Known> {
  const seeds = new Map<string, Uint8Array[]>();
  for (const bytes of tokens) {
    try {
      const parts = signedParts(await readToken(bytes));
      seeds.set(parts, [...(seeds.get(parts) ?? []), bytes]);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
    }
  }
  return seeds;
}

/** A splice can put another seed's signed parts in place of these: then that seed has to be VALID here as it is. */
async function isASeeds(parts: string, given: Given, known: Known): Promise<boolean> {
  for (const bytes of known.get(parts) ?? []) {
    if (verify({ ...given, token: await readToken(bytes) }).verdict === 'VALID') return true;
  }
  return false;
}

const otherData = digestsOf(Buffer.from('other data'));

/** Judges an input; throws AssertionError where the rule is broken, and whatever reading and judging throw that they may not. */
export async function judgeInput(input: Uint8Array, given: Given, own: string, known: Known): Promise<string> {
  return await refusedOr([TstError], async () => {
    const token = await readToken(input);
    const { verdict, code } = verify({ ...given, token });
    if (verdict !== 'VALID') {
      assert.notEqual(code, null, `${verdict} without a code`);
      return verdict;
    }
    const parts = signedParts(token);
    if (parts !== own) assert.ok(await isASeeds(parts, given, known), `VALID, and what is signed differs: ${parts}`);
    assert.notEqual(verify({ ...given, token, digests: otherData }).verdict, 'VALID', 'VALID for other data');
    return verdict;
  });
}

/** A seed that is VALID as it is. */
interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly given: Given;
}

/** What is made of any seed may have pieces of any other, and of `others`. */
async function subjectsOf(seeds: readonly Seed[], others: readonly Uint8Array[] = []): Promise<Subject[]> {
  const known = await readKnown([...seeds.map(({ bytes }) => bytes), ...others]);
  return await Promise.all(
    seeds.map(async ({ name, bytes, given }) => {
      const own = signedParts(await readToken(bytes));
      return { name, bytes, run: async (input: Uint8Array) => await judgeInput(input, given, own, known) };
    }),
  );
}

async function vectorSubjects(withRequest: boolean): Promise<Subject[]> {
  const seeds = validVectors(withRequest).map((vector) => ({
    name: vector.name,
    bytes: caseFile(vector.files.token),
    given: givenOf(vector, withRequest),
  }));
  return await subjectsOf(
    seeds,
    readVectors().map(({ files }) => caseFile(files.token)),
  );
}

/** Judged without its request, as in an archive. */
export const token: Target = { form: 'der', subjects: async () => await vectorSubjects(false) };
/** Judged with its request, as at stamping. */
export const response: Target = { form: 'der', subjects: async () => await vectorSubjects(true) };

/** Tokens of real services, where the data that others made lies; without it there are no seeds. */
export const real: Target = {
  form: 'der',
  subjects: async () => {
    if (noTestData !== false) return [];
    const cases = readdirSync(join(testData, 'cases')).sort();
    const all = await Promise.all(
      [...realTokens(), ...cases.map(realCase)].map(async (one): Promise<Seed> => {
        const { token: _, ...given } = await inputFor(one, 'default', 'any');
        return { name: one.id, bytes: readFileSync(one.token), given };
      }),
    );
    const judged = await Promise.all(
      all.map(async (seed) => verify({ ...seed.given, token: await readToken(seed.bytes) }).verdict),
    );
    return await subjectsOf(
      all.filter((_, i) => judged[i] === 'VALID'),
      all.map(({ bytes }) => bytes),
    );
  },
};
