import type { Audit, AuditRow, AuditSummary } from '../../core/verdict/audit.ts';
import { type Catalogue, fill } from '../catalogue.ts';
import { escapeText } from '../escape.ts';
import { wordsOf } from '../reasons.ts';
import { reasonOf } from './reason.ts';
import { statusOf, unreadOf } from './status.ts';
import { overallLine } from './text.ts';
import type { AuditWords } from './words.ts';

/** Annotations of each kind that GitHub shows for a step. */
const mostShown = 10;

/** Characters of a file's name or of a message at most. */
const textLength = 4096;

/**
 * Commands for the log of a GitHub workflow: an error for each of the first ten INVALID lines, a warning for each of the first ten
 * that are INDETERMINATE, orphans or folders that could not be looked into, and a line of counts. What comes from files stands in commands alone, where it is escaped; the
 * last line has none of it, so that no name can begin a command of its own (`::` at its begin, `##[` anywhere in a line).
 */
export function* githubReport(audit: Audit, sha256: string, catalogue: Catalogue, words: AuditWords): Iterable<string> {
  const { run, summary } = audit;
  const unread = unreadOf(summary);
  const left = {
    error: Math.min(mostShown, summary.invalid),
    warning: Math.min(mostShown, summary.indeterminate + summary.orphanData + summary.orphanTokens),
    unread: Math.min(mostShown, unread.length),
  };
  const told = { error: left.error, warning: left.warning };
  for (const row of left.error + left.warning === 0 ? [] : audit.failures()) {
    const level = row.verdict === 'INVALID' ? 'error' : 'warning';
    if (left[level] > 0) {
      left[level]--;
      yield command(level, row, catalogue, words);
    }
    if (left.error + left.warning === 0) break;
  }
  for (const one of unread.slice(0, left.unread)) yield unreadCommand(one, catalogue, words);
  const all = summary.invalid + summary.indeterminate + summary.orphanData + summary.orphanTokens;
  const rest = all + unread.length - told.error - told.warning - left.unread;
  if (rest > 0) yield `${fill(words.more, { count: rest }, false)}\n`;
  const named = `${words.run} ${run.id} (tst ${run.version}); ${words.resultSha256} ${sha256}`;
  yield `${overallLine(audit, catalogue, words, null)}; ${named}\n`;
}

function command(level: 'error' | 'warning', row: AuditRow, catalogue: Catalogue, words: AuditWords): string {
  const { message, hint } = reasonOf(row, catalogue, words)!;
  const file = escapeText((row.data ?? row.token)?.text ?? '', textLength);
  const title = `${words.statuses[statusOf(row)]}${row.code === null ? '' : ` [${row.code}]`}`;
  const object = row.object === null ? '' : ` (${escapeText(row.object)})`;
  const text = `${file}: ${message}${object}\n${catalogue.words.hint}: ${hint}`;
  return `::${level} file=${property(file)},title=${property(title)}::${data(text)}\n`;
}

function unreadCommand(
  { name, reason }: AuditSummary['passedOver'][number],
  catalogue: Catalogue,
  words: AuditWords,
): string {
  const file = escapeText(name.text, textLength);
  const text = `${file}: ${escapeText(wordsOf(reason, catalogue.reasons))}`;
  return `::warning file=${property(file)},title=${property(words.statuses.indeterminate)}::${data(text)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
