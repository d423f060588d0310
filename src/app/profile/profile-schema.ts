import * as v from 'valibot';
import { type HashName, hashes } from '../../core/der/hashes.ts';
import { encodeOid } from '../../core/der/oid.ts';
import { csvMeanings } from '../../core/revocation/tst-list/csv-list.ts';
import { nameSelector } from '../../core/revocation/tst-list/selectors.ts';
import type { ProfileForm, ProfileProblem } from '../../core/verdict/profile-problem.ts';
import { profileLimits } from './limits.ts';
import { isMoment, isTimeZone, utcOffsetMinutes } from './moment.ts';
import { isProfileName } from './profile-name.ts';

/**
 * The form of a profile's file. It says what is wrong as data and throws nothing: it is bundled into a file of its own, whose
 * classes are not those of the program.
 */

/** One thing that is wrong, and where: the keys and indices that lead to it. */
export interface SchemaIssue {
  readonly path: readonly (string | number)[];
  readonly problem: ProfileProblem;
  readonly facts: Readonly<Record<string, string | number>>;
}

type Facts = SchemaIssue['facts'];

/** What is wrong travels as the library's message. */
const say = (problem: ProfileProblem, facts: Facts = {}) => JSON.stringify({ problem, facts });

const text = (form: ProfileForm, holds: (value: string) => boolean) =>
  v.pipe(v.string(say('wrong-form', { form })), v.check(holds, say('wrong-form', { form })));

const short = (value: string) => value.length > 0 && value.length <= profileLimits.text && !/\p{Cc}/u.test(value);
const words = text('text', short);
const path = text('path', (value) => value.length > 0 && value.length <= profileLimits.path && !value.includes('\0'));
const tsaName = text('tsa-name', (value) => short(value) && nameSelector(value) !== null);
const oid = text('oid', (value) => encodeOid(value) !== null);
const sha256 = text('sha256', (value) => /^[0-9a-f]{64}$/.test(value));
const moment = text('date', isMoment);
const name = text('name', isProfileName);
const secret = text('secret', (value) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value));
const url = text('url', isUrl);
const flag = v.boolean(say('wrong-form', { form: 'true-false' }));

const number = (min: number, max: number) =>
  v.pipe(
    v.number(say('wrong-form', { form: 'number' })),
    v.check((value) => value >= min && value <= max, say('out-of-range', { min, max })),
  );
const whole = (min: number, max: number) =>
  v.pipe(
    v.number(say('wrong-form', { form: 'number' })),
    v.check((value) => Number.isInteger(value) && value >= min && value <= max, say('out-of-range', { min, max })),
  );
const choice = <const T extends readonly (string | number)[]>(...choices: T) =>
  v.picklist(choices, say('bad-choice', { choices: choices.join(', ') }));
const list = <T extends v.GenericSchema>(item: T, max: number = profileLimits.entries) =>
  v.pipe(v.array(item, say('wrong-form', { form: 'list' })), v.maxLength(max, say('too-many', { max })));
const table = <T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);

/** Hashes that a new time-stamp may be asked for; SHA-1 and MD5 are no longer among them. */
const offered = (Object.keys(hashes) as HashName[]).filter((one) => one !== 'md5' && one !== 'sha1');

const service = table({
  urls: v.optional(list(url, profileLimits.urls)),
  hash: v.optional(choice(...offered)),
  requestPolicy: v.optional(oid),
  acceptPolicies: v.optional(list(oid)),
  assumedAccuracy: v.optional(number(0, 86_400)),
  allowNoncriticalEku: v.optional(flag),
  allowPrivateNetwork: v.optional(flag),
  tlsCa: v.optional(list(path)),
});

/** RFC 9110 §5.1: a field name; none that would change the exchange itself. */
const header = text(
  'header',
  (value) =>
    /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(value) &&
    !/^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|accept)$/i.test(
      value,
    ),
);

