import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Found } from '../../src/app/found.ts';
import { judgeRevocation } from '../../src/core/revocation/judge.ts';
import type { RevocationInput } from '../../src/core/revocation/question.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { type Lab, startLab } from '../../src/lab/index.ts';
import { labOptions, moment } from '../lab/requests.ts';
import { labScene } from './fetch-kit.ts';

// Fetching from the lab over a real network, the lab's lies included.

/** What the core makes of what was found for the TSU's certificate. */
function judged(lab: Lab, found: Found) {
  const { root, intermediate, tsu } = lab.revocation.authority;
  const micros = BigInt(moment) * 1000n;
  const input: RevocationInput = {
    certificate: decodeCertificate(tsu.der),
    issuer: decodeCertificate(intermediate.der),
    role: 'tsa',
    anchor: trustAnchor(decodeCertificate(root.der)),
    candidates: [],
    crls: found.crls,
    ocsp: found.ocsp,
    failed: found.failed,
    at: moment,
    now: moment,
    genTime: { earliest: micros, latest: micros, accuracyMicros: 0, assumed: false },
    policy: 'default',
  };
  return judgeRevocation(input);
}

describe('what the lab tells truly', () => {
  test('an OCSP answer by POST, with a nonce of 32 octets that comes back, proves good', async (t) => {
    const { lab, fetcher, want, clock } = await labScene(t);
    const found = await fetcher.fetch(want('ocsp'));
    const [source] = found.ocsp;
    assert.equal(source?.nonce?.length, 32);
    assert.deepEqual(source.response.basic?.nonce?.subarray(2), source.nonce);
    assert.deepEqual([source.url, source.origin, source.fetchedAt], [want('ocsp').url, 'fetched', clock.ms]);
    assert.equal(judged(lab, found).status, 'pass');
  });

  test('an OCSP answer by GET has no nonce, and proves good', async (t) => {
    const { lab, fetcher, want } = await labScene(t, {}, { ocspMethod: 'get' });
    const found = await fetcher.fetch(want('ocsp'));
    assert.equal(found.ocsp[0]?.nonce, null);
    assert.equal(found.ocsp[0]?.response.basic?.nonce, null);
    assert.equal(judged(lab, found).status, 'pass');
  });

  test('a CRL proves good, and revoked once it lists the certificate', async (t) => {
    const { lab, fetcher, want, later } = await labScene(t);
    assert.equal(judged(lab, await fetcher.fetch(want('crl'))).status, 'pass');
    lab.revoke({ certificate: 'tsu', reason: 'keyCompromise' });
    assert.equal(judged(lab, await later().fetch(want('crl'))).status, 'fail');
  });

  test('the issuer comes from its place, and out of the cache in a later run', async (t) => {
    const { lab, fetcher, later } = await labScene(t);
    const want = { kind: 'issuer', for: 'x', url: `${lab.url}/intermediate.der` } as const;
    const { candidates } = await fetcher.fetch(want);
    assert.deepEqual(candidates[0]?.certificate.bytes, new Uint8Array(lab.revocation.authority.intermediate.der));
    const [recalled] = (await later().recall(want)).candidates;
    assert.equal(recalled?.certificate.sha256, candidates[0]?.certificate.sha256);
    assert.deepEqual([recalled?.origin, recalled?.url], ['fetched', want.url]);
  });

  test('a CRL that has not changed is confirmed by 304, and kept again as of then', async (t) => {
    const { fetcher, want, later, clock, cache, lab } = await labScene(t);
    const first = await fetcher.fetch(want('crl'));
    clock.ms += 60_000;
    const second = await later().fetch(want('crl'));
    assert.equal(second.crls[0]?.crl.sha256, first.crls[0]?.crl.sha256);
    assert.equal(second.crls[0]?.fetchedAt, clock.ms);
    const kept = cache.of(want('crl'));
    assert.deepEqual(
      kept.map(({ fetchedAt }) => fetchedAt),
      [clock.ms, clock.ms - 60_000],
    );
    assert.equal(kept[0]?.etag, kept[1]?.etag);
    assert.ok(kept[0]?.etag);
    lab.revoke({ certificate: 'tsu', reason: 'superseded' });
    const third = await later().fetch(want('crl'));
    assert.notEqual(third.crls[0]?.crl.sha256, first.crls[0]?.crl.sha256);
  });
});

