import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nameText } from '../../bench/archive/layout.ts';
import { broken, desk, type Line, linesOf, rowsIn, rowsOf } from './audit-kit.ts';
import { folder, tst } from './run-tst.ts';

test('the report finds exactly what was planted, by one thread and by several', async (t) => {
  const at = await desk(t, 700, 0.01);
  const planted = linesOf(readFileSync(join(at.dir, 'planted.jsonl'), 'utf8'));
  const results = ['1', '2'].map((jobs) => [jobs, at.path(`${jobs}.jsonl`)] as const);
  for (const [jobs, path] of results) {
    const { exit, err } = await at.audit(['--jobs', jobs, '--report', `jsonl=${path}`, '--quiet', 'archive']);
    assert.deepEqual([exit, err], [1, '']);
  }
  const [one, two] = results.map(([, path]) => rowsIn(path));
  assert.deepEqual(one, two);
  const bad = one!.filter(({ verdict }) => verdict !== 'VALID').map(stand);
  const good = new Set(one!.filter(({ verdict }) => verdict === 'VALID').map(({ token }) => nameOf(token)));
  const isGood = ({ verdict }: Line) => verdict === 'VALID';
  const due = planted
    .filter((line) => !isGood(line))
    .map((line) => [line.row, line.verdict, line.code, line.data, line.token].join(' '));
  assert.equal(bad.sort().join('\n'), due.sort().join('\n'));
  for (const { token } of planted.filter(isGood)) assert.ok(good.has(token), token);
});

test('what is of the period comes before what no time says of that it is', async (t) => {
  const at = await desk(t, 700, 0.01);
  const path = at.path('all.txt');
  await at.audit(['--quiet', '--no-record', '--report', `text=${path}`, 'archive']);
  const codes = [...readFileSync(path, 'utf8').matchAll(/^ {4}\[([a-z-]+)\]/gm)].map(([, code]) => code);
  assert.ok(codes.length === 20 && codes.indexOf('rejected') < 0, codes.join(' '));
});

