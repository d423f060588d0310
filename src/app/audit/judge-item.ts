import { hash } from 'node:crypto';
import { limits } from '../../core/der/limits.ts';
import { readToken, type TokenFile } from '../../core/tsp/token.ts';
import type { AuditEvidence, AuditRow, AuditWarning } from '../../core/verdict/audit.ts';
import { TstError } from '../../core/verdict/errors.ts';
import type { Judgement, TokenFacts } from '../../core/verdict/judgement.ts';
import { isAsSigned, tokenFacts } from '../../core/verify.ts';
import type { Digest } from '../digest.ts';
import { type Bench, type Judged, type JudgingOptions, judge } from '../judging.ts';
import { organizationOf } from './authority.ts';
import { fileName } from './names.ts';
import { type AuditPeriod, isWithin } from './period.ts';
import type { AuditItem, Tree } from './ports.ts';

/** How the tokens of an audit are judged; the same for all of them. */
export interface AuditJudging {
  readonly judging: JudgingOptions;
  readonly period: AuditPeriod;
  /** Milliseconds before the end of a signer's certificate from which its tokens are told as expiring; null: they are not. */
  readonly renewWithin: number | null;
}

/** What became of a line. */
export interface AuditResult {
  readonly seq: number;
  /** Null: a token whose genTime is outside the period, and is what its signer signed. */
  readonly row: AuditRow | null;
  /** Bytes of data that were read and hashed. */
  readonly hashed: number;
  /** See `HashedData`. */
  readonly stat: string | null;
}

/** Warnings that are told of one token. */
const mostWarnings = 32;

const unread = {
  checks: [],
  skipped: [],
  check: null,
  subIndication: null,
  object: null,
  facts: {},
  warnings: [],
  size: null,
  digest: null,
  stated: null,
  issuer: null,
  anchor: null,
  authority: null,
  profile: null,
  accredited: 'unknown',
  expiry: null,
  tokenSha256: null,
  evidence: [],
} as const satisfies Partial<AuditRow>;

/**
 * Reads a token, and where its genTime is in the period hashes its data and judges it. `now`: milliseconds since 1970. What can't be read, and
 * what breaks the program, is INDETERMINATE with the error's code: one token must not end the audit of a million.
 */
export async function judgeItem(
  item: AuditItem,
  now: number,
  options: AuditJudging,
  bench: Bench,
  tree: Tree,
): Promise<AuditResult> {
  const { seq, data, token: path } = item;
  const names = { seq, data: data && fileName(data), token: path && fileName(path), now };
  if (path === null) {
    const row = { ...names, ...unread, kind: 'orphan-data', verdict: null, code: null } as const;
    return { seq, row, hashed: 0, stat: null };
  }
  const reading: { token: TokenFile | null } = { token: null };
  try {
    return await judged(item, now, options, bench, tree, reading);
  } catch (error) {
    const known = error instanceof TstError ? error : null;
    const code = known?.code ?? 'internal';
    const reason = error instanceof Error ? error.message : String(error);
    const facts = known === null ? { reason: reason.slice(0, limits.shownText) } : namedFacts(known, path);
    const stated = reading.token === null ? null : statedOf(tokenFacts(reading.token));
    const kind = data === null && item.digest === null ? 'orphan-token' : 'token';
    const verdict = kind === 'token' ? 'INDETERMINATE' : null;
    const tokenSha256 = reading.token === null ? null : hash('sha256', reading.token.bytes, 'hex');
    const row = { ...names, ...unread, kind, verdict, code, facts, stated, tokenSha256 } as const;
    return { seq, row, hashed: 0, stat: null };
  }
}

/** Whoever reads bytes does not know the name of the file that they are from. */
function namedFacts({ code, facts }: TstError, token: Uint8Array): TstError['facts'] {
  return code === 'token-unreadable' ? { path: fileName(token).text, ...facts } : facts;
}

async function judged(
  item: AuditItem,
  now: number,
  options: AuditJudging,
  bench: Bench,
  tree: Tree,
  reading: { token: TokenFile | null },
): Promise<AuditResult> {
  const { seq, data } = item;
  const token = await readToken(await tree.read(item.token!, limits.tokenBytes));
  reading.token = token;
  // A genTime that nobody signed is anyone's: whoever changed it would choose one that nobody looks at.
  const isOutside = !isWithin(options.period, token.tstInfo?.genTime?.ms ?? null);
  if (isOutside && isAsSigned(token, bench.given.lists.candidates, bench.session)) {
    return { seq, row: null, hashed: 0, stat: null };
  }
  const names = { seq, data: data && fileName(data), token: fileName(item.token!), now };
  if (data === null && item.digest === null) {
    const stated = statedOf(tokenFacts(token));
    const tokenSha256 = hash('sha256', token.bytes, 'hex');
    const row = { ...names, ...unread, kind: 'orphan-token', verdict: null, code: null, stated, tokenSha256 } as const;
    return { seq, row, hashed: 0, stat: null };
  }
  const { digest, size, hashed, stat } = await digestOf(item, token, tree);
  const digests = new Map(digest === null ? [] : [[digest.algorithm, digest.value]]);
  const result = await judge({ token, digests, request: null, now }, options.judging, bench);
  const about = {
    size,
    digest: digest && { algorithm: digest.algorithm, value: Buffer.from(digest.value).toString('hex') },
  };
  const row: AuditRow = { ...names, kind: 'token', ...about, ...verdictOf(result, now, options) };
  return { seq, row, hashed, stat };
}

