// `node bench/archive/check.ts <folder> <result.jsonl>`: holds the JSON Lines result of an audit against what was planted: each planted
// file with its verdict and code, nothing else anything but VALID, and as many lines as there are tokens and orphan data. Prints what
// differs, and ends with 1 where anything does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditRow, FileName } from '../../src/core/verdict/audit.ts';
import { readOptions } from './evidence.ts';
import { type KindName, kindNames, type Planted } from './kinds.ts';
import { nameText } from './layout.ts';
import { auditRows } from './rows.ts';

const [, , folder, result] = process.argv;
if (folder === undefined || result === undefined) throw new RangeError('name the folder of an archive, and a result');
const { archive, tokens } = readOptions(folder);
const text = readFileSync(join(folder, 'planted.jsonl'), 'utf8').trim();
const planted = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Planted);

/** Differences that are printed; all are counted. */
const shown = 50;
let different = 0;
function differ(what: string): void {
  if (++different <= shown) process.stdout.write(`${what}\n`);
}

/** The name inside the archive, whatever path the archive was given by; null for no name. */
function inside(name: FileName | null): string | null {
  const folderName = `${archive}/`;
  if (name === null) return null;
  const text = name.hex === null ? name.text : nameText(Buffer.from(name.hex, 'hex'));
  const at = text.startsWith(folderName) ? 0 : text.lastIndexOf(`/${folderName}`) + 1;
  return text.startsWith(folderName, at) ? text.slice(at + folderName.length) : text.replace(/^\.\//, '');
}

const keyOf = (data: string | null, token: string | null): string => `${data ?? ''}\0${token ?? ''}`;
const wanted = new Map(planted.map((one) => [keyOf(one.data, one.token), one]));
const found = new Map<KindName, number>();
const seen = new Set<Planted>();
let [lines, good] = [0, 0];

function compare(row: AuditRow): void {
  const key = keyOf(inside(row.data), inside(row.token));
  const one = wanted.get(key);
  const said = `${row.kind} ${row.verdict ?? '-'} ${row.code ?? '-'}`;
  if (one === undefined) {
    if (row.kind === 'token' && row.verdict === 'VALID' && row.code === null) good++;
    else differ(`not planted: ${said}: ${key.replace('\0', ' ')}`);
    return;
  }
  if (seen.has(one)) differ(`twice: ${one.kind}: ${one.token ?? one.data}`);
  seen.add(one);
  const due = `${one.row} ${one.verdict ?? '-'} ${one.code ?? '-'}`;
  if (said !== due) differ(`${one.kind}: ${said}, not ${due}: ${one.token ?? one.data}`);
  else found.set(one.kind, (found.get(one.kind) ?? 0) + 1);
}

for await (const row of auditRows(result)) {
  lines++;
  compare(row);
}
for (const one of planted) if (!seen.has(one)) differ(`not found: ${one.kind}: ${one.token ?? one.data}`);
const due = tokens + planted.filter(({ row }) => row === 'orphan-data').length;
if (lines !== due) differ(`${lines} lines, not ${due}`);

if (planted.length > 0) {
  for (const kind of kindNames) {
    const all = planted.filter((one) => one.kind === kind).length;
    process.stdout.write(`${kind.padEnd(28)} ${found.get(kind) ?? 0} of ${all}\n`);
  }
}
if (different > shown) process.stdout.write(`… and ${different - shown} more\n`);
process.stdout.write(`${lines} lines, ${good} good, ${planted.length} planted, ${different} differences\n`);
if (different > 0) process.exitCode = 1;
