import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch, BatchResult, Crew } from '../../../src/app/audit/judge-batch.ts';
import { NameFilter } from '../../../src/app/audit/name-filter.ts';
import { TokenPatterns } from '../../../src/app/audit/patterns.ts';
import { type AuditPlan, type AuditPorts, runAudit } from '../../../src/app/audit/run.ts';
import type { AuditLedger, Tree } from '../../../src/app/ports.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { createAuditLedger, openAuditLedger } from '../../../src/io/audit-ledger.ts';
import { folder } from '../../cli/run-tst.ts';
import { range, rowOf, runOf } from '../../io/audit-kit.ts';

const noon = Date.UTC(2025, 3, 1, 12);

/** Folders by their paths: names of files, and of folders with a slash behind. */
function portsFor(folders: Readonly<Record<string, readonly string[]>>, now = () => noon): AuditPorts {
  const tree = {
    resolve: async (path: Uint8Array) => path,
    list: async (path: Uint8Array) =>
      (folders[Buffer.from(path).toString()] ?? []).map((name) => ({
        name: name.replace(/\/$/, ''),
        kind: name.endsWith('/') ? 'folder' : 'file',
      })),
  } as Partial<Tree> as Tree;
  return { tree, files: { read: async () => new Uint8Array() }, clock: { now } as AuditPorts['clock'] };
}

function planOf(more: Partial<AuditPlan> = {}): AuditPlan {
  const roots = [{ kind: 'folder', path: 'r' }] as const;
  return { roots, patterns: new TokenPatterns(), filter: new NameFilter([], []), tokens: null, since: null, ...more };
}

/** Judges everything VALID; `seen` are the batches. */
function crewOf(
  seen: Batch[],
  deed: (batch: Batch) => Promise<void> = async () => {},
  size = 2,
): Crew & { closed: number } {
  return {
    size,
    closed: 0,
    async judge(batch: Batch): Promise<BatchResult> {
      seen.push(batch);
      await deed(batch);
      return { rows: batch.items.map(({ seq }) => rowOf(seq)), evidence: [] };
    },
    close() {
      this.closed++;
      return Promise.resolve();
    },
  } as Crew & { closed: number };
}

const quiet = { found: () => {}, judged: () => {} };
const seqs = (batches: readonly Batch[]) => batches.flatMap(({ items }) => items.map(({ seq }) => seq));

test('a folder of more files than a call takes arguments is found whole', async (t) => {
  const count = 200_000;
  const ledger = createAuditLedger(`${folder(t)}/a`, runOf(), 'asked');
  t.after(() => ledger.close());
  const stop = new AbortController();
  const told = { found: () => stop.abort(), judged: () => {} };
  const plan = planOf({
    roots: [
      { kind: 'folder', path: 'r' },
      { kind: 'folder', path: 's' },
    ],
  });
  const ports = portsFor({ r: range(count).map((i) => `${i}`), s: ['x'] });
  assert.equal(await runAudit(plan, ledger, () => crewOf([]), ports, told, stop.signal), false);
  assert.equal(ledger.total, count);
  assert.deepEqual([ledger.pending(0, 1)[0]!.seq, ledger.pending(count - 1, 9).map(({ seq }) => seq)], [1, [count]]);
});

test('every line is judged once and kept, and the crew is sent home', async (t) => {
  const ledger = createAuditLedger(`${folder(t)}/a`, runOf(), 'asked');
  t.after(() => ledger.close());
  const seen: Batch[] = [];
  const crew = crewOf(seen);
  const ports = portsFor({
    r: ['f/', ...range(1_000).map((i) => `${i}.pdf`)],
    'r/f': range(700).map((i) => `${i}.tsr`),
  });
  let [found, judged] = [0, 0];
  const told = {
    found: (count: number) => {
      found = count;
    },
    judged: (rows: readonly unknown[]) => {
      judged += rows.length;
    },
  };
  const lines: number[] = [];
  const crewFor = (count: number) => {
    lines.push(count);
    return crew;
  };
  assert.equal(await runAudit(planOf(), ledger, crewFor, ports, told, new AbortController().signal), true);
  assert.deepEqual(
    seqs(seen).toSorted((a, b) => a - b),
    range(1_700),
  );
  assert.deepEqual(
    [ledger.state, ledger.done, found, judged, crew.closed, lines],
    ['done', 1_700, 1_700, 1_700, 1, [1_700]],
  );
  assert.equal(await runAudit(planOf(), ledger, crewFor, ports, told, new AbortController().signal), true);
  assert.deepEqual([lines.length, judged], [1, 1_700], 'nothing is done twice');
});