/** As the list of what was planted has it. */
const nameOf = (name: Line): string =>
  name === null
    ? ''
    : (name.hex === null ? name.text : nameText(Buffer.from(name.hex, 'hex'))).replace(/^archive\//, '');
const stand = ({ kind, verdict, code, data, token }: Line) =>
  [kind, verdict, code, nameOf(data), nameOf(token)].join(' ');

test('a period takes the tokens of its days in Japan, and hashes nothing else', async (t) => {
  const at = await desk(t);
  const all = rowsOf((await at.audit(['--json', 'archive'])).out);
  const days = all
    .map(({ stated }) => new Date(Date.parse(stated.genTime) + 9 * 3_600_000).toISOString().slice(0, 10))
    .sort();
  const [from, to] = [days[20]!, days[40]!];
  const { out } = await at.audit(['--from', from, '--to', to, '--json', 'archive']);
  const expected = days.filter((day) => day >= from && day <= to).length;
  const { summary } = linesOf(out).at(-1);
  assert.equal(rowsOf(out).length, expected);
  assert.equal(summary.outside, all.length - expected);
  const bytes = rowsOf(out).reduce((sum, { size }) => sum + size, 0);
  assert.equal(summary.bytes, bytes, 'what was hashed');
  const year = await at.audit(['--fiscal-year', '2022', '--json', 'archive']);
  const inYear = days.filter((day) => day >= '2022-04-01' && day <= '2023-03-31').length;
  assert.equal(rowsOf(year.out).length, inYear);
  const backwards = await at.audit(['--from', to, '--to', from, 'archive']);
  assert.deepEqual([backwards.exit, /--from .* lies after --to/.test(backwards.err)], [64, true]);
});

test('killed at any moment, an audit is gone on with, and its result is that of an undisturbed one', async (t) => {
  const at = await desk(t, 700, 0.01);
  const calm = at.path('calm.jsonl');
  await at.audit(['--report', `jsonl=${calm}`, '--quiet', '--no-record', 'archive']);
  for (const after of [150, 350, 600]) {
    const record = at.path(`${after}.sqlite`);
    const words = ['--record', record, 'archive'];
    await broken(at, words, 'SIGKILL', after);
    await broken(at, ['--resume', ...words], 'SIGKILL', after);
    const result = at.path(`${after}.jsonl`);
    const { exit, err } = await at.audit(['--resume', '--report', `jsonl=${result}`, ...words]);
    assert.equal(exit, 1, err);
    assert.deepEqual(rowsIn(result), rowsIn(calm), `killed after ${after} ms`);
  }
});

test('a signal keeps what is judged, says how to go on, and ends with 128 + its number', {
  skip: process.platform === 'win32',
}, async (t) => {
  const at = await desk(t, 700, 0.01);
  let ended = { exit: 0 as number | null, err: '' };
  // As early as it takes to be in the midst of it on this machine.
  for (let after = 300; ended.exit !== 130 && after < 3_000; after += 100) {
    ended = await broken(at, ['--jobs', '1', 'archive'], 'SIGINT', after);
  }
  assert.equal(ended.exit, 130);
  assert.match(ended.err, /broken off after \d+ of (\d+)?; go on with the same command and --resume: .*\.sqlite/);
  const again = await at.audit(['--jobs', '1', '--resume', 'archive']);
  assert.match(again.err, /going on with the audit of .*: \d+ of \d+ are verified already|there is no audit/);
  assert.equal(again.exit, 1);
});

test('with --changed unchanged data is not hashed again, and what changed turns, with its cause', async (t) => {
  const at = await desk(t);
  const dir = folder(t);
  cpSync(at.dir, dir, { recursive: true, preserveTimestamps: true });
  const audit = (...words: string[]) => at.audit([...words, 'archive'], { cwd: dir });
  const first = linesOf((await audit('--json')).out);
  assert.equal(first.at(-1).summary.invalid, 0);
  // Younger than a few seconds, a file may change again without its times telling.
  await new Promise((resolve) => setTimeout(resolve, 2_600));
  const second = rowsOf((await audit('--json')).out);
  const row = second.find(({ data }) => data.hex === null);
  const path = join(dir, row.data.text);
  const bytes = readFileSync(path);
  bytes[0]! ^= 1;
  writeFileSync(path, bytes);
  const { exit, out, err } = await audit('--changed', '--json');
  const bad = rowsOf(out).filter(({ verdict }) => verdict !== 'VALID');
  assert.equal(exit, 1, `${err}${JSON.stringify(bad)}`);
  const { summary } = linesOf(out).at(-1);
  assert.deepEqual([summary.invalid, summary.lines], [1, second.length]);
  assert.equal(summary.bytes, bytes.length, 'hashed');
  const diff = await tst(['audit', 'diff', '--json'], { cwd: dir, env: at.env });
  assert.equal(diff.exit, 1);
  const [turn, ...others] = linesOf(diff.out);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [turn.data.text, turn.before.verdict, turn.after.verdict, turn.after.code, turn.causes],
    [row.data.text, 'VALID', 'INVALID', 'imprint-mismatch', ['data']],
  );
  const text = await tst(['audit', 'diff'], { cwd: dir, env: at.env });
  assert.match(text.out, /: valid → INVALID \(imprint-mismatch\): the data changed\n$/);
  const japanese = await tst(['audit', 'diff', '--lang', 'ja'], { cwd: dir, env: at.env });
  assert.match(japanese.out, /有効 → 無効 \(imprint-mismatch\): ファイルが変わりました\n$/);
});

