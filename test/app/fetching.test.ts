import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Found } from '../../src/app/found.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import type { Want } from '../../src/core/verdict/want.ts';
import { startLab } from '../../src/lab/index.ts';
import { labOptions } from '../lab/requests.ts';
import { type Behaviour, crlWant, issuerWant, refusing, scene, silent, type TestClock } from './fetch-kit.ts';

// The rules of fetching, over a network that is a function and a clock that only tests move.

let list: Uint8Array;
let intermediate: Uint8Array;

before(async () => {
  const lab = await startLab(labOptions());
  list = (await lab.revocation.crl('intermediate')).body;
  intermediate = lab.revocation.authority.intermediate.der;
  await lab.close();
});

const serving = (): Behaviour => () => ({ body: list });
const reasons = (found: Found) => found.failed.map(({ reason }) => reason);

describe('once per run', () => {
  test('a thousand tokens that want the same at the same time cause one request, and share what came of it', async () => {
    const { fetcher, http, cache } = scene(serving);
    const wants = Array.from({ length: 1000 }, () => fetcher.fetch(crlWant('http://ca.example/a.crl')));
    const found = await Promise.all(wants);
    assert.equal(http.requests.length, 1);
    assert.equal(new Set(wants).size, 1);
    assert.equal(new Set(found).size, 1);
    assert.equal(cache.finds, 1);
    assert.equal(await fetcher.fetch(crlWant('http://ca.example/a.crl')), found[0]);
    assert.equal(http.requests.length, 1);
  });

  test('equal lists from two places are decoded once, and their bytes are not copied', async () => {
    const { fetcher } = scene(serving);
    const [one] = (await fetcher.fetch(crlWant('http://one.example/a.crl'))).crls;
    const [two] = (await fetcher.fetch(crlWant('http://two.example/a.crl'))).crls;
    assert.equal(one?.crl, two?.crl);
    assert.equal(one?.crl.bytes, list);
    assert.deepEqual([one?.url, two?.url], ['http://one.example/a.crl', 'http://two.example/a.crl']);
  });

  test('a list wanted for two certificates is asked for once, and its failure told of each', async () => {
    const { fetcher, http } = scene(() => () => ({ status: 404 }));
    const [one, two] = await Promise.all(
      ['aa', 'bb'].map((sha256) => fetcher.fetch(crlWant('http://ca.example/a.crl', sha256))),
    );
    assert.equal(http.requests.length, 1);
    assert.deepEqual([one?.failed[0]?.for, two?.failed[0]?.for], ['aa', 'bb']);
  });

  test('a failure is the same object for as long as it is the same failure, asked anew or not', async () => {
    const { fetcher, http, clock } = scene(() => () => ({ status: 404 }));
    const want = crlWant('http://ca.example/a.crl');
    const first = await fetcher.fetch(want);
    assert.equal(await fetcher.fetch(want), first);
    assert.equal(http.requests.length, 1);
    clock.ms += 2_000;
    assert.equal(await fetcher.fetch(want), first);
    assert.equal(http.requests.length, 2);
    // The second failure is remembered for twice as long.
    clock.ms += 2_000;
    await fetcher.fetch(want);
    assert.equal(http.requests.length, 2);
    clock.ms += 2_000;
    http.behaviour = serving();
    assert.equal((await fetcher.fetch(want)).crls.length, 1);
    clock.ms += 3_600_000;
    await fetcher.fetch(want);
    assert.equal(http.requests.length, 3);
  });

  test('what is no failure of the world is thrown', async () => {
    const { fetcher } = scene(() => () => {
      throw new TypeError('a bug');
    });
    await assert.rejects(fetcher.fetch(crlWant('http://ca.example/a.crl')), TypeError);
  });
});

