import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type CodeKind, codeKindOf } from '../../../src/app/code/kinds.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import * as sample from './samples.ts';

const { at, compound, content, octets, signed, signedData, zip } = sample;
const kindOf = (bytes: Uint8Array) => codeKindOf(content(bytes));

const catalogue = signedData('1.3.6.1.4.1.311.10.1', '1.3.6.1.4.1.311.12.1.1');
const authenticode = signedData('1.3.6.1.4.1.311.2.1.4');
const manifest = 'META-INF/MANIFEST.MF';
const shell = '#!/bin/sh\necho\n';

const code: readonly (readonly [name: string, kind: CodeKind, bytes: Uint8Array])[] = [
  ['PE', 'windows-program', sample.pe()],
  ['NE, for 16-bit Windows', 'windows-program', Buffer.concat([sample.mz(64), octets('NE'), Buffer.alloc(60)])],
  ['a DOS program without any newer header', 'windows-program', sample.dos()],
  ['ELF', 'elf', sample.elf()],
  ['AppImage', 'appimage', at(200, [0, '\x7fELF\x02\x01\x01\0AI\x02'])],
  ['Mach-O', 'mach-o', sample.machO()],
  ['Mach-O, most significant octet first', 'mach-o', sample.machOBig()],
  ['universal Mach-O', 'mach-o', sample.universal()],
  ['Java class', 'java-class', sample.javaClass()],
  ['Java class of the first version', 'java-class', sample.javaClass(45)],
  [
    'Java class that a universal Mach-O could begin like',
    'java-class',
    at(5000, [0, '\xca\xfe\xba\xbe\0\0\0\x34\0\x1d'], [16, '\0\0\0\x40\0\0\0\x40']),
  ],
  ['dex', 'android-package', octets('dex\n035\0……')],
  ['WebAssembly', 'webassembly', octets('\0asm\x01\0\0\0')],
  ['WebAssembly component', 'webassembly', octets('\0asm\x0d\0\x01\0')],
  ['MSI', 'windows-installer', compound(sample.installerClass)],
  ['MSI whose directory is far inside', 'windows-installer', compound(sample.installerClass, 9000)],
  ['Windows Installer patch', 'windows-installer', compound(sample.installerClass.replace('\x84', '\x86'))],
  ['CAB', 'cabinet', at(100, [0, 'MSCF'], [8, '\x64'], [16, '\x2c'], [24, '\x03\x01'])],
  ['DEB', 'debian-package', octets('!<arch>\ndebian-binary   1700000000  0     0     100644  4         `\n2.0\n')],
  ['RPM', 'rpm-package', at(96, [0, '\xed\xab\xee\xdb\x03\0'])],
  ['macOS installer', 'mac-installer', at(64, [0, 'xar!\0\x1c\0\x01'])],
  ['macOS disk image', 'mac-disk-image', at(9000, [9000 - 512, 'koly\0\0\0\x04\0\0\x02\0'])],
  ['encrypted macOS disk image', 'mac-disk-image', at(600, [0, 'encrcdsa'])],
  ['JAR', 'java-archive', zip([manifest, 'a/B.class'])],
  ['JAR whose names are in other case', 'java-archive', zip(['meta-inf/manifest.mf'])],
  ['JAR without a manifest', 'java-archive', zip(['a/B.class'], { extra: '\xfe\xca\0\0' })],
  ['JAR in ZIP64', 'java-archive', zip([manifest], { long: true })],
  [
    'JAR with a comment that holds an end record',
    'java-archive',
    zip([manifest], { comment: 'PK\x05\x06'.padEnd(22, '\0') }),
  ],
  ['jmod', 'java-archive', zip(['classes/module-info.class'], { before: octets('JM\x01\0') })],
  ['APK', 'android-package', zip(['AndroidManifest.xml', 'res/a.xml'])],
  ['Android bundle', 'android-package', zip(['base/manifest/AndroidManifest.xml'])],
  ['MSIX', 'windows-app-package', zip(['[Content_Types].xml', 'AppxManifest.xml', 'AppxBlockMap.xml'])],
  ['AppX bundle', 'windows-app-package', zip(['AppxMetadata/AppxBundleManifest.xml'])],
  ['AppX with folders separated the Windows way', 'windows-app-package', zip(['AppxMetadata\\AppxBundleManifest.xml'])],
  ['NuGet', 'nuget-package', zip(['[Content_Types].xml', 'a.nuspec', 'lib/a.dll'])],
  ['VSIX', 'editor-extension', zip(['[Content_Types].xml', 'extension.vsixmanifest'])],
  ['IPA', 'app-bundle', zip(['Payload/a.app/Info.plist'])],
  ['macOS app in a ZIP', 'app-bundle', zip(['a.app/Contents/Info.plist'])],
  ['wheel', 'python-package', zip(['a/__init__.py', 'a-1.0.dist-info/WHEEL'])],
  ['CRX', 'browser-extension', Buffer.concat([octets('Cr24\x03\0\0\0'), zip(['manifest.json'])])],
  ['shell script', 'script', octets(shell)],
  ['script after a byte order mark', 'script', octets(`\xef\xbb\xbf#! /usr/bin/python3\n`)],
  ['self-extracting shell script', 'script', Buffer.concat([octets(shell), Buffer.alloc(1000)])],
  ['self-extracting program', 'windows-program', Buffer.concat([sample.pe(), zip(['a.txt'])])],
  ['signed PowerShell', 'signed-script', octets(signed('Get-Date', '# SIG #', '#'))],
  [
    'signed PowerShell in UTF-16',
    'signed-script',
    Buffer.from(`\ufeff${signed('Get-Date', '# SIG #', '#')}`, 'utf16le'),
  ],
  ['signed JavaScript', 'signed-script', octets(signed('x()', '// SIG //'))],
  ['signed VBScript', 'signed-script', octets(signed('Dim a', "'' SIG ''"))],
  ['signed XML', 'signed-script', octets(signed('<a/>', '<!-- SIG #', '<!--', ' -->'))],
  ['long signed script', 'signed-script', octets(signed('# x\n'.repeat(200_000), '# SIG #', '#'))],
  ['catalogue', 'code-signature', catalogue],
  ['detached Authenticode', 'code-signature', authenticode],
  ['signature of an app package', 'code-signature', Buffer.concat([octets('PKCX'), authenticode])],
];

