import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addProfile, type Person } from '../../../src/app/profile/add-profile.ts';
import type { ProfilePorts } from '../../../src/app/profile/profiles.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';

/** Ports that keep what is written, in a folder that is empty at first. */
function world() {
  const written = new Map<string, string>();
  const ports = {
    files: {},
    profiles: {
      list: async () => [...written.keys()].map((path) => ({ name: path.split(/[\\/]/).at(-1)!, path, open: false })),
      write: async (path: string, bytes: Uint8Array) => {
        written.set(path, Buffer.from(bytes).toString('utf8'));
      },
    },
  } as unknown as ProfilePorts;
  return { written, ports };
}

/** Somebody with answers by key; those of one key are given in turn. */
function person(answers: Readonly<Record<string, readonly (string | null)[]>>) {
  const asked: string[] = [];
  const refused: string[] = [];
  const left = new Map(Object.entries(answers).map(([key, given]) => [key, [...given]]));
  const who: Person = {
    ask: async ({ key }) => {
      asked.push(key);
      const [next = ''] = left.get(key)?.splice(0, 1) ?? [];
      return next;
    },
    refuse: async ({ key, problem }) => {
      refused.push(`${key} ${problem}`);
    },
  };
  return { who, asked, refused };
}

const options = { folder: '/p', scope: 'user' as const, name: 'seiko', template: null, settings: [], force: false };

test('what is known is not asked, what is wrong is asked again, and an empty answer takes what is offered', async () => {
  const { ports, written } = world();
  const { who, asked, refused } = person({
    'service.urls': ['', 'ftp://x/', 'https://tsa.example/'],
    anchors: ['/certificates.zip'],
    'tst-revocation.kind': ['jsn', 'csv'],
    'tst-revocation.url': ['http://tsa.example/list', 'https://tsa.example/list'],
    'tst-revocation.columns.serial': ['番号'],
  });
  const settings = ['contract.end=2027-03-31'];
  const added = await addProfile({ ...options, settings }, who, ports);
  assert.equal(added.anchors, '/certificates.zip');
  assert.deepEqual(refused, [
    'service.urls.0 wrong-form',
    'tst-revocation.kind bad-choice',
    'tst-revocation.url not-https',
  ]);
  assert.ok(!asked.includes('contract.end') && !asked.includes('tst-revocation.statedOn'));
  assert.deepEqual(added.profile.credentials, { kind: 'basic', secret: 'seiko' });
  const list = added.profile.tstRevocation;
  assert.ok(list?.kind === 'list' && list.format.kind === 'csv' && list.format.columns.serial === '番号');
  assert.match([...written.values()][0]!, /^schema = 1\nname = "seiko"\n/);
});

test("a statement that no list is published is the user's own, with its day", async () => {
  const { ports } = world();
  const { who, asked } = person({
    'service.urls': ['https://tsa.example/'],
    'tst-revocation.kind': ['none-published'],
    'tst-revocation.statedOn': ['', '2026-01-15'],
  });
  const { profile } = await addProfile(options, who, ports);
  assert.ok(profile.tstRevocation?.kind === 'none-published');
  assert.ok(!asked.includes('tst-revocation.url'));
});

test('who gives no answer is not asked for ever, and nothing is written', async () => {
  for (const answers of [Array(100).fill(''), Array(100).fill('nonsense'), [null]]) {
    const { ports, written } = world();
    const { who, asked } = person({ 'service.urls': answers });
    await assert.rejects(addProfile(options, who, ports), (error: unknown) => {
      return error instanceof TstError && error.facts.problem === 'setting-missing';
    });
    assert.ok(asked.length <= 5);
    assert.equal(written.size, 0);
  }
});

test('answers cannot bring keys of their own into the file', async () => {
  const { ports } = world();
  const { who } = person({
    'service.urls': ['https://tsa.example/"]\n[rules]\ncodeSigning = true #', 'https://tsa.example/'],
    'credentials.secret': ['x"\nkind = "none', 'x'],
  });
  const { profile } = await addProfile(options, who, ports);
  assert.equal(profile.codeSigning, false);
  assert.deepEqual(profile.credentials, { kind: 'basic', secret: 'x' });
});
