import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { hashes } from '../../src/core/der/hashes.ts';
import type { TstQuestion } from '../../src/core/revocation/tst-list/question.ts';
import type { TokenRevocation } from '../../src/lab/index.ts';
import { requestFor, stamp } from '../lab/requests.ts';
import { cleared, desk, hour, judge, listOf, profileOf, revoked, run } from './repository-kit.ts';

const kinds = ['json', 'csv', 'text'] as const;

test('not listed, and an empty list, in every format: cleared by what was fetched', async (context) => {
  const at = await desk(context);
  for (const entries of [0, 1]) {
    for (const kind of kinds) {
      const lists = run(at, [await profileOf(at.lab, listOf(at.lab, kind))]);
      assert.equal(
        (await judge(lists, await at.token(), at, { online: false })).short.split(' | ')[0],
        entries === 0 ? 'unknown no-source' : 'pass',
      );
      const { short, judgement } = await judge(lists, await at.token(), at);
      assert.equal(short, cleared, kind);
      assert.equal(judgement.basis, 'list');
    }
    at.lab.revokeToken({ serial: 0x7fff_ffffn });
    at.clock.ms += hour;
  }
});

const selections: Readonly<Record<string, (token: TstQuestion, now: number) => TokenRevocation>> = {
  serial: ({ serialValue }) => ({ serial: serialValue! }),
  range: ({ serialValue }) => ({ serial: serialValue! - 1n, serialTo: serialValue! + 1n }),
  'genTime interval': (_, now) => ({ genTimeFrom: now - 10, genTimeTo: now + 10 }),
  'TSU certificate': () => ({ tsu: true }),
};
for (const [name, selection] of Object.entries(selections)) {
  test(`listed by ${name}, in every format`, async (context) => {
    const at = await desk(context);
    const token = await at.token();
    at.lab.revokeToken(selection(token, at.clock.now()));
    for (const kind of kinds) {
      assert.equal(
        (await judge(run(at, [await profileOf(at.lab, listOf(at.lab, kind))]), token, at)).short,
        revoked,
        kind,
      );
    }
  });
}

test('unreachable; a 500; an HTML page: unknown, each with its reason', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'json'));
  const token = await at.token();
  at.lab.setTstListFault('http-500');
  const failing = await judge(run(at, [profile]), token, at);
  assert.equal(failing.short.split(' | ')[0], 'unknown list-unreachable');
  assert.equal(failing.facts.reason, 'http-status 500');
  at.lab.setTstListFault('html');
  const page = await judge(run(at, [profile]), token, at);
  assert.equal(page.short.split(' | ')[0], 'unknown list-unreadable');
  assert.equal(page.facts.reason, 'an HTML page');
  await at.lab.close();
  const dead = await judge(run(at, [profile]), token, at);
  assert.match(String(dead.facts.reason), /^unreachable: /);
});

test('a source is asked once per run, and the sources stay the same array until then', async (context) => {
  const at = await desk(context);
  const lists = run(at, [await profileOf(at.lab, listOf(at.lab, 'json'))]);
  const before = await lists.sources(null);
  assert.equal(await lists.sources(null), before);
  assert.deepEqual(await Promise.all([lists.refresh(['lab']), lists.refresh(['lab'])]), [true, true]);
  assert.equal(await lists.refresh(['lab', 'nobody']), false);
  const after = await lists.sources(null);
  assert.notEqual(after, before);
  assert.equal((await lists.evidence()).filter(({ url }) => url !== null).length, 1);
});

test('the last good list stands while it is fresh, though a newer one is malformed; where, is told by line and column', async (context) => {
  const at = await desk(context);
  for (const [kind, place] of [
    ['json', [2, 14]],
    ['csv', [2, 1]],
    ['text', [5, 1]],
  ] as const) {
    const profile = await profileOf(at.lab, listOf(at.lab, kind));
    at.lab.setTstListFault('list-malformed');
    const { short, facts } = await judge(run(at, [profile]), await at.token(), at);
    assert.equal(short.split(' | ')[0], 'unknown list-unreadable', kind);
    assert.deepEqual([facts.line, facts.column], place, kind);
    at.lab.setTstListFault(null);
    const token = await at.token();
    assert.equal((await judge(run(at, [profile]), token, at)).short, cleared, kind);
    at.lab.setTstListFault('list-malformed');
    at.clock.ms += 1_000;
    const lists = run(at, [profile]);
    assert.ok(await lists.refresh(['lab']));
    const { short: later, warnings } = await judge(lists, token, at);
    assert.equal(later, cleared, kind);
    assert.ok(warnings.some(({ code }) => code === 'list-unreadable'));
  }
});

