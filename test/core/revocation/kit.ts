import { createHash, sign } from 'node:crypto';
import { Cursor } from '../../../src/core/der/cursor.ts';
import { type Crl, decodeCrl } from '../../../src/core/revocation/crl.ts';
import { judgeRevocation } from '../../../src/core/revocation/judge.ts';
import { decodeOcspResponse, type OcspResponse } from '../../../src/core/revocation/ocsp.ts';
import type { RevocationInput, RevocationJudgement } from '../../../src/core/revocation/question.ts';
import type { CrlSource, OcspSource } from '../../../src/core/revocation/source.ts';
import type { GenInterval } from '../../../src/core/tsp/check-tst-info.ts';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../src/core/x509/certificate.ts';
import {
  commonName,
  extension,
  issue,
  issueCa,
  keyFor,
  name,
  oid,
  purposes,
  sequence,
  ski,
  tlv,
  type Wish,
} from '../x509/make-certificate.ts';

// A root, a CA below it and a TSA below that, all of fixed dates, and what authorities publish about them, true or forged.

export const root = issueCa({ subject: 'Root', issuer: 'Root', serial: 1 });
export const ca = issueCa({ subject: 'CA', issuer: 'Root', serial: 10 });
export const tsa = issue({ subject: 'TSA', issuer: 'CA', serial: 20 });
export const anchor = trustAnchor(root);

export const noon = Date.parse('2030-06-01T12:00:00Z');
export const second = 1_000;
export const hour = 3_600_000;
export const day = 86_400_000;

/** Judged for and at noon of 1 June 2030 unless said otherwise. */
export const at = noon;

/** A token's time, ± one second. */
export function token(ms: number, accuracyMicros = 1_000_000): GenInterval {
  const [micros, accuracy] = [BigInt(ms) * 1000n, BigInt(accuracyMicros)];
  return { earliest: micros - accuracy, latest: micros + accuracy, accuracyMicros, assumed: false };
}

/** GeneralizedTime of whole seconds. */
export function time(ms: number): Uint8Array {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return tlv(0x18, Buffer.from(text));
}

export const integer = (value: number | bigint) => {
  const digits = value.toString(16);
  const octets = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex');
  return tlv(0x02, ...(octets[0]! & 0x80 ? [Uint8Array.of(0)] : []), octets);
};

const ed25519 = sequence(oid('1.3.101.112'));
const signed = (tbs: Uint8Array, key: string) => tlv(0x03, Uint8Array.of(0), sign(null, tbs, keyFor(key)));

export interface EntryWish {
  readonly serial: number;
  readonly date?: number;
  readonly reason?: number | null;
  readonly invalidityDate?: number;
  /** Common name of the certificate's issuer, for an indirect CRL. */
  readonly issuer?: string;
  readonly extensions?: readonly Uint8Array[];
}

export interface CrlWish {
  readonly issuer?: string;
  /** Label of the key that signs; default: the issuer's. */
  readonly signer?: string;
  readonly thisUpdate?: number;
  readonly nextUpdate?: number | null;
  readonly entries?: readonly EntryWish[];
  readonly extensions?: readonly Uint8Array[];
  readonly number?: number;
  readonly version?: 1 | 2;
}

export const reasonCode = (reason: number) => extension('2.5.29.21', tlv(0x0a, Uint8Array.of(reason)));
export const crlNumber = (number: number) => extension('2.5.29.20', integer(number));
export const deltaOf = (base: number) => extension('2.5.29.27', integer(base), true);
export const idp = (...parts: readonly Uint8Array[]) => extension('2.5.29.28', sequence(...parts), true);
/** An IDP or CRL distribution point flag: `[n] BOOLEAN TRUE`. */
export const flag = (n: number) => tlv(0x80 | n, Uint8Array.of(0xff));
export const uri = (url: string) => tlv(0x86, Buffer.from(url));
/** DistributionPointName with a full name. */
export const pointName = (...names: readonly Uint8Array[]) => tlv(0xa0, tlv(0xa0, ...names));
export const directory = (cn: string) => tlv(0xa4, commonName(cn));
export const points = (...all: readonly (readonly Uint8Array[])[]) =>
  extension('2.5.29.31', sequence(...all.map((one) => sequence(...one))));
