// Asks an authority for a token over a file, and names it only once it is proven to answer the request:
//   node stamp.ts contract.pdf --tsa https://tsa.example.com/tsa --root root.pem [--host ocsp.example.com]
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { limits, makeRequest, matchResponse, readResponse, readTrust, TstError, verifyFetching } from 'tst';
import { bodyOf, fetchFrom } from './fetch-evidence.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tsa: { type: 'string', default: '' },
    root: { type: 'string', multiple: true, default: [] },
    host: { type: 'string', multiple: true, default: [] },
  },
});
const [file = ''] = positionals;
const [part, rejected] = [`${file}.tsr.part`, `${file}.tsr.rejected`];

// A token is the only proof of its time, and nothing is sent that could not be kept beside it.
const there = [`${file}.tsr`, part].find((name) => existsSync(name));
if (there !== undefined) {
  console.log(`${there} is there already: move it away first`);
  process.exit(73);
}
const trust = await readTrust(...values.root.map((path) => readFileSync(path)));

// Request: of any size, for only the hash is sent.
const hash = createHash('sha256');
await pipeline(createReadStream(file), hash);
const digest = hash.digest();
const request = await makeRequest({ algorithm: 'sha256', value: digest }, randomBytes(8));

// Send.
const answer = await fetch(values.tsa, {
  method: 'POST',
  headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
  body: Buffer.from(request.bytes),
  signal: AbortSignal.timeout(30_000),
});
const bytes = await bodyOf(answer, limits.tokenBytes);
if (bytes === null) throw new Error('the answer is larger than any token');

// Keep, before anything is made of it: it may have been paid for.
writeFileSync(part, bytes, { flag: 'wx' });

// Match and verify.
try {
  const token = await readResponse(bytes);
  for (const { id, code } of matchResponse(token, request)) console.log(`does not answer the request: ${id} ${code}`);
  const judgement = await verifyFetching(
    {
      token,
      request,
      digests: new Map([['sha256', digest]]),
      ...trust,
      now: Date.now(),
      // This provider publishes no list of revoked tokens: `complete` is false then.
      skip: new Set(['tst-revocation']),
    },
    fetchFrom(values.host),
    { nonce: () => randomBytes(32) },
  );
  console.log(judgement.verdict, judgement.code ?? '');
  const name = judgement.verdict === 'INVALID' ? rejected : `${file}.tsr`;
  renameSync(part, name);
  console.log('kept as', name);
  process.exitCode = { VALID: 0, INVALID: 1, INDETERMINATE: 2 }[judgement.verdict];
} catch (error) {
  if (!(error instanceof TstError)) throw error;
  console.log(`${error.code} ${JSON.stringify(error.facts)}`);
  renameSync(part, rejected);
  process.exitCode = 76;
}
