import { createHash } from 'node:crypto';
import { TstListError } from '../../src/core/revocation/tst-list/list-error.ts';
import { listSignatureProblem } from '../../src/core/revocation/tst-list/list-signature.ts';
import {
  type PageFormat,
  type PageSnapshot,
  pageSnapshot,
  readTstPage,
  TstPageError,
} from '../../src/core/revocation/tst-list/page.ts';
import { readTstList, type TstListFormat } from '../../src/core/revocation/tst-list/read-list.ts';
import { nameSelector } from '../../src/core/revocation/tst-list/selectors.ts';
import type { TstFailure, TstSnapshot } from '../../src/core/revocation/tst-list/snapshot.ts';
import type { TstSourceInput } from '../../src/core/revocation/tst-list/source.ts';
import { profiles } from '../../src/lab/profile.ts';
import { encodeToken, ids, planFor } from '../../src/lab/tsa.ts';
import { tstListFaultTable } from '../../src/lab/tst-list-faults.ts';
import { csvColumns } from '../../src/lab/tst-list-plan.ts';
import { minute, published, type Scene, serial } from './scene.ts';

// What a source of revoked tokens has given by the time that a token is judged: lists, pages, reviews, failures.

export type Kind = 'json' | 'csv' | 'txt';
export type Given = Omit<TstSourceInput, 'name' | 'kind' | 'scope'> &
  Partial<TstSourceInput> & { readonly asKnownOn?: number };

export const { policy } = profiles.plain;
export const formats: Readonly<Record<Kind, TstListFormat>> = {
  json: { kind: 'json' },
  csv: { kind: 'csv', columns: csvColumns, radix: 16, zone: null },
  txt: { kind: 'text', radix: null },
};
export const origin = 'https://lab.example/list';
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a fetch of these bytes leaves behind: a snapshot, or why there is none. */
export function fetched(bytes: Uint8Array, format: TstListFormat, change: Partial<TstSnapshot> = {}): Given {
  const at = change.fetchedAt === undefined ? published : change.fetchedAt;
  try {
    const list = readTstList(bytes, format);
    const one = { origin, fetchedAt: at, sha256: list.sha256, unauthentic: null, content: { list }, ...change };
    return { snapshots: [one] };
  } catch (error) {
    if (!(error instanceof TstListError)) throw error;
    return { failures: [failure(error.code, at ?? published)] };
  }
}

export const failure = (code: TstFailure['code'], at: number): TstFailure => ({ origin, at, code, facts: {} });
export const listOf = ({ tokens, clock }: Scene, kind: Kind, fault?: keyof typeof tstListFaultTable) =>
  fetched(tokens.list(kind, fault && tstListFaultTable[fault]).body, formats[kind], { fetchedAt: clock.ms });

/** A list in the JSON format with these entries. */
export const json = (entries: readonly object[], head: object = {}) =>
  fetched(
    Buffer.from(
      JSON.stringify({
        format: 'tst-revocation-list',
        version: 1,
        thisUpdate: iso(published),
        appliesTo: { policies: [policy] },
        ...head,
        entries,
      }),
    ),
    formats.json,
  );

export const iso = (ms: number) => new Date(ms).toISOString();
export const hex = (number: bigint) => `0x${number.toString(16)}`;

export function together(...parts: readonly Given[]): Given {
  const snapshots = parts.flatMap((part) => part.snapshots ?? []);
  return Object.assign({}, ...parts, { snapshots, failures: parts.flatMap((part) => part.failures ?? []) });
}

export const pageFormat: PageFormat = { kind: 'page', regions: ['#tst-revocation'], documents: 'a.document' };

/** The page as it is now, with its document; what is wrong with it where it can't be watched. */
async function page({ tokens, clock }: Scene, fault?: keyof typeof tstListFaultTable): Promise<PageSnapshot | Given> {
  const lie = fault && tstListFaultTable[fault];
  const answer = { bytes: tokens.page(lie).body, url: 'https://lab.example/repository/index.html', contentType: null };
  try {
    const reading = await readTstPage(answer, pageFormat);
    return pageSnapshot(reading, new Map(reading.wanted.map((url) => [url, sha256(tokens.document(lie).body)])));
  } catch (error) {
    if (!(error instanceof TstPageError)) throw error;
    return { kind: 'page', failures: [failure(error.code, clock.ms)] };
  }
}

/** The page reviewed by a person, who found no token revoked, and fetched again ten minutes later. */
export async function reviewed(at: Scene, fault?: keyof typeof tstListFaultTable): Promise<Given> {
  const before = (await page(at)) as PageSnapshot;
  const reviews = [{ reviewedAt: at.clock.ms, page: before, revoked: null }];
  at.clock.ms += 10 * minute;
  const after = await page(at, fault);
  const shot = (one: PageSnapshot, fetchedAt: number): TstSnapshot => ({
    origin,
    fetchedAt,
    sha256: one.fingerprint,
    unauthentic: null,
    content: { page: one },
  });
  const first = shot(before, published);
  if (!('fingerprint' in after)) return { kind: 'page', reviews, snapshots: [first], ...after };
  return { kind: 'page', reviews, snapshots: [first, shot(after, at.clock.ms)] };
}
export const signedText = `# radix: 16\n# this-update: ${iso(published)}\n`;
/** A list with a signature beside it, by the TSU's key; the source demands one of its owner. */
export function signedList(at: Scene, choose: (sign: (content: Uint8Array) => Uint8Array) => Uint8Array | null): Given {
  const bytes = Buffer.from(signedText);
  const signature = choose((content) => detached(at.authority, content));
  const signers = [nameSelector('Lab TSU 1')!];
  const options = { anchors: at.input.anchors, candidates: [], signers, at: at.clock.ms };
  return fetched(bytes, formats.txt, { unauthentic: listSignatureProblem(bytes, signature, options) });
}

function detached(authority: Scene['authority'], content: Uint8Array): Uint8Array {
  const imprint = { algorithm: '', parameters: null, value: content };
  const occasion = { imprint, nonce: null, certReq: true, policy: null, serial, genTime: '20240615120000Z' };
  const messageDigest = createHash('sha256').update(content).digest();
  return encodeToken({
    ...planFor(profiles.plain, authority, { ...occasion, imprint: { ...imprint, algorithm: ids.data } }),
    eContentType: ids.data,
    eContent: 'absent',
    contentTypeAttribute: ids.data,
    messageDigest,
  });
}
