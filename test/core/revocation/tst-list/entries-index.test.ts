import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TstEntries } from '../../../../src/core/revocation/tst-list/entries.ts';
import { EntryDraft, type TstListEntry } from '../../../../src/core/revocation/tst-list/entry.ts';
import { imprint, integer, noon, otherTsu, policy, question, read, serials, tsu } from './kit.ts';

/** Entries by their drafts alone, read back from what was put in: as quick as lists of any length are searched. */
class Drafts {
  readonly #taken: TstListEntry[] = [];
  readonly entries = new TstEntries((offset) => this.#taken[offset]!);
  readonly #draft = new EntryDraft();

  /** Puts in an entry with a serial number, where there is one, and other selectors. */
  add(serial: bigint | null, more: Partial<Omit<EntryDraft, 'octets' | 'serialAt'>> = {}) {
    const draft = this.#draft;
    draft.clear();
    Object.assign(draft, more);
    if (serial !== null) {
      const octets = integer(serial);
      draft.serialAt = draft.octets.length - octets.length;
      draft.octets.set(octets, draft.serialAt);
    }
    const offset = this.#taken.push({
      ...draft.selectors(),
      revokedAt: null,
      reason: null,
      notice: null,
      offset: this.#taken.length,
    });
    return this.entries.add(offset - 1, draft);
  }

  /** Puts in the last entry again and again. */
  repeat(times: number): void {
    for (let i = 0; i < times; i++) this.entries.add(this.#taken.length - 1, this.#draft);
  }
}

test('a list grows with its entries, which keep their order, offsets and what they say', () => {
  for (const count of [0, 1, 63, 64, 65, 128, 129, 300]) {
    const list = new Drafts();
    for (let i = 0; i < count; i++) assert.equal(list.add(BigInt(i), i % 3 === 0 ? { policy: '1.2.3' } : {}), null);
    assert.equal(list.entries.count, count);
    assert.deepEqual(
      Array.from(list.entries, ({ offset }) => offset),
      Array.from({ length: count }, (_, i) => i),
    );
    for (let i = 0; i < count; i++) {
      const found = list.entries.find(question({ serial: BigInt(i) }));
      // Every third is about another policy.
      assert.deepEqual(found, i % 3 === 0 ? null : [...list.entries][i], `${i} of ${count}`);
      if (count > 65) i += 20;
    }
  }
});

test('a list has at most four million entries', () => {
  const draft = new EntryDraft();
  draft.serialAt = draft.octets.length - 1;
  const entries = new TstEntries(() => assert.fail('none is read'));
  for (let i = 0; i < 4_000_000; i++) if (entries.add(i, draft) !== null) assert.fail(`${i}`);
  assert.equal(entries.add(0, draft), 'too-many-entries');
  assert.equal(entries.count, 4_000_000);
});

test('an entry that selects nothing is refused, and is none', () => {
  const list = new Drafts();
  assert.equal(list.add(null), 'no-selector');
  assert.equal(list.entries.count, 0);
});

test('no more than a thousand entries are looked at for every token', () => {
  const list = new Drafts();
  for (let i = 0; i < 1_000; i++) assert.equal(list.add(null, { policy: `1.2.${i}` }), null);
  // Those that are found by something aren't.
  for (let i = 0; i < 1_001; i++) {
    assert.equal(list.add(1n, { policy: '1.2.3' }), null);
    assert.equal(list.add(null, { range: { from: 1n, to: 2n } }), null);
    assert.equal(list.add(null, { imprint: { algorithm: null, value: imprint } }), null);
    assert.equal(list.add(null, { genTime: { from: 1n, to: 2n } }), null);
  }
  assert.equal(list.add(null, { policy: '1.2.3' }), 'too-many-scanned');
});

/** So many entries for the serial number of the token, all of another policy, and one for it first, where there is one. */
function crowd(count: number, first?: Partial<EntryDraft>): TstEntries {
  const list = new Drafts();
  if (first) list.add(0x1a2bn, first);
  list.add(0x1a2bn, { policy: '1.2.3' });
  list.repeat(count - 1);
  return list.entries;
}

test('ten thousand candidates are looked at for one token', () => {
  assert.equal(crowd(10_000).find(question()), null);
});

