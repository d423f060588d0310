import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { keptSecret, partSecret } from '../../src/app/kept-secret.ts';
import { Secret, withoutEchoes, withoutSecrets } from '../../src/app/secret.ts';
import { formsOf, pieces } from '../secret-forms.ts';

const value = 'pl&nted "v@lue"/Straße+77';
const name = 'us€r-of-service';

test('a secret shows itself to nothing that turns it into text', () => {
  const secret = new Secret(value);
  const error = Object.assign(new Error('failed'), { secret });
  const kept = keptSecret('basic', (part) => partSecret(part, value));
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret, kept }),
    inspect({ secret, kept, error }, { depth: 9, showHidden: true }),
    format('%s %o %O %j', secret, secret, kept, kept),
    JSON.stringify(Object.entries(secret)),
    String([secret]),
  ].join('\n');
  for (const piece of pieces(value)) assert.ok(!shown.includes(piece), piece);
  assert.equal(inspect([secret]), '[ [secret] ]');
  assert.equal(secret.reveal(), value);
});

test('from when a secret is made, no text has it, as it is or encoded', () => {
  new Secret(value);
  for (const form of formsOf(value)) {
    for (const text of [
      form,
      `before ${form} after`,
      form.replace(/[a-z]/g, (one) => one.toUpperCase()),
      form + form,
    ]) {
      const shown = withoutSecrets(text).toLowerCase();
      assert.ok(!shown.includes(form.toLowerCase()), `${form} in ${shown}`);
      assert.match(shown, /\[secret\]/);
    }
  }
});

test('Base64 of anything that a secret is a part of gives nothing of it away', () => {
  new Secret(value);
  for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
    for (const after of ['', 'x', 'yz']) {
      const text = Buffer.from(before + value + after).toString('base64');
      const found = /[A-Za-z0-9+/]{8,}/.exec(withoutEchoes(text))?.[0];
      assert.ok(found === undefined || !text.includes(found) || found.length < 12, `${found} of ${text}`);
      assert.match(withoutSecrets(text), /\[secret\]/);
    }
  }
});

test('in what others send, a piece of eight characters is enough; in own texts it is not', () => {
  new Secret(value);
  for (const form of formsOf(value)) {
    for (const text of [form.slice(0, 8), `… ${form.slice(3, 12)} …`, form.slice(-8)].filter(
      (one) => one.trim().length >= 8,
    )) {
      assert.match(withoutEchoes(text), /\[secret\]/, text);
    }
  }
  assert.equal(withoutEchoes(value.slice(0, 7)), value.slice(0, 7));
  assert.equal(withoutSecrets(value.slice(0, 12)), value.slice(0, 12));
});

test('a user name stays in own texts, where paths have it, and goes out of what others send', () => {
  new Secret(name, 'name');
  assert.equal(withoutSecrets(`/home/${name}/a.pdf`), `/home/${name}/a.pdf`);
  assert.equal(withoutEchoes(`unknown user ${name}.`), 'unknown user [secret].');
});

test('a short secret goes out of what others send as a whole, and leaves own texts alone', () => {
  new Secret('pw7x');
  assert.equal(withoutEchoes('wrong password pw7x'), 'wrong password [secret]');
  assert.equal(withoutSecrets('pw7x.pdf'), 'pw7x.pdf');
  new Secret('abc');
  assert.equal(withoutEchoes('abc'), 'abc');
});

test('texts without secrets come back as they are, in any script', () => {
  new Secret(value);
  for (const text of ['', 'İstanbul ẞ', '契約書.pdf', '\ud800 lone', 'a'.repeat(100_000)]) {
    assert.equal(withoutSecrets(text), text);
    assert.equal(withoutEchoes(text), text);
  }
});

test('JSON stays JSON', () => {
  new Secret('qu"ote\\d-secret');
  const json = JSON.stringify({ a: 'x qu"ote\\d-secret y', b: 1 });
  assert.deepEqual(JSON.parse(withoutSecrets(json)), { a: 'x [secret] y', b: 1 });
});
