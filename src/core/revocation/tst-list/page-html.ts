import { TextDecoder } from 'node:util';
import { compile, selectAll } from 'css-select';
import { Parser, type TreeAdapter } from 'parse5';
import { adapter, type Htmlparser2TreeAdapterMap } from 'parse5-htmlparser2-tree-adapter';
import { limits } from '../../der/limits.ts';
import { type PageAnswer, type PageFormat, type PageReading, TstPageError } from './page.ts';

type Map5 = Htmlparser2TreeAdapterMap;
type Element = Map5['element'];
type Node = Map5['node'];

/**
 * Text and links of the watched regions, by version 1 of the extraction (`docs/page-extraction.md`). HTML is read as browsers read it
 * (WHATWG), or a page could show people what this doesn't see.
 */
export function extractRegions(
  answer: PageAnswer,
  { regions, documents, encoding = 'utf-8' }: PageFormat,
): Pick<PageReading, 'regions' | 'links' | 'wanted'> {
  const document = parse(decode(answer, encoding));
  const found = new Set<Element>();
  const texts = regions.map((selector) => {
    const all = select(selector, document);
    // An element stands before those inside it, and so is chosen before them.
    const own = all.filter((one) => !liesWithin(one, found) && found.add(one));
    const text = own.map(textOf).join('\n');
    // A region that a script fills, or that an error page has too, is always the same and says nothing.
    const isEmpty = own.length > 0 && text.trim() === '' && own.every((one) => linkedFrom(one).length === 0);
    if (all.length === 0 || isEmpty) throw new TstPageError('page-region-missing', { selector });
    return text;
  });
  const base = baseOf(document, answer.url);
  const chosen = [...found];
  const links = chosen.flatMap((region) => linkedFrom(region).map(({ target }) => resolved(target, base)));
  if (links.length > limits.pageLinks) throw unreadable('page-too-many-links');
  const wanted = documents === null ? [] : documentsOf(chosen, select(documents, document), base);
  return { regions: texts, links, wanted };
}

function unreadable(reason: string): TstPageError {
  return new TstPageError('list-unreadable', { reason });
}

/** The page's text: by its byte order mark, as the server says, as the page says, or as the profile does. */
function decode({ bytes, contentType }: PageAnswer, encoding: string): string {
  const start = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  const mark = start.startsWith('\xef\xbb\xbf') ? 'utf-8' : /^(?:\xff\xfe|\xfe\xff)/.test(start) ? 'utf-16' : undefined;
  const labelIn = (text: string | null | undefined) => text && /charset\s*=\s*["']?([\w.:-]+)/i.exec(text)?.[1];
  const said = labelIn(contentType) || labelIn(/<meta[^>]+charset[^>]*>/i.exec(start)?.[0]);
  const name = mark === 'utf-16' ? (start[0] === '\xff' ? 'utf-16le' : 'utf-16be') : (mark ?? (said || encoding));
  try {
    return new TextDecoder(name).decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw unreadable('page-encoding');
  }
}

/** Reads HTML under limits on what its repairs can make of it. */
function parse(html: string): Map5['document'] {
  let made = 0;
  let depth = 0;
  let bodies = 0;
  const count = () => {
    if (++made > limits.pageElements) throw unreadable('page-too-large');
  };
  const bounded: TreeAdapter<Map5> = {
    ...adapter,
    createElement(...words) {
      count();
      return adapter.createElement(...words);
    },
    createCommentNode(text) {
      count();
      return adapter.createCommentNode(text);
    },
    adoptAttributes(element, attributes) {
      if (++bodies > limits.pageBodies) throw unreadable('page-too-large');
      adapter.adoptAttributes(element, attributes);
    },
    onItemPush() {
      if (++depth > limits.pageDepth) throw unreadable('page-too-deep');
    },
    onItemPop() {
      depth--;
    },
  };
  return Parser.parse(html, { treeAdapter: bounded, scriptingEnabled: false });
}

function select(selector: string, document: Map5['document']): Element[] {
  let query: ReturnType<typeof compile<Node, Element>>;
  try {
    query = compile<Node, Element>(selector);
  } catch (error) {
    throw new RangeError(`not a CSS selector: ${selector}`, { cause: error });
  }
  return selectAll<Node, Element>(query, document);
}

/** True for one of the regions, and for what is inside one: by climbing, for a page may have tens of thousands of regions. */
function liesWithin(element: Element, regions: ReadonlySet<Element>): boolean {
  for (let node: Map5['parentNode'] | null = element; node !== null; node = node.parent) {
    if (adapter.isElementNode(node) && regions.has(node)) return true;
  }
  return false;
}

const silent = new Set(['script', 'style', 'template']);
/** Elements that stay within their line; all others begin and end one. */
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);

/** Lines of text: white space is one blank, cells of a table are parted by tabs, and empty lines fall away. */
function textOf(region: Element): string {
  const parts: string[] = [];
  collect(region, parts);
  const lines = parts.join('').normalize('NFC').split('\n');
  const tidy = lines.map((line) =>
    line
      .split('\t')
      .map((cell) => cell.trim())
      .join('\t')
      .trimEnd(),
  );
  return tidy.filter((line) => line !== '').join('\n');
}

function collect(node: Node, parts: string[]): void {
  if (adapter.isTextNode(node)) {
    parts.push(node.data.replace(/\s+/g, ' '));
    return;
  }
  if (!adapter.isElementNode(node) || silent.has(node.name)) return;
  if (node.name === 'img' && node.attribs.alt) parts.push(`[${node.attribs.alt.replace(/\s+/g, ' ')}]`);
  const edge = cells.has(node.name) ? '' : inline.has(node.name) ? '' : '\n';
  parts.push(edge);
  for (const child of node.children) collect(child, parts);
  parts.push(cells.has(node.name) ? '\t' : edge);
}

/** Elements that lead somewhere, with the attribute that says where to. */
const leading: Readonly<Record<string, string>> = {
  a: 'href',
  area: 'href',
  img: 'src',
  iframe: 'src',
  frame: 'src',
  embed: 'src',
  source: 'src',
  object: 'data',
};

function linkedFrom(region: Element): { readonly element: Element; readonly target: string }[] {
  const found: { element: Element; target: string }[] = [];
  const visit = (element: Element) => {
    const attribute = leading[element.name];
    const target = attribute && element.attribs[attribute];
    if (target !== undefined) found.push({ element, target });
    for (const child of element.children) if (adapter.isElementNode(child)) visit(child);
  };
  visit(region);
  return found;
}

/** The documents among the links, each once, without fragments. */
function documentsOf(found: readonly Element[], chosen: readonly Element[], base: string): string[] {
  const named = new Set(chosen);
  const urls = found.flatMap((region) =>
    linkedFrom(region)
      .filter(({ element }) => named.has(element))
      .map(({ target }) => resolved(target, base).replace(/#.*/s, '')),
  );
  return [...new Set(urls)];
}

function baseOf(document: Map5['document'], url: string): string {
  const [base] = select('base[href]', document);
  return base ? resolved(base.attribs.href!, url) : url;
}

/** The address that a link leads to; as it is written where that is none. */
function resolved(target: string, base: string): string {
  return URL.parse(target, base)?.href ?? target;
}
