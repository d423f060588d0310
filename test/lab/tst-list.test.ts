import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { judgeTstList } from '../../src/core/revocation/tst-list/judge.ts';
import { pageSnapshot, readTstPage, TstPageError } from '../../src/core/revocation/tst-list/page.ts';
import { TstQuestion } from '../../src/core/revocation/tst-list/question.ts';
import type { TstSnapshot } from '../../src/core/revocation/tst-list/snapshot.ts';
import { prepareTstSource, type TstSourceInput } from '../../src/core/revocation/tst-list/source.ts';
import { Findings } from '../../src/core/verdict/findings.ts';
import { decodeCertificate, readToken, readTstList, TstListError, type TstListFormat } from '../../src/index.ts';
import { csvColumns, type Lab, startLab, type TstListLie } from '../../src/lab/index.ts';
import { labOptions, moment, requestFor, stamp } from './requests.ts';

const formats = {
  json: { kind: 'json' },
  csv: { kind: 'csv', columns: csvColumns, radix: 16, zone: null },
  txt: { kind: 'text', radix: null },
} as const satisfies Record<string, TstListFormat>;
type Extension = keyof typeof formats;
const extensions = Object.keys(formats) as Extension[];
const page = { kind: 'page', regions: ['#tst-revocation'], documents: 'a.document' } as const;
const post = (lab: Lab, path: string, headers = {}) => fetch(`${lab.url}${path}`, { method: 'POST', headers });
const get = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer());

async function list(lab: Lab, extension: Extension, fault = ''): Promise<TstSnapshot> {
  const origin = `${lab.tstListUrl}.${extension}${fault && `?fault=${fault}`}`;
  const read = readTstList(await get(origin), formats[extension]);
  return { origin, fetchedAt: moment, sha256: read.sha256, unauthentic: null, content: { list: read } };
}

async function watched(lab: Lab): Promise<TstSnapshot> {
  const answer = await fetch(lab.repositoryUrl);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const contentType = answer.headers.get('content-type');
  const reading = await readTstPage({ bytes, url: lab.repositoryUrl, contentType }, page);
  const hashes = await Promise.all(
    reading.wanted.map(
      async (url) =>
        [
          url,
          createHash('sha256')
            .update(await get(url))
            .digest('hex'),
        ] as const,
    ),
  );
  const content = { page: pageSnapshot(reading, new Map(hashes)) };
  return { origin: lab.repositoryUrl, fetchedAt: moment, sha256: content.page.fingerprint, unauthentic: null, content };
}

async function tokenOf(lab: Lab): Promise<TstQuestion> {
  const file = await readToken(await stamp(lab.tsaUrl, requestFor()));
  return new TstQuestion(file.tstInfo!, decodeCertificate(lab.revocation.authority.tsu.der));
}

function judge(lab: Lab, question: TstQuestion, input: Partial<TstSourceInput>) {
  const scope = { tsuCertificates: [], tsaNames: [], policies: [lab.policy] };
  const findings = new Findings('default');
  const sources = [prepareTstSource({ name: 'lab', kind: 'list', scope, ...input }, null)];
  judgeTstList({ sources, question, at: moment, now: moment }, findings);
  const rules = findings.results().filter(({ id }) => id.startsWith('tst-list.'));
  return rules.map(({ status, code }) => (code === null ? status : `${status} ${code}`)).join(' | ');
}

const cleared = 'pass | pass | pass';
const revoked = 'pass | not-applicable | fail tst-revoked';

describe('the lab’s lists of revoked tokens', () => {
  let lab: Lab;
  let token: TstQuestion;
  let other: TstQuestion;
  before(async () => {
    lab = await startLab(labOptions());
    token = await tokenOf(lab);
    other = await tokenOf(lab);
  });
  after(() => lab.close());

  test('nothing is revoked: an empty list in every format', async () => {
    for (const extension of extensions) {
      const snapshot = await list(lab, extension);
      assert.ok('list' in snapshot.content && snapshot.content.list.entries.count === 0);
      assert.equal(judge(lab, token, { snapshots: [snapshot] }), cleared, extension);
    }
  });

  test('revoked by serial number, on demand, in every format', async () => {
    assert.equal((await post(lab, `/revoke-token?serial=${token.serialValue}&reason=clock,+"wrong"`)).status, 200);
    for (const extension of extensions) {
      const snapshots = [await list(lab, extension)];
      assert.equal(judge(lab, token, { snapshots }), revoked, extension);
      assert.equal(judge(lab, other, { snapshots }), cleared, extension);
    }
  });

  test('what the lab serves as JSON is what the schema says', async () => {
    const schema = resolve(import.meta.dirname, '../../docs/tst-revocation-list.schema.json');
    const isValid = new Ajv2020({ strictRequired: false }).compile(JSON.parse(readFileSync(schema, 'utf8')));
    assert.ok(isValid(JSON.parse((await get(`${lab.tstListUrl}.json`)).toString())), JSON.stringify(isValid.errors));
  });

  test('administered from its own computer alone, and with words that mean something', async () => {
    const foreign = await post(lab, '/revoke-token?serial=1', { origin: 'https://elsewhere.test' });
    assert.equal(foreign.status, 403);
    for (const words of ['', 'serial=x', 'serialTo=5', 'serial=5&serialTo=4', 'genTimeFrom=yesterday', 'tsu=no']) {
      assert.equal((await post(lab, `/revoke-token?${words}`)).status, 400, words);
    }
    assert.equal((await post(lab, '/tst-list-fault?name=nonsense')).status, 400);
    assert.equal((await fetch(`${lab.tstListUrl}.json?fault=nonsense`)).status, 400);
    assert.throws(() => lab.revokeToken({}), RangeError);
  });
});

