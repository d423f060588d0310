const organizations = new Map<string, string>();

/** Names whose organization is kept: an archive has a few. */
const most = 1_000;

/**
 * The organization of a name in the form of RFC 4514, else the whole name; of several the first. Whatever the certificate says, it is
 * text that any database keeps: a NUL or half a character is shown as U+FFFD.
 */
export function organizationOf(name: string): string {
  let known = organizations.get(name);
  if (known === undefined) {
    // One of no letters tells nobody apart from the others.
    const found = organization.exec(name)?.[1]?.replace(/\\(.)/gs, '$1').trim() || name;
    known = found.toWellFormed().replaceAll('\0', '\ufffd');
    if (organizations.size >= most) organizations.clear();
    organizations.set(name, known);
  }
  return known;
}

/** Attribute by attribute from the beginning: what only looks like one stands behind a backslash in the value of another. */
const organization = /^(?:(?:\\.|[^,+\\])*(?:, |\+))*?O=((?:\\.|[^,+\\])*)/s;
