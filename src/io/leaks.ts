import { readFileSync, writeFileSync } from 'node:fs';
import { TstError } from '../core/verdict/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Options with which Node writes strings, traffic or its keys where others find them. */
const revealing = ['--heapsnapshot-signal', '--heapsnapshot-near-heap-limit', '--trace-tls', '--tls-keylog'];

/** Once is enough for one process. */
let prevented = false;

/**
 * To be called before the first secret is read: throws a TstError `configuration` where Node was told to write down what passes
 * through it, which can't be taken back any more, and leaves secrets out of what it writes when it fails. On Linux core files are
 * prevented; elsewhere it is the system's default that there are none.
 */
export function closeLeaks(environment: Environment, argv: readonly string[] = process.execArgv): void {
  for (const variable of ['NODE_DEBUG', 'NODE_DEBUG_NATIVE']) {
    if (environment[variable]) throw leak(variable);
  }
  const words = [...argv, ...(environment.NODE_OPTIONS ?? '').split(/\s+/)];
  // Node takes either character in the names of its options, and quotes in the variable. 0 snapshots are none.
  const names = words
    .filter((word) => !word.endsWith('=0'))
    .map((word) => word.replace(/^["']/, '').replaceAll('_', '-'));
  const found = revealing.find((option) => names.some((name) => name === option || name.startsWith(`${option}=`)));
  if (found !== undefined) throw leak(found);
  // Diagnostic reports list the environment, which may hold secrets.
  if (process.report) process.report.excludeEnv = true;
  if (!prevented) preventCoreFiles();
  prevented = true;
}

function leak(path: string): TstError {
  return new TstError('configuration', { path, reason: 'with it Node writes down secrets' });
}

/**
 * core(5): no kind of memory goes into a core file of this process and those that it starts. What registers hold would still, which
 * may be some characters of what was last copied: so there is to be no such file, as far as the system has the means to say so.
 */
function preventCoreFiles(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0x0\n');
    const piped = readFileSync('/proc/sys/kernel/core_pattern', 'latin1').startsWith('|');
    const none = /^Max core file size +0 /m.test(readFileSync('/proc/self/limits', 'latin1'));
    if (none && !piped) return;
  } catch {
    // Without /proc there is no such switch, and no reason to leave the work undone.
  }
  // Loaded here, for few runs come this far. One octet: less than any core file has, and what tells the kernel to start no program for it either.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const env = { PATH: process.env.PATH };
  spawnSync('prlimit', ['--core=1:1', '--pid', String(process.pid)], { stdio: 'ignore', env });
}