describe('revoked by a range, by genTime, by the TSU’s certificate', () => {
  const cases = {
    range: ({ serialValue }: TstQuestion) => ({ serial: serialValue! - 1n, serialTo: serialValue! }),
    'genTime, to the end of its accuracy': () => ({ genTimeTo: moment - 1_000 }),
    'genTime from the beginning of its accuracy': () => ({ genTimeFrom: moment + 1_000 }),
    'the TSU’s certificate': () => ({ tsu: true }),
    'the token issued last': () => ({ serial: 'last' as const }),
  };
  for (const [name, revocation] of Object.entries(cases)) {
    test(name, async () => {
      const lab = await startLab(labOptions());
      try {
        const token = await tokenOf(lab);
        lab.revokeToken(revocation(token));
        for (const extension of extensions) {
          assert.equal(judge(lab, token, { snapshots: [await list(lab, extension)] }), revoked, extension);
        }
      } finally {
        await lab.close();
      }
    });
  }

  test('genTime that the accuracy doesn’t reach', async () => {
    const lab = await startLab(labOptions());
    try {
      const token = await tokenOf(lab);
      lab.revokeToken({ genTimeTo: moment - 2_001 });
      for (const extension of extensions) {
        assert.equal(judge(lab, token, { snapshots: [await list(lab, extension)] }), cleared, extension);
      }
    } finally {
      await lab.close();
    }
  });
});

describe('the lab lies on demand', () => {
  let lab: Lab;
  let token: TstQuestion;
  before(async () => {
    lab = await startLab(labOptions());
    token = await tokenOf(lab);
    lab.revokeToken({ serial: 5n });
  });
  after(() => lab.close());
  const refused = async (extension: Extension, fault: string) => {
    try {
      await list(lab, extension, fault);
    } catch (error) {
      assert.ok(error instanceof TstListError, String(error));
      return `${error.code} ${error.line}:${error.column}`;
    }
    return assert.fail('the list was read');
  };

  test('stale', async () => {
    for (const extension of ['json', 'txt'] as const) {
      const snapshots = [await list(lab, extension, 'list-stale')];
      assert.match(judge(lab, token, { snapshots }), /^pass \| unknown list-stale/, extension);
    }
  });

  test('rolled back, and forgetful', async () => {
    for (const extension of extensions) {
      const good = { ...(await list(lab, extension)), origin: 'one', fetchedAt: moment - 1_000 };
      for (const fault of ['list-rolled-back', 'list-forgets']) {
        const snapshots = [good, { ...(await list(lab, extension, fault)), origin: 'one' }];
        assert.match(judge(lab, token, { snapshots }), /^unknown list-rollback/, `${extension} ${fault}`);
      }
    }
  });

  test('malformed, where the fault says', async () => {
    assert.equal(await refused('json', 'list-malformed'), 'list-unreadable 2:14');
    assert.equal(await refused('csv', 'list-malformed'), 'list-unreadable 2:1');
    assert.equal(await refused('txt', 'list-malformed'), 'list-unreadable 5:1');
  });

  test('no radix', async () => {
    assert.match(await refused('json', 'list-no-radix'), /^list-no-radix 2:/);
    assert.match(await refused('txt', 'list-no-radix'), /^list-no-radix 4:/);
  });

  test('another provider’s list with the same serial numbers', async () => {
    const other = judge(lab, token, { snapshots: [await list(lab, 'json', 'list-of-other-provider')] });
    assert.match(other, /^unknown list-out-of-scope/);
    assert.equal(judge(lab, token, { snapshots: [await list(lab, 'csv', 'list-of-other-provider')] }), cleared);
  });

  test('an HTML page in place of a list', async () => {
    for (const extension of extensions) assert.equal(await refused(extension, 'html'), 'list-unreadable 1:1');
    assert.equal((await fetch(`${lab.tstListUrl}.json?fault=http-500`)).status, 500);
    await assert.rejects(fetch(`${lab.tstListUrl}.json?fault=reset`));
  });

  test('the page: reviewed, changed, its document changed, without its region', async () => {
    const reviewed = await watched(lab);
    assert.ok('page' in reviewed.content);
    const reviews = [{ reviewedAt: moment, page: reviewed.content.page, revoked: null }];
    const now = async () => judge(lab, token, { kind: 'page', reviews, snapshots: [await watched(lab)] });
    assert.equal(await now(), cleared, 'though what is outside the region is never the same');
    const lies: [TstListLie, RegExp][] = [
      ['page-changed', /^unknown page-changed/],
      ['page-document-changed', /^unknown page-document-changed/],
    ];
    for (const [fault, verdict] of lies) {
      assert.equal((await post(lab, `/tst-list-fault?name=${fault}`)).status, 200);
      assert.match(await now(), verdict);
    }
    for (const fault of ['page-without-region', 'html'] as const) {
      lab.setTstListFault(fault);
      await assert.rejects(
        watched(lab),
        (error) => error instanceof TstPageError && error.code === 'page-region-missing',
      );
    }
    await post(lab, '/tst-list-fault');
    assert.equal(await now(), cleared);
    lab.revokeToken({ serial: token.serialValue! });
    assert.match(await now(), /^unknown page-changed/, 'a new row');
  });

  test('every name that the lab tells of is one', async () => {
    const { tstListFaults } = await import('../../src/lab/index.ts');
    for (const name of tstListFaults) {
      for (const url of [`${lab.tstListUrl}.json`, lab.repositoryUrl]) {
        assert.equal((await fetch(`${url}?fault=${name}`)).status, 200, name);
      }
    }
  });
});
