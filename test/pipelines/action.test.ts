import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder, ownFolders } from '../cli/run-tst.ts';
import { skipped, stamped } from './stamped.ts';

// The script of action.yml, run as GitHub runs it: inputs in the environment, its files for outputs and the summary.

const root = fileURLToPath(new URL('../../', import.meta.url));
const action = readFileSync(join(root, 'action.yml'), 'utf8').replaceAll('\r\n', '\n');
const hasBash = process.platform !== 'win32' && spawnSync('bash', ['-c', 'exit 0']).status === 0;
const options = { skip: hasBash ? false : 'no bash here' };

/** The names below a key of the first level. */
function namesBelow(key: string): string[] {
  const block = new RegExp(`^${key}:\\n((?: .*\\n|\\n)*)`, 'm').exec(action)![1]!;
  return [...block.matchAll(/^ {2}([\w-]+):$/gm)].map((match) => match[1]!);
}

/** The script of the step that audits: the literal block of its `run`, eight spaces in. */
function script(): string {
  const block = /\n {4}- name: Audit\n[\s\S]*?\n {6}run: \|\n((?: {8}.*\n|\n)+)/.exec(action)![1]!;
  return block.replace(/^ {8}/gm, '');
}

const variableOf = (input: string) => `INPUT_${input.toUpperCase().replaceAll('-', '_')}`;
const pathless = 'working-directory';

interface Step {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

function step(t: TestContext, cwd: string, inputs: Readonly<Record<string, string>>): Step {
  const runner = folder(t);
  const own = Object.fromEntries(namesBelow('inputs').map((name) => [variableOf(name), inputs[name] ?? '']));
  const files = { GITHUB_OUTPUT: join(runner, 'output'), GITHUB_STEP_SUMMARY: join(runner, 'summary') };
  for (const path of Object.values(files)) appendFileSync(path, '');
  writeFileSync(join(runner, 'step.sh'), script());
  // As `shell: bash` has it.
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', join(runner, 'step.sh')],
    {
      cwd,
      encoding: 'utf8',
      env: {
        ...{ PATH: process.env.PATH, CI: 'true', LC_ALL: 'C.UTF-8', GITHUB_ACTION_PATH: root, RUNNER_TEMP: runner },
        ...ownFolders(),
        ...files,
        ...own,
      },
    },
  );
  const lines = readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean);
  const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return { exit: status, out: stdout, err: stderr, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'), outputs };
}

