import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invalid } from '../../../src/app/profile/read-profile.ts';
import type { ProfileProblem } from '../../../src/core/verdict/profile-problem.ts';
import { errorWords } from '../../../src/report/catalogue.ts';
import { english } from '../../../src/report/messages.en.ts';
import { japanese } from '../../../src/report/messages.ja.ts';
import { good, pin, wrong } from './kit.ts';

const a = pin('a');
const start = 'schema = 1\n';

/** A profile with every key that there is, save those of the other kinds. */
const full = `# what we agreed with them
schema = 1
name = "test"
provider = "A provider"
timeZone = "Asia/Tokyo"
certificates = ["test/ca.cer"]

[service]
urls = ["https://a.example/tsr", "https://b.example/tsr"]
hash = "sha512"
requestPolicy = "1.2.3"
acceptPolicies = ["1.2.3", "1.2.4"]
assumedAccuracy = 0.5
allowNoncriticalEku = true
allowPrivateNetwork = true
tlsCa = ["tls.pem"]

[credentials]
kind = "header"
header = "X-Api-Key"
secret = "test-key"

[[anchors]]
file = "root.pem"
sha256 = "${a}"
accreditedFrom = 2023-04-01
accreditedUntil = 2025-03-31
validFrom = "2023-01-01T00:00:00Z"
validUntil = 2033-01-01T00:00:00+09:00

[[anchors]]
pem = """
-----BEGIN CERTIFICATE-----
AAAA
-----END CERTIFICATE-----
"""
sha256 = "${pin('b')}"

[tst-revocation]
kind = "csv"
url = "https://a.example/revoked.csv"
maxAgeHours = 12
allowHttp = false
authenticity = "cms"
authenticityUrl = "https://a.example/revoked.p7s"
signers = ["CN=List, O=A provider"]
radix = 16
encoding = "shift_jis"
delimiter = ";"
utcOffset = "+09:00"

[tst-revocation.columns]
serial = "シリアル番号"

[rate]
perSecond = 0.3
burst = 2

[retry]
attempts = 5
maxWaitSeconds = 30

[quota]
perMonth = 1000
perYear = 10000
enforce = true

[contract]
start = 2026-04-01
end = 2027-03-31
noticeDays = 60
usedWithin = "JP"

[rules]
codeSigning = false

[match]
certificates = ["${pin('c')}"]
tsaNames = ["CN=TSU 1, O=A provider"]
policies = ["1.2.5"]
`;

test('every key is taken as it is meant', async () => {
  const profile = await good(full);
  assert.equal(profile.name, 'test');
  assert.deepEqual(profile.service, {
    urls: ['https://a.example/tsr', 'https://b.example/tsr'],
    hash: 'sha512',
    requestPolicy: '1.2.3',
    acceptPolicies: ['1.2.3', '1.2.4'],
    assumedAccuracy: 0.5,
    allowNoncriticalEku: true,
    allowPrivateNetwork: true,
    tlsCa: profile.service.tlsCa,
  });
  // Paths are found from the profile's own folder, wherever the program is started.
  assert.match(profile.service.tlsCa[0]!, /[\\/]profiles[\\/]tls\.pem$/);
  assert.match(profile.certificates[0]!, /[\\/]profiles[\\/]test[\\/]ca\.cer$/);
  assert.deepEqual(profile.credentials, { kind: 'header', header: 'X-Api-Key', secret: 'test-key' });
  const [first, second] = profile.anchors;
  assert.deepEqual(first!.accredited, {
    from: Date.parse('2023-03-31T15:00:00Z'),
    until: Date.parse('2025-03-31T15:00:00Z') - 1,
  });
  assert.deepEqual(first!.valid, {
    from: Date.parse('2023-01-01T00:00:00Z'),
    until: Date.parse('2032-12-31T15:00:00Z'),
  });
  assert.ok('pem' in second!.source && second!.accredited === null && second!.valid === null);
  assert.ok(profile.tstRevocation?.kind === 'list');
  assert.equal(profile.tstRevocation.authenticity?.signers?.[0]?.text, 'CN=List, O=A provider');
  const { authenticity, ...list } = profile.tstRevocation;
  assert.deepEqual([authenticity?.kind, authenticity?.place], ['cms', 'https://a.example/revoked.p7s']);
  assert.deepEqual(list, {
    kind: 'list',
    place: { url: 'https://a.example/revoked.csv' },
    maxAge: 12 * 3_600_000,
    allowHttp: false,
    format: {
      kind: 'csv',
      columns: { serial: 'シリアル番号' },
      radix: 16,
      zone: 540,
      encoding: 'shift_jis',
      delimiter: ';',
    },
  });
  assert.deepEqual(profile.rate, { minIntervalMs: 3_334, burst: 2 });
  assert.deepEqual(profile.retry, { attempts: 5, maxWaitSeconds: 30 });
  assert.deepEqual(profile.quota, { perMonth: 1_000, perYear: 10_000, enforce: true });
  assert.deepEqual(profile.contract, {
    start: Date.parse('2026-03-31T15:00:00Z'),
    end: Date.parse('2027-03-31T15:00:00Z') - 1,
    noticeDays: 60,
    usedWithin: 'JP',
  });
  assert.equal(profile.codeSigning, false);
  assert.deepEqual(profile.match.policies, ['1.2.5']);
});

