/**
 * Every limit on hostile input, with its reason. Exceeding one is an answer with the code `limit`, never a crash or a hang.
 */
export const limits = {
  /** Bytes of a time-stamp response or token: the largest real one seen, with a CRL inside, is under 200 KiB. */
  tokenBytes: 1 << 20,
  /** Bytes of a time-stamp request: a hash, a nonce and a few extensions; real ones are under 200 bytes. */
  requestBytes: 64 << 10,
  /** Bytes of one certificate: the largest in public trust lists is under 10 KiB. */
  certificateBytes: 256 << 10,
  /** Bytes of one file of trust anchors or candidates; a whole operating system's root set is about 1 MiB. */
  trustFileBytes: 64 << 20,
  /** Files in one trust directory or ZIP. */
  trustFiles: 10_000,
  /** Bytes of a fetched certificate or certificate bundle (AIA caIssuers). */
  aiaBytes: 256 << 10,
  /** Nesting of ASN.1 values; a token with a full chain needs 16. */
  depth: 32,
  /**
   * Values in one BER message that is normalised; a token with twenty certificates has about 3,000, and every entry of an
   * embedded CRL another six.
   */
  elements: 60_000,
  /** Certificates in one CertificateSet or bundle that are considered; a megabyte holds no more than about 2,500. */
  certificatesPerSet: 4_000,
  /** Attributes in one set and values in one attribute; real signers send at most nine. */
  attributes: 64,
  /** ESSCertIDs in one attribute; real ones have at most five. */
  essCertIds: 64,
  /** Characters shown of any text that comes from a token, certificate or server. */
  shownText: 512,

  /** Certificates in one path, the anchor included: PKITS needs 8, real time-stamping paths 5. */
  pathLength: 20,
  /**
   * Signature checks while building paths for one token, in units of one RSA-2048 check (larger keys cost more): all
   * RSA certificates that fit into one token can be tried once, up to 4096 bits; about a fifth of a second.
   */
  signatureWork: 8_000,
  /** Steps of path building (a candidate looked at): a name lookup and a comparison each, under a microsecond. */
  pathSteps: 100_000,
  /** Whole paths validated for one token before giving up: real cross-certification meshes offer under ten. */
  paths: 200,
  /** Comparisons of a name with a name constraint, per token: OpenSSL's own bound is 2^20 per certificate. */
  nameComparisons: 250_000,
  /** Nodes and edges of one path's policy graph (RFC 9618): linear in the certificates' own policies. */
  policyNodes: 10_000,
  /** Bits of an RSA modulus; larger keys cost over a millisecond per signature and exist nowhere. */
  rsaBits: 16_384,

  /** Bytes of one CRL: the largest in public use are some tens of megabytes. */
  crlBytes: 64 << 20,
  /** Entries of one CRL: what fits into its bytes at some twenty each. */
  crlEntries: 3_400_000,
  /** Bytes of one OCSP response; real ones, with a delegate's certificate, are under 8 KiB. */
  ocspBytes: 64 << 10,
  /** Signers tried for one CRL or OCSP answer, once each has a path to the anchor: an authority renews its key a few times. */
  revocationSigners: 16,
  /** Certificates of a CRL issuer's name that are considered at all, those first that the list itself points to. */
  crlIssuers: 64,
  /** Certificates of CRL issuers and responders that are judged themselves while one certificate is judged. */
  revocationDepth: 64,
  /** Paths of CRL issuers that are looked for while one certificate is judged: each costs as much as all candidates are. */
  signerPaths: 128,

  /** Bytes behind one --crl, --ocsp or --evidence, unpacked: a few CRLs of the largest size, or one of them as PEM. */
  givenBytes: 256 << 20,
  /** Files behind one of them. */
  givenFiles: 10_000,
  /** CRLs, OCSP answers and PEM blocks of any kind read out of them: years of one authority, or of a hundred. */
  givenMessages: 10_000,
  /** Bytes of the manifest of saved evidence: about 300 for each thing that it names. */
  manifestBytes: 16 << 20,
  /** Entries of one list in a manifest. */
  manifestEntries: 10_000,
  /** Characters of one text in a manifest; the longest path of any system has 32,767. */
  manifestText: 64 << 10,

  /** Bytes of one TST revocation list: a million entries with reason and notice are some 200 MB. */
  tstListBytes: 256 << 20,
  /** Entries of one TST revocation list: what fits into its bytes at some sixty each. */
  tstListEntries: 4_000_000,
  /** Entries of one list that name neither serial, imprint nor time, and so are looked at for every token. */
  tstListScanned: 1_000,
  /** Entries of one list that are looked at closely for one token: a provider lists a token once or twice. */
  tstListMatches: 10_000,
  /** Octets of a serial number in a list: RFC 3161 asks for 20; no token in the field has over 30. */
  tstSerialOctets: 1_024,
  /** Bytes of one field of a list, such as a reason or a notice. */
  tstFieldBytes: 64 << 10,
  /** Columns of a CSV list. */
  csvColumns: 1_000,
  /** Bytes of one watched page: real ones are under 500 KB. */
  pageBytes: 4 << 20,
  /** Elements and comments of one page: HTML repairs itself by repeating elements, so that its size alone bounds nothing. */
  pageElements: 100_000,
  /** Nesting of a page's elements: browsers stop at 512. */
  pageDepth: 512,
  /** Times that a page repeats its `html` or `body`, whose attributes are then joined. */
  pageBodies: 100,
  /** Links out of the watched regions of one page. */
  pageLinks: 5_000,

  /** Rounds of "judge, fetch what is missing, judge again". A path of five needs at most four. */
  rounds: 8,
  /** URLs fetched for one token. */
  fetches: 32,
  /** Redirects followed per fetch. */
  redirects: 3,
} as const;

/** The name of a limit. */
export type LimitName = keyof typeof limits;
