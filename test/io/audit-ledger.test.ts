import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileName } from '../../src/app/ports.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { auditAsked, createAuditLedger, openAuditLedger } from '../../src/io/audit-ledger.ts';
import { auditApplicationId, auditVersion } from '../../src/io/audit-schema.ts';
import { openDatabase } from '../../src/io/sqlite.ts';
import { cp932 } from '../app/audit/octets.ts';
import { folder } from '../cli/run-tst.ts';
import { itemOf, judging, octets, range, rowOf, runOf } from './audit-kit.ts';

const fails =
  (code: string, facts: Record<string, unknown> = {}) =>
  (error: unknown) =>
    error instanceof TstError &&
    error.code === code &&
    Object.entries(facts).every(([name, value]) => error.facts[name] === value);

const text = (lines: Iterable<Uint8Array>) => [...lines].flatMap((piece) => Buffer.from(piece).toString().split('\n'));

/** Runs SQL on a file that is no one's. */
function doctor(path: string, sql: string) {
  const database = openDatabase(path, 'create');
  database.exec(sql);
  database.close();
}

test('an audit is found, judged, finished and read again as it was kept', (t) => {
  const path = join(folder(t), 'new', 'audit.sqlite');
  const run = runOf({ roots: ['請求書', '-'], options: { include: ['*.pdf'] } });
  const ledger = createAuditLedger(path, run, 'asked');
  assert.deepEqual([ledger.state, ledger.total, ledger.done, ledger.run], ['listing', 0, 0, run]);
  const digest = { algorithm: 'sha512', value: new Uint8Array(64).fill(7) } as const;
  const items = [
    itemOf(1),
    itemOf(2, 'x', { token: null }),
    itemOf(3, 'y', { data: null }),
    itemOf(4, 'z', { data: null, digest }),
  ];
  ledger.add(items.slice(0, 2), [{ name: fileName(octets('l\xff')), reason: 'no-file' }]);
  ledger.add(items.slice(2), []);
  ledger.listed();
  assert.deepEqual([ledger.state, ledger.total, ledger.done], ['judging', 4, 0]);
  const plain = (found: typeof items) =>
    found.map((item) => ({
      ...item,
      data: item.data && Buffer.from(item.data),
      token: item.token && Buffer.from(item.token),
    }));
  assert.deepEqual(plain(ledger.pending(0, 10)), plain(items));
  assert.deepEqual(
    ledger.pending(0, 2).map(({ seq }) => seq),
    [1, 2],
  );
  assert.deepEqual(
    ledger.pending(2, 10).map(({ seq }) => seq),
    [3, 4],
  );

  const rows = [
    rowOf(1, { verdict: 'INVALID', code: 'imprint-mismatch' }),
    rowOf(2, { kind: 'orphan-data', verdict: null, genTime: null, expires: null, authority: null, bytes: 0 }),
    rowOf(3, { kind: 'orphan-token', verdict: null }),
    rowOf(4, { expiry: 'expiring' }),
  ];
  ledger.keep(rows.slice(2), [['b', '["b"]']]);
  assert.deepEqual(
    ledger.pending(0, 10).map(({ seq }) => seq),
    [1, 2],
    'in whatever order they are judged',
  );
  ledger.keep(rows.slice(0, 2), [
    ['a', '["a"]'],
    ['b', 'another of the same name'],
  ]);
  ledger.finish();
  ledger.close();

  const again = openAuditLedger(path, 'read');
  t.after(() => again.close());
  assert.deepEqual([again.state, again.total, again.done, again.run], ['done', 4, 4, run]);
  assert.deepEqual(
    [...again.counts()].map((one) => ({ ...one })),
    rows.map(({ counts }) => counts),
  );
  assert.deepEqual(
    text(again.lines('all')),
    rows.map(({ line }) => line),
  );
  assert.deepEqual(
    [...again.evidence()],
    [
      ['a', '["a"]'],
      ['b', '["b"]'],
    ],
  );
  assert.deepEqual(again.passedOver(10), { named: [{ name: fileName(octets('l\xff')), reason: 'no-file' }], count: 1 });
  const { asked, state, total, done } = auditAsked(path)!;
  assert.deepEqual([asked, state, total, done], ['asked', 'done', 4, 4]);
});