test('the least profile has careful defaults', async () => {
  const profile = await good(start);
  assert.equal(profile.name, 'test');
  assert.equal(profile.timeZone, 'UTC');
  assert.equal(profile.tstRevocation, null);
  assert.deepEqual(profile.credentials, { kind: 'none' });
  assert.deepEqual([profile.service.urls, profile.anchors, profile.rate], [[], [], null]);
  assert.equal(profile.service.allowNoncriticalEku, false);
  assert.equal(profile.service.allowPrivateNetwork, false);
  assert.equal(profile.codeSigning, true);
});

test('the other kinds of credentials and lists', async () => {
  for (const [text, expected] of [
    ['[credentials]\nkind = "none"', { kind: 'none' }],
    ['[credentials]\nkind = "basic"\nsecret = "a"', { kind: 'basic', secret: 'a' }],
    ['[credentials]\nkind = "bearer"\nsecret = "a"', { kind: 'bearer', secret: 'a' }],
  ] as const) {
    assert.deepEqual((await good(start + text)).credentials, expected);
  }
  const client = (await good(`${start}[credentials]\nkind = "client-certificate"\ncertificate = "c.pem"`)).credentials;
  assert.ok(client.kind === 'client-certificate' && client.key === null && client.secret === null);
  const list = async (text: string) => (await good(`${start}[tst-revocation]\n${text}`)).tstRevocation!;
  const plain = await list('kind = "json"\nfile = "list.json"');
  assert.ok(plain.kind === 'list' && plain.format.kind === 'json' && 'file' in plain.place);
  assert.deepEqual(await list('kind = "text"\nurl = "https://a.example/"'), {
    kind: 'list',
    place: { url: 'https://a.example/' },
    maxAge: 24 * 3_600_000,
    allowHttp: false,
    authenticity: null,
    format: { kind: 'text', radix: null },
  });
  const csv = await list('kind = "csv"\nfile = "a.csv"\ncolumns = { serial = "S" }');
  assert.ok(csv.kind === 'list' && csv.format.kind === 'csv' && csv.format.zone === null && csv.format.radix === null);
  const page = await list(
    'kind = "page"\nurl = "https://a.example/"\nregions = ["#list"]\ndocuments = "a.pdf"\nencoding = "euc-jp"',
  );
  assert.ok(page.kind === 'page');
  assert.deepEqual(page.format, { kind: 'page', regions: ['#list'], documents: 'a.pdf', encoding: 'euc-jp' });
  assert.deepEqual(await list('kind = "none-published"\nstatedOn = 2026-01-01'), {
    kind: 'none-published',
    statedAt: Date.parse('2026-01-01T00:00:00Z'),
    limit: 90 * 86_400_000,
  });
});

