import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { buildAuthority } from '../../src/lab/authority.ts';
import { faultOf } from '../../src/lab/faults.ts';
import { type FaultName, faults } from '../../src/lab/index.ts';
import { Issuer } from '../../src/lab/issuer.ts';
import { keyFromPem } from '../../src/lab/keys.ts';
import { profileWith } from '../../src/lab/profile.ts';
import { encodeRequest } from '../../src/lab/response.ts';
import { fixtureText } from '../vectors/index.ts';
import { complaints, judge } from '../vectors/judge.ts';
import { data, labOptions, moment } from './requests.ts';

const day = 86_400_000;
const tsu = (name: string) => keyFromPem(fixtureText(`keys/tsu-${name}.pem`));

/** Faults that mean something else under another profile or key: of RSA alone, of the plain policy, of the whole chain. */
const ofRsa: readonly FaultName[] = [
  'signature-pss',
  'signature-pss-changed',
  'signature-plain-rsa',
  'signature-parameters-absent',
  'signature-algorithm-of-another-key',
  'signature-hash-contradicted',
  'signature-other-hash',
  'signature-other-key',
];
const ofPlain: readonly FaultName[] = ['policy-wrong', 'policy-not-accepted', 'policy-accepted'];
const ofSha256: readonly FaultName[] = [
  'signature-parameters-absent',
  'signature-hash-contradicted',
  'digest-algorithms-other',
];

const settings = [
  { name: 'the SEIKO profile', profile: profileWith('seiko'), without: [...ofPlain, ...ofSha256] },
  { name: 'ECDSA on P-256', profile: profileWith('plain', 'p256'), without: ofRsa },
];

for (const { name: setting, profile, without } of settings) {
  describe(`${setting}: each fault has the verdict of the table`, async () => {
    const keys = { ...labOptions().keys!, tsu: tsu(profile.algorithm) };
    const options = { profile, keys, from: moment - 365 * day, until: moment + 3650 * day, tsuFrom: moment - 30 * day };
    const issuer = new Issuer(options, await buildAuthority(options), keys);

    for (const name of faults.filter((fault) => !without.includes(fault))) {
      const { request, judging = {}, rule, expected } = faultOf(name)!;
      // Another anchor or dates of a fixture: only the fixtures have them.
      if ('error' in expected || judging.roots === 'other') continue;
      test(name, async () => {
        const imprint = {
          algorithm: '2.16.840.1.101.3.4.2.1',
          parameters: null,
          value: createHash('sha256').update(data).digest(),
        };
        const wish = { version: 1, imprint, policy: null, nonce: 99n, certReq: true, ...request };
        const authority = await issuer.authorityFor(faultOf(name), moment);
        const judgement = await judge({
          token: await issuer.issue(wish, { ms: moment, micros: 0, serial: 77n }, faultOf(name)),
          data,
          request: judging.request === false ? null : encodeRequest(wish),
          roots: [authority.root.der],
          untrusted: (judging.untrusted ?? []).map((which) => authority[which].der),
          at: moment,
          now: moment,
          acceptPolicies: judging.acceptPolicies ?? [],
          allowNoncriticalEku: judging.allowNoncriticalEku ?? false,
        });
        const { verdict, status, code } = expected.default;
        assert.equal(judgement.verdict, verdict, complaints(judgement).join(', '));
        if (rule === null || status === 'pass') return;
        const own = judgement.checks.flatMap((check) => check.rules).find(({ id }) => id === rule);
        assert.deepEqual({ status: own?.status, code: own?.code }, { status, code });
      });
    }
  });
}
