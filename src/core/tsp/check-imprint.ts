import { type HashName, hashes } from '../der/hashes.ts';
import { equalOctets } from '../der/integer.ts';
import type { Findings } from '../verdict/findings.ts';
import type { TimeStampReq } from './request.ts';
import type { TstInfo } from './tst-info.ts';

/**
 * Check 1: is the hash in the token the hash of this data? (RFC 3161 §2.4.1, §2.4.2.) `digests` are the hashes of the data
 * that the caller computed, by algorithm.
 */
export function checkImprint(
  tst: TstInfo,
  digests: ReadonlyMap<HashName, Uint8Array>,
  request: TimeStampReq | null,
  findings: Findings,
): void {
  const imprint = tst.messageImprint;
  if (imprint === null) {
    const reason = tst.defects.get('imprint.algorithm')?.message ?? '';
    return findings.fail('imprint.algorithm', 'malformed', { facts: { reason } });
  }
  const { algorithm, hash, hashedMessage } = imprint;
  if (algorithm.parameters !== 'absent' && algorithm.parameters !== 'null') {
    findings.fail('imprint.algorithm', 'hash-parameters', { object: algorithm.oid });
  }
  if (hash === null) {
    findings.unknown('imprint.algorithm', 'hash-unsupported', { object: algorithm.oid });
  } else {
    findings.pass('imprint.algorithm');
    checkLengthAndMatch(hash, hashedMessage, digests, findings);
  }
  checkAgainstRequest(tst, request, findings);
}

function checkLengthAndMatch(
  hash: HashName,
  hashedMessage: Uint8Array,
  digests: ReadonlyMap<HashName, Uint8Array>,
  findings: Findings,
): void {
  const expected = hashes[hash].bytes;
  if (hashedMessage.length !== expected) {
    const facts = { length: hashedMessage.length, expected, algorithm: hash };
    findings.fail('imprint.length', 'imprint-length', { facts });
  } else {
    findings.pass('imprint.length');
  }
  const digest = digests.get(hash);
  if (digest === undefined) return findings.unknown('imprint.match', 'no-digest', { facts: { algorithm: hash } });
  if (equalOctets(digest, hashedMessage)) findings.pass('imprint.match', { facts: { algorithm: hash } });
  else findings.fail('imprint.match', 'imprint-mismatch', { facts: { algorithm: hash } });
}

function checkAgainstRequest(tst: TstInfo, request: TimeStampReq | null, findings: Findings): void {
  const rule = 'imprint.request';
  if (request === null) return findings.notApplicable(rule);
  const [asked, got] = [request.messageImprint, tst.messageImprint!];
  const same = asked.algorithm.oid === got.algorithm.oid && equalOctets(asked.hashedMessage, got.hashedMessage);
  if (same) findings.pass(rule);
  else findings.fail(rule, 'request-imprint-mismatch');
}
