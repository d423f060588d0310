/**
 * Bounds on what one run asks of other people's servers, each with its reason. With all of them dead, slow or lying, whatever
 * the number of tokens, a run ends after `waiting`, plus what is under way by then, plus one attempt for every server that had
 * served before and stops doing so. An attempt is one exchange, or four where each of two ways to ask OCSP is cut off once: a
 * minute, and a quarter more for a list that is cut off before it begins. Bytes are bounded by the core's limits, connections by
 * those of `io/http-limits.ts`.
 */
export const fetchLimits = {
  /** Milliseconds for one certificate or OCSP answer: small, made beforehand, and a token can name many dead servers. */
  exchange: 15_000,
  /** Milliseconds for one CRL, once it begins within `exchange`: the largest real ones, over a line of 8 Mbit/s. */
  list: 60_000,
  /** Exchanges under way at once, over all servers: a path of five with two places each fits, and a fast line is full. */
  atOnce: 16,
  /** Of them with one server: what a browser allows itself is six, and this is a guest that nobody watches. */
  perServer: 4,
  /** Of them CRLs: each may need its 64 MiB of memory while it comes. */
  listsAtOnce: 4,
  /** Failures in a row after which a server is down: one is chance, two are a restart. */
  failures: 3,
  /** Milliseconds until what failed is tried again; twice as many after each further failure. */
  backOff: 2_000,
  /** Milliseconds after which it is tried again at the latest, and the longest Retry-After that is kept. */
  longestBackOff: 300_000,
  /** Milliseconds that all failed exchanges of a run may take together, those at the same time counted once: eight time-outs. */
  waiting: 120_000,
  /** Characters of an ETag or a Last-Modified that is sent back; real ones have under 100. */
  validator: 512,
} as const satisfies Record<string, number>;

export type FetchLimits = Readonly<Record<keyof typeof fetchLimits, number>>;
