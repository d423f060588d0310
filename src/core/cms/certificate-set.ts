import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { contextConstructed, Tag } from '../der/tags.ts';
import { decodeContentInfo, idSignedData } from './content-info.ts';

/** One element of a CertificateSet, as its whole DER value: ESSCertIDs may name any of them. */
export interface CertificateChoice {
  /** Which choice of CertificateChoices; `unknown` for none. */
  readonly kind: 'certificate' | 'extended' | 'attribute-v1' | 'attribute-v2' | 'other' | 'unknown';
  /** The whole value; for `certificate` what `decodeCertificate` reads. */
  readonly bytes: Uint8Array;
}

/**
 * CertificateSet ::= SET OF CertificateChoices; CertificateChoices ::= CHOICE { certificate Certificate,
 * extendedCertificate [0], v1AttrCert [1], v2AttrCert [2], other [3] } (RFC 5652 §10.2.2, §10.2.3). The cursor stands inside
 * the set. Unknown choices, and what is none (`unknown`), are passed over, never refused. Throws DerError, LimitError.
 */
export function decodeCertificateSet(cursor: Cursor): CertificateChoice[] {
  const choices: CertificateChoice[] = [];
  while (!cursor.atEnd) {
    if (choices.length === limits.certificatesPerSet) throw new LimitError('certificatesPerSet');
    const kind = kinds.get(cursor.peek()) ?? 'unknown';
    choices.push({ kind, bytes: cursor.raw('CertificateChoices') });
  }
  return choices;
}

/**
 * The octets of an element as a hash may cover them: as it stands, and for an attribute certificate also with the SEQUENCE
 * tag that it has outside the set, where [1] or [2] stands for it (RFC 5652 §10.2.2, RFC 5035 §5.4).
 */
export function hashableForms({ kind, bytes }: CertificateChoice): Uint8Array[] {
  if (kind !== 'attribute-v1' && kind !== 'attribute-v2') return [bytes];
  const untagged = Uint8Array.from(bytes);
  untagged[0] = Tag.SEQUENCE;
  return [bytes, untagged];
}

const kinds = new Map<number, CertificateChoice['kind']>([
  [Tag.SEQUENCE, 'certificate'],
  [contextConstructed(0), 'extended'],
  [contextConstructed(1), 'attribute-v1'],
  [contextConstructed(2), 'attribute-v2'],
  [contextConstructed(3), 'other'],
]);

/**
 * The certificates of a certs-only message (RFC 5652 §5, RFC 5280 §4.2.2.1 for caIssuers): a SignedData without signers,
 * DER. Each as its DER bytes. Throws DerError, LimitError.
 */
export function decodeCertificateBundle(bytes: Uint8Array): Uint8Array[] {
  const outer = new Cursor(bytes);
  const { contentType, content } = decodeContentInfo(outer);
  outer.finish('ContentInfo');
  if (contentType !== idSignedData) throw new DerError('no SignedData', 0);
  const signedData = content.sequence('SignedData');
  signedData.small('version');
  signedData.set('digestAlgorithms');
  signedData.sequence('encapContentInfo');
  const set = signedData.enterIf(contextConstructed(0), 'certificates');
  if (!set) return [];
  return decodeCertificateSet(set).flatMap(({ kind, bytes: der }) => (kind === 'certificate' ? [der] : []));
}
