import type { Content } from '../../../src/app/ports.ts';
import { integer, octets as octetString, oid, sequence, setOf, tagged } from '../../../src/lab/der-writer.ts';

/** One octet per character. */
export const octets = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Content that counts the octets that were looked at. */
export function content(bytes: Uint8Array): Content & { readonly read: () => number } {
  let total = 0;
  const at = (offset: number, length: number) => {
    const piece = bytes.subarray(offset, Math.max(offset, offset + length));
    total += piece.length;
    return piece;
  };
  return { size: bytes.length, at, read: () => total };
}

/** `parts` at their offsets, zeros between them. */
export function at(size: number, ...parts: readonly (readonly [offset: number, bytes: string])[]): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [offset, part] of parts) bytes.set(octets(part), offset);
  return bytes;
}

/** The 64 octets of an MZ header that name `offset` as the place of the header that counts. */
export function mz(offset: number): Buffer {
  const bytes = at(64, [0, 'MZ\xff\xff']);
  bytes.writeUInt32LE(offset, 0x3c);
  return bytes;
}

export const pe = (): Buffer => Buffer.concat([mz(128), Buffer.alloc(64), octets('PE\0\0\x64\x86'), Buffer.alloc(300)]);

/** A DOS program of 100 octets of code: two pages, 32 octets of header. */
export function dos(): Buffer {
  const bytes = Buffer.alloc(32 + 512 + 100);
  bytes.write('MZ', 'latin1');
  bytes.writeUInt16LE(132, 2);
  bytes.writeUInt16LE(2, 4);
  bytes.writeUInt16LE(2, 8);
  return bytes;
}

export const elf = (): Buffer => at(200, [0, '\x7fELF\x02\x01\x01'], [16, '\x02\0\x3e\0']);

/** Thin Mach-O, an executable (2), in either order of octets. */
export const machO = (): Buffer => at(100, [0, '\xcf\xfa\xed\xfe\x07\0\0\x01\x03\0\0\0\x02\0\0\0']);
export const machOBig = (): Buffer => at(100, [0, '\xfe\xed\xfa\xce\0\0\0\x12\0\0\0\0\0\0\0\x02']);

/** Universal, with one part at 4096. */
export function universal(count = 1, offset = 4096): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4096), machO()]);
  bytes.writeUInt32BE(0xcafebabe, 0);
  bytes.writeUInt32BE(count, 4);
  bytes.writeUInt32BE(0x01000007, 8);
  bytes.writeUInt32BE(offset, 16);
  bytes.writeUInt32BE(100, 20);
  return bytes;
}

export const javaClass = (version = 52): Buffer =>
  at(100, [0, `\xca\xfe\xba\xbe\0\0\0${String.fromCharCode(version)}\0\x1d`]);

/** A compound file whose root entry, in the given sector, is of this class. */
export function compound(clsid: string, sector = 3): Buffer {
  const bytes = Buffer.alloc(512 * (sector + 2));
  bytes.set(octets('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'));
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(sector, 48);
  bytes.set(octets(clsid), 512 * (sector + 1) + 80);
  return bytes;
}

export const installerClass = '\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46';
/** Word.Document.8. */
export const wordClass = '\x06\x09\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46';

interface ZipOptions {
  readonly before?: Uint8Array;
  readonly comment?: string;
  readonly extra?: string;
  /** With the records of ZIP64. */
  readonly long?: boolean;
}

/** An archive of empty files of these names. */
export function zip(names: readonly string[], { before, comment = '', extra = '', long }: ZipOptions = {}): Buffer {
  const local = names.map((name) => {
    const header = at(30, [0, 'PK\x03\x04\x14']);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, octets(name)]);
  });
  const directory = Buffer.concat(
    names.map((name, index) => {
      const header = at(46, [0, 'PK\x01\x02']);
      header.writeUInt16LE(name.length, 28);
      header.writeUInt16LE(index === 0 ? extra.length : 0, 30);
      return Buffer.concat([header, octets(name), octets(index === 0 ? extra : '')]);
    }),
  );
  const end = at(22, [0, 'PK\x05\x06']);
  end.writeUInt32LE(long ? 0xffffffff : directory.length, 12);
  end.writeUInt16LE(comment.length, 20);
  const record = at(56, [0, 'PK\x06\x06']);
  record.writeBigUInt64LE(BigInt(directory.length), 40);
  const longer = long ? [record, at(20, [0, 'PK\x06\x07'])] : [];
  return Buffer.concat([before ?? Buffer.alloc(0), ...local, directory, ...longer, end, octets(comment)]);
}

/** SignedData with a content of this type, and nothing else that matters. */
export function signedData(type: string, ...more: readonly string[]): Buffer {
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
  const inner = tagged(0, sequence(...more.map((one) => sequence(oid(one))), octetString(Buffer.alloc(300))));
  const signed = sequence(integer(1), setOf(sha256), sequence(oid(type), inner), setOf());
  return Buffer.from(sequence(oid('1.2.840.113549.1.7.2'), tagged(0, signed)));
}

const base64 = `MIIFuQYJKoZIhvcNAQcCoIIFqjCCBaYCAQExDzANBglghkgBZQMEAgEFADB5`;

/** A script with a signature, each line of it in the language's own kind of comment. */
export function signed(script: string, mark: string, line = mark, close = ''): string {
  const frame = (word: string) => `${mark} ${word} signature block${close}\r\n`;
  return `${script}\r\n${frame('Begin')}${`${line} ${base64}${close}\r\n`.repeat(3)}${frame('End')}`;
}
