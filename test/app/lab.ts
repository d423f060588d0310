import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { JudgingOptions } from '../../src/app/judging.ts';
import type { StampOptions, StampPorts } from '../../src/app/stamp.ts';
import type { VerifyOptions } from '../../src/app/verify.ts';
import { systemTimer } from '../../src/io/clock.ts';
import { createEvidenceCache } from '../../src/io/evidence-cache.ts';
import type { HttpOptions } from '../../src/io/http.ts';
import { createPorts } from '../../src/io/ports.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/server.ts';
import { plainOptions } from './judging-options.ts';

/** The moment at which everything in these tests happens. */
export const now = Date.UTC(2026, 0, 15, 12, 0, 0);

/** A folder with a file to stamp, a lab that trusts nobody's clock, and the ports to use both. */
export interface Bench {
  readonly lab: Lab;
  readonly folder: string;
  readonly file: string;
  readonly root: string;
  readonly ports: StampPorts;
  readonly path: (name: string) => string;
  /** Names in the folder beside the file and the root. */
  readonly written: () => string[];
  readonly read: (name: string) => Buffer;
  readonly stamp: (more?: Partial<StampOptions>) => StampOptions;
  readonly verify: (more?: Partial<VerifyOptions>) => VerifyOptions;
}

export async function bench(t: TestContext, options: Partial<LabOptions> = {}, http: HttpOptions = {}): Promise<Bench> {
  const lab = await startLab({ algorithm: 'p256', clock: () => now, serials: 'counter', ...options });
  t.after(() => lab.close());
  const folder = mkdtempSync(join(tmpdir(), 'tst-app-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  writeFileSync(path('a.pdf'), 'the document\n');
  writeFileSync(path('root.pem'), lab.rootPem);
  const real = createPorts({ timeout: 5_000, ...http });
  t.after(() => real.http.close());
  const cache = mkdtempSync(join(tmpdir(), 'tst-app-cache-'));
  t.after(() => rmSync(cache, { recursive: true, force: true }));
  const ports = {
    ...real,
    clock: { now: () => now },
    cache: createEvidenceCache(cache),
    ledger: null,
    timer: systemTimer,
  };
  const judging: JudgingOptions = {
    ...plainOptions,
    trust: [path('root.pem')],
    skip: new Set(['certificate-revocation', 'tst-revocation']),
  };
  return {
    lab,
    folder,
    file: path('a.pdf'),
    root: path('root.pem'),
    ports,
    path,
    written: () =>
      readdirSync(folder)
        .filter((name) => name !== 'a.pdf' && name !== 'root.pem')
        .sort(),
    read: (name) => readFileSync(path(name)),
    stamp: (more) => ({
      ...judging,
      files: [path('a.pdf')],
      tsa: lab.tsaUrl,
      hash: 'sha256',
      requestPolicy: null,
      digest: null,
      outDir: null,
      token: false,
      saveRequest: false,
      queryOnly: false,
      force: false,
      dryRun: false,
      credentials: null,
      ...more,
    }),
    verify: (more) => ({ ...judging, file: path('a.pdf'), token: null, digest: null, request: null, ...more }),
  };
}
