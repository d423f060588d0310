import type { Cursor } from '../der/cursor.ts';
import { contextConstructed } from '../der/tags.ts';

export const idSignedData = '1.2.840.113549.1.7.2';

/** A CMS message by its type; `content` stands inside the explicit tag. */
export interface ContentInfo {
  readonly contentType: string;
  readonly content: Cursor;
}

/**
 * ContentInfo ::= SEQUENCE { contentType ContentType, content [0] EXPLICIT ANY DEFINED BY contentType } (RFC 5652 §3).
 * Throws DerError.
 */
export function decodeContentInfo(outer: Cursor): ContentInfo {
  const cursor = outer.sequence('ContentInfo');
  const contentType = cursor.oid('contentType');
  const content = cursor.enter(contextConstructed(0), 'content');
  cursor.finish('ContentInfo');
  return { contentType, content };
}
