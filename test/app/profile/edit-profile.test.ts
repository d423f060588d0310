import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Change, editProfile, parseSettings } from '../../../src/app/profile/edit-profile.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';

async function edit(text: string, changes: readonly Change[], path = 'a.toml'): Promise<string> {
  return Buffer.from(await editProfile(Buffer.from(text, 'utf8'), path, changes)).toString('utf8');
}

const set = (path: readonly (string | number)[], value: Extract<Change, { kind: 'set' }>['value']): Change => ({
  kind: 'set',
  path,
  value,
});

const text = `# ours
schema = 1 # of today

[service] # where
hash = "sha256" # for now
urls = [
  "https://a.example/", # the first
]

# how fast
[rate]
burst = 1

[[anchors]]
sha256 = "a"

[[anchors]]
sha256 = "b"
`;

test('one key changes and everything else stays, comments and order included', async () => {
  assert.equal(await edit(text, [set(['service', 'hash'], 'sha512')]), text.replace('"sha256"', '"sha512"'));
  assert.equal(await edit(text, [set(['anchors', 1, 'sha256'], 'c')]), text.replace('"b"', '"c"'));
  assert.equal(await edit(text, [set(['service', 'urls'], [])]), text.replace(/\[\n.*\n\]/, '[]'));
});

test('a new key goes to the end of its table, a new table to the end of the text', async () => {
  const inTable = await edit(text, [set(['rate', 'minIntervalMs'], 5)]);
  assert.equal(inTable, text.replace('burst = 1\n', 'burst = 1\nminIntervalMs = 5\n'));
  const atTop = await edit(text, [set(['provider'], 'A "B" \\ \u007f')]);
  assert.equal(atTop, text.replace('of today\n', 'of today\nprovider = "A \\"B\\" \\\\ \\u007f"\n'));
  const table = await edit(text, [set(['contract', 'end'], '2027-03-31')]);
  assert.equal(table, `${text}\n[contract]\nend = 2027-03-31\n`);
  const anchor = await edit(text, [{ kind: 'add', list: 'anchors', entries: { file: 'c', sha256: 'c' } }]);
  assert.equal(anchor, `${text}\n[[anchors]]\nfile = "c"\nsha256 = "c"\n`);
});

test('a text without keys at the top, without an end of line, with Windows line ends, or empty', async () => {
  assert.equal(await edit('[rate]\nburst = 1\n', [set(['schema'], 1)]), 'schema = 1\n\n[rate]\nburst = 1\n');
  assert.equal(await edit('schema = 1', [set(['provider'], 'a')]), 'schema = 1\nprovider = "a"\n');
  assert.equal(await edit('[rate]', [set(['rate', 'burst'], 1)]), '[rate]\nburst = 1\n');
  assert.equal(await edit('schema = 1\r\n', [set(['rate', 'burst'], 1)]), 'schema = 1\r\n\r\n[rate]\r\nburst = 1\r\n');
  assert.equal(await edit('', [set(['schema'], 1)]), 'schema = 1\n');
});

test('a key or a table is removed with its line, and nothing else', async () => {
  assert.equal(
    await edit(text, [{ kind: 'remove', path: ['service', 'hash'] }]),
    text.replace('hash = "sha256" # for now\n', ''),
  );
  assert.equal(
    await edit(text, [{ kind: 'remove', path: ['anchors', 0] }]),
    text.replace('[[anchors]]\nsha256 = "a"\n', ''),
  );
  const none = await edit(text, [
    { kind: 'remove', path: ['anchors', 1] },
    { kind: 'remove', path: ['anchors', 0] },
  ]);
  assert.doesNotMatch(none, /anchors/);
  assert.equal(await edit(text, [{ kind: 'remove', path: ['contract', 'end'] }]), text);
  const below = '[tst-revocation]\nkind = "csv"\n[tst-revocation.columns]\nserial = "a"\n[rate]\nburst = 1\n';
  assert.equal(await edit(below, [{ kind: 'remove', path: ['tst-revocation'] }]), '[rate]\nburst = 1\n');
  assert.equal(await edit('rate.burst = 1\nschema = 1\n', [{ kind: 'remove', path: ['rate'] }]), 'schema = 1\n');
});

