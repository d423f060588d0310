import { createHash } from 'node:crypto';
import { hashes } from '../../src/core/der/hashes.ts';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { type RuleId, rulesOf } from '../../src/core/verdict/rules.ts';
import type { PolicyName, SkippableCheck } from '../../src/core/verdict/status.ts';
import { verify } from '../../src/core/verify.ts';
import type { VerifyInput } from '../../src/core/verify-input.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import {
  type Authority,
  type AuthorityChange,
  type AuthorityOptions,
  buildAuthority,
} from '../../src/lab/authority.ts';
import { certificateToPem } from '../../src/lab/ca.ts';
import { Issuer } from '../../src/lab/issuer.ts';
import { keyFromPem } from '../../src/lab/keys.ts';
import { profileWith } from '../../src/lab/profile.ts';
import { RevocationSite } from '../../src/lab/revocation-site.ts';
import { namedSources, type RevocationSources } from '../../src/lab/revocation-sources.ts';
import { TstListSite } from '../../src/lab/tst-list-site.ts';
import { fixtureText } from '../vectors/index.ts';
import { type ConformanceCase, type Handed, type Outcome, outcomeOf } from './case.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** genTime of the lab's token, in milliseconds since 1970; its accuracy is a second. */
export const genTime = Date.UTC(2024, 5, 15, 12, 0, 0);
/** The lab publishes half an hour later, and an hour later it is judged. */
export const published = genTime + 30 * minute;
export const now = genTime + hour;
export const serial = 0x4c00_0000_0000_002an;

const data = Buffer.from('to be judged\n');
const url = 'http://lab.example';
const profile = profileWith('plain');
const dates = { from: Date.UTC(2020, 0, 1), until: Date.UTC(2035, 0, 1) };
const key = (name: string) => keyFromPem(fixtureText(`keys/${name}.pem`));

/** A token of the lab with everybody who publishes something about it. */
export interface Scene {
  readonly authority: Authority;
  readonly revocation: RevocationSite;
  readonly tokens: TstListSite;
  /** The lab's clock, in milliseconds since 1970. */
  readonly clock: { ms: number };
  readonly handed: Handed;
  readonly input: VerifyInput;
}

export interface SceneOptions {
  readonly sources?: RevocationSources;
  readonly change?: AuthorityChange;
}

/** What of a scene nobody changes: the certificates and the token. Made of the fixtures' keys and of fixed dates, the same for every run. */
async function stage({ sources = {}, change = {} }: SceneOptions) {
  const keys = { root: key('root'), intermediate: key('intermediate'), tsu: key('tsu-rsa-2048') };
  const named = namedSources(sources, url);
  const options: AuthorityOptions = { profile, keys, ...dates, tsuFrom: Date.UTC(2022, 0, 1), sources: named, change };
  const authority = await buildAuthority(options);
  const value = createHash('sha256').update(data).digest();
  const imprint = { algorithm: hashes.sha256.oid, parameters: null, value };
  const issuer = new Issuer(options, authority, { other: key('other'), weak: key('weak') });
  const wish = { imprint, policy: null, nonce: null, certReq: true };
  const token = await issuer.issue(wish, { ms: genTime, micros: 0, serial });
  const roots = certificateToPem(authority.root.der);
  const handed: Handed = { data, token, request: null, roots, untrusted: '', at: now };
  const input: VerifyInput = {
    token: await readToken(token),
    digests: new Map([['sha256', value]]),
    request: null,
    anchors: sortTrust([decodeCertificate(authority.root.der)], false).anchors,
    candidates: [],
    at: null,
    now,
    policy: 'default',
    acceptPolicies: [],
    allowNoncriticalEku: false,
    skip: new Set(),
  };
  return { authority, handed, input };
}

let plainStage: ReturnType<typeof stage> | undefined;

/** A new scene: nothing is revoked yet, and the clock stands at {@link published}. */
export async function scene(options: SceneOptions = {}): Promise<Scene> {
  const { sources = {} } = options;
  const isPlain = Object.keys(options).length === 0;
  if (isPlain) plainStage ??= stage(options);
  const { authority, handed, input } = await (isPlain ? plainStage! : stage(options));
  const clock = { ms: published };
  const now = () => clock.ms;
  const keys = { responder: key('tsu-rsa-3072'), crlIssuer: key('tsu-rsa-4096'), other: key('other') };
  const tokens = new TstListSite({ tsu: authority.tsu.der, policy: profile.policy, clock: now });
  tokens.know({ serial, genTime, accuracy: 1_000 });
  const revocation = new RevocationSite({ authority, keys, ...dates, url, sources, clock: now });
  return { authority, revocation, tokens, clock, handed, input };
}

/** Judges a scene's token with this evidence, under every policy. The rules of the checks that are skipped are left out. */
export function judgeScene(
  { input }: Scene,
  evidence: Partial<VerifyInput>,
  ...skipped: readonly SkippableCheck[]
): ConformanceCase['outcomes'] {
  const left: readonly RuleId[] = skipped.flatMap(rulesOf);
  const under = (policy: PolicyName): Outcome => {
    const outcome = outcomeOf(verify({ ...input, ...evidence, skip: new Set(skipped), policy }));
    return { ...outcome, rules: new Map([...outcome.rules].filter(([id]) => !left.includes(id))) };
  };
  return { default: under('default'), etsi: under('etsi'), strict: under('strict') };
}