test('what fails the run: invalid always, unknown by default, orphans and the expiring on demand', async (t) => {
  const at = await desk(t);
  const dir = folder(t);
  cpSync(at.dir, dir, { recursive: true });
  const exit = async (...words: string[]) =>
    (await at.audit([...words, '--quiet', '--no-record', 'archive'], { cwd: dir })).exit;
  assert.equal(await exit(), 0);
  assert.equal(await exit('--renew-within', '36500', '--fail-on', 'expiring'), 2);
  writeFileSync(join(dir, 'archive', 'alone.pdf'), 'no token');
  assert.equal(await exit(), 0);
  assert.equal(await exit('--fail-on', 'orphan'), 2);
  assert.equal(await exit('--fail-on', 'orphan', '--exclude', 'alone.*'), 0);
  writeFileSync(join(dir, 'archive', 'alone.pdf.tsr'), 'no token either');
  assert.equal(await exit(), 2);
  assert.equal(await exit('--fail-on', 'invalid'), 0);
  const said = await at.audit(['--fail-on', 'invalid', '--no-record', 'archive'], { cwd: dir });
  assert.match(said.out, /--fail-on/);
});

test('all reports of one run, each with the run and the hash of the result; none is overwritten unasked', async (t) => {
  const at = await desk(t, 70, 0);
  const formats = ['text', 'jsonl', 'junit', 'sarif', 'csv', 'html'];
  const wanted = formats.flatMap((format) => ['--report', `${format}=${at.path(format)}`]);
  const { exit, err } = await at.audit([...wanted, '--csv-encoding', 'shift_jis', 'archive']);
  assert.equal(exit, 0, err);
  const { createHash } = await import('node:crypto');
  const sha256 = createHash('sha256')
    .update(readFileSync(at.path('jsonl')))
    .digest('hex');
  const [head] = linesOf(readFileSync(at.path('jsonl'), 'utf8'));
  for (const format of formats.filter((one) => one !== 'jsonl')) {
    const text = readFileSync(at.path(format), 'latin1');
    assert.ok(text.includes(sha256), `${format} names the result`);
    assert.ok(text.includes(head.run.id), `${format} names the run`);
  }
  const csv = new TextDecoder('shift_jis', { fatal: true }).decode(readFileSync(at.path('csv')));
  assert.equal(
    csv.trim().split('\r\n').length,
    linesOf(readFileSync(at.path('jsonl'), 'utf8')).at(-1).summary.lines + 1,
  );
  const before = readFileSync(at.path('csv'));
  const again = await at.audit([...wanted, 'archive']);
  assert.deepEqual([again.exit, /already exists|exists/.test(again.err)], [73, true]);
  assert.deepEqual(readFileSync(at.path('csv')), before);
  const kept = await tst(['audit', 'report', ...wanted, '--csv-encoding', 'shift_jis', '--force'], { env: at.env });
  assert.equal(kept.exit, 0, kept.err);
  assert.deepEqual(readFileSync(at.path('csv')), before, 'the same input, the same bytes');
});

