import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { NamedFile } from '../app/ports.ts';

/**
 * A ZIP archive that says nothing of where and when it was made. Stored, because what deflate gives differs between releases of
 * zlib; dated with the first day that the format knows, which yazl takes from the local calendar.
 */
const undated = { compress: false, mtime: new Date(1980, 0, 1, 12), mode: 0o100644, forceDosTimestamp: true };

/** The files in their order; the same files give the same bytes on every platform. Names are relative, with `/`. */
export async function packZip(files: readonly Pick<NamedFile, 'name' | 'bytes'>[]): Promise<Uint8Array> {
  const archive = new ZipFile();
  for (const { name, bytes } of files) {
    archive.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, undated);
  }
  archive.end();
  return new Uint8Array(await buffer(archive.outputStream));
}
