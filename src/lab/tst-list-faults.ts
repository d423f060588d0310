import type { ListPlan, PagePlan } from './tst-list-plan.ts';

/** What a fault can draw on to deviate. */
export interface TstListScene {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Serial numbers of the tokens issued. */
  readonly issued: readonly bigint[];
}

/** One way in which the list or page of revoked tokens deviates from a good one. */
export interface TstListFault {
  readonly description: string;
  readonly list?: (plan: ListPlan, scene: TstListScene) => Partial<ListPlan>;
  readonly page?: (plan: PagePlan) => Partial<PagePlan>;
}

const day = 86_400_000;
/** A policy that the lab doesn't have. */
const otherPolicy = '1.3.6.1.4.1.99999.2.1';

/** Every lie about revoked tokens, by name. Where a format can't tell it, it is the good list. */
export const tstListFaultTable = {
  'list-stale': {
    description: 'nextUpdate has passed (json, txt)',
    list: (_, { now }) => ({ thisUpdate: now - 3 * day, nextUpdate: now - 2 * day }),
  },
  'list-rolled-back': {
    description: 'the list of a month ago: a smaller number, an older date, no entries',
    list: ({ number }, { now }) => ({
      number: number - 1_000,
      thisUpdate: now - 30 * day,
      nextUpdate: now + day,
      entries: [],
    }),
  },
  'list-forgets': { description: 'the entries are gone, and the number is the same', list: () => ({ entries: [] }) },
  'list-malformed': {
    description:
      'the first entry has a serial number that is none: line 2, column 14 (json) or 1 (csv); line 5, column 1 (txt)',
    list: () => ({ first: 'malformed' }),
  },
  'list-no-radix': {
    description: 'nothing says in which base the serial numbers are written (json, txt)',
    list: () => ({ first: 'bare', radix: null }),
  },
  'list-of-other-provider': {
    description: 'another provider’s list, with the same serial numbers under another policy (json, csv)',
    list: (_, { issued, now }) => ({
      appliesTo: otherPolicy,
      entries: issued.map((serial) => ({ serial, tsuSha256: null, date: now })),
    }),
  },
  'page-changed': { description: 'the watched region has one line more', page: () => ({ line: 'お知らせ / Notice' }) },
  'page-document-changed': {
    description: 'the document that the page links to has other bytes',
    page: ({ document }) => ({ document: `${document}% changed\n` }),
  },
  'page-without-region': {
    description: 'a page of status 200 without the watched region',
    page: () => ({ isMaintained: true }),
  },
} as const satisfies Record<string, TstListFault>;

export type TstListFaultName = keyof typeof tstListFaultTable;

/** The names of all lies about revoked tokens. */
export const tstListFaults = Object.keys(tstListFaultTable) as TstListFaultName[];

/** A fault by its name; undefined where there is none. */
export function tstListFaultOf(name: string): TstListFault | undefined {
  return Object.hasOwn(tstListFaultTable, name) ? tstListFaultTable[name as TstListFaultName] : undefined;
}
