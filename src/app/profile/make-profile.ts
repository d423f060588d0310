import { dirname, resolve } from 'node:path';
import { Calendar } from '../calendar.ts';
import { beginningOf, endOf, spanOf } from './moment.ts';
import type { Contract, Credentials, Profile, ProfileScope, Rate, Service, TstRevocation } from './profile.ts';
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
      tsaNames: file.match?.tsaNames ?? [],
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
    const statedOn = beginningOf(list.statedOn, calendar);
    const limitDays = list.limitDays ?? 90;
    return { kind: list.kind, statedOn, limitDays, until: statedOn + limitDays * day };
  }
  const vouching = list.authenticityUrl ?? (list.authenticityFile === undefined ? null : at(list.authenticityFile));
  const common = {
    place: list.url === undefined ? { file: at(list.file!) } : { url: list.url },
    maxAge: (list.maxAgeHours ?? 24) * hour,
    allowHttp: list.allowHttp ?? false,
    authenticity: list.authenticity === undefined ? null : { kind: list.authenticity, place: vouching },
  };
  switch (list.kind) {
    case 'json':
      return { kind: list.kind, ...common };
    case 'csv': {
      const { radix = null, encoding = 'utf-8' } = list;
      return { kind: list.kind, ...common, radix, encoding, columns: list.columns as Record<string, string> };
    }
    case 'text':
      return { kind: list.kind, ...common, radix: list.radix ?? null };
    case 'page':
      return { kind: list.kind, ...common, regions: list.regions ?? [], documents: list.documents ?? [] };
  }
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
