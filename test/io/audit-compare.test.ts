import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { causesOf, exitOfTurns } from '../../src/app/audit/compare.ts';
import type { AuditItem, KeptRow } from '../../src/app/ports.ts';
import type { AuditRun } from '../../src/core/verdict/audit.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { compareAudits } from '../../src/io/audit-compare.ts';
import { createAuditLedger } from '../../src/io/audit-ledger.ts';
import { cp932 } from '../app/audit/octets.ts';
import { folder } from '../cli/run-tst.ts';
import { itemOf, range, rowOf, runOf } from './audit-kit.ts';

type Line = readonly [AuditItem, KeptRow];

function audit(path: string, lines: readonly Line[], run = runOf()): string {
  const ledger = createAuditLedger(path, run, 'asked');
  ledger.add(
    lines.map(([item]) => item),
    [],
  );
  ledger.listed();
  ledger.keep(
    lines.map(([, row]) => row),
    [],
  );
  ledger.finish();
  ledger.close();
  return path;
}

const invalid = { verdict: 'INVALID', code: 'imprint-mismatch' } as const;
const unknown = { verdict: 'INDETERMINATE', code: 'input-missing' } as const;

/** `data before → after: causes`, where causes are those of the runs. */
function turns(
  t: TestContext,
  earlier: readonly Line[],
  later: readonly Line[],
  runs: readonly Partial<AuditRun>[] = [],
) {
  const dir = folder(t);
  const [before, after] = [runOf(runs[0]), runOf(runs[1])];
  const found = [...compareAudits(audit(join(dir, 'a'), earlier, before), audit(join(dir, 'b'), later, after))];
  const stand = (one: (typeof found)[number]['before']) => (one === null ? '-' : (one.verdict ?? one.kind));
  return {
    exit: exitOfTurns(found),
    lines: found.map(
      (one) =>
        `${one.data?.hex ?? one.data?.text ?? '-'} ${stand(one.before)} → ${stand(one.after)}: ${causesOf(one, before, after).join(' ')}`,
    ),
  };
}

test('what stands as it stood is no turn, whatever else is different about it', (t) => {
  const lines = range(5).map((seq): Line => [itemOf(seq), rowOf(seq)]);
  const others = range(5).map(
    (seq): Line => [itemOf(seq), rowOf(seq, { genTime: 5, bytes: 0 }, { digest: 'sha256:00', evidence: 'x' })],
  );
  assert.deepEqual(turns(t, lines, others, [{}, { version: '2.0.0', policy: 'etsi' }]), { exit: 0, lines: [] });
  assert.deepEqual(turns(t, [], []), { exit: 0, lines: [] });
});

const causes: readonly (readonly [string, Partial<KeptRow>, Partial<AuditRun>])[] = [
  ['time', {}, { started: 9, id: 'other', renewWithin: 30 }],
  ['data', { digest: 'sha256:01' }, {}],
  ['data', { digest: null }, {}],
  ['token', { tokenSha256: '01' }, {}],
  ['evidence', { evidence: 'other' }, {}],
  ['evidence', { evidence: null }, {}],
  ['policy', {}, { policy: 'etsi' }],
  ['policy', {}, { skipped: ['tst-revocation'] }],
  ['policy', {}, { options: { at: 'gentime' } }],
  ['program', {}, { version: '2.0.0' }],
  [
    'data token policy program evidence',
    { digest: 'x', tokenSha256: 'x', evidence: 'x' },
    { version: '2', options: { trust: ['a.pem'] } },
  ],
];
for (const [wanted, row, run] of causes) {
  test(`a line that turned for ${wanted} says so: ${JSON.stringify({ ...row, ...run })}`, (t) => {
    const later: Line = [itemOf(1), rowOf(1, invalid, row)];
    assert.deepEqual(turns(t, [[itemOf(1), rowOf(1)]], [later], [{}, run]), {
      exit: 1,
      lines: [`archive/1.pdf VALID → INVALID: ${wanted}`],
    });
  });
}

test('lines are the same by the octets of both their names, in whatever order and number', (t) => {
  const names = [cp932, '\xed\xa0\x80', 'e\u0301', 'é', 'a\nb', "x'; DROP TABLE rows; --"];
  const earlier = names.map((name, i): Line => [itemOf(i + 1, name), rowOf(i + 1)]);
  const later = names
    .toReversed()
    .map((name, i): Line => [itemOf(i + 1, name), rowOf(i + 1, {}, { digest: rowOf(names.length - i).digest })]);
  assert.deepEqual(turns(t, earlier, later).lines, []);
  const turned = later.map(([item]): Line => [item, rowOf(item.seq, item.seq === 6 ? invalid : {})]);
  const hex = Buffer.from(cp932, 'latin1').toString('hex');
  assert.deepEqual(turns(t, earlier, turned).lines, [`${hex} VALID → INVALID: data token`]);
});

