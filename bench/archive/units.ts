// The authorities that stamped an archive: three time-stamping authorities under two roots with certificates of several years, and
// further units for what is planted. New keys each time; names, dates and serial numbers stay the same.
import type { Authority } from '../../src/lab/authority.ts';
import {
  type CertificatePlan,
  certificateFromPem,
  certificateToPem,
  describe,
  issue,
  KeyUsage,
  type LabCertificate,
  purposes,
} from '../../src/lab/ca.ts';
import { generateKey, type KeyAlgorithm, keyFromPem, keyToPem, type LabKey } from '../../src/lab/keys.ts';
import { type Profile, profiles } from '../../src/lab/profile.ts';
import { ends } from './kinds.ts';

/** Who stamps: a TSU with its chain, and how its tokens look. */
export interface Unit {
  readonly profile: Profile;
  readonly authority: Authority;
}

const beginning = Date.UTC(2018, 0, 1);
const end = Date.UTC(2046, 0, 1);
const tsuEnd = Date.UTC(2036, 0, 1);

/** Every authority's tokens have a policy of their own, which its profile and list go by. */
const looks = {
  seiko: profiles.seiko,
  chronos: { ...profiles.plain, policy: '1.3.6.1.4.1.99999.1.2', algorithm: 'rsa-3072' },
  tempo: { ...profiles.plain, policy: '1.3.6.1.4.1.99999.1.3', algorithm: 'p256', fraction: 6 },
  /** No profile knows it, and no list. */
  unlisted: { ...profiles.plain, policy: '1.3.6.1.4.1.99999.1.9', algorithm: 'p256' },
} as const satisfies Record<string, Profile>;
export type Look = keyof typeof looks;
export const policyOf = (look: Look): string => looks[look].policy;

type CaName = 'aOne' | 'aTwo' | 'bOne' | 'bCompromised' | 'bWithoutCrl' | 'bWithStaleCrl' | 'rogueOne';
type RootName = 'a' | 'b' | 'rogue';

const rootsOf: Readonly<Record<CaName, RootName>> = {
  ...{ aOne: 'a', aTwo: 'a', bOne: 'b', bCompromised: 'b', bWithoutCrl: 'b', bWithStaleCrl: 'b', rogueOne: 'rogue' },
};

interface UnitPlan {
  readonly look: Look;
  readonly ca: CaName;
  /** Default: the look's. */
  readonly algorithm?: KeyAlgorithm;
  readonly from?: number;
  readonly until?: number;
  readonly purposeless?: true;
}

const year = (number: number) => Date.UTC(number, 6, 1);
const seiko = { look: 'seiko', ca: 'aOne' } as const;
const chronos = { look: 'chronos', ca: 'aTwo' } as const;
const tempo = { look: 'tempo', ca: 'bOne' } as const;

const plans = {
  seiko2018: { ...seiko, from: year(2018) },
  seiko2021: { ...seiko, from: year(2021) },
  seiko2024: { ...seiko, from: year(2024) },
  chronos2018: { ...chronos, from: year(2018) },
  chronos2022: { ...chronos, from: year(2022) },
  tempo2018: { ...tempo, from: year(2018), until: Date.UTC(2028, 11, 31) },
  tempo2020: { ...tempo, from: year(2020), until: Date.UTC(2030, 11, 31) },
  tempo2023: { ...tempo, from: year(2023) },

  untrusted: { look: 'tempo', ca: 'rogueOne' },
  certless: tempo,
  purposeless: { ...tempo, purposeless: true },
  weak: { ...seiko, algorithm: 'rsa-1024' },
  expired: { ...tempo, until: ends.expired },
  outlived: { ...tempo, until: ends.outlived },
  compromised: tempo,
  superseded: seiko,
  held: tempo,
  underCompromised: { look: 'tempo', ca: 'bCompromised' },
  withoutCrl: { look: 'tempo', ca: 'bWithoutCrl' },
  withStaleCrl: { look: 'tempo', ca: 'bWithStaleCrl' },
  listedBySerial: seiko,
  listedByRange: chronos,
  listedByPeriod: tempo,
  listedByUnit: tempo,
  withoutList: { look: 'unlisted', ca: 'bOne' },
} as const satisfies Record<string, UnitPlan>;
export type UnitName = keyof typeof plans;
const names = Object.keys(plans) as UnitName[];

export const lookOf = (name: UnitName): Look => plans[name].look;

/** Units that stamp good files: an authority has the share from the one before up to its own. */
const good: readonly { readonly upTo: number; readonly units: readonly UnitName[] }[] = [
  { upTo: 0.5, units: ['seiko2018', 'seiko2021', 'seiko2024'] },
  { upTo: 0.7, units: ['chronos2018', 'chronos2022'] },
  { upTo: 1, units: ['tempo2018', 'tempo2020', 'tempo2023'] },
];

