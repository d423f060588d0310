import { TstError } from '../../core/verdict/errors.ts';
import { mayBeBilled } from '../billing.ts';
import type { Note } from '../notes.ts';
import { type Attempt, attempt, NotEntered, shown, withNotes } from './attempt.ts';
import type { Errand, RunOptions, StampPorts } from './errand.ts';
import { ended, type StampOutcome } from './outcome.ts';
import type { Station } from './provider.ts';
import type { Reach } from './reach.ts';
import { holdOff, takeTurn } from './turn.ts';

/** A run over many errands. */
export interface Run {
  readonly options: RunOptions;
  readonly ports: StampPorts;
  readonly reach: Reach;
  /** True: no further errand is begun. */
  stopped: boolean;
}

/** An address of a provider. */
interface Stop {
  readonly station: Station;
  readonly url: string;
}

/**
 * Obtains one token: from the first provider of the route, at its addresses in their order, and where it fails from the next one.
 * The same contract is asked again only where no token can have been issued; otherwise it is said that one may be charged. Throws
 * a TstError of reading the subject, or `code-refused`.
 */
export async function obtain(errand: Errand, run: Run): Promise<StampOutcome> {
  const notes: Note[] = [...errand.notes];
  let last: StampOutcome = ended(errand.subject.unread, 'not-sent');
  const open = ({ station, url }: Stop) => run.reach.open(station, url);
  let stops = (await permitted(errand, run.options, notes))
    .flatMap((station) => station.provider.urls.map((url) => ({ station, url })))
    .filter(open);
  for (;;) {
    const [stop] = stops;
    if (stop === undefined) return withNotes(last, notes);
    const tried = await insist(errand, stop, run, notes);
    last = tried?.outcome ?? last;
    if (tried === null || tried.settled || run.stopped || run.options.signal.aborted) return withNotes(last, notes);
    const { error } = last;
    const sameContract = error !== null && !mayBeBilled(error);
    stops = stops.slice(1).filter((other) => open(other) && (sameContract || other.station !== stop.station));
    if (error !== null && stops.length > 0) {
      const facts = { url: shown(stop.url), other: shown(stops[0]!.url), reason: reasonOf(error) };
      notes.push({ code: 'asked-elsewhere', facts });
    }
  }
}

/**
 * Asks at one address, again where that costs nothing. Null where the run was stopped before anything was sent.
 */
async function insist(errand: Errand, { station, url }: Stop, run: Run, notes: Note[]): Promise<Attempt | null> {
  const { retry, profile } = station.provider;
  const { options, ports, reach } = run;
  let last: Attempt | null = null;
  try {
    for (let count = 1; await takeTurn(station.provider, options, ports); count++) {
      last = await attempt(errand, station, url, options, ports);
      const { error, unsaved } = last.outcome;
      run.stopped ||= unsaved !== null;
      if (last.settled || error === null) {
        reach.answered(station, url);
        return last;
      }
      const pause = pauseBefore(count, error, last.wait);
      if (pause === null || count >= retry.attempts || pause > retry.maxWaitSeconds * 1000) {
        reach.failed(station, url, error, last.wait);
        if (profile !== null && mayBeBilled(error)) {
          notes.push({ code: 'may-be-billed', facts: { profile, url: shown(url), reason: reasonOf(error) } });
        }
        return last;
      }
      notes.push({ code: 'asked-again', facts: { url: shown(url), reason: reasonOf(error), seconds: seconds(pause) } });
      await holdOff(station.provider, pause, last.wait !== null, options, ports);
    }
    return last;
  } catch (error) {
    if (!(error instanceof NotEntered)) throw error;
    return notEntered(error, errand, station, run);
  }
}

/** Without its entry nothing is sent: of a quota the provider's end, of a ledger that can't be written the run's. */
function notEntered(error: NotEntered, { subject }: Errand, station: Station, run: Run): Attempt {
  if (error.code === 'quota-reached') run.reach.close(station);
  else run.stopped = true;
  const outcome = ended(subject.unread, 'failed', { contract: station.provider.profile, error: plain(error) });
  return { outcome, settled: false, wait: null };
}

function plain({ code, facts, cause }: TstError): TstError {
  return new TstError(code, facts, { cause });
}

/** Milliseconds before the second request; each further one waits four times as long. */
const firstPause = 250;

/**
 * Milliseconds until the same may be asked again, or null where it must not be: only what surely was not charged is, and only
 * where waiting can help: no connection, 429, and 503 that says when (RFC 9110 §15.6.4, RFC 6585 §4).
 */
function pauseBefore(count: number, error: TstError, wait: number | null): number | null {
  if (mayBeBilled(error)) return null;
  const backoff = firstPause * 4 ** (count - 1);
  if (error.code === 'unreachable' || error.code === 'timeout') return backoff;
  if (error.code !== 'http-status') return null;
  if (error.facts.status === 429) return wait ?? backoff;
  return error.facts.status === 503 ? wait : null;
}

/** The providers whose contracts allow the content. Throws a TstError `code-refused` where the first one's does not. */
async function permitted(
  { plan, subject, route }: Errand,
  { allowCode }: RunOptions,
  notes: Note[],
): Promise<readonly Station[]> {
  const forbidding = route.filter(({ provider }) => !provider.codeSigning);
  if (forbidding.length === 0) return route;
  const kind = await subject.code();
  if (kind === null) return route;
  const facts = { path: plan.file, reason: kind, profile: forbidding[0]!.provider.profile ?? '' };
  if (allowCode) {
    notes.push({ code: 'code-allowed', facts });
    return route;
  }
  if (forbidding[0] === route[0]) throw new TstError('code-refused', facts);
  return route.filter((station) => !forbidding.includes(station));
}

function reasonOf({ code, facts }: TstError): string {
  return facts.status === undefined ? code : `${code}: ${facts.status}`;
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
