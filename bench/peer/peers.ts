// The peers of `tst audit`: OpenSSL's `ts -verify`, a process for each token, and libcrypto in one process. Neither looks at
// revocation or at lists of revoked tokens.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Pair {
  readonly data: string;
  readonly token: string;
}

/** Commands that are run in the archive's folder. */
export interface Peers {
  /** `openssl ts -verify`, so many at a time. */
  openssl(jobs: number): readonly string[];
  /** Null where there is no compiler or no headers of OpenSSL. */
  readonly program: readonly string[] | null;
}

/** @param at milliseconds since 1970, the moment at which paths are checked. */
export function makePeers(
  work: string,
  roots: string,
  at: number,
  all: readonly Pair[],
  sample: readonly Pair[],
): Peers {
  const seconds = String(Math.floor(at / 1000));
  const fixed = ['ts', '-verify', '-CAfile', roots, '-attime', seconds];
  const words = sample.flatMap(({ data, token }) => [...fixed, '-data', data, '-in', token]);
  const each = fixed.length + 4;
  const list = join(work, 'openssl.words');
  writeFileSync(list, words.map((word) => `${word}\0`).join(''));
  const pairs = join(work, 'pairs');
  writeFileSync(pairs, all.map(({ data, token }) => `${data}\0${token}\0`).join(''));
  const program = build(work);
  return {
    openssl: (jobs) => ['xargs', '-0', '-a', list, '-n', String(each), '-P', String(jobs), 'openssl'],
    program: program === null ? null : [program, roots, seconds, pairs],
  };
}

/** Builds the program with the machine's compiler; says so and gives null where that can't be done. */
function build(work: string): string | null {
  const program = join(work, 'ts-verify');
  const source = resolve(import.meta.dirname, 'ts-verify.c');
  const { status, stderr, error } = spawnSync('cc', ['-O2', '-o', program, source, '-lcrypto'], { encoding: 'utf8' });
  if (status === 0) return program;
  const reason = error ? 'no C compiler' : (stderr.split('\n').find((line) => line.includes('error')) ?? stderr);
  process.stdout.write(`libcrypto in one process is left out: ${reason} (Debian: gcc, libssl-dev)\n`);
  return null;
}
