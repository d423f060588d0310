import { limits } from '../../core/der/limits.ts';
import { makeRequest, nonceBytes } from '../../core/tsp/make-request.ts';
import type { TimeStampReq } from '../../core/tsp/request.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { mayHoldPart, mayHoldToken, readAnswer, replyType } from '../answer.ts';
import { secretHeaders } from '../credentials.ts';
import { Keepsake } from '../keeping.ts';
import type { Note } from '../notes.ts';
import { type HttpAnswer, UnfinishedAnswer } from '../ports.ts';
import { LedgerRecord } from '../recording.ts';
import { withoutEchoes } from '../secret.ts';
import type { FileFacts } from '../verify.ts';
import { acceptance } from './acceptance.ts';
import type { Errand, RunOptions, StampPorts } from './errand.ts';
import { ended, type Outcome, type StampOutcome } from './outcome.ts';
import type { Provider, Station } from './provider.ts';
import { retryAfter } from './retry-after.ts';

/** What became of one request. */
export interface Attempt {
  readonly outcome: StampOutcome;
  /** True: there is no more to it; a token came, or what may be one. False: `outcome.error` says why none did. */
  readonly settled: boolean;
  /** Milliseconds that the authority asks to wait before it is asked again. */
  readonly wait: number | null;
}

/**
 * One request to one address: entered in the ledger, sent, and what comes kept, judged and published. Throws a TstError of the
 * subject's reading, and `NotEntered` where the ledger did not take it: then nothing was sent.
 */
export async function attempt(
  errand: Errand,
  station: Station,
  url: string,
  options: RunOptions,
  ports: StampPorts,
): Promise<Attempt> {
  const { provider } = station;
  const { digest, file } = await errand.subject.under(provider.hash);
  const request = await makeRequest(digest, ports.random.bytes(nonceBytes), provider.requestPolicy);
  const record = await enter(errand, provider, url, request, file, ports);
  const told = (outcome: Outcome): StampOutcome => {
    const about = { contract: provider.profile, entry: record?.entry ?? null };
    return ended(file, 'failed', { ...about, ...outcome, notes: [...(outcome.notes ?? []), ...(record?.notes ?? [])] });
  };
  let answer: HttpAnswer;
  try {
    answer = await send(request, url, provider);
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    // Nobody can tell what stands under an unknown coding.
    if (error instanceof UnfinishedAnswer && (error.code === 'body-encoding' || mayHoldPart(error.received))) {
      return { outcome: told(await keepUnfinished(error, errand, record, ports)), settled: true, wait: null };
    }
    await record?.ended(error);
    return { outcome: told({ error }), settled: false, wait: null };
  }
  const { outcome, settled } = await receive(answer, request, errand, station, file, record, options, ports);
  const wait = settled || ![429, 503].includes(answer.status) ? null : waitOf(answer, ports);
  return { outcome: told(outcome), settled, wait };
}

/** The ledger did not take the request. */
export class NotEntered extends TstError {
  constructor({ code, facts, cause }: TstError) {
    super(code, facts, { cause });
  }
}

async function enter(
  { plan, subject }: Errand,
  { profile, quota }: Provider,
  url: string,
  { nonce }: TimeStampReq,
  { algorithm, digest }: FileFacts,
  { ledger, files, random, clock }: StampPorts,
): Promise<LedgerRecord | null> {
  if (ledger === null) return null;
  const file = { given: subject.unread.path, algorithm: algorithm!, digest: digest! };
  const asking = { profile, authority: shown(url), file, nonce, wanted: plan.output, quota, now: clock.now() };
  try {
    return await LedgerRecord.ask(asking, ledger, files, random);
  } catch (error) {
    throw error instanceof TstError ? new NotEntered(error) : error;
  }
}

function send(request: TimeStampReq, url: string, { http, credentials }: Provider): Promise<HttpAnswer> {
  return http.exchange({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query', accept: replyType },
    secretHeaders: secretHeaders(credentials),
    body: request.bytes,
    limit: limits.tokenBytes,
    origin: 'user',
  });
}

/** Whatever may be a token is on disk before anything else is done with it. */
async function receive(
  answer: HttpAnswer,
  request: TimeStampReq,
  errand: Errand,
  station: Station,
  file: FileFacts,
  record: LedgerRecord | null,
  options: RunOptions,
  ports: StampPorts,
): Promise<{ readonly outcome: Outcome; readonly settled: boolean }> {
  let keepsake: Keepsake | null = null;
  if (mayHoldToken(answer.body)) {
    try {
      keepsake = await Keepsake.save(ports.files, errand.plan.output, answer.body, record?.mark);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      await record?.ended(error, true);
      return { outcome: { error, unsaved: answer.body }, settled: true };
    }
    await record?.received(keepsake.path, answer.body);
  }
  return acceptance({
    read: () => readAnswer(answer, shown(answer.url)),
    ...{ keepsake, request, errand, station, file, record, options, ports, bytes: answer.body },
  });
}

/** An answer that was cut off may hold a whole token all the same: the length was wrong, or its last chunk is missing. */
async function keepUnfinished(
  error: UnfinishedAnswer,
  { plan }: Errand,
  record: LedgerRecord | null,
  { files }: StampPorts,
): Promise<Outcome> {
  const { received } = error;
  try {
    const keepsake = await Keepsake.save(files, plan.output, received, record?.mark);
    await record?.received(keepsake.path, received);
    const kept = await keepsake.reject();
    await record?.kept(kept, received, error);
    return { error, kept, notes: keepsake.notes };
  } catch (unsaved) {
    if (!(unsaved instanceof TstError)) throw unsaved;
    await record?.ended(unsaved, true);
    return { error: unsaved, unsaved: received };
  }
}

function waitOf({ headers }: HttpAnswer, { clock }: StampPorts): number | null {
  return retryAfter(headers['retry-after'], clock.now());
}

/** Without its query, which may hold a key, and whatever of it a redirect repeats. */
export function shown(url: string): string {
  return withoutEchoes(url.replace(/[?#].*$/s, '')).slice(0, limits.shownText);
}

/** Notes that an outcome has from before it was asked for. */
export function withNotes(outcome: StampOutcome, notes: readonly Note[]): StampOutcome {
  return notes.length === 0 ? outcome : { ...outcome, notes: [...notes, ...outcome.notes] };
}
