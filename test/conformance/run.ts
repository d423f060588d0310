// Writes docs/conformance.md: every rule with the fixtures that pass and break it, every listed value of every field, and what openssl
// says to the same tokens; told.txt, all that is said of every case; refusals.txt, what is said of a message with one value damaged. Ends with 1, naming them, where a rule or value has no fixture or a difference from openssl no reason.
// Without openssl of the version that the document names, its column is taken as it was committed; `--openssl` takes the one that is there.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from './document.ts';
import { type OpensslColumn, opensslVersion, runOpenssl } from './openssl-column.ts';
import { refusalParts } from './refusals.ts';
import { collect, problemsOf } from './table.ts';
import { toldOf, writeTold } from './told.ts';

const columnFile = join(import.meta.dirname, 'openssl.json');
const documentFile = join(import.meta.dirname, '../../docs/conformance.md');

const conformance = await collect();
const committed = JSON.parse(readFileSync(columnFile, 'utf8')) as OpensslColumn;
const version = opensslVersion();
const isAsked = version !== null && (version === committed.version || process.argv.includes('--openssl'));
const column = isAsked ? { version, verdicts: runOpenssl(conformance.cases) } : committed;
const problems = problemsOf(conformance, column);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (isAsked) writeFileSync(columnFile, `${JSON.stringify(column, null, 2)}\n`);
else process.stderr.write(`openssl ${version ?? 'is not here'}; its column is that of version ${column.version}\n`);
writeFileSync(documentFile, documentOf(conformance, column));
const write = (name: string, text: string) => writeFileSync(join(import.meta.dirname, name), text);
write('told.txt', writeTold(conformance.cases.map((one) => [one.name, toldOf(one)])));
const refusals: [string, string[][]][] = [];
for (const { name, tell } of refusalParts()) refusals.push([name, [await tell()]]);
write('refusals.txt', writeTold(refusals));
process.stderr.write(`${conformance.cases.length} cases, ${problems.length} problems\n`);
if (problems.length > 0) process.exitCode = 1;
