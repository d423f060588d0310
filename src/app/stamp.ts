import type { HashName } from '../core/der/hashes.ts';
import { limits } from '../core/der/limits.ts';
import type { TimeStampReq } from '../core/tsp/request.ts';
import { type ErrorCode, TstError } from '../core/verdict/errors.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import { mayHoldPart, mayHoldToken, readAnswer, replyType } from './answer.ts';
import { makeRequest } from './asking.ts';
import type { Basis } from './basis.ts';
import { type Credentials, secretHeaders } from './credentials.ts';
import type { Digest } from './digest.ts';
import { type Bench, type JudgingOptions, judge } from './judging.ts';
import { Keepsake } from './keeping.ts';
import type { Note } from './notes.ts';
import { checkPlan, type Plan, type PlanOptions, planOutputs } from './plan.ts';
import { type HttpAnswer, type Ports, UnfinishedAnswer } from './ports.ts';
import type { ProfileFacts } from './profile/at-work.ts';
import { withoutEchoes } from './secret.ts';
import { type FileFacts, factsOf, prepare } from './verify.ts';

export interface StampOptions extends JudgingOptions, PlanOptions {
  /** The authority's URL; null only with `queryOnly` or `dryRun`. */
  readonly tsa: string | null;
  readonly hash: HashName;
  /** The policy to ask for, an OID. */
  readonly requestPolicy: string | null;
  /**
   * The data's hash in place of the data: it is what is stamped and reported. `files` then has one name, which outputs are named by.
   * It need not exist; a file that does bear it must have this hash.
   */
  readonly digest: Digest | null;
  /** Says what would be done; nothing is sent or written. */
  readonly dryRun: boolean;
  /** How the authority is told who asks. */
  readonly credentials: Credentials | null;
  /** Aborted: the file in hand is finished, for its token may be paid for, and no further one is begun. */
  readonly signal?: AbortSignal;
  /** Told of each file as soon as it ended, so that a run that is killed has said what it did. */
  readonly report?: (outcome: StampOutcome) => Promise<void> | void;
}

/** How one file ended. */
export interface StampOutcome {
  readonly file: FileFacts;
  /**
   * `stamped`: VALID or INDETERMINATE, written. `refused`: the token was judged INVALID and kept as `.rejected`. `failed`: see
   * `error`. `queried`: only the request was made. `planned`: a dry run. `not-sent`: the run ended before this file.
   */
  readonly result: 'stamped' | 'refused' | 'failed' | 'queried' | 'planned' | 'not-sent';
  /** Where the token was written, would be, or (`queried`) the request. Null where nothing was. */
  readonly output: string | null;
  /** Where a response that is not accepted was kept. */
  readonly kept: string | null;
  /** Where the request was saved. */
  readonly request: string | null;
  readonly judgement: Judgement | null;
  /** All that was judged by, to be saved; null where nothing was. */
  readonly basis: Basis | null;
  /** The profile that it was judged by; null: none. */
  readonly profile: ProfileFacts | null;
  readonly error: TstError | null;
  readonly notes: readonly Note[];
  /** A response that could be saved nowhere: the last chance to do something with it. */
  readonly unsaved: Uint8Array | null;
}

/**
 * Stamps files, one after the other. Thrown are TstErrors of what is wrong before anything is sent: usage, inputs, trust,
 * outputs that exist or can't be written. What happens to a single file is in its outcome; after an error that the next file
 * would meet as well (the authority can't be reached or refuses the credentials), the rest is `not-sent`.
 */
