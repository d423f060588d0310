import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { bashScript } from '../../src/cli/completion-bash.ts';
import { fishScript } from '../../src/cli/completion-fish.ts';
import { powershellScript } from '../../src/cli/completion-powershell.ts';
import { zshScript } from '../../src/cli/completion-zsh.ts';
import type { Grammar } from '../../src/cli/grammar.ts';
import { verbs } from '../../src/cli/help.ts';
import { folder, jsonOf, tst } from './run-tst.ts';

// The scripts run in the shells that are here: what each would offer, asked the way the shell itself asks.

/** Runs a shell; the test ends here where there is none. Fails where the shell complains, or ran something hostile. */
function shell(context: TestContext, words: readonly [string, ...string[]], cwd: string): string | null {
  if (process.platform === 'win32' && words[0] !== 'pwsh') {
    context.skip(`what ${words[0]} is on Windows has paths of its own`);
    return null;
  }
  const { error, stdout, stderr } = spawnSync(words[0], words.slice(1), { cwd, encoding: 'utf8', timeout: 30_000 });
  if (error !== undefined) {
    context.skip(`no ${words[0]} here`);
    return null;
  }
  assert.equal(stderr, '');
  assert.ok(!existsSync(join(cwd, 'hit')), 'something was run');
  return stdout;
}

/** Asks for what a command line offers at its end: words, `<files>`, `<folders>`. */
type Ask = (context: TestContext, script: string, words: readonly string[]) => string[] | null;

function written(context: TestContext, name: string, text: string): string {
  const path = join(folder(context), name);
  writeFileSync(path, text);
  return path;
}

// compopt fails outside of a completion; here it says what readline would do.
const bashDriver = `
files='<files>'
compopt() { case "$*" in *dirnames*) files='<folders>' ;; *'+o default'*) files= ;; esac; }
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_tst
if [ \${#COMPREPLY[@]} -gt 0 ]; then printf '%s\\n' "\${COMPREPLY[@]}"; elif [ -n "$files" ]; then echo "$files"; fi
`;

const askBash: Ask = (context, script, words) => {
  const driver = written(context, 'driver', bashDriver);
  // As bash cuts them.
  const cut = words.flatMap((word) => word.match(/[=:]+|[^=:]+/g) ?? ['']);
  const path = written(context, 'tst', script);
  const out = shell(context, ['bash', '--norc', '--noprofile', driver, path, ...cut], folder(context));
  return out?.split('\n').filter((line) => line !== '') ?? null;
};

const zshDriver = `
compdef() { : }
compadd() { print -rl -- \${(M)_tst_words:#$PREFIX*} }
_files() { print -r -- \${\${1:+<folders>}:-<files>} }
compset() { PREFIX=\${PREFIX#*=} }
source $1
shift
words=("$@") CURRENT=$# PREFIX=\${@[-1]}
_tst
`;

const askZsh: Ask = (context, script, words) => {
  const driver = written(context, 'driver', zshDriver);
  const path = written(context, 'script', script);
  const out = shell(context, ['zsh', '-f', driver, path, ...words], folder(context));
  return out?.split('\n').filter((line) => line !== '') ?? null;
};

const askFish: Ask = (context, script, words) => {
  const path = written(context, 'tst.fish', script);
  const here = folder(context);
  mkdirSync(join(here, 'folder'));
  writeFileSync(join(here, 'file'), '');
  const line = words.map((word) => word.replaceAll(' ', '\\ ')).join(' ');
  const ask = `source ${path}; complete -C '${line}'`;
  const out = shell(context, ['fish', '--no-config', '-c', ask], here);
  if (out === null) return null;
  // A path is offered as it was written so far.
  const before = /^--[^=]+=|^\w+=/.exec(words.at(-1)!)?.[0] ?? '';
  const bare = (word: string) => (word.startsWith(before) ? word.slice(before.length) : word);
  const offered = out.split('\n').flatMap((one) => (one === '' ? [] : [bare(one.split('\t')[0]!)]));
  const kind = offered.includes('file') ? ['<files>'] : offered.includes('folder/') ? ['<folders>'] : [];
  return [...offered.filter((word) => !/^(file|folder\/|)$/.test(word)), ...kind];
};

