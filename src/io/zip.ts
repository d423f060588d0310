import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { TrustSource } from '../app/ports.ts';
import { limits } from '../core/der/limits.ts';
import { TstError } from '../core/verdict/errors.ts';

const fromBuffer = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer);

/**
 * The files of a ZIP archive, in memory: no path of it is ever used on disk, and an archive inside is not opened. Entries and
 * bytes are bounded while unpacking, whatever the archive announces. Throws a TstError `trust-unreadable` or `input-too-large`.
 */
export async function listZip(path: string, bytes: Uint8Array): Promise<TrustSource> {
  const files: { name: string; bytes: Uint8Array }[] = [];
  const passedOver: { name: string; reason: string }[] = [];
  let total = 0;
  let count = 0;
  try {
    // Names are shown only, so that odd ones (`..`, absolute, backslashes) need no refusal.
    const archive = await fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      decodeStrings: false,
    });
    for await (const entry of entries(archive)) {
      const name = `${path}#${nameOf(entry)}`;
      if (++count > limits.trustFiles)
        throw new TstError('trust-unreadable', { path, reason: `more than ${limits.trustFiles} files` });
      if (name.endsWith('/')) continue;
      if (entry.isEncrypted()) {
        passedOver.push({ name, reason: 'encrypted' });
        continue;
      }
      const content = await unpack(archive, entry, limits.trustFileBytes - total, path);
      total += content.length;
      files.push({ name, bytes: content });
    }
  } catch (error) {
    if (error instanceof TstError) throw error;
    throw new TstError('trust-unreadable', { path, reason: 'damaged ZIP archive' }, { cause: error });
  }
  return { kind: 'zip', files, passedOver };
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

async function unpack(archive: ZipFile, entry: Entry, room: number, path: string): Promise<Uint8Array> {
  const stream = await promisify(archive.openReadStream.bind(archive) as OpenStream)(entry);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Uint8Array).length;
    if (size > room) throw new TstError('input-too-large', { path, limit: limits.trustFileBytes });
    parts.push(chunk as Uint8Array);
  }
  return new Uint8Array(Buffer.concat(parts));
}

type OpenStream = (entry: Entry, callback: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void;

function nameOf(entry: Entry): string {
  const name = entry.fileName as unknown as Buffer | string;
  return (typeof name === 'string' ? name : name.toString('utf8')).slice(0, limits.shownText);
}
