// Verifies one file with all four checks and no network, from evidence that was collected before:
//   node verify-offline.ts contract.pdf --root root.pem --crl ca.crl --ocsp tsu.ors --list revoked.json [--at 2026-01-31T00:00:00Z]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  decodeCrl,
  decodeOcspResponse,
  digestsFor,
  readToken,
  readTrust,
  readTstList,
  rules,
  tstSource,
  verify,
} from 'tst';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', multiple: true, default: [] },
    crl: { type: 'string', multiple: true, default: [] },
    ocsp: { type: 'string', multiple: true, default: [] },
    list: { type: 'string', multiple: true, default: [] },
    at: { type: 'string' },
  },
});
const [file = ''] = positionals;

// Whatever can't be read throws before anything is judged: an unreadable list is never an empty one.
const token = await readToken(readFileSync(`${file}.tsr`));
const trust = await readTrust(...values.root.map((path) => readFileSync(path)));
const lists = values.list.map((path) => ({
  list: readTstList(readFileSync(path), { kind: 'json' }),
  origin: path,
  fetchedAt: null,
  unauthentic: null,
}));

const judgement = verify({
  token,
  digests: digestsFor(token, readFileSync(file)),
  ...trust,
  now: values.at === undefined ? Date.now() : Date.parse(values.at),
  crls: values.crl.map((path) => ({ crl: decodeCrl(readFileSync(path)), url: null })),
  ocsp: values.ocsp.map((path) => ({ response: decodeOcspResponse(readFileSync(path)), url: null, nonce: null })),
  tstSources: lists.length === 0 ? [] : [tstSource({ name: 'my provider', scope: null, lists })],
});

console.log(judgement.verdict, judgement.code ?? '', judgement.token.genTime ?? '');
for (const check of judgement.checks) {
  console.log(` ${check.status} ${check.id}`);
  for (const rule of check.rules) {
    // `not-reached`: another one ended before it.
    if (rule.code === null || rule.code === 'not-reached') continue;
    // What messages say is not escaped: JSON does it here.
    console.log(`  ${rule.status} ${rule.id}: ${rule.code} ${JSON.stringify(rule.facts)} (${rules[rule.id].clause})`);
  }
}
process.exitCode = { VALID: 0, INVALID: 1, INDETERMINATE: 2 }[judgement.verdict];
