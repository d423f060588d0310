import type { Files } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import { hashInput } from './hashing.ts';
import { exists, type Input, Inputs, readWhole, stdin } from './input.ts';

/** The file system and standard input. */
export function createFiles(inputs = new Inputs()): Files {
  const using = async <T>(path: string, use: (input: Input) => T | Promise<T>): Promise<T> => {
    const input = inputs.open(path);
    try {
      return await use(input);
    } finally {
      input.close();
    }
  };
  return {
    read: (path, limit) => using(path, (input) => readWhole(input, limit)),
    hash: (path, algorithms) => using(path, (input) => input.unchanged(() => hashInput(input, algorithms))),
    hashAndLook: (path, algorithms, look) =>
      using(path, (input) =>
        input.unchanged(async () => {
          const { contentOf, PipeEnds } = await import('./content.ts');
          const ends = new PipeEnds();
          const hashed = await hashInput(input, algorithms, (chunk) => ends.take(chunk));
          return { ...hashed, seen: look(input.regular ? contentOf(input, hashed.size) : ends.content()) };
        }),
      ),
    check: async (path) => {
      if (path !== stdin) inputs.check(path);
      else if (inputs.stdinTaken) throw new TstError('stdin-twice');
    },
    // Only who writes needs the rest: verifying starts without it.
    write: async (...words) => (await import('./output.ts')).write(...words),
    stage: async (path, bytes, mark) =>
      (await import('./output.ts')).stage(path, bytes, mark === undefined ? {} : { mark }),
    adopt: async (path) => (await import('./output.ts')).adopt(path),
    stagedPath: async (...words) => (await import('./output.ts')).stagedPath(...words),
    exists: async (path) => exists(path),
    checkOutput: async (...words) => (await import('./output.ts')).checkOutput(...words),
    refuges: async () => [process.cwd(), (await import('node:os')).tmpdir()],
  };
}
