import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateKey, keyToPem } from '../../src/lab/keys.ts';
import { leakIn } from '../secret-forms.ts';
import { addProfile, type Customer, customer, putProfile, secrets, skip, tlsCertificate } from './contract-kit.ts';
import { jsonOf, program } from './run-tst.ts';

/** Quicker than the lab allows in the long run, by a margin for a busy computer. */
const rate = { lab: { interval: 20, burst: 5 }, profile: 'rate.minIntervalMs=40' };

const names = Array.from({ length: 10 }, (_, i) => `contract ${i}.pdf`);
const usage = async (c: Customer) => {
  const counts = new Map<string, number>();
  for (const { billed } of await c.entries()) counts.set(billed, (counts.get(billed) ?? 0) + 1);
  return Object.fromEntries(counts);
};

/** Nothing that was written, shown or kept holds a secret, but for the file that is there to hold it. */
function checkClean(c: Customer): void {
  for (const value of Object.values(secrets)) {
    assert.equal(leakIn(c.shown(), value), null);
    for (const name of readdirSync(c.dir, { recursive: true, encoding: 'utf8' })) {
      const path = join(c.dir, name);
      if (!statSync(path).isFile() || name.startsWith(join('data', 'secrets'))) continue;
      assert.equal(leakIn(readFileSync(path, 'latin1'), value), null, name);
    }
  }
}

test('a day of a customer: profile, login, ten files at the rate of the contract, one answer lost, and use adds up', async (t) => {
  const c = await customer(t, { rate: rate.lab, faultAt: { 4: 'reset' } });
  await addProfile(c, 'lab', [rate.profile, 'quota.perMonth=12']);
  const files = c.files(...names);

  const first = await c.run(['stamp', ...skip, ...files]);
  assert.equal(first.exit, 69, first.err);
  assert.match(first.err, /stamping under your only profile, lab/);
  assert.match(first.err, /one may have been issued and charged to lab/);
  assert.doesNotMatch(first.err, /waiting/, 'not for what nobody notices');
  assert.equal((first.err.match(/nearly used/g) ?? []).length, 1, 'at 80 %, once');
  assert.deepEqual([c.issued.length, await usage(c)], [10, { yes: 9, unknown: 1 }]);

  const second = await c.run(['stamp', '--profile', 'lab', '--resume', '--json', ...skip, ...files]);
  assert.equal(second.exit, 0, second.err);
  const lines = second.out.trimEnd().split('\n');
  const outcomes = lines.map((line) => jsonOf({ ...second, out: line }).stamp);
  assert.deepEqual(
    outcomes.map(({ result }) => result),
    names.map((_, i) => (i === 3 ? 'stamped' : 'kept')),
  );
  assert.deepEqual([outcomes[3].profile, outcomes[3].entry], ['lab', 11]);
  assert.deepEqual(
    outcomes[3].notes.map(({ code }: { code: string }) => code),
    ['quota-near'],
  );
  assert.deepEqual([c.issued.length, await usage(c)], [11, { yes: 10, unknown: 1 }]);

  for (const file of files.slice(2, 5)) assert.equal((await c.run(['verify', ...skip, file])).exit, 0);
  const entries = await c.entries();
  assert.ok(entries.every(({ profile }) => profile === 'lab'));
  assert.equal(entries.filter(({ verification }) => verification?.verdict === 'VALID').length, 10);

  const last = await c.run(['stamp', '--enforce-quota', ...skip, '--force', ...files.slice(0, 3)]);
  assert.equal(last.exit, 77, last.err);
  assert.match(last.err, /the quota of lab for \d{4}-\d\d is used up: 11 tokens and 1 unanswered/);
  assert.deepEqual([c.issued.length, await usage(c)], [12, { yes: 11, unknown: 1 }]);
  checkClean(c);
});

test('two processes at once keep the rate, the quota and the ledger together', async (t) => {
  const c = await customer(t, { rate: rate.lab });
  putProfile(c, 'lab', 'rate.minIntervalMs = 40\nquota.perMonth = 7\nquota.enforce = true');
  const [one, other] = [c.files('1', '2', '3', '4', '5'), c.files('6', '7', '8', '9', '10')];
  const ran = await Promise.all([one, other].map((files) => c.run(['stamp', ...skip, '-j', '3', ...files])));
  for (const { exit, err } of ran) assert.ok(exit === 77 || exit === 0, err);
  assert.ok(ran.some(({ exit }) => exit === 77));
  assert.equal(c.issued.length, 7, 'not one more than the contract has');
  assert.deepEqual(await usage(c), { yes: 7 });
  for (const { output, received } of await c.entries()) {
    assert.equal(statSync(output!.path!).isFile(), true);
    assert.equal(existsSync(received!.path), false);
  }
  assert.equal(readdirSync(c.path('files')).filter((name) => name.endsWith('.tsr')).length, 7);
});

