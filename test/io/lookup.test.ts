import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TstError } from '../../src/core/verdict/errors.ts';
import { guardedLookup, type Resolver } from '../../src/io/lookup.ts';

/** What a connection would be made to, with a name server that says `addresses`. */
function ask(addresses: readonly string[], open: boolean, all = true) {
  const kinds: string[] = [];
  const resolver: Resolver = (_, options, callback) => {
    assert.equal(options.all, true, 'every address is asked for, so that none goes unjudged');
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  let result: unknown;
  const lookup = guardedLookup(open, (_, seen) => kinds.push(...seen), resolver);
  lookup('host.example', { all }, (error, address) => {
    result = error ?? (Array.isArray(address) ? address.map((one) => one.address) : address);
  });
  return { result, kinds };
}

test('only public addresses are handed on to the connection', () => {
  assert.deepEqual(ask(['10.0.0.1', '8.8.8.8', '::1', '2606:4700::1'], false).result, ['8.8.8.8', '2606:4700::1']);
  assert.equal(ask(['10.0.0.1', '8.8.8.8'], false, false).result, '8.8.8.8');
});

test('a name with none but inside addresses, or none at all, is refused', () => {
  for (const addresses of [['127.0.0.1'], ['::ffff:10.0.0.1', '169.254.169.254'], ['64:ff9b::7f00:1'], []]) {
    const { result } = ask(addresses, false);
    assert.ok(result instanceof TstError && result.code === 'address-refused', String(result));
  }
});

test('where the user allows it every address is handed on, and what they are is still told', () => {
  const { result, kinds } = ask(['10.0.0.1', '8.8.8.8'], true);
  assert.deepEqual(result, ['10.0.0.1', '8.8.8.8']);
  assert.deepEqual(kinds, ['private', 'public']);
});

test('a name server that answers differently the second time gains nothing: each connection judges what it is made to', () => {
  let call = 0;
  const resolver: Resolver = (_, __, callback) =>
    callback(null, [{ address: call++ === 0 ? '8.8.8.8' : '127.0.0.1', family: 4 }]);
  const lookup = guardedLookup(false, () => {}, resolver);
  const results: unknown[] = [];
  for (let i = 0; i < 2; i++)
    lookup('rebind.example', { all: true }, (error, address) => results.push(error?.name ?? address));
  assert.deepEqual(results, [[{ address: '8.8.8.8', family: 4 }], 'TstError']);
});
