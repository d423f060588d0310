import type { TstScope } from '../../core/revocation/tst-list/scope.ts';
import type { Profile } from './profile.ts';

/**
 * Whose tokens the profile's list is about, by what it says of its TSA certificates, names and policies. Null where it says
 * nothing of them: then the list is taken to be about every token that the profile is chosen for, which the report says, and
 * `check` warns of, since other authorities may be under the same root.
 */
export function scopeOf({ service, match }: Profile): TstScope | null {
  const policies = [...new Set([...service.acceptPolicies, ...match.policies])];
  const scope = { tsuCertificates: match.certificates, tsaNames: match.tsaNames, policies };
  return Object.values(scope).some((list) => list.length > 0) ? scope : null;
}
