import type { Note } from '../notes.ts';
import type { Plan, PlanOptions } from '../plan.ts';
import type { Ledger, Ports, Timer } from '../ports.ts';
import type { Station } from './provider.ts';
import type { Subject } from './subject.ts';

/** What stamping needs of the world. */
export interface StampPorts extends Ports {
  /** Null: nothing is entered, and no rate is kept. */
  readonly ledger: Ledger | null;
  readonly timer: Timer;
}

/** What is told while a run goes on. */
export type StampEvent =
  /** Nothing is sent for so many milliseconds: the rate of the contract wants it, or (`service`) the authority. */
  | { readonly kind: 'wait'; readonly ms: number; readonly profile: string | null; readonly reason: 'rate' | 'service' }
  /** Runs that were killed left so many answers, which this run does not publish. */
  | { readonly kind: 'left'; readonly count: number }
  /** One more token is settled. */
  | { readonly kind: 'ended' };

/** What all of a run goes by. */
export interface RunOptions extends PlanOptions {
  /** Code is sent although a contract is not for code signing. */
  readonly allowCode: boolean;
  readonly signal: AbortSignal;
  readonly told: (event: StampEvent) => void;
}

/** One token that is wanted: of whom, for what, and where it goes. */
export interface Errand {
  readonly plan: Plan;
  readonly subject: Subject;
  /** Who is asked, and behind the first one, who is asked where that one fails. */
  readonly route: readonly Station[];
  /** To be said with its outcome, from before anyone was asked. */
  readonly notes: readonly Note[];
}
