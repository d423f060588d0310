import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { decodeGeneralName, type GeneralName } from '../der/general-name.ts';
import { contextConstructed, Tag } from '../der/tags.ts';
import { type ExactTime, parseGeneralizedTime } from '../der/time.ts';
import type { RuleId } from '../verdict/rules.ts';
import { type Accuracy, decodeAccuracy } from './accuracy.ts';
import { decodeExtensions, type TspExtension } from './extensions.ts';
import { decodeMessageImprint, type MessageImprint } from './message-imprint.ts';

export const idCtTstInfo = '1.2.840.113549.1.9.16.1.4';

/**
 * What the authority states. A field that is missing or broken is null and has its error in `defects`, under the rule that
 * judges it: hostile and merely odd tokens still show all that can be read.
 */
export interface TstInfo {
  /** 1 in every token that RFC 3161 knows. */
  readonly version: number | null;
  /** The TSA's policy, dotted. */
  readonly policy: string | null;
  /** The hash that was stamped. */
  readonly messageImprint: MessageImprint | null;
  /** INTEGER content octets, of any size. */
  readonly serialNumber: Uint8Array | null;
  /** When the token was made, by the clock of the TSA. */
  readonly genTime: ExactTime | null;
  /** Null where absent (or broken: then there is a defect). */
  readonly accuracy: Accuracy | null;
  /** True where the TSA says that genTime orders all its tokens. */
  readonly ordering: boolean;
  /** True where a DEFAULT value was written out, which DER forbids (X.690 §11.5). */
  readonly explicitDefault: boolean;
  /** INTEGER content octets; null where absent or broken. */
  readonly nonce: Uint8Array | null;
  /** The name that the TSA gives itself; null where absent or broken. */
  readonly tsa: GeneralName | null;
  /** In their order. */
  readonly extensions: readonly TspExtension[];
  /** Why a field is null that has to be there, by the rule that judges it. */
  readonly defects: ReadonlyMap<RuleId, DerError | LimitError>;
}

/**
 * TSTInfo ::= SEQUENCE { version INTEGER { v1(1) }, policy TSAPolicyId, messageImprint MessageImprint,
 * serialNumber INTEGER, genTime GeneralizedTime, accuracy Accuracy OPTIONAL, ordering BOOLEAN DEFAULT FALSE,
 * nonce INTEGER OPTIONAL, tsa [0] GeneralName OPTIONAL, extensions [1] IMPLICIT Extensions OPTIONAL } (RFC 3161 §2.4.2).
 *
 * `bytes` are the octets of eContent. Throws nothing.
 */
export function decodeTstInfo(bytes: Uint8Array): TstInfo {
  const defects = new Map<RuleId, DerError | LimitError>();
  const attempt = <T>(rule: RuleId, read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DerError || error instanceof LimitError)) throw error;
      if (!defects.has(rule)) defects.set(rule, error);
      return null;
    }
  };

  const outer = new Cursor(bytes);
  const opened = attempt('tst.version', () => {
    const inner = outer.sequence('TSTInfo');
    outer.finish('TSTInfo');
    return inner;
  });
  const cursor = opened ?? new Cursor(new Uint8Array(0));

  const version = attempt('tst.version', () => cursor.small('version'));
  const policy = attempt('tst.policy', () => cursor.oid('policy'));
  const messageImprint = attempt('imprint.algorithm', () => decodeMessageImprint(cursor));
  const serialNumber = attempt('tst.serial', () => cursor.integer('serialNumber'));
  const genTime = attempt('tst.gen-time', () => decodeGenTime(cursor));
  const accuracy = attempt('tst.accuracy', () => (cursor.peek() === Tag.SEQUENCE ? decodeAccuracy(cursor) : null));
  const ordering = attempt('tst.version', () => (cursor.peek() === Tag.BOOLEAN ? cursor.boolean('ordering') : null));
  const nonce = attempt('response.nonce', () => (cursor.peek() === Tag.INTEGER ? cursor.integer('nonce') : null));
  const tsa = attempt('tst.tsa', () => {
    const explicit = cursor.enterIf(contextConstructed(0), 'tsa');
    const name = explicit ? decodeGeneralName(explicit, 'tsa') : null;
    explicit?.finish('tsa');
    return name;
  });
  const extensions = attempt('tst.extensions', () => decodeExtensions(cursor, 1)) ?? [];
  attempt('tst.version', () => cursor.finish('TSTInfo'));

  return {
    version,
    policy,
    messageImprint,
    serialNumber,
    genTime,
    accuracy,
    ordering: ordering ?? false,
    explicitDefault: ordering === false,
    nonce,
    tsa,
    extensions,
    defects,
  };
}

function decodeGenTime(cursor: Cursor): ExactTime {
  const start = cursor.position;
  const time = parseGeneralizedTime(cursor.content(Tag.GENERALIZED_TIME, 'genTime'));
  if (time === null) throw new DerError('genTime is not YYYYMMDDhhmmss[.s…]Z', start);
  return time;
}
