import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NameFilter } from '../../../src/app/audit/name-filter.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { cp932, nfc, nfd, o } from './octets.ts';

const taken = (names: readonly string[], include: readonly string[], exclude: readonly string[] = []) => {
  const filter = new NameFilter(include, exclude);
  return names.filter((name) => filter.takes(o(name)));
};
const entered = (names: readonly string[], exclude: readonly string[]) => {
  const filter = new NameFilter([], exclude);
  return names.filter((name) => filter.enters(o(name)));
};

test('without patterns everything belongs to the audit', () => {
  const filter = new NameFilter([], []);
  for (const name of ['x', 'a/b', '.hidden', cp932, '\n']) assert.ok(filter.takes(name) && filter.enters(name));
});

test('a pattern without a slash is of the last part of a name, in any folder', () => {
  const names = ['x.pdf', 'a/x.pdf', 'a/b/x.pdf', 'x.pdf/y', 'x.PDF', 'x.pdfx', '.pdf', 'a/.x.pdf'];
  assert.deepEqual(taken(names, ['*.pdf']), ['x.pdf', 'a/x.pdf', 'a/b/x.pdf', '.pdf', 'a/.x.pdf']);
  assert.deepEqual(taken(names, ['?.pdf']), ['x.pdf', 'a/x.pdf', 'a/b/x.pdf']);
  assert.deepEqual(taken(names, ['*.{pdf,PDF}'], ['.*']), ['x.pdf', 'a/x.pdf', 'a/b/x.pdf', 'x.PDF']);
});

test('a pattern with a slash is of the whole name below the root', () => {
  const names = ['2025/x.pdf', '2025/01/x.pdf', 'old/2025/x.pdf', 'x.pdf', '2025/.x', '20255/x'];
  assert.deepEqual(taken(names, ['2025/**']), ['2025/x.pdf', '2025/01/x.pdf', '2025/.x']);
  assert.deepEqual(taken(names, ['2025/*']), ['2025/x.pdf', '2025/.x']);
  assert.deepEqual(taken(names, ['**/x.pdf']), ['2025/x.pdf', '2025/01/x.pdf', 'old/2025/x.pdf', 'x.pdf']);
  assert.deepEqual(taken(names, ['/x.pdf']), ['x.pdf']);
  assert.deepEqual(taken(names, ['./2025/x.pdf']), ['2025/x.pdf']);
});

test('what is excluded is so although it is included', () => {
  assert.deepEqual(taken(['a.pdf', 'b.pdf', 'c.txt'], ['*.pdf'], ['b.*']), ['a.pdf']);
  assert.deepEqual(taken(['a.pdf', 'b.pdf'], ['*.pdf', 'b.*'], ['b.*']), ['a.pdf']);
});

test('an excluded folder is not looked into, and an include never closes one', () => {
  const folders = ['tmp', 'a/tmp', 'a', '2024', '2024/01'];
  assert.deepEqual(entered(folders, ['tmp']), ['a', '2024', '2024/01']);
  assert.deepEqual(entered(folders, ['tmp/']), ['a', '2024', '2024/01']);
  assert.deepEqual(entered(folders, ['/tmp']), ['a/tmp', 'a', '2024', '2024/01']);
  assert.deepEqual(entered(folders, ['2024/**']), ['tmp', 'a/tmp', 'a']);
  assert.ok(new NameFilter(['2025/**'], []).enters('a'));
});

test('where folders were not walked through, what lies in an excluded one is excluded too', () => {
  const filter = new NameFilter([], ['tmp', '/2024']);
  const names = ['tmp/x', 'a/tmp/b/x', '2024/x', 'a/2024/x', 'x'];
  assert.deepEqual(
    names.filter((name) => filter.reaches(name)),
    ['a/2024/x', 'x'],
  );
  assert.ok(filter.takes('tmp/x'), 'the walk has left it out before');
});

test('a name hides from no pattern by a line end in it', () => {
  const names = ['2025/a\nb.pdf', '2025/a\rb/c.pdf', '2025/\u2028.pdf', '2025/\n'];
  assert.deepEqual(taken(names, ['2025/**']), names);
  assert.deepEqual(taken(names, ['**/*.pdf']), names.slice(0, 3));
  assert.deepEqual(taken(names, ['*.pdf']), names.slice(0, 3));
  assert.deepEqual(taken(names, [], ['2025/**']), []);
  assert.deepEqual(taken(['x.pdf\n'], ['*.pdf']), [], 'a line end is not the end');
});

test('accents are the same in either way of writing them', () => {
  for (const pattern of ['が.*', 'が.*'.normalize('NFD')]) {
    const filter = new NameFilter([pattern], []);
    assert.deepEqual(
      [nfc, nfd, 'x.pdf'].map((name) => filter.takes(name)),
      [true, true, false],
    );
  }
});

test('names that are no UTF-8 are matched by what of them is ASCII', () => {
  assert.ok(new NameFilter(['*.pdf'], []).takes(`a/${cp932}`));
  assert.ok(!new NameFilter(['*.txt'], []).takes(cp932));
  assert.ok(!new NameFilter([], ['**']).takes('\xed\xa0\x80'));
});

test('a pattern that names nothing is a mistake of the command line', () => {
  for (const pattern of ['', '/', './']) {
    assert.throws(
      () => new NameFilter([], [pattern]),
      (error) =>
        error instanceof TstError &&
        error.code === 'usage' &&
        error.facts.value === pattern &&
        error.facts.option === '--exclude',
      pattern,
    );
  }
});
