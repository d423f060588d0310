import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { fetchLimits } from '../../src/app/fetch-limits.ts';
import { Fetcher } from '../../src/app/fetching.ts';
import { type Judged, type JudgingOptions, judge } from '../../src/app/judging.ts';
import type { HttpRequest } from '../../src/app/ports.ts';
import { sortTrust } from '../../src/core/policy/anchors.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import type { RevocationFaultName } from '../../src/lab/revocation-faults.ts';
import { revocationFaultOf } from '../../src/lab/revocation-faults.ts';
import { type Lab, startLab } from '../../src/lab/server.ts';
import { data, labOptions, moment, requestFor, stamp } from '../lab/requests.ts';
import { type Behaviour, countingRandom, MemoryCache, refusing, silent, TestClock, TestHttp } from './fetch-kit.ts';
import { plainBench, plainOptions } from './judging-options.ts';

// A thousand tokens while every server of their authority is dead, slow or lying, and after it is well again: what a long run meets.

const thousand = 1_000;
const options: JudgingOptions = { ...plainOptions, skip: new Set(['tst-revocation']) };

async function setting(t: TestContext, behaviourOf: (clock: TestClock, lab: Lab) => Behaviour) {
  const clock = new TestClock(moment + 60_000);
  const lab = await startLab({ ...labOptions(), clock: () => clock.ms, revocation: true });
  t.after(() => lab.close());
  clock.ms = moment;
  const bytes = await stamp(lab.tsaUrl, requestFor());
  clock.ms = moment + 60_000;
  const http = new TestHttp(behaviourOf(clock, lab));
  const { anchors } = sortTrust([decodeCertificate(lab.revocation.authority.root.der)], false);
  const fetcher = new Fetcher({ clock, http, cache: new MemoryCache(), random: countingRandom() });
  const bench = plainBench(anchors, fetcher);
  const one = async (): Promise<Judged> => {
    const digests = new Map([['sha256', createHash('sha256').update(data).digest()]] as const);
    return judge({ token: await readToken(bytes), digests, request: null, now: clock.ms }, options, bench);
  };
  const all = async () => {
    const verdicts = new Map<string, number>();
    for (let i = 0; i < thousand; i++) {
      const { judgement } = await one();
      const said = `${judgement.verdict} ${judgement.code}`;
      verdicts.set(said, (verdicts.get(said) ?? 0) + 1);
    }
    return verdicts;
  };
  return { clock, lab, http, one, all };
}

/** The lab as it is, without the network between; or with a lie. */
const serving =
  (lab: Lab, ...lies: readonly RevocationFaultName[]): Behaviour =>
  async ({ url, body }: HttpRequest) => {
    const fault = (of: string) => lies.map((lie) => revocationFaultOf(lie)).find((one) => one?.of === of);
    const path = new URL(url).pathname;
    if (path === '/ocsp') return { body: (await lab.revocation.ocsp(body!, fault('ocsp'))).body };
    const ca = path === '/root.crl' ? 'root' : 'intermediate';
    return { body: (await lab.revocation.crl(ca, fault('crl'))).body };
  };

test('all servers dead: each of a thousand tokens is undecided with the cause, after a handful of attempts', async (t) => {
  const { clock, lab, http, one, all } = await setting(t, () => refusing());
  assert.deepEqual(await all(), new Map([['INDETERMINATE unreachable', thousand]]));
  assert.ok(http.requests.length <= 8, `${http.requests.length} attempts`);
  // They are back, and the back-off is over: the same run goes on as if nothing had been.
  http.behaviour = serving(lab);
  clock.ms += fetchLimits.longestBackOff;
  assert.equal((await one()).judgement.verdict, 'VALID');
  assert.deepEqual(await all(), new Map([['VALID null', thousand]]));
});

test('all servers slow: the run waits no longer than its limit, whatever the number of tokens', async (t) => {
  const { clock, lab, http, one, all } = await setting(t, silent);
  const start = clock.ms;
  assert.deepEqual(await all(), new Map([['INDETERMINATE unreachable', thousand]]));
  assert.ok(clock.ms - start <= fetchLimits.waiting + fetchLimits.list, `${clock.ms - start} ms`);
  http.behaviour = serving(lab);
  clock.ms += fetchLimits.longestBackOff;
  assert.equal((await one()).judgement.verdict, 'VALID');
});

test('all servers lying: no forged answer clears a token, each place is asked once, and the cause is the forgery', async (t) => {
  const { http, all } = await setting(t, (_clock, lab) => serving(lab, 'ocsp-random-key', 'crl-broken-signature'));
  assert.deepEqual(await all(), new Map([['INDETERMINATE not-authentic', thousand]]));
  assert.equal(http.requests.length, 4);
});

test('a thousand tokens of one authority that want the same at the same time ask for it once', async (t) => {
  const { http, one } = await setting(t, (_clock, lab) => serving(lab));
  const judged = await Promise.all(Array.from({ length: thousand }, one));
  assert.ok(judged.every(({ judgement }) => judgement.verdict === 'VALID'));
  assert.equal(http.requests.length, 2);
});
