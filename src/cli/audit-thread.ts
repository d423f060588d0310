import { parentPort, workerData } from 'node:worker_threads';
import { unpackFound } from '../app/audit/found-wire.ts';
import { BatchJudge } from '../app/audit/judge-batch.ts';
import type { Finder, Found, TstListFinder } from '../app/found.ts';
import type { Bench } from '../app/judging.ts';
import type { Ports } from '../app/ports.ts';
import { listsFor, prepare } from '../app/verify.ts';
import { TstError } from '../core/verdict/errors.ts';
import { type Want, wantKey } from '../core/verdict/want.ts';
import { createPorts } from '../io/ports.ts';
import { createTree } from '../io/tree.ts';
import { lineOf, setOf } from '../report/audit/kept-line.ts';
import {
  type Answers,
  type Asked,
  type FromThread,
  type Question,
  type ThreadStart,
  type ToThread,
  threadError,
} from './audit-wire.ts';

// A thread of an audit: judges batches of lines. It reads files itself; whatever comes from elsewhere it asks the first thread for.

const port = parentPort!;
const { options, finds } = workerData as ThreadStart;

const open = new Map<
  number,
  { readonly resolve: (answer: never) => void; readonly reject: (error: unknown) => void }
>();
let asked = 0;

function ask<Q extends Question>(question: Q, about: Asked[Q]): Promise<Answers[Q]> {
  const id = asked++;
  tell({ kind: 'ask', id, question, asked: about });
  return new Promise((resolve, reject) => open.set(id, { resolve, reject }));
}

function tell(message: FromThread): void {
  port.postMessage(message);
}

/** As the first thread's, whose answers are read once in this one. */
function remoteFinder(): Finder {
  const known = new Map<string, Promise<Found>>();
  const once = (question: 'recall' | 'fetch', want: Want) => {
    const key = `${question} ${wantKey(want)}`;
    const found = known.get(key) ?? ask(question, { want }).then(unpackFound);
    known.set(key, found);
    return found;
  };
  return { recall: (want) => once('recall', want), fetch: (want) => once('fetch', want), notes: [] };
}

/**
 * The lists as the first thread keeps them; read again when that one has newer ones, whichever thread had them fetched: it fetches each
 * once for all.
 */
function remoteLists(first: TstListFinder, bench: Bench, ports: Ports): TstListFinder {
  let lists = first;
  let edition = 0;
  return {
    sources: (asKnownOn) => lists.sources(asKnownOn),
    refresh: async (names, since) => {
      const latest = await ask('refresh', { names, since });
      if (latest === edition) return false;
      edition = latest;
      lists = (await listsFor(options.judging, bench.profiles, ports)) ?? lists;
      return true;
    },
    get edition() {
      return edition;
    },
    evidence: () => lists.evidence(),
    notes: [],
  };
}

async function begin(): Promise<BatchJudge> {
  const ports: Ports = {
    ...createPorts({ cache: false }),
    repository: {
      read: (place) => ask('records', { place }),
      object: (of) => ask('object', { of }),
      keep: async () => {},
    },
  };
  const bench = await prepare(options.judging, ports);
  const lists = bench.lists && remoteLists(bench.lists, bench, ports);
  const own = { ...bench, finder: finds ? remoteFinder() : null, lists };
  return new BatchJudge({ options, bench: own, tree: createTree(), lineOf, setOf });
}

const judge = begin();
let turn: Promise<unknown> = judge.catch(() => {});

port.on('message', (message: ToThread) => {
  if (message.kind === 'batch') {
    // One after the other: what the first one had looked up, the next one has at hand.
    turn = turn.then(() => judged(message.id, message.batch));
    return;
  }
  const { resolve, reject } = open.get(message.id)!;
  open.delete(message.id);
  if (message.kind === 'answer') resolve(message.answer as never);
  else reject(new TstError(message.error.code, message.error.facts));
});

async function judged(id: number, batch: Extract<ToThread, { kind: 'batch' }>['batch']): Promise<void> {
  try {
    tell({ kind: 'done', id, result: await (await judge).judge(batch) });
  } catch (error) {
    tell({ kind: 'failed', id, error: threadError(error) });
  }
}
