import { profileLimits } from './limits.ts';
import { type Position, type ProfileText, placeKey, type Table, TextError } from './text-place.ts';

/** Strings, marks, and everything else, in a text that is known to be JSON. */
const token = /"(?:[^"\\]+|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Reads JSON with the place of every key. Throws a TextError; also for a key that is there twice, of which one would be lost. */
export function readJson(text: string): ProfileText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TextError('syntax', placeOfError(error.message, text), { reason: reasonOf(error.message) });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TextError('wrong-form', { line: 1, column: 1 }, { form: 'table' });
  }
  return { value: value as Table, places: placesOf(text) };
}

/** One object or list that is open: the key or index that comes next, and for objects whether it was read. */
interface Open {
  readonly isTable: boolean;
  key: string | number;
  keyRead: boolean;
}

function placesOf(text: string): Map<string, Position> {
  const places = new Map<string, Position>();
  const open: Open[] = [];
  const where = positions(text);
  for (const { 0: word, index } of text.matchAll(token)) {
    const top = open.at(-1);
    if (word === '}' || word === ']') open.pop();
    else if (word === ',') {
      if (top!.isTable) top!.keyRead = false;
      else top!.key = Number(top!.key) + 1;
    } else if (word !== ':') {
      const at = where(index);
      const isKey = top?.isTable && !top.keyRead;
      if (isKey) {
        top.key = JSON.parse(word) as string;
        top.keyRead = true;
      }
      if (isKey || top?.isTable === false) {
        const key = placeKey(open.map((one) => one.key));
        if (places.has(key)) throw new TextError('duplicate-key', at);
        places.set(key, at);
      }
      if (isKey || (word !== '{' && word !== '[')) continue;
      if (open.length >= profileLimits.depth) throw new TextError('too-deep', at);
      open.push({ isTable: word === '{', key: 0, keyRead: false });
    }
  }
  return places;
}

/** Positions of offsets that only grow. */
function positions(text: string): (offset: number) => Position {
  let line = 1;
  let start = 0;
  return (offset) => {
    for (let next = text.indexOf('\n', start); next >= 0 && next < offset; next = text.indexOf('\n', start)) {
      line++;
      start = next + 1;
    }
    return { line, column: offset - start + 1 };
  };
}

/** The engine tells most places in its sentence; what it does not place is the end that came too early. */
function placeOfError(message: string, text: string): Position {
  const told = /at position (\d+)/.exec(message)?.[1];
  return positions(text)(told === undefined ? text.length : Number(told));
}

function reasonOf(message: string): string {
  return message
    .replace(/ in JSON at position.*$/s, '')
    .replace(/, "?\.*.*is not valid JSON$/s, '')
    .toLowerCase();
}
