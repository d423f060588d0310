import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { packFound } from '../app/audit/found-wire.ts';
import { type Batch, BatchJudge, type BatchResult, type Crew, type JudgingDesk } from '../app/audit/judge-batch.ts';
import type { Bench } from '../app/judging.ts';
import type { Repository } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';
import {
  type Answers,
  type Asked,
  type FromThread,
  type Question,
  type ThreadStart,
  type ToThread,
  threadError,
} from './audit-wire.ts';

/**
 * Where a bundle is run from, and in the single-file executable the text of the program of a thread; a checkout that is not bundled
 * has no `module`.
 */
declare const module: { readonly filename: string; readonly thread?: () => string } | undefined;

/** This very thread. */
export function soleJudge(desk: JudgingDesk): Crew {
  const judge = new BatchJudge(desk);
  return { size: 1, judge: (batch) => judge.judge(batch), close: async () => {} };
}

/** Threads that judge, each what it is given; what they ask for is looked up here, once for all of them. */
export function threads(size: number, start: ThreadStart, bench: Bench, repository: Repository): Crew {
  const answer = answering(bench, repository);
  const all = Array.from({ length: size }, () => new Thread(start, answer));
  return {
    size,
    // The one with the least to do.
    judge: (batch) => all.reduce((a, b) => (b.load < a.load ? b : a)).judge(batch),
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}

type Answer = <Q extends Question>(question: Q, asked: Asked[Q]) => Promise<Answers[Q]>;

function answering({ finder, lists }: Bench, repository: Repository): Answer {
  const answers: { readonly [Q in Question]: (asked: Asked[Q]) => Promise<Answers[Q]> } = {
    recall: async ({ want }) => packFound(await finder!.recall(want)),
    fetch: async ({ want }) => packFound(await finder!.fetch(want)),
    refresh: async ({ names, since }) => {
      await lists!.refresh(names, since);
      return lists!.edition;
    },
    records: ({ place }) => repository.read(place),
    object: ({ of }) => repository.object(of),
  };
  return (question, asked) => answers[question](asked);
}

interface Open {
  readonly resolve: (result: BatchResult) => void;
  readonly reject: (error: unknown) => void;
}

class Thread {
  readonly #worker: Worker;
  readonly #answer: Answer;
  readonly #open = new Map<number, Open>();
  #next = 0;
  #dead: TstError | null = null;

  constructor(start: ThreadStart, answer: Answer) {
    this.#answer = answer;
    const program = entry();
    this.#worker = new Worker(program, { eval: typeof program === 'string', workerData: start });
    this.#worker.on('message', (message: FromThread) => void this.#take(message));
    // Out of memory, or a fault of Node's: what it had in hand is judged by the next run.
    this.#worker.on('error', (error: Error) => this.#end(error.message));
    this.#worker.on('exit', (code) => this.#end(`a thread ended with ${code}`));
  }

  get load(): number {
    return this.#open.size;
  }

  judge(batch: Batch): Promise<BatchResult> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#tell({ kind: 'batch', id, batch });
    });
  }

  async close(): Promise<void> {
    this.#open.clear();
    await this.#worker.terminate();
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  async #take(message: FromThread): Promise<void> {
    const { id } = message;
    if (message.kind === 'ask') {
      try {
        this.#tell({ kind: 'answer', id, answer: await this.#answer(message.question, message.asked as never) });
      } catch (error) {
        this.#tell({ kind: 'no-answer', id, error: threadError(error) });
      }
      return;
    }
    const open = this.#open.get(id);
    this.#open.delete(id);
    if (message.kind === 'done') open?.resolve(message.result);
    else open?.reject(new TstError(message.error.code, message.error.facts));
  }

  #end(reason: string): void {
    this.#dead ??= new TstError('internal', { reason });
    for (const { reject } of this.#open.values()) reject(this.#dead);
    this.#open.clear();
  }
}

/**
 * What is judged is soon forgotten: without this, each thread would let a hundred megabytes of it gather before it clears up. For all
 * threads of the process, until it ends: then V8's default is back, for it takes no compiled code that was kept under other flags.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  process.prependOnceListener('exit', () => setFlagsFromString('--semi-space-growth-factor=2'));
}

/** The program of a thread: beside the bundle, in the executable, or as it stands in the sources. */
function entry(): URL | string {
  if (typeof module === 'undefined') return new URL('./audit-thread.ts', import.meta.url);
  if (module.thread !== undefined) return module.thread();
  return pathToFileURL(join(dirname(module.filename), '..', 'dist', 'audit-thread.cjs'));
}
