/**
 * Runs tasks, so many at a time, and hands their results on in the order of the tasks. The first runs alone: what would stop all
 * of them, such as a wrong password, is then met once. Throws what a task or `done` throws, after those at work have ended.
 */
export async function inTurn<T>(
  tasks: readonly (() => Promise<T>)[],
  jobs: number,
  done: (result: T) => Promise<void> | void,
): Promise<T[]> {
  const results: T[] = [];
  const waiting = new Map<number, T>();
  let next = 0;
  let failed = false;
  let handing = Promise.resolve();
  const hand = async () => {
    for (let at = results.length; waiting.has(at); at = results.length) {
      const result = waiting.get(at)!;
      waiting.delete(at);
      results.push(result);
      await done(result);
    }
  };
  const work = async (until: number) => {
    while (!failed && next < until) {
      const at = next++;
      try {
        waiting.set(at, await tasks[at]!());
        handing = handing.then(hand);
        await handing;
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await work(Math.min(1, tasks.length));
  const ended = await Promise.allSettled(Array.from({ length: jobs }, () => work(tasks.length)));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results;
}
