// `node bench/archive/expect.ts <folder> [per kind]`: holds what the generator says of each kind against `tst verify`, a process for
// each file: some planted files of each kind, and as many good ones. Prints differences, and ends with 1 where there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tst } from '../measure.ts';
import { readOptions } from './evidence.ts';
import { kindNames, type Planted } from './kinds.ts';
import { genTimeOf, nameText, placeOf } from './layout.ts';

const [, , folder, words = '1'] = process.argv;
if (folder === undefined) throw new RangeError('name the folder of an archive');
const { options, archive, layout } = readOptions(folder);
const lines = readFileSync(join(folder, 'planted.jsonl'), 'utf8').trim().split('\n');
const planted = lines.map((line) => JSON.parse(line) as Planted);

/** What one run says of a file; what it could not read is INDETERMINATE, as in an audit. */
function judge(data: string, token: string): { verdict: string; code: string | null; stderr: string } {
  const [node, ...own] = [...tst, 'verify', '--json', ...options, join(archive, data), join(archive, token)];
  const { stdout, stderr } = spawnSync(node!, own, { cwd: folder, encoding: 'utf8' });
  const found = JSON.parse(stdout);
  if (found.error) return { verdict: 'INDETERMINATE', code: found.error.code, stderr };
  return { verdict: found.verdict, code: found.verdict === 'VALID' ? null : found.code, stderr };
}

/** Names that are no UTF-8 can't be given to Node as an argument, only be found in a folder. */
const canBeNamed = (name: string): boolean => !name.includes('\\x');

let different = 0;
function compare(what: string, data: string, token: string, verdict: string | null, code: string | null): void {
  const told = judge(data, token);
  const isSame = told.verdict === verdict && told.code === code;
  if (!isSame) different++;
  const found = `${told.verdict} ${told.code ?? ''}`;
  const wanted = isSame ? '' : `, not ${verdict} ${code ?? ''}: ${token} ${told.stderr}`;
  process.stdout.write(`${isSame ? 'as told' : 'DIFFERS'} ${what.padEnd(28)} ${found}${wanted}\n`);
}

for (const kind of kindNames) {
  const some = planted
    .filter((one) => one.kind === kind && one.row === 'token' && canBeNamed(one.token!))
    .slice(0, Number(words));
  for (const one of some) compare(kind, one.data!, one.token!, one.verdict, one.code);
}
const names = new Set(planted.flatMap(({ data, token }) => [data, token]));
let left = kindNames.length * Number(words);
for (let index = 0; index < layout.count && left > 0; index++) {
  const place = placeOf(index, genTimeOf(index, layout.seed).ms, layout);
  const [data, first] = [nameText(place.data), nameText(place.token)];
  if (names.has(data) || names.has(first) || !canBeNamed(data)) continue;
  // A planted file whose genTime has bounds of its own has another name.
  if (!existsSync(Buffer.concat([Buffer.from(`${join(folder, archive)}/`), place.data]))) continue;
  for (const token of [place.token, ...(place.second ? [place.second] : [])])
    compare('good', data, nameText(token), 'VALID', null);
  left--;
}
if (different > 0) process.exitCode = 1;