export async function stampFiles(options: StampOptions, ports: Ports): Promise<StampOutcome[]> {
  if (options.tsa === null && !options.queryOnly && !options.dryRun)
    throw new TstError('usage', { problem: 'option-needs', option: 'stamp', other: '--tsa', verb: 'stamp' });
  if (options.digest !== null && options.files.length !== 1) {
    const count = options.files.length;
    throw new TstError('usage', { problem: 'excess-arguments', verb: 'stamp', count, expected: 1 });
  }
  const plans = planOutputs(options);
  const bench = await prepare(options, ports);
  if (options.digest !== null) await compareNamesake(options.files[0]!, options.digest, ports.files);
  if (options.dryRun) {
    if (options.digest === null) for (const { file } of plans) await ports.files.check(file);
  } else await checkPlan(plans, options, options.digest === null, ports.files);
  const outcomes: StampOutcome[] = [];
  let stopped = false;
  for (const plan of plans) {
    stopped ||= options.signal?.aborted ?? false;
    const outcome: StampOutcome = stopped
      ? ended(plan, 'not-sent', options)
      : await stampOne(plan, options, ports, bench);
    outcomes.push(outcome);
    await options.report?.(outcome);
    // Where a response could be saved nowhere, the next one could not either, and would be paid for.
    stopped ||= outcome.unsaved !== null || (outcome.error !== null && endsRun.has(outcome.error.code));
  }
  return outcomes;
}

/** Errors of the service as a whole. To go on would lock accounts, or wait for every file anew. */
const endsRun: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'unauthorized',
  'address-refused',
  'redirect-refused',
  'url-refused',
  'configuration',
]);

async function stampOne(plan: Plan, options: StampOptions, ports: Ports, bench: Bench): Promise<StampOutcome> {
  let facts = subjectOf(plan, options);
  try {
    const { digest, size } = await digestOf(plan.file, options, ports);
    facts = factsOf(options.digest === null ? plan.file : null, size, digest);
    if (options.dryRun) return ended(plan, 'planned', options, { file: facts, output: plan.writes[0] ?? null });
    const request = await makeRequest(digest, options.requestPolicy, ports.random);
    if (options.queryOnly) {
      await ports.files.write(plan.request, request.bytes, options);
      return ended(plan, 'queried', options, { file: facts, output: plan.request, request: plan.request });
    }
    const outcome = await ask(plan, request, digest, facts, options, ports, bench);
    return { ...ended(plan, 'failed', options), ...outcome, file: facts };
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return ended(plan, 'failed', options, { file: facts, error });
  }
}

/** What is stamped: the file, or a ready digest, which no file stands for. */
function subjectOf(plan: Plan, { digest }: StampOptions): FileFacts {
  return factsOf(digest === null ? plan.file : null, null, digest);
}

/**
 * A ready digest whose token would lie beside a file of another content would look like that file's. Throws a TstError
 * `digest-differs` then, and one of reading where the name is there and is no file that can be read.
 */
async function compareNamesake(name: string, digest: Digest, files: Ports['files']): Promise<void> {
  if (name === '-' || !(await files.exists(name))) return;
  const { digests } = await files.hash(name, [digest.algorithm]);
  const found = Buffer.from(digests.get(digest.algorithm)!);
  if (found.equals(digest.value)) return;
  throw new TstError('digest-differs', {
    path: name,
    algorithm: digest.algorithm,
    found: found.toString('hex'),
    given: Buffer.from(digest.value).toString('hex'),
  });
}

async function digestOf(
  file: string,
  options: StampOptions,
  ports: Ports,
): Promise<{ digest: Digest; size: number | null }> {
  if (options.digest !== null) return { digest: options.digest, size: null };
  const { size, digests } = await ports.files.hash(file, [options.hash]);
  return { digest: { algorithm: options.hash, value: digests.get(options.hash)! }, size };
}

type Outcome = Partial<StampOutcome>;

