// The few forms of roff's man macros that the manual page needs. Text is never a request, whatever it begins with or holds.

/** Characters that roff, or a man page in UTF-8, would make something else of: a hyphen for a minus, typographic quotes. */
const named: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

/** Text within a line: all of it as it stands, in ASCII; line ends are spaces. */
export function escaped(text: string): string {
  const code = (letter: string) =>
    named[letter] ?? `\\[u${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[^ -~]|[\\\-'`^~"]/gu, code);
  // A line that begins with a full stop is a request; one with an apostrophe is not, escaped as it is.
  return line.startsWith('.') ? `\\&${line}` : line;
}

export function section(title: string): string {
  return `.SH ${escaped(title)}`;
}

export function subsection(title: string): string {
  return `.SS ${escaped(title)}`;
}

export function paragraph(text: string): string {
  return `.PP\n${escaped(text)}`;
}

/** An option, exit code or name, with what is said of it. */
export function tagged(tag: string, text: string): string {
  return `.TP\n.B ${escaped(tag)}\n${escaped(text)}`;
}

/** Lines as they are: examples. */
export function exactly(text: string): string {
  const lines = text.split('\n').map((line) => {
    const [, indent, rest] = /^( *)(.*)$/.exec(line)!;
    // A leading space ends a line in roff; \& keeps it.
    return rest === ''
      ? ''
      : `\\&${indent}${rest!
          .split(/( {2,})/)
          .map((part) => (/^ +$/.test(part) ? part : escaped(part)))
          .join('')}`;
  });
  return `.PP\n.nf\n${lines.join('\n')}\n.fi`;
}
