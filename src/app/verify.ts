import { basename, dirname, extname, join } from 'node:path';
import { DerError, LimitError } from '../core/der/errors.ts';
import type { HashName } from '../core/der/hashes.ts';
import { limits } from '../core/der/limits.ts';
import { Session } from '../core/session.ts';
import { decodeRequest } from '../core/tsp/request.ts';
import { readToken, type TokenFile } from '../core/tsp/token.ts';
import { TstError } from '../core/verdict/errors.ts';
import type { Judgement } from '../core/verdict/judgement.ts';
import type { TrustAnchor } from '../core/x509/anchor.ts';
import type { Basis, KeptRequest } from './basis.ts';
import type { Digest } from './digest.ts';
import type { Finder, TstListFinder } from './found.ts';
import type { Given } from './given-evidence.ts';
import { type Bench, type JudgingOptions, judge } from './judging.ts';
import { Known } from './known.ts';
import type { Note } from './notes.ts';
import type { Files, Ports } from './ports.ts';
import type { ProfileFacts, ProfilesAtWork } from './profile/at-work.ts';
import { givenLists, type Replay, replayOf } from './replaying.ts';
import { loadTrust } from './trust.ts';

export interface VerifyOptions extends JudgingOptions {
  /** The data, `-` for standard input; null with `digest`. */
  readonly file: string | null;
  /** The token; null: looked for beside the file. */
  readonly token: string | null;
  /** The data's hash, in place of the data. */
  readonly digest: Digest | null;
  /** The request (`.tsq`). */
  readonly request: string | null;
}

/** The data as it was found. Size and hash are null where they were not needed or not known. */
export interface FileFacts {
  readonly path: string | null;
  readonly size: number | null;
  readonly algorithm: HashName | null;
  /** Lower-case hexadecimal. */
  readonly digest: string | null;
}

export interface VerifyOutcome {
  readonly judgement: Judgement;
  readonly file: FileFacts;
  readonly tokenPath: string;
  readonly notes: readonly Note[];
  /** What is to be said of the run, and not of the token. */
  readonly remarks: readonly Note[];
  /** All that was judged by, to be saved. */
  readonly basis: Basis;
  /** The profile that it was judged by; null: none. */
  readonly profile: ProfileFacts | null;
  /** The moment of the judgement that was made again from saved evidence, in milliseconds since 1970; null: it was made anew. */
  readonly replayed: number | null;
}

/**
 * Verifies one token against its data. Whatever is wrong with the token is a verdict; thrown are TstErrors of usage and input:
 * `input-missing`, `token-missing`, `token-unreadable`, `request-unreadable`, `trust-unreadable`, `digest-needed` ….
 */
export async function verifyFile(options: VerifyOptions, ports: Ports, bench?: Bench): Promise<VerifyOutcome> {
  const { file, digest } = options;
  if (file !== null && digest === null) await ports.files.check(file);
  const used = bench ?? (await prepare(options, ports));
  const { path: tokenPath, token } = await tokenOf(options, used, ports);
  const clock = ports.clock.now();
  const replay = replayOf(token, used.saved, used.trust, options, clock);
  const request = await requestOf(options, replay, ports);
  const { facts, digests } = await digestFor(token, file, digest, ports.files);
  const subject = { token, digests, request: request?.message ?? null, now: replay?.now ?? clock };
  const judged = await judge(
    subject,
    options,
    replay === null ? used : await closedBench(used, replay, options, ports),
  );
  const basis = {
    file: facts,
    token: { path: tokenPath, bytes: token.bytes },
    request,
    options,
    judged,
  };
  const notes = [...used.trust.notes, ...used.saved.notes, ...judged.notes];
  const remarks = [...(used.finder?.notes ?? []), ...(used.lists?.notes ?? [])];
  return {
    judgement: judged.judgement,
    file: facts,
    tokenPath,
    notes,
    remarks,
    basis,
    profile: judged.profile,
    replayed: replay?.now ?? null,
  };
}

/** Reads the trust, the profiles and what else the user gave, for one file or for a run over many. */
export async function prepare(options: JudgingOptions, ports: Ports): Promise<Bench> {
  const own = await loadTrust(options, ports.trust);
  const profiles = await profilesFor(options, ports);
  const trust = profiles === null ? own : { ...own, candidates: [...own.candidates, ...profiles.candidates] };
  const saved = await givenBy(options, ports);
  return {
    trust: { ...trust, notes: [...own.notes, ...(profiles?.notes ?? [])] },
    saved,
    given: new Known(givenLists(saved, trust)),
    finder: lazyFinder(ports, options),
    profiles,
    lists: await listsFor(options, profiles, ports),
    session: new Session(),
    anchorsAt: anchorsOf(own.anchors, profiles),
    known: new Map(),
    choices: new Map(),
  };
}