test('failures are in their order: what is invalid, what is not known, orphan tokens, orphan data', (t) => {
  const ledger = judging(join(folder(t), 'a'), 9);
  t.after(() => ledger.close());
  const orphan = { verdict: null } as const;
  ledger.keep(
    [
      rowOf(1, { ...orphan, kind: 'orphan-data' }),
      rowOf(2),
      rowOf(3, { verdict: 'INDETERMINATE', code: 'input-missing' }),
      rowOf(4, { ...orphan, kind: 'orphan-token' }),
      rowOf(5, { verdict: 'INVALID', code: 'imprint-mismatch' }),
      rowOf(6, { ...orphan, kind: 'outside' }, { line: null }),
      rowOf(7, { ...orphan, kind: 'orphan-data' }),
      rowOf(8, { verdict: 'INDETERMINATE', code: 'input-missing' }),
      rowOf(9, { verdict: 'INVALID', code: 'imprint-mismatch' }),
    ],
    [],
  );
  const seqs = (which: 'all' | 'failures') => text(ledger.lines(which)).map((line) => JSON.parse(line).seq);
  assert.deepEqual(seqs('failures'), [5, 9, 3, 8, 4, 1, 7]);
  assert.deepEqual(seqs('all'), [1, 2, 3, 4, 5, 7, 8, 9]);
  ledger.finish();
  assert.deepEqual(seqs('failures'), [5, 9, 3, 8, 4, 1, 7], 'with its indexes as without');
});

test('what is kept of data is found by the octets of its name, composed or not, and of what was hashed alone', (t) => {
  const ledger = judging(join(folder(t), 'a'), 0);
  t.after(() => ledger.close());
  const names = [cp932, '\xed\xa0\x80', 'a\nb', 'é', 'e\u0301'].map((name) =>
    Buffer.from(name, 'latin1').toString('latin1'),
  );
  ledger.add(
    names.map((name, i) => itemOf(i + 1, name)),
    [],
  );
  ledger.add([itemOf(90, 'young'), itemOf(91, 'odd'), itemOf(92, 'unread')], []);
  ledger.keep(
    [...names.map((_, i) => rowOf(i + 1)), rowOf(90, {}, { stat: null }), rowOf(91, {}, { digest: 'md4:00' })],
    [],
  );
  for (const [i, name] of names.entries()) {
    const found = ledger.dataOf(octets(name));
    assert.equal(found?.stat, `10:1:1:${i + 1}:1`, JSON.stringify(name));
    assert.equal(`sha256:${Buffer.from(found!.digest.value).toString('hex')}`, rowOf(i + 1).digest);
    assert.equal(found!.size, 10);
  }
  for (const name of ['young', 'odd', 'unread', 'gone', `${cp932}x`, '']) {
    assert.equal(ledger.dataOf(octets(name)), null, name);
  }
});

test('numbers beyond 32 bits, and text of any letters, are kept as they are', (t) => {
  const ledger = judging(join(folder(t), 'a'), 2);
  t.after(() => ledger.close());
  const authority = '=cmd() "株式会社"\n<script>\u202e\u001b';
  const rows = [
    rowOf(1, { bytes: 2 ** 52, genTime: -62_167_219_200_000, expires: 253_402_300_799_999, authority }),
    rowOf(2, { genTime: null, expires: null, authority: '' }),
  ];
  ledger.keep(rows, []);
  assert.deepEqual(
    [...ledger.counts()].map((one) => ({ ...one })),
    rows.map(({ counts }) => counts),
  );
});

test('a listing that was broken off begins anew', (t) => {
  const path = join(folder(t), 'a');
  const ledger = createAuditLedger(path, runOf(), 'asked');
  ledger.add(
    range(3).map((seq) => itemOf(seq)),
    [{ name: fileName(octets('x')), reason: 'no-file' }],
  );
  ledger.close();
  const again = openAuditLedger(path, 'write');
  t.after(() => again.close());
  assert.deepEqual([again.state, again.total], ['listing', 3]);
  again.restart();
  assert.deepEqual([again.total, again.done, again.passedOver(9)], [0, 0, { named: [], count: 0 }]);
  again.add([itemOf(1)], []);
  assert.equal(again.total, 1);
});

test('of what was passed over the first are named and all are counted', (t) => {
  const ledger = judging(join(folder(t), 'a'), 0);
  t.after(() => ledger.close());
  ledger.add(
    [],
    range(5).map((i) => ({ name: fileName(octets(`${i}\xff`)), reason: 'no-file' })),
  );
  const { named, count } = ledger.passedOver(2);
  assert.deepEqual([named.map(({ name }) => name.hex), count], [['31ff', '32ff'], 5]);
});

test('lines are kept all or none', (t) => {
  const ledger = judging(join(folder(t), 'a'), 3, 1);
  t.after(() => ledger.close());
  assert.throws(() => ledger.keep([rowOf(2), rowOf(1)], [['new', '[]']]), /UNIQUE/);
  assert.equal(ledger.done, 1);
  assert.deepEqual([text(ledger.lines('all')).length, [...ledger.evidence()].length], [1, 1]);
  ledger.keep([rowOf(2)], []);
  assert.equal(ledger.done, 2);
});

