import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { DerError, LimitError } from '../../src/core/der/errors.ts';
import { toHex } from '../../src/core/der/integer.ts';
import { Session } from '../../src/core/session.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken, type TokenFile } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import type { Verdict } from '../../src/core/verdict/status.ts';
import { type VerifyInput, verify } from '../../src/core/verify.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { caseFile, readVectors } from '../vectors/index.ts';
import { inputFor, noTestData, realCase, realTokens } from '../vectors/real.ts';

// Any bytes whatever end in a verdict or a clear error, and no damaged token is VALID unless only unsigned parts changed.

/** One way to damage bytes. Positions are fractions of the length, so that one damage fits any input. */
type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly octet: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'end'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'splice'; readonly at: number; readonly from: number; readonly length: number };

const place = fc.integer({ min: 0, max: 999_999 }).map((n) => n / 1_000_000);
const length = fc.integer({ min: 1, max: 200 });
const damages: fc.Arbitrary<Damage> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('flip'), at: place, bit: fc.integer({ min: 0, max: 7 }) }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('set'), at: place, octet: fc.integer({ min: 0, max: 255 }) }), weight: 3 },
  fc.record({ kind: fc.constant('cut'), at: place, length }),
  fc.record({ kind: fc.constant('end'), at: place }),
  fc.record({ kind: fc.constant('repeat'), at: place, length, times: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ kind: fc.constant('splice'), at: place, from: place, length }),
);

