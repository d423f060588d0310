import { type GeneralName, generalNameText } from '../../der/general-name.ts';
import type { HashName } from '../../der/hashes.ts';
import { equalOctets } from '../../der/integer.ts';
import type { Name } from '../../der/name.ts';
import { nameFromText, unorderedKey } from '../../der/name-text.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { TstQuestion } from './question.ts';

/** A TSU's certificate: by SHA-256 in lower-case hexadecimal, or by issuer and serial number (in signed hexadecimal). */
export type TsuSelector =
  | { readonly sha256: string }
  | { readonly issuer: NameSelector; readonly serial: string; readonly sha256?: undefined };

/** A name as a list writes it. `key` compares whole names; null where the text is a bare word, which then is a common name. */
export interface NameSelector {
  /** As it is written, for people. */
  readonly text: string;
  /** As {@link nameSelector} made it. */
  readonly key: string | null;
}

/** Serial numbers from one to another, both included. */
export interface SerialRange {
  /** The first. */
  readonly from: bigint;
  /** The last. */
  readonly to: bigint;
}

/** Microseconds since 1970, both included; an open end is -2^62 or 2^62. */
export interface TimeRange {
  /** The first. */
  readonly from: bigint;
  /** The last. */
  readonly to: bigint;
}

/** A messageImprint (RFC 3161 §2.4.2). */
export interface ImprintSelector {
  /** Null: whichever function made it. */
  readonly algorithm: HashName | null;
  /** The hash. */
  readonly value: Uint8Array;
}

/** Before and after every time that a token can have. */
export const always: TimeRange = { from: -(1n << 62n), to: 1n << 62n };

/** What a list or entry says that it is about; null for whatever it doesn't name. Serials and times are ranges, of one or more. */
export interface Selectors {
  /** The certificate that signed. */
  readonly tsu: TsuSelector | null;
  /** TSTInfo.tsa, or the subject of the certificate. */
  readonly tsa: NameSelector | null;
  /** The TSA policy, dotted. */
  readonly policy: string | null;
  /** TSTInfo.serialNumber. */
  readonly serial: SerialRange | null;
  /** TSTInfo.genTime. */
  readonly genTime: TimeRange | null;
  /** TSTInfo.messageImprint. */
  readonly imprint: ImprintSelector | null;
}

/** A name in the form of RFC 4514 or of OpenSSL, or a bare common name. Null where it is neither. Throws nothing. */
export function nameSelector(text: string): NameSelector | null {
  const trimmed = text.trim();
  // What can be nobody's common name would select nothing, and be silent about whom it is about.
  if (!trimmed.includes('=')) return commonName(trimmed) && { text: trimmed, key: null };
  const name = nameFromText(trimmed);
  return name && { text: trimmed, key: unorderedKey(name) };
}

/** True where every selector that there is matches. What is null in the question matches nothing. */
export function matches(selectors: Selectors, question: TstQuestion): boolean {
  const { tsu, tsa, policy, serial, genTime, imprint } = selectors;
  return (
    (serial === null || isWithin(question.serialValue, serial)) &&
    (genTime === null || touches(question, genTime)) &&
    (policy === null || policy === question.policy) &&
    (tsu === null || (question.signer !== null && isTsu(tsu, question.signer))) &&
    (tsa === null || isTsa(tsa, question)) &&
    (imprint === null || isImprint(imprint, question))
  );
}

function isWithin(serial: bigint | null, { from, to }: SerialRange): boolean {
  return serial !== null && from <= serial && serial <= to;
}

/** genTime ± accuracy and the range have a moment in common. */
function touches({ genTime }: TstQuestion, { from, to }: TimeRange): boolean {
  return genTime !== null && genTime.earliest <= to && from <= genTime.latest;
}

function isImprint({ algorithm, value }: ImprintSelector, { imprint }: TstQuestion): boolean {
  if (imprint === null || !equalOctets(imprint.value, value)) return false;
  return algorithm === null || imprint.algorithm === null || algorithm === imprint.algorithm;
}

/** True where this is the certificate. */
export function isTsu(tsu: TsuSelector, certificate: Certificate): boolean {
  if (tsu.sha256 !== undefined) return tsu.sha256 === certificate.sha256;
  return tsu.serial === certificate.serialHex && isNamed(tsu.issuer, certificate.issuer);
}

/** True where the name is that of the TSA: TSTInfo.tsa, or the subject of the certificate that verifies the signature. */
export function isTsa(selector: NameSelector, { tsa, signer }: TstQuestion): boolean {
  if (signer !== null && isNamed(selector, signer.subject)) return true;
  return tsa !== null && (tsa.kind === 'directoryName' ? isNamed(selector, tsa.name) : isText(selector, tsa));
}

/** True where the name is this one, in whatever order; for a bare word, this common name. */
export function isNamed({ key, text }: NameSelector, name: Name): boolean {
  if (key !== null) return key === unorderedKey(name);
  const bare = commonName(text);
  return bare !== null && name.rdnKeys.includes(bare.rdnKeys[0]!);
}

/** The name that is this bare word as its common name; null where none can be. */
function commonName(text: string): Name | null {
  return nameFromText(`CN=${text.replace(/[#\\",;+]/g, '\\$&')}`);
}

/** `DNS:tsa.example`, as {@link generalNameText} writes it, with or without its form. */
function isText({ text }: NameSelector, tsa: GeneralName): boolean {
  const own = generalNameText(tsa).toLowerCase();
  const wanted = text.toLowerCase();
  return own === wanted || own.slice(own.indexOf(':') + 1) === wanted;
}

/** True where `wide` selects every token that `narrow` does: whatever `wide` names, `narrow` names too, and no wider. */
export function includes(wide: Selectors, narrow: Selectors): boolean {
  const { tsu, tsa, policy, serial, genTime, imprint } = wide;
  return (
    (serial === null || isInside(narrow.serial, serial)) &&
    (genTime === null || isInside(narrow.genTime, genTime)) &&
    (policy === null || policy === narrow.policy) &&
    (tsu === null || (narrow.tsu !== null && tsuKey(tsu) === tsuKey(narrow.tsu))) &&
    (tsa === null || (narrow.tsa !== null && nameKey(tsa) === nameKey(narrow.tsa))) &&
    (imprint === null || isSameImprint(imprint, narrow.imprint))
  );
}

function isInside(narrow: SerialRange | TimeRange | null, wide: SerialRange | TimeRange): boolean {
  return narrow !== null && wide.from <= narrow.from && narrow.to <= wide.to;
}

function isSameImprint(wide: ImprintSelector, narrow: ImprintSelector | null): boolean {
  if (narrow === null || !equalOctets(wide.value, narrow.value)) return false;
  return wide.algorithm === null || wide.algorithm === narrow.algorithm;
}

function nameKey({ key, text }: NameSelector): string {
  return key ?? `=${text.toLowerCase()}`;
}

function tsuKey(tsu: TsuSelector): string {
  return tsu.sha256 ?? `${tsu.serial} ${nameKey(tsu.issuer)}`;
}