const credentials = v.variant('kind', [
  table({ kind: v.literal('none') }),
  table({ kind: v.literal('basic'), secret }),
  table({ kind: v.literal('bearer'), secret }),
  table({ kind: v.literal('header'), header, secret }),
  table({
    kind: v.literal('client-certificate'),
    certificate: path,
    key: v.optional(path),
    secret: v.optional(secret),
  }),
]);

const anchor = table({
  file: v.optional(path),
  pem: v.optional(text('pem', (value) => value.length <= profileLimits.lineLength && value.includes('-----BEGIN '))),
  sha256,
  accreditedFrom: v.optional(moment),
  accreditedUntil: v.optional(moment),
  validFrom: v.optional(moment),
  validUntil: v.optional(moment),
});

const place = {
  url: v.optional(url),
  file: v.optional(path),
  maxAgeHours: v.optional(number(1, 8_784)),
  allowHttp: v.optional(flag),
  authenticity: v.optional(choice('cms', 'time-stamp')),
  authenticityUrl: v.optional(url),
  authenticityFile: v.optional(path),
  signers: v.optional(list(tsaName)),
} as const;
const radix = v.optional(choice(10, 16));

/** What a column can hold: the selectors and facts of an entry. */
const columns = table(Object.fromEntries(csvMeanings.map((meaning) => [meaning, v.optional(words)])));

const tstRevocation = v.variant('kind', [
  table({ kind: v.literal('json'), ...place }),
  table({
    kind: v.literal('csv'),
    ...place,
    radix,
    columns,
    encoding: v.optional(choice('utf-8', 'shift_jis')),
    delimiter: v.optional(choice(',', ';', '\t')),
    // Of times in the list that say nothing of it.
    utcOffset: v.optional(text('utc-offset', (value) => utcOffsetMinutes(value) !== null)),
  }),
  table({ kind: v.literal('text'), ...place, radix }),
  table({
    kind: v.literal('page'),
    ...place,
    regions: v.optional(list(words)),
    documents: v.optional(words),
    encoding: v.optional(text('encoding', isEncoding)),
  }),
  // The user's own dated statement: dated or it is none.
  table({ kind: v.literal('none-published'), statedOn: moment, limitDays: v.optional(whole(1, 366)) }),
]);

const profile = table({
  schema: whole(1, 1),
  name: v.optional(name),
  provider: v.optional(words),
  timeZone: v.optional(text('time-zone', isTimeZone)),
  service: v.optional(service),
  credentials: v.optional(credentials),
  anchors: v.optional(list(anchor, profileLimits.anchors)),
  certificates: v.optional(list(path, profileLimits.certificates)),
  anchorsUrl: v.optional(url),
  'tst-revocation': v.optional(tstRevocation),
  rate: v.optional(
    table({
      perSecond: v.optional(number(0.000_01, 1_000)),
      minIntervalMs: v.optional(whole(0, 86_400_000)),
      burst: v.optional(whole(1, 1_000)),
    }),
  ),
  retry: v.optional(table({ attempts: v.optional(whole(1, 10)), maxWaitSeconds: v.optional(whole(0, 3_600)) })),
  quota: v.optional(
    table({
      perMonth: v.optional(whole(1, 1e9)),
      perYear: v.optional(whole(1, 1e9)),
      enforce: v.optional(flag),
    }),
  ),
  contract: v.optional(
    table({
      start: v.optional(moment),
      end: v.optional(moment),
      noticeDays: v.optional(whole(0, 366)),
      usedWithin: v.optional(text('country', (value) => /^[A-Z]{2}$/.test(value))),
    }),
  ),
  rules: v.optional(table({ codeSigning: v.optional(flag) })),
  match: v.optional(
    table({
      certificates: v.optional(list(sha256)),
      tsaNames: v.optional(list(tsaName)),
      policies: v.optional(list(oid)),
    }),
  ),
});