const shells: Readonly<Record<string, Ask>> = { bash: askBash, zsh: askZsh, fish: askFish };

/** What stands there, and what has to be offered; `!` before what may not. */
const lines: readonly [readonly string[], readonly string[]][] = [
  [['tst', ''], [...verbs]],
  [
    ['tst', 'ver'],
    ['verify', '!verbs', '!stamp'],
  ],
  [
    ['tst', 'repo', ''],
    ['sync', 'review', 'history', '!help', '!verify'],
  ],
  [
    ['tst', 'audit', 'd'],
    ['diff', '!list'],
  ],
  [
    ['tst', 'verify', '--policy', ''],
    ['default', 'etsi', 'strict', '!<files>'],
  ],
  [
    ['tst', 'verify', '--policy=s'],
    ['strict', '!etsi'],
  ],
  [
    ['tst', 'verify', '--pol'],
    ['--policy', '!--at'],
  ],
  [
    ['tst', 'stamp', '--a'],
    ['--allow-code', '!--at'],
  ],
  [['tst', 'verify', '--trust', ''], ['<files>']],
  [
    ['tst', 'verify', '--profile-dir', ''],
    ['<folders>', '!<files>'],
  ],
  [
    ['tst', 'verify', '--at', ''],
    ['!<files>', '!<folders>'],
  ],
  [
    ['tst', 'verify', '--trust', 'audit', ''],
    ['<files>', '!diff'],
  ],
  [['tst', 'verify', '--digest', 'sha256:ab', '--policy', 'e'], ['etsi']],
  [['tst', 'verify', '--', '--pol'], ['!--policy']],
  [
    ['tst', 'audit', '--report', 'h'],
    ['html=', '!csv='],
  ],
  [
    ['tst', 'audit', '--report', 'html='],
    ['<files>', '!csv='],
  ],
  [
    ['tst', 'cache', ''],
    ['list', 'clear', '!<files>'],
  ],
  [
    ['tst', 'cache', 'clear', ''],
    ['!list', '!<files>'],
  ],
  [
    ['tst', 'profile', 'add', '--template', 's'],
    ['seiko', 'sectigo', '!lab'],
  ],
  [
    ['tst', '--lang', ''],
    ['en', 'ja'],
  ],
];

for (const [name, ask] of Object.entries(shells)) {
  test(`${name} offers verbs, options, values, files and folders where they belong`, async (context) => {
    const { exit, out, err } = await tst(['completion', name]);
    assert.deepEqual([exit, err], [0, '']);
    for (const [words, wanted] of lines) {
      const offered = ask(context, out, words);
      if (offered === null) return;
      for (const word of wanted) {
        const wrong = word.startsWith('!');
        // fish offers the whole word.
        const found = offered.some((one) => one === word.replace('!', '') || one.endsWith(`=${word.replace('!', '')}`));
        assert.equal(found, !wrong, `${words.join(' ')}|: ${word} among ${offered.join(' ')}`);
      }
    }
  });
}

const hostile = "'; touch hit; $(touch hit) `touch hit` \"\\' ’; touch hit; ’ [x]:y: %s\n-- \\";

/** A program in which everything that can be said is hostile. */
const hostileGrammar: Grammar = {
  path: 'tst',
  name: 'tst',
  usage: hostile,
  description: hostile,
  options: [
    {
      names: ['-x', '--extra'],
      flags: '-x, --extra <x>',
      description: hostile,
      value: { name: 'x', kind: 'choice', choices: ["a$(touch hit)'`touch hit`", 'b*'] },
    },
  ],
  arguments: [],
  verbs: [
    { path: 'tst deed', name: 'deed', usage: '', description: hostile, options: [], arguments: [], verbs: [] },
    {
      path: 'tst $(touch hit)',
      name: '$(touch hit)',
      usage: '',
      description: '',
      options: [],
      arguments: [],
      verbs: [],
    },
  ],
};

