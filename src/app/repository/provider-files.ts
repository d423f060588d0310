import { findCertificates } from '../../core/cms/certificate-file.ts';
import { crlUrlsOf } from '../../core/revocation/distribution-point.ts';
import { TstError } from '../../core/verdict/errors.ts';
import type { Want } from '../../core/verdict/want.ts';
import type { Certificate } from '../../core/x509/certificate.ts';
import { certificateLabel } from '../../core/x509/certificate-label.ts';
import { failureOf, reasonText, statusFailure } from '../fetch-failure.ts';
import { Fetcher } from '../fetching.ts';
import type { Ports } from '../ports.ts';
import type { Profile } from '../profile/profile.ts';
import { loadProfileTrust, type ProfileTrust } from '../profile/profile-trust.ts';
import { nameOf } from './fetch-place.ts';
import { repositoryLimits } from './limits.ts';
import { type KeptAnchors, readRecord, writeRecord } from './record.ts';

/** A CRL or an archive of certificates that a provider publishes, before and after. */
export interface FileSync {
  readonly profile: string;
  readonly kind: 'crl' | 'anchors';
  readonly url: string;
  /** Null where it could not be had. */
  readonly sha256: string | null;
  readonly changed: boolean;
  /** Why it could not be had or read; null where it could. */
  readonly problem: { readonly kind: 'unreachable' | 'unreadable'; readonly reason: string } | null;
  /** Certificates of an archive that the profile doesn't have. */
  readonly added: readonly Certificate[];
  /** SHA-256 of anchors of the profile that the archive doesn't have. */
  readonly gone: readonly string[];
}

type FilePorts = Pick<Ports, 'http' | 'clock' | 'files' | 'trust' | 'repository' | 'cache' | 'random' | 'archives'>;

/** Fetches the CRLs of a profile's certificates and its archive. What fails is told in the result. */
export async function syncFiles(profile: Profile, ports: FilePorts): Promise<FileSync[]> {
  const trust = await readable(() => loadProfileTrust(profile, ports));
  const archive = profile.anchorsUrl === null ? [] : [await syncAnchors(profile, profile.anchorsUrl, trust, ports)];
  if (trust === null) return archive;
  const fetcher = new Fetcher(ports);
  const crls = crlWants(trust).map((want) => syncCrl(profile, want, fetcher));
  return [...(await Promise.all(crls)), ...archive];
}

/** `profile check` says what is wrong with the certificates of a profile. */
async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TstError) return null;
    throw error;
  }
}

function crlWants({ candidates }: ProfileTrust): Want[] {
  const wants = candidates.flatMap(({ certificate }) =>
    crlUrlsOf(certificate, 'cRLDistributionPoints').map((url): [string, Want] => [
      url,
      { kind: 'crl', for: certificateLabel(certificate), sha256: certificate.sha256, url, delta: false },
    ]),
  );
  return [...new Map(wants).values()];
}

async function syncCrl({ name: profile }: Profile, want: Want, fetcher: Fetcher): Promise<FileSync> {
  const [before] = (await fetcher.recall(want)).crls;
  const { crls, failed } = await fetcher.fetch(want);
  const sha256 = crls[0]?.crl.sha256 ?? null;
  const [failure] = failed;
  const kind = failure?.code === 'unreachable' ? 'unreachable' : 'unreadable';
  return {
    profile,
    kind: 'crl',
    url: want.url,
    sha256,
    changed: sha256 !== null && sha256 !== before?.crl.sha256,
    problem: sha256 !== null ? null : { kind, reason: failure?.reason ?? '' },
    added: [],
    gone: [],
  };
}

async function syncAnchors(
  profile: Profile,
  url: string,
  trust: ProfileTrust | null,
  ports: FilePorts,
): Promise<FileSync> {
  const about = { profile: profile.name, kind: 'anchors' as const, url, added: [], gone: [] };
  const failed = (kind: 'unreachable' | 'unreadable', reason: string, sha256: string | null = null): FileSync => {
    return { ...about, sha256, changed: false, problem: { kind, reason } };
  };
  const fetched = await archiveAt(url, ports);
  if (typeof fetched === 'string') return failed('unreachable', fetched);
  const { sha256 } = nameOf(fetched);
  const certificates = await certificatesIn(url, fetched, ports);
  if (typeof certificates === 'string') return failed('unreadable', certificates, sha256);
  const changed = await keepArchive(url, fetched, ports);
  const pins = profile.anchors.map((anchor) => anchor.sha256);
  const known = new Set([...pins, ...(trust?.candidates ?? []).map(({ certificate }) => certificate.sha256)]);
  const there = new Set(certificates.map((certificate) => certificate.sha256));
  const added = [...new Map(certificates.map((one) => [one.sha256, one])).values()].filter(
    (one) => !known.has(one.sha256),
  );
  return { ...about, sha256, changed, problem: null, added, gone: pins.filter((pin) => !there.has(pin)) };
}

async function archiveAt(url: string, { http, clock }: FilePorts): Promise<Uint8Array | string> {
  const { archiveBytes: limit, exchange: timeout, answer: answerTimeout } = repositoryLimits;
  try {
    const answer = await http.exchange({ url, method: 'GET', limit, origin: 'user', timeout, answerTimeout });
    return answer.status === 200 ? answer.body : reasonText(statusFailure(answer, clock.now()));
  } catch (error) {
    if (error instanceof TstError) return reasonText(failureOf(error));
    throw error;
  }
}

/** Of a ZIP archive, or of a file by itself; a reason where there is none. */
async function certificatesIn(
  url: string,
  bytes: Uint8Array,
  { archives }: FilePorts,
): Promise<Certificate[] | string> {
  try {
    const set = await archives.unpack(url, bytes, 'evidence-unreadable');
    const files = set === null ? [bytes] : set.files.map((file) => file.bytes);
    const found: Certificate[] = [];
    for (const file of files) found.push(...(await findCertificates(file)).certificates);
    return found.length === 0 ? 'no certificate in it' : found;
  } catch (error) {
    if (error instanceof TstError) return String(error.facts.reason ?? error.code);
    throw error;
  }
}

/** True where it is not what was kept last; nobody was told of it by an earlier one then. */
async function keepArchive(url: string, bytes: Uint8Array, { repository, clock }: FilePorts): Promise<boolean> {
  const place = JSON.stringify(['anchors', url]);
  const kept = (await readable(() => repository.read(place)))?.records ?? [];
  const last = kept.map(readRecord).findLast((record): record is KeptAnchors => record?.kind === 'anchors');
  const name = nameOf(bytes);
  if (last?.bytes.sha256 === name.sha256) return false;
  const record: KeptAnchors = { kind: 'anchors', at: clock.now(), origin: url, bytes: name };
  await readable(() => repository.keep(place, writeRecord(record), [bytes]));
  return true;
}