test('kill -9 at any moment loses nothing: the same command with --resume goes on, and each token is paid for once', {
  skip: process.platform === 'win32' && 'there is no such signal there',
}, async (t) => {
  let child: ReturnType<typeof spawn> | undefined;
  let kill = false;
  const c = await customer(t, {
    onToken: () => {
      if (kill) child?.kill('SIGKILL');
    },
  });
  putProfile(c, 'lab');
  const files = c.files(...names.slice(0, 4));
  const words = ['stamp', '--resume', ...skip, ...files];
  for (let round = 0; round < 3; round++) {
    kill = round < 2;
    child = spawn(process.execPath, [program, ...words], {
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...c.env },
      cwd: c.dir,
      stdio: 'ignore',
    });
    const ended = await new Promise((resolve) => child!.once('close', (exit, signal) => resolve(signal ?? exit)));
    assert.equal(ended, round < 2 ? 'SIGKILL' : 0);
  }
  const entries = await c.entries();
  const tokens = readdirSync(c.path('files')).filter((name) => name.endsWith('.tsr'));
  assert.equal(tokens.length, 4);
  assert.equal(entries.filter(({ state }) => state === 'published').length, 4);
  // What was issued and never arrived is in the ledger as what it is: to be settled with the provider.
  assert.ok(entries.every(({ state }) => state === 'published' || state === 'unanswered'));
  assert.equal(c.issued.length, entries.length);
  checkClean(c);
});

test('two providers side by side, and the worst of both is the exit code', async (t) => {
  const c = await customer(t);
  for (const name of ['one', 'two']) putProfile(c, name);
  const [file] = c.files('a.pdf');
  const both = await c.run(['stamp', '--profile', 'one', '--profile', 'two', ...skip, file!]);
  assert.equal(both.exit, 0, both.err);
  for (const name of ['one', 'two']) assert.ok(existsSync(`${file}.${name}.tsr`));
  const profile = c.path('config/profiles/two.toml');
  writeFileSync(profile, readFileSync(profile, 'utf8').replace('/tsa"', '/tsa?fault=nonce-wrong"'));
  const worse = await c.run(['stamp', '--profile', 'one', '--profile', 'two', '--force', ...skip, file!]);
  assert.equal(worse.exit, 1, worse.err);
});

test('the ledger names the evidence of the first verification', async (t) => {
  const c = await customer(t);
  putProfile(c, 'lab', 'contract.end = 2020-03-31');
  const [file] = c.files('a.pdf');
  const saved = c.path('evidence.zip');
  const stamped = await c.run(['stamp', '--save-evidence', saved, ...skip, file!]);
  assert.equal(stamped.exit, 0, stamped.err);
  assert.match(stamped.err, /the contract ended on 2020-03-31/);
  const [entry] = await c.entries();
  const sha256 = hash('sha256', readFileSync(saved), 'hex');
  assert.deepEqual(entry?.verification?.evidence, { path: saved, sha256 });
});

test('which profile is meant is not guessed where there are several, and nothing is sent', async (t) => {
  const c = await customer(t);
  const [file] = c.files('a.pdf');
  const none = await c.run(['stamp', file!]);
  assert.equal(none.exit, 64);
  assert.match(none.err, /it is not said whom to ask\nhint: name a profile/);
  for (const name of ['one', 'two']) putProfile(c, name);
  const several = await c.run(['stamp', file!]);
  assert.equal(several.exit, 64);
  assert.match(several.err, /there are: one, two/);
  assert.equal((await c.run(['stamp', '--profile', 'three', file!])).exit, 78);
  assert.equal(c.issued.length, 0);
});

test('without its secret, or with a wrong one, nothing is issued; an address of someone else never gets it', async (t) => {
  const c = await customer(t);
  putProfile(c, 'lab');
  const [file] = c.files('a.pdf');
  const other = c.lab.tsaUrl.replace('127.0.0.1', 'localhost');
  const elsewhere = await c.run(['stamp', '--profile', 'lab', '--tsa', other, ...skip, file!]);
  assert.match(elsewhere.err, /is no address of the profile lab, and does not get its secret/);
  assert.equal(elsewhere.exit, 77, elsewhere.err);
  rmSync(c.path('data/secrets/lab.json'));
  const without = await c.run(['stamp', '--profile', 'lab', ...skip, file!]);
  assert.equal(without.exit, 77);
  assert.match(without.err, /there is no secret named lab/);
  const given = ['--user', secrets.user, '--password-stdin'];
  const own = await c.run(['stamp', '--profile', 'lab', ...given, ...skip, file!], { input: `${secrets.password}\n` });
  assert.equal(own.exit, 0, own.err);
  assert.deepEqual(
    (await c.entries()).map(({ state, failure }) => [state, failure]),
    [
      ['refused', 'unauthorized'],
      ['published', null],
    ],
  );
  checkClean(c);
});