const writers = { bash: bashScript, zsh: zshScript, fish: fishScript };
for (const [name, write] of Object.entries(writers)) {
  test(`${name} runs nothing out of a description, a verb's name or a value`, (context) => {
    const ask = shells[name]!;
    for (const words of [
      ['tst', ''],
      ['tst', '--extra', ''],
      ['tst', '--extra', 'b'],
      ['tst', '-'],
    ]) {
      const offered = ask(context, write(hostileGrammar), words);
      if (offered === null) return;
      assert.ok(offered.length > 0, words.join(' '));
    }
    assert.deepEqual(ask(context, write(hostileGrammar), ['tst', '--extra', 'b']), ['b*']);
    assert.ok(ask(context, write(hostileGrammar), ['tst', ''])?.includes('$(touch hit)'));
  });
}

test('PowerShell is given ASCII, and no typographic quote that would end a string', async () => {
  for (const text of [
    powershellScript(hostileGrammar),
    (await tst(['completion', 'powershell', '--lang', 'ja'])).out,
  ]) {
    assert.match(text, /^[\n -~]+$/);
    // Strings have a quote at either end, and doubled ones within.
    for (const line of text.split('\n').filter((one) => one.startsWith('    '))) {
      assert.equal(line.replace(/'(?:[^']|'')*'/g, '').includes("'"), false, line);
    }
  }
});

test('no two keys of a table for PowerShell differ in case alone, which would be an error of syntax', async () => {
  const { out } = await tst(['completion', 'powershell']);
  const tables = out.split(/^ {2}\$\w+ = @\{$/m).slice(1);
  assert.equal(tables.length, 3);
  for (const table of tables) {
    const keys = [...table.matchAll(/^ {4}('(?:[^']|'')*') = /gm)].map(([, key]) => key!.toLowerCase());
    assert.ok(keys.length > 10);
    assert.equal(new Set(keys).size, keys.length);
  }
});

test('PowerShell offers verbs and values', async (context) => {
  const path = written(context, 'tst.ps1', (await tst(['completion', 'powershell'])).out);
  const ask = `. ${path}; foreach ($l in 'tst ver','tst verify --policy s','tst audit --report h','tst trust ') {
    (TabExpansion2 $l $l.Length).CompletionMatches.CompletionText }`;
  const out = shell(context, ['pwsh', '-NoProfile', '-NonInteractive', '-Command', ask], folder(context));
  if (out !== null) assert.deepEqual(out.trim().split(/\r?\n/), ['verify', 'strict', 'html=', 'import']);
});

test('descriptions are in the language that is asked for', async () => {
  const japanese = await tst(['completion', 'zsh', '--lang', 'ja']);
  assert.match(japanese.out, /タイムスタンプ/);
  assert.doesNotMatch((await tst(['completion', 'zsh'])).out, /タイムスタンプ/);
  assert.match((await tst(['completion', '--help', '--lang', 'ja'])).out, /補完されるのは/);
  assert.match((await tst(['completion', '--help'])).out, /write it again after an update/);
});

/** A wrong command line, and what its message must name. */
const wrong: readonly [readonly string[], RegExp][] = [
  [['completion'], /missing argument shell/],
  [['completion', 'tcsh'], /completion cannot be tcsh\nhint: one of: bash, zsh, fish, powershell/],
  [['completion', 'bash', 'zsh'], /too many arguments: 2/],
];
for (const [words, said] of wrong) {
  test(`tst ${words.join(' ')}: exit 64 and nothing on standard output`, async () => {
    const run = await tst(words);
    assert.deepEqual([run.exit, run.out], [64, '']);
    assert.match(run.err, said);
  });
}

test('as JSON the script is a text in one object, as the schema has it', async () => {
  const { completion } = jsonOf(await tst(['completion', 'bash', '--json']));
  assert.equal(completion.shell, 'bash');
  assert.equal(completion.script, (await tst(['completion', 'bash'])).out);
});