/** ReasonFlags under `[n]`, from bit numbers. */
export const reasonFlags = (n: number, ...bits: readonly number[]) => {
  const octets = [0, 0];
  for (const bit of bits) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return tlv(0x80 | n, Uint8Array.of(7, ...octets));
};

function entry({ serial, date = noon - day, reason = 1, invalidityDate, issuer, extensions = [] }: EntryWish) {
  const all = [
    ...(reason === null ? [] : [reasonCode(reason)]),
    ...(invalidityDate === undefined ? [] : [extension('2.5.29.24', time(invalidityDate))]),
    ...(issuer === undefined ? [] : [extension('2.5.29.29', sequence(directory(issuer)), true)]),
    ...extensions,
  ];
  return sequence(integer(serial), time(date), ...(all.length > 0 ? [sequence(...all)] : []));
}

export function encodeCrl(wish: CrlWish = {}): Uint8Array {
  const { issuer = 'CA', thisUpdate = noon - hour, nextUpdate = noon + day, entries = [], version = 2 } = wish;
  const extensions = [...(wish.number === undefined ? [] : [crlNumber(wish.number)]), ...(wish.extensions ?? [])];
  const tbs = sequence(
    ...(version === 2 ? [integer(1)] : []),
    ed25519,
    commonName(issuer),
    time(thisUpdate),
    ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(entries.length > 0 ? [sequence(...entries.map(entry))] : []),
    ...(extensions.length > 0 ? [tlv(0xa0, sequence(...extensions))] : []),
  );
  return sequence(tbs, ed25519, signed(tbs, wish.signer ?? issuer));
}

export const crl = (wish: CrlWish = {}): Crl => decodeCrl(encodeCrl(wish));
export const crls = (...wishes: readonly CrlWish[]): CrlSource[] =>
  wishes.map((wish, i) => ({ crl: crl(wish), url: `http://crl.test/${i}` }));

export interface SingleWish {
  readonly certificate?: Certificate;
  readonly issuer?: Certificate;
  readonly hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly status?: 'good' | 'unknown' | { readonly date: number; readonly reason: number | null };
  readonly thisUpdate?: number;
  readonly nextUpdate?: number | null;
  readonly extensions?: readonly Uint8Array[];
}

export interface OcspWish extends SingleWish {
  /** Label of the key that signs, and common name by which the responder names itself. Default: the issuer. */
  readonly signer?: string;
  readonly responder?: string;
  /** Names itself by its key. */
  readonly byKey?: Certificate;
  readonly producedAt?: number;
  readonly singles?: readonly SingleWish[];
  readonly certificates?: readonly Certificate[];
  readonly responseExtensions?: readonly Uint8Array[];
}

const hashOids = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;

function single(wish: SingleWish): Uint8Array {
  const { certificate = tsa, issuer = ca, hash = 'sha1', status = 'good', thisUpdate = noon - hour } = wish;
  const { nextUpdate = noon + hour, extensions = [] } = wish;
  const digest = (octets: Uint8Array) => tlv(0x04, createHash(hash).update(octets).digest());
  const certId = sequence(
    sequence(oid(hashOids[hash]), tlv(0x05)),
    digest(certificate.issuer.der),
    digest(issuer.spki.key),
    tlv(0x02, certificate.serial),
  );
  const certStatus =
    status === 'good'
      ? tlv(0x80)
      : status === 'unknown'
        ? tlv(0x82)
        : tlv(
            0xa1,
            time(status.date),
            ...(status.reason === null ? [] : [tlv(0xa0, tlv(0x0a, Uint8Array.of(status.reason)))]),
          );
  return sequence(
    certId,
    certStatus,
    time(thisUpdate),
    ...(nextUpdate === null ? [] : [tlv(0xa0, time(nextUpdate))]),
    ...(extensions.length > 0 ? [tlv(0xa1, sequence(...extensions))] : []),
  );
}

