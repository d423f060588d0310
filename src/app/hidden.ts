/** Characters in a row that give a part of a secret away; a shorter piece is in every other text. */
const telling = 8;

/** Shorter values are in every other text as a whole, and to blot them out would tell them. */
const shortest = 4;

/** Characters of one value that are looked for; a longer one, such as a token, is known by its beginning. */
const longest = 4096;

/** Values to be kept out of texts, in every form in which they travel. Letters count without regard to case. */
export class Hidden {
  readonly #mask: string;
  /** Whole forms, long ones first, so that none is found inside another. */
  #forms: readonly string[] = [];
  /** Every `telling` characters of every form. */
  readonly #pieces = new Set<string>();

  constructor(mask: string) {
    this.#mask = mask;
  }

  add(value: string): void {
    if (value.length < shortest) return;
    const forms = formsOf(value.slice(0, longest)).map(fold);
    this.#forms = [...new Set([...this.#forms, ...forms])].sort((a, b) => b.length - a.length);
    for (const form of forms) {
      for (let at = 0; at + telling <= form.length; at++) this.#pieces.add(form.slice(at, at + telling));
    }
  }

  /** Without the forms of `telling` characters or more. */
  whole(text: string): string {
    return this.#without(text, (folded, hide) => {
      for (const form of this.#forms) if (form.length >= telling) everyPlace(folded, form, hide);
    });
  }

  /** Without any form, and without any piece of one. */
  parts(text: string): string {
    return this.#without(text, (folded, hide) => {
      for (const form of this.#forms) everyPlace(folded, form, hide);
      for (let at = 0; at + telling <= folded.length; at++) {
        if (this.#pieces.has(folded.slice(at, at + telling))) hide(at, telling);
      }
    });
  }

  #without(text: string, search: (folded: string, hide: (at: number, length: number) => void) => void): string {
    if (this.#forms.length === 0) return text;
    const covered = new Uint8Array(text.length);
    let found = false;
    search(fold(text), (at, length) => {
      covered.fill(1, at, at + length);
      found = true;
    });
    if (!found) return text;
    let shown = '';
    for (let at = 0; at < text.length; at++) {
      if (covered[at] === 0) shown += text[at];
      else if (at === 0 || covered[at - 1] === 0) shown += this.#mask;
    }
    return shown;
  }
}

function everyPlace(text: string, form: string, hide: (at: number, length: number) => void): void {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) hide(at, form.length);
}

/** ASCII alone, so that every place stays where it is. */
function fold(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** As it is, and as it stands in JSON, HTML, URLs, forms, Base64 and hexadecimal. */
function formsOf(value: string): string[] {
  const octets = Buffer.from(value, 'utf8');
  const url = encodeURIComponent(value.toWellFormed());
  const html = value.replace(/[&<>"']/g, (character) => htmlNames[character]!);
  return [
    value,
    // As header fields come back: one character for each octet.
    octets.toString('latin1'),
    JSON.stringify(value).slice(1, -1),
    html,
    html.replaceAll('&#39;', '&#x27;'),
    url,
    url.replaceAll('%20', '+'),
    ...inBase64(octets),
    octets.toString('hex'),
  ].filter((form) => form.length >= shortest);
}

const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Base64 of the octets alone and, in three cases, wherever they stand in what is encoded: without the characters at the ends that
 * other octets have a part in. In both alphabets (RFC 4648 §4, §5).
 */
function inBase64(octets: Buffer): string[] {
  const inside = [0, 1, 2].map((before) => {
    const text = unpadded(Buffer.concat([Buffer.alloc(before), octets]));
    return text.slice(before === 0 ? 0 : before + 1, (before + octets.length) % 3 === 0 ? undefined : -1);
  });
  return [unpadded(octets), ...inside].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function unpadded(octets: Buffer): string {
  return octets.toString('base64').replace(/=+$/, '');
}