test('no radix is no empty list', async (context) => {
  const at = await desk(context);
  at.lab.setTstListFault('list-no-radix');
  for (const kind of ['json', 'text'] as const) {
    const { short } = await judge(run(at, [await profileOf(at.lab, listOf(at.lab, kind))]), await at.token(), at);
    assert.equal(short.split(' | ')[0], 'unknown list-no-radix');
  }
});

test('stale: nextUpdate has passed, and a later run without a network finds the kept list too old', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'json'));
  const token = await at.token();
  assert.equal((await judge(run(at, [profile]), token, at)).short, cleared);
  at.clock.ms += 25 * hour;
  assert.equal(
    (await judge(run(at, [profile]), token, at, { online: false })).short.split(' | ')[1],
    'unknown list-stale',
  );
  assert.equal((await judge(run(at, [profile]), token, at)).short, cleared, 'asked anew');
  at.lab.setTstListFault('list-stale');
  at.clock.ms += 25 * hour;
  assert.match((await judge(run(at, [profile]), token, at)).short, /list-stale|list-rollback/);
});

test('older than the token: fetched anew online, unknown offline', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'json'));
  await judge(run(at, [profile]), await at.token(), at);
  at.clock.ms += 2 * hour;
  const token = await at.token();
  assert.equal(
    (await judge(run(at, [profile]), token, at, { online: false })).short.split(' | ')[1],
    'unknown predates-token',
  );
  at.clock.ms += 2_000;
  assert.equal((await judge(run(at, [profile]), token, at)).short, cleared);
});

test('another provider’s list is about others, with the same serial numbers', async (context) => {
  const at = await desk(context);
  const token = await at.token();
  at.lab.setTstListFault('list-of-other-provider');
  assert.match(
    (await judge(run(at, [await profileOf(at.lab, listOf(at.lab, 'json'))]), token, at)).short,
    /^unknown list-out-of-scope/,
  );
  assert.equal((await judge(run(at, [await profileOf(at.lab, listOf(at.lab, 'csv'))]), token, at)).short, cleared);
});

test('rolled back, and forgetful: refused also in a later run, until a person accepts it', async (context) => {
  for (const fault of ['list-rolled-back', 'list-forgets'] as const) {
    const at = await desk(context);
    at.lab.revokeToken({ serial: 0x7fff_ffffn });
    const profile = await profileOf(at.lab, listOf(at.lab, 'json'));
    assert.ok(await run(at, [profile]).refresh(['lab']));
    at.lab.setTstListFault(fault);
    at.clock.ms += 10_000;
    const lists = run(at, [profile]);
    await lists.refresh(['lab']);
    const token = await at.token();
    assert.match((await judge(lists, token, at)).short, /^unknown list-rollback/, fault);
    assert.match((await judge(run(at, [profile]), token, at, { online: false })).short, /^unknown list-rollback/);
    const [history] = [...(await lists.histories()).values()];
    await history!.take({
      record: { kind: 'accepted', at: at.clock.now(), sha256: history!.latest!.sha256 },
      objects: [],
    });
    assert.match((await judge(run(at, [profile]), token, at)).short, /^pass \| pass \| pass/, 'accepted');
  }
});

test('a token that any kept list names stays revoked, though the list in force forgot it', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'csv'));
  const token = await at.token();
  at.lab.revokeToken({ serial: token.serialValue! });
  await run(at, [profile]).refresh(['lab']);
  at.lab.setTstListFault('list-forgets');
  at.clock.ms += 1_000;
  const { short, warnings } = await judge(run(at, [profile]), token, at);
  assert.equal(short, revoked);
  assert.deepEqual(
    warnings.map(({ code }) => code),
    [],
  );
  const first = at.clock.ms - 1_000;
  assert.match((await judge(run(at, [profile]), token, at, { online: false, asKnownOn: first - 1 })).short, /^unknown/);
});

