import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type HashName, hashes } from '../../src/core/der/hashes.ts';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { type VerifyInput, verify } from '../../src/core/verify.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import type { Judgement, PolicyName } from '../../src/index.ts';

/** Where the test data lies that others made; absent: tests that need it say so and skip. */
export const testData = process.env.TST_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
export const noTestData = existsSync(testData) ? false : `no test data in ${testData} (TST_TEST_DATA)`;

/** A real token with what lies beside it. File names are whole paths; null where there is none. */
export interface RealToken {
  readonly id: string;
  readonly token: string;
  readonly data: string | null;
  readonly roots: string | null;
  readonly untrusted: string | null;
  readonly request: string | null;
}

/** The tokens of `tokens/` by its index. */
export function realTokens(): RealToken[] {
  type Row = { token: string; data: string; root: string | null; untrusted: string | null };
  const rows = JSON.parse(readFileSync(join(testData, 'tokens/index.json'), 'utf8')) as Row[];
  const at = (name: string | null) => (name === null ? null : join(testData, 'tokens', name));
  return rows.map((row) => ({
    id: row.token,
    token: at(row.token)!,
    data: at(row.data),
    roots: at(row.root),
    untrusted: at(row.untrusted),
    request: null,
  }));
}

/** A case of `cases/`. */
export function realCase(id: string): RealToken {
  const folder = join(testData, 'cases', id);
  const { file } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as { file: string };
  const at = (name: string) => (existsSync(join(folder, name)) ? join(folder, name) : null);
  return {
    id,
    token: join(folder, file),
    data: at('data.bin'),
    roots: at('roots.pem'),
    untrusted: at('untrusted.pem'),
    request: at('request.tsq'),
  };
}

/** The inputs for judging a real token at genTime, both revocation checks skipped; without data, its own imprint stands in. */
export async function inputFor(real: RealToken, policy: PolicyName, trust: 'ca' | 'any'): Promise<VerifyInput> {
  const token = await readToken(readFileSync(real.token));
  const digests = new Map<HashName, Uint8Array>();
  const imprint = token.tstInfo?.messageImprint;
  if (real.data !== null) {
    const data = readFileSync(real.data);
    for (const name of Object.keys(hashes) as HashName[]) digests.set(name, createHash(name).update(data).digest());
  } else if (imprint?.hash) {
    const { bytes } = hashes[imprint.hash];
    // Where what the token says is no hash, no data has it.
    digests.set(imprint.hash, imprint.hashedMessage.length === bytes ? imprint.hashedMessage : new Uint8Array(bytes));
  }
  const { anchors, candidates } = sortTrust(certificatesOf(real.roots), trust === 'any');
  return {
    token,
    digests,
    request: real.request === null ? null : decodeRequest(readFileSync(real.request)),
    anchors,
    candidates: [...candidates, ...certificatesOf(real.untrusted)].map((certificate) => ({
      certificate,
      origin: 'user',
      url: null,
    })),
    at: 'gentime',
    now: Date.UTC(2026, 0, 1),
    policy,
    acceptPolicies: [],
    allowNoncriticalEku: false,
    skip: new Set(['certificate-revocation', 'tst-revocation']),
  };
}

/** Judges a real token. */
export async function judgeReal(real: RealToken, policy: PolicyName, trust: 'ca' | 'any'): Promise<Judgement> {
  return verify(await inputFor(real, policy, trust));
}

function certificatesOf(path: string | null) {
  if (path === null) return [];
  const blocks = readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((pem) => decodeCertificate(new X509Certificate(pem).raw));
}