/** A profile's file, read and of the right form; nothing is filled in yet. */
export type ProfileFile = v.InferOutput<typeof profile>;

/** The file's content if it has the right form, else everything that is wrong with it, in the order of the form. */
export function checkForm(
  value: unknown,
): { readonly file: ProfileFile } | { readonly issues: readonly SchemaIssue[] } {
  const result = v.safeParse(profile, value);
  return result.success ? { file: result.output } : { issues: result.issues.map(issueOf) };
}

/** What may be written at a place: for changing one key by its name. Null where the form has no such key. */
export type KeyForm = 'text' | 'number' | 'true-false' | 'list' | 'table';

export function formAt(keys: readonly (string | number)[]): KeyForm | null {
  let at: Node[] = [profile as unknown as Node];
  for (const key of keys) at = at.flatMap((node) => below(node, key));
  const [first] = at.map(bare);
  if (first === undefined) return null;
  if (first.type === 'number') return 'number';
  if (first.type === 'picklist') return typeof first.options?.[0] === 'number' ? 'number' : 'text';
  if (first.type === 'boolean') return 'true-false';
  if (first.type === 'array') return 'list';
  return first.type === 'strict_object' || first.type === 'variant' ? 'table' : 'text';
}

/** The keys that may stand below a place, over all kinds that it can be of. */
export function keysAt(keys: readonly (string | number)[]): string[] {
  let at: Node[] = [profile as unknown as Node];
  for (const key of keys) at = at.flatMap((node) => below(node, key));
  return [...new Set(at.flatMap((node) => tables(node)).flatMap((node) => Object.keys(node.entries ?? {})))];
}

/** What this file reads of the library's schemas. */
interface Node {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  readonly item?: Node;
  readonly options?: readonly (Node | string | number)[];
}

const bare = (node: Node): Node => (node.type === 'optional' ? bare(node.wrapped!) : node);

function tables(node: Node): Node[] {
  const { type, options } = bare(node);
  if (type === 'strict_object') return [bare(node)];
  return type === 'variant' ? (options as readonly Node[]).flatMap(tables) : [];
}

function below(node: Node, key: string | number): Node[] {
  const inner = bare(node);
  if (typeof key === 'number') return inner.type === 'array' ? [inner.item!] : [];
  return tables(inner).flatMap(({ entries }) => (Object.hasOwn(entries!, key) ? [entries![key]!] : []));
}

type Issue = v.BaseIssue<unknown>;

function issueOf(issue: Issue): SchemaIssue {
  const at = (issue.path ?? []).map(({ key }) => key as string | number);
  if (issue.message.startsWith('{')) {
    const { problem, facts } = JSON.parse(issue.message) as Pick<SchemaIssue, 'problem' | 'facts'>;
    const isNewer = at.join() === 'schema' && typeof issue.input === 'number' && issue.input > 1;
    return isNewer ? { path: at, problem: 'newer-schema', facts: {} } : { path: at, problem, facts };
  }
  const isKey = issue.path?.at(-1)?.origin === 'key';
  if (isKey) return { path: at, problem: issue.expected === 'never' ? 'unknown-key' : 'missing-key', facts: {} };
  if (issue.type === 'variant' && at.at(-1) === 'kind') {
    const choices = (issue.expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ', ');
    return issue.received === 'undefined'
      ? { path: at, problem: 'missing-key', facts: {} }
      : { path: at, problem: 'bad-choice', facts: { choices } };
  }
  return { path: at, problem: 'wrong-form', facts: { form: 'table' } };
}

/** A label of the WHATWG's encodings that is known here. */
function isEncoding(value: string): boolean {
  try {
    return new TextDecoder(value).encoding !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isUrl(value: string): boolean {
  const parsed = value.length <= profileLimits.path ? URL.parse(value) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false;
  return parsed.username === '' && parsed.password === '' && !/[\s\p{Cc}]/u.test(value);
}
