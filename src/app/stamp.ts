import type { HashName } from '../core/der/hashes.ts';
import { makeRequest, nonceBytes } from '../core/tsp/make-request.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Credentials } from './credentials.ts';
import type { Digest } from './digest.ts';
import type { JudgingOptions } from './judging.ts';
import type { Note } from './notes.ts';
import { checkPlan, type Plan, type PlanOptions, planOutputs } from './plan.ts';
import type { Errand, StampEvent, StampPorts } from './stamping/errand.ts';
import { inTurn } from './stamping/in-turn.ts';
import { ended, type StampOutcome } from './stamping/outcome.ts';
import { noRetry, openStation, type Provider, type Station } from './stamping/provider.ts';
import { Reach } from './stamping/reach.ts';
import { keptToken, type LeftAnswers, leftAnswers, missing, publishLeft } from './stamping/resuming.ts';
import { obtain, type Run } from './stamping/route.ts';
import { compareNamesake, Subject } from './stamping/subject.ts';

export type { StampEvent, StampPorts } from './stamping/errand.ts';
export type { StampOutcome } from './stamping/outcome.ts';

/** How to stamp, whoever is asked. */
export interface StampRunOptions extends PlanOptions {
  /**
   * The data's hash in place of the data: it is what is stamped and reported. `files` then has one name, which outputs are named by.
   * It need not exist; a file that does bear it must have this hash.
   */
  readonly digest: Digest | null;
  /** Says what would be done; nothing is sent or written. */
  readonly dryRun: boolean;
  /** Goes on with a run that was ended: files that have their token are left alone, and answers that were left are published. */
  readonly resume?: boolean;
  /** Code is sent although a contract is not for code signing. */
  readonly allowCode?: boolean;
  /** Tokens obtained at the same time; default: 1 where a rate is to be kept, else 4. */
  readonly jobs?: number | null;
  /** Aborted: what is in hand is finished, for its token may be paid for, and no further one is begun. */
  readonly signal?: AbortSignal;
  /** Told of each file as soon as it and all before it ended, so that a run that is killed has said what it did. */
  readonly report?: (outcome: StampOutcome) => Promise<void> | void;
  /** Told of what goes on meanwhile. */
  readonly told?: (event: StampEvent) => void;
}

export interface StampOptions extends JudgingOptions, StampRunOptions {
  /** The authority's URL; null only with `queryOnly` or `dryRun`. */
  readonly tsa: string | null;
  readonly hash: HashName;
  /** The policy to ask for, an OID. */
  readonly requestPolicy: string | null;
  /** How the authority is told who asks. */
  readonly credentials: Credentials | null;
}

/** Stamps files at one authority without a contract; see `stampUnder`. */
export async function stampFiles(options: StampOptions, ports: StampPorts): Promise<StampOutcome[]> {
  const { tsa, hash, requestPolicy, credentials } = options;
  const provider: Provider = {
    profile: null,
    urls: tsa === null ? [] : [tsa],
    ...{ hash, requestPolicy, credentials, http: ports.http },
    ...{ pace: null, retry: noRetry, quota: null, codeSigning: true, judging: options },
  };
  return stampUnder([[provider]], options, ports);
}

/**
 * Stamps files, each at every route: at its first provider and, where that fails, at the next one. Thrown are TstErrors of what is
 * wrong before anything is sent: usage, inputs, trust, outputs that exist or can't be written, a ledger that can't be. What
 * happens to a single file is in its outcome; after an error that the next file would meet as well (nobody on its route can be
 * reached, or the credentials are refused), the rest is `not-sent`. Outcomes are in the order of the files.
 */
