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
  readonly version: number;
  readonly messageImprint: MessageImprint;
  readonly reqPolicy: string | null;
  readonly nonce: Uint8Array | null;
  readonly certReq: boolean;
  readonly extensions: readonly TspExtension[];
}

/**
 * TimeStampReq ::= SEQUENCE { version INTEGER { v1(1) }, messageImprint MessageImprint, reqPolicy TSAPolicyId OPTIONAL,
 * nonce INTEGER OPTIONAL, certReq BOOLEAN DEFAULT FALSE, extensions [0] IMPLICIT Extensions OPTIONAL } (RFC 3161 §2.4.1).
 * The input is DER, PEM or Base64. Throws DerError, LimitError.
 */
export function decodeRequest(input: Uint8Array): TimeStampReq {
  const bytes = unarmor(input);
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
