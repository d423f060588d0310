/** A secret in the forms in which it travels: as it is, in URLs, JSON and HTML, in Base64 and hexadecimal. */
export function formsOf(value: string): string[] {
  const octets = Buffer.from(value, 'utf8');
  const forms = [
    value,
    octets.toString('latin1'),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll('%20', '+'),
    octets.toString('base64').replace(/=+$/, ''),
    octets.toString('base64url'),
    octets.toString('hex'),
  ];
  return [...new Set(forms)];
}

/** Every eight characters in a row of every form, in lower case. */
export function pieces(value: string): Set<string> {
  const all = formsOf(value).map((form) => form.toLowerCase());
  return new Set(
    all.flatMap((form) => Array.from({ length: Math.max(0, form.length - 7) }, (_, at) => form.slice(at, at + 8))),
  );
}

/** The first piece of a secret in a text, or null. */
export function leakIn(text: string, value: string): string | null {
  const folded = text.toLowerCase();
  for (const piece of pieces(value)) if (folded.includes(piece)) return piece;
  return null;
}