function damage(bytes: Uint8Array, other: Uint8Array, how: Damage): Uint8Array {
  const at = Math.floor(how.at * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (how.kind) {
    case 'flip':
    case 'set': {
      const copy = Uint8Array.from(bytes);
      copy[at] = how.kind === 'set' ? how.octet : copy[at]! ^ (1 << how.bit);
      return copy;
    }
    case 'cut':
      return Buffer.concat([before, after.subarray(how.length)]);
    case 'end':
      return before;
    case 'repeat':
      return Buffer.concat([before, ...Array(how.times).fill(after.subarray(0, how.length)), after]);
    case 'splice': {
      const from = Math.floor(how.from * other.length);
      return Buffer.concat([before, other.subarray(from, from + how.length), after.subarray(how.length)]);
    }
  }
}

/** What the signature protects: the TSTInfo, the signed attributes, the signature itself. */
const protectedParts = ({ signedData }: TokenFile) =>
  [signedData?.eContent, signedData?.signerInfos[0]?.signedAttrs].map((part) => part && toHex(part));

const cases = ['tob-injected-certs', 'hard-ber-73a377d7', 'hard-qc-statement-8cc2bbfe', 'hard-pss-844a93fa'];
const fixtureNames = [
  'good',
  'seiko',
  'ess-both',
  'ber-wrapping-in-pieces',
  'pss-sha384',
  'ed25519',
  'attributes-unsorted',
];

type Subject = { readonly input: VerifyInput; readonly bytes: Uint8Array };

async function fixtureSubject(name: string): Promise<Subject> {
  const { files, options } = readVectors().find((vector) => vector.name === name)!;
  const root = decodeCertificate(new X509Certificate(caseFile(files.roots[0]!)).raw);
  const bytes = caseFile(files.token);
  const data = caseFile(files.data);
  const input: VerifyInput = {
    token: await readToken(bytes),
    digests: new Map([['sha256', createHash('sha256').update(data).digest()]]),
    request: null,
    anchors: [trustAnchor(root)],
    candidates: [],
    at: Date.parse(options.at),
    now: Date.parse(options.now),
    policy: 'default',
    acceptPolicies: [],
    allowNoncriticalEku: false,
    skip: new Set(['certificate-revocation', 'tst-revocation']),
  };
  return { input, bytes };
}

/** Judges damaged bytes: a verdict or `token-unreadable`, and VALID only where nothing that the signature protects changed. */
async function judgeDamaged({ input }: Subject, damaged: Uint8Array, session?: Session): Promise<Verdict | null> {
  let token: TokenFile;
  try {
    token = await readToken(damaged);
  } catch (error) {
    assert.ok(error instanceof TstError && error.code === 'token-unreadable', String(error));
    return null;
  }
  const judgement = verify({ ...input, token }, session);
  if (judgement.verdict !== 'VALID') {
    assert.notEqual(judgement.code, null);
    return judgement.verdict;
  }
  assert.deepEqual(protectedParts(token), protectedParts(input.token));
  assert.equal(judgement.path[0]!.sha256, verify(input, session).path[0]!.sha256);
  return judgement.verdict;
}

test('tokens damaged at random: a verdict or a clear error, VALID only where nothing signed changed', async () => {
  const subjects = await Promise.all(fixtureNames.map(fixtureSubject));
  // Real tokens as well, where they are at hand.
  for (const real of noTestData ? [] : [...realTokens(), ...cases.map(realCase)]) {
    subjects.push({ input: await inputFor(real, 'default', 'ca'), bytes: readFileSync(real.token) });
  }
  const one = fc.integer({ min: 0, max: subjects.length - 1 });
  const property = fc.asyncProperty(one, one, fc.array(damages, { minLength: 1, maxLength: 3 }), async (i, j, hows) => {
    const damaged = hows.reduce((now, how) => damage(now, subjects[j]!.bytes, how), subjects[i]!.bytes);
    await judgeDamaged(subjects[i]!, damaged);
  });
  await fc.assert(property, { seed: 20_260_101, numRuns: 4_000, endOnFailure: true });
});

test('every single octet changed, one at a time: VALID only outside what is signed', async () => {
  for (const name of ['good', 'seiko']) {
    const subject = await fixtureSubject(name);
    const session = new Session();
    assert.equal(await judgeDamaged(subject, subject.bytes, session), 'VALID');
    const counts = { VALID: 0, INVALID: 0, INDETERMINATE: 0, unreadable: 0 };
    for (let i = 0; i < subject.bytes.length; i++) {
      const damaged = Uint8Array.from(subject.bytes);
      damaged[i]! ^= 1 << (i % 8);
      counts[(await judgeDamaged(subject, damaged, session)) ?? 'unreadable']++;
    }
    // Unsigned and unneeded: the other certificates' copies, versions, parameters. Most octets matter.
    assert.ok(counts.INVALID > 200 && counts.unreadable > 50, JSON.stringify(counts));
  }
});

test('damaged certificates and requests: decoded, or refused with an error of the format', {
  skip: noTestData,
}, async () => {
  const { token } = await inputFor(realTokens()[0]!, 'default', 'ca');
  const certificate = token.signedData!.certificates[0]!.bytes;
  const request = readFileSync(realCase('tob-other-request').request!);
  const property = fc.property(fc.array(damages, { minLength: 1, maxLength: 3 }), (hows) => {
    for (const [bytes, decode] of [
      [certificate, decodeCertificate],
      [request, decodeRequest],
    ] as const) {
      const damaged = hows.reduce((now, how) => damage(now, bytes, how), bytes as Uint8Array);
      try {
        decode(damaged);
      } catch (error) {
        assert.ok(error instanceof DerError || error instanceof LimitError, String(error));
      }
    }
  });
  fc.assert(property, { seed: 20_260_101, numRuns: 4_000, endOnFailure: true });
});

test('random bytes of any kind are no token, and say so', async () => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
    await assert.rejects(readToken(bytes), { code: 'token-unreadable' });
    await assert.rejects(readToken(Buffer.concat([Buffer.of(0x30, 0x82, 0x01, 0x00), bytes])), {
      code: 'token-unreadable',
    });
  });
  await fc.assert(property, { seed: 20_260_101, numRuns: 1_000, endOnFailure: true });
});

test('a message of values nested a thousand deep, and one of a million empty values, end quickly', async () => {
  const deep = Buffer.concat([Buffer.alloc(2_000, Buffer.of(0x30, 0x80)), Buffer.alloc(2_000)]);
  await assert.rejects(readToken(deep), { code: 'token-unreadable' });
  const content = Buffer.alloc(900_000, Buffer.of(0x05, 0x00));
  const wide = Buffer.concat([Buffer.of(0x30, 0x80), content, Buffer.of(0, 0)]);
  await assert.rejects(readToken(wide), { code: 'token-unreadable' });
  await assert.rejects(readToken(Buffer.alloc((1 << 20) + 1, 0x30)), { code: 'token-unreadable' });
});