test('a record that is gone from disk is told, in whatever place', async (context) => {
  for (const gone of ['00000001.json', '00000002.json']) {
    const at = await desk(context);
    const profile = await profileOf(at.lab, listOf(at.lab, 'json'));
    for (let i = 0; i < 2; i++) {
      await run(at, [profile]).refresh(['lab']);
      at.clock.ms += 1_000;
    }
    const places = join(at.data, 'repository', 'places');
    const [place] = readdirSync(places).filter((name) => !name.endsWith('.head'));
    rmSync(join(places, place!, gone));
    const lists = run(at, [profile]);
    await lists.sources(null);
    assert.deepEqual(lists.notes, [{ code: 'repository-incomplete', facts: { name: 'lab', count: 1 } }]);
    assert.ok(await lists.refresh(['lab']));
    assert.equal((await judge(lists, await at.token(), at)).short, cleared);
  }
});

test('the page: unreviewed, reviewed, changed, its document changed, without its region', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'page'));
  const token = await at.token();
  const now = async () => {
    at.clock.ms += 1_000;
    const lists = run(at, [profile]);
    await lists.refresh(['lab']);
    return (await judge(lists, token, at)).short;
  };
  assert.match(await now(), /^unknown page-unreviewed/);
  const lists = run(at, [profile]);
  const [history] = [...(await lists.histories()).values()];
  const { content } = history!.latest!;
  assert.ok('page' in content);
  await history!.take({
    record: { kind: 'review', at: at.clock.now(), page: content.page, revoked: null },
    objects: [],
  });
  assert.equal(await now(), cleared);
  at.lab.setTstListFault('page-changed');
  assert.match(await now(), /^unknown page-changed/);
  at.lab.setTstListFault('page-document-changed');
  assert.match(await now(), /^unknown page-document-changed/);
  at.lab.setTstListFault(null);
  assert.equal(await now(), cleared);
  at.lab.setTstListFault('page-without-region');
  assert.match(await now(), /^unknown page-region-missing/);
  at.lab.setTstListFault(null);
  assert.equal(await now(), cleared);
});

test('a review whose list of revoked tokens is lost does not bring back the one before, which found none', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'page'));
  const token = await at.token();
  const judged = async () => (await judge(run(at, [profile]), token, at, { online: false })).short;
  const lists = run(at, [profile]);
  await lists.refresh(['lab']);
  const [history] = [...(await lists.histories()).values()];
  const { content } = history!.latest!;
  assert.ok('page' in content);
  const review = { kind: 'review', page: content.page } as const;
  await history!.take({ record: { ...review, at: at.clock.now(), revoked: null }, objects: [] });
  assert.equal(await judged(), cleared);
  at.clock.ms += 1_000;
  const bytes = { sha256: 'ab'.repeat(32), size: 3 };
  const lost = { bytes, format: { kind: 'text', radix: 16 } } as const;
  await history!.take({ record: { ...review, at: at.clock.now(), revoked: lost }, objects: [] });
  assert.match(await judged(), /^unknown page-unreviewed/);
});

test('the same bytes reviewed again in another base are read in that base', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'page'));
  const token = await at.token();
  const lists = run(at, [profile]);
  await lists.refresh(['lab']);
  const [history] = [...(await lists.histories()).values()];
  const { content } = history!.latest!;
  assert.ok('page' in content);
  const hex = token.serialValue!.toString(16);
  const text = Buffer.from(`${'1'.padEnd(hex.length, '0')}..${'9'.repeat(hex.length + 1)}\n`);
  const bytes = { sha256: createHash('sha256').update(text).digest('hex'), size: text.length };
  const review = (radix: 10 | 16) => ({
    record: {
      kind: 'review' as const,
      at: at.clock.now(),
      page: content.page,
      revoked: { bytes, format: { kind: 'text' as const, radix } },
    },
    objects: [text],
  });
  await history!.take(review(10));
  const judged = async () => (await judge(run(at, [profile]), token, at, { online: false })).short;
  assert.equal(await judged(), cleared);
  at.clock.ms += 1_000;
  await history!.take(review(16));
  assert.equal(await judged(), revoked);
});