test('a JSON file says the same, with dates as text', async () => {
  const text = JSON.stringify({ schema: 1, timeZone: 'Asia/Tokyo', contract: { end: '2027-03-31' } });
  const profile = await good(text, '/profiles/test.json');
  assert.equal(profile.contract.end, Date.parse('2027-03-31T15:00:00Z') - 1);
});

/** A wrong text, what is said of it, of which key, and where. */
const cases: readonly [name: string, text: string, ProfileProblem, key: string, line: number, column: number][] = [
  ['no schema', 'name = "test"', 'missing-key', 'schema', 1, 1],
  ['a schema of the future', 'schema = 2', 'newer-schema', 'schema', 1, 1],
  ['a schema of none', 'schema = 0', 'out-of-range', 'schema', 1, 1],
  ['a mistyped key', `${start}[service]\n  hsah = "sha256"`, 'unknown-key', 'service.hsah', 3, 3],
  ['a mistyped table', `${start}[servce]\nhash = "sha256"`, 'unknown-key', 'servce', 2, 2],
  ['another name', `${start}name = "other"`, 'name-differs', 'name', 2, 1],
  ['a name with a path', `${start}name = "../x"`, 'wrong-form', 'name', 2, 1],
  ['a zone that is none', `${start}timeZone = "Tokyo"`, 'wrong-form', 'timeZone', 2, 1],
  ['text for a list', `${start}[service]\nurls = "https://a.example/"`, 'wrong-form', 'service.urls', 3, 1],
  [
    'a number in a list',
    `${start}[service]\nurls = [\n  "https://a.example/",\n  5,\n]`,
    'wrong-form',
    'service.urls.1',
    5,
    3,
  ],
  ['another scheme', `${start}[service]\nurls = ["ftp://a.example/"]`, 'wrong-form', 'service.urls.0', 3, 9],
  [
    'a password in an address',
    `${start}[service]\nurls = ["https://u:p@a.example/"]`,
    'wrong-form',
    'service.urls.0',
    3,
    9,
  ],
  [
    'nine addresses',
    `${start}[service]\nurls = [${'"https://a.example/",'.repeat(9)}]`,
    'too-many',
    'service.urls',
    3,
    1,
  ],
  ['SHA-1 for new stamps', `${start}[service]\nhash = "sha1"`, 'bad-choice', 'service.hash', 3, 1],
  ['no OID', `${start}[service]\nrequestPolicy = "1.02.3"`, 'wrong-form', 'service.requestPolicy', 3, 1],
  [
    'an accuracy below nothing',
    `${start}[service]\nassumedAccuracy = -1`,
    'out-of-range',
    'service.assumedAccuracy',
    3,
    1,
  ],
  [
    'an accuracy that is no number',
    `${start}[service]\nassumedAccuracy = nan`,
    'wrong-form',
    'service.assumedAccuracy',
    3,
    1,
  ],
  ['an endless accuracy', `${start}[service]\nassumedAccuracy = inf`, 'out-of-range', 'service.assumedAccuracy', 3, 1],
  [
    'a flag in quotes',
    `${start}[service]\nallowNoncriticalEku = "false"`,
    'wrong-form',
    'service.allowNoncriticalEku',
    3,
    1,
  ],
  ['a table for a flag', `${start}[service.allowPrivateNetwork]`, 'wrong-form', 'service.allowPrivateNetwork', 2, 2],
  ['no kind', `${start}[credentials]\nsecret = "a"`, 'missing-key', 'credentials.kind', 2, 2],
  ['an unknown kind', `${start}[credentials]\nkind = "digest"`, 'bad-choice', 'credentials.kind', 3, 1],
  ['no name of the secret', `${start}[credentials]\nkind = "basic"`, 'missing-key', 'credentials.secret', 2, 2],
  [
    'a secret itself',
    `${start}[credentials]\nkind = "basic"\nsecret = "p@ss word"`,
    'wrong-form',
    'credentials.secret',
    4,
    1,
  ],
  [
    'a password',
    `${start}[credentials]\nkind = "basic"\nsecret = "a"\npassword = "b"`,
    'unknown-key',
    'credentials.password',
    5,
    1,
  ],
  [
    'a header that splits',
    `${start}[credentials]\nkind = "header"\nsecret = "a"\nheader = "X: y\\r\\nZ"`,
    'wrong-form',
    'credentials.header',
    5,
    1,
  ],
  [
    'a header of the exchange itself',
    `${start}[credentials]\nkind = "header"\nsecret = "a"\nheader = "Transfer-Encoding"`,
    'wrong-form',
    'credentials.header',
    5,
    1,
  ],
  [
    'a secret over http',
    `${start}[service]\nurls = ["http://a.example/"]\n[credentials]\nkind = "basic"\nsecret = "a"`,
    'secret-in-clear',
    'service.urls.0',
    3,
    9,
  ],
  [
    'a pin in capitals',
    `${start}[[anchors]]\nfile = "a"\nsha256 = "${'A'.repeat(64)}"`,
    'wrong-form',
    'anchors.0.sha256',
    4,
    1,
  ],
  ['a pin too short', `${start}[[anchors]]\nfile = "a"\nsha256 = "ab"`, 'wrong-form', 'anchors.0.sha256', 4, 1],
  ['no pin', `${start}[[anchors]]\nfile = "a"`, 'missing-key', 'anchors.0.sha256', 2, 3],
  ['no certificate', `${start}[[anchors]]\nsha256 = "${a}"`, 'one-of', 'anchors.0', 2, 3],
  [
    'two certificates',
    `${start}[[anchors]]\nfile = "a"\npem = "-----BEGIN CERTIFICATE-----"\nsha256 = "${a}"`,
    'excludes',
    'anchors.0.pem',
    4,
    1,
  ],
  [
    'an anchor twice',
    `${start}[[anchors]]\nfile = "a"\nsha256 = "${a}"\n[[anchors]]\nfile = "b"\nsha256 = "${a}"`,
    'same-anchor',
    'anchors.1.sha256',
    7,
    1,
  ],
  [
    'an end before the beginning',
    `${start}[[anchors]]\nfile = "a"\nsha256 = "${a}"\naccreditedFrom = 2024-01-02\naccreditedUntil = 2024-01-01`,
    'order',
    'anchors.0.accreditedUntil',
    6,
    1,
  ],
  ['the 30th of February', `${start}[contract]\nend = 2026-02-30`, 'syntax', '', 3, 16],
  ['the same as text', `${start}[contract]\nend = "2026-02-30"`, 'wrong-form', 'contract.end', 3, 1],
  ['a time without a zone', `${start}[contract]\nend = 2026-02-03T10:00:00`, 'wrong-form', 'contract.end', 3, 1],
  ['a time of day', `${start}[contract]\nend = 10:00:00`, 'wrong-form', 'contract.end', 3, 1],
  ['a year beyond', `${start}[contract]\nend = 2926-02-03`, 'wrong-form', 'contract.end', 3, 1],
  ['a country by its name', `${start}[contract]\nusedWithin = "Japan"`, 'wrong-form', 'contract.usedWithin', 3, 1],
  ['no place of the list', `${start}[tst-revocation]\nkind = "json"`, 'one-of', 'tst-revocation', 2, 2],
  [
    'two places of the list',
    `${start}[tst-revocation]\nkind = "json"\nurl = "https://a.example/"\nfile = "b"`,
    'excludes',
    'tst-revocation.file',
    5,
    1,
  ],
  [
    'a list without https',
    `${start}[tst-revocation]\nkind = "json"\nurl = "http://a.example/"`,
    'not-https',
    'tst-revocation.url',
    4,
    1,
  ],
  [
    'a radix for JSON',
    `${start}[tst-revocation]\nkind = "json"\nfile = "b"\nradix = 16`,
    'not-for-kind',
    'tst-revocation.radix',
    5,
    1,
  ],
  [
    'a radix of eight',
    `${start}[tst-revocation]\nkind = "text"\nfile = "b"\nradix = 8`,
    'bad-choice',
    'tst-revocation.radix',
    5,
    1,
  ],
  [
    'a statement without its day',
    `${start}[tst-revocation]\nkind = "none-published"`,
    'missing-key',
    'tst-revocation.statedOn',
    2,
    2,
  ],
  [
    'a statement for ever',
    `${start}[tst-revocation]\nkind = "none-published"\nstatedOn = 2026-01-01\nlimitDays = 100000`,
    'out-of-range',
    'tst-revocation.limitDays',
    5,
    1,
  ],
  [
    'a signature of nothing',
    `${start}[tst-revocation]\nkind = "json"\nfile = "b"\nauthenticityFile = "c"`,
    'needs',
    'tst-revocation.authenticityFile',
    5,
    1,
  ],
  [
    'a list of facts alone',
    `${start}[tst-revocation]\nkind = "csv"\nfile = "b"\ncolumns = { reason = "R" }`,
    'one-of',
    'tst-revocation.columns',
    5,
    1,
  ],
  [
    'a column of nothing',
    `${start}[tst-revocation]\nkind = "csv"\nfile = "b"\ncolumns = { seril = "R" }`,
    'unknown-key',
    'tst-revocation.columns.seril',
    5,
    13,
  ],
  [
    'an offset of a day',
    `${start}[tst-revocation]\nkind = "csv"\nfile = "b"\nutcOffset = "+24:00"\ncolumns = { serial = "S" }`,
    'wrong-form',
    'tst-revocation.utcOffset',
    5,
    1,
  ],
  [
    'an encoding that is none',
    `${start}[tst-revocation]\nkind = "page"\nfile = "b"\nencoding = "utf-9"`,
    'wrong-form',
    'tst-revocation.encoding',
    5,
    1,
  ],
  ['a name that is none', `${start}[match]\ntsaNames = ["CN=a,=b"]`, 'wrong-form', 'match.tsaNames.0', 3, 13],
  ['a rate of nothing', `${start}[rate]\nburst = 2`, 'one-of', 'rate', 2, 2],
  ['two rates', `${start}[rate]\nperSecond = 1\nminIntervalMs = 5`, 'excludes', 'rate.minIntervalMs', 4, 1],
  ['half a request', `${start}[rate]\nperSecond = 1\nburst = 1.5`, 'out-of-range', 'rate.burst', 4, 1],
  ['no attempt', `${start}[retry]\nattempts = 0`, 'out-of-range', 'retry.attempts', 3, 1],
  ['a quota beyond numbers', `${start}[quota]\nperMonth = 9223372036854775807`, 'out-of-range', 'quota.perMonth', 3, 1],
  ['a bound of nothing', `${start}[quota]\nenforce = true`, 'needs', 'quota.enforce', 3, 1],
  ['a control character', `${start}provider = "a\\u001bb"`, 'wrong-form', 'provider', 2, 1],
];

