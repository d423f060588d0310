import type { CertificateStanding } from '../core/verdict/judgement.ts';
import type { SourceLine } from '../core/verdict/source-line.ts';
import { type Catalogue, messageOf, say } from './catalogue.ts';
import { escapeText } from './escape.ts';
import { rfc3339 } from './time.ts';

/** Every source that was tried, one line per certificate and source: what it said, whether it counted, and why not. */
export function sourceLines(standings: readonly CertificateStanding[], catalogue: Catalogue): string[] {
  return standings.flatMap(({ object, status, sources }) => {
    if (sources.length === 0) return [];
    const head = `    ${catalogue.statuses[status]}  ${escapeText(object)}`;
    return [head, ...sources.map((source) => `      ${sourceLine(source, catalogue)}`)];
  });
}

function sourceLine({ kind, url, thisUpdate, says, counts, code, facts }: SourceLine, catalogue: Catalogue): string {
  const { words, sources } = catalogue;
  const place = url === null ? words.givenSource : escapeText(url);
  const date = thisUpdate === null ? '' : ` (${rfc3339(thisUpdate) ?? '?'})`;
  const said = `${sources.kinds[kind]} ${place}${date}: ${sources.says[says]}`;
  if (counts || code === null) return said;
  return `${said} — ${words.notCounted} [${code}] ${say(catalogue, messageOf(catalogue, code, facts).text, facts)}`;
}