test('a changed page whose document cannot be fetched is not the reviewed one', async (context) => {
  const at = await desk(context);
  let html = '<div id=revoked>none</div>';
  const server = createServer((request, response) => {
    if (request.url === '/') response.end(html);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const profile = await profileOf(
    at.lab,
    `kind = "page"\nurl = "http://127.0.0.1:${port}/"\nregions = ["#revoked"]\ndocuments = "a"\nallowHttp = true\n`,
  );
  const token = await at.token();
  const lists = run(at, [profile]);
  await lists.refresh(['lab']);
  const [history] = [...(await lists.histories()).values()];
  const { content } = history!.latest!;
  assert.ok('page' in content);
  await history!.take({
    record: { kind: 'review', at: at.clock.now(), page: content.page, revoked: null },
    objects: [],
  });
  const now = async () => {
    at.clock.ms += 1_000;
    const again = run(at, [profile]);
    await again.refresh(['lab']);
    return (await judge(again, token, at)).short;
  };
  assert.equal(await now(), cleared);
  html = '<div id=revoked>see <a href="/list.pdf">the list</a></div>';
  assert.match(await now(), /^unknown list-unreadable/);
});

test('a list whose answer does not say where it ends may be cut off: it clears nobody', async (context) => {
  const at = await desk(context);
  const token = await at.token();
  let more = '';
  const server = createNetServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${more}Connection: close\r\n\r\n# radix: 16\n1\n`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const profile = await profileOf(at.lab, `kind = "text"\nurl = "http://127.0.0.1:${port}/"\nallowHttp = true\n`);
  const { short, facts } = await judge(run(at, [profile]), token, at);
  assert.match(short, /^unknown list-unreachable/);
  assert.equal(facts.reason, 'body-without-end');
  more = 'Content-Length: 14\r\n';
  assert.equal((await judge(run(at, [profile]), token, at)).short, cleared);
});

test('the user’s own statement that no list is published, until it lapses', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, 'kind = "none-published"\nstatedOn = 2024-06-01\nlimitDays = 30\n');
  const token = await at.token();
  const { short, judgement } = await judge(run(at, [profile]), token, at);
  assert.deepEqual([short, judgement.basis], [cleared, 'statement']);
  at.clock.ms += 40 * 24 * hour;
  assert.match((await judge(run(at, [profile]), token, at)).short, /unknown statement-lapsed/);
});

test('a list by itself: a URL with a note where it is in clear; a file by its ending or content', async (context) => {
  const at = await desk(context);
  const token = await at.token();
  const url = `${at.lab.tstListUrl}.txt`;
  const byUrl = run(at, [], [{ place: url, radix: null }]);
  assert.equal((await judge(byUrl, token, at)).short, cleared);
  assert.deepEqual(byUrl.notes, [{ code: 'list-in-clear', facts: { url } }]);
  const hex = token.serialValue!.toString(16);
  const files: [string, string, string][] = [
    ['list.csv', `serial,reason\r\n${hex},clock\r\n`, revoked],
    ['list', `serial\n${hex}\n`, revoked],
    ['list.txt', `# radix: 16\n${hex}\n`, revoked],
    ['empty.csv', 'number\r\n', 'unknown list-unreadable'],
    ['odd.csv', `serial,to\r\n1,${hex}\r\n`, 'unknown list-unreadable'],
    ['page.csv', '<!doctype html><html></html>', 'unknown list-unreadable'],
  ];
  for (const [name, text, verdict] of files) {
    const place = join(at.data, name);
    writeFileSync(place, text);
    assert.ok((await judge(run(at, [], [{ place, radix: 16 }]), token, at)).short.startsWith(verdict), name);
  }
  const missing = run(at, [], [{ place: join(at.data, 'none.txt'), radix: 16 }]);
  await assert.rejects(missing.sources(null), { code: 'input-missing' });
});

test('http is refused where the profile does not allow it, also behind a redirect', async (context) => {
  const at = await desk(context);
  const profile = await profileOf(at.lab, listOf(at.lab, 'json'));
  assert.ok(profile.tstRevocation?.kind === 'list');
  const strict = { ...profile, tstRevocation: { ...profile.tstRevocation, allowHttp: false } };
  const { short, facts } = await judge(run(at, [strict]), await at.token(), at);
  assert.match(short, /^unknown list-unreachable/);
  assert.equal(facts.reason, 'not-https');
});

