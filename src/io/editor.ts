import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { TstError } from '../core/verdict/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program to run, as `spawn` takes it. */
export interface EditorCommand {
  readonly command: string;
  readonly words: readonly string[];
  /** Windows: the words are quoted already. */
  readonly verbatim: boolean;
}

/**
 * The user's editor for one file: VISUAL, else EDITOR, else vi, on Windows notepad. Either variable may hold options and quoted
 * paths, which a shell understands, as git has it; the file's name never becomes part of what the shell reads as words.
 */
export function editorCommand(path: string, environment: Environment, platform = process.platform): EditorCommand {
  const given = environment.VISUAL || environment.EDITOR;
  if (platform !== 'win32') {
    return { command: '/bin/sh', words: ['-c', `${given ?? 'vi'} "$1"`, 'sh', path], verbatim: false };
  }
  // The name is of this program's own making: no quotes and no percent signs in it but those of the temporary folder.
  const quoted = `"${path.replaceAll('"', '')}"`;
  const shell = environment.ComSpec || 'cmd.exe';
  return { command: shell, words: ['/d', '/s', '/c', `"${given ?? 'notepad'} ${quoted}"`], verbatim: true };
}

/** A copy of a text in a folder of its own, which only the user can read. */
export class EditedCopy {
  readonly path: string;
  readonly #folder: string;

  constructor(name: string, bytes: Uint8Array) {
    this.#folder = mkdtempSync(join(tmpdir(), 'tst-edit-'));
    this.path = join(this.#folder, basename(name));
    writeFileSync(this.path, bytes, { mode: 0o600 });
  }

  /** Opens the editor and waits for its end. Throws a TstError `editor-failed`. */
  async edit(environment: Environment): Promise<Uint8Array> {
    const { command, words, verbatim } = editorCommand(this.path, environment);
    const ended = await new Promise<string | null>((resolve) => {
      const child = spawn(command, [...words], { stdio: 'inherit', windowsVerbatimArguments: verbatim });
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(code === 0 ? null : signal === null ? `exit ${code}` : signal));
    });
    if (ended !== null) throw new TstError('editor-failed', { path: this.path, reason: ended });
    return new Uint8Array(readFileSync(this.path));
  }

  /** Removes the copy. */
  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
