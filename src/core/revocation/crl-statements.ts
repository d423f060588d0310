import type { Certificate } from '../x509/certificate.ts';
import { crlAuthenticity } from './authentic-crl.ts';
import type { Crl } from './crl.ts';
import type { CrlEntry } from './crl-entries.ts';
import { isDeltaOf, isEntryOf, scopeOf } from './crl-scope.ts';
import { freshnessProblem, hiddenProblem } from './fresh.ts';
import type { Inquiry } from './inquiry.ts';
import { certificateHold, type ReasonMask, removeFromCrl } from './reason.ts';
import type { CrlSource } from './source.ts';
import { heldSince, type Refusal, type Revocation, refusal, type Statement } from './statement.ts';

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
 * that they build upon (§5.2.4), one statement more for each such pair.
 */
export function crlStatements(certificate: Certificate, issuer: Certificate, inquiry: Inquiry): readonly Statement[] {
  const looked = inquiry.crls.map((source) => look(source, certificate, issuer, inquiry));
  const usable = looked.filter(({ problem }) => problem === null);
  const deltas = usable.filter(({ source }) => source.crl.baseCrlNumber !== null);
  const pairs = deltas.flatMap((delta) =>
    usable
      .filter((base) => isDeltaOf(delta.source.crl, base.source.crl))
      .map((base) => pairStatement(delta, base, certificate, inquiry)),
  );
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
  const authenticity = crlAuthenticity(crl, issuer, inquiry);
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

/** The entry for this certificate: its serial, under its issuer (RFC 5280 §6.3.3 (i), (j)). Of several, one that isn't a hold. */
function entryFor(crl: Crl, certificate: Certificate): CrlEntry | null {
  let found: CrlEntry | null = null;
  for (const entry of crl.entries.find(certificate.serial)) {
    if (!isEntryOf(entry, crl, certificate.issuer)) continue;
    const weak = entry.reason === certificateHold || entry.reason === removeFromCrl;
    if (found === null || !weak) found = entry;
    if (!weak) break;
  }
  return found;
}

function statement({ source, entry, reasons, problem }: Looked, certificate: Certificate, inquiry: Inquiry): Statement {
  return said('crl', source, source.crl, entry, reasons, problem, certificate, inquiry);
}

/** A delta by itself: it proves nothing good, and no hold, for a release would stand in the same place. */
function deltaStatement({ source, entry, reasons, problem }: Looked): Statement {
  const { crl, url } = source;
  const says = sayingOf(entry);
  const without = refusal('revocation.scope', 'delta-without-base', 'good');
  return {
    kind: 'delta-crl',
    url,
    sha256: crl.sha256,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    says: says === 'good' ? 'nothing' : says,
    reasons,
    revocation: says === 'good' ? null : revocationOf(entry, crl.thisUpdate, url),
    refusal: problem ?? (says === 'revoked' ? null : without),
    heldSince: heldSince(source),
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
  const times = { thisUpdate, nextUpdate, keepsExpiredSince: crl.expiredCertsOnCrl };
  return {
    kind,
    url,
    sha256,
    thisUpdate,
    nextUpdate,
    says,
    reasons,
    revocation: says === 'revoked' || says === 'on-hold' ? revocationOf(entry, thisUpdate, url) : null,
    refusal: problem ?? (says === 'revoked' ? null : freshnessProblem(times, 'crl', certificate, inquiry)),
    heldSince: heldSince(source),
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
