import { decodeAttributes } from '../cms/attributes.ts';
import type { SignedData } from '../cms/signed-data.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { contextConstructed } from '../der/tags.ts';
import { decodeCrl } from './crl.ts';
import { decodeOcspAnswer } from './ocsp.ts';
import type { CrlSource, FailedSource, OcspSource } from './source.ts';

/** Revocation information that a message brings along: candidates, of which nothing is trusted. */
export interface EmbeddedRevocation {
  /** CRLs, each once, of origin `token`. */
  readonly crls: readonly CrlSource[];
  /** OCSP answers, likewise. */
  readonly ocsp: readonly OcspSource[];
  /** What stood there and could not be read. */
  readonly unreadable: readonly FailedSource[];
}

/** id-aa-ets-revocationValues (RFC 5126 §6.3.4, EN 319 122-1 §5.4.2) and adbe-revocationInfoArchival (ISO 32000-1 §12.8.3.3.2). */
const revocationValues = '1.2.840.113549.1.9.16.2.24';
const revocationInfoArchival = '1.2.840.113583.1.1.8';

/**
 * The CRLs and OCSP answers of a SignedData: in its RevocationInfoChoices (RFC 5652 §10.2.1, RFC 5940), and in attributes of its
 * first signer. OtherRevocationInfo of other kinds is passed over. Never throws for what the message contains.
 */
export function embeddedRevocation({ crls, signerInfos }: SignedData): EmbeddedRevocation {
  const found = new Found();
  for (const { kind, bytes } of crls) {
    if (kind === 'crl') found.crl(bytes);
    if (kind === 'other') found.part('ocsp', () => otherRevocationInfo(bytes, found));
  }
  for (const set of [signerInfos[0]?.signedAttrs, signerInfos[0]?.unsignedAttrs]) {
    if (set) found.part('crl', () => attributes(set, found));
  }
  const { crls: lists, ocsp, unreadable } = found;
  return { crls: lists, ocsp, unreadable };
}

/**
 * OtherRevocationInfoFormat ::= [1] SEQUENCE { otherRevInfoFormat OBJECT IDENTIFIER, otherRevInfo ANY } (RFC 5652 §10.2.1). RFC 5940
 * has an OCSPResponse under id-ri-ocsp-response; real tokens have one, or a BasicOCSPResponse, under OCSP's own identifiers.
 */
function otherRevocationInfo(bytes: Uint8Array, found: Found): void {
  const info = new Cursor(bytes).enter(contextConstructed(1), 'OtherRevocationInfoFormat');
  const format = info.oid('otherRevInfoFormat');
  const value = info.raw('otherRevInfo');
  info.finish('OtherRevocationInfoFormat');
  if (/^1\.3\.6\.1\.5\.5\.7\.(16\.2|48\.1|48\.1\.1)$/.test(format)) found.answer(value);
}

function attributes(set: Uint8Array, found: Found): void {
  const all = decodeAttributes(new Cursor(set).enter(set[0]!, 'attributes'));
  for (const { type, values } of all) {
    if (type !== revocationValues && type !== revocationInfoArchival) continue;
    for (const value of values) found.part('crl', () => lists(value, found));
  }
}

/**
 * RevocationValues ::= SEQUENCE { crlVals [0] EXPLICIT SEQUENCE OF CertificateList OPTIONAL, ocspVals [1] EXPLICIT SEQUENCE OF
 * BasicOCSPResponse OPTIONAL, otherRevVals [2] EXPLICIT … OPTIONAL }; RevocationInfoArchival is the same with OCSPResponse.
 */
function lists(value: Uint8Array, found: Found): void {
  const cursor = new Cursor(value).sequence('revocationValues');
  const crls = cursor.enterIf(contextConstructed(0), 'crlVals')?.sequence('crlVals');
  while (crls && !crls.atEnd) found.crl(crls.raw('crlVals'));
  const answers = cursor.enterIf(contextConstructed(1), 'ocspVals')?.sequence('ocspVals');
  while (answers && !answers.atEnd) found.answer(answers.raw('ocspVals'));
}

/** Unreadable answers that are told one by one: each is a line for every certificate, and anyone can add more. */
const shownUnreadable = 3;

class Found {
  readonly unreadable: FailedSource[] = [];
  readonly #crls = new Map<string, CrlSource>();
  readonly #ocsp = new Map<string, OcspSource>();

  /** Each list and each answer once, however often the message has it. */
  get crls(): readonly CrlSource[] {
    return [...this.#crls.values()];
  }

  get ocsp(): readonly OcspSource[] {
    return [...this.#ocsp.values()];
  }

  crl(bytes: Uint8Array): void {
    this.part('crl', () => {
      const crl = decodeCrl(bytes);
      this.#crls.set(crl.sha256, { crl, url: null, origin: 'token' });
    });
  }

  answer(bytes: Uint8Array): void {
    this.part('ocsp', () => {
      const response = decodeOcspAnswer(bytes);
      this.#ocsp.set(response.sha256, { response, url: null, nonce: null, origin: 'token' });
    });
  }

  /** What can't be read is told, and hides nothing else. */
  part(kind: FailedSource['kind'], read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof DerError || error instanceof LimitError)) throw error;
      if (this.unreadable.length >= shownUnreadable) return;
      const { message: reason } = error;
      this.unreadable.push({ kind, url: null, for: null, code: 'revocation-unreadable', reason, origin: 'token' });
    }
  }
}