describe('what comes', () => {
  for (const [form, body] of [
    ['PEM', () => `-----BEGIN X509 CRL-----\n${Buffer.from(list).toString('base64')}\n-----END X509 CRL-----\n`],
    ['Base64', () => Buffer.from(list).toString('base64')],
  ] as const) {
    test(`a CRL in ${form} is the same CRL, and is kept as DER`, async () => {
      const { fetcher, cache } = scene(() => () => ({ body: Buffer.from(body()) }));
      const want = crlWant('http://ca.example/a.crl');
      const [source] = (await fetcher.fetch(want)).crls;
      assert.deepEqual(new Uint8Array(source!.crl.bytes), new Uint8Array(list));
      assert.equal(cache.of(want)[0]?.sha256, source?.crl.sha256);
      assert.equal(cache.of(want)[0]?.thisUpdate, source?.crl.thisUpdate);
      assert.equal(cache.of(want)[0]?.nextUpdate, source?.crl.nextUpdate);
    });
  }

  for (const [what, answer, reason] of [
    ['an HTML page with a status of success', { body: Buffer.from('\n<!DOCTYPE html><p>Welcome') }, 'an HTML page'],
    ['text', { body: Buffer.from('not found!') }, 'neither DER, PEM nor Base64'],
    ['nothing', { body: new Uint8Array(0) }, 'empty answer'],
  ] as const) {
    test(`${what} is no list, and is named for what it is`, async () => {
      const { fetcher } = scene(() => () => answer);
      const [failed] = (await fetcher.fetch(crlWant('http://ca.example/a.crl'))).failed;
      assert.deepEqual([failed?.code, failed?.reason], ['revocation-unreadable', reason]);
    });
  }

  test('an issuer that is none, or can not be had, is a note', async () => {
    const { fetcher, http } = scene(() => () => ({ body: Buffer.from('<html>') }));
    const url = 'http://ca.example/a.cer';
    const none = await fetcher.fetch(issuerWant(url));
    assert.deepEqual(none.notes, [{ code: 'fetched-no-certificate', facts: { url } }]);
    http.behaviour = refusing();
    const other = 'http://other.example/a.cer';
    assert.deepEqual((await fetcher.fetch(issuerWant(other))).notes, [
      { code: 'fetch-failed', facts: { url: other, reason: 'unreachable', detail: 'connection refused' } },
    ]);
    http.behaviour = () => ({ body: intermediate });
    assert.equal((await fetcher.fetch(issuerWant('http://third.example/a.cer'))).candidates.length, 1);
  });

  test('a connection that was cut off before an answer is tried once more, at once; nothing else is', async () => {
    const { fetcher, http } = scene(() => refusing('connection reset'));
    assert.deepEqual(reasons(await fetcher.fetch(crlWant('http://a.example/'))), ['unreachable: connection reset']);
    assert.equal(http.requests.length, 2);
    let calls = 0;
    http.behaviour = () => {
      if (++calls === 1) throw new TstError('unreachable', { reason: 'connection closed before an answer' });
      return { body: list };
    };
    assert.equal((await fetcher.fetch(crlWant('http://b.example/'))).crls.length, 1);
    http.requests.length = 0;
    for (const [host, behaviour] of [
      ['c', refusing()],
      ['d', () => Promise.reject(new TstError('timeout', { phase: 'total' }))],
      ['e', () => Promise.reject(new TstError('body-truncated'))],
    ] as const) {
      http.behaviour = behaviour;
      await fetcher.fetch(crlWant(`http://${host}.example/`));
    }
    assert.equal(http.requests.length, 3);
  });

  test('the request is one of a URL out of a certificate, within the limits of its kind', async () => {
    const { fetcher, http } = scene(serving);
    await fetcher.fetch(crlWant('http://a.example/'));
    await fetcher.fetch(issuerWant('http://a.example/'));
    assert.deepEqual(
      http.requests.map(({ method, origin, limit, timeout, answerTimeout }) => ({
        method,
        origin,
        limit,
        timeout,
        answerTimeout,
      })),
      [
        { method: 'GET', origin: 'certificate', limit: 64 << 20, timeout: 60_000, answerTimeout: 15_000 },
        { method: 'GET', origin: 'certificate', limit: 256 << 10, timeout: 15_000, answerTimeout: 15_000 },
      ],
    );
  });
});

