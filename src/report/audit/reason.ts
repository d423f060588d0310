import type { AuditRow } from '../../core/verdict/audit.ts';
import { type Code, codes } from '../../core/verdict/codes.ts';
import { type ErrorCode, errorCodes } from '../../core/verdict/errors.ts';
import { type Catalogue, errorWords, messageOf, say } from '../catalogue.ts';
import { escapeText } from '../escape.ts';
import { hintWords } from '../json.ts';
import type { AuditWords } from './words.ts';

/** Why a line is as it is, and what to do next; both are safe to show. */
export interface Reason {
  readonly message: string;
  readonly hint: string;
}

/** Reason and hint of a line that is not VALID, and of a VALID one that has expired or soon does; null: nothing is to be said. */
export function reasonOf(row: AuditRow, catalogue: Catalogue, words: AuditWords): Reason | null {
  const { kind, code, check, facts } = row;
  if (kind !== 'token') return inserted(words.orphans[kind], {}, catalogue);
  if (code === null) return row.expiry === null ? null : expiryReason(row, row.expiry, catalogue, words);
  // Some words are codes of both tables; which of them is meant shows in whether anything was judged.
  const judged = row.checks.length > 0 ? isCode(code) : !isErrorCode(code);
  if (!judged) return errorWords(catalogue, code as ErrorCode, facts);
  const message = say(catalogue, messageOf(catalogue, code as Code, facts, check).text, facts);
  return { message, hint: hintWords(code as Code, check ?? 'signature', facts, catalogue) };
}

/** The statements of all warnings of a line, each with its code and with what it is about. */
export function warningsOf({ warnings }: AuditRow, catalogue: Catalogue): string[] {
  return warnings.map(({ code, object, facts }) => {
    const message = say(catalogue, messageOf(catalogue, code, facts).text, facts);
    return `[${code}] ${message}${object === null ? '' : ` — ${escapeText(object)}`}`;
  });
}

/** What a code means in general: parts that need a fact are left out, or stand as `…` where the sentence needs them. */
export function codeText(code: Code | ErrorCode, catalogue: Catalogue): string {
  const text = (
    Object.hasOwn(catalogue.codes, code) ? catalogue.codes[code as Code] : catalogue.errors[code as ErrorCode]
  ).text;
  return text.replace(/\[[^\]]*\]/g, '').replace(/\{\w+\}/g, '…');
}

function expiryReason(
  { stated }: AuditRow,
  expiry: 'expired' | 'expiring',
  catalogue: Catalogue,
  words: AuditWords,
): Reason {
  const notAfter = stated?.expires ?? null;
  return inserted(words.expiry[expiry], notAfter === null ? {} : { notAfter }, catalogue);
}

function inserted(
  { text, hint }: { readonly text: string; readonly hint: string },
  facts: Readonly<Record<string, number>>,
  catalogue: Catalogue,
): Reason {
  return { message: say(catalogue, text, facts), hint: say(catalogue, hint, facts) };
}

function isCode(code: string): code is Code {
  return Object.hasOwn(codes, code);
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
