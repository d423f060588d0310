import { unarmor } from '../der/armor.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { Tag } from '../der/tags.ts';
import { decodeExtensions, type TspExtension } from './extensions.ts';
import { decodeMessageImprint, type MessageImprint } from './message-imprint.ts';

/** What was asked of the authority. The nonce is the INTEGER's content octets, of any size and sign. */
export interface TimeStampReq {
  /** The request's DER bytes. */
  readonly bytes: Uint8Array;
  /** 1 in every request that RFC 3161 knows. */
  readonly version: number;
  /** The hash that is to be stamped. */
  readonly messageImprint: MessageImprint;
  /** The TSA policy that is asked for, dotted; null: the authority chooses. */
  readonly reqPolicy: string | null;
  /** INTEGER content octets; null where there is none. */
  readonly nonce: Uint8Array | null;
  /** True where the signer's certificate is asked for. */
  readonly certReq: boolean;
  /** In their order. */
  readonly extensions: readonly TspExtension[];
}

/**
 * TimeStampReq ::= SEQUENCE { version INTEGER { v1(1) }, messageImprint MessageImprint, reqPolicy TSAPolicyId OPTIONAL,
 * nonce INTEGER OPTIONAL, certReq BOOLEAN DEFAULT FALSE, extensions [0] IMPLICIT Extensions OPTIONAL } (RFC 3161 §2.4.1).
 * The input is DER, PEM or Base64. Throws DerError, LimitError.
 */
export function decodeRequest(input: Uint8Array): TimeStampReq {
  const bytes = unarmor(new Uint8Array(input));
  if (bytes === null) throw new DerError('neither DER, PEM nor Base64', 0);
  const outer = new Cursor(bytes);
  const cursor = outer.sequence('TimeStampReq');
  outer.finish('TimeStampReq');
  const version = cursor.small('version');
  const messageImprint = decodeMessageImprint(cursor);
  const reqPolicy = cursor.peek() === Tag.OID ? cursor.oid('reqPolicy') : null;
  const nonce = cursor.peek() === Tag.INTEGER ? cursor.integer('nonce') : null;
  const certReq = cursor.peek() === Tag.BOOLEAN ? cursor.boolean('certReq') : false;
  const extensions = decodeExtensions(cursor, 0);
  cursor.finish('TimeStampReq');
  return { bytes, version, messageImprint, reqPolicy, nonce, certReq, extensions };
}