test('what was broken off goes on where it was, with what was kept', async (t) => {
  const path = `${folder(t)}/a`;
  const ports = portsFor({ r: range(2_000).map((i) => `${i}.pdf`) });
  const stop = new AbortController();
  const ledger = createAuditLedger(path, runOf(), 'asked');
  const first: Batch[] = [];
  const breaking = crewOf(first, async () => {
    if (first.length === 7) stop.abort();
  });
  assert.equal(await runAudit(planOf(), ledger, () => breaking, ports, quiet, stop.signal), false);
  assert.equal(breaking.closed, 1);
  assert.ok(ledger.done > 0 && ledger.done < 2_000);
  assert.equal(ledger.done, seqs(first).length, 'what was in hand is kept');
  ledger.close();

  const again = openAuditLedger(path, 'write');
  t.after(() => again.close());
  const second: Batch[] = [];
  const nothing = portsFor({});
  assert.equal(
    await runAudit(planOf(), again, () => crewOf(second), nothing, quiet, new AbortController().signal),
    true,
  );
  assert.deepEqual(
    [...seqs(first), ...seqs(second)].toSorted((a, b) => a - b),
    range(2_000),
  );
});

test('a line that can not be kept ends the audit at once, with its error', async (t) => {
  const ledger = createAuditLedger(`${folder(t)}/a`, runOf(), 'asked');
  t.after(() => ledger.close());
  const seen: Batch[] = [];
  let tries = 0;
  const full = new TstError('output-failed', { path: 'a', reason: 'disk full' });
  const broken = new Proxy(ledger, {
    get: (of, name) => {
      if (name === 'keep')
        return () => {
          tries++;
          throw full;
        };
      const value = Reflect.get(of, name, of);
      return typeof value === 'function' ? value.bind(of) : value;
    },
  }) as AuditLedger;
  const crew = crewOf(seen);
  const ports = portsFor({ r: range(20_000).map((i) => `${i}.pdf`) });
  await assert.rejects(
    runAudit(planOf(), broken, () => crew, ports, quiet, new AbortController().signal),
    full,
  );
  assert.equal(crew.closed, 1);
  assert.ok(seqs(seen).length < 5_000, `${seqs(seen).length}`);
  assert.equal(tries, 1);
  assert.equal(ledger.state, 'judging');
});

test('a crew that fails has its error told, and what others judged is kept', async (t) => {
  const ledger = createAuditLedger(`${folder(t)}/a`, runOf(), 'asked');
  t.after(() => ledger.close());
  const seen: Batch[] = [];
  const crew = crewOf(seen, async () => {
    if (seen.length === 2) throw new Error('thread ended');
  });
  const ports = portsFor({ r: range(1_000).map((i) => `${i}.pdf`) });
  await assert.rejects(
    runAudit(planOf(), ledger, () => crew, ports, quiet, new AbortController().signal),
    /thread ended/,
  );
  assert.ok(ledger.done > 0 && ledger.done < 1_000);
  assert.deepEqual([crew.closed, ledger.state], [1, 'judging']);
});

test('lines of one minute are judged for the same moment, and a clock that is set back is followed', async (t) => {
  const ledger = createAuditLedger(`${folder(t)}/a`, runOf(), 'asked');
  t.after(() => ledger.close());
  const times = [0, 59_999, 60_000, 119_999, 120_000, 50_000, 60_000];
  let at = -1;
  const ports = portsFor({ r: range(64 * times.length).map((i) => `${i}`) }, () => noon + times[Math.min(++at, 6)]!);
  const seen: Batch[] = [];
  await runAudit(planOf(), ledger, () => crewOf(seen), ports, quiet, new AbortController().signal);
  assert.deepEqual(
    seen.map(({ now }) => now - noon),
    [0, 0, 60_000, 60_000, 120_000, 50_000, 50_000],
  );
});

test('what an earlier audit hashed is handed on with the line of the same data', async (t) => {
  const dir = folder(t);
  const ports = portsFor({ r: ['x.pdf', 'x.pdf.tsr', 'y.pdf', 'y.pdf.tsr', 'gone.tsr'] });
  const earlier = createAuditLedger(`${dir}/a`, runOf(), 'asked');
  t.after(() => earlier.close());
  await runAudit(planOf(), earlier, () => crewOf([]), ports, quiet, new AbortController().signal);
  const ledger = createAuditLedger(`${dir}/b`, runOf(), 'asked');
  t.after(() => ledger.close());
  const seen: Batch[] = [];
  await runAudit(planOf({ since: earlier }), ledger, () => crewOf(seen), ports, quiet, new AbortController().signal);
  assert.deepEqual(
    seen.flatMap(({ items }) => items.map(({ data, known }) => `${data && Buffer.from(data)} ${known?.stat ?? '-'}`)),
    ['null -', 'r/x.pdf 10:1:1:2:1', 'r/y.pdf 10:1:1:3:1'],
  );
});
