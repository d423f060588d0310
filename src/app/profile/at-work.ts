import type { Candidate } from '../../core/cms/candidate.ts';
import type { Name } from '../../core/der/name.ts';
import { nameFromText } from '../../core/der/name-text.ts';
import { TstError } from '../../core/verdict/errors.ts';
import type { Judgement } from '../../core/verdict/judgement.ts';
import type { TrustAnchor } from '../../core/x509/anchor.ts';
import type { Note } from '../notes.ts';
import type { Files, ProfileFiles, TrustFiles } from '../ports.ts';
import { type Accredited, accreditedAt } from './accreditation.ts';
import { type ChosenProfile, chooseProfile, type Sign, type TokenSigns } from './choose-profile.ts';
import type { Profile } from './profile.ts';
import { loadProfileTrust, type ProfileTrust, trustAt } from './profile-trust.ts';
import { loadProfile, loadProfiles, type ProfileFolder } from './profiles.ts';

/** Which profile a token was judged by, for the report. */
export interface ProfileFacts {
  readonly name: string;
  readonly path: string;
  readonly provider: string | null;
  /** What it was chosen by. */
  readonly by: readonly Sign[];
  /** Whether the authority was accredited at genTime, as far as the profile tells. */
  readonly accredited: Accredited;
}

/** What a profile sets of judging; an option of the user's goes first. */
export interface ProfileRules {
  readonly acceptPolicies: readonly string[];
  readonly allowNoncriticalEku: boolean;
  readonly assumedAccuracyMicros: number | null;
}

/** A token's profile, or why it has none. */
export interface ProfileChoice {
  readonly facts: ProfileFacts | null;
  readonly rules: ProfileRules | null;
  readonly notes: readonly Note[];
}

const noChoice: ProfileChoice = { facts: null, rules: null, notes: [] };

/** Names of signers that are kept as they were read. */
const namesKept = 1_000;

/** The profiles of a run with their trust, read once. */
export class ProfilesAtWork {
  readonly profiles: readonly Profile[];
  readonly candidates: readonly Candidate[];
  readonly notes: readonly Note[];
  readonly #trusts: readonly ProfileTrust[];
  readonly #anchors = new Map<string, readonly TrustAnchor[]>();
  readonly #names = new Map<string, Name | null>();

  constructor(profiles: readonly Profile[], trusts: readonly ProfileTrust[], notes: readonly Note[]) {
    this.profiles = profiles;
    this.#trusts = trusts;
    this.candidates = trusts.flatMap(({ candidates }) => candidates);
    this.notes = [...notes, ...trusts.flatMap((trust) => trust.notes)];
  }

  /** The anchors that are trusted for tokens of this genTime (milliseconds since 1970): the same list for the same anchors. */
  anchorsAt(genTime: number | null): readonly TrustAnchor[] {
    const trusts = genTime === null ? this.#trusts : this.#trusts.map((trust) => trustAt(trust, genTime));
    const anchors = trusts.flatMap((trust) => trust.anchors);
    const key = anchors.map(({ certificate }) => certificate.sha256).join();
    const known = this.#anchors.get(key);
    if (known === undefined) this.#anchors.set(key, anchors);
    return known ?? anchors;
  }

  /** The profile of a token, by what its judgement found out so far. `users`: the anchors that the user trusts without any profile. */
  choose({ token, path }: Judgement, users: readonly TrustAnchor[]): ProfileChoice {
    const last = path.at(-1);
    const signs: TokenSigns = {
      tsaCertificate: path[0]?.sha256 ?? null,
      anchor: last?.origin === 'anchor' ? last.sha256 : null,
      // One that is too long to be told whole is no name again, and fits nothing.
      tsaName: token.signer === null ? null : this.#nameOf(token.signer),
      policy: token.policy,
      genTime: token.genTimeMs,
    };
    const isUsers = users.some(({ certificate }) => certificate.sha256 === signs.anchor);
    return this.#said(chooseProfile(this.profiles, signs, isUsers), signs, token.genTimeMs);
  }

  /** An archive has a few hundred signers, and a million tokens. */
  #nameOf(text: string): Name | null {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = nameFromText(text);
    if (this.#names.size >= namesKept) this.#names.clear();
    this.#names.set(text, name);
    return name;
  }

  #said({ profile, by, tied }: ChosenProfile, { anchor }: TokenSigns, genTime: number | null): ProfileChoice {
    if (profile === null) {
      if (tied.length === 0) return noChoice;
      const names = tied.map(({ name }) => name).join(', ');
      return { ...noChoice, notes: [{ code: 'profiles-tied', facts: { names } }] };
    }
    const { name, path, provider, service } = profile;
    const accredited = anchor === null || genTime === null ? 'unknown' : accreditedAt(profile, anchor, genTime);
    const { acceptPolicies, allowNoncriticalEku, assumedAccuracy } = service;
    return {
      facts: { name, path, provider, by, accredited },
      rules: {
        acceptPolicies,
        allowNoncriticalEku,
        assumedAccuracyMicros: assumedAccuracy === null ? null : Math.round(assumedAccuracy * 1e6),
      },
      notes: [],
    };
  }
}

export interface AtWorkPorts {
  readonly files: Files;
  readonly trust: TrustFiles;
  readonly profiles: ProfileFiles;
}

/**
 * The profiles that are named, or else all of the folder, with their trust. Throws a TstError where one is missing or wrong: one that is
 * left out could be the one whose list revokes the token.
 */
export async function profilesAtWork(
  names: readonly string[],
  folder: ProfileFolder,
  ports: AtWorkPorts,
): Promise<ProfilesAtWork> {
  const loaded =
    names.length === 0
      ? await loadProfiles(folder, ports)
      : joined(await Promise.all(names.map((name) => loadProfile(name, folder, ports))));
  const trusts = await Promise.all(loaded.profiles.map((profile) => loadProfileTrust(profile, ports)));
  return new ProfilesAtWork(loaded.profiles, trusts, loaded.notes);
}

/** By its name the list of a profile is told from those of others. */
function joined(all: readonly { readonly profile: Profile; readonly notes: readonly Note[] }[]) {
  const paths = new Map<string, string>();
  for (const { name, path } of all.map(({ profile }) => profile)) {
    const other = paths.get(name);
    if (other !== undefined && other !== path) throw new TstError('profile-twice', { name, path: other, other: path });
    paths.set(name, path);
  }
  return { profiles: all.map(({ profile }) => profile), notes: all.flatMap(({ notes }) => notes) };
}