async function ask(
  plan: Plan,
  request: TimeStampReq,
  digest: Digest,
  facts: FileFacts,
  options: StampOptions,
  ports: Ports,
  bench: Bench,
): Promise<Outcome> {
  let answer: HttpAnswer;
  try {
    answer = await send(request, options, ports);
  } catch (error) {
    if (!(error instanceof UnfinishedAnswer) || !mayHoldPart(error.received)) throw error;
    return keepUnfinished(error, plan, ports);
  }
  // Whatever may be a token is on disk before anything else is done with it.
  let keepsake: Keepsake | null = null;
  if (mayHoldToken(answer.body)) {
    try {
      keepsake = await Keepsake.save(ports.files, plan.output, answer.body);
    } catch (error) {
      if (!(error instanceof TstError)) throw error;
      return { error, unsaved: answer.body };
    }
  }
  try {
    const read = await readAnswer(answer, shown(answer.url));
    if (read.kind === 'refused' || keepsake === null) {
      await keepsake?.discard();
      return {
        error: read.kind === 'token' ? new TstError('internal', { reason: 'a token was not saved' }) : read.error,
      };
    }
    if (read.kind === 'garbled') return { error: read.error, kept: await keepsake.reject(), notes: keepsake.notes };

    const subject = { token: read.token, digests: new Map([[digest.algorithm, digest.value]]), request };
    const judged = await judge({ ...subject, now: ports.clock.now() }, options, bench);
    const { judgement } = judged;
    const notes = [...bench.trust.notes, ...bench.saved.notes, ...read.notes, ...judged.notes];
    const basisOf = (path: string): Basis => ({
      file: facts,
      token: { path, bytes: read.token.bytes },
      request: { path: options.saveRequest ? plan.request : null, bytes: request.bytes, message: request },
      ...{ options, judged },
    });
    if (judgement.verdict === 'INVALID') {
      const kept = await keepsake.reject();
      const sent = await saveRequest(plan, request, options, ports);
      return {
        result: 'refused',
        judgement,
        basis: basisOf(kept),
        kept,
        ...sent,
        notes: [...notes, ...keepsake.notes, ...sent.notes],
      };
    }
    const output = await keepsake.accept(options.force, options.token ? read.token.response!.token : null);
    const sent = await saveRequest(plan, request, options, ports);
    return {
      result: 'stamped',
      judgement,
      basis: basisOf(output),
      output,
      ...sent,
      notes: [...notes, ...keepsake.notes, ...sent.notes],
    };
  } catch (error) {
    // A bug or a failure after the token is here must not cost the token either.
    const kept = (await keepsake?.reject()) ?? null;
    if (error instanceof TstError) return { error, kept };
    return { error: new TstError('internal', { ...(kept ? { path: kept } : {}) }, { cause: error }), kept };
  }
}

function send(request: TimeStampReq, options: StampOptions, ports: Ports): Promise<HttpAnswer> {
  return ports.http.exchange({
    url: options.tsa!,
    method: 'POST',
    headers: {
      'content-type': 'application/timestamp-query',
      accept: replyType,
    },
    secretHeaders: secretHeaders(options.credentials),
    body: request.bytes,
    limit: limits.tokenBytes,
    origin: 'user',
  });
}

/** An answer that was cut off may hold a whole token all the same: the length was wrong, or its last chunk is missing. */
async function keepUnfinished(error: UnfinishedAnswer, plan: Plan, ports: Ports): Promise<Outcome> {
  try {
    const keepsake = await Keepsake.save(ports.files, plan.output, error.received);
    return { error, kept: await keepsake.reject(), notes: keepsake.notes };
  } catch (unsaved) {
    if (!(unsaved instanceof TstError)) throw unsaved;
    return { error: unsaved, unsaved: error.received };
  }
}

/** After the token, so that a run that failed leaves no request that the next one would stumble over. */
async function saveRequest(plan: Plan, request: TimeStampReq, options: StampOptions, ports: Ports) {
  if (!options.saveRequest) return { request: null, notes: [] as Note[] };
  try {
    await ports.files.write(plan.request, request.bytes, options);
    return { request: plan.request, notes: [] as Note[] };
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    const facts = { path: plan.request, reason: String(error.facts.reason ?? error.code) };
    return { request: null, notes: [{ code: 'request-not-saved', facts } satisfies Note] };
  }
}

/** Without its query, which may hold a key, and whatever of it a redirect repeats. */
function shown(url: string): string {
  return withoutEchoes(url.replace(/[?#].*$/s, '')).slice(0, limits.shownText);
}

function ended(plan: Plan, result: StampOutcome['result'], options: StampOptions, more: Outcome = {}): StampOutcome {
  return {
    file: subjectOf(plan, options),
    result,
    output: null,
    kept: null,
    request: null,
    judgement: null,
    basis: null,
    profile: null,
    error: null,
    notes: [],
    unsaved: null,
    ...more,
  };
}
