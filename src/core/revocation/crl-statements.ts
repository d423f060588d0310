import type { Certificate } from '../x509/certificate.ts';
import { crlAuthenticity } from './authentic-crl.ts';
import type { Crl } from './crl.ts';
import type { CrlEntry } from './crl-entries.ts';
import { isDeltaOf, isEntryOf, scopeOf } from './crl-scope.ts';
import { freshnessProblem, hiddenProblem } from './fresh.ts';
import { authenticityOf, type Inquiry } from './inquiry.ts';
import { certificateHold, type ReasonMask, removeFromCrl } from './reason.ts';
import { type ReasonClass, reasonClass } from './reason-table.ts';
import type { CrlSource } from './source.ts';
import { holding, momentOf, type Refusal, type Revocation, refusal, type Statement } from './statement.ts';

/** One list that was looked into: what it says by itself, and its entry for the certificate. */
interface Looked {
  readonly source: CrlSource;
  readonly entry: CrlEntry | null;
  readonly reasons: ReasonMask;
  /** Whatever is wrong with it but its age. */
  readonly problem: Refusal | null;
}

/**
 * What each CRL says of a certificate (RFC 5280 §6.3.3), one statement per list; deltas speak together with the complete lists
 * that they build upon (§5.2.4), one statement more for each with the newest of those.
 */
export function crlStatements(certificate: Certificate, issuer: Certificate, inquiry: Inquiry): readonly Statement[] {
  const looked = inquiry.crls.map((source) => look(source, certificate, issuer, inquiry));
  const usable = looked.filter(({ problem }) => problem === null);
  const deltas = usable.filter(({ source }) => source.crl.baseCrlNumber !== null);
  const complete = usable.filter(({ source }) => source.crl.baseCrlNumber === null).toSorted(newestFirst);
  const pairs = deltas.flatMap((delta) => {
    // One is enough: a delta tells all that changed since its base, whichever list it is applied to (§5.2.4).
    const base = complete.find(({ source }) => isDeltaOf(delta.source.crl, source.crl));
    return base === undefined ? [] : [pairStatement(delta, base, certificate, inquiry)];
  });
  const paired = new Set(pairs.map(({ sha256 }) => sha256));
  return [
    ...looked.flatMap((one) => {
      const isDelta = one.source.crl.baseCrlNumber !== null;
      if (!isDelta) return [statement(one, certificate, inquiry)];
      const own = deltaStatement(one);
      // A delta that revokes counts by itself; one that is silent says nothing without a list to build upon.
      return own.says === 'revoked' || !paired.has(one.source.crl.sha256) ? [own] : [];
    }),
    ...pairs,
  ];
}

function newestFirst({ source: a }: Looked, { source: b }: Looked): number {
  const [left, right] = [a.crl.crlNumber ?? -1n, b.crl.crlNumber ?? -1n];
  return left === right ? 0 : left < right ? 1 : -1;
}

function look(source: CrlSource, certificate: Certificate, issuer: Certificate, inquiry: Inquiry): Looked {
  const { crl } = source;
  const nothing = (problem: Refusal): Looked => ({ source, entry: null, reasons: 0, problem });
  const hidden = hiddenProblem(crl.thisUpdate, inquiry);
  if (hidden) return nothing(hidden);
  const scope = scopeOf(crl, certificate);
  const outOfScope = refusal('revocation.scope', 'out-of-scope', scope.mayRevoke ? 'good' : 'all', {
    reason: scope.mismatch,
  });
  if (!scope.mayRevoke) return nothing(outOfScope);
  const authenticity = authenticityOf(source, (within) => crlAuthenticity(crl, issuer, within), inquiry);
  if (authenticity?.of === 'all') return nothing(authenticity);
  const entry = entryFor(crl, certificate);
  const { reasons } = scope;
  if (reasons === 0) return { source, entry, reasons, problem: outOfScope };
  if (authenticity) return { source, entry, reasons, problem: authenticity };
  // RFC 5280 §5.2, §5.3: what isn't understood may change what the list is about.
  const extension = crl.unknownCritical;
  const problem =
    extension === null ? null : refusal('revocation.authentic', 'critical-revocation-extension', 'good', { extension });
  return { source, entry, reasons, problem };
}

