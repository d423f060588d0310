import { createHash } from 'node:crypto';
import { integer, nothing } from '../der-writer.ts';
import { type Fault, invalid, undecided, unreadable, valid } from './fault.ts';

const imprintOf = (algorithm: string, octets: number) => ({
  algorithm,
  parameters: null,
  value: createHash('sha512').update('not the file').digest().subarray(0, octets),
});

/** Deviations of the imprint (RFC 3161 §2.4.1) and of the response around the token (§2.4.2). */
export const responseFaults = {
  'imprint-wrong': {
    rule: 'imprint.match',
    description: 'the token is about other data',
    token: (plan) => ({ imprint: { ...plan.imprint, value: imprintOf('', plan.imprint.value.length).value } }),
    expected: invalid('imprint-mismatch'),
  },
  'imprint-length': {
    rule: 'imprint.length',
    description: 'hashedMessage is an octet shorter than the hash',
    token: (plan) => ({ imprint: { ...plan.imprint, value: plan.imprint.value.subarray(1) } }),
    expected: invalid('imprint-length'),
  },
  'imprint-parameters': {
    rule: 'imprint.algorithm',
    description: 'the hash algorithm has an INTEGER as parameters',
    token: (plan) => ({ imprint: { ...plan.imprint, parameters: integer(5) } }),
    expected: invalid('hash-parameters'),
  },
  'imprint-parameters-null': {
    rule: 'imprint.algorithm',
    description: 'the hash algorithm has NULL as parameters, as older encoders write it',
    token: (plan) => ({ imprint: { ...plan.imprint, parameters: nothing() } }),
    expected: valid(),
  },
  'imprint-unknown-hash': {
    rule: 'imprint.algorithm',
    description: 'the hash algorithm is one that nobody knows',
    token: () => ({ imprint: imprintOf('1.3.6.1.4.1.99999.7.7', 32) }),
    judging: { request: false },
    expected: undecided('hash-unsupported'),
  },
  'imprint-other-algorithm': {
    rule: 'imprint.request',
    description: 'SHA-512 of other data where the request has SHA-256',
    token: () => ({ imprint: imprintOf('2.16.840.1.101.3.4.2.3', 64) }),
    expected: invalid('request-imprint-mismatch'),
  },
  'nonce-wrong': {
    rule: 'response.nonce',
    description: 'another nonce comes back',
    token: (plan) => ({ nonce: (plan.nonce ?? 0n) + 1n }),
    expected: invalid('nonce-mismatch'),
  },
  'nonce-missing': {
    rule: 'response.nonce',
    description: 'a nonce was sent and none comes back',
    token: () => ({ nonce: null }),
    expected: invalid('nonce-missing'),
  },
  'nonce-unrequested': {
    rule: 'response.nonce',
    description: 'a nonce comes back and none was sent',
    request: { nonce: null },
    token: () => ({ nonce: 42n }),
    expected: valid('nonce-unrequested'),
  },
  'nonce-negative': {
    rule: 'response.nonce',
    description: 'a negative nonce, equal',
    request: { nonce: -0x7edc_ba98_7654_3210n },
    expected: valid(),
  },
  'nonce-negated': {
    rule: 'response.nonce',
    description: 'the octets of the nonce come back with another sign',
    request: { nonce: 0xfedc_ba98_7654_3210n },
    token: (plan) => ({ nonce: BigInt.asIntN(64, plan.nonce ?? 0n) }),
    expected: invalid('nonce-mismatch'),
  },
  'nonce-long': {
    rule: 'response.nonce',
    description: 'a nonce of 320 bits, equal',
    request: { nonce: (1n << 319n) + 0x1234_5678n },
    expected: valid(),
  },
  'policy-wrong': {
    rule: 'response.policy',
    description: 'the token is under another policy than the request asked for',
    request: { policy: '1.3.6.1.4.1.99999.1.1' },
    token: () => ({ policy: '1.3.6.1.4.1.99999.1.2' }),
    expected: invalid('policy-not-requested'),
  },
  'policy-not-accepted': {
    rule: 'tst.policy',
    description: 'the user accepts another policy than the token has',
    judging: { acceptPolicies: ['1.3.6.1.4.1.99999.1.2', '1.3.6.1.4.1.99999.1.3'] },
    expected: invalid('policy-not-accepted'),
  },
  'policy-accepted': {
    rule: 'tst.policy',
    description: 'the policy is the second of those that the user accepts',
    judging: { acceptPolicies: ['1.3.6.1.4.1.99999.1.2', '1.3.6.1.4.1.99999.1.1'] },
    expected: valid(),
  },
  'status-without-token': {
    rule: 'response.status',
    description: 'granted, and no token',
    withoutToken: true,
    expected: invalid('granted-without-token'),
  },
  'token-with-rejection': {
    rule: 'response.status',
    description: 'rejected, and a token nevertheless',
    status: { status: 2, failInfo: ['badRequest'] },
    expected: invalid('token-despite-rejection'),
  },
  rejection: {
    rule: 'response.status',
    description: 'rejected with a reason',
    status: { status: 2, statusString: ['the clock is being set'], failInfo: ['timeNotAvailable'] },
    withoutToken: true,
    expected: invalid('rejected'),
  },
  'rejection-every-reason': {
    rule: 'response.status',
    description: 'rejected with several reasons and two texts',
    status: {
      status: 2,
      statusString: ['unaccepted policy', '受け付けられないポリシー'],
      failInfo: ['badAlg', 'badRequest', 'badDataFormat', 'unacceptedPolicy', 'unacceptedExtension', 'systemFailure'],
    },
    withoutToken: true,
    expected: invalid('rejected'),
  },
  waiting: {
    rule: 'response.status',
    description: 'the status is `waiting`, without a token',
    status: { status: 3 },
    withoutToken: true,
    expected: invalid('rejected'),
  },
  'status-unknown': {
    rule: 'response.status',
    description: 'a status that the protocol does not have, with a token',
    status: { status: 9 },
    expected: invalid('status-unknown'),
  },
  'granted-with-mods': {
    rule: 'response.status',
    description: 'granted with modifications',
    status: { status: 1 },
    expected: valid('granted-with-mods'),
  },
  'fail-info-despite-grant': {
    rule: 'response.status',
    description: 'granted, with a reason for rejection',
    status: { status: 0, failInfo: ['badAlg'] },
    expected: valid('fail-info-despite-grant'),
  },
  'status-string': {
    rule: 'response.status',
    description: 'granted, with a text that has control characters',
    status: { status: 0, statusString: ['done \u001b[31m\u202e', '完了'] },
    expected: valid(),
  },
  'certificates-unrequested': {
    rule: 'response.certificates',
    description: 'certificates come that nobody asked for',
    request: { certReq: false },
    token: (_, { authority }) => ({ certificates: [authority.tsu.der, authority.intermediate.der] }),
    expected: valid('certificates-unrequested'),
  },
  'certificates-missing': {
    rule: 'response.certificates',
    description: 'certificates were asked for and none comes; the user has them',
    token: () => ({ certificates: null }),
    judging: { untrusted: ['tsu', 'intermediate'] },
    expected: invalid('certificates-missing'),
  },
  'certificates-without-signer': {
    rule: 'response.certificates',
    description: "certificates were asked for, the CA's comes and the signer's doesn't; the user has it",
    token: (_, { authority }) => ({ certificates: [authority.intermediate.der] }),
    judging: { untrusted: ['tsu'] },
    expected: invalid('certificates-missing'),
  },
  'certificates-from-user': {
    rule: 'cms.signer',
    description: 'no certificates were asked for, the user has them',
    request: { certReq: false },
    judging: { untrusted: ['tsu', 'intermediate'] },
    expected: valid(),
  },
  'certificates-nowhere': {
    rule: 'cms.signer',
    description: "the signer's certificate is neither in the token nor with the user",
    request: { certReq: false },
    expected: undecided('signer-not-found'),
  },
  'trailing-bytes': {
    rule: null,
    description: 'two octets after the response',
    bytes: (response) => Uint8Array.from([...response, 0, 0]),
    expected: unreadable,
  },
  truncated: {
    rule: null,
    description: 'the response is cut off in the middle',
    bytes: (response) => response.slice(0, response.length >> 1),
    expected: unreadable,
  },
} as const satisfies Record<string, Fault>;
