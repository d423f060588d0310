import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Equivalent, type Report, scoresOf, tableOf } from './score.ts';

const root = join(import.meta.dirname, '../..');
const flat = (code: string) => code.replaceAll(/\s+/g, ' ');

const source = 'const a = b\n  ?? c;\nreturn a < 3;\n';
const mutant = (
  status: string,
  replacement: string,
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
) => ({
  status,
  mutatorName: 'EqualityOperator',
  replacement,
  location: { start: { line, column }, end: { line: endLine, column: endColumn } },
});
const report: Report = {
  files: {
    'src/core/a.ts': {
      source,
      mutants: [
        mutant('Killed', 'a >= 3', 3, 8, 3, 13),
        mutant('Timeout', 'a > 3', 3, 8, 3, 13),
        mutant('Survived', 'a <= 3', 3, 8, 3, 13),
        mutant('NoCoverage', 'b && c', 1, 11, 2, 7),
        mutant('Ignored', '', 1, 1, 1, 2),
        mutant('RuntimeError', '', 1, 1, 1, 2),
      ],
    },
  },
};

test('what no test noticed is left, unless it is explained by its text, its change and its file', () => {
  assert.deepEqual(scoresOf(report, []), {
    all: 4,
    killed: 2,
    explained: [],
    left: ['src/core/a.ts:3: a < 3 → a <= 3', 'src/core/a.ts:1: b ?? c → b && c'],
  });
  const why = 'b is never null here';
  const explained = (one: Omit<Equivalent, 'why'>) => scoresOf(report, [{ ...one, why }]).explained;
  assert.deepEqual(explained({ file: 'src/core/a.ts', code: 'b ?? c' }), [`src/core/a.ts:1: b ?? c → b && c: ${why}`]);
  assert.equal(explained({ file: 'src/core/a.ts', code: 'a < 3', into: 'a <= 3' }).length, 1);
  assert.deepEqual(explained({ file: 'src/core/a.ts', code: 'a < 3', into: 'true' }), []);
  assert.deepEqual(explained({ file: 'src/core/b.ts', code: 'b ?? c' }), []);
});

test('the table counts and names', () => {
  assert.equal(
    tableOf('a', scoresOf(report, [{ file: 'src/core/a.ts', code: 'a < 3', why: 'x' }])),
    'core/a: 2 of 4 noticed (50.0 %), 1 explained (25.0 %), 1 left\n  src/core/a.ts:1: b ?? c → b && c',
  );
});

test('every explanation is of something that stands in its file', () => {
  const all = JSON.parse(readFileSync(join(root, 'test/mutation/equivalent.json'), 'utf8')) as Equivalent[];
  for (const { file, code, why } of all) {
    assert.ok(flat(readFileSync(join(root, file), 'utf8')).includes(code), `${file}: ${code}`);
    assert.ok(why.length > 10, `${file}: ${code}`);
  }
});
