import { isBer } from '../cms/attributes.ts';
import { decodeContentInfo, idSignedData } from '../cms/content-info.ts';
import { decodeSignedData, type SignedData } from '../cms/signed-data.ts';
import { unarmor } from '../der/armor.ts';
import { Cursor } from '../der/cursor.ts';
import { DerError, LimitError } from '../der/errors.ts';
import { limits } from '../der/limits.ts';
import { contextConstructed, Tag } from '../der/tags.ts';
import { TstError } from '../verdict/errors.ts';
import { decodeResponse, type TimeStampResp } from './response.ts';
import { decodeTstInfo, idCtTstInfo, type TstInfo } from './tst-info.ts';

/** A file that held a time-stamp response or a bare token, decoded and not yet judged. */
export interface TokenFile {
  /** The message as it came, without PEM or Base64 around it. */
  readonly bytes: Uint8Array;
  /** The response around the token; null for a bare token. */
  readonly response: TimeStampResp | null;
  /** The ContentInfo's type; null where a response has no token. */
  readonly contentType: string | null;
  /** Null where there is no token, or one of another type. */
  readonly signedData: SignedData | null;
  /** Null where there is no TSTInfo to read: no token, another eContentType, or no eContent. */
  readonly tstInfo: TstInfo | null;
  /** True where the message was BER and had to be rewritten before reading. */
  readonly ber: boolean;
}

/**
 * Reads a TimeStampResp or TimeStampToken, told apart by structure (RFC 3161 §2.4.2: a response starts with a
 * PKIStatusInfo, a token with its content type), in DER, BER, PEM or Base64.
 *
 * Throws TstError `token-unreadable` for anything else and for trailing bytes, with the offset and the reason.
 */
export async function readToken(input: Uint8Array): Promise<TokenFile> {
  if (input.length > limits.tokenBytes) throw refused('larger than 1 MiB');
  // Of octets of its own: what was decoded must stay what is signed, whatever the caller reads into the same memory next.
  const bytes = unarmor(new Uint8Array(input));
  if (bytes === null) throw refused('neither DER, PEM nor Base64');
  try {
    return await rewriteAttributes(decodeToken(bytes));
  } catch (error) {
    if (!(error instanceof DerError && error.ber)) throw unreadable(error);
  }
  // Only BER needs asn1js: loading it costs more than judging a token.
  const { normaliseBer } = await import('../der/ber.ts');
  try {
    return await rewriteAttributes({ ...decodeToken(normaliseBer(bytes, keptAsReceived)), bytes, ber: true });
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Signed attributes in BER stay as they came, for the signature may be over these octets; to be read, and because RFC 5652
 * §5.4 wants the signature over their DER, they are re-encoded as well. What is no BER either is left to the rule on them.
 */
async function rewriteAttributes(file: TokenFile): Promise<TokenFile> {
  const { signedData } = file;
  if (signedData === null) return file;
  const [signer, ...others] = signedData.signerInfos;
  if (!signer?.signedAttrs || !isBer(signer.signedAttrs)) return file;
  const { normaliseBer } = await import('../der/ber.ts');
  try {
    const rewrittenAttrs = normaliseBer(signer.signedAttrs, () => false);
    return { ...file, signedData: { ...signedData, signerInfos: [{ ...signer, rewrittenAttrs }, ...others] } };
  } catch (error) {
    if (error instanceof DerError) return file;
    throw error;
  }
}

/** As {@link readToken}, for DER only and without waiting. Throws DerError (`ber` set where rewriting may help), LimitError. */
export function decodeToken(bytes: Uint8Array): TokenFile {
  const outer = new Cursor(bytes);
  const response = startsWithSequence(bytes) ? decodeResponse(outer) : null;
  const token = response ? response.token : outer.raw('TimeStampToken');
  outer.finish(response ? 'TimeStampResp' : 'TimeStampToken');
  if (token === null) return { bytes, response, contentType: null, signedData: null, tstInfo: null, ber: false };

  const { contentType, content } = decodeContentInfo(new Cursor(bytes, token.byteOffset - bytes.byteOffset));
  if (contentType !== idSignedData)
    return { bytes, response, contentType, signedData: null, tstInfo: null, ber: false };
  const signedData = decodeSignedData(content);
  content.finish('SignedData');
  const readable = signedData.eContentType === idCtTstInfo && signedData.eContent !== null;
  const tstInfo = readable ? decodeTstInfo(signedData.eContent) : null;
  return { bytes, response, contentType, signedData, tstInfo, ber: false };
}

/** TimeStampResp ::= SEQUENCE { SEQUENCE …; ContentInfo ::= SEQUENCE { OBJECT IDENTIFIER …. */
function startsWithSequence(bytes: Uint8Array): boolean {
  return new Cursor(bytes).sequence('TimeStampResp or TimeStampToken').peek() === Tag.SEQUENCE;
}

/**
 * What is hashed or judged as it came, so that rewriting leaves it alone: the elements of SignedData.certificates [0] and
 * crls [1], and SignerInfo.signedAttrs [0]. Paths of identifier octets, from ContentInfo down.
 */
function keptAsReceived(path: readonly number[]): boolean {
  const fromToken = path[1] === Tag.SEQUENCE ? path.slice(1) : path;
  const [, , , field] = fromToken;
  if (fromToken.length === 5) return field === contextConstructed(0) || field === contextConstructed(1);
  return fromToken.length === 6 && field === Tag.SET && fromToken[5] === contextConstructed(0);
}

function unreadable(error: unknown): unknown {
  if (error instanceof DerError) return refused(error.message, error.offset);
  if (error instanceof LimitError) return refused(error.message);
  return error;
}

function refused(reason: string, offset = 0): TstError {
  return new TstError('token-unreadable', { reason, offset });
}
