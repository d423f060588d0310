import type { Content } from '../ports.ts';
import type { CodeKind } from './kinds.ts';
import { big16, big32, has, little16, little32 } from './octets.ts';

/** Installers, packages and disk images of other forms than ZIP, and signatures of code in files of their own. */
export function packageOf(content: Content): CodeKind | null {
  const head = content.at(0, 1024);
  if (has(head, '!<arch>\n') && has(head, 'debian-binary', 8)) return 'debian-package';
  // The lead of an RPM: its mark and version 3 or 4 (rpm, Package file format).
  if (has(head, '\xed\xab\xee\xdb') && [3, 4].includes(head[4]!)) return 'rpm-package';
  // xar, which flat installer packages are: the size of its header and version 1.
  if (has(head, 'xar!') && big16(head, 4) >= 28 && big16(head, 6) === 1) return 'mac-installer';
  if (has(head, 'Cr24') && [2, 3].includes(little32(head, 4))) return 'browser-extension';
  if (isCabinet(head) || has(head, 'ISc(')) return 'cabinet';
  if (isDiskImage(content, head)) return 'mac-disk-image';
  if (isWindowsInstaller(content, head)) return 'windows-installer';
  return isCodeSignature(head) ? 'code-signature' : null;
}

/** [MS-CAB] §2.1: three reserved fields are 0, version 1.3. */
function isCabinet(head: Uint8Array): boolean {
  const reserved = [4, 12, 20].every((offset) => little32(head, offset) === 0);
  return has(head, 'MSCF') && reserved && head[25] === 1;
}

/** The trailer of an Apple disk image stands in its last 512 octets; an encrypted one has a header instead. */
function isDiskImage(content: Content, head: Uint8Array): boolean {
  if (has(head, 'encrcdsa')) return true;
  if (content.size < 512) return false;
  const trailer = content.at(content.size - 512, 12);
  return has(trailer, 'koly') && big32(trailer, 4) === 4 && big32(trailer, 8) === 512;
}

/** Root storages of a package, patch and transform of Windows Installer: {000C1084-…}, {000C1086-…}, {000C1082-…}. */
const installerClasses = ['\x84', '\x86', '\x82'].map((one) => `${one}\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46`);

/** A compound file, as older office documents are as well, whose root entry has a class of the installer ([MS-CFB] §2.2, §2.6). */
function isWindowsInstaller(content: Content, head: Uint8Array): boolean {
  if (!has(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return false;
  const shift = little16(head, 30);
  if (shift !== 9 && shift !== 12) return false;
  // The root entry is the first of the directory, whose first sector is named at 48. Sectors are counted after the header's.
  const root = content.at((little32(head, 48) + 1) * 2 ** shift, 128);
  return installerClasses.some((one) => has(root, one, 80));
}

/** SignedData (RFC 5652 §5.1) and, in it, a Windows catalogue's list, or what Authenticode signs. */
const signedData = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02';
/** 1.3.6.1.4.1.311.12.1.1 (catalogue list) and 1.3.6.1.4.1.311.2.1.4 (SpcIndirectDataContent). */
const codeContents = [
  '\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x0c\x01\x01',
  '\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x04',
].map((one) => Buffer.from(one, 'latin1'));

/** A catalogue or a detached Authenticode signature; that of an app package has four octets before it. */
function isCodeSignature(head: Uint8Array): boolean {
  const start = has(head, 'PKCX') ? 4 : 0;
  if (head[start] !== 0x30 || !Buffer.from(head.subarray(start, start + 20)).includes(signedData, 0, 'latin1'))
    return false;
  // The content's type follows the version and the algorithms at once.
  return codeContents.some((one) => Buffer.from(head.subarray(0, 256)).includes(one));
}
