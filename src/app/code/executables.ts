import type { Content } from '../ports.ts';
import type { CodeKind } from './kinds.ts';
import { big16, big32, has, little16, little32 } from './octets.ts';

/** Programs, known by their header; null for anything else. Self-extracting archives are programs with an archive behind them. */
export function executableOf(content: Content): CodeKind | null {
  return windowsProgram(content) ?? elf(content) ?? machO(content) ?? bytecode(content);
}

/**
 * `MZ`, and at the offset that its header names `PE\0\0` (PE format, MS-DOS Stub) or the mark of a format before it. Without
 * either it is a program for DOS where the header agrees with itself: a text may well begin with these two letters.
 */
function windowsProgram(content: Content): CodeKind | null {
  const head = content.at(0, 64);
  if (!has(head, 'MZ') || head.length < 28) return null;
  if (head.length === 64) {
    const mark = content.at(little32(head, 0x3c), 4);
    if (has(mark, 'PE\0\0') || ['NE', 'LE', 'LX'].some((two) => has(mark, two))) return 'windows-program';
  }
  const [onLastPage, pages, header] = [little16(head, 2), little16(head, 4), little16(head, 8) * 16];
  const image = pages * 512 - (onLastPage === 0 ? 0 : 512 - onLastPage);
  const agrees = onLastPage < 512 && header >= 28 && header <= image && image <= content.size;
  return agrees ? 'windows-program' : null;
}

/** ELF identification: class, byte order and version have a value or two each (gABI, ELF Identification). */
function elf(content: Content): CodeKind | null {
  const head = content.at(0, 16);
  if (!has(head, '\x7fELF') || head.length < 16) return null;
  if (![1, 2].includes(head[4]!) || ![1, 2].includes(head[5]!) || head[6] !== 1) return null;
  // An AppImage marks the padding of the identification (AppImage specification, types 1 and 2).
  return has(head, 'AI\x01', 8) || has(head, 'AI\x02', 8) ? 'appimage' : 'elf';
}

/** Mach-O for one kind of processor, or for several in one file (mach-o/loader.h, mach-o/fat.h). */
function machO(content: Content): CodeKind | null {
  const head = content.at(0, 28);
  if (head.length < 28) return null;
  // From an object file (1) to a set of files (12).
  const isType = (type: number) => type >= 1 && type <= 12;
  const forward = has(head, '\xfe\xed\xfa\xce') || has(head, '\xfe\xed\xfa\xcf');
  const backward = has(head, '\xce\xfa\xed\xfe') || has(head, '\xcf\xfa\xed\xfe');
  if ((forward && isType(big32(head, 12))) || (backward && isType(little32(head, 12)))) return 'mach-o';
  return isUniversal(head, content.size) ? 'mach-o' : null;
}

/**
 * Java class files share this mark. They have their version where the number of processors stands here, which is below any
 * version. The first part must lie inside the file.
 */
function isUniversal(head: Uint8Array, size: number): boolean {
  const [narrow, wide] = [has(head, '\xca\xfe\xba\xbe'), has(head, '\xca\xfe\xba\xbf')];
  const count = big32(head, 4);
  if ((!narrow && !wide) || count === 0 || count >= firstClassVersion) return false;
  // After the two numbers of the processor: offset and size of its part, each of 64 bits in the wide form.
  const [offset, length] = narrow ? [big32(head, 16), big32(head, 20)] : [big32(head, 20), 1];
  const beyond = wide && big32(head, 16) > 0;
  return !beyond && offset > 0 && length > 0 && offset + length <= size;
}

/** Versions of class files: JDK 1.0.2 (JVMS §4.1), and far beyond the present one, which is below 75. */
const [firstClassVersion, lastClassVersion] = [45, 200];

/** Code for virtual machines: Java, Android, WebAssembly. */
function bytecode(content: Content): CodeKind | null {
  const head = content.at(0, 10);
  if (has(head, '\xca\xfe\xba\xbe') && head.length === 10) {
    const version = big16(head, 6);
    // Every class names itself, so that its constant pool is not empty; the count is one more than its entries.
    if (version >= firstClassVersion && version <= lastClassVersion && big16(head, 8) > 1) return 'java-class';
  }
  if (has(head, 'dex\n0') && head[7] === 0) return 'android-package';
  // A module of version 1, or a component: layer 1 (Component Model, binary format).
  return has(head, '\0asm\x01\0\0\0') || (has(head, '\0asm') && has(head, '\x01\0', 6)) ? 'webassembly' : null;
}
