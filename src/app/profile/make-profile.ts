import { dirname, resolve } from 'node:path';
import type { CsvFormat } from '../../core/revocation/tst-list/csv-list.ts';
import type { TstListFormat } from '../../core/revocation/tst-list/read-list.ts';
import { type NameSelector, nameSelector } from '../../core/revocation/tst-list/selectors.ts';
import { Calendar } from '../calendar.ts';
import { beginningOf, endOf, spanOf, utcOffsetMinutes } from './moment.ts';
import type {
  Authenticity,
  Contract,
  Credentials,
  Profile,
  ProfileScope,
  Rate,
  Service,
  TstRevocation,
} from './profile.ts';
import { defaultTimeZone } from './profile-rules.ts';
import type { ProfileFile } from './profile-schema.ts';

/** Where a profile was read from. */
export interface ProfileOrigin {
  readonly path: string;
  readonly name: string;
  readonly scope: ProfileScope;
}

const hour = 3_600_000;
const day = 24 * hour;

/** A file of the right form with its defaults filled in: paths from the file's own folder, days as its people count them. */
export function makeProfile(file: ProfileFile, { path, name, scope }: ProfileOrigin): Profile {
  const timeZone = file.timeZone ?? defaultTimeZone;
  const calendar = new Calendar(timeZone);
  const folder = dirname(resolve(path));
  const at = (one: string) => resolve(folder, one);
  return {
    name,
    path,
    scope,
    provider: file.provider ?? null,
    timeZone,
    service: serviceOf(file.service, at),
    credentials: credentialsOf(file.credentials, at),
    anchors: (file.anchors ?? []).map((anchor) => ({
      sha256: anchor.sha256,
      source: anchor.file === undefined ? { pem: anchor.pem! } : { file: at(anchor.file) },
      accredited: spanOf(anchor.accreditedFrom, anchor.accreditedUntil, calendar),
      valid: spanOf(anchor.validFrom, anchor.validUntil, calendar),
    })),
    certificates: (file.certificates ?? []).map(at),
    anchorsUrl: file.anchorsUrl ?? null,
    tstRevocation: listOf(file['tst-revocation'], at, calendar),
    rate: rateOf(file.rate),
    retry: { attempts: file.retry?.attempts ?? 3, maxWaitSeconds: file.retry?.maxWaitSeconds ?? 60 },
    quota: {
      perMonth: file.quota?.perMonth ?? null,
      perYear: file.quota?.perYear ?? null,
      enforce: file.quota?.enforce ?? false,
    },
    contract: contractOf(file.contract, calendar),
    codeSigning: file.rules?.codeSigning ?? true,
    match: {
      certificates: file.match?.certificates ?? [],
      tsaNames: (file.match?.tsaNames ?? []).map(named),
      policies: file.match?.policies ?? [],
    },
  };
}

type At = (path: string) => string;

function serviceOf(service: ProfileFile['service'], at: At): Service {
  return {
    urls: service?.urls ?? [],
    hash: service?.hash ?? 'sha256',
    requestPolicy: service?.requestPolicy ?? null,
    acceptPolicies: service?.acceptPolicies ?? [],
    assumedAccuracy: service?.assumedAccuracy ?? null,
    allowNoncriticalEku: service?.allowNoncriticalEku ?? false,
    allowPrivateNetwork: service?.allowPrivateNetwork ?? false,
    tlsCa: (service?.tlsCa ?? []).map(at),
  };
}

function credentialsOf(credentials: ProfileFile['credentials'], at: At): Credentials {
  if (credentials === undefined) return { kind: 'none' };
  if (credentials.kind !== 'client-certificate') return credentials;
  const { kind, certificate, key, secret } = credentials;
  return { kind, certificate: at(certificate), key: key === undefined ? null : at(key), secret: secret ?? null };
}

function listOf(list: ProfileFile['tst-revocation'], at: At, calendar: Calendar): TstRevocation | null {
  if (list === undefined) return null;
  if (list.kind === 'none-published') {
    const { kind, statedOn, limitDays = 90 } = list;
    return { kind, statedAt: beginningOf(statedOn, calendar), limit: limitDays * day };
  }
  const common = {
    place: list.url === undefined ? { file: at(list.file!) } : { url: list.url },
    maxAge: (list.maxAgeHours ?? 24) * hour,
    allowHttp: list.allowHttp ?? false,
    authenticity: authenticityOf(list, at),
  };
  if (list.kind === 'page') {
    const { kind, regions = [], documents = null, encoding } = list;
    return { ...common, kind, format: { kind, regions, documents, ...(encoding === undefined ? {} : { encoding }) } };
  }
  return { ...common, kind: 'list', format: formatOf(list) };
}

type Listed = Exclude<NonNullable<ProfileFile['tst-revocation']>, { kind: 'none-published' }>;

function formatOf(list: Exclude<Listed, { kind: 'page' }>): TstListFormat {
  if (list.kind === 'json') return { kind: 'json' };
  const { radix = null } = list;
  if (list.kind === 'text') return { kind: 'text', radix };
  const { kind, columns, encoding = 'utf-8', delimiter = ',', utcOffset } = list;
  const zone = utcOffset === undefined ? null : utcOffsetMinutes(utcOffset);
  return { kind, columns: columns as CsvFormat['columns'], radix, zone, encoding, delimiter };
}

function authenticityOf(list: Listed, at: At): Authenticity | null {
  if (list.authenticity === undefined) return null;
  const place = list.authenticityUrl ?? (list.authenticityFile === undefined ? null : at(list.authenticityFile));
  return { kind: list.authenticity, place, signers: list.signers === undefined ? null : list.signers.map(named) };
}

/** The form of the file has seen that it is a name. */
function named(text: string): NameSelector {
  return nameSelector(text)!;
}

function rateOf(rate: ProfileFile['rate']): Rate | null {
  if (rate === undefined) return null;
  const minIntervalMs = rate.minIntervalMs ?? Math.ceil(1_000 / rate.perSecond!);
  return { minIntervalMs, burst: rate.burst ?? 1 };
}

function contractOf(contract: ProfileFile['contract'], calendar: Calendar): Contract {
  return {
    start: contract?.start === undefined ? null : beginningOf(contract.start, calendar),
    end: contract?.end === undefined ? null : endOf(contract.end, calendar),
    noticeDays: contract?.noticeDays ?? 30,
    usedWithin: contract?.usedWithin ?? null,
  };
}
