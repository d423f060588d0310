import { limits } from '../core/der/limits.ts';

/**
 * What a terminal or a reader's eye could take for something else: controls (C0, DEL, C1, so every ANSI sequence), format
 * characters (bidirectional controls, zero-width ones, tags), lone surrogates, line and paragraph separators, private and
 * unassigned code points.
 */
const unsafe = () => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** More combining marks on one letter than any script stacks: they would paint over neighbouring lines. */
const stacked = () => /(\p{M}{4})\p{M}+/gu;

/**
 * Printable ASCII, kana and kanji, as nearly always: the expressions above, made when needed, take a millisecond to set up and
 * ten times as long on each text.
 */
const plain = /^[ -~\u3041-\u3096\u30a1-\u30fc\u00c0-\u017f\u4e00-\u9fef]*$/;
const plainLines = /^[\n -~\u3041-\u3096\u30a1-\u30fc\u00c0-\u017f\u4e00-\u9fef]*$/;

/**
 * Text from a token, certificate, server or file name, made safe to show: unsafe characters as `\u{…}`, on one line, at most
 * `limit` UTF-16 units of the original with a note of how many were left out.
 */
export function escapeText(text: string, limit: number = limits.shownText): string {
  const shown = text.length > limit ? text.slice(0, limit) : text;
  const escaped = plain.test(shown) ? shown : shown.replace(unsafe(), codePoint).replace(stacked(), '$1…');
  return text.length > limit ? `${escaped}… (+${text.length - limit})` : escaped;
}

/** The same value as JSON whose text holds no character that a terminal could obey: they stand as `\uXXXX`. */
export function escapeJson(json: string): string {
  if (plainLines.test(json)) return json;
  return json.replace(unsafe(), (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
