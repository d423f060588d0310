// What is planted in an archive: each kind of defect with what `tst verify` and `tst audit` have to say of it, at `judgedAt` and with
// the options that the generator writes beside the archive.
import type { AuditKind } from '../../src/core/verdict/audit.ts';
import type { Code } from '../../src/core/verdict/codes.ts';
import type { ErrorCode } from '../../src/core/verdict/errors.ts';
import type { Verdict } from '../../src/core/verdict/status.ts';
import { revokedPeriod } from './layout.ts';
import type { UnitName } from './units.ts';

/** The moment that the archive is judged for (`--at`): after every genTime, and before what is good expires. */
export const judgedAt = Date.UTC(2026, 6, 2);

/** How a token deviates, beside its unit. */
export type TokenChange =
  | 'of other data'
  | 'signature changed'
  | 'signed by another key'
  | 'signed attributes about other content'
  | 'ESS hash changed'
  | 'SHA-1 imprint'
  | 'without certificates'
  | 'without intermediate'
  | 'unknown critical extension'
  | 'rejection'
  | 'garbled'
  | 'cut off'
  | 'empty'
  | 'an error page';

export interface Kind {
  readonly row: AuditKind;
  /** Null for orphans. */
  readonly verdict: Verdict | null;
  readonly code: Code | ErrorCode | null;
  /** Who stamped; default: whoever stamps good files at the time. */
  readonly unit?: UnitName;
  /** Bounds of genTime in milliseconds since 1970; default: the archive's. */
  readonly from?: number;
  readonly until?: number;
  readonly token?: TokenChange;
  /** Default: whole. */
  readonly data?: 'changed';
  /** How the token is on its unit's list of revoked tokens. */
  readonly listed?: 'serial' | 'range' | 'period' | 'tsu';
  /** True: the file has a good token too, and the second one deviates. */
  readonly second?: true;
}

const invalid = (code: Code, rest: Partial<Kind> = {}): Kind => ({ row: 'token', verdict: 'INVALID', code, ...rest });
const open = (code: Code | ErrorCode, rest: Partial<Kind> = {}): Kind => ({
  row: 'token',
  verdict: 'INDETERMINATE',
  code,
  ...rest,
});

/** When the certificates of the revoked units were revoked, in milliseconds since 1970. */
export const revocationDates = {
  compromised: Date.UTC(2024, 3, 1),
  superseded: Date.UTC(2024, 0, 1),
  held: Date.UTC(2025, 0, 1),
  caCompromised: Date.UTC(2025, 5, 1),
} as const;

/** notAfter of the units that ended. */
export const ends = { expired: Date.UTC(2025, 11, 31), outlived: Date.UTC(2022, 11, 31) } as const;

const before = (until: number, rest: Partial<Kind> = {}) => ({ until: until - 86_400_000, ...rest });

export const kinds = {
  'data-changed': invalid('imprint-mismatch', { data: 'changed' }),
  'token-of-other-data': invalid('imprint-mismatch', { token: 'of other data' }),
  'second-token-of-other-data': invalid('imprint-mismatch', { token: 'of other data', second: true }),
  'signature-changed': invalid('signature-invalid', { token: 'signature changed' }),
  'signed-by-another-key': invalid('signature-invalid', { token: 'signed by another key' }),
  'content-exchanged': invalid('message-digest-mismatch', { token: 'signed attributes about other content' }),
  'certificate-exchanged': invalid('ess-mismatch', { token: 'ESS hash changed' }),
  'critical-extension': invalid('critical-extension', { token: 'unknown critical extension' }),
  'rejection-kept': invalid('rejected', { token: 'rejection' }),

  'root-untrusted': open('no-chain', { unit: 'untrusted' }),
  'intermediate-missing': open('no-chain', { token: 'without intermediate' }),
  'certificate-missing': open('signer-not-found', { unit: 'certless', token: 'without certificates' }),
  'unit-for-other-purpose': invalid('eku-missing', { unit: 'purposeless' }),
  'unit-weak': open('algorithm-not-for-creation', { unit: 'weak' }),
  'unit-expired': open('expired', { unit: 'expired', ...before(ends.expired) }),
  'unit-outlived': invalid('gen-time-after-certificate', { unit: 'outlived', from: ends.outlived + 86_400_000 }),
  'imprint-weak': open('algorithm-not-for-creation', { token: 'SHA-1 imprint' }),

  'unit-compromised': invalid('certificate-revoked', { unit: 'compromised' }),
  'unit-superseded-later': {
    row: 'token',
    verdict: 'VALID',
    code: null,
    unit: 'superseded',
    ...before(revocationDates.superseded),
  },
  'unit-superseded-before': invalid('certificate-revoked', {
    unit: 'superseded',
    from: revocationDates.superseded + 86_400_000,
  }),
  'unit-on-hold': open('on-hold', { unit: 'held' }),
  'ca-compromised': invalid('certificate-revoked', { unit: 'underCompromised' }),
  // The CRLs that were given are of other authorities.
  'crl-missing': open('out-of-scope', { unit: 'withoutCrl' }),
  'crl-stale': open('stale', { unit: 'withStaleCrl' }),

  'listed-by-serial': invalid('tst-revoked', { unit: 'listedBySerial', listed: 'serial' }),
  'listed-by-range': invalid('tst-revoked', { unit: 'listedByRange', listed: 'range' }),
  'listed-by-period': invalid('tst-revoked', {
    unit: 'listedByPeriod',
    listed: 'period',
    from: revokedPeriod.from,
    until: revokedPeriod.until,
  }),
  'listed-by-unit': invalid('tst-revoked', { unit: 'listedByUnit', listed: 'tsu' }),
  'list-missing': open('list-out-of-scope', { unit: 'withoutList' }),

  'token-garbled': open('token-unreadable', { token: 'garbled' }),
  'token-cut-off': open('token-unreadable', { token: 'cut off' }),
  'token-empty': open('token-unreadable', { token: 'empty' }),
  'token-is-a-page': open('token-unreadable', { token: 'an error page' }),

  'data-missing': { row: 'orphan-token', verdict: null, code: null },
  'token-missing': { row: 'orphan-data', verdict: null, code: null },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];

/** What has to be found of one planted file: a line of `planted.jsonl`, names relative to the archive. */
export interface Planted {
  readonly kind: KindName;
  readonly row: AuditKind;
  readonly data: string | null;
  readonly token: string | null;
  readonly verdict: Verdict | null;
  readonly code: string | null;
}
