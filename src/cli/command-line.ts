import type { VerificationWords } from './verification-options.ts';

/** A word as a shell takes it: bare where it can be, in quotes otherwise. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word;
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The command that verifies a token later under the options of now, as far as they are about judging. `file` null: the data is a
 * ready digest.
 */
export function verifyCommand(words: VerificationWords, file: string | null, token: string): string {
  const each = (option: string, values: readonly string[] = []) => values.flatMap((value) => [option, value]);
  const flag = (option: string, given: boolean | undefined) => (given ? [option] : []);
  const { digest } = words;
  const about = digest
    ? ['--digest', `${digest.algorithm}:${Buffer.from(digest.value).toString('hex')}`]
    : [file ?? '-'];
  const line = [
    'tst',
    'verify',
    ...each('--trust', words.trust),
    ...each('--trust-any', words.trustAny),
    ...each('--certs', words.certs),
    ...each('--accept-policy', words.acceptPolicy),
    ...each('--policy', words.policy === undefined ? [] : [words.policy]),
    ...flag('--allow-noncritical-eku', words.allowNoncriticalEku),
    ...each('--profile', words.profile),
    ...each('--profile-dir', words.profileDir === undefined ? [] : [words.profileDir]),
    ...each('--tst-revocation-list', words.tstRevocationList),
    ...each('--skip', words.skip),
    ...each('--crl', words.crl),
    ...each('--ocsp', words.ocsp),
    ...each('--evidence', words.evidence),
    ...flag('--no-aia', !words.aia),
    ...flag('--allow-private-network', words.allowPrivateNetwork),
    // A file name that begins with a dash is no option.
    ...(file?.startsWith('-') && file !== '-' ? ['--'] : []),
    ...about,
    token,
  ];
  return line.map(quoted).join(' ');
}
