// Judges every token of a folder, `x` with `x.tsr`, with one session: certificates are read once, paths validated once, and of each
// authority every place is asked once.
//   node archive.ts folder --root root.pem --host ocsp.example.com --host crl.example.com
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { digestsFor, readToken, readTrust, Session, TstError, type Verdict, verifyFetching } from 'tst';
import { fetchFrom } from './fetch-evidence.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', multiple: true, default: [] },
    host: { type: 'string', multiple: true, default: [] },
  },
});
const [folder = '.'] = positionals;
// Whoever names a file or a certificate could have it show a line of its own, "VALID" for instance: JSON does the escaping.
const shown = JSON.stringify;
const trust = await readTrust(...values.root.map((path) => readFileSync(path)));
const session = new Session();
const fetchEvidence = fetchFrom(values.host);
// The moment of judging stands for a minute: with another one for each token nothing could be shared, and what is made long after it is of
// the future, which counts for nothing.
let now = Date.now();
const count: Record<Verdict | 'unreadable', number> = { VALID: 0, INVALID: 0, INDETERMINATE: 0, unreadable: 0 };

for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.tsr')) continue;
  const file = name.slice(0, -'.tsr'.length);
  if (Date.now() - now > 60_000) now = Date.now();
  try {
    const token = await readToken(readFileSync(join(folder, name)));
    const digests = digestsFor(token, readFileSync(join(folder, file)));
    const skip = new Set(['tst-revocation'] as const);
    const judgement = await verifyFetching({ token, digests, ...trust, now, skip }, fetchEvidence, { session });
    count[judgement.verdict]++;
    console.log(judgement.verdict, shown(file), judgement.code ?? '');
    if (judgement.verdict !== 'INDETERMINATE') continue;
    // Why what was asked for did not decide it.
    for (const { object, sources } of judgement.revocation) {
      for (const { url, counts, code } of sources)
        if (!counts) console.log(`  ${shown(object)}: ${code} ${shown(url)}`);
    }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!(error instanceof TstError || isMissing)) throw error;
    count.unreadable++;
    console.log(error instanceof TstError ? error.code : 'no data', shown(name));
  }
}
console.log(JSON.stringify(count));
// Nothing judged is nothing proven.
process.exitCode = count.INVALID > 0 ? 1 : count.INDETERMINATE + count.unreadable > 0 || count.VALID === 0 ? 2 : 0;
