import type { Facts } from '../../verdict/findings.ts';
import type { TstList } from './list.ts';

/**
 * What is wrong with a list as the successor of another one of the same origin: it is older, or it has forgotten something without
 * being newer. Null where nothing is. Who could show an old list would hide what was revoked since.
 */
export function rollbackProblem(before: TstList, after: TstList): Facts | null {
  if (before.sha256 === after.sha256) return null;
  if (before.number !== null) {
    if (after.number === null) return { reason: 'number-gone', before: `${before.number}` };
    if (after.number < before.number) {
      return { reason: 'number-backwards', before: `${before.number}`, after: `${after.number}` };
    }
  }
  if (before.thisUpdate !== null) {
    if (after.thisUpdate === null) return { reason: 'date-gone', thisUpdate: before.thisUpdate };
    if (after.thisUpdate < before.thisUpdate) return { reason: 'date-backwards', thisUpdate: after.thisUpdate };
  }
  // By now it isn't less.
  const isNewer = before.number !== null && after.number !== before.number;
  if (isNewer) return null;
  return before.entries.missingFrom(after.entries) === null ? null : { reason: 'entries-gone' };
}
