import type { AuditRow, AuditWarning } from '../../core/verdict/audit.ts';
import type { Code } from '../../core/verdict/codes.ts';
import type { ErrorCode } from '../../core/verdict/errors.ts';
import { type Catalogue, errorWords, messageOf, say } from '../catalogue.ts';
import { hintWords } from '../json.ts';
import { type Both, each } from './html-text.ts';
import type { LineState, Page } from './html-words.ts';

/** Why a line is not valid, and what to do. */
export interface Why {
  readonly reason: string;
  readonly hint: string;
}

export function stateOf({ verdict, kind }: AuditRow): LineState {
  if (kind !== 'token') return kind;
  return verdict === 'VALID' ? 'valid' : verdict === 'INVALID' ? 'invalid' : 'indeterminate';
}

/** Null for what is valid. The words are escaped where they insert something. */
export function whyOf(row: AuditRow, { words, catalogues }: Pick<Page, 'words' | 'catalogues'>): Both<Why> | null {
  const { kind, code } = row;
  if (kind !== 'token') return each((language) => words[language].orphans[kind]);
  if (code === null) return null;
  return each((language) => whyInWords(row, code, catalogues[language]));
}

function whyInWords(row: AuditRow, code: Code | ErrorCode, catalogue: Catalogue): Why {
  const { facts } = row;
  if (row.checks.length === 0) {
    const { message, hint } = errorWords(catalogue, code as ErrorCode, facts);
    return { reason: message, hint };
  }
  const check = row.check ?? 'signature';
  const { text } = messageOf(catalogue, code as Code, facts, check);
  return { reason: say(catalogue, text, facts), hint: hintWords(code as Code, check, facts, catalogue) };
}

export function warningText({ code, facts }: AuditWarning, catalogue: Catalogue): string {
  return say(catalogue, messageOf(catalogue, code, facts).text, facts);
}
