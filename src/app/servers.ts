import type { FetchFailure } from './fetch-failure.ts';
import type { FetchLimits } from './fetch-limits.ts';
import { Gate, through } from './gate.ts';
import type { Clock } from './ports.ts';

/** What an attempt at a server came to; `failure` null: it served. */
export interface Attempted {
  readonly failure: FetchFailure | null;
}

/** The servers of one run by their origin: how many are asked at once, and which not, for they failed. */
export class Servers {
  readonly #run: Run;
  readonly #byOrigin = new Map<string, Server>();

  constructor(clock: Clock, limits: FetchLimits) {
    this.#run = { clock, limits, all: new Gate(() => limits.atOnce), waiting: new Waiting() };
  }

  /**
   * Makes an attempt at the server of a URL once there is a place. Where it isn't made the result is why: mostly what the server
   * failed by before. `gate`: one more that it has to pass.
   */
  ask<T extends Attempted>(url: string, attempt: () => Promise<T>, gate: Gate | null): Promise<T | FetchFailure> {
    const origin = originOf(url);
    let server = this.#byOrigin.get(origin);
    if (server === undefined) {
      server = new Server(this.#run);
      this.#byOrigin.set(origin, server);
    }
    return server.ask(attempt, gate === null ? [] : [gate]);
  }
}

/** Milliseconds from a failure until the next trial: twice as long after each in a row, at least what the server asked for. */
export function backOff(failures: number, retryAfter: number | null, limits: FetchLimits): number {
  // Doubled often enough it is beyond every limit, and 2 to a large power is still a number.
  const own = limits.backOff * 2 ** Math.min(failures - 1, 40);
  return Math.min(Math.max(own, retryAfter ?? 0), limits.longestBackOff);
}

interface Run {
  readonly clock: Clock;
  readonly limits: FetchLimits;
  readonly all: Gate;
  readonly waiting: Waiting;
}

class Server {
  readonly #run: Run;
  readonly #gate: Gate;
  /** It has served in this run. */
  #serves = false;
  /** In a row. */
  #failures = 0;
  #cause: FetchFailure | null = null;
  /** Milliseconds of its failures since the run's time for failures is spent. */
  #late = 0;
  /** Nothing is asked of it before this moment. */
  #downUntil = Number.NEGATIVE_INFINITY;

  constructor(run: Run) {
    this.#run = run;
    // While it fails one is enough to see whether it still does, and the others learn it from that one.
    this.#gate = new Gate(() => (this.#failures === 0 ? run.limits.perServer : 1));
  }

  ask<T extends Attempted>(attempt: () => Promise<T>, gates: readonly Gate[]): Promise<T | FetchFailure> {
    const { clock, all } = this.#run;
    // Judged when it is its turn: waiting for that took time, in which those before it may have failed.
    return this.#gate.run(async () => {
      const before = this.#refusal();
      if (before !== null) return before;
      return through([...gates, all], async () => {
        const meanwhile = this.#refusal();
        if (meanwhile !== null) return meanwhile;
        const from = clock.now();
        const attempted = await attempt();
        this.#learn(attempted.failure, from, clock.now());
        return attempted;
      });
    });
  }

  /** Why nothing is asked of it now; null where something may be. */
  #refusal(): FetchFailure | null {
    const { clock, limits, waiting } = this.#run;
    if (clock.now() < this.#downUntil) return this.#cause;
    if (waiting.total < limits.waiting || (this.#serves && this.#late < limits.exchange)) return null;
    return this.#cause ?? timeSpent;
  }

  #learn(failure: FetchFailure | null, from: number, to: number): void {
    const { limits, waiting } = this.#run;
    if (failure !== null) {
      if (waiting.total >= limits.waiting) this.#late += to - from;
      waiting.add(from, to);
    }
    if (failure === null || !failure.ofServer) {
      this.#serves ||= failure === null;
      this.#failures = 0;
      this.#cause = null;
      return;
    }
    this.#failures++;
    this.#cause = failure;
    // A server that names a time is believed at once.
    if (failure.retryAfter !== null || this.#failures >= limits.failures) {
      this.#downUntil = to + backOff(this.#failures, failure.retryAfter, limits);
    }
  }
}

/** Never asked, as others have used up the time for it. */
const timeSpent: FetchFailure = {
  code: 'unreachable',
  reason: 'time-spent',
  detail: '',
  ofServer: true,
  retryAfter: null,
};

/** Milliseconds that something was waited for, moments at which several things were counted once. */
class Waiting {
  #total = 0;
  /** Apart from each other, in the order of time. */
  readonly #spans: { readonly from: number; readonly to: number }[] = [];

  get total(): number {
    return this.#total;
  }

  /** A span that ends now, and so no earlier than those before it. */
  add(from: number, to: number): void {
    // A clock that was set back begins anew, and takes nothing away.
    if (to < (this.#spans.at(-1)?.to ?? to)) this.#spans.length = 0;
    let start = Math.min(from, to);
    for (let last = this.#spans.at(-1); last !== undefined && last.to >= start; last = this.#spans.at(-1)) {
      start = Math.min(start, last.from);
      this.#total -= last.to - last.from;
      this.#spans.pop();
    }
    this.#spans.push({ from: start, to });
    this.#total += to - start;
  }
}

function originOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