describe('the cache', () => {
  const want = crlWant('http://ca.example/a.crl');
  const validators = { etag: '"one"', 'last-modified': 'Sat, 15 Jun 2024 12:00:00 GMT' };

  test('what is kept is recalled in a later run, newest first, without a request', async () => {
    const { fetcher, http, later, clock } = scene(serving);
    assert.deepEqual(await fetcher.recall(want), { candidates: [], crls: [], ocsp: [], failed: [], notes: [] });
    await fetcher.fetch(want);
    const fetchedAt = clock.ms;
    clock.ms += 1;
    const run = later();
    const recalled = await run.recall(want);
    assert.equal(http.requests.length, 1);
    assert.deepEqual(
      recalled.crls.map(({ url, origin, fetchedAt: at }) => [url, origin, at]),
      [[want.url, 'fetched', fetchedAt]],
    );
    assert.equal(await run.recall(want), recalled);
    // Fetched, it is a new source and the same list, which the core therefore need not verify twice.
    const fetched = await run.fetch(want);
    assert.equal(fetched.crls[0]?.crl, recalled.crls[0]?.crl);
  });

  test('the newest list is asked for with its validators, and 304 gives it as of now', async () => {
    const { fetcher, http, later, clock, cache } = scene(() => () => ({ body: list, headers: validators }));
    const [first] = (await fetcher.fetch(want)).crls;
    assert.deepEqual(http.requests[0]?.headers, {});
    clock.ms += 1_000;
    http.behaviour = () => ({ status: 304 });
    const [second] = (await later().fetch(want)).crls;
    assert.deepEqual(http.requests[1]?.headers, {
      'if-none-match': validators.etag,
      'if-modified-since': validators['last-modified'],
    });
    assert.equal(second?.crl.sha256, first?.crl.sha256);
    assert.equal(second?.fetchedAt, clock.ms);
    assert.deepEqual(
      cache.of(want).map(({ fetchedAt, etag, lastModified }) => [fetchedAt, etag, lastModified]),
      [clock.ms, clock.ms - 1_000].map((ms) => [ms, validators.etag, validators['last-modified']]),
    );
    // The newest word of the server about it counts.
    http.behaviour = () => ({ status: 304, headers: { etag: '"two"' } });
    await later().fetch(want);
    await later().fetch(want);
    assert.equal(http.requests.at(-1)?.headers?.['if-none-match'], '"two"');
  });

  test('304 that nobody asked for is no answer', async () => {
    const { fetcher, http, cache, later } = scene(() => () => ({ status: 304 }));
    assert.deepEqual(reasons(await fetcher.fetch(want)), ['http-status 304']);
    // Neither where there is a list, but nothing to ask by.
    await cache.keep(
      { kind: 'crl', url: want.url, certId: null },
      { bytes: list, fetchedAt: 0, thisUpdate: null, nextUpdate: null, etag: null, lastModified: null },
    );
    assert.deepEqual(reasons(await later().fetch(want)), ['http-status 304']);
    assert.deepEqual(http.requests[1]?.headers, {});
  });

  test('what can not be read any more is passed over, and octets that are no field value are not sent', async () => {
    const { fetcher, http, cache } = scene(serving);
    const place = { kind: 'crl', url: want.url, certId: null } as const;
    const common = { fetchedAt: 0, thisUpdate: null, nextUpdate: null };
    const hostile = { etag: '"a"\r\nx: y', lastModified: 'a'.repeat(10_000) };
    await cache.keep(place, { ...common, bytes: list, ...hostile });
    await cache.keep(place, { ...common, bytes: Buffer.from('rubbish'), etag: '"b"', lastModified: null });
    assert.equal((await fetcher.recall(want)).crls.length, 1);
    assert.equal((await fetcher.fetch(want)).crls.length, 1);
    assert.deepEqual(http.requests[0]?.headers, {});
  });

  test('a cache that can not be written is one note of the run, and fails nothing', async () => {
    const { fetcher, cache } = scene(serving);
    cache.refuses = true;
    for (const host of ['a', 'b']) {
      const found = await fetcher.fetch(crlWant(`http://${host}.example/`));
      assert.equal(found.crls.length, 1);
      assert.deepEqual(found.notes, []);
    }
    assert.deepEqual(fetcher.notes, [
      { code: 'cache-not-written', facts: { path: 'http://a.example/', reason: 'denied' } },
    ]);
  });
});

