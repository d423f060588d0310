import type { TimeStampReq } from '../../core/tsp/request.ts';
import type { TokenFile } from '../../core/tsp/token.ts';
import { TstError } from '../../core/verdict/errors.ts';
import type { Answer } from '../answer.ts';
import type { Basis } from '../basis.ts';
import { judge } from '../judging.ts';
import type { Keepsake } from '../keeping.ts';
import type { Note } from '../notes.ts';
import type { Plan } from '../plan.ts';
import type { LedgerRecord } from '../recording.ts';
import type { FileFacts } from '../verify.ts';
import type { Errand, RunOptions, StampPorts } from './errand.ts';
import type { Outcome } from './outcome.ts';
import type { Station } from './provider.ts';

/** An answer that is here, and on disk where it may hold a token. */
export interface Arrival {
  readonly read: () => Promise<Answer>;
  readonly bytes: Uint8Array;
  /** Null where there is surely no token in it. */
  readonly keepsake: Keepsake | null;
  readonly request: TimeStampReq;
  readonly errand: Errand;
  readonly station: Station;
  readonly file: FileFacts;
  readonly record: LedgerRecord | null;
  readonly options: RunOptions;
  readonly ports: StampPorts;
}

export interface Acceptance {
  readonly outcome: Outcome;
  /** False where there is no token, and nothing that may be one. */
  readonly settled: boolean;
}

/** Reads an answer, judges its token and gives it its name. A failure on the way, or a bug, costs no token. */
export async function acceptance(arrival: Arrival): Promise<Acceptance> {
  const { keepsake, record, bytes } = arrival;
  try {
    const read = await arrival.read();
    if (read.kind === 'refused' || keepsake === null) {
      const error = read.kind === 'token' ? new TstError('internal', { reason: 'a token was not saved' }) : read.error;
      await record?.ended(error);
      await keepsake?.discard();
      return { outcome: { error }, settled: false };
    }
    if (read.kind === 'garbled') {
      const { error } = read;
      const kept = await keepsake.reject();
      await record?.kept(kept, bytes, error);
      return { outcome: { error, kept, notes: keepsake.notes }, settled: true };
    }
    return { outcome: await judged(read.token, read.notes, keepsake, arrival), settled: true };
  } catch (error) {
    if (keepsake === null) throw error;
    const kept = await keepsake.reject();
    const known = error instanceof TstError ? error : new TstError('internal', { path: kept }, { cause: error });
    await record?.kept(kept, bytes, known);
    return { outcome: { error: known, kept }, settled: true };
  }
}

async function judged(
  token: TokenFile,
  heard: readonly Note[],
  keepsake: Keepsake,
  { request, errand, station, file, record, options, ports, bytes }: Arrival,
): Promise<Outcome> {
  const { bench } = station;
  const { digest } = await errand.subject.under(station.provider.hash);
  const subject = { token, digests: new Map([[digest.algorithm, digest.value]]), request };
  const found = await judge({ ...subject, now: ports.clock.now() }, station.provider.judging, bench);
  const { judgement } = found;
  const basisOf = (path: string): Basis => ({
    file,
    token: { path, bytes: token.bytes },
    request: { path: options.saveRequest ? errand.plan.request : null, bytes: request.bytes, message: request },
    ...{ options: station.provider.judging, judged: found },
  });
  const valid = judgement.verdict !== 'INVALID';
  const bare = valid && options.token ? token.response!.token : null;
  const published = bare ?? bytes;
  await record?.judged(token, judgement, published, null, bench.trust.candidates);
  const path = valid ? await keepsake.accept(options.force, bare) : await keepsake.reject();
  if (valid) await record?.published(path, published);
  else await record?.kept(path, bytes, null);
  const sent = await saveRequest(errand.plan, request, options, ports);
  return {
    result: valid ? 'stamped' : 'refused',
    judgement,
    profile: found.profile,
    basis: basisOf(path),
    ...(valid ? { output: path } : { kept: path }),
    ...sent,
    notes: [...bench.trust.notes, ...bench.saved.notes, ...heard, ...found.notes, ...keepsake.notes, ...sent.notes],
  };
}

/** After the token, so that a run that failed leaves no request that the next one would stumble over. */
async function saveRequest(plan: Plan, request: TimeStampReq, options: RunOptions, { files }: StampPorts) {
  if (!options.saveRequest) return { request: null, notes: [] as Note[] };
  try {
    await files.write(plan.request, request.bytes, options);
    return { request: plan.request, notes: [] as Note[] };
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    const facts = { path: plan.request, reason: String(error.facts.reason ?? error.code) };
    return { request: null, notes: [{ code: 'request-not-saved', facts } satisfies Note] };
  }
}
