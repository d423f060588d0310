import { createHash } from 'node:crypto';
import { hashes } from '../../src/core/der/hashes.ts';
import type { Judgement } from '../../src/core/verdict/judgement.ts';
import type { RuleId } from '../../src/core/verdict/rules.ts';
import { type Authority, type AuthorityChange, buildAuthority } from '../../src/lab/authority.ts';
import { keyFromPem } from '../../src/lab/keys.ts';
import { profileWith } from '../../src/lab/profile.ts';
import { encodeToken, planFor, type TokenPlan } from '../../src/lab/tsa.ts';
import { fixtureText } from '../vectors/index.ts';
import { type Evidence, judge } from '../vectors/judge.ts';

/** Builds tokens that deviate in one place, on the keys and dates of the fixtures, and judges them. */
const key = (name: string) => keyFromPem(fixtureText(`keys/${name}.pem`));

export const keys = {
  root: key('root'),
  intermediate: key('intermediate'),
  tsu: key('tsu-rsa-2048'),
  other: key('other'),
} as const;

export const data = Buffer.from('data that was stamped');
export const now = Date.UTC(2024, 6, 1);

/** root → intermediate → TSU, as the fixtures have it, with these changes. */
export function authority(change: AuthorityChange = {}): Promise<Authority> {
  return buildAuthority({
    profile: profileWith('plain'),
    keys,
    from: Date.UTC(2020, 0, 1),
    until: Date.UTC(2035, 0, 1),
    tsuFrom: Date.UTC(2022, 0, 1),
    change,
  });
}

/** The plan of a good token of this authority. */
export function goodPlan(of: Authority): TokenPlan {
  return planFor(profileWith('plain'), of, {
    imprint: { algorithm: hashes.sha256.oid, parameters: null, value: createHash('sha256').update(data).digest() },
    nonce: null,
    certReq: true,
    policy: null,
    serial: 0x4c01n,
    genTime: '20240615123456Z',
  });
}

/** A bare token of this authority with these deviations. */
export function forge(of: Authority, deviation: Partial<TokenPlan> = {}): Uint8Array {
  return encodeToken({ ...goodPlan(of), ...deviation });
}

/** Judges a token against this authority's root. */
export function judged(of: Authority, token: Uint8Array, further: Partial<Evidence> = {}): Promise<Judgement> {
  return judge({ token, data, roots: [of.root.der], at: now, now, ...further });
}

/** How a rule ended: status, code, and the codes of its warnings. */
export function ruleOf(judgement: Judgement, id: RuleId) {
  const rule = judgement.checks.flatMap(({ rules }) => rules).find((one) => one.id === id)!;
  return { status: rule.status, code: rule.code, warnings: rule.warnings.map(({ code }) => code) };
}