for (const [name, text, problem, key, line, column] of cases) {
  test(`${name}: ${problem}, with its key and place`, async () => {
    const [issue] = await wrong(text);
    assert.ok(issue, 'it was taken');
    assert.deepEqual([issue.problem, issue.key, issue.line, issue.column], [problem, key, line, column]);
    for (const catalogue of [english, japanese]) {
      const { message, hint } = errorWords(catalogue, 'profile-invalid', invalid([issue]).facts);
      assert.match(message, /^\/profiles\/test\.toml[ ,]/);
      assert.ok(message.includes(String(line)) && hint !== '');
      assert.doesNotMatch(message + hint, /\?(?!\s|$)|undefined|\{|p@ss/);
    }
  });
}

test('an unknown key is answered with the nearest one, or with those that there are', async () => {
  const [near] = await wrong(`${start}[service]\nhsah = "sha256"`);
  assert.equal(near!.facts.suggestion, 'hash');
  const [far] = await wrong(`${start}[rate]\nxyzzy = 1`);
  assert.equal(far!.facts.choices, 'perSecond, minIntervalMs, burst');
});

test('everything that is wrong is told at once, in the order of the file', async () => {
  const issues = await wrong(`${start}[rate]\nburst = 0\n[service]\nhash = "x"\n[retry]\nattempts = 99`);
  assert.deepEqual(
    issues.map(({ key }) => key),
    ['rate.burst', 'service.hash', 'retry.attempts'],
  );
  assert.equal(invalid(issues).facts.more, 2);
});
