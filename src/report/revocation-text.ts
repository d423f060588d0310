import type { CertificateStanding, TstStanding } from '../core/verdict/judgement.ts';
import type { SourceLine } from '../core/verdict/source-line.ts';
import type { PageChange, TstSourceLine } from '../core/verdict/tst-source-line.ts';
import { type Catalogue, messageOf, say } from './catalogue.ts';
import { escapeText } from './escape.ts';
import { rfc3339 } from './time.ts';

/**
 * Each certificate of the path with every source that was tried, one line per source: what it said, whether it counted, and why not.
 * What told of another certificate of the path is shown there alone, and what is about others only where nothing else decided.
 */
export function standingLines(standings: readonly CertificateStanding[], catalogue: Catalogue): string[] {
  const useful = new Set(
    standings.flatMap(({ sources }) => sources.filter(({ counts }) => counts).map(({ sha256 }) => sha256)),
  );
  const isOfAnother = ({ counts, facts }: SourceLine) =>
    !counts && (facts.reason === 'other-certificate' || facts.reason === 'other-issuer');
  const reached = standings.filter(({ code }) => code !== 'not-reached');
  return reached.flatMap(({ object, status, code, sources }) => {
    const cause = code === null ? '' : ` [${code}]`;
    const isDecided = sources.some(({ counts }) => counts);
    const shown = sources.filter((source) => !isOfAnother(source) || !(isDecided || useful.has(source.sha256)));
    const lines = shown.map((source) => sourceLine(source, catalogue));
    return [
      `    ${catalogue.statuses[status]}  ${escapeText(object)}${cause}`,
      ...lines.map((line) => `      ${line}`),
    ];
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

/** Every list of revoked tokens that was looked into, and what is different on a page that was reviewed. */
export function listLines({ sources, change }: TstStanding, catalogue: Catalogue): string[] {
  const lines = sources.map((source) => `    ${listLine(source, catalogue)}`);
  return change === null ? lines : [...lines, ...changeLines(change).map((line) => `      ${line}`)];
}

function listLine({ name, origin, fetchedAt, says, counts, code, facts }: TstSourceLine, catalogue: Catalogue): string {
  const { words, lists } = catalogue;
  const place = origin === null || origin === name ? escapeText(name) : `${escapeText(name)}, ${escapeText(origin)}`;
  const date = fetchedAt === null ? '' : ` (${rfc3339(fetchedAt) ?? '?'})`;
  const said = `${words.list} ${place}${date}: ${lists[says]}`;
  if (counts || code === null) return said;
  return `${said} — ${words.notCounted} [${code}] ${say(catalogue, messageOf(catalogue, code, facts).text, facts)}`;
}

/** Lines of a page shown at most; all of them are in the JSON. */
const shownChanges = 20;

function changeLines({ linesAdded, linesRemoved, linksAdded, linksRemoved, documentsChanged }: PageChange): string[] {
  const marked = (mark: string, texts: readonly string[]) => texts.map((text) => `${mark} ${escapeText(text)}`);
  const all = [
    ...marked('-', [...linesRemoved, ...linksRemoved]),
    ...marked('+', [...linesAdded, ...linksAdded]),
    ...marked('~', documentsChanged),
  ];
  return all.length <= shownChanges ? all : [...all.slice(0, shownChanges), '…'];
}
