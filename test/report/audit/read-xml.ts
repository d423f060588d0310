import assert from 'node:assert/strict';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads XML 1.0 without doctype, comments or CDATA, and refuses all that a strict reader would. */
export function readXml(document: string): Element {
  // XML 1.0 (fifth edition), production [2].
  assert.doesNotMatch(
    document,
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u,
    'a character that XML has not',
  );
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  assert.notEqual(body, document, 'no declaration');
  const part = /<(\/?)([a-z]+)((?: [a-zA-Z0-9]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  while (part.lastIndex < body.length) {
    const at = part.lastIndex;
    const match = part.exec(body) ?? assert.fail(`not well-formed at ${JSON.stringify(body.slice(at, at + 80))}`);
    const [, closing, name, written, empty, text] = match;
    const parent = open.at(-1)!;
    if (text !== undefined) {
      assert.ok(!text.includes(']]>'));
      parent.text += resolved(text);
    } else if (closing) {
      assert.equal(open.pop()!.name, name, 'closed in the wrong order');
      assert.equal(written, '');
    } else {
      const pairs = [...written!.matchAll(/ ([a-zA-Z0-9]+)="([^"]*)"/g)].map(
        (one) => [one[1]!, resolved(one[2]!)] as const,
      );
      assert.equal(new Set(pairs.map(([key]) => key)).size, pairs.length, 'an attribute twice');
      const element = { name: name!, attributes: Object.fromEntries(pairs), children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  assert.equal(open.length, 1, 'not closed');
  assert.equal(top.children.length, 1, 'one root');
  return top.children[0]!;
}

function resolved(text: string): string {
  return text.replace(/&(\w*)(;?)/g, (whole, entity: string, end: string) => {
    assert.ok(end === ';' && Object.hasOwn(named, entity), `not an entity: ${whole}`);
    return named[entity]!;
  });
}
