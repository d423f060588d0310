import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../src/app/evidence-file.ts';
import { decodeBasicOcspResponse } from '../../src/core/revocation/ocsp.ts';
import { basicOf, ca, crl, delegate, encodeOcsp, noon, ocsp, root, tsa } from '../core/revocation/kit.ts';

const token = readFileSync(join(import.meta.dirname, '../../fixtures/cases/good.tsr'));

/** Something of every kind: given, out of the token, fetched; one list from two places; a nonce; Japanese; a failure. */
export function sampleEvidence(more: Partial<Evidence> = {}): Evidence {
  const list = crl({ entries: [{ serial: 20 }], number: 7 });
  return {
    tool: { name: 'tst', version: '1.2.3' },
    file: { path: '契約書.pdf', size: 12, digest: { algorithm: 'sha256', value: 'ab'.repeat(32) } },
    token: { path: '契約書.pdf.tsr', bytes: new Uint8Array(token) },
    request: { path: 'contract.tsq', bytes: Uint8Array.of(0x30, 0x00) },
    options: {
      policy: 'etsi',
      at: noon,
      atSource: 'given',
      now: noon + 1,
      asKnownOn: noon - 1,
      skip: ['tst-revocation'],
      acceptPolicies: ['1.2.392.200091'],
      allowNoncriticalEku: true,
    },
    anchors: [{ sha256: root.sha256, subject: 'CN=Root' }],
    candidates: [
      { certificate: ca, origin: 'fetched', url: 'http://ca.test/ca.cer', fetchedAt: noon - 5 },
      { certificate: tsa, origin: 'token', url: null, fetchedAt: null },
      { certificate: delegate(), origin: 'user', url: null, fetchedAt: null },
    ],
    crls: [
      { crl: list, url: 'http://crl.test/1', origin: 'fetched', fetchedAt: noon - 4 },
      { crl: crl({ issuer: 'Root' }), url: null, origin: 'user', fetchedAt: null },
      { crl: list, url: 'http://crl.test/2', origin: 'fetched', fetchedAt: noon - 3 },
    ],
    ocsp: [
      {
        response: ocsp({}),
        nonce: Uint8Array.of(0, 1, 255),
        url: 'http://ocsp.test/',
        origin: 'fetched',
        fetchedAt: noon - 2,
      },
      {
        response: decodeBasicOcspResponse(basicOf(encodeOcsp({ status: 'unknown' }))),
        nonce: null,
        url: null,
        origin: 'token',
        fetchedAt: null,
      },
    ],
    lists: [{ bytes: Buffer.from('# radix: 16\n'), origin: 'user', url: null, fetchedAt: null }],
    path: [tsa.sha256, ca.sha256, root.sha256],
    failed: [
      { kind: 'ocsp', url: 'http://dead.test/', for: tsa.sha256, code: 'unreachable', reason: 'connection refused' },
      { kind: 'crl', url: null, for: null, code: 'revocation-unreadable', reason: 'version is unknown at byte 4' },
    ],
    asked: ['ocsp http://ocsp.test/ 3000', 'crl http://crl.test/1'],
    notes: [{ code: 'fetch-failed', facts: { url: 'http://dead.test/', reason: 'unreachable', status: 503 } }],
    verdict: 'INVALID',
    code: 'certificate-revoked',
    report: 'cd'.repeat(32),
    ...more,
  };
}

/** With as little as there can be: `verify --digest` of a token that names no time, without anything fetched. */
export function leastEvidence(): Evidence {
  return {
    ...sampleEvidence({ file: { path: null, size: null, digest: null }, request: null, candidates: [], crls: [] }),
    ...{ ocsp: [], lists: [], anchors: [], path: [], failed: [], asked: [], notes: [], code: null, report: null },
    token: { path: null, bytes: new Uint8Array(token) },
    options: {
      policy: 'default',
      at: null,
      atSource: 'gentime',
      now: noon,
      asKnownOn: null,
      skip: [],
      acceptPolicies: [],
      allowNoncriticalEku: false,
    },
    verdict: 'VALID',
  };
}
