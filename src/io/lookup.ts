import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { TstError } from '../core/verdict/errors.ts';
import { type AddressKind, addressKind } from './address.ts';

/** Names to addresses, as node:dns does it. */
export type Resolver = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name, judges every address and hands on only those that may be reached (`open`: all): the connection is made to
 * exactly what was judged, so that a name server that answers differently the second time gains nothing. `saw` is told what
 * the name led to. Fails with a TstError `address-refused` where nothing is left.
 */
export function guardedLookup(
  open: boolean,
  saw: (hostname: string, kinds: readonly AddressKind[]) => void,
  resolve: Resolver = lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const kinds = addresses.map(({ address }) => addressKind(address));
      saw(hostname, kinds);
      const allowed = open ? addresses : addresses.filter((_, i) => kinds[i] === 'public');
      const first = allowed[0];
      if (first === undefined) return callback(new TstError('address-refused', { address: kinds[0] ?? 'none' }), '');
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