for (const [name, kind, bytes] of code) {
  test(`${name} is code`, () => assert.equal(kindOf(bytes), kind));
}

/** A directory that is longer than what is read of it at once, with the telling name anywhere. */
const crowd = (before: number, after: number) => {
  const many = (count: number, letter: string) =>
    Array.from({ length: count }, (_, i) => `folder/${letter}${i}`.padEnd(60, 'x'));
  return zip([...many(before, 'a'), 'AndroidManifest.xml', ...many(after, 'b')]);
};

test('an archive of very many entries is a package where its first or last thousands say so', () => {
  assert.equal(kindOf(crowd(0, 30_000)), 'android-package');
  assert.equal(kindOf(crowd(30_000, 0)), 'android-package');
});

test('what is two things at once is code', () => {
  const pdf = octets('%PDF-1.7\n%%EOF\n');
  const first = sample.mz(512);
  assert.equal(
    kindOf(Buffer.concat([at(512, [0, first.toString('latin1')], [100, '%PDF-1.7']), octets('PE\0\0'), pdf])),
    'windows-program',
  );
  assert.equal(kindOf(Buffer.concat([pdf, zip([manifest])])), 'java-archive');
  assert.equal(kindOf(Buffer.concat([octets('GIF89a'), zip([manifest])])), 'java-archive');
  assert.equal(kindOf(zip(['[Content_Types].xml', 'word/document.xml', manifest])), 'java-archive');
});

