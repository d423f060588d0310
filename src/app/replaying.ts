import { equalOctets } from '../core/der/integer.ts';
import type { TokenFile } from '../core/tsp/token.ts';
import type { Evidence } from './evidence-file.ts';
import type { Given } from './given-evidence.ts';
import type { JudgingOptions } from './judging.ts';
import { Known, type Lists } from './known.ts';
import type { Trust } from './trust.ts';

/** A judgement that is made again from what was saved of it. */
export interface Replay {
  readonly evidence: Evidence;
  /** The moment of judging then, in milliseconds since 1970. */
  readonly now: number;
  readonly known: Known;
}

/** How far the clock that made the evidence may be ahead of this one: 5 minutes, in milliseconds. */
const skew = 300_000;

/**
 * The evidence that this run is to repeat: saved of this token, for the moment that the user names. Only the user's own `--at`
 * makes it so: whoever hands evidence on may have written any moment into it, at which an expired or compromised key was good.
 * Evidence of a moment to come repeats nothing. Null where none fits.
 */
export function replayOf(
  token: TokenFile,
  given: Given,
  trust: Trust,
  { at }: Pick<JudgingOptions, 'at'>,
  clock: number,
): Replay | null {
  const evidence = given.evidence.find((one) => {
    const { now, at: then, atSource } = one.options;
    const sameMoment = at === 'gentime' ? atSource === 'gentime' : at !== null && at === then && atSource !== 'gentime';
    return sameMoment && now <= clock + skew && equalOctets(one.token.bytes, token.bytes);
  });
  if (evidence === undefined) return null;
  const lists: Lists = {
    candidates: merged(
      evidence.candidates,
      [...trust.candidates, ...given.candidates],
      (one) => one.certificate.sha256,
    ),
    crls: merged(evidence.crls, given.crls, (one) => one.crl.sha256),
    ocsp: merged(evidence.ocsp, given.ocsp, (one) => one.response.sha256),
    failed: evidence.failed,
  };
  return { evidence, now: evidence.options.now, known: Known.closed(lists, evidence.asked, evidence.notes) };
}

/**
 * All that the user gave, for judging anew: what was saved is evidence like any other, and what was not found then is no news. When
 * it was fetched, and by whom, is a claim, so that newer is asked for where that can be.
 */
export function givenLists(given: Given, trust: Trust): Lists {
  const undated = <T extends { readonly fetchedAt?: number | null }>(list: readonly T[]) =>
    list.map((one) => ({ ...one, origin: 'fetched' as const, fetchedAt: null }));
  const saved = given.evidence.map((one) => ({ ...one, crls: undated(one.crls), ocsp: undated(one.ocsp) }));
  return {
    candidates: merged(
      [...trust.candidates, ...given.candidates],
      saved.flatMap((one) => one.candidates),
      (one) => one.certificate.sha256,
    ),
    crls: merged(
      given.crls,
      saved.flatMap((one) => one.crls),
      (one) => one.crl.sha256,
    ),
    ocsp: merged(
      given.ocsp,
      saved.flatMap((one) => one.ocsp),
      (one) => one.response.sha256,
    ),
    failed: [],
  };
}

/** The first list as it is, and of the second what isn't in it. */
function merged<T>(first: readonly T[], second: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const names = new Set(first.map(nameOf));
  const more = new Map(second.filter((one) => !names.has(nameOf(one))).map((one) => [nameOf(one), one]));
  return more.size === 0 ? first : [...first, ...more.values()];
}