interface Digested {
  readonly digest: Digest | null;
  readonly size: number | null;
  readonly hashed: number;
  readonly stat: string | null;
}

/** The digest under the token's algorithm: of the data at hand, else the one that a manifest gives. */
async function digestOf({ data, digest, known }: AuditItem, token: TokenFile, tree: Tree): Promise<Digested> {
  const algorithm = token.tstInfo?.messageImprint?.hash ?? null;
  const nothing = { digest: null, size: null, hashed: 0, stat: null };
  if (data === null) {
    if (digest === null || algorithm === null) return nothing;
    if (digest.algorithm !== algorithm) throw new TstError('digest-needed', { algorithm, given: digest.algorithm });
    return { ...nothing, digest };
  }
  if (algorithm === null) return nothing;
  let taken = false;
  const found = await tree.hash(data, algorithm, (stat) => {
    taken = known !== null && known.stat === stat && known.digest.algorithm === algorithm;
    return taken ? known!.digest.value : null;
  });
  if (digest !== null) {
    // A manifest may name another algorithm than the token: its word counts all the same.
    const isOwn = digest.algorithm === algorithm;
    const own = isOwn ? found.digest : (await tree.hash(data, digest.algorithm, () => null)).digest;
    if (!Buffer.from(digest.value).equals(own)) {
      const [given, computed] = [digest.value, own].map((value) => Buffer.from(value).toString('hex'));
      throw new TstError('digest-differs', {
        path: fileName(data).text,
        algorithm: digest.algorithm,
        given: given!,
        found: computed!,
      });
    }
  }
  const { size, stat } = found;
  return { digest: { algorithm, value: found.digest }, size, hashed: taken ? 0 : size, stat };
}

function verdictOf(
  { judgement, profile }: Judged,
  now: number,
  { renewWithin }: AuditJudging,
): Omit<AuditRow, 'seq' | 'kind' | 'data' | 'token' | 'size' | 'digest' | 'now'> {
  const { verdict, code, checks, path, token, evidence } = judgement;
  const status = verdict === 'INVALID' ? 'fail' : 'unknown';
  const deciding = verdict === 'VALID' ? null : checks.find((one) => one.status === status && one.code === code);
  const rule = deciding?.rules.find((one) => one.status === status && one.code === code) ?? null;
  // What is disproven needs no renewal.
  const left = token.expires === null || verdict === 'INVALID' ? null : token.expires - now;
  return {
    verdict,
    checks: checks.map((one) => one.status),
    skipped: judgement.skipped,
    check: deciding?.id ?? null,
    code,
    subIndication: judgement.subIndication,
    object: deciding?.object ?? null,
    facts: rule?.facts ?? {},
    warnings: warningsOf(judgement),
    stated: statedOf(token),
    issuer: path[0]?.issuer ?? null,
    anchor: path.at(-1)?.origin === 'anchor' ? path.at(-1)!.subject : null,
    authority: profile?.provider ?? (token.signer === null ? null : organizationOf(token.signer)),
    profile: profile?.name ?? null,
    accredited: profile?.accredited ?? 'unknown',
    expiry:
      left === null ? null : left < 0 ? 'expired' : renewWithin !== null && left <= renewWithin ? 'expiring' : null,
    tokenSha256: evidence.find(({ kind }) => kind === 'token')?.sha256 ?? null,
    evidence: evidenceOf(judgement),
  };
}

function warningsOf({ checks }: Judgement): AuditWarning[] {
  const found: AuditWarning[] = [];
  for (const { rules } of checks) {
    for (const { warnings } of rules) {
      for (const { code, object, facts } of warnings)
        if (found.length < mostWarnings) found.push({ code, object, facts });
    }
  }
  return found;
}

function evidenceOf({ evidence, tstRevocation }: Judgement): AuditEvidence[] {
  const lists = tstRevocation.sources.flatMap(({ sha256, counts, origin: url, fetchedAt }): AuditEvidence[] =>
    counts && sha256 !== null ? [{ kind: 'list', sha256, origin: 'list', url, fetchedAt }] : [],
  );
  const others = evidence.filter(({ kind }) => kind !== 'token');
  return lists.length === 0 ? others : [...others, ...lists];
}

function statedOf(token: TokenFacts): NonNullable<AuditRow['stated']> {
  const { genTime, genTimeMs, accuracy, serial, policy, tsa, signer, expires } = token;
  return { genTime, genTimeMs, accuracy, serial, policy, tsa, signer, expires };
}