/** Most users have no profiles, and start without reading how they are read. */
async function profilesFor(options: JudgingOptions, ports: Ports): Promise<ProfilesAtWork | null> {
  const { profile, profileFolder } = options;
  const folder = profileFolder ?? { folder: '', scope: 'given' as const };
  if (profile.length === 0 && (profileFolder === null || !(await ports.files.exists(folder.folder)))) return null;
  const { profilesAtWork } = await import('./profile/at-work.ts');
  return profilesAtWork(profile, folder, ports);
}

/**
 * The lists of revoked tokens of this run. A profile that says nothing of its tokens, and was not named, is about nobody's: under a shared
 * root its list would clear the tokens of others.
 */
export async function listsFor(
  { profile: names, tstRevocationLists, listRadix: radix }: JudgingOptions,
  profiles: ProfilesAtWork | null,
  ports: Ports,
): Promise<TstListFinder | null> {
  if (profiles === null && tstRevocationLists.length === 0) return null;
  const [{ tstListsOf }, { scopeOf }] = await Promise.all([
    import('./tst-lists.ts'),
    import('./profile/list-scope.ts'),
  ]);
  const own = (profiles?.profiles ?? []).filter((one) => names.length > 0 || scopeOf(one) !== null);
  return tstListsOf({ profiles: own, lists: tstRevocationLists.map((place) => ({ place, radix })) }, ports);
}

/** The user's anchors and those of the profiles: the same list for the same anchors, by which the session knows paths. */
function anchorsOf(own: readonly TrustAnchor[], profiles: ProfilesAtWork | null): Bench['anchorsAt'] {
  if (profiles === null) return () => own;
  const joined = new Map<readonly TrustAnchor[], readonly TrustAnchor[]>();
  return (genTime) => {
    const theirs = profiles.anchorsAt(genTime);
    const known = joined.get(theirs) ?? [...own, ...theirs];
    joined.set(theirs, known);
    return known;
  };
}

/** Nearly every run was given nothing of the kind, and starts without reading how it is read. */
async function givenBy(options: JudgingOptions, ports: Ports): Promise<Given> {
  if (options.crl.length + options.ocsp.length + options.evidence.length === 0) return nothingGiven;
  return (await import('./given-evidence.ts')).loadGiven(options, ports);
}

const nothingGiven: Given = { candidates: [], crls: [], ocsp: [], evidence: [], notes: [] };

/** As the fetcher; made with the first want. */
function lazyFinder(ports: Ports, { ocspMethod }: JudgingOptions): Finder {
  let fetcher: Promise<Finder> | undefined;
  let settled: Finder | undefined;
  const made = () => {
    fetcher ??= import('./fetching.ts').then(({ Fetcher }) => {
      settled = new Fetcher(ports, { ocspMethod });
      return settled;
    });
    return fetcher;
  };
  return {
    recall: async (want) => (await made()).recall(want),
    fetch: async (want) => (await made()).fetch(want),
    get notes() {
      return settled?.notes ?? [];
    },
  };
}

/**
 * What was saved is all there is: nothing is looked up and nothing fetched. Lists are the user's own, as kept here: those of the evidence
 * are anyone's, and count where the user says so.
 */
async function closedBench(bench: Bench, replay: Replay, options: JudgingOptions, ports: Ports): Promise<Bench> {
  const { known, evidence } = replay;
  const own = { ...bench, given: known, finder: null, known: new Map(), choices: new Map() };
  if (!options.evidenceLists) return { ...own, lists: bench.lists && stillFinder(bench.lists) };
  const { repositoryOf } = await import('./repository/handed-on.ts');
  const lists = await listsFor(options, bench.profiles, { ...ports, repository: repositoryOf(evidence.lists) });
  return { ...own, lists: lists && stillFinder(lists) };
}

/** Knows what it knows, and asks for nothing. */
function stillFinder(lists: TstListFinder): TstListFinder {
  return {
    sources: (asKnownOn) => lists.sources(asKnownOn),
    refresh: async () => false,
    edition: 0,
    evidence: () => lists.evidence(),
    get notes() {
      return lists.notes;
    },
  };
}

interface NamedToken {
  readonly path: string;
  readonly token: TokenFile;
}

/** The token that is named, the one beside the file, or else the one of saved evidence. */
async function tokenOf({ file, token: named }: VerifyOptions, bench: Bench, ports: Ports): Promise<NamedToken> {
  const [saved] = bench.saved.evidence;
  if (named === null && saved !== undefined && !(await hasToken(file, ports.files))) {
    return { path: saved.token.path ?? '--evidence', token: await readToken(saved.token.bytes) };
  }
  const path = named ?? (await findToken(file, ports.files));
  return { path, token: await tokenAt(path, ports.files).catch((error) => sayIfSwapped(error, file, ports.files)) };
}

