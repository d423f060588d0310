import { within } from './moment.ts';
import type { Profile } from './profile.ts';

export type Accredited = 'yes' | 'no' | 'unknown';

/**
 * Whether the authority was accredited at genTime (milliseconds since 1970), as far as the profile tells for the anchor of the
 * token's path. `unknown` for an anchor that is not the profile's or has no dates, and for a time before the only date that is
 * told, an end.
 */
export function accreditedAt(profile: Profile, anchorSha256: string, genTime: number): Accredited {
  const span = profile.anchors.find(({ sha256 }) => sha256 === anchorSha256)?.accredited ?? null;
  if (span === null) return 'unknown';
  if (!within(span, genTime)) return 'no';
  return span.from === null ? 'unknown' : 'yes';
}
