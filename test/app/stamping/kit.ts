import { writeFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import type { Ledger, LedgerEntry, Timer } from '../../../src/app/ports.ts';
import { type StampPorts, type StampRunOptions, stampUnder } from '../../../src/app/stamp.ts';
import { noRetry, type Provider } from '../../../src/app/stamping/provider.ts';
import { openLedger } from '../../../src/io/ledger.ts';
import type { LabOptions } from '../../../src/lab/index.ts';
import { type Bench, bench, now } from '../lab.ts';

/** A customer with a ledger, whose time passes only by waiting. */
export interface Desk extends Bench {
  readonly ports: StampPorts & { readonly ledger: Ledger };
  /** What was waited for, in milliseconds. */
  readonly slept: number[];
  /** Moments of the clock at which something was sent, and where to. */
  readonly sent: { readonly at: number; readonly url: string }[];
  readonly timer: Timer;
  readonly provider: (more?: Partial<Provider>) => Provider;
  readonly run: (more?: Partial<StampRunOptions>) => StampRunOptions;
  readonly entries: () => Promise<LedgerEntry[]>;
  /** Makes files of these names; returns their paths. */
  readonly files: (...names: string[]) => string[];
}

export async function desk(t: TestContext, options: Partial<LabOptions> = {}): Promise<Desk> {
  const b = await bench(t, options);
  let clock = now;
  const slept: number[] = [];
  const timer: Timer = {
    sleep: async (ms) => {
      slept.push(ms);
      clock += ms;
    },
  };
  const sent: { at: number; url: string }[] = [];
  const http: StampPorts['http'] = {
    exchange: (request) => {
      if (request.method === 'POST') sent.push({ at: clock, url: request.url });
      return b.ports.http.exchange(request);
    },
  };
  const time = { now: () => clock };
  const ledger = await openLedger(b.path('ledger.sqlite'), 'write', time);
  t.after(() => ledger.close().catch(() => {}));
  const plain = b.stamp();
  return {
    ...b,
    ports: { ...b.ports, clock: time, http, ledger, timer },
    slept,
    sent,
    timer,
    provider: (more) => ({
      profile: 'lab',
      urls: [b.lab.tsaUrl],
      hash: 'sha256',
      requestPolicy: null,
      credentials: null,
      http,
      pace: null,
      retry: noRetry,
      quota: null,
      codeSigning: true,
      judging: plain,
      ...more,
    }),
    run: (more) => ({
      files: plain.files,
      digest: null,
      outDir: null,
      token: false,
      saveRequest: false,
      queryOnly: false,
      force: false,
      dryRun: false,
      jobs: 1,
      ...more,
    }),
    entries: async () => {
      const found: LedgerEntry[] = [];
      for await (const entry of ledger.entries({})) found.push(entry);
      return found.sort((one, other) => one.id - other.id);
    },
    files: (...names) => {
      for (const name of names) writeFileSync(b.path(name), name);
      return names.map((name) => b.path(name));
    },
  };
}

/** Results of a run under one route. */
export async function results(d: Desk, route: readonly Provider[], more: Partial<StampRunOptions> = {}) {
  const outcomes = await stampUnder([route], d.run(more), d.ports);
  return outcomes.map(({ result }) => result);
}
