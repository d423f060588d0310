import { Cursor } from '../der/cursor.ts';
import { DerError } from '../der/errors.ts';
import { context, contextConstructed } from '../der/tags.ts';
import { type DistributionPointName, decodeDistributionPointName } from './distribution-point.ts';
import { decodeReasonFlags, type ReasonMask } from './reason.ts';

/** What a CRL says of its own scope. */
export interface IssuingDistributionPoint {
  /** The whole value: a delta has the scope of its base where both are the same octets. */
  readonly der: Uint8Array;
  /** The point that it is the list of; null: of none. */
  readonly name: DistributionPointName | null;
  /** True: it says nothing of CAs. */
  readonly onlyContainsUserCerts: boolean;
  /** True: it says nothing of others. */
  readonly onlyContainsCaCerts: boolean;
  /** Null: all reasons. */
  readonly onlySomeReasons: ReasonMask | null;
  /** True: entries can be of other issuers. */
  readonly indirectCrl: boolean;
  /** True: it says nothing of certificates for keys. */
  readonly onlyContainsAttributeCerts: boolean;
}

/**
 * IssuingDistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, onlyContainsUserCerts [1] BOOLEAN
 * DEFAULT FALSE, onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE, onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4] BOOLEAN
 * DEFAULT FALSE, onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE } (RFC 5280 §5.2.5). Throws DerError.
 */
export function decodeIssuingDistributionPoint(value: Uint8Array): IssuingDistributionPoint {
  const outer = new Cursor(value);
  const cursor = outer.sequence('issuingDistributionPoint');
  outer.finish('issuingDistributionPoint');
  const explicit = cursor.enterIf(contextConstructed(0), 'distributionPoint');
  const name = explicit ? decodeDistributionPointName(explicit) : null;
  const onlyContainsUserCerts = flag(cursor, 1, 'onlyContainsUserCerts');
  const onlyContainsCaCerts = flag(cursor, 2, 'onlyContainsCACerts');
  const onlySomeReasons =
    cursor.peek() === context(3) ? decodeReasonFlags(cursor, context(3), 'onlySomeReasons') : null;
  const indirectCrl = flag(cursor, 4, 'indirectCRL');
  const onlyContainsAttributeCerts = flag(cursor, 5, 'onlyContainsAttributeCerts');
  cursor.finish('issuingDistributionPoint');
  return {
    der: value,
    name,
    onlyContainsUserCerts,
    onlyContainsCaCerts,
    onlySomeReasons,
    indirectCrl,
    onlyContainsAttributeCerts,
  };
}

/** `[n] IMPLICIT BOOLEAN DEFAULT FALSE`; any octet but zero is TRUE, as elsewhere. */
function flag(cursor: Cursor, n: number, what: string): boolean {
  if (cursor.peek() !== context(n)) return false;
  const at = cursor.position;
  const content = cursor.content(context(n), what);
  if (content.length !== 1) throw new DerError(`${what} is no BOOLEAN`, at);
  return content[0] !== 0;
}
