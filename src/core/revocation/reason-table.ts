import type { Code, SubIndication } from '../verdict/codes.ts';
import type { PolicyName, Status } from '../verdict/status.ts';
import type { ReasonCode } from './reason.ts';

/** What a certificate of the path is: the token's signer, or a CA above it. */
export type RevocationRole = 'tsa' | 'ca';

/** Where genTime ± accuracy lies to the moment of revocation. */
export type Placement = 'before' | 'after' | 'inside';

/** Reasons that are judged alike. */
export type ReasonClass = 'ended' | 'absent' | 'broken' | 'hold' | 'removed';

/** How a revocation touches a token. */
export interface Effect {
  readonly status: Exclude<Status, 'not-applicable'>;
  /** Null: nothing to tell. With `pass` it is a note. */
  readonly code: Code | null;
  readonly subIndication: SubIndication | null;
}

/**
 * RFC 5280 §5.3.1 as RFC 3161 §4 (1) tells them apart: an authority that merely ended (unspecified, affiliationChanged,
 * superseded, cessationOfOperation) leaves its earlier tokens good; no reason at all, or any other, touches all of them.
 */
export function reasonClass(reason: ReasonCode | null): ReasonClass {
  switch (reason) {
    case null:
      return 'absent';
    case 0:
    case 3:
    case 4:
    case 5:
      return 'ended';
    case 6:
      return 'hold';
    case 8:
      return 'removed';
    default:
      return 'broken';
  }
}

const good: Effect = { status: 'pass', code: null, subIndication: null };
const noted: Effect = { status: 'pass', code: 'revoked-after-token', subIndication: null };
const revoked: Effect = { status: 'fail', code: 'certificate-revoked', subIndication: 'REVOKED' };
const held: Effect = { status: 'unknown', code: 'on-hold', subIndication: 'TRY_LATER' };
const tsaLater: Effect = { status: 'unknown', code: 'revoked-after-token', subIndication: 'REVOKED_NO_POE' };
const caLater: Effect = { status: 'unknown', code: 'ca-revoked-after-token', subIndication: 'REVOKED_CA_NO_POE' };
const tsaInside: Effect = { status: 'unknown', code: 'revoked-within-accuracy', subIndication: 'REVOKED_NO_POE' };
const caInside: Effect = { status: 'unknown', code: 'revoked-within-accuracy', subIndication: 'REVOKED_CA_NO_POE' };

type Row = Readonly<Record<Placement, Effect>>;
type Table = Readonly<Record<ReasonClass, Row>>;

const row = (before: Effect, after: Effect, inside: Effect): Row => ({ before, after, inside });
const same = (effect: Effect): Row => row(effect, effect, effect);

/** A TSA's certificate: RFC 3161 §4 (1), (2). */
const tsa: Table = {
  ended: row(noted, revoked, tsaInside),
  absent: same(revoked),
  broken: same(revoked),
  hold: same(held),
  removed: same(good),
};

/** A CA's certificate: nothing proves that the token existed before the CA was revoked. */
const ca: Table = { ...tsa, ended: row(caLater, revoked, caInside) };

/** EN 319 102-1 §5.2.6, §5.6.2.1: knows no reasons, and has a proof of existence decide about what was made before. */
const etsiOf = (table: Table, later: Effect): Table => ({
  ...table,
  ended: { ...table.ended, before: later },
  absent: { ...table.absent, before: later },
  broken: { ...table.broken, before: later },
});

const tables: Readonly<Record<PolicyName, Readonly<Record<RevocationRole, Table>>>> = {
  default: { tsa, ca },
  strict: { tsa, ca },
  etsi: { tsa: etsiOf(tsa, tsaLater), ca: etsiOf(ca, caLater) },
};

/** How a revocation with this reason, at this place to the token's time, touches the token under a policy. */
export function effectOf(policy: PolicyName, role: RevocationRole, reason: ReasonCode | null, at: Placement): Effect {
  return tables[policy][role][reasonClass(reason)][at];
}