export const nonce = (octets: Uint8Array) => extension('1.3.6.1.5.5.7.48.1.2', tlv(0x04, octets));

export function encodeOcsp(wish: OcspWish = {}): Uint8Array {
  const { issuer = ca, responseExtensions = [], certificates = [] } = wish;
  const label = issuer.subject.rdns[0]![0]!.text!;
  const { responder = wish.signer ?? label, signer = label } = wish;
  const id = wish.byKey
    ? tlv(0xa2, tlv(0x04, createHash('sha1').update(wish.byKey.spki.key).digest()))
    : tlv(0xa1, commonName(responder));
  const data = sequence(
    id,
    time(wish.producedAt ?? wish.thisUpdate ?? noon - hour),
    sequence(...(wish.singles ?? [wish]).map((one) => single({ issuer, ...one }))),
    ...(responseExtensions.length > 0 ? [tlv(0xa1, sequence(...responseExtensions))] : []),
  );
  const basic = sequence(
    data,
    ed25519,
    signed(data, signer),
    ...(certificates.length > 0 ? [tlv(0xa0, sequence(...certificates.map(({ bytes }) => bytes)))] : []),
  );
  return ocspOf(0, basic);
}

/** An OCSPResponse of a status, with a BasicOCSPResponse or without. */
export function ocspOf(status: number, basic?: Uint8Array): Uint8Array {
  const bytes = basic === undefined ? [] : [tlv(0xa0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), tlv(0x04, basic)))];
  return sequence(tlv(0x0a, Uint8Array.of(status)), ...bytes);
}

/** The BasicOCSPResponse inside an OCSPResponse. */
export function basicOf(whole: Uint8Array): Uint8Array {
  const cursor = new Cursor(whole).sequence('OCSPResponse');
  cursor.raw('responseStatus');
  const typed = cursor.enter(0xa0, 'responseBytes').sequence('responseBytes');
  typed.oid('responseType');
  return typed.octets('response');
}

export const ocsp = (wish: OcspWish = {}): OcspResponse => decodeOcspResponse(encodeOcsp(wish));
export const answers = (...wishes: readonly OcspWish[]): OcspSource[] =>
  wishes.map((wish, i) => ({ response: ocsp(wish), url: `http://ocsp.test/${i}`, nonce: null }));

/** A delegate of the CA with id-kp-OCSPSigning, unless wished otherwise. */
export function delegate(wish: Partial<Wish> & { readonly eku?: string | null; readonly noCheck?: boolean } = {}) {
  const { eku = '1.3.6.1.5.5.7.3.9', noCheck = true } = wish;
  return issue({
    subject: 'Responder',
    issuer: 'CA',
    serial: 30,
    ...wish,
    extensions: [
      ...(eku === null ? [] : [purposes(eku)]),
      ...(noCheck ? [extension('1.3.6.1.5.5.7.48.1.5', tlv(0x05))] : []),
      ...(wish.extensions ?? []),
    ],
  });
}

/** Judges the TSA's certificate for a token of noon on 31 May, by the policy `default`, unless said otherwise. */
export function judge(input: Partial<RevocationInput>): RevocationJudgement {
  return judgeRevocation({
    certificate: tsa,
    issuer: ca,
    anchor,
    path: [tsa, ca, root],
    candidates: [],
    crls: [],
    ocsp: [],
    at,
    now: at,
    role: 'tsa',
    genTime: token(noon - day),
    policy: 'default',
    ...input,
  });
}

/** `status code` in short. */
export function short({ status, code }: RevocationJudgement): string {
  return code === null ? status : `${status} ${code}`;
}

/** What a rule ended with, in short. */
export function rule({ rules }: RevocationJudgement, id: string): string {
  const found = rules.find((one) => one.id === id)!;
  return found.code === null ? found.status : `${found.status} ${found.code}`;
}

/** Codes of all warnings. */
export function warnings({ rules }: RevocationJudgement): string[] {
  return rules.flatMap((one) => one.warnings.map(({ code }) => code));
}

export { extension, issue, issueCa, name, oid, sequence, ski, tlv };