describe('servers', () => {
  const wants = (count: number, host = 'ca.example'): Want[] =>
    Array.from({ length: count }, (_, index) => crlWant(`http://${host}/${index}.crl`));

  test('one server is asked four things at once, and no more; all together are asked sixteen', async () => {
    const pause: Behaviour = async () => {
      await new Promise(setImmediate);
      return { body: list };
    };
    const one = scene(() => pause, { limits: { listsAtOnce: 99 } });
    await Promise.all(wants(50).map((want) => one.fetcher.fetch(want)));
    assert.equal(one.http.mostOpen, 4);
    const many = scene(() => pause, { limits: { listsAtOnce: 99 } });
    const hosts = Array.from({ length: 20 }, (_, index) => wants(5, `ca${index}.example`)).flat();
    await Promise.all(hosts.map((want) => many.fetcher.fetch(want)));
    assert.equal(many.http.mostOpen, 16);
    assert.equal(many.http.requests.length, 100);
    const lists = scene(() => pause);
    await Promise.all(hosts.map((want) => lists.fetcher.fetch(want)));
    assert.equal(lists.http.mostOpen, 4);
  });

  test('after three failures in a row a server is down: nothing more is asked of it, and all get the cause', async () => {
    const { fetcher, http } = scene(() => refusing());
    for (const want of wants(10)) {
      assert.deepEqual(reasons(await fetcher.fetch(want)), ['unreachable: connection refused']);
    }
    assert.equal(http.requests.length, 3);
    await fetcher.fetch(crlWant('http://other.example/'));
    assert.equal(http.requests.length, 4);
  });

  test('those who want something of it at the same time learn it from the first', async () => {
    const { fetcher, http } = scene(silent);
    const found = await Promise.all(wants(1000).map((want) => fetcher.fetch(want)));
    assert.ok(found.every((one) => reasons(one)[0] === 'timeout: header'));
    assert.equal(http.requests.length, 4);
  });

  test('nor do those ask that had a place at it, and waited for one among all', async () => {
    const { fetcher, http } = scene(() => refusing(), { limits: { atOnce: 1 } });
    await Promise.all(wants(10).map((want) => fetcher.fetch(want)));
    assert.equal(http.requests.length, 3);
  });

  test('what a server that is down will not give waits for no place among all', { timeout: 10_000 }, async () => {
    const { fetcher, http } = scene(() => refusing(), { limits: { atOnce: 1 } });
    for (const want of wants(3)) await fetcher.fetch(want);
    let answer = () => {};
    http.behaviour = async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { body: list };
    };
    const slow = fetcher.fetch(crlWant('http://slow.example/'));
    assert.deepEqual(reasons(await fetcher.fetch(wants(4)[3]!)), ['unreachable: connection refused']);
    answer();
    assert.equal((await slow).crls.length, 1);
  });

  test('once its back-off is over there is one trial, for which the others wait; it is up again with the first answer', async () => {
    const { fetcher, http, clock } = scene(() => refusing());
    for (const want of wants(3)) await fetcher.fetch(want);
    clock.ms += 7_999;
    await fetcher.fetch(wants(4)[3]!);
    assert.equal(http.requests.length, 3);
    clock.ms += 1;
    await Promise.all(wants(20).map((want) => fetcher.fetch(want)));
    assert.equal(http.requests.length, 4);
    // Now for twice as long.
    clock.ms += 15_999;
    await fetcher.fetch(wants(1)[0]!);
    assert.equal(http.requests.length, 4);
    clock.ms += 1;
    http.behaviour = serving();
    const found = await Promise.all(wants(20).map((want) => fetcher.fetch(want)));
    assert.ok(found.every(({ crls }) => crls.length === 1));
  });

  test('an answer in between starts the count anew, also one that is of no use', async () => {
    const { fetcher, http } = scene(() => refusing());
    const [a, b, c, d, e, f] = wants(6);
    for (const want of [a!, b!]) await fetcher.fetch(want);
    http.behaviour = () => ({ status: 404 });
    await fetcher.fetch(c!);
    http.behaviour = refusing();
    for (const want of [d!, e!, f!]) await fetcher.fetch(want);
    assert.equal(http.requests.length, 6);
  });

  test('what is missing on a server, or no list, does not take it down', async () => {
    for (const answer of [{ status: 404 }, { body: Buffer.from('<html>') }, { status: 410 }]) {
      const { fetcher, http } = scene(() => () => answer);
      for (const want of wants(10)) await fetcher.fetch(want);
      assert.equal(http.requests.length, 10);
    }
  });

  for (const [field, milliseconds] of [
    ['60', 60_000],
    ['Sat, 15 Jun 2024 12:01:00 GMT', 60_000],
    ['999999999', 300_000],
    ['Sat, 15 Jun 2124 12:00:00 GMT', 300_000],
    ['0', 2_000],
    ['Sat, 15 Jun 2014 12:00:00 GMT', 2_000],
  ] as const) {
    test(`Retry-After: ${field} is kept by all, for ${milliseconds} ms`, async () => {
      const { fetcher, http, clock } = scene(() => () => ({ status: 503, headers: { 'retry-after': field } }));
      const [one, other] = wants(2);
      await fetcher.fetch(one!);
      clock.ms += milliseconds - 1;
      assert.deepEqual(reasons(await fetcher.fetch(other!)), ['http-status 503']);
      assert.equal(http.requests.length, 1);
      clock.ms += 1;
      http.behaviour = serving();
      assert.equal((await fetcher.fetch(other!)).crls.length, 1);
      assert.equal((await fetcher.fetch(one!)).crls.length, 1);
    });
  }

  test('a Retry-After that is no time, or stands beside another status, is passed over', async () => {
    for (const answer of [
      { status: 429, headers: { 'retry-after': 'soon' } },
      { status: 500, headers: { 'retry-after': '60' } },
    ]) {
      const { fetcher, http } = scene(() => () => answer);
      for (const want of wants(2)) await fetcher.fetch(want);
      assert.equal(http.requests.length, 2);
    }
  });
});

