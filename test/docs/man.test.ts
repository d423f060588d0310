import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { manPage } from '../../docs/man.ts';
import { escaped, exactly, paragraph, tagged } from '../../docs/roff.ts';
import { verbs } from '../../src/cli/help.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/tst.1'), 'utf8');

test('the manual is what the definitions of the program make it: npm run man', async () => {
  assert.equal(page, await manPage());
});

test('the manual is ASCII, so that no locale garbles it', () => {
  assert.match(page, /^[\n -~]+$/);
});

test('the manual has every verb, and every variable that sources read', () => {
  for (const verb of verbs) assert.match(page, new RegExp(`^\\.SS tst ${verb}$`, 'm'));
  const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const read = names.flatMap(
    (name) => readFileSync(join(root, 'src', name), 'utf8').match(/\bTST_[A-Z_]+[A-Z]\b/g) ?? [],
  );
  for (const name of new Set(read)) {
    // TST_VERSION is set when the program is built, TST_SECRET_<name>_… by its parts.
    if (name === 'TST_VERSION' || name.startsWith('TST_SECRET')) continue;
    assert.ok(page.includes(name), `${name} under ENVIRONMENT`);
  }
});

const hostile = ['.so /etc/passwd', "'so x", '\\fBx\\n(.z', '-- --at', '"a" `b` ^c~ ’—', '...', '\\', "a\n.sh x\n'b"];

test('no text becomes a request, an escape or another character', () => {
  for (const text of hostile) {
    for (const written of [paragraph(text), tagged(text, text), exactly(text)]) {
      for (const line of written.split('\n')) {
        assert.match(line, /^(?!['.])|^\.(PP|TP|nf|fi|B .*)$/);
        assert.doesNotMatch(line.replaceAll(/\\(\((rs|aq|ga|ha|ti|dq)|[-&]|\[u[0-9A-F]{4,6}\])/g, ''), /\\/, line);
      }
    }
  }
});

/** What groff makes of a page, without its decoration. */
function rendered(text: string): { readonly out: string; readonly err: string } | null {
  const words = ['-man', '-Tutf8', '-ww', '-rHY=0', '-rLL=400n', '-P-c', '-P-u', '-P-b', '-P-o'];
  const { error, stdout, stderr } = spawnSync('groff', words, { input: text, encoding: 'utf8' });
  return error ? null : { out: stdout, err: stderr };
}

test('groff shows the manual without a warning, and options as they are typed', (context) => {
  const shown = rendered(page);
  if (shown === null) return context.skip('no groff here');
  assert.equal(shown.err, '');
  for (const words of ['--tst-revocation-list <path>', 'tst audit archive/', '%APPDATA%\\tst', '~/.cache/tst/']) {
    assert.ok(shown.out.includes(words), words);
  }
});

test('groff gives back hostile text as it was', (context) => {
  for (const text of hostile) {
    const shown = rendered(`.TH T 1\n.SH X\n${paragraph(text)}\n${tagged(text, 'said')}\n${exactly('  a  - b')}\n`);
    if (shown === null) return context.skip('no groff here');
    assert.equal(shown.err, '');
    const line = text.replace(/\s+/g, ' ');
    assert.equal(shown.out.split('\n').filter((one) => one.includes(line)).length, 2, `${text}: ${shown.out}`);
    assert.ok(shown.out.includes('  a  - b'));
  }
});

test('an empty text is no blank request', () => {
  assert.equal(escaped(''), '');
});
