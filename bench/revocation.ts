// `node bench/revocation.ts [tokens]`: ten thousand tokens of one TSA against a lab on loopback, with check 3 and without, in turns.
// Target: one fetch per certificate for the whole run, and at most 10 % more time per token.

import { hash } from 'node:crypto';
import { type JudgingOptions, judge } from '../src/app/judging.ts';
import type { Http } from '../src/app/ports.ts';
import { prepare } from '../src/app/verify.ts';
import { sortTrust } from '../src/core/policy/anchors.ts';
import { readToken } from '../src/core/tsp/token.ts';
import type { SkippableCheck } from '../src/core/verdict/status.ts';
import { decodeCertificate } from '../src/core/x509/certificate.ts';
import { createPorts } from '../src/io/ports.ts';
import { startLab } from '../src/lab/index.ts';
import { profiles } from '../src/lab/profile.ts';
import { encodeResponse } from '../src/lab/response.ts';
import { encodeToken, planFor } from '../src/lab/tsa.ts';
import { median, report } from './measure.ts';

const count = Number(process.argv[2] ?? 10_000);
const portion = Math.min(1_000, count);

const lab = await startLab({ profile: 'seiko', clock: () => Date.now(), revocation: true });
const { authority } = lab.revocation;
const data = Buffer.from('twenty kilobytes would only measure the hash');
const digest = hash('sha256', data, 'buffer');
const imprint = { algorithm: '2.16.840.1.101.3.4.2.1', parameters: null, value: digest };
const genTime = `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
const tokens = Array.from({ length: count }, (_, i) => {
  const occasion = { imprint, nonce: null, certReq: true, policy: null, serial: BigInt(i + 1), genTime };
  return encodeResponse({ status: 0 }, encodeToken(planFor(profiles.seiko, authority, occasion)));
});

let fetches = 0;
const ports = createPorts({ allowPrivate: true });
const http: Http = {
  exchange: (request) => {
    fetches++;
    return ports.http.exchange(request);
  },
};
const { anchors } = sortTrust([decodeCertificate(authority.root.der)], false);
const options: JudgingOptions = {
  ...{ trust: [], trustAny: [], certs: [], crl: [], ocsp: [], evidence: [], acceptPolicies: [] },
  ...{ profile: [], profileFolder: null, tstRevocationLists: [], listRadix: null, evidenceLists: false },
  ...{ policy: 'default', allowNoncriticalEku: false, at: null, asKnownOn: null, offline: false, aia: true },
  ...{ revocationOrder: ['ocsp', 'crl'], ocspMethod: 'post' },
  skip: new Set(),
};
const base = await prepare(options, { ...ports, http });
const now = Date.now() + 2_000;

/** A run of its own over these tokens; gives milliseconds per token. */
async function run(some: readonly Uint8Array[], bench: typeof base, skip: readonly SkippableCheck[]): Promise<number> {
  const start = performance.now();
  for (const bytes of some) {
    const subject = {
      token: await readToken(bytes),
      digests: new Map([['sha256', digest]] as const),
      request: null,
      now,
    };
    const { judgement } = await judge(subject, { ...options, skip: new Set(skip) }, bench);
    if (judgement.verdict !== 'VALID') throw new Error(`${judgement.verdict} ${judgement.code}`);
  }
  return (performance.now() - start) / some.length;
}

const bench = () => ({ ...base, anchorsAt: () => anchors, known: new Map() });
const [with3, without3] = [bench(), bench()];
const [own, other]: [number[], number[]] = [[], []];
for (let from = 0; from < count; from += portion) {
  const some = tokens.slice(from, from + portion);
  // Which one goes first changes, so that neither has the other's warmth.
  const both = [
    async () => own.push(await run(some, with3, ['tst-revocation'])),
    async () => other.push(await run(some, without3, ['tst-revocation', 'certificate-revocation'])),
  ];
  for (const one of (from / portion) % 2 === 0 ? both : both.toReversed()) await one();
}
const [all, less] = [median(own), median(other)];
report(
  `revocation, ${count} tokens of one TSA`,
  `with ${all.toFixed(3)} ms, without ${less.toFixed(3)} ms per token`,
  `${(all / less).toFixed(2)} × (target ≤ 1.1), ${fetches} fetches for 2 certificates`,
  all / less <= 1.1,
);
await ports.http.close();
await lab.close();