test('hostile names survive into every report and rule nothing', { skip: process.platform !== 'linux' }, async (t) => {
  const at = await desk(t);
  const dir = folder(t);
  cpSync(at.dir, dir, { recursive: true });
  const hostile = Buffer.from('=cmd()|<script>alert(1)<\\script>\u001b[2J\n::error::x\u202e', 'utf8');
  const sjis = Buffer.concat([Buffer.from('ky_'), Buffer.from([0x8a, 0xef, 0xff])]);
  mkdirSync(join(dir, 'odd'));
  for (const name of [hostile, sjis]) writeFileSync(Buffer.concat([Buffer.from(`${dir}/odd/`), name]), 'x');
  const reports = ['csv', 'html', 'junit', 'sarif', 'text', 'jsonl'].map(
    (format) => [format, at.path(format)] as const,
  );
  const words = reports.flatMap(([format, path]) => ['--report', `${format}=${path}`]);
  const { exit, out } = await at.audit([...words, '--github', '--fail-on', 'orphan', 'odd'], { cwd: dir });
  assert.equal(exit, 2);
  assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  assert.doesNotMatch(out, /^::error::x/m);
  const read = Object.fromEntries(reports.map(([format, path]) => [format, readFileSync(path, 'utf8')]));
  assert.doesNotMatch(read.csv!, /(^|,)"?=cmd/m);
  assert.doesNotMatch(read.html!, /<script>alert/);
  assert.doesNotMatch(read.junit!, /<script>alert/);
  const rows = rowsOf(read.jsonl!);
  assert.deepEqual(
    rows.map(({ data }) => (data.hex === null ? data.text : Buffer.from(data.hex, 'hex').toString('hex'))),
    [`odd/${hostile.toString('utf8')}`, Buffer.concat([Buffer.from('odd/'), sjis]).toString('hex')],
  );
});

test('a manifest on standard input: a digest alone, a token elsewhere, a line that names nothing', async (t) => {
  const at = await desk(t);
  const all = rowsOf((await at.audit(['--json', '--no-record', 'archive'])).out).filter(
    ({ data, token }) => !(data.hex ?? token.hex),
  );
  const [a, b] = all;
  const input = [
    JSON.stringify({ path: a.data.text, token: a.token.text }),
    JSON.stringify({ token: b.token.text, digest: `${b.digest.algorithm}:${b.digest.value}` }),
  ].join('\n');
  const { exit, out, err } = await at.audit(['--json', '--no-record', '-'], { input });
  assert.equal(exit, 0, err);
  assert.deepEqual(
    rowsOf(out).map(({ verdict, data }) => [verdict, data?.text ?? null]),
    [
      ['VALID', a.data.text],
      ['VALID', null],
    ],
  );
  const wrong = await at.audit(['--json', '--no-record', '-'], { input: `${input}\n{"digest":"sha256:00"}` });
  assert.equal(wrong.exit, 65);
  assert.match(wrong.err, /line 3/);
  const other = await at.audit(['--no-record', '--lang', 'ja', '-'], { input: 'file;token\na;b\n' });
  assert.match(other.err, /1行目: path 又は token の列がありません（列は path、token、digest/);
  const twice = await at.audit(['--json', '--no-record', 'archive', 'archive/']);
  assert.equal(
    linesOf(twice.out).at(-1).summary.lines,
    linesOf((await at.audit(['--json', 'archive'])).out).at(-1).summary.lines,
  );
});

test('usage: what is no folder, options for one token, patterns and reports that are none', async (t) => {
  const at = await desk(t);
  const refused: [string[], number, RegExp][] = [
    [['options.json'], 64, /neither a folder nor a manifest/],
    [['missing'], 66, /missing/],
    [['--digest', `sha256:${'00'.repeat(32)}`, 'archive'], 64, /--digest is about one token/],
    [['--save-evidence', 'x', 'archive'], 64, /--save-evidence is about one token/],
    [['--pattern', '*.tsr', 'archive'], 64, /--pattern \*\.tsr is no name of tokens/],
    [['--report', 'pdf=x', 'archive'], 64, /--report pdf=x is no report/],
    [['--fiscal-year', '2024', '--from', '2024-01-01', 'archive'], 64, /--fiscal-year.*--from|--from.*--fiscal-year/],
    [['--csv-encoding', 'shift_jis', 'archive'], 64, /--csv-encoding needs/],
    [['--fiscal-year', '25', 'archive'], 64, /--fiscal-year 25 is out of range/],
    [['--fiscal-year', '2024.5', 'archive'], 64, /--fiscal-year 2024\.5/],
    [['--fiscal-year-start', '10-01', 'archive'], 64, /--fiscal-year-start needs --fiscal-year/],
    [['--fiscal-year', '2024', '--fiscal-year-start', '10', 'archive'], 64, /write month and day, such as 04-01/],
    [['--resume', '--no-record', 'archive'], 64, /--resume and --no-record exclude each other/],
    [['--report', 'csv=x', '--report', 'html=x', 'archive'], 64, /give each output a name of its own/],
    [[], 64, /root|argument/],
  ];
  for (const [words, exit, message] of refused) {
    const run = await at.audit(words);
    assert.equal(run.exit, exit, `${words.join(' ')}: ${run.err}`);
    assert.match(run.err, message);
  }
  assert.equal(existsSync(join(at.env.TST_DATA_DIR!, 'audits')), false, 'and nothing was begun');
});

test('a fiscal year of another beginning is named in the report as it was given', async (t) => {
  const at = await desk(t);
  const run = await at.audit(['--fiscal-year', '2022', '--fiscal-year-start', '10-01', '--no-record', 'archive']);
  assert.match(run.out, /^period +2022-10-01\.\.2023-09-30 /m);
  assert.match(run.out, /--fiscal-year-start 10-01 /);
});

test('--quiet prints nothing, not even with --json', async (t) => {
  const { exit, out, err } = await (await desk(t)).audit(['--quiet', '--json', '--no-record', 'archive']);
  assert.deepEqual([exit, out, err], [0, '', '']);
});

test('a token that can not be read is named in its reason', async (t) => {
  const at = await desk(t);
  mkdirSync(at.path('x'));
  writeFileSync(at.path('x/a.pdf'), 'data');
  writeFileSync(at.path('x/a.pdf.tsr'), 'no token');
  const { out } = await at.audit(['--no-record', at.path('x')]);
  assert.match(out, /\[token-unreadable\] \S*a\.pdf\.tsr is neither a time-stamp response nor a token/);
});

test('reports and comparisons of what is not kept, or not finished, say what to do', async (t) => {
  const at = await desk(t, 700, 0.01);
  const below = (...words: string[]) => tst(['audit', ...words], { cwd: at.dir, env: at.env });
  for (const verb of ['report', 'diff']) {
    const run = await below(verb);
    assert.deepEqual([run.exit, /no finished audit is kept in /.test(run.err)], [66, true], run.err);
    assert.equal((await below(verb, 'missing.sqlite')).exit, 66);
  }
  await at.audit(['--quiet', 'archive']);
  const alone = await below('diff');
  assert.match(alone.err, /no finished audit of archive before that of 2\S+ is kept/);
  // The folder that a shell completes is the same one.
  await at.audit(['--quiet', 'archive/']);
  const same = await below('diff');
  assert.deepEqual([same.out.split('\n')[1], same.exit, same.err], ['nothing turned', 0, '']);
  await at.audit(['--quiet', '--fiscal-year', '2022', 'archive']);
  assert.match((await below('diff')).err, /different periods or names/);
  assert.match((await below('list')).out, /^\S+ +finished +\d+ +2022-04-01\.\.2023-03-31 +archive /m);
});

test('help of the verb and of those below it, in both languages', async () => {
  for (const lang of ['en', 'ja']) {
    for (const words of [['audit'], ['audit', 'diff'], ['audit', 'list'], ['audit', 'report']]) {
      const { exit, out } = await tst([...words, '--help', '--lang', lang]);
      assert.equal(exit, 0);
      assert.match(out, lang === 'ja' ? /例:/ : /Examples:/);
    }
  }
});

test('a report that the same audit wrote before it was broken off is replaced, and nothing else is', async (t) => {
  const at = await desk(t);
  const [record, report] = [at.path('r.sqlite'), at.path('r.csv')];
  const words = ['--record', record, '--report', `csv=${report}`, 'archive'];
  assert.equal((await at.audit(words)).exit, 0);
  const whole = readFileSync(report);
  const again = await at.audit(['--resume', ...words]);
  assert.equal(again.exit, 0, again.err);
  assert.deepEqual(readFileSync(report), whole);
  writeFileSync(report, 'another’s');
  const refused = await at.audit(['--resume', ...words]);
  assert.deepEqual([refused.exit, readFileSync(report, 'utf8')], [73, 'another’s']);
});