test('what was kept when http was allowed clears nobody where it no longer is', async (context) => {
  for (const kind of ['json', 'page'] as const) {
    const at = await desk(context);
    const profile = await profileOf(at.lab, listOf(at.lab, kind));
    assert.ok(profile.tstRevocation !== null && profile.tstRevocation.kind !== 'none-published');
    const token = await at.token();
    await run(at, [profile]).refresh(['lab']);
    const strict = { ...profile, tstRevocation: { ...profile.tstRevocation, allowHttp: false } };
    const { short, facts } = await judge(run(at, [strict]), token, at, { online: false });
    assert.match(short, /^unknown list-unauthentic/);
    assert.equal(facts.reason, 'not-https');
  }
});

test('a list that has to be signed and is not clears nobody and revokes nobody', async (context) => {
  const at = await desk(context);
  const token = await at.token();
  at.lab.revokeToken({ serial: token.serialValue! });
  const profile = await profileOf(at.lab, `${listOf(at.lab, 'json')}authenticity = "cms"\n`);
  const { short, facts } = await judge(run(at, [profile]), token, at);
  assert.match(short, /^unknown list-unauthentic/);
  assert.equal(facts.reason, 'signature-missing');
});

test('another redirect begins no new history: a list that goes back stays one that goes back', async (context) => {
  const at = await desk(context);
  at.lab.revokeToken({ serial: 0x7fff_ffffn });
  let query = '?first';
  const server = createServer((_, response) => {
    response.writeHead(302, { location: `${at.lab.tstListUrl}.json${query}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const profile = await profileOf(at.lab, `kind = "json"\nurl = "http://127.0.0.1:${port}/"\nallowHttp = true\n`);
  const token = await at.token();
  assert.equal((await judge(run(at, [profile]), token, at)).short, cleared);
  query = '?fault=list-forgets';
  at.clock.ms += 1_000;
  const lists = run(at, [profile]);
  await lists.refresh(['lab']);
  assert.match((await judge(lists, token, at)).short, /^unknown list-rollback/);
});

test('a time-stamp beside a list vouches for these bytes alone, if it leads to the profile’s anchors', async (context) => {
  const at = await desk(context);
  const token = await at.token();
  const hex = token.serialValue!.toString(16);
  const [place, beside] = [join(at.data, 'list.txt'), join(at.data, 'list.txt.tsr')];
  const issued = new Date(at.clock.now() + 1_000).toISOString().replace('.000', '');
  const text = `# radix: 16\n# this-update: ${issued}\n`;
  const value = (bytes: string) => createHash('sha256').update(bytes).digest();
  const imprint = { algorithm: hashes.sha256.oid, parameters: null, value: value(text) };
  writeFileSync(beside, await stamp(at.lab.tsaUrl, requestFor({ imprint })));
  const list = (more = '') => `kind = "text"\nfile = ${JSON.stringify(place)}\nauthenticity = "time-stamp"\n${more}`;
  const root = at.lab.revocation.authority.root.der;
  const pin = createHash('sha256').update(root).digest('hex');
  const anchor = `[[anchors]]\npem = """${at.lab.rootPem}"""\nsha256 = "${pin}"\n`;
  const verdict = async (content: string, more = '', anchors = anchor) => {
    writeFileSync(place, content);
    const { short, facts } = await judge(run(at, [await profileOf(at.lab, `${list(more)}${anchors}`)]), token, at);
    return facts.reason === undefined ? short : `${short.split(' | ')[0]}: ${facts.reason}`;
  };
  assert.equal(await verdict(text), cleared);
  assert.equal(await verdict(`${text}${hex}\n`), 'unknown list-unauthentic: signature-false');
  assert.equal(await verdict(text, '', ''), 'unknown list-unauthentic: token-not-valid');
  assert.equal(await verdict(text, 'signers = ["CN=Somebody else"]\n'), 'unknown list-unauthentic: signer-other');
  rmSync(beside);
  assert.equal(await verdict(text), 'unknown list-unauthentic: signature-missing');
  writeFileSync(beside, 'no token');
  assert.equal(await verdict(text), 'unknown list-unauthentic: token-unreadable');
});