test('what is new comes in the order of the later audit, and then what is gone', (t) => {
  const earlier: Line[] = [
    [itemOf(1, 'gone-b'), rowOf(1)],
    [itemOf(2, 'stays'), rowOf(2)],
    [itemOf(3, 'gone-a'), rowOf(3, unknown)],
  ];
  const later: Line[] = [
    [itemOf(1, 'new-b'), rowOf(1)],
    [itemOf(2, 'stays'), rowOf(2)],
    [itemOf(3, 'new-a'), rowOf(3, invalid)],
  ];
  assert.deepEqual(turns(t, earlier, later), {
    exit: 1,
    lines: ['new-b - → VALID: ', 'new-a - → INVALID: ', 'gone-b VALID → -: ', 'gone-a INDETERMINATE → -: '],
  });
});

test('data that lost its token, or got one, is a line that is gone and one that is new', (t) => {
  const orphan: Line = [itemOf(1, 'x', { token: null }), rowOf(1, { kind: 'orphan-data', verdict: null })];
  const whole: Line = [itemOf(1, 'x'), rowOf(1)];
  assert.deepEqual(turns(t, [whole], [orphan]), { exit: 2, lines: ['x - → orphan-data: ', 'x VALID → -: '] });
  assert.deepEqual(turns(t, [orphan], [whole]).lines, ['x - → VALID: ', 'x orphan-data → -: ']);
  assert.deepEqual(turns(t, [orphan], [orphan]).lines, []);
  const token: Line = [itemOf(1, 'x', { data: null }), rowOf(1, { kind: 'orphan-token', verdict: null })];
  assert.deepEqual(turns(t, [token], [token]).lines, []);
});

test('tokens outside of a period are in no audit', (t) => {
  const outside: Line = [itemOf(1), rowOf(1, { kind: 'outside', verdict: null })];
  assert.deepEqual(turns(t, [outside], [[itemOf(1), rowOf(1)]]).lines, ['archive/1.pdf - → VALID: ']);
  assert.deepEqual(turns(t, [[itemOf(1), rowOf(1)]], [outside]).lines, ['archive/1.pdf VALID → -: ']);
  assert.deepEqual(turns(t, [outside], [outside]).lines, []);
});

test('the exit code is 1 only where something is invalid that was not', (t) => {
  const one = (counts: object): Line[] => [[itemOf(1), rowOf(1, counts)]];
  const exit = (before: object, after: object) => turns(t, one(before), one(after)).exit;
  assert.equal(exit({}, invalid), 1);
  assert.equal(exit(unknown, invalid), 1);
  assert.equal(exit(invalid, {}), 2);
  assert.equal(exit({}, unknown), 2);
  assert.equal(exit(unknown, { ...unknown, code: 'input-unreadable' }), 2, 'for another reason');
  assert.equal(exit(invalid, { ...invalid, code: 'signature-mismatch' }), 2, 'it was invalid before');
  assert.equal(turns(t, [], one(invalid)).exit, 1);
  assert.equal(turns(t, one(invalid), []).exit, 2);
});

test('audits of a hundred thousand lines are compared in seconds', (t) => {
  const lines = range(100_000).map((seq): Line => [itemOf(seq), rowOf(seq)]);
  const later = lines.map(([item, row]): Line => [item, item.seq === 77_777 ? rowOf(item.seq, invalid) : row]);
  const start = process.cpuUsage();
  assert.deepEqual(turns(t, lines, later).lines, ['archive/77777.pdf VALID → INVALID: time']);
  assert.ok(process.cpuUsage(start).user < 30_000_000);
});

test('an audit that is not there is told and not made, and what is none is told', (t) => {
  const dir = folder(t);
  const path = audit(join(dir, 'a'), [[itemOf(1), rowOf(1)]]);
  const gone = join(dir, 'gone');
  const refused = (error: unknown) =>
    error instanceof TstError && ['output-failed', 'audit-damaged'].includes(error.code);
  assert.throws(() => [...compareAudits(gone, path)], refused);
  assert.throws(() => [...compareAudits(path, gone)], refused);
  assert.ok(!existsSync(gone));
  if (process.platform === 'win32') return;
  // A name that SQLite would take for an address of its own.
  const odd = audit(join(dir, 'file:odd?mode=memory#x%41'), [[itemOf(1), rowOf(1, invalid)]]);
  assert.equal([...compareAudits(odd, path)].length, 1);
});

test('a name that an audit has several times is compared line by line, and not all with all', (t) => {
  const line = (seq: number, counts = {}): Line => [itemOf(seq, 'x'), rowOf(seq, counts)];
  assert.deepEqual(turns(t, [line(1), line(2)], [line(1), line(2, invalid), line(3)]).lines, [
    'x VALID → INVALID: time',
    'x - → VALID: ',
  ]);
  assert.deepEqual(turns(t, [line(1), line(2, invalid)], [line(1)]).lines, ['x INVALID → -: ']);
  const many = range(20_000).map((seq) => line(seq));
  const start = process.cpuUsage();
  assert.deepEqual(turns(t, many, many).lines, []);
  assert.ok(process.cpuUsage(start).user < 20_000_000);
});
