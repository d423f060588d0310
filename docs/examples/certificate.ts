// Validates the path of any certificate, and judges the revocation of each certificate on it, step by step:
//   node certificate.ts server.pem --root root.pem --intermediate ca.pem --host crl.example.com [--purpose 1.3.6.1.5.5.7.3.8]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type Certificate,
  evidenceRequest,
  joinEvidence,
  judgeRevocation,
  noEvidence,
  type RevocationJudgement,
  readCertificates,
  readEvidence,
  readTrust,
  type TrustAnchor,
  validatePath,
  wantKey,
} from 'tst';
import { fetchFrom } from './fetch-evidence.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', multiple: true, default: [] },
    intermediate: { type: 'string', multiple: true, default: [] },
    host: { type: 'string', multiple: true, default: [] },
    purpose: { type: 'string' },
  },
});
const now = Date.now();
const fetchEvidence = fetchFrom(values.host);

/** Judges, fetches what is wanted, and judges again, each place once: what `verifyFetching` does for a whole token. */
async function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  anchor: TrustAnchor,
): Promise<RevocationJudgement> {
  let evidence = noEvidence;
  const asked = new Set<string>();
  for (;;) {
    const judgement = judgeRevocation({ certificate, issuer, anchor, now, ...evidence });
    const want = judgement.wants.find((one) => !asked.has(wantKey(one)));
    if (want === undefined || asked.size >= 8) return judgement;
    asked.add(wantKey(want));
    const request = await evidenceRequest(want);
    evidence = joinEvidence(evidence, await readEvidence(request, await fetchEvidence(request), now));
  }
}

const [target] = await readCertificates(readFileSync(positionals[0] ?? ''));
const { anchors } = await readTrust(...values.root.map((path) => readFileSync(path)));
const intermediates = await Promise.all(values.intermediate.map((path) => readCertificates(readFileSync(path))));
const keyPurpose = values.purpose === undefined ? {} : { keyPurpose: values.purpose, caKeyPurpose: 'fail' as const };
const path = validatePath({ target: target!, candidates: intermediates.flat(), anchors, at: now, ...keyPurpose });

console.log('path', path.status, path.status === 'valid' || path.status === 'limit' ? '' : path.problem.code);
process.exitCode = path.status === 'valid' ? 0 : path.status === 'broken' ? 1 : 2;
if (path.status === 'valid') {
  for (const [i, certificate] of path.path.slice(0, -1).entries()) {
    const { status, code, object } = await revocationOf(certificate, path.path[i + 1]!, path.anchor);
    // Whoever made the certificate chose its name, which could be a line of its own: JSON does the escaping.
    console.log(status, JSON.stringify(object), code ?? '');
    if (status === 'fail') process.exitCode = 1;
    if (status === 'unknown' && process.exitCode === 0) process.exitCode = 2;
  }
}
