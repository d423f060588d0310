import type { Summary } from './aggregate.ts';
import type { Code } from './codes.ts';
import type { SourceLine } from './source-line.ts';
import type { PolicyName, Status } from './status.ts';
import type { PageChange, TstSourceLine } from './tst-source-line.ts';
import type { Want } from './want.ts';

/** What the token says of itself, as far as it could be read. Null: absent or unreadable. All times are UTC. */
export interface TokenFacts {
  /** genTime with every digit that was sent, RFC 3339 (RFC 3161 §2.4.2). */
  readonly genTime: string | null;
  /** genTime in whole milliseconds since 1970, rounded down. */
  readonly genTimeMs: number | null;
  /** Half the width of the interval that the TSA vouches for; `assumed` where the token names none. */
  readonly accuracy: { readonly micros: number; readonly assumed: boolean } | null;
  /** serialNumber, of whatever size. */
  readonly serial: { readonly hex: string; readonly decimal: string } | null;
  /** The TSA's policy, an OBJECT IDENTIFIER in dotted form. */
  readonly policy: string | null;
  /** messageImprint: the hash algorithm by name (or its identifier, where unknown) and the value in hexadecimal. */
  readonly hash: { readonly algorithm: string; readonly value: string } | null;
  /** TSTInfo.tsa in readable form. */
  readonly tsa: string | null;
  /** Subject of the certificate that verifies the signature. */
  readonly signer: string | null;
  /** In hexadecimal; null where there is none. */
  readonly nonce: string | null;
  /** notAfter of the signer's certificate in milliseconds since 1970: after it, ordinary verification is not enough. */
  readonly expires: number | null;
}

/** A certificate of the path, from the signer to the anchor. */
export interface PathEntry {
  /** RFC 4514; not escaped for any output. */
  readonly subject: string;
  /** Likewise. */
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  /** Milliseconds since 1970; the last moment of the period. */
  readonly notAfter: number;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly sha256: string;
  /** Where the certificate came from. */
  readonly origin: CertificateOrigin;
}

/** Where a certificate came from. Only the user can make an anchor. */
export type CertificateOrigin = 'anchor' | 'token' | 'user' | 'fetched';

/** Something that the verdict used, named by its hash. */
export interface EvidenceEntry {
  /** What it is. */
  readonly kind: 'token' | 'request' | 'certificate' | 'anchor' | 'crl' | 'ocsp';
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
  /** Where it came from. */
  readonly origin: CertificateOrigin;
  /** Where and when (milliseconds since 1970) it was fetched, for what was fetched. */
  readonly url: string | null;
  /** Milliseconds since 1970; null where nobody knows. */
  readonly fetchedAt: number | null;
}

/** How one certificate of the path stands, and every source that was tried for it. Times in milliseconds since 1970. */
export interface CertificateStanding {
  /** Subject and serial. */
  readonly object: string;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly sha256: string;
  /** `tsa`: the token's signer; `ca`: a CA above it. */
  readonly role: 'tsa' | 'ca';
  /** `pass`: not revoked in a way that touches the token. */
  readonly status: Status;
  /** Why it did not pass; null where it did. */
  readonly code: Code | null;
  /** The revocation that decided, if any; `reason` by its name (RFC 5280 §5.3.1). */
  readonly revocation: {
    readonly date: number;
    readonly reason: string;
    readonly invalidityDate: number | null;
    readonly url: string | null;
  } | null;
  /** Every source that was tried. */
  readonly sources: readonly SourceLine[];
}

/** How the token itself stands, by the lists that its provider publishes. */
export interface TstStanding {
  /** What a pass rests on: a list, a page that a person reviewed, or the user's statement that there is none; null: nothing passed. */
  readonly basis: 'list' | 'review' | 'statement' | null;
  /** Every source that was looked at. */
  readonly sources: readonly TstSourceLine[];
  /** What is different from the page that was reviewed, where that decided. */
  readonly change: PageChange | null;
  /** Names of the sources of which a newer answer could decide more. */
  readonly wants: readonly string[];
}

/** The verdict with everything that a report shows. Plain data: the same input gives the same judgement, byte for byte. */
export interface Judgement extends Summary {
  /** How it was judged. */
  readonly policy: PolicyName;
  /** The moment judged for, in milliseconds since 1970; null where `gentime` was asked for and the token has none. */
  readonly at: number | null;
  /** How `at` was given. */
  readonly atSource: 'now' | 'given' | 'gentime';
  /** The moment of judging, in milliseconds since 1970. */
  readonly now: number;
  /** What the token says of itself. */
  readonly token: TokenFacts;
  /** From the signer to the anchor, as far as it got. */
  readonly path: readonly PathEntry[];
  /** The certificates of the path below the anchor, from the signer on; empty where no valid path was found. */
  readonly revocation: readonly CertificateStanding[];
  /** What the providers' lists of revoked tokens say of it. */
  readonly tstRevocation: TstStanding;
  /** Later revocation information was left out; null: none was. Milliseconds since 1970. */
  readonly asKnownOn: number | null;
  /** Everything that the verdict rests on. */
  readonly evidence: readonly EvidenceEntry[];
  /** What could be fetched to decide more; empty when nothing would help. */
  readonly wants: readonly Want[];
}
