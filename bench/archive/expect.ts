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

/** Names as octets on the command line, for some are no UTF-8. */
function judge(data: Buffer, token: Buffer): { verdict: string; code: string | null; stderr: string } {
  // Node gives words to a program as UTF-8 only; printf makes every other octet.
  const named = (name: Buffer) =>
    `"$(printf '${[...name].map((octet) => `\\${octet.toString(8).padStart(3, '0')}`).join('')}')"`;
  const own = [...tst, 'verify', '--json', ...options].map((word) => `'${word}'`).join(' ');
  const start = Buffer.from(`${archive}/`);
  const line = `exec ${own} ${named(Buffer.concat([start, data]))} ${named(Buffer.concat([start, token]))}`;
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
  const found = JSON.parse(stdout);
  if (found.error) return { verdict: 'INDETERMINATE', code: found.error.code, stderr };
  return { verdict: found.verdict, code: found.verdict === 'VALID' ? null : found.code, stderr };
}

let different = 0;
function compare(what: string, data: Buffer, token: Buffer, verdict: string | null, code: string | null): void {
  const told = judge(data, token);
  const isSame = told.verdict === verdict && told.code === code;
  if (!isSame) different++;
  const found = `${told.verdict} ${told.code ?? ''}`;
  const wanted = isSame ? '' : `, not ${verdict} ${code ?? ''}: ${nameText(token)} ${told.stderr}`;
  process.stdout.write(`${isSame ? 'as told' : 'DIFFERS'} ${what.padEnd(28)} ${found}${wanted}\n`);
}

for (const kind of kindNames) {
  const some = planted.filter((one) => one.kind === kind && one.row === 'token').slice(0, Number(words));
  // Nothing is planted under names that are no UTF-8, so the text is the name.
  for (const one of some) compare(kind, Buffer.from(one.data!), Buffer.from(one.token!), one.verdict, one.code);
}
const names = new Set(planted.flatMap(({ data, token }) => [data, token]));
let left = kindNames.length * Number(words);
for (let index = 0; index < layout.count && left > 0; index++) {
  const place = placeOf(index, genTimeOf(index, layout.seed).ms, layout);
  if (names.has(nameText(place.data)) || names.has(nameText(place.token))) continue;
  // A planted file whose genTime has bounds of its own has another name.
  if (!existsSync(Buffer.concat([Buffer.from(`${join(folder, archive)}/`), place.data]))) continue;
  for (const token of [place.token, ...(place.second ? [place.second] : [])])
    compare('good', place.data, token, 'VALID', null);
  left--;
}
if (different > 0) process.exitCode = 1;
