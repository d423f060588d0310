import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import { limits } from '../../core/der/limits.ts';
import { makeRequest, nonceBytes } from '../../core/tsp/make-request.ts';
import { readToken, type TokenFile } from '../../core/tsp/token.ts';
import { TstError } from '../../core/verdict/errors.ts';
import { readAnswer, replyType } from '../answer.ts';
import { Keepsake } from '../keeping.ts';
import type { Plan } from '../plan.ts';
import type { Files, Ledger, LedgerEntry } from '../ports.ts';
import { reconcile } from '../reconciling.ts';
import { LedgerRecord } from '../recording.ts';
import { factsOf } from '../verify.ts';
import { acceptance } from './acceptance.ts';
import { withNotes } from './attempt.ts';
import type { Errand, RunOptions, StampPorts } from './errand.ts';
import { ended, type StampOutcome } from './outcome.ts';
import type { Station } from './provider.ts';

/** Answers that runs which were killed left on disk, by the path where their token was to be. */
export type LeftAnswers = ReadonlyMap<string, LedgerEntry>;

/** Enters what killed runs left, and returns the answers that nobody published. Throws what the ledger throws. */
export async function leftAnswers(ledger: Ledger | null, files: Files): Promise<LeftAnswers> {
  if (ledger === null) return new Map();
  await reconcile(ledger, files);
  const left = (await ledger.abandoned()).filter(({ received }) => received !== null);
  return new Map(left.map((entry) => [entry.places[0] ?? '', entry]));
}

/**
 * A file that has its token already: one whose imprint is the file's, as far as that can be told without asking anyone. Throws a
 * TstError `output-exists` where something else has the name, and one of reading.
 */
export async function keptToken({ plan, subject }: Errand, files: Files): Promise<StampOutcome | null> {
  const { output, file } = plan;
  if (!(await files.exists(output))) return null;
  const imprint = (await tokenAt(output, files))?.tstInfo?.messageImprint ?? null;
  const algorithm = imprint?.hash ?? null;
  if (imprint === null || algorithm === null || file === '-') throw new TstError('output-exists', { path: output });
  const given = subject.given;
  const hashed = given === null ? await files.hash(file, [algorithm]) : null;
  const value = given?.algorithm === algorithm ? given.value : (hashed?.digests.get(algorithm) ?? null);
  if (value === null || !Buffer.from(value).equals(imprint.hashedMessage)) {
    throw new TstError('output-exists', { path: output });
  }
  const facts = given === null ? factsOf(file, hashed!.size, { algorithm, value }) : subject.unread;
  return ended(facts, 'kept', { output });
}

async function tokenAt(path: string, files: Files): Promise<TokenFile | null> {
  try {
    return await readToken(await files.read(path, limits.tokenBytes));
  } catch (error) {
    if (error instanceof TstError) return null;
    throw error;
  }
}

/** Judges and publishes an answer that a killed run left for this errand; null where there is none. */
export async function publishLeft(
  errand: Errand,
  left: LeftAnswers,
  options: RunOptions,
  ports: StampPorts,
): Promise<StampOutcome | null> {
  const entry = left.get(resolve(errand.plan.output));
  if (entry === undefined || ports.ledger === null) return null;
  const station = stationOf(entry, errand);
  const { digest, file } = await errand.subject.under(station.provider.hash);
  if (entry.file.digest !== file.digest || entry.file.algorithm !== file.algorithm) return null;
  const { path, sha256 } = entry.received!;
  const bytes = await ports.files.read(path, limits.tokenBytes);
  if (hash('sha256', bytes, 'hex') !== sha256) return null;
  // The request is not on disk: it is made again from what the ledger has of it.
  const nonce = Buffer.from((entry.nonce ?? '').padStart(2 * nonceBytes, '0'), 'hex');
  const request = await makeRequest(digest, nonce, station.provider.requestPolicy);
  const record = LedgerRecord.resume(entry, ports.ledger);
  const answer = { status: 200, headers: { 'content-type': replyType }, body: bytes, url: entry.authority };
  const keepsake = await Keepsake.adopt(ports.files, errand.plan.output, path);
  const arrival = { keepsake, request, errand, station, file, record, options, ports, bytes };
  const { outcome } = await acceptance({ ...arrival, read: () => readAnswer(answer, entry.authority) });
  const about = { contract: entry.profile, entry: entry.id };
  const notes = [...(outcome.notes ?? []), ...record.notes];
  return withNotes(ended(file, 'failed', { ...about, ...outcome, notes }), [{ code: 'answer-found', facts: { path } }]);
}

/** Who was asked then, where it is on the route still. */
function stationOf({ profile }: LedgerEntry, { route }: Errand): Station {
  return route.find(({ provider }) => provider.profile === profile) ?? route[0]!;
}

/** Outputs that are there already are no obstacle to who goes on with a run. */
export async function missing(plans: readonly Plan[], files: Files): Promise<Plan[]> {
  const found = await Promise.all(plans.map(({ output }) => files.exists(output)));
  return plans.filter((_, i) => !found[i]);
}
