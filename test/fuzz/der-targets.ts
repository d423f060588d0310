import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { DerError, LimitError } from '../../src/core/der/errors.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { decodeOcspResponse } from '../../src/core/revocation/ocsp.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { verify } from '../../src/core/verify.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../src/core/x509/certificate.ts';
import { validatePath } from '../../src/core/x509/path.ts';
import * as kit from '../core/revocation/kit.ts';
import { caseFile } from '../vectors/index.ts';
import { refusedOr, type Subject, type Target } from './subject.ts';
import { givenOf, validVectors } from './token-target.ts';

// Readers of single objects: a value or the format's own error; and what judges them throws nothing.

const kinds = [DerError, LimitError];
const now = Date.UTC(2024, 6, 1);
const pem = (name: string) => new X509Certificate(caseFile(name)).raw;

/** A damaged request never makes a token VALID that answers another one. */
export const request: Target = {
  form: 'der',
  subjects: async () =>
    await Promise.all(
      validVectors(true).map(async (vector): Promise<Subject> => {
        const given = givenOf(vector, true);
        const token = await readToken(caseFile(vector.files.token));
        const run = async (input: Uint8Array) =>
          await refusedOr(kinds, () => {
            const request = decodeRequest(input);
            const { verdict } = verify({ ...given, token, request });
            const asked = ({ messageImprint, nonce }: typeof request) =>
              [messageImprint.algorithm.oid, messageImprint.hashedMessage, nonce].map((part) =>
                part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part,
              );
            // A request without a nonce is answered by a token with one only in strictness of the answer, not of the request.
            if (verdict === 'VALID') assert.deepEqual(asked(request).slice(0, 2), asked(given.request!).slice(0, 2));
            if (verdict === 'VALID' && request.nonce !== null) assert.deepEqual(asked(request), asked(given.request!));
            return verdict;
          });
        return { name: vector.name, bytes: caseFile(vector.files.request!), run };
      }),
    ),
};

/** Certificates of the committed files and of tokens, once each. */
async function certificates(): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const name of ['root.pem', 'other-root.pem', 'intermediate.pem', 'tsu.pem']) found.set(name, pem(name));
  for (const { name, files } of validVectors(false)) {
    const { signedData } = await readToken(caseFile(files.token));
    for (const [i, { kind, bytes }] of (signedData?.certificates ?? []).entries()) {
      const isKnown = kind !== 'certificate' || [...found.values()].some((one) => Buffer.compare(one, bytes) === 0);
      if (!isKnown) found.set(`${name}-${i}`, bytes);
    }
  }
  return found;
}

/** Reads all that a certificate decodes only when it is asked for; each may be a DerError of its own. */
async function readWhole(certificate: Certificate): Promise<void> {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(certificate)));
  for (const [, { get }] of getters) if (get) await refusedOr(kinds, () => get.call(certificate));
}

async function certificateSubjects(run: (input: Uint8Array) => Promise<string>): Promise<Subject[]> {
  return [...(await certificates())].map(([name, bytes]) => ({ name, bytes, run }));
}

export const certificate: Target = {
  form: 'der',
  subjects: async () =>
    await certificateSubjects(async (input) => await refusedOr(kinds, () => readWhole(decodeCertificate(input)))),
};

/** Null for what is no certificate. */
function readable(bytes: Uint8Array): Certificate | null {
  try {
    return decodeCertificate(bytes);
  } catch (error) {
    if (error instanceof DerError || error instanceof LimitError) return null;
    throw error;
  }
}

/** Damaged certificates as target, as CA and as anchor. A target that isn't as it was signed has no valid path. */
export const path: Target = {
  form: 'der',
  subjects: async () => {
    const root = decodeCertificate(pem('root.pem'));
    const intermediate = decodeCertificate(pem('intermediate.pem'));
    const tsu = decodeCertificate(pem('tsu.pem'));
    const all = [...(await certificates()).values()].flatMap((bytes) => readable(bytes) ?? []);
    const signed = new Set([root, intermediate, tsu, ...all].map((one) => Buffer.from(one.tbs).toString('hex')));
    return await certificateSubjects(async (input) => {
      const damaged = readable(input);
      if (damaged === null) return 'unreadable';
      const anchors = [trustAnchor(root)];
      const { status } = validatePath({ target: damaged, candidates: [intermediate], anchors, at: now });
      const isSame = signed.has(Buffer.from(damaged.tbs).toString('hex'));
      // One that has the anchor's name and key is trusted as the anchor is, whatever else stands in it.
      const isAnchor = Buffer.compare(damaged.spki.der, root.spki.der) === 0;
      assert.ok(status !== 'valid' || isSame || isAnchor, 'a certificate that nobody signed has a valid path');
      validatePath({ target: tsu, candidates: [damaged, intermediate], anchors, at: now });
      await refusedOr(kinds, () =>
        validatePath({ target: tsu, candidates: [intermediate], anchors: [trustAnchor(damaged)], at: now }),
      );
      return status;
    });
  },
};

/** Lists that say that the certificate is revoked, and one that says it of others; with and without a scope. */
export const crl: Target = {
  form: 'der',
  subjects: async () => {
    const wishes: Record<string, kit.CrlWish> = {
      revoked: { entries: [{ serial: 20, reason: 1, date: kit.noon }], number: 7 },
      others: { entries: [{ serial: 5, issuer: 'X' }, { serial: 6 }], number: 3 },
      scope: { entries: [{ serial: 20 }], extensions: [kit.idp(kit.flag(1))] },
      empty: {},
    };
    const run = async (input: Uint8Array) =>
      await refusedOr(kinds, () => {
        const one = decodeCrl(input);
        for (const serial of [5, 20]) for (const entry of one.entries.find(Uint8Array.of(serial))) assert.ok(entry);
        return kit.judge({ crls: [{ crl: one, url: 'http://crl.test/1' }] }).status;
      });
    return Object.entries(wishes).map(([name, wish]) => ({ name, bytes: kit.encodeCrl(wish), run }));
  },
};

export const ocsp: Target = {
  form: 'der',
  subjects: async () => {
    const wishes: Record<string, kit.OcspWish> = {
      good: {},
      revoked: { status: { date: kit.noon, reason: 1 }, hash: 'sha256' },
      delegate: { signer: 'Responder', certificates: [kit.delegate()] },
      nonce: { responseExtensions: [kit.nonce(Uint8Array.of(4, 2, 1, 2))] },
    };
    const run = async (input: Uint8Array) =>
      await refusedOr(kinds, () => {
        const answer = decodeOcspResponse(input);
        return kit.judge({ ocsp: [{ response: answer, url: 'http://ocsp.test', nonce: null }] }).status;
      });
    return Object.entries(wishes).map(([name, wish]) => ({ name, bytes: kit.encodeOcsp(wish), run }));
  },
};
