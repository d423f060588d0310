import type { TstEntries } from './entries.ts';
import type { TstScope } from './scope.ts';

/** A TST revocation list, read and indexed. Times in milliseconds since 1970. */
export interface TstList {
  /** How it is written. */
  readonly kind: 'json' | 'csv' | 'text';
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
  /** When the provider says it was issued; null where it doesn't say. */
  readonly thisUpdate: number | null;
  /** When the provider says that the next will be; null where it doesn't say. */
  readonly nextUpdate: number | null;
  /** Grows with every issue; null where the list has none. */
  readonly number: bigint | null;
  /** Whose tokens it says that it is about; null where it doesn't say. */
  readonly appliesTo: TstScope | null;
  /** The revoked tokens. */
  readonly entries: TstEntries;
}