/** What GitHub takes for commands: those outside of what a pair of stop-commands encloses. */
function commandsOf(out: string): string[] {
  const found: string[] = [];
  let resume: string | null = null;
  for (const line of out.split('\n')) {
    const stop = /^::stop-commands::(.+)$/.exec(line)?.[1];
    if (resume !== null) resume = line === `::${resume}::` ? null : resume;
    else if (stop !== undefined) resume = stop;
    else if (/^\s*::|##\[/.test(line)) found.push(line);
  }
  assert.equal(resume, null, 'commands are taken again');
  return found;
}

const base = { trust: 'root.pem', skip: skipped.join('\n') };
let archive = '';

before(async (context) => {
  if (!hasBash) return;
  archive = folder(context as TestContext);
  await stamped(archive, ['rel/a.zip', 'rel/b c.zip', '-d.zip', 'list']);
});

test('every input has a description, reaches the script through the environment and is used there', () => {
  for (const name of namesBelow('inputs')) {
    assert.match(action, new RegExp(`\\n  ${name}:\\n    description: .{10,}\\n`), name);
    if (name === pathless) continue;
    assert.ok(action.includes(`        ${variableOf(name)}: \${{ inputs.${name} }}\n`), name);
    assert.ok(script().includes(`"$${variableOf(name)}"`), name);
  }
});

test('script injection: no expression of a workflow stands in a script', () => {
  const scripts = [...action.matchAll(/^ *run: (?:\|\n((?: {8}.*\n|\n)+)|(.*)\n)/gm)].map(
    ([, block, line]) => block ?? line!,
  );
  assert.equal(scripts.length, 2);
  for (const one of scripts) assert.ok(!one.includes('${{'));
});

test('all valid: exit 0, the result in JSON Lines, the text in the summary, no annotation', options, (t) => {
  const { exit, out, err, summary, outputs } = step(t, archive, { ...base, paths: 'rel' });
  assert.equal(exit, 0, err);
  assert.equal(outputs['exit-code'], '0');
  const lines = readFileSync(outputs.result!, 'utf8').trim().split('\n');
  assert.deepEqual(JSON.parse(lines.at(-1)!).summary.valid, 2);
  assert.match(summary, /^### tst audit\n\n```text\nVALID {2}tokens 2: 2 valid[\s\S]*\n```\n$/);
  assert.deepEqual(commandsOf(out), []);
});

test('changed data: exit 1 and an error at the file; a file without a token: as fail-on says', options, async (t) => {
  const dir = folder(t);
  await stamped(dir, ['a.zip', 'b.zip']);
  appendFileSync(join(dir, 'a.zip'), 'x');
  const changed = step(t, dir, { ...base, paths: '.', exclude: 'root.pem' });
  assert.equal(changed.exit, 1);
  assert.equal(changed.outputs['exit-code'], '1');
  assert.match(commandsOf(changed.out).join('\n'), /^::error file=\.\/a\.zip,title=INVALID/);
  renameSync(join(dir, 'a.zip.tsr'), join(dir, 'elsewhere'));
  const orphan = { ...base, paths: 'a.zip\nb.zip', files: 'true' };
  assert.equal(step(t, dir, orphan).exit, 0);
  assert.equal(step(t, dir, { ...orphan, 'fail-on': 'orphan' }).exit, 2);
});

test('names that begin with a dash, hold spaces, or are verbs, are files', options, (t) => {
  const paths = '-d.zip\r\nrel/b c.zip\r\nlist\r\n';
  const { exit, err, summary } = step(t, archive, { ...base, paths: paths, files: 'true', 'fail-on': 'orphan' });
  assert.equal(exit, 0, err);
  assert.match(summary, /tokens 3: 3 valid/);
});

test('no value is run, split or taken for another option', options, (t) => {
  const hostile = [
    '$(touch pwned)',
    '`touch pwned`',
    '; touch pwned',
    '"; touch pwned; "',
    "'; touch pwned; '",
    '*',
    '--quiet',
  ];
  const inputs = namesBelow('inputs').filter((name) => name !== pathless);
  for (const name of inputs) {
    const { exit, out } = step(t, archive, { ...base, paths: 'rel', [name]: hostile.join('\n') });
    // Any text is a pattern, and a folder of profiles need not exist.
    if (!['include', 'exclude', 'profile-dir'].includes(name)) assert.ok(exit! >= 64, `${name}: ${exit} ${out}`);
  }
  assert.deepEqual(readdirSync(archive).sort(), ['-d.zip', '-d.zip.tsr', 'list', 'list.tsr', 'rel', 'root.pem']);
});

test(
  'no name in the archive is run, closes the fence of the summary, or is a command of the log',
  options,
  async (t) => {
    const dir = folder(t);
    mkdirSync(join(dir, 'in'));
    const names = [
      '$(touch pwned)',
      '`touch pwned`',
      '```\n# closed\n````',
      '::error::forged',
      'x\n::set-output name=exit-code::0',
      '##[error]forged',
      'x::stop-commands::y',
      '`````',
    ];
    for (const name of names) writeFileSync(join(dir, 'in', name), '');
    await stamped(dir, ['trusted']);
    const { exit, out, summary, outputs } = step(t, join(dir, 'in'), {
      ...base,
      paths: '.',
      trust: '../root.pem',
      'fail-on': 'orphan',
    });
    assert.equal(exit, 2);
    assert.equal(outputs['exit-code'], '2');
    const fence = /^(`{3,})text$/m.exec(summary)![1]!;
    const body = summary.slice(summary.indexOf(`${fence}text\n`) + fence.length + 5, summary.lastIndexOf(fence));
    assert.ok(!body.includes(fence));
    const commands = commandsOf(out);
    assert.equal(commands.length, names.length);
    for (const line of commands) assert.match(line, /^::warning file=/);
    assert.ok(!existsSync(join(dir, 'in', 'pwned')));
  },
);

test('an audit that is not done: its exit code, no result, and a summary that says so', options, (t) => {
  const { exit, outputs, summary, err } = step(t, archive, { ...base, paths: 'missing' });
  assert.equal(exit, 66);
  assert.deepEqual(outputs, { 'exit-code': '66', result: '' });
  assert.match(summary, /not done \(exit code 66\)/);
  assert.match(err, /missing does not exist/);
});