test('a list with one candidate more proves nothing', () => {
  assert.equal(crowd(10_001).find(question()), 'limit');
});

test('a later list with more candidates than are looked at has not been shown to list an entry still', () => {
  const before = new Drafts();
  before.add(0x1a2bn, { policy });
  assert.equal(before.entries.missingFrom(crowd(9_999, { policy })), null, 'the last that is looked at');
  assert.equal(before.entries.missingFrom(crowd(10_000, { policy }))?.policy, policy);
});

test('every kind of selector finds its token beside all others, and one alone is looked at no further', () => {
  const time = BigInt(noon) * 1000n;
  const kinds: [bigint | null, Parameters<Drafts['add']>[1]][] = [
    [0x1a2bn, {}],
    [null, { range: { from: 0x1a00n, to: 0x1affn } }],
    [null, { imprint: { algorithm: null, value: imprint } }],
    [null, { genTime: { from: time, to: time } }],
    [null, { tsu: { sha256: tsu.sha256 } }],
  ];
  const others: typeof kinds = [
    [0x1a2cn, {}],
    [0x1a2bn, { policy: '1.2.3' }],
    [null, { range: { from: 0x1a2cn, to: 0x1affn } }],
    [null, { range: { from: 0x1a00n, to: 0x1affn }, policy: '1.2.3' }],
    [null, { imprint: { algorithm: 'sha512', value: imprint } }],
    [null, { imprint: { algorithm: null, value: integer(1n) } }],
    [null, { genTime: { from: time - 9_000_000n, to: time - 8_000_000n } }],
    [null, { genTime: { from: time, to: time }, policy: '1.2.3' }],
    [null, { tsu: { sha256: otherTsu.sha256 } }],
  ];
  const none = new Drafts();
  for (const one of others) none.add(...one);
  assert.equal(none.entries.find(question()), null);
  for (const kind of kinds) {
    for (const place of [0, 4, others.length]) {
      const list = new Drafts();
      for (const one of others.toSpliced(place, 0, kind)) list.add(...one);
      const found = list.entries.find(question());
      assert.ok(found !== null && found !== 'limit');
      assert.equal(found.offset, place);
    }
    const alone = new Drafts();
    alone.add(...kind);
    assert.ok(alone.entries.find(question()) !== null);
  }
});

test('a serial number is found as an INTEGER, whatever superfluous octets the token has; an imprint as it is', () => {
  const list = new Drafts();
  const longest = (1n << 8_192n) - 1n;
  for (const serial of [0x1a2bn, 128n, -129n, 0n, -1n, longest]) list.add(serial);
  const value = Buffer.concat([Buffer.alloc(1), imprint.subarray(1)]);
  list.add(null, { imprint: { algorithm: null, value: value.subarray(1) } });
  const found = (hex: string) => list.entries.find(question({ serial: Buffer.from(hex, 'hex') }));
  const whole = list.entries.find(question({ serial: longest }));
  assert.ok(whole !== 'limit' && whole?.serial?.from === longest);
  for (const hex of ['1a2b', '00001a2b', '0080', '000080', 'ff7f', 'ffff7f', '00', '0000', 'ff', 'ffffff']) {
    assert.ok(found(hex), hex);
  }
  for (const hex of ['01', '1a', '2b', '80', '7f', 'ff80', '001a2a', '01ff']) assert.equal(found(hex), null, hex);
  const padded = Object.assign(question({ serial: null }), { imprint: { algorithm: null, value } });
  assert.equal(list.entries.find(padded), null);
});

test('a token of which something couldn’t be read is looked for by the rest', () => {
  const list = new Drafts();
  list.add(1n);
  list.add(null, { range: { from: 5n, to: 6n } });
  list.add(null, { imprint: { algorithm: null, value: imprint } });
  assert.ok(list.entries.find(question({ serial: null, genTime: null })));
  const bare = Object.assign(Object.create(question({ serial: null, genTime: null })), { imprint: null });
  assert.equal(list.entries.find(bare), null);
});

