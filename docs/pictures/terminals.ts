// Which commands the pictures of the terminal show, and how.
import type { Language } from '../../src/report/catalogue.ts';
import type { Scene } from './scene.ts';
import { terminalPicture } from './terminal.ts';

interface Shot {
  readonly name: string;
  readonly words: readonly string[];
  /** Lines of the output that are shown; what follows is left out, which a line of `…` says. */
  readonly lines: number;
  readonly exit: number;
}

const shots: readonly Shot[] = [
  { name: 'valid', words: ['verify', 'contract.pdf'], lines: 10, exit: 0 },
  { name: 'revoked', words: ['verify', 'lease.pdf'], lines: 7, exit: 1 },
];

const titles: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { valid: 'a token that is valid', revoked: 'a token that its provider has revoked' },
  ja: { valid: '有効なトークン', revoked: '事業者が失効させたトークン' },
};

/** The pictures of a scene's terminal, by the names of their files. Throws where a command ends otherwise than it should. */
export async function terminals(scene: Scene): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  for (const { name, words, lines, exit } of shots) {
    const shown = await scene.run(words, { coloured: true });
    if (shown.exit !== exit) throw new Error(`tst ${words.join(' ')} ended with ${shown.exit}: ${shown.text}`);
    const all = shown.text.trimEnd().split('\n');
    const text = [
      `\x1b[2m$\x1b[22m \x1b[1mtst ${words.join(' ')}\x1b[22m`,
      ...all.slice(0, lines),
      ...(all.length > lines ? ['  \x1b[2m…\x1b[22m'] : []),
      '\x1b[2m$\x1b[22m \x1b[1mecho $?\x1b[22m',
      String(exit),
    ].join('\n');
    const title = titles[scene.language][name]!;
    pictures.set(`${name}.${scene.language}.svg`, terminalPicture(text, { columns: 122, title }));
  }
  return pictures;
}