describe('a run of a thousand tokens ends within its limits', () => {
  /** One token after the other, each with a list, an issuer and a CRL of its own CA, and a millisecond of work. */
  async function run(behaviour: (clock: TestClock) => Behaviour, host: (token: number) => string) {
    const one = scene(behaviour);
    const start = one.clock.ms;
    let unanswered = 0;
    for (let token = 0; token < 1000; token++) {
      const at = `http://${host(token)}`;
      const all = [crlWant(`${at}/${token}.crl`), crlWant(`${at}/delta.crl`), issuerWant(`${at}/${token}.cer`)];
      const found = await Promise.all(all.map((want) => one.fetcher.fetch(want)));
      unanswered += found.filter(({ failed, notes }) => failed.length + notes.length > 0).length;
      one.clock.ms += 1;
    }
    return { ...one, elapsed: one.clock.ms - start, unanswered };
  }

  // What the limits promise: the waiting, one exchange under way by then for each of those at once, and the tokens' own work.
  const bound = 120_000 + 16 * 15_000 + 1_000;

  test('all wait for one server that never answers', async () => {
    const { elapsed, unanswered, http } = await run(silent, () => 'ca.example');
    assert.equal(unanswered, 3_000);
    assert.ok(elapsed <= bound, String(elapsed));
    assert.ok(http.requests.length < 20, String(http.requests.length));
  });

  test('each waits for another server that never answers: those never asked are given up, and it is said why', async () => {
    const { elapsed, unanswered, fetcher } = await run(silent, (token) => `ca${token}.example`);
    assert.equal(unanswered, 3_000);
    assert.ok(elapsed <= bound, String(elapsed));
    assert.deepEqual(reasons(await fetcher.fetch(crlWant('http://new.example/'))), ['time-spent']);
  });

  test('a server that served before is still asked when the time for the others is spent, until it fails', async () => {
    const { fetcher, http, clock } = scene(serving);
    await fetcher.fetch(crlWant('http://good.example/1'));
    http.behaviour = silent(clock);
    for (let host = 0; host < 8; host++) await fetcher.fetch(crlWant(`http://dead${host}.example/`));
    assert.deepEqual(reasons(await fetcher.fetch(crlWant('http://new.example/'))), ['time-spent']);
    http.behaviour = serving();
    assert.equal((await fetcher.fetch(crlWant('http://good.example/2'))).crls.length, 1);
    http.behaviour = silent(clock);
    assert.deepEqual(reasons(await fetcher.fetch(crlWant('http://good.example/3'))), ['timeout: header']);
    const before = http.requests.length;
    clock.ms += 3_600_000;
    assert.deepEqual(reasons(await fetcher.fetch(crlWant('http://good.example/4'))), ['timeout: header']);
    assert.equal(http.requests.length, before);
  });

  test('a server that served before, and now takes its time to send what is of no use, is given up as well', async () => {
    const { fetcher, http, clock } = scene(serving);
    await fetcher.fetch(crlWant('http://good.example/'));
    http.behaviour = silent(clock);
    for (let host = 0; host < 8; host++) await fetcher.fetch(crlWant(`http://dead${host}.example/`));
    http.requests.length = 0;
    http.behaviour = () => {
      clock.ms += 14_000;
      return { status: 404 };
    };
    for (let token = 0; token < 1000; token++) await fetcher.fetch(crlWant(`http://good.example/${token}`));
    assert.equal(http.requests.length, 2);
    assert.deepEqual(reasons(await fetcher.fetch(crlWant('http://good.example/new'))), ['time-spent']);
  });

  test('servers that fail at the same time cost the run that time once', async () => {
    const { fetcher, http, clock } = scene(() => () => ({}));
    // All begin, then the time goes by for all of them together.
    http.behaviour = async () => {
      await new Promise(setImmediate);
      if (http.open === 4) clock.ms += 15_000;
      throw new TstError('timeout', { phase: 'header' });
    };
    for (let round = 0; round < 7; round++) {
      const hosts = [0, 1, 2, 3].map((host) => crlWant(`http://dead${round}-${host}.example/`));
      await Promise.all(hosts.map((want) => fetcher.fetch(want)));
    }
    assert.equal(http.requests.length, 28);
    http.behaviour = serving();
    assert.equal((await fetcher.fetch(crlWant('http://new.example/'))).crls.length, 1);
  });
});
