import type { Content } from '../ports.ts';
import type { CodeKind } from './kinds.ts';
import { has } from './octets.ts';

/** Octets at either end in which a signature of a script is looked for; one with its chain and time-stamp has under 20 KiB. */
const endBytes = 128 << 10;

/** Scripts that name their interpreter, whatever follows (it may be an archive), and those that carry a signature. */
export function scriptOf(content: Content): CodeKind | null {
  const head = Buffer.from(content.at(0, endBytes));
  const wide = has(head, '\xff\xfe') || has(head, '\xfe\xff');
  const text = textOf(head, wide);
  if (/^#![ \t]*\//.test(text.slice(0, 128))) return 'script';
  // A PDF is no script, and may hold the text of one; so may anything else that is no text.
  if (has(head, '%PDF-') || text.includes('\0')) return null;
  const tail = content.size <= endBytes ? '' : textOf(content.at(content.size - endBytes, endBytes), wide);
  return signature.test(text) || signature.test(tail) ? 'signed-script' : null;
}

/** Octets as characters; of UTF-16, which old editors save scripts in, those of Latin letters. Without the byte order mark. */
function textOf(bytes: Uint8Array, wide: boolean): string {
  const characters = Buffer.from(bytes).toString('latin1');
  return wide ? characters.slice(2).replaceAll('\0', '') : characters.replace(/^\xef\xbb\xbf/, '');
}

/**
 * The block that Windows appends to a script: its first line, and after that one of Base64, each in the comment's form of the
 * language: PowerShell, JavaScript, VBScript, WSF, XML, MOF. A text about such blocks has no signature below that line.
 */
const signature =
  /^(?:#|\/\/|''|\*\*|<!--|\/\*) SIG (?:#|\/\/|''|\*\*) Begin signature block(?: -->| \*\/)?\r?\n(?:#|\/\/|''|\*\*|<!--|\/\*) (?:SIG (?:\/\/|''|\*\*) )?MI[A-Za-z0-9+/]{16}/m;
