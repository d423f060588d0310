import { TstError } from '../../core/verdict/errors.ts';
import { isSelfSigned } from '../../core/x509/anchor.ts';
import { certificateLabel } from '../../core/x509/certificate-label.ts';
import { Calendar, dayText } from '../calendar.ts';
import type { Note } from '../notes.ts';
import { loadTrust } from '../trust.ts';
import { scopeOf } from './list-scope.ts';
import type { Profile } from './profile.ts';
import { pinnedCertificate, type TrustPorts } from './profile-trust.ts';

/** One thing that `check` found. An error makes the profile unusable; a warning asks for something; a note only tells. */
export interface Finding extends Note {
  readonly severity: 'error' | 'warning' | 'note';
  /** The error behind it, where there is one: it has words of its own. */
  readonly error: TstError | null;
}

const day = 86_400_000;

/** Days before the last day for ending the contract from which it is reminded of. */
const remindDays = 30;

/** What is missing, out of date or about to be in a profile whose file is in order. `now` in milliseconds since 1970. */
export async function checkProfile(profile: Profile, now: number, ports: TrustPorts): Promise<Finding[]> {
  return [
    ...checkService(profile),
    ...(await checkAnchors(profile, now, ports)),
    ...(await checkCertificates(profile, ports)),
    ...checkTstRevocation(profile, now),
    ...checkContract(profile, now),
  ];
}

/** The reminder of a contract that ends, or has ended; none where there is no need of one. */
export function checkContract({ contract, timeZone }: Profile, now: number): Finding[] {
  const { end, noticeDays } = contract;
  if (end === null) return [];
  const shown = (ms: number) => dayText(new Calendar(timeZone).dayOf(ms));
  if (now > end) return [warning('contract-ended', { date: shown(end) })];
  const lastDay = end - noticeDays * day;
  if (now < lastDay - remindDays * day) return [];
  const facts = { date: shown(end), days: noticeDays };
  return now > lastDay
    ? [warning('contract-renews', facts)]
    : [warning('contract-ends', { ...facts, until: shown(lastDay) })];
}

function checkService({ service }: Profile): Finding[] {
  return service.urls.length === 0 ? [note('profile-no-service')] : [];
}

async function checkAnchors(profile: Profile, now: number, { files }: TrustPorts): Promise<Finding[]> {
  if (profile.anchors.length === 0) return [warning('profile-no-anchors', { name: profile.name })];
  const findings: Finding[] = [];
  for (const pin of profile.anchors) {
    try {
      const certificate = await pinnedCertificate(profile, pin, files);
      const subject = certificateLabel(certificate);
      if (!isSelfSigned(certificate)) findings.push(note('anchor-not-root', { subject }));
      if (certificate.notAfter < now)
        findings.push(warning('anchor-expired', { subject, notAfter: certificate.notAfter }));
    } catch (error) {
      findings.push(wrong(error));
    }
  }
  if (profile.anchors.every(({ accredited }) => accredited === null)) findings.push(note('accreditation-unknown'));
  const ended = profile.anchors.filter(({ accredited }) => accredited?.until != null && accredited.until < now);
  const shown = new Calendar(profile.timeZone);
  for (const { sha256, accredited } of ended) {
    findings.push(note('accreditation-ended', { sha256, date: dayText(shown.dayOf(accredited!.until!)) }));
  }
  return findings;
}

async function checkCertificates(profile: Profile, { trust }: TrustPorts): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const path of [...profile.certificates, ...profile.service.tlsCa]) {
    try {
      await loadTrust({ trust: [], trustAny: [], certs: [path] }, trust);
    } catch (error) {
      findings.push(wrong(error));
    }
  }
  return findings;
}

function checkTstRevocation(profile: Profile, now: number): Finding[] {
  const { tstRevocation: list, name, timeZone } = profile;
  if (list === null) return [warning('profile-no-tst-revocation', { name })];
  if (list.kind !== 'none-published') {
    const { format } = list;
    const radix = 'radix' in format && format.radix === null ? [note('list-no-radix')] : [];
    return scopeOf(profile) === null ? [warning('list-no-scope', { name }), ...radix] : radix;
  }
  const shown = (ms: number) => dayText(new Calendar(timeZone).dayOf(ms));
  const { statedAt, limit } = list;
  const date = shown(statedAt);
  if (statedAt > now) return [warning('statement-in-future', { date })];
  if (statedAt + limit < now) return [warning('statement-lapsed', { date, days: limit / day })];
  return [note('statement-holds', { date, until: shown(statedAt + limit) })];
}

function warning(code: Note['code'], facts: Note['facts'] = {}): Finding {
  return { severity: 'warning', code, facts, error: null };
}

function note(code: Note['code'], facts: Note['facts'] = {}): Finding {
  return { severity: 'note', code, facts, error: null };
}

function wrong(error: unknown): Finding {
  if (!(error instanceof TstError)) throw error;
  return { severity: 'error', code: 'profile-unusable', facts: {}, error };
}
