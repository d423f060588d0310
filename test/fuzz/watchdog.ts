import type { Worker } from 'node:worker_threads';
import type { Running } from './running.ts';

/** Milliseconds by the clock after which an input is taken for one that never ends. */
export const endlessMs = 30_000;
/** MiB of heap that a run has in all. */
export const heapMiB = 1_024;

/** What became of a thread: its one message; or why the input that it ran ended it. */
export type Ended<Message> = { readonly message: Message } | { readonly problem: string };

/** Waits for a thread that runs inputs, and ends it where one doesn't end or takes all memory. */
export async function watched<Message>(
  worker: Worker,
  running: Running,
  mostMs: number = endlessMs,
): Promise<Ended<Message>> {
  let [last, since] = [0, performance.now()];
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Ended<Message>>((resolve, reject) => {
      timer = setInterval(() => {
        if (running.count !== last) [last, since] = [running.count, performance.now()];
        else if (last > 0 && performance.now() - since > mostMs) resolve({ problem: `did not end in ${mostMs} ms` });
      }, mostMs / 50);
      worker.once('message', (message: Message) => resolve({ message }));
      worker.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ problem: 'took all of the memory' }) : reject(error),
      );
      worker.once('exit', () => reject(new Error('the thread that searches ended without a word')));
    });
  } finally {
    clearInterval(timer);
    await worker.terminate();
  }
}
