import { limits } from '../../src/core/der/limits.ts';
import { readTstPage, TstPageError } from '../../src/core/revocation/tst-list/page.ts';
import { tstListFaultTable } from '../../src/lab/tst-list-faults.ts';
import {
  failure,
  fetched,
  formats,
  type Given,
  hex,
  iso,
  json,
  type Kind,
  listOf,
  origin,
  pageFormat,
  policy,
  reviewed,
  sha256,
  signedList,
  signedText,
  together,
} from './list-given.ts';
import type { ListRuleId } from './list-rules.ts';
import { day, genTime, minute, now, published, type Scene, serial } from './scene.ts';

interface Plan {
  readonly lists: ListRuleId;
  readonly description: string;
  readonly given: (at: Scene) => Given | Promise<Given>;
}

const plan = (lists: ListRuleId, description: string, given: Plan['given']): Plan => ({ lists, description, given });
const listed = (lists: ListRuleId, description: string, entry: object) => plan(lists, description, () => json([entry]));

/** Ends of genTime ± accuracy. */
const [earliest, latest] = [genTime - 1_000, genTime + 1_000];
const good = (kind: Kind) =>
  plan(kind === 'txt' ? 'list.text' : `list.${kind}`, `a list in ${kind}, which lists nothing`, (at) =>
    listOf(at, kind),
  );
const revokedIn = (kind: Kind) =>
  plan(kind === 'txt' ? 'list.text' : `list.${kind}`, `a list in ${kind}, which lists the token`, (at) => {
    at.tokens.revoke({ serial: 'last' });
    return listOf(at, kind);
  });