test('a finished audit is one file, which others read while its reports are written', (t) => {
  const dir = folder(t);
  const path = join(dir, 'a');
  const ledger = judging(path, 2, 2);
  t.after(() => ledger.close());
  assert.equal(auditAsked(path), null, "until then it is nobody else's");
  ledger.finish();
  assert.deepEqual(readdirSync(dir), ['a']);
  assert.equal(auditAsked(path)?.state, 'done');
  assert.equal(text(ledger.lines('all')).length, 2);
});

test('only its user may read an audit, from the first moment', { skip: process.platform === 'win32' }, (t) => {
  const dir = folder(t);
  const before = process.umask(0);
  try {
    const ledger = judging(join(dir, 'a'), 1);
    t.after(() => ledger.close());
    for (const name of readdirSync(dir)) assert.equal(statSync(join(dir, name)).mode & 0o077, 0, name);
  } finally {
    process.umask(before);
  }
});

test('nothing that bears a name already is written over', (t) => {
  const dir = folder(t);
  writeFileSync(join(dir, 'file'), 'mine');
  mkdirSync(join(dir, 'folder'));
  for (const name of ['file', 'folder']) {
    assert.throws(
      () => createAuditLedger(join(dir, name), runOf(), ''),
      fails('output-exists', { path: join(dir, name) }),
    );
  }
  assert.equal(readFileSync(join(dir, 'file'), 'utf8'), 'mine');
  assert.throws(() => createAuditLedger(join(dir, 'file', 'a'), runOf(), ''), fails('output-failed'));
  if (process.platform === 'win32') return;
  symlinkSync(join(dir, 'elsewhere'), join(dir, 'link'));
  assert.throws(() => createAuditLedger(join(dir, 'link'), runOf(), ''), fails('output-exists'));
  assert.ok(!existsSync(join(dir, 'elsewhere')));
});

test('what is no audit is not taken for one, and not changed', (t) => {
  const dir = folder(t);
  const path = (name: string) => join(dir, name);
  writeFileSync(path('empty'), '');
  writeFileSync(path('text'), 'no database, but long enough for its head\n'.repeat(100));
  doctor(path('other'), 'CREATE TABLE t (a); PRAGMA application_id = 5');
  doctor(
    path('named'),
    `CREATE TABLE t (a); PRAGMA application_id = ${auditApplicationId}; PRAGMA user_version = ${auditVersion}`,
  );
  for (const [name, facts] of [
    ['state', "UPDATE facts SET value = 'half' WHERE name = 'state'"],
    ['run', "DELETE FROM facts WHERE name = 'run'"],
    ['json', "UPDATE facts SET value = '{' WHERE name = 'run'"],
    ['tables', 'DROP TABLE rows'],
  ] as const) {
    judging(path(name), 1, 1).close();
    doctor(path(name), facts);
  }
  judging(path('whole'), 500, 500).close();
  const whole = readFileSync(path('whole'));
  writeFileSync(path('torn'), whole.subarray(0, 5_000));
  for (const name of ['empty', 'text', 'other', 'named', 'state', 'run', 'json', 'tables', 'torn']) {
    const before = readFileSync(path(name));
    for (const purpose of ['read', 'write'] as const) {
      // A head that is whole tells nothing of what was torn off, until it is read.
      const read = () => {
        const ledger = openAuditLedger(path(name), purpose);
        try {
          return [...ledger.lines('all'), ...ledger.pending(0, 9)];
        } finally {
          ledger.close();
        }
      };
      assert.throws(read, fails('audit-damaged', { path: path(name) }), `${name} ${purpose}`);
    }
    if (!['state', 'run', 'json', 'tables', 'torn'].includes(name)) assert.deepEqual(readFileSync(path(name)), before);
    if (name !== 'state' && name !== 'torn') assert.equal(auditAsked(path(name)), null, name);
  }
  assert.throws(() => openAuditLedger(path('gone'), 'read'), fails('audit-missing'));
  assert.equal(auditAsked(path('gone')), null);
  assert.ok(!existsSync(path('gone')));
  assert.throws(() => openAuditLedger(dir, 'read'), fails('output-failed'));
});

test('an audit of another version is told with its number', (t) => {
  const path = join(folder(t), 'a');
  judging(path, 1).close();
  doctor(path, 'PRAGMA user_version = 7');
  assert.throws(() => openAuditLedger(path, 'write'), fails('audit-newer', { version: 7 }));
});
