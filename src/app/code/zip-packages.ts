import type { Content } from '../ports.ts';
import type { CodeKind } from './kinds.ts';
import { has, little16, little32, little64 } from './octets.ts';

/** Names that make an archive a package of code, in the order in which they are asked. Plain archives and documents have none of them. */
const packageNames: readonly (readonly [pattern: RegExp, kind: CodeKind])[] = [
  [/^(AndroidManifest\.xml|classes\.dex|base\/manifest\/AndroidManifest\.xml)$/, 'android-package'],
  [/^(AppxManifest\.xml|AppxMetadata\/AppxBundleManifest\.xml|AppxSignature\.p7x)$/i, 'windows-app-package'],
  [/^extension\.vsixmanifest$/i, 'editor-extension'],
  [/^[^/]+\.nuspec$/i, 'nuget-package'],
  [/^(Payload\/)?[^/]+\.app\/(Info\.plist|Contents\/Info\.plist)$/, 'app-bundle'],
  [/^[^/]+\.dist-info\/WHEEL$/, 'python-package'],
  [/^META-INF\/MANIFEST\.MF$/i, 'java-archive'],
];

/** Octets of a directory that are read: ten thousand entries and more; of a longer one this much from its beginning and end. */
const directoryBytes = 1 << 20;

/** A package of code in a ZIP archive, by the names of its entries (APPNOTE §4.3.12). */
export function zipPackageOf(content: Content): CodeKind | null {
  const place = directoryOf(content);
  if (place === null) return null;
  // A Java module has four octets of its own before the archive.
  if (has(content.at(0, 4), 'JM\x01\0')) return 'java-archive';
  const directory = content.at(place.start, Math.min(place.size, directoryBytes));
  const names = new Set(namesIn(directory));
  if (place.size > directoryBytes) {
    const last = content.at(place.start + place.size - directoryBytes, directoryBytes);
    const first = Buffer.from(last).indexOf('PK\x01\x02', 0, 'latin1');
    for (const name of first < 0 ? [] : namesIn(last.subarray(first))) names.add(name);
  }
  const list = [...names];
  const named = packageNames.find(([pattern]) => list.some((name) => pattern.test(name)))?.[1];
  return named ?? (saysJava(directory) ? 'java-archive' : null);
}

/** Java's own tool marks the first entry of an archive with an extra field 0xCAFE, with or without a manifest. */
function saysJava(directory: Uint8Array): boolean {
  return little16(directory, 30) >= 4 && has(directory, '\xfe\xca', 46 + little16(directory, 28));
}

interface Place {
  readonly start: number;
  readonly size: number;
}

/**
 * Where the central directory lies. It ends where its end record begins, whatever offset that states: a program for unpacking, or
 * anything else, may stand before the archive (APPNOTE §4.1.9).
 */
function directoryOf(content: Content): Place | null {
  const tail = Buffer.from(content.at(Math.max(0, content.size - endBytes), endBytes));
  for (let at = tail.length - 22; at >= 0; at--) {
    at = tail.lastIndexOf('PK\x05\x06', at, 'latin1');
    if (at < 0) return null;
    const end = content.size - tail.length + at;
    const { size, before } = longDirectory(content, end) ?? { size: little32(tail, at + 12), before: end };
    // The comment has the length that is left, or less: readers of Java pass over what follows it.
    if (size <= before && has(content.at(before - size, 4), 'PK\x01\x02')) return { start: before - size, size };
  }
  return null;
}

/** The end record, with the longest comment. */
const endBytes = 22 + 0xffff;

/** ZIP64: a locator right before the end record names a longer one, of 56 octets where nobody has extended it (APPNOTE §4.3.14). */
function longDirectory(content: Content, end: number): { size: number; before: number } | null {
  if (end < 76 || !has(content.at(end - 20, 4), 'PK\x06\x07')) return null;
  const record = content.at(end - 76, 56);
  return has(record, 'PK\x06\x06') ? { size: little64(record, 40), before: end - 76 } : null;
}

/** Names in a piece of a central directory, up to where it ends or is none. */
function* namesIn(directory: Uint8Array): Generator<string> {
  for (let at = 0; has(directory, 'PK\x01\x02', at); ) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => little16(directory, at + offset)) as [
      number,
      number,
      number,
    ];
    // Some archives separate folders the Windows way.
    yield Buffer.from(directory.subarray(at + 46, at + 46 + name))
      .toString('latin1')
      .replaceAll('\\', '/');
    at += 46 + name + extra + comment;
  }
}