describe('what the lab lies is data for the core, and never kept where it can not be read', () => {
  // Each with the code of the core's cause.
  for (const [fault, code] of [
    ['ocsp-nonce-wrong', 'revocation-nonce'],
    ['ocsp-random-key', 'not-authentic'],
    ['ocsp-wrong-serial', 'out-of-scope'],
    ['ocsp-expired', 'stale'],
  ] as const) {
    test(fault, async (t) => {
      const { lab, fetcher, want } = await labScene(t);
      const found = await fetcher.fetch(want('ocsp', fault));
      assert.equal(found.ocsp.length, 1);
      const { status, sources } = judged(lab, found);
      assert.equal(status, 'unknown');
      assert.deepEqual(
        sources.map((line) => line.code),
        [code],
      );
    });
  }

  const unreadable = [
    ['ocsp', 'html', 'an HTML page'],
    ['ocsp', 'ocsp-truncated', /at byte \d+$/],
    ['ocsp', 'oversized', 'body-too-large'],
    ['ocsp', 'gzip-bomb', 'body-too-large'],
    ['ocsp', 'truncated-body', 'body-truncated'],
    ['crl', 'html', 'an HTML page'],
    ['crl', 'crl-truncated', /at byte \d+$/],
    ['crl', 'oversized', 'body-too-large'],
    ['crl', 'gzip-bomb', 'body-too-large'],
    ['crl', 'truncated-body', 'body-truncated'],
  ] as const;
  for (const [kind, fault, reason] of unreadable) {
    test(`${kind} with ${fault}: unreadable, and why`, async (t) => {
      const { fetcher, want, cache, lab } = await labScene(t);
      const wanted = want(kind, fault);
      const found = await fetcher.fetch(wanted);
      const [failed] = found.failed;
      assert.deepEqual([failed?.kind, failed?.url, failed?.for], [kind, wanted.url, wanted.sha256]);
      assert.equal(failed?.code, 'revocation-unreadable');
      if (typeof reason === 'string') assert.equal(failed.reason, reason);
      else assert.match(failed.reason, reason);
      assert.equal(cache.kept.size, 0);
      assert.equal(judged(lab, found).status, 'unknown');
    });
  }

  test('a CRL under any media type is read', async (t) => {
    const { fetcher, want } = await labScene(t);
    assert.equal((await fetcher.fetch(want('crl', 'wrong-content-type'))).crls.length, 1);
  });

  for (const [fault, reason] of [
    ['http-500', 'http-status 500'],
    ['http-429', 'http-status 429'],
    ['redirect-loop', 'redirect-refused: too many'],
    ['reset', /^unreachable: connection (reset|closed before an answer)$/],
  ] as const) {
    test(`${fault}: unreachable, and why`, async (t) => {
      const { fetcher, want, cache } = await labScene(t);
      for (const kind of ['ocsp', 'crl'] as const) {
        // Of http-429 the second is not even asked, for the server said when it may be.
        const [failed] = (await fetcher.fetch(want(kind, fault))).failed;
        assert.equal(failed?.code, 'unreachable');
        if (typeof reason === 'string') assert.equal(failed.reason, reason);
        else assert.match(failed.reason, reason);
      }
      assert.equal(cache.kept.size, 0);
    });
  }

  for (const fault of ['slow', 'slow-bytes'] as const) {
    test(`${fault}: ends with the time limit`, async (t) => {
      const { fetcher, want } = await labScene(t, {}, { limits: { exchange: 150, list: 150 } });
      for (const kind of ['ocsp', 'crl'] as const) {
        const [failed] = (await fetcher.fetch(want(kind, fault))).failed;
        assert.equal(failed?.code, 'unreachable');
        assert.match(failed.reason, /^timeout: /);
      }
    });
  }

  test('places out of certificates are not asked on addresses that are not public', async (t) => {
    const { fetcher, want } = await labScene(t, {}, {}, { allowPrivate: false });
    for (const kind of ['ocsp', 'crl'] as const) {
      const [failed] = (await fetcher.fetch(want(kind))).failed;
      assert.deepEqual([failed?.code, failed?.reason], ['unreachable', 'address-refused: loopback']);
    }
  });
});

describe('OCSP a second time, by GET and without a nonce', () => {
  for (const [fault, status] of [
    ['ocsp-malformed-request', 'malformedRequest'],
    ['ocsp-internal-error', 'internalError'],
    ['ocsp-unauthorized', 'unauthorized'],
    ['ocsp-try-later', 'tryLater'],
    ['ocsp-sig-required', 'sigRequired'],
  ] as const) {
    test(`${status} is told as it is, kept by nobody, and asked again after a while`, async (t) => {
      const { lab, fetcher, want, cache, clock } = await labScene(t);
      const found = await fetcher.fetch(want('ocsp', fault));
      assert.equal(found.ocsp[0]?.response.status, status);
      assert.equal(cache.kept.size, 0);
      assert.equal(judged(lab, found).sources[0]?.code, 'responder-error');
      assert.equal(await fetcher.fetch(want('ocsp', fault)), found);
      clock.ms += 2_000;
      assert.notEqual(await fetcher.fetch(want('ocsp', fault)), found);
    });
  }
});

test('an OCSP answer of an earlier run is recalled without its nonce, one of this run with it', async (t) => {
  const { fetcher, want, later } = await labScene(t);
  const [fetched] = (await fetcher.fetch(want('ocsp'))).ocsp;
  const again = await fetcher.recall(want('ocsp'));
  assert.equal(again.ocsp[0], fetched);
  assert.equal(await fetcher.recall(want('ocsp')), again);
  const [recalled] = (await later().recall(want('ocsp'))).ocsp;
  assert.equal(recalled?.response.sha256, fetched?.response.sha256);
  assert.equal(recalled?.nonce, null);
});

test('a server that comes back is asked again once its back-off is over', async (t) => {
  const { lab, fetcher, want, clock } = await labScene(t);
  const port = Number(new URL(lab.url).port);
  await lab.close();
  const [failed] = (await fetcher.fetch(want('crl'))).failed;
  assert.equal(failed?.reason, 'unreachable: connection refused');
  const back = await startLab(labOptions({ revocation: true, port }));
  t.after(() => back.close());
  assert.equal((await fetcher.fetch(want('crl'))).failed[0], failed);
  clock.ms += 2_000;
  assert.equal((await fetcher.fetch(want('crl'))).crls.length, 1);
});
