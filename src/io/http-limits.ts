/** Bounds on one exchange over the network, each with its reason. Sizes come with the request, redirects from the core's limits. */
export const httpLimits = {
  /** Milliseconds until a connection stands, DNS and TLS included: three lost SYN packets. */
  connect: 10_000,
  /** Milliseconds until the answer's header: a time-stamping authority signs in well under a second, a busy one queues. */
  headers: 30_000,
  /** Milliseconds between two pieces of a body. */
  body: 15_000,
  /** Milliseconds for everything together, so that a server that drips can't hold a run. */
  total: 60_000,
  /** Bytes of the answer's header. */
  headerBytes: 16 << 10,
  /** Content codings laid over each other: one is what servers send, two what a proxy adds. */
  codings: 2,
} as const;
