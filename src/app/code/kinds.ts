import type { Content } from '../ports.ts';
import { executableOf } from './executables.ts';
import { packageOf } from './packages.ts';
import { scriptOf } from './scripts.ts';
import { zipPackageOf } from './zip-packages.ts';

/** What a contract means by code: programs, installers, packages of either, signed scripts and detached code signatures. */
export type CodeKind =
  | 'windows-program'
  | 'elf'
  | 'appimage'
  | 'mach-o'
  | 'java-class'
  | 'webassembly'
  | 'windows-installer'
  | 'cabinet'
  | 'debian-package'
  | 'rpm-package'
  | 'mac-installer'
  | 'mac-disk-image'
  | 'java-archive'
  | 'android-package'
  | 'app-bundle'
  | 'windows-app-package'
  | 'nuget-package'
  | 'editor-extension'
  | 'browser-extension'
  | 'python-package'
  | 'script'
  | 'signed-script'
  | 'code-signature';

/**
 * The kind of code that a content is, or null where it is none; for contracts that do not serve code signing. The name plays no
 * part. What is two things at once, such as a PDF that is a program as well, is code. Unsigned scripts without `#!`, and archives
 * that merely hold programs, can't be told from texts and other archives. Reads some places only, whatever the size, and
 * throws only what reading throws.
 */
export function codeKindOf(content: Content): CodeKind | null {
  return executableOf(content) ?? packageOf(content) ?? zipPackageOf(content) ?? scriptOf(content);
}
