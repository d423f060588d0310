import * as tls from 'node:tls';
import type { TrustSource } from '../app/ports.ts';
import { TstError } from '../core/verdict/errors.ts';

/** The roots that Node brings along, or those of this machine: made for TLS, which the report says. */
export function rootSet(name: 'bundled' | 'system'): TrustSource {
  // A system's directories often name the same root twice.
  const pems = [...new Set(name === 'bundled' ? tls.rootCertificates : systemRoots())];
  if (pems.length === 0) throw new TstError('trust-unreadable', { path: name, reason: 'no roots found' });
  const files = pems.map((pem, i) => ({ name: `${name}#${i + 1}`, bytes: new Uint8Array(Buffer.from(pem, 'latin1')) }));
  return { kind: 'tls-roots', files, passedOver: [] };
}

function systemRoots(): readonly string[] {
  try {
    return tls.getCACertificates('system');
  } catch (error) {
    throw new TstError(
      'trust-unreadable',
      { path: 'system', reason: 'not available on this system' },
      { cause: error },
    );
  }
}
