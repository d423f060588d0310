import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EntryDraft } from '../../../../src/core/revocation/tst-list/entry.ts';
import { imprint, policy, tsu } from './kit.ts';

test('a draft is empty until something selects, and narrowed by whatever is no serial number', () => {
  const draft = new EntryDraft();
  const kinds = () => [draft.isEmpty, draft.isNarrowed];
  assert.deepEqual(kinds(), [true, false]);
  draft.serialAt = 0;
  assert.deepEqual(kinds(), [false, false]);
  draft.clear();
  draft.range = { from: 1n, to: 2n };
  assert.deepEqual(kinds(), [false, false]);
  const narrowing = {
    genTime: { from: 1n, to: 2n },
    imprint: { algorithm: null, value: imprint },
    tsu: { sha256: tsu.sha256 },
    tsa: { text: 'x', key: null },
    policy,
  };
  for (const [name, value] of Object.entries(narrowing)) {
    draft.clear();
    assert.deepEqual(kinds(), [true, false], `${name} before`);
    Object.assign(draft, { [name]: value });
    assert.deepEqual(kinds(), [false, true], name);
    draft.serialAt = 0;
    assert.deepEqual(kinds(), [false, true], `${name} and a serial number`);
  }
});