export async function stampUnder(
  routes: readonly (readonly Provider[])[],
  options: StampRunOptions,
  ports: StampPorts,
): Promise<StampOutcome[]> {
  const asking = !options.queryOnly && !options.dryRun;
  if (asking && routes.some((route) => route.every(({ urls }) => urls.length === 0)))
    throw new TstError('usage', { problem: 'option-needs', option: 'stamp', other: '--tsa', verb: 'stamp' });
  if (options.digest !== null && options.files.length !== 1) {
    const count = options.files.length;
    throw new TstError('usage', { problem: 'excess-arguments', verb: 'stamp', count, expected: 1 });
  }
  const labels = routes.length === 1 ? [null] : routes.map(([first]) => first!.profile);
  const plans = planOutputs(options, labels);
  const stations: Station[][] = [];
  for (const route of routes) stations.push(await Promise.all(route.map((provider) => openStation(provider, ports))));
  if (options.digest !== null) await compareNamesake(options.files[0]!, options.digest, ports.files);
  await checkBefore(plans, options, ports);
  const left = asking ? await leftAnswers(ports.ledger, ports.files) : new Map();
  const { signal = new AbortController().signal, told = () => {}, allowCode = false } = options;
  if (left.size > 0 && !options.resume) told({ kind: 'left', count: left.size });
  const run: Run = {
    options: { ...options, allowCode, signal, told },
    ports,
    reach: new Reach(),
    stopped: false,
  };
  const errands = errandsOf(plans, stations, options, ports);
  const paced = routes.some((route) => route.some(({ pace }) => pace !== null));
  const deeds = errands.map((errand) => () => settle(errand, left, run, options));
  return inTurn(deeds, options.jobs ?? (paced ? 1 : 4), async (outcome) => options.report?.(outcome));
}

async function checkBefore(plans: readonly Plan[], options: StampRunOptions, { files }: StampPorts): Promise<void> {
  const data = options.digest === null;
  if (options.dryRun) {
    if (data) for (const { file } of plans) await files.check(file);
    return;
  }
  await checkPlan(options.resume ? await missing(plans, files) : plans, options, data, files);
}

function errandsOf(
  plans: readonly Plan[],
  stations: readonly (readonly Station[])[],
  { digest }: StampRunOptions,
  { files }: StampPorts,
): Errand[] {
  const providers = stations.flat().map(({ provider }) => provider);
  const look = providers.some(({ codeSigning }) => !codeSigning);
  const unseen = digest === null ? [] : providers.filter(({ codeSigning }) => !codeSigning);
  const notes = unseen
    .slice(0, 1)
    .map(({ profile }): Note => ({ code: 'code-not-seen', facts: { profile: profile ?? '' } }));
  let subject: Subject | undefined;
  return plans.map((plan, i) => {
    const route = stations[i % stations.length]!;
    // The plans of one file stand together, and it is read once for all of them.
    if (i % stations.length === 0 || subject === undefined) {
      const hashes = providers.map(({ hash }) => hash);
      subject = new Subject(plan.file, digest, hashes, look, files);
    }
    return { plan, subject, route, notes };
  });
}

/** One errand to its end, whatever that is. */
async function settle(errand: Errand, left: LeftAnswers, run: Run, options: StampRunOptions): Promise<StampOutcome> {
  const { subject, route } = errand;
  run.stopped ||= run.options.signal.aborted;
  const asking = !options.dryRun && !options.queryOnly;
  if (run.stopped || (asking && !run.reach.openAny(route))) return ended(subject.unread, 'not-sent');
  try {
    const outcome = await deed(errand, left, run, options);
    // What of the run is said while it goes on.
    run.options.told({ kind: 'ended' });
    return outcome;
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return ended(subject.unread, 'failed', { error, contract: route[0]?.provider.profile ?? null });
  }
}

async function deed(errand: Errand, left: LeftAnswers, run: Run, options: StampRunOptions): Promise<StampOutcome> {
  const { subject, plan, route } = errand;
  const { ports } = run;
  const { provider } = route[0]!;
  if (options.dryRun) {
    const { file } = await subject.under(provider.hash);
    return ended(file, 'planned', { output: plan.writes[0] ?? null, contract: provider.profile });
  }
  if (options.queryOnly) {
    const { digest, file } = await subject.under(provider.hash);
    const request = await makeRequest(digest, ports.random.bytes(nonceBytes), provider.requestPolicy);
    await ports.files.write(plan.request, request.bytes, options);
    return ended(file, 'queried', { output: plan.request, request: plan.request });
  }
  if (options.resume) {
    const kept = options.force ? null : await keptToken(errand, ports.files);
    const published = kept ?? (await publishLeft(errand, left, run.options, ports));
    if (published !== null) return published;
  }
  return obtain(errand, run);
}
