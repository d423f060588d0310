import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Credentials,
  type CredentialsPlan,
  fieldName,
  findCredentials,
  secretHeaders,
} from '../../src/app/credentials.ts';
import { type KeptSecret, keptSecret, partSecret, secretKey, secretVariable } from '../../src/app/kept-secret.ts';
import type { Secrets } from '../../src/app/ports.ts';
import { Secret } from '../../src/app/secret.ts';
import { TstError } from '../../src/core/verdict/errors.ts';

const secret = (value: string) => new Secret(value);
const failsWith =
  (code: string, facts: Record<string, string> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof TstError && error.code === code, String(error));
    for (const [name, fact] of Object.entries(facts)) assert.equal(error.facts[name], fact);
    assert.doesNotMatch(JSON.stringify([error.message, error.facts]), /hunter/);
    return true;
  };

/** A store of these secrets, each answered whatever kind is asked for. */
function storeOf(kept: Readonly<Record<string, KeptSecret>>): Secrets {
  const none = () => Promise.reject(new Error('not asked for'));
  const find = async (name: string) => (kept[name] ? { secret: kept[name], place: 'file' as const } : null);
  return { find, keep: none, remove: none, list: none };
}

const store = storeOf({
  b: keptSecret('basic', (part) => partSecret(part, part === 'user' ? 'alice' : 'hunter-77')),
  t: keptSecret('bearer', (part) => partSecret(part, 'hunter.token_77==')),
  v: keptSecret('header', (part) => partSecret(part, 'hunter 77;key')),
  p: keptSecret('client-certificate', (part) => partSecret(part, 'hünter')),
  bad: keptSecret('bearer', (part) => partSecret(part, 'hunter\r\nX-Injected: 1')),
});

async function headers(plan: CredentialsPlan) {
  const entries = Object.entries(secretHeaders(await findCredentials(plan, store)));
  return Object.fromEntries(entries.map(([name, value]) => [name, value.reveal()]));
}

test('each kind of credentials is sent as its standard has it', async () => {
  const pair = Buffer.from('alice:hunter-77').toString('base64');
  assert.deepEqual(await headers({ kind: 'basic', secret: 'b' }), { authorization: `Basic ${pair}` });
  assert.deepEqual(await headers({ kind: 'bearer', secret: 't' }), { authorization: 'Bearer hunter.token_77==' });
  assert.deepEqual(await headers({ kind: 'header', header: 'X-Api-Key', secret: 'v' }), {
    'x-api-key': 'hunter 77;key',
  });
  assert.deepEqual(await headers({ kind: 'none' }), {});
});

test('a client certificate sends no header, and its passphrase comes from the store', async () => {
  const plan = { kind: 'client-certificate', certificate: 'a.pem', key: 'a.key', secret: 'p' } as const;
  const found = await findCredentials(plan, store);
  assert.ok(found?.kind === 'client-certificate');
  assert.deepEqual([found.certificate, found.key, found.passphrase?.reveal()], ['a.pem', 'a.key', 'hünter']);
  assert.deepEqual(secretHeaders(found), {});
  const open = await findCredentials({ ...plan, secret: null }, store);
  assert.ok(open?.kind === 'client-certificate' && open.passphrase === null);
});

test('a secret that is not there, or is of another kind, is named', async () => {
  await assert.rejects(
    headers({ kind: 'basic', secret: 'none' }),
    failsWith('secret-missing', { name: 'none', kind: 'basic' }),
  );
  await assert.rejects(
    headers({ kind: 'bearer', secret: 'b' }),
    failsWith('secret-missing', { name: 'b', found: 'basic' }),
  );
});

test('what would break out of its header field is refused, and not repeated', async () => {
  await assert.rejects(headers({ kind: 'bearer', secret: 'bad' }), failsWith('configuration'));
  const broken: Credentials[] = [
    { kind: 'basic', user: secret('a:b'), password: secret('hunter-77') },
    { kind: 'basic', user: secret('a'), password: secret('hunter\n77') },
    { kind: 'basic', user: secret('a\u0085'), password: secret('hunter-77') },
    { kind: 'bearer', token: secret('hunter 77') },
    { kind: 'bearer', token: secret('hünter') },
    { kind: 'header', header: 'x', value: secret('hunter\r\ny: 1') },
    { kind: 'header', header: 'x', value: secret(' hunter') },
    { kind: 'header', header: 'x', value: secret('') },
    { kind: 'header', header: 'x', value: secret('契約') },
    { kind: 'header', header: 'x y', value: secret('hunter-77') },
    { kind: 'header', header: 'x\r\ny', value: secret('hunter-77') },
    { kind: 'header', header: '', value: secret('hunter-77') },
  ];
  for (const one of broken) assert.throws(() => secretHeaders(one), failsWith('configuration'), JSON.stringify(one));
});

test('no secret goes into a header field that frames or routes the message', () => {
  for (const name of [
    'Host',
    'content-length',
    'Content-Type',
    'Transfer-Encoding',
    'connection',
    'TE',
    'Proxy-Authorization',
  ]) {
    assert.throws(() => fieldName(name), failsWith('configuration', { reason: 'this header field is taken' }), name);
  }
  assert.equal(fieldName('X-API-Key'), 'x-api-key');
  assert.equal(fieldName('Authorization'), 'authorization');
});

test('names of secrets are names of files and variables everywhere', () => {
  assert.equal(secretKey('Seiko.Main_2'), 'seiko-main-2');
  assert.equal(secretVariable('seiko-main-2', 'password'), 'TST_SECRET_SEIKO_MAIN_2_PASSWORD');
  for (const name of [
    '',
    '.',
    '..',
    '../a',
    'a/b',
    'a\\b',
    '-a',
    'a b',
    'a\0',
    '契約',
    'a'.repeat(65),
    'K\u212a',
    'con',
    'COM1',
  ]) {
    assert.equal(secretKey(name), null, JSON.stringify(name));
  }
});