async function hasToken(file: string | null, files: Files): Promise<boolean> {
  if (file === null || file === '-') return false;
  for (const name of tokenNames(file)) if (await files.exists(name)) return true;
  return false;
}

/** The request that is named, or the one of the judgement that is made again. */
async function requestOf({ request }: VerifyOptions, replay: Replay | null, ports: Ports): Promise<KeptRequest | null> {
  if (request !== null) return { path: request, ...(await requestAt(request, ports.files)) };
  const saved = replay?.evidence.request;
  return saved ? { ...saved, message: decodeRequest(saved.bytes) } : null;
}

/** The token beside a file: `x.pdf.tsr`, `x.pdf.tst`, and as other tools name it, `x.tsr`, `x.tst`. */
async function findToken(file: string | null, files: Files): Promise<string> {
  if (file === null || file === '-') throw new TstError('token-missing', { path: file ?? '--digest' });
  const names = tokenNames(file);
  for (const name of names) if (await files.exists(name)) return name;
  const itself = (await isToken(file, files)) ? { reason: 'token-itself' } : {};
  throw new TstError('token-missing', { path: file, ...itself, tried: [...new Set(names)].join(', ') });
}

function tokenNames(file: string): string[] {
  const stem = join(dirname(file), basename(file, extname(file)));
  return [`${file}.tsr`, `${file}.tst`, `${stem}.tsr`, `${stem}.tst`].filter((name) => name !== file);
}

async function tokenAt(path: string, files: Files): Promise<TokenFile> {
  const bytes = await files.read(path, limits.tokenBytes);
  try {
    return await readToken(bytes);
  } catch (error) {
    // The reader of bytes knows no path.
    throw error instanceof TstError ? new TstError(error.code, { path, ...error.facts }, { cause: error }) : error;
  }
}

/** Throws the error of reading a token, and says so where the file is the token: the two stand in the wrong order then. */
async function sayIfSwapped(error: unknown, file: string | null, files: Files): Promise<never> {
  if (!(error instanceof TstError) || error.code !== 'token-unreadable') throw error;
  if (file === null || !(await isToken(file, files))) throw error;
  throw new TstError(error.code, { ...error.facts, swapped: file }, { cause: error });
}

async function isToken(path: string, files: Files): Promise<boolean> {
  if (path === '-') return false;
  try {
    await readToken(await files.read(path, limits.tokenBytes));
    return true;
  } catch (error) {
    if (!(error instanceof TstError)) throw error;
    return false;
  }
}

async function requestAt(path: string, files: Files): Promise<Pick<KeptRequest, 'bytes' | 'message'>> {
  const bytes = await files.read(path, limits.requestBytes);
  try {
    return { bytes, message: decodeRequest(bytes) };
  } catch (error) {
    if (!(error instanceof DerError || error instanceof LimitError)) throw error;
    const offset = error instanceof DerError ? error.offset : 0;
    throw new TstError('request-unreadable', { path, reason: error.message, offset }, { cause: error });
  }
}

interface Digested {
  readonly facts: FileFacts;
  readonly digests: ReadonlyMap<HashName, Uint8Array>;
}

/** The data's hash under the token's algorithm; none where the token names none that is known, which a rule then says. */
async function digestFor(
  token: TokenFile,
  file: string | null,
  digest: Digest | null,
  files: Files,
): Promise<Digested> {
  const algorithm = token.tstInfo?.messageImprint?.hash ?? null;
  if (digest !== null) {
    if (algorithm !== null && algorithm !== digest.algorithm) {
      throw new TstError('digest-needed', { algorithm, given: digest.algorithm });
    }
    return { facts: factsOf(file, null, digest), digests: new Map([[digest.algorithm, digest.value]]) };
  }
  if (file === null) throw new TstError('digest-needed', algorithm === null ? {} : { algorithm });
  if (algorithm === null) return { facts: factsOf(file, null, null), digests: new Map() };
  const { size, digests } = await files.hash(file, [algorithm]);
  return { facts: factsOf(file, size, { algorithm, value: digests.get(algorithm)! }), digests };
}

/** Facts of a file for the report. */
export function factsOf(path: string | null, size: number | null, digest: Digest | null): FileFacts {
  return {
    path,
    size,
    algorithm: digest?.algorithm ?? null,
    digest: digest === null ? null : Buffer.from(digest.value).toString('hex'),
  };
}