for (const [kind, auth, credentials, secret] of [
  ['bearer', { token: 'tok-1234567890abcdef' }, 'kind = "bearer"', { token: 'tok-1234567890abcdef' }],
  [
    'header',
    { header: 'X-Api-Key', value: 'tok-1234567890abcdef' },
    'kind = "header"\nheader = "X-Api-Key"',
    { value: 'tok-1234567890abcdef' },
  ],
] as const) {
  test(`a provider that wants a ${kind}`, async (t) => {
    const c = await customer(t, { auth });
    putProfile(c, 'lab', '', credentials, { kind, ...secret });
    const stamped = await c.run(['stamp', ...skip, ...c.files('a')]);
    assert.equal(stamped.exit, 0, stamped.err);
    assert.equal(leakIn(c.shown(), 'tok-1234567890abcdef'), null);
  });
}

test('a provider that wants a TLS client certificate, and one whose authority for TLS is of its own', async (t) => {
  const [server, client] = [generateKey('p256'), generateKey('p256')];
  const [cert, own] = [await tlsCertificate('localhost', server), await tlsCertificate('client', client)];
  const tls = { key: keyToPem(server), cert, ca: own };
  const c = await customer(t, { host: 'localhost', tls, auth: null });
  for (const [name, pem] of [
    ['tls.pem', cert],
    ['client.pem', own],
    ['client.key', keyToPem(client)],
  ] as const)
    writeFileSync(c.path(name), pem);
  const credentials = `kind = "client-certificate"\ncertificate = "../../client.pem"\nkey = "../../client.key"`;
  putProfile(c, 'lab', '', credentials, null, 'tlsCa = ["../../tls.pem"]');
  const [file] = c.files('a');
  const stamped = await c.run(['stamp', ...skip, file!]);
  assert.equal(stamped.exit, 0, stamped.err);
  const without = await c.run(['stamp', '--tsa', c.lab.tsaUrl, '--tls-ca', 'tls.pem', '--force', ...skip, file!]);
  assert.equal(without.exit, 69, without.err);
});

test('a ledger that cannot be written: exit 73, nothing is sent; --no-ledger is not for contracts', async (t) => {
  const c = await customer(t);
  putProfile(c, 'lab');
  const [file] = c.files('a.pdf');
  writeFileSync(c.path('no-ledger'), 'notes of mine');
  const words = ['stamp', '--profile', 'lab', ...skip];
  assert.equal((await c.run([...words, '--ledger', c.path('no-ledger'), file!])).exit, 73);
  assert.equal((await c.run([...words, '--no-ledger', file!])).exit, 64);
  assert.equal(readFileSync(c.path('no-ledger'), 'utf8'), 'notes of mine');
  assert.equal(c.issued.length, 0);
  const own = c.path('own.sqlite');
  assert.equal((await c.run([...words, '--ledger', own, file!])).exit, 0);
  assert.deepEqual([existsSync(own), existsSync(c.path('data/ledger.sqlite'))], [true, false]);
});

test('without a profile a token is in the ledger all the same, unless --no-ledger', async (t) => {
  const c = await customer(t);
  const [one, two] = c.files('a', 'b');
  const words = ['stamp', '--tsa', c.lab.tsaUrl, '--user', secrets.user, '--password-stdin', ...skip];
  const input = `${secrets.password}\n`;
  assert.equal((await c.run([...words, one!], { input })).exit, 2);
  assert.equal((await c.run([...words, '--no-ledger', two!], { input })).exit, 2);
  assert.deepEqual(
    (await c.entries()).map(({ profile, file }) => [profile, file.given]),
    [[null, one]],
  );
});

test('code under a contract that is not for it: exit 77 by name of what it is, in both languages', async (t) => {
  const c = await customer(t);
  putProfile(c, 'lab', 'rules.codeSigning = false');
  const [file] = c.files('harmless.txt');
  writeFileSync(file!, Buffer.from('7f454c46020101000000000000000000', 'hex'));
  const refused = await c.run(['stamp', ...skip, file!]);
  assert.equal(refused.exit, 77);
  assert.match(refused.err, /is code, and the contract is not for code signing: a program or library for Linux/);
  assert.match((await c.run(['stamp', '--lang', 'ja', ...skip, file!])).err, /コード署名には利用できません/);
  assert.equal(c.issued.length, 0);
  const allowed = await c.run(['stamp', '--allow-code', ...skip, file!]);
  assert.equal(allowed.exit, 0, allowed.err);
  assert.match(allowed.out, /allowed for the contract of lab by --allow-code/);
});