test('the first entry that a later list has forgotten is told', () => {
  type Rows = readonly [bigint | null, Parameters<Drafts['add']>[1]?][];
  const made = (rows: Rows) => {
    const list = new Drafts();
    for (const row of rows) list.add(...row);
    return list.entries;
  };
  const missing = (before: Rows, after: Rows) => made(before).missingFrom(made(after))?.offset ?? null;
  const range = (from: bigint, to: bigint) => ({ range: { from, to } });
  const sha = { algorithm: 'sha256', value: imprint } as const;
  const narrow = { policy: '1.2.3' };
  assert.equal(missing([], []), null);
  assert.equal(missing([[1n], [2n], [3n]], [[3n], [1n]]), 1);
  assert.equal(
    missing([[null, range(1n, 2n)], [5n], [null, narrow], [7n]], [[5n], [null, range(0n, 2n)], [null, narrow]]),
    3,
  );
  assert.equal(missing([[null, range(1n, 2n)], [5n], [7n]], [[null, range(1n, 2n)], [7n]]), 1);
  assert.equal(missing([[1n], [2n, narrow], [3n]], [[1n], [2n], [3n]]), null);
  assert.equal(missing([[1n], [2n, narrow], [3n]], [[1n], [2n, { policy }], [3n]]), 1);
  assert.equal(missing([[1n], [2n]], [[1n], [2n, narrow]]), 1, 'one is listed more narrowly');
  assert.equal(missing([[2n]], [[2n], [2n, narrow]]), null, 'whatever else lists it');
  assert.equal(
    missing(
      [[2n]],
      [
        [2n, narrow],
        [2n, { policy }],
      ],
    ),
    0,
  );
  // Serial numbers by ranges, and ranges by ranges alone.
  assert.equal(missing([[2n]], [[null, range(1n, 3n)]]), null);
  assert.equal(missing([[4n]], [[null, range(1n, 3n)]]), 0);
  assert.equal(missing([[null, range(2n, 2n)]], [[2n]]), null);
  assert.equal(missing([[null, range(2n, 3n)]], [[2n], [3n]]), 0);
  assert.equal(
    missing(
      [[null, range(2n, 3n)]],
      [
        [null, range(0n, 2n)],
        [null, range(2n, 4n)],
      ],
    ),
    null,
  );
  assert.equal(
    missing(
      [[null, range(2n, 3n)]],
      [
        [null, range(0n, 2n)],
        [null, range(3n, 4n)],
      ],
    ),
    0,
  );
  for (const n of [-32769n, -129n, -128n, -1n, 0n, 127n, 128n, 255n, 256n, 32767n, 32768n]) {
    assert.equal(missing([[null, range(n, n)]], [[n]]), null, `${n}`);
    assert.equal(missing([[null, range(n, n)]], [[n + 1n], [n - 1n], [-n - 1n]]), 0, `${n}`);
  }
  // Imprints and times.
  assert.equal(missing([[null, { imprint: sha }]], [[null, { imprint: { ...sha, algorithm: null } }]]), null);
  assert.equal(missing([[null, { imprint: { ...sha, algorithm: null } }]], [[null, { imprint: sha }]]), 0);
  assert.equal(missing([[null, { imprint: sha }]], [[null, { imprint: { ...sha, value: integer(1n) } }]]), 0);
  assert.equal(missing([[9n, { imprint: sha }]], [[null, { imprint: sha }]]), null, 'more widely');
  const times = (from: bigint, to: bigint) => ({ genTime: { from, to } });
  assert.equal(missing([[null, times(2n, 3n)]], [[null, times(2n, 3n)]]), null);
  assert.equal(missing([[null, times(2n, 3n)]], [[null, times(1n, 4n)]]), null);
  assert.equal(missing([[null, times(2n, 3n)]], [[null, times(3n, 4n)]]), 0);
  assert.equal(missing([[9n, times(2n, 3n)]], [[null, times(1n, 4n)]]), null, 'more widely');
  assert.equal(missing([[9n, { policy }]], [[null, { policy }]]), null, 'more widely');
});

test('entries can be read again and again', () => {
  const { entries } = read('1\n2..3\n2', { kind: 'text', radix: 10 });
  assert.deepEqual(
    [serials(entries), serials(entries)],
    [
      ['1', '2..3', '2'],
      ['1', '2..3', '2'],
    ],
  );
});
