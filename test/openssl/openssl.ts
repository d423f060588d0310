import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const found = spawnSync('openssl', ['version'], { encoding: 'utf8' });

/** False where it is there; otherwise why the tests are skipped. */
export const noOpenssl = found.status === 0 ? false : 'the openssl program is not installed';

export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own in which openssl runs; goes with `remove`. */
export class Workshop {
  readonly dir = mkdtempSync(join(tmpdir(), 'tst-openssl-'));

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.dir, name), content);
  }

  read(name: string): Uint8Array {
    return readFileSync(join(this.dir, name));
  }

  /** Runs openssl in the folder; `ok` where it ended with 0. */
  try(...words: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync('openssl', words, {
      cwd: this.dir,
      encoding: 'utf8',
      // No file of the machine decides anything here.
      env: { ...process.env, OPENSSL_CONF: '/dev/null', LC_ALL: 'C' },
    });
    return { ok: status === 0, stdout, stderr };
  }

  /** Runs openssl in the folder and throws where it fails. */
  run(...words: string[]): Outcome {
    const outcome = this.try(...words);
    if (!outcome.ok) throw new Error(`openssl ${words.join(' ')}: ${outcome.stderr}`);
    return outcome;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