/** Every case of the rules on lists, by its name. */
export const listPlans: Readonly<Record<string, Plan>> = {
  'listed by serial': listed('list.selectors', 'an entry with the serial number', { serial: hex(serial) }),
  'listed by policy': listed('list.selectors', 'an entry with the policy', { policy }),
  'listed by TSA name': listed('list.selectors', 'an entry with the name of the TSU', { tsaName: 'Lab TSU 1' }),
  'listed by TSU certificate': plan('list.selectors', 'an entry with the TSU certificate', (at) =>
    json([{ tsuCertificate: { sha256: sha256(at.authority.tsu.der) } }]),
  ),
  'listed by imprint': plan('list.selectors', 'an entry with the imprint', ({ input }) =>
    json([{ imprint: { algorithm: 'sha256', value: Buffer.from(input.digests.get('sha256')!).toString('hex') } }]),
  ),
  'one selector of two': listed('list.selectors', 'an entry with the serial number and another policy', {
    serial: hex(serial),
    policy: '1.3.6.1.4.1.99999.2.1',
  }),
  'entry without selectors': listed('list.no-selector', 'an entry that says nothing but why', { reason: 'clock' }),
  'entry with one selector': listed('list.no-selector', 'an entry with the serial number of another token', {
    serial: hex(serial + 1n),
  }),
  'list-of-other-provider': plan('list.scope', tstListFaultTable['list-of-other-provider'].description, (at) =>
    listOf(at, 'json', 'list-of-other-provider'),
  ),
  'list of this provider': plan('list.scope', 'the list names the policy of the token', () => json([])),
  'serial with zeros': listed('list.serial', 'the serial number with zeros before it', {
    serial: `0x0000${serial.toString(16)}`,
  }),
  'serial in decimal': plan('list.serial', 'the serial number in decimal, which the list states', () =>
    json([{ serial: serial.toString() }], { radix: 10 }),
  ),
  'serial negated': listed('list.serial', 'the serial number with another sign', { serial: `-${hex(serial)}` }),
  'range from serial': listed('list.range', 'a range that begins with the serial number', {
    serialRange: { from: hex(serial), to: hex(serial + 9n) },
  }),
  'range to serial': listed('list.range', 'a range that ends with the serial number', {
    serialRange: { from: hex(serial - 9n), to: hex(serial) },
  }),
  'range before serial': listed('list.range', 'a range that ends one before the serial number', {
    serialRange: { from: hex(serial - 9n), to: hex(serial - 1n) },
  }),
  'genTime touches': listed('list.gen-time', 'a range that ends at genTime − accuracy', {
    genTime: { to: iso(earliest) },
  }),
  'genTime after': listed('list.gen-time', 'a range that begins a millisecond after genTime + accuracy', {
    genTime: { from: iso(latest + 1) },
  }),
  'json good': good('json'),
  'json listed': revokedIn('json'),
  'csv good': good('csv'),
  'csv listed': revokedIn('csv'),
  'csv malformed': plan('list.csv', tstListFaultTable['list-malformed'].description, (at) =>
    listOf(at, 'csv', 'list-malformed'),
  ),
  'csv in Shift_JIS': plan(
    'list.csv',
    'a list in Shift_JIS, whose reason is in Japanese, which lists the token',
    () => {
      // 時刻 in Shift_JIS.
      const reason = Buffer.from('8e9e8d8f', 'hex');
      const text = [Buffer.from(`serial,reason\r\n${serial.toString(16)},`), reason, Buffer.from('\r\n')];
      return fetched(Buffer.concat(text), {
        kind: 'csv',
        columns: { serial: 'serial', reason: 'reason' },
        radix: 16,
        zone: null,
        encoding: 'shift_jis',
      });
    },
  ),
  'text good': good('txt'),
  'text listed': revokedIn('txt'),
  'list-no-radix': plan('list.text', tstListFaultTable['list-no-radix'].description, (at) =>
    listOf(at, 'txt', 'list-no-radix'),
  ),
  'page reviewed': plan('list.page', 'the page is as it was when a person found no token revoked on it', reviewed),
  'page not reviewed': plan('list.page', 'nobody has reviewed the page', async (at) => ({
    ...(await reviewed(at)),
    reviews: [],
  })),
  ...Object.fromEntries(
    (['page-changed', 'page-document-changed', 'page-without-region'] as const).map((fault) => [
      fault,
      plan('list.page', tstListFaultTable[fault].description, (at) => reviewed(at, fault)),
    ]),
  ),
  stated: plan('list.none-published', 'the user stated a week ago that the provider publishes no list', () => ({
    kind: 'none-published',
    statement: { statedAt: now - 7 * day },
  })),
  'statement lapsed': plan('list.none-published', 'the statement is 91 days old', () => ({
    kind: 'none-published',
    statement: { statedAt: now - 91 * day },
  })),
  'page within limits': plan('list.size', 'a page of usual size', reviewed),
  'page too large': plan('list.size', 'a page of more octets than are read', async () => {
    const bytes = Buffer.alloc(limits.pageBytes + 1, ' ');
    const error = await readTstPage({ bytes, url: origin, contentType: null }, pageFormat).catch((caught) => caught);
    if (!(error instanceof TstPageError)) throw error;
    return { kind: 'page', failures: [failure(error.code, published)] };
  }),
  'list signed': plan('list.authentic', 'a detached signature beside the list, by whom the profile names', (at) =>
    signedList(at, (sign) => sign(Buffer.from(signedText))),
  ),
  'signature missing': plan('list.authentic', 'the source demands a signature, and none is there', (at) =>
    signedList(at, () => null),
  ),
  'signature of other bytes': plan('list.authentic', 'the signature is over another list', (at) =>
    signedList(at, (sign) => sign(Buffer.from('another list'))),
  ),
  'fresh by nextUpdate': plan('list.fresh', 'before nextUpdate, and issued after genTime', (at) => listOf(at, 'json')),
  'list-stale': plan('list.fresh', tstListFaultTable['list-stale'].description, (at) =>
    listOf(at, 'json', 'list-stale'),
  ),
  'older than maxAge': plan('list.fresh', 'no nextUpdate, and older than the profile allows', () => ({
    ...json([]),
    maxAge: 10 * minute,
  })),
  'older than the token': plan('list.fresh', 'the list was fetched and issued before genTime', (at) => {
    at.clock.ms = genTime - 10 * minute;
    return fetched(
      Buffer.from(`# radix: 16\n# this-update: ${iso(at.clock.ms)}\n# next-update: ${iso(now + day)}\n`),
      formats.txt,
      { fetchedAt: at.clock.ms },
    );
  }),
  'newer number': plan('list.rollback', 'the next list has a greater number and another entry', (at) => {
    const before = listOf(at, 'json');
    at.clock.ms += minute;
    at.tokens.revoke({ serial: 1n });
    return together(before, listOf(at, 'json'));
  }),
  ...Object.fromEntries(
    (['list-rolled-back', 'list-forgets'] as const).map((fault) => [
      fault,
      plan('list.rollback', tstListFaultTable[fault].description, (at) => {
        at.tokens.revoke({ serial: 1n });
        const before = listOf(at, 'json');
        at.clock.ms += minute;
        return together(before, listOf(at, 'json', fault));
      }),
    ]),
  ),
  'listed once': plan('list.any-snapshot', 'an earlier list names the token, the latest does not', () =>
    together(
      json([{ serial: hex(serial) }], { number: 1, thisUpdate: iso(published - minute) }),
      json([], { number: 2 }),
    ),
  ),
  'as known before the list': plan('list.any-snapshot', 'the token was listed later than --as-known-on', () => {
    const later = json([{ serial: hex(serial) }], { number: 2, thisUpdate: iso(published + 10 * minute) });
    const snapshots = later.snapshots!.map((one) => ({ ...one, fetchedAt: published + 10 * minute }));
    return { ...together(json([], { number: 1 }), { snapshots }), asKnownOn: published + minute };
  }),
  'list-malformed': plan(
    'list.parse-error',
    `${tstListFaultTable['list-malformed'].description}, and no earlier list`,
    (at) => listOf(at, 'json', 'list-malformed'),
  ),
  'malformed after a good one': plan('list.parse-error', 'the last good list is fresh, a newer one malformed', (at) => {
    const before = listOf(at, 'json');
    at.clock.ms += minute;
    return together(before, listOf(at, 'json', 'list-malformed'));
  }),
  'empty list': plan('list.not-empty', 'a list without entries', () => json([])),
  'empty file': plan('list.not-empty', 'a file without octets', () => fetched(Buffer.alloc(0), formats.json)),
  'web page for a list': plan('list.not-empty', 'an HTML page in place of the list', () =>
    fetched(Buffer.from('<!doctype html><title>Maintenance</title>'), formats.csv),
  ),
  'cut off': plan('list.not-empty', 'half of the list', ({ tokens }) => {
    const { body } = tokens.list('json');
    return fetched(body.subarray(0, body.length >> 1), formats.json);
  }),
};
