import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { FileSet, NamedFile } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';
import { type Bounds, inOrder } from './listing.ts';

const fromBuffer = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer);

/**
 * The files of a ZIP archive, in memory: no path of it is ever used on disk, and an archive inside is not opened. Entries and
 * bytes are bounded while unpacking, whatever the archive announces. Throws a TstError `input-too-large`, or that of the bounds.
 */
export async function listZip(path: string, bytes: Uint8Array, bounds: Bounds): Promise<FileSet> {
  const files: NamedFile[] = [];
  const passedOver: { name: string; reason: string }[] = [];
  let total = 0;
  let count = 0;
  try {
    // Names are shown and compared only, so that odd ones (`..`, absolute, backslashes) need no refusal.
    const archive = await fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      decodeStrings: false,
    });
    for await (const entry of entries(archive)) {
      const inner = nameOf(entry);
      const name = `${path}#${inner}`;
      if (++count > bounds.files) throw new TstError(bounds.code, { path, reason: `more than ${bounds.files} files` });
      if (inner.endsWith('/')) continue;
      if (entry.isEncrypted()) {
        passedOver.push({ name, reason: 'encrypted' });
        continue;
      }
      const content = await unpack(archive, entry, bounds.bytes - total);
      if (content === null) throw new TstError('input-too-large', { path, limit: bounds.bytes });
      // What was damaged on its way is told from what was made so.
      if (crc32(content) !== entry.crc32) throw new TstError(bounds.code, { path, reason: 'damaged ZIP archive' });
      total += content.length;
      files.push({ name, inner, bytes: content });
    }
  } catch (error) {
    if (error instanceof TstError) throw error;
    throw new TstError(bounds.code, { path, reason: 'damaged ZIP archive' }, { cause: error });
  }
  const sorted = inOrder(files, ({ inner }) => inner);
  return { kind: 'zip', files: sorted, passedOver: inOrder(passedOver, ({ name }) => name) };
}

async function* entries(archive: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      archive.once('entry', resolve);
      archive.once('end', () => resolve(null));
      archive.once('error', reject);
      archive.readEntry();
    });
    archive.removeAllListeners();
    if (entry === null) return;
    yield entry;
  }
}

/** Null where it is more than there is room for. */
async function unpack(archive: ZipFile, entry: Entry, room: number): Promise<Uint8Array | null> {
  const stream = await promisify(archive.openReadStream.bind(archive) as OpenStream)(entry);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Uint8Array).length;
    if (size > room) return null;
    parts.push(chunk as Uint8Array);
  }
  return new Uint8Array(Buffer.concat(parts));
}

type OpenStream = (entry: Entry, callback: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void;

function nameOf(entry: Entry): string {
  const name = entry.fileName as unknown as Buffer | string;
  return (typeof name === 'string' ? name : name.toString('utf8')).slice(0, limits.shownText);
}