/** The unit that stamped a good file: `share` from 0 to 1 says whose, the time which of its units. */
export function goodUnit(share: number, ms: number): UnitName {
  const found = good.find(({ upTo }) => share < upTo) ?? good[0]!;
  return found.units.findLast((name) => (plans[name] as UnitPlan).from! <= ms) ?? found.units[0]!;
}

export interface Cast {
  readonly roots: Readonly<Record<RootName, LabCertificate>>;
  readonly cas: Readonly<Record<CaName, LabCertificate>>;
  readonly units: Readonly<Record<UnitName, Unit>>;
}

const ca: Omit<CertificatePlan, 'subject'> = {
  notBefore: beginning,
  notAfter: end,
  hash: 'sha256',
  basicConstraints: { ca: true },
  keyUsage: KeyUsage.keyCertSign | KeyUsage.cRLSign,
  extendedKeyUsage: null,
  ...{ caIssuers: null, ocsp: null, crl: null, extensions: [] },
};

const rootKeys = { a: 'rsa-4096', b: 'p384', rogue: 'p384' } as const satisfies Record<RootName, KeyAlgorithm>;
const caKey = (root: RootName): KeyAlgorithm => (root === 'a' ? 'rsa-2048' : 'p256');

/** Makes all of them. Takes some seconds, for the keys. */
export async function makeCast(): Promise<Cast> {
  const roots = {} as Record<RootName, LabCertificate>;
  for (const [name, algorithm] of Object.entries(rootKeys) as [RootName, KeyAlgorithm][]) {
    const subject = `C=JP,O=tst lab,CN=Archive Root CA ${name.toUpperCase()}`;
    roots[name] = await issue({ ...ca, subject }, generateKey(algorithm));
  }
  const cas = {} as Record<CaName, LabCertificate>;
  for (const [name, root] of Object.entries(rootsOf) as [CaName, RootName][]) {
    const plan = {
      ...ca,
      subject: `C=JP,O=tst lab,CN=Archive Time-Stamping CA ${name}`,
      basicConstraints: { ca: true },
    };
    cas[name] = await issue(plan, generateKey(caKey(root)), roots[root]);
  }
  const units = {} as Record<UnitName, Unit>;
  for (const name of names) {
    const plan: UnitPlan = plans[name];
    const look: Profile = { ...looks[plan.look], algorithm: plan.algorithm ?? looks[plan.look].algorithm };
    const certificate: CertificatePlan = {
      ...ca,
      subject: `C=JP,O=${providers[plan.look]},OU=Time-Stamping Unit,CN=${name}`,
      notBefore: plan.from ?? beginning,
      notAfter: plan.until ?? tsuEnd,
      basicConstraints: null,
      keyUsage: KeyUsage.digitalSignature,
      extendedKeyUsage: plan.purposeless ? null : { purposes: [purposes.timeStamping], critical: true },
    };
    const tsu = await issue(certificate, generateKey(look.algorithm), cas[plan.ca]);
    const chain = { root: roots[rootsOf[plan.ca]], intermediate: cas[plan.ca], between: null };
    units[name] = { profile: look, authority: { ...chain, tsu } };
  }
  return { roots, cas, units };
}

/** What the profiles call the providers. */
export const providers: Readonly<Record<Look, string>> = {
  seiko: 'SEIKO-like TSA',
  chronos: 'Chronos 時刻認証',
  tempo: 'Tempo TSA',
  unlisted: 'Unlisted TSA',
};

/** A unit as it goes to a worker thread. */
export interface UnitText {
  readonly profile: Profile;
  readonly key: string;
  readonly certificates: Readonly<Record<'root' | 'intermediate' | 'tsu', string>>;
}

export function unitToText({ profile, authority: { root, intermediate, tsu } }: Unit): UnitText {
  const pem = ({ der }: LabCertificate) => certificateToPem(der);
  return {
    profile,
    key: keyToPem(tsu.key),
    certificates: { root: pem(root), intermediate: pem(intermediate), tsu: pem(tsu) },
  };
}

/** The unit again; it can stamp, and its CAs can't sign. */
export function unitFromText({ profile, key, certificates }: UnitText): Unit {
  const own = keyFromPem(key);
  const of = (pem: string, its: LabKey) => describe(certificateFromPem(pem), its);
  return {
    profile,
    authority: {
      root: of(certificates.root, own),
      intermediate: of(certificates.intermediate, own),
      between: null,
      tsu: of(certificates.tsu, own),
    },
  };
}
