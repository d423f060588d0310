// What an archive is judged by, beside it: roots, CRLs, lists of revoked tokens, profiles, and the options that name them.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateToPem } from '../../src/lab/ca.ts';
import { reasons } from '../../src/lab/crl-extensions.ts';
import { type CrlEntryPlan, crlEntry, crlPlanFor, encodeCrl } from '../../src/lab/crl-plan.ts';
import type { RevokedTokens } from '../../src/lab/token-register.ts';
import { jsonList } from '../../src/lab/tst-list-plan.ts';
import { judgedAt, kinds, revocationDates } from './kinds.ts';
import { type LayoutOptions, revokedPeriod } from './layout.ts';
import { type Cast, type Look, lookOf, policyOf, providers, type UnitName } from './units.ts';

const day = 86_400_000;
/** After the last genTime, before the archive is judged. */
const published = judgedAt - day;
const nextUpdate = Date.UTC(2046, 0, 1);

/** Serial numbers on lists. */
export interface ListedSerials {
  readonly single: readonly bigint[];
  readonly range: { readonly from: bigint; readonly to: bigint };
}

/** How to run `tst verify` or `tst audit` on the archive. */
export interface ArchiveOptions {
  /** RFC 3339, for `--at`. */
  readonly at: string;
  /** Every option, to be used in the folder that `options.json` is in. */
  readonly options: readonly string[];
  /** The archive's own folder, in the same folder. */
  readonly archive: string;
  readonly layout: LayoutOptions;
  readonly tokens: number;
  readonly bytes: number;
  readonly planted: number;
}

/** Writes all but `options.json` into the folder. */
export function writeEvidence(folder: string, cast: Cast, listed: ListedSerials): void {
  for (const name of ['trust', 'crl', 'lists', 'profiles']) mkdirSync(join(folder, name), { recursive: true });
  const { roots } = cast;
  writeFileSync(join(folder, 'trust/roots.pem'), certificateToPem(roots.a.der) + certificateToPem(roots.b.der));
  writeCrls(folder, cast);
  for (const look of ['seiko', 'chronos', 'tempo'] as const) {
    const plan = {
      provider: providers[look],
      thisUpdate: published,
      nextUpdate,
      number: 1,
      appliesTo: policyOf(look),
      radix: 16 as const,
      entries: entriesOf(look, cast, listed),
      first: null,
    };
    writeFileSync(join(folder, 'lists', `${look}.json`), jsonList(plan));
    writeFileSync(join(folder, 'profiles', `${look}.toml`), profileText(look));
  }
}

/** The options of every run. Nothing depends on the day on which it is run, and nothing is fetched. */
export function optionWords(): string[] {
  const at = new Date(judgedAt).toISOString();
  return [
    '--offline',
    '--no-cache',
    '--trust',
    'trust/roots.pem',
    '--crl',
    'crl',
    '--profile-dir',
    'profiles',
    '--at',
    at,
  ];
}

export function readOptions(folder: string): ArchiveOptions {
  return JSON.parse(readFileSync(join(folder, 'options.json'), 'utf8')) as ArchiveOptions;
}

function writeCrls(folder: string, { roots, cas, units }: Cast): void {
  const revoked = (name: UnitName, date: number, reason: number): CrlEntryPlan =>
    crlEntry(units[name].authority.tsu, { date, reason });
  const entries: Readonly<Record<string, readonly CrlEntryPlan[]>> = {
    b: [crlEntry(cas.bCompromised, { date: revocationDates.caCompromised, reason: reasons.cACompromise })],
    aOne: [revoked('superseded', revocationDates.superseded, reasons.superseded)],
    bOne: [
      revoked('compromised', revocationDates.compromised, reasons.keyCompromise),
      revoked('held', revocationDates.held, reasons.certificateHold),
    ],
  };
  const issuers = { a: roots.a, b: roots.b, rogue: roots.rogue, ...cas };
  for (const [name, issuer] of Object.entries(issuers)) {
    if (name === 'bWithoutCrl') continue;
    const isStale = name === 'bWithStaleCrl';
    const plan = {
      ...crlPlanFor(issuer, isStale ? published - 60 * day : published, entries[name] ?? []),
      nextUpdate: isStale ? published - 53 * day : nextUpdate,
      // It goes on telling of certificates that have expired.
      expiredCertsOnCrl: Date.UTC(2018, 0, 1),
    };
    writeFileSync(join(folder, 'crl', `${name}.crl`), encodeCrl(plan));
  }
}

function entriesOf(look: Look, { units }: Cast, listed: ListedSerials): RevokedTokens[] {
  const all: RevokedTokens[] = [];
  const date = Date.UTC(2026, 5, 1);
  for (const kind of Object.values(kinds)) {
    if (!('listed' in kind) || lookOf(kind.unit!) !== look) continue;
    const base = { date, tsuSha256: null };
    if (kind.listed === 'serial') all.push(...listed.single.map((serial) => ({ ...base, serial })));
    if (kind.listed === 'range') all.push({ ...base, serial: listed.range.from, serialTo: listed.range.to });
    if (kind.listed === 'period') {
      all.push({ ...base, genTimeFrom: revokedPeriod.from, genTimeTo: revokedPeriod.until });
    }
    if (kind.listed === 'tsu') {
      all.push({ ...base, tsuSha256: createHash('sha256').update(units[kind.unit!].authority.tsu.der).digest('hex') });
    }
  }
  return all;
}

function profileText(look: Look): string {
  return `schema = 1
provider = ${JSON.stringify(providers[look])}
timeZone = "Asia/Tokyo"

[match]
policies = ["${policyOf(look)}"]

[tst-revocation]
kind = "json"
file = "../lists/${look}.json"
`;
}