/** The entry for this certificate: its serial, under its issuer (RFC 5280 §6.3.3 (i), (j)). Of several, the gravest, then the earliest. */
function entryFor(crl: Crl, certificate: Certificate): CrlEntry | null {
  let found: CrlEntry | null = null;
  for (const entry of crl.entries.find(certificate.serial)) {
    if (!isEntryOf(entry, crl, certificate.issuer)) continue;
    if (found === null || isGraver(entry, found)) found = entry;
  }
  return found;
}

function isGraver(one: CrlEntry, other: CrlEntry): boolean {
  const [left, right] = [gravity(one), gravity(other)];
  return left === right ? momentOfEntry(one) < momentOfEntry(other) : left > right;
}

function momentOfEntry({ revocationDate: date, invalidityDate }: CrlEntry): number {
  return momentOf({ date, invalidityDate });
}

function gravity({ reason }: CrlEntry): number {
  return gravities.indexOf(reasonClass(reason));
}

const gravities: readonly ReasonClass[] = ['removed', 'hold', 'ended', 'absent', 'broken'];

function statement({ source, entry, reasons, problem }: Looked, certificate: Certificate, inquiry: Inquiry): Statement {
  return said('crl', source, source.crl, entry, reasons, problem, certificate, inquiry);
}

/** A delta by itself: it proves nothing good, and no hold, for a release would stand in the same place. */
function deltaStatement({ source, entry, reasons, problem }: Looked): Statement {
  const { crl, url } = source;
  const says = sayingOf(entry);
  return {
    kind: 'delta-crl',
    url,
    sha256: crl.sha256,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    says: says === 'good' ? 'nothing' : says,
    reasons,
    revocation: says === 'good' ? null : revocationOf(entry, crl.thisUpdate, url),
    refusal: problem ?? refusal('revocation.scope', 'delta-without-base', 'good'),
    ...holding(source),
  };
}

/** RFC 5280 §6.3.3 (i) to (k): the delta first, then the complete list; removeFromCRL makes it unrevoked. Dated by the delta. */
function pairStatement(delta: Looked, base: Looked, certificate: Certificate, inquiry: Inquiry): Statement {
  const entry = delta.entry ?? base.entry;
  return said('delta-crl', delta.source, delta.source.crl, entry, base.reasons, null, certificate, inquiry);
}

function said(
  kind: Statement['kind'],
  source: CrlSource,
  crl: Crl,
  entry: CrlEntry | null,
  reasons: ReasonMask,
  problem: Refusal | null,
  certificate: Certificate,
  inquiry: Inquiry,
): Statement {
  const { url } = source;
  const { sha256, thisUpdate, nextUpdate } = crl;
  const says = problem?.of === 'all' ? 'nothing' : sayingOf(entry);
  // What is listed is remembered.
  const keepsExpiredSince = says === 'revoked' ? Number.NEGATIVE_INFINITY : crl.expiredCertsOnCrl;
  const times = { thisUpdate, nextUpdate, keepsExpiredSince };
  return {
    kind,
    url,
    sha256,
    thisUpdate,
    nextUpdate,
    says,
    reasons,
    revocation: says === 'revoked' || says === 'on-hold' ? revocationOf(entry, thisUpdate, url) : null,
    refusal: problem ?? freshnessProblem(times, 'crl', certificate, inquiry),
    ...holding(source),
  };
}

function sayingOf(entry: CrlEntry | null): 'good' | 'revoked' | 'on-hold' {
  if (entry === null || entry.reason === removeFromCrl) return 'good';
  return entry.reason === certificateHold ? 'on-hold' : 'revoked';
}

function revocationOf(entry: CrlEntry | null, thisUpdate: number, url: string | null): Revocation | null {
  if (entry === null) return null;
  const { revocationDate: date, reason, invalidityDate } = entry;
  return { date, reason, invalidityDate, thisUpdate, url };
}
