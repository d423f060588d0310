import type { Name } from '../../core/der/name.ts';
import { isNamed } from '../../core/revocation/tst-list/selectors.ts';
import { within } from './moment.ts';
import type { AnchorPin, Profile } from './profile.ts';

/** What a token shows of its authority; null where it is not known. */
export interface TokenSigns {
  /** SHA-256 of the certificate that verifies its signature, lower-case hexadecimal. */
  readonly tsaCertificate: string | null;
  /** SHA-256 of the anchor of its path. */
  readonly anchor: string | null;
  /** Subject of that certificate. */
  readonly tsaName: Name | null;
  readonly policy: string | null;
  /** Milliseconds since 1970. */
  readonly genTime: number | null;
}

/** By what a profile and a token fit, most specific first. */
export type Sign = Exclude<keyof TokenSigns, 'genTime'>;
const signs: readonly Sign[] = ['tsaCertificate', 'anchor', 'tsaName', 'policy'];

export interface ChosenProfile {
  /** Null where none fits, or where several fit equally well and would not judge alike. */
  readonly profile: Profile | null;
  /** What it was chosen by. */
  readonly by: readonly Sign[];
  /** Other profiles that fit equally well. Not empty with a null `profile`: the user has to name one. */
  readonly tied: readonly Profile[];
}

/**
 * The profile of a token among the user's: the one that fits by the most specific sign, and of several that do, by the next one.
 * Providers share roots, so that an anchor alone does not tell them apart: a profile that accepts other policies only is passed
 * over, unless it names the very certificate.
 *
 * Providers share policies as well, and a token merely claims its own: a profile with anchors is for no token under another one, and
 * where the anchor is trusted only because profiles say so (`isUsers`: the user said so by itself), it is trusted under the rules of one
 * of these. Where all of them accept other policies only, the first stands, whose rule says that this one is not accepted. A profile that
 * trusts an anchor for other genTimes than the token's is for no token under it.
 *
 * Where several fit equally well, the first by name is taken if they judge alike (two accounts with one provider). Else none is:
 * the list of one would be asked for the tokens of another, and clear them.
 */
export function chooseProfile(profiles: readonly Profile[], token: TokenSigns, isUsers = false): ChosenProfile {
  const isLent = !isUsers && profiles.some((profile) => fits(profile, token, 'anchor'));
  const own = profiles
    .map((profile) => ({ profile, by: signs.filter((sign) => fits(profile, token, sign)) }))
    .filter(({ profile, by }) => by.length > 0 && isUnder(profile, token, isLent, by[0] === 'tsaCertificate'))
    .toSorted((a, b) => compare(a.by, b.by) || (a.profile.name < b.profile.name ? -1 : 1));
  const fitting = own.filter(({ profile, by }) => by[0] === 'tsaCertificate' || acceptsPolicy(profile, token));
  const [unaccepted] = own;
  if (fitting.length === 0 && isLent && unaccepted !== undefined) return { ...unaccepted, tied: [] };
  const [best, ...rest] = fitting;
  if (best === undefined) return { profile: null, by: [], tied: [] };
  const tied = rest.filter(({ by }) => compare(best.by, by) === 0).map(({ profile }) => profile);
  const alike = tied.every((profile) => judging(profile) === judging(best.profile));
  return alike ? { ...best, tied } : { profile: null, by: best.by, tied: [best.profile, ...tied] };
}

function fits({ anchors, service, match }: Profile, token: TokenSigns, sign: Sign): boolean {
  const { tsaCertificate, anchor, tsaName, policy } = token;
  switch (sign) {
    case 'tsaCertificate':
      return tsaCertificate !== null && match.certificates.includes(tsaCertificate);
    case 'anchor':
      return anchors.some((pin) => pin.sha256 === anchor && isInTime(pin, token));
    case 'tsaName':
      return tsaName !== null && match.tsaNames.some((name) => isNamed(name, tsaName));
    case 'policy':
      return policy !== null && (service.acceptPolicies.includes(policy) || match.policies.includes(policy));
  }
}

/** Whether the path of the token is one that the profile can be about; `isNamed`: it names the very certificate. */
function isUnder({ anchors }: Profile, token: TokenSigns, isLent: boolean, isNamed: boolean): boolean {
  const own = anchors.filter(({ sha256 }) => sha256 === token.anchor);
  if (own.length > 0) return own.some((pin) => isInTime(pin, token));
  return isNamed || token.anchor === null || (anchors.length === 0 && !isLent);
}

function isInTime({ valid }: AnchorPin, { genTime }: TokenSigns): boolean {
  return valid === null || genTime === null || within(valid, genTime);
}

function acceptsPolicy({ service }: Profile, { policy }: TokenSigns): boolean {
  return policy === null || service.acceptPolicies.length === 0 || service.acceptPolicies.includes(policy);
}

/** Negative where `a` fits better: the first sign that only one of them has decides. */
function compare(a: readonly Sign[], b: readonly Sign[]): number {
  const decisive = signs.find((sign) => a.includes(sign) !== b.includes(sign));
  return decisive === undefined ? 0 : a.includes(decisive) ? -1 : 1;
}

/** Everything of a profile that a verdict can go wrong by; further certificates only help to find a path. */
function judging({ anchors, tstRevocation, service }: Profile): string {
  const { acceptPolicies, assumedAccuracy, allowNoncriticalEku } = service;
  const pins = anchors.map(({ sha256, valid, accredited }) => ({ sha256, valid, accredited }));
  return JSON.stringify({ pins, tstRevocation, acceptPolicies, assumedAccuracy, allowNoncriticalEku });
}