const other: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['nothing', new Uint8Array()],
  ['one octet', octets('M')],
  ['a text that begins with MZ', octets('MZ is where many programs begin. '.repeat(30))],
  ['MZ alone', octets('MZ')],
  ['MZ with an offset beyond the end', Buffer.concat([sample.mz(0xfffffff0), Buffer.alloc(100)])],
  ['MZ with an offset to something else', Buffer.concat([sample.mz(64), octets('PF\0\0'), Buffer.alloc(60)])],
  ['MZ before nothing but zeros', at(2000, [0, 'MZ'])],
  ['MZ with a header beyond the image', at(2000, [0, 'MZ\x10\0\x01\0\0\0\x40\0'])],
  ['MZ with more on its last page than a page holds', at(2000, [0, 'MZ\xff\x03\x01\0\0\0\x02\0'])],
  ['MZ with an image beyond the end', at(100, [0, 'MZ\x10\0\x02\0\0\0\x02\0'])],
  ['a PDF', octets('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n%%EOF\n')],
  ['a PDF that holds a signed script', octets(`%PDF-1.7\n${signed('Get-Date', '# SIG #', '#')}%%EOF\n`)],
  ['a PDF with MZ inside', octets('%PDF-1.7\nMZ PE\0\0')],
  ['PNG', octets('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
  ['JPEG', octets('\xff\xd8\xff\xe0\0\x10JFIF\0')],
  ['TIFF', octets('II*\0\x08\0\0\0')],
  ['ELF of no class', at(64, [0, '\x7fELF\x07\x01\x01'])],
  ['a text about ELF', octets('\x7fELF is the mark of a format')],
  ['a Mach-O mark before something else', octets('\xfe\xed\xfa\xce and more text that is no header of any kind')],
  ['universal with a part beyond the end', sample.universal(1, 0x7fffffff)],
  ['the mark of a class with no version', at(64, [0, '\xca\xfe\xba\xbe'])],
  ['the mark of a class with a version to come', sample.javaClass(250)],
  ['the mark of a class without constants', at(64, [0, '\xca\xfe\xba\xbe\0\0\0\x34\0\x01'])],
  ['WebAssembly of no version', octets('\0asm????')],
  ['a Word document', compound(sample.wordClass)],
  ['a compound file cut off', compound(sample.installerClass).subarray(0, 600)],
  ['a compound file with odd sectors', Buffer.from(compound(sample.installerClass).fill(77, 30, 32))],
  ['MSCF before something else', octets('MSCF is a mark, and this is a text'.padEnd(60))],
  [
    'an ar archive of object files',
    octets('!<arch>\na.o/            0           0     0     644     4         `\n....'),
  ],
  ['koly far from the end', at(9000, [4000, 'koly\0\0\0\x04\0\0\x02\0'])],
  ['koly of another size', at(9000, [9000 - 512, 'koly\0\0\0\x04\0\0\x04\0'])],
  ['xar of no version', at(64, [0, 'xar!\0\x1c\0\x09'])],
  ['a plain ZIP', zip(['a.txt', 'folder/b.pdf'])],
  [
    'a ZIP of a project with such names in folders',
    zip(['p/META-INF/MANIFEST.MF', 'app/src/main/AndroidManifest.xml', 'p/a.nuspec']),
  ],
  ['OOXML', zip(['[Content_Types].xml', '_rels/.rels', 'word/document.xml'])],
  ['OOXML with macros', zip(['[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin'])],
  ['ODF', zip(['mimetype', 'content.xml', 'META-INF/manifest.xml'])],
  ['EPUB', zip(['mimetype', 'META-INF/container.xml'])],
  ['ASiC-E', zip(['mimetype', 'META-INF/signatures001.p7s', 'META-INF/ASiCManifest.xml'])],
  ['an empty ZIP', zip([])],
  ['an end record without a directory', at(2000, [1000, 'PK\x05\x06'], [1012, '\xff\xff\xff\xff'])],
  ['nothing but end records', octets('PK\x05\x06'.repeat(17_000))],
  ['a text that begins with #!', octets('#!important: read this')],
  ['Rust with an inner attribute', octets('#![allow(unused)]\n')],
  ['AMR sound', octets('#!AMR\n')],
  [
    'a text about signature blocks',
    octets('Each ends so:\n# SIG # Begin signature block\n# and then Base64\n# SIG # End signature block\n'),
  ],
  ['CMS SignedData of data', signedData('1.2.840.113549.1.7.1')],
  ['a time-stamp token', signedData('1.2.840.113549.1.9.16.1.4')],
  ['a certificate trust list for servers', signedData('1.3.6.1.4.1.311.10.1', '1.3.6.1.5.5.7.3.1')],
  ['UTF-16 text', Buffer.from('\ufeff契約書 # SIG # Begin signature block', 'utf16le')],
  ['DER that is cut off', Buffer.from('3082', 'hex')],
];

for (const [name, bytes] of other) {
  test(`${name} is no code`, () => assert.equal(kindOf(bytes), null));
}

test('no beginning of a sample is more than its whole, and none breaks the reading', () => {
  for (const [, kind, bytes] of code.filter(([, , { length }]) => length < 5000)) {
    for (let length = 0; length < bytes.length; length += 7) {
      assert.ok([null, kind].includes(kindOf(bytes.subarray(0, length))), `${kind} ${length}`);
    }
  }
});

test('of a large file little is read', () => {
  for (const bytes of [Buffer.alloc(32 << 20), Buffer.alloc(32 << 20, 'PK\x05\x06'), Buffer.alloc(32 << 20, 'text ')]) {
    const counted = content(bytes);
    assert.equal(codeKindOf(counted), null);
    assert.ok(counted.read() < 4 << 20, String(counted.read()));
  }
});

test('the program that runs this test is code, and this test is none', () => {
  assert.notEqual(kindOf(readFileSync(process.execPath)), null);
  assert.equal(kindOf(readFileSync(import.meta.filename)), null);
});

test('every kind has words in both languages', () => {
  for (const kind of new Set(code.map(([, one]) => one))) {
    for (const { reasons } of [english, japanese]) assert.ok(reasons.exact[kind], kind);
  }
});