test('what can only be changed by writing the text anew is refused', async () => {
  for (const [before, change] of [
    ['rate = { burst = 1 }\n', set(['rate', 'minIntervalMs'], 5)],
    ['rate.burst = 1\n', set(['rate', 'minIntervalMs'], 5)],
    ['anchors = [{ sha256 = "a" }]\n', { kind: 'add', list: 'anchors', entries: { sha256: 'b' } }],
  ] as const) {
    await assert.rejects(edit(before, [change]), (error: unknown) => {
      assert.ok(error instanceof TstError && error.code === 'profile-invalid');
      assert.equal(error.facts.problem, 'form-not-kept');
      return true;
    });
  }
  // Written with dots, and there already: no reason to refuse.
  assert.equal(await edit('rate.burst = 1\n', [set(['rate', 'burst'], 5)]), 'rate.burst = 5\n');
});

test('JSON is written anew with the same content and the change', async () => {
  const before = '{"schema":1,"service":{"hash":"sha256"},"anchors":[{"sha256":"a"}]}';
  const changes: Change[] = [
    set(['service', 'hash'], 'sha512'),
    { kind: 'add', list: 'anchors', entries: { sha256: 'b' } },
  ];
  assert.deepEqual(JSON.parse(await edit(before, changes, 'a.json')), {
    schema: 1,
    service: { hash: 'sha512' },
    anchors: [{ sha256: 'a' }, { sha256: 'b' }],
  });
});

test('a value in the text of a key does not become more than a value', async () => {
  const hostile = 'x"\n[credentials]\nkind = "none';
  const after = await edit(text, [set(['provider'], hostile)]);
  assert.match(after, /^provider = "x\\"\\n\[credentials\]\\nkind = \\"none"$/m);
});

test('--set is understood by the form of its key', async () => {
  const settings = await parseSettings([
    'service.urls=https://a.example/?x=1',
    'service.urls=https://b.example/',
    'service.hash=sha512',
    'rate.burst=2',
    'rules.codeSigning=false',
    'match.policies=["1.2.3", "1.2.4"]',
    'provider=true',
    'anchors.0.accreditedFrom=2023-04-01',
  ]);
  assert.deepEqual(
    settings.map(({ path, value }) => [path.join('.'), value]),
    [
      ['service.urls', ['https://a.example/?x=1', 'https://b.example/']],
      ['service.hash', 'sha512'],
      ['rate.burst', 2],
      ['rules.codeSigning', false],
      ['match.policies', ['1.2.3', '1.2.4']],
      ['provider', 'true'],
      ['anchors.0.accreditedFrom', '2023-04-01'],
    ],
  );
});

for (const [pair, problem, suggestion] of [
  ['service.hsah=x', 'bad-key', 'service.hash'],
  ['servce.hash=x', 'bad-key', 'service'],
  ['__proto__.x=1', 'bad-key', undefined],
  ['constructor=1', 'bad-key', undefined],
  ['provider.x=1', 'bad-key', 'provider'],
  ['rate.burst=two', 'bad-value', undefined],
  ['rules.codeSigning=no', 'bad-value', undefined],
  ['service=x', 'bad-value', undefined],
  ['match.policies=[1]', 'bad-value', undefined],
  ['match.policies=[', 'bad-value', undefined],
  ['service.hash', 'bad-pair', undefined],
  ['=x', 'bad-pair', undefined],
] as const) {
  test(`--set ${pair}: ${problem}`, async () => {
    await assert.rejects(parseSettings([pair]), (error: unknown) => {
      assert.ok(error instanceof TstError && error.code === 'usage');
      assert.deepEqual([error.facts.problem, error.facts.suggestion], [problem, suggestion]);
      return true;
    });
  });
}

test('a key of one value is set once', async () => {
  await assert.rejects(parseSettings(['service.hash=sha256', 'service.hash=sha512']), /given-twice/);
});
