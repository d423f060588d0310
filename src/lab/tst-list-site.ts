import { createHash } from 'node:crypto';
import type { Published } from './revocation-site.ts';
import { type IssuedToken, TokenRegister, type TokenRevocation } from './token-register.ts';
import type { TstListFault } from './tst-list-faults.ts';
import {
  csvList,
  documentText,
  jsonList,
  type ListPlan,
  type PagePlan,
  repositoryPage,
  textList,
} from './tst-list-plan.ts';

export interface TstListSiteOptions {
  /** The TSU's certificate, DER. */
  readonly tsu: Uint8Array;
  /** The policy of the lab's tokens. */
  readonly policy: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const hour = 3_600_000;
const provider = 'Lab';

/** The lists of revoked tokens and the page about them, faithful or with faults. */
export class TstListSite {
  readonly #options: TstListSiteOptions;
  readonly #register = new TokenRegister();
  /** Grows with every change, and from one start to the next. */
  #number: number;
  #issuedAt: number;

  constructor(options: TstListSiteOptions) {
    this.#options = options;
    this.#issuedAt = options.clock();
    this.#number = Math.floor(this.#issuedAt / 1_000);
  }

  /** Remembers a token that was issued. */
  know(token: IssuedToken): void {
    this.#register.know(token);
  }

  /** Revokes from now on; a new list is issued at once. Throws RangeError where nothing is named. */
  revoke(revocation: TokenRevocation): void {
    const now = this.#options.clock();
    this.#register.revoke(revocation, createHash('sha256').update(this.#options.tsu).digest('hex'), now);
    this.#issuedAt = now;
    this.#number++;
  }

  /** A list in one of its formats. */
  list(format: 'json' | 'csv' | 'txt', fault?: TstListFault): Published {
    const plan = this.#plan(fault);
    const write = {
      json: () => jsonList(plan),
      csv: () => csvList(plan),
      txt: () => textList(plan, this.#register),
    };
    return { body: Buffer.from(write[format]()), thisUpdate: plan.thisUpdate, nextUpdate: plan.nextUpdate };
  }

  /** The page of the repository. */
  page(fault?: TstListFault): Published {
    return this.#published(repositoryPage(this.#pagePlan(fault), this.#options.clock()));
  }

  /** The document that the page links to. */
  document(fault?: TstListFault): Published {
    return this.#published(this.#pagePlan(fault).document);
  }

  #published(text: string): Published {
    return { body: Buffer.from(text), thisUpdate: this.#issuedAt, nextUpdate: null };
  }

  /** Issued again every hour, and good for a day. */
  #plan(fault: TstListFault | undefined): ListPlan {
    const now = this.#options.clock();
    if (now - this.#issuedAt >= hour) {
      this.#issuedAt = now;
      this.#number++;
    }
    const good: ListPlan = {
      provider,
      thisUpdate: this.#issuedAt,
      nextUpdate: this.#issuedAt + 24 * hour,
      number: this.#number,
      appliesTo: this.#options.policy,
      radix: 16,
      entries: this.#register.revoked,
      first: null,
    };
    const issued = this.#register.issued.map(({ serial }) => serial);
    return { ...good, ...fault?.list?.(good, { now, issued }) };
  }

  #pagePlan(fault: TstListFault | undefined): PagePlan {
    const entries = this.#register.revoked;
    const good: PagePlan = { provider, entries, line: null, document: documentText(entries), isMaintained: false };
    return { ...good, ...fault?.page?.(good) };
  }
}
