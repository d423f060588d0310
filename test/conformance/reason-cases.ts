import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { type ReasonName, reasons } from '../../src/lab/crl-extensions.ts';
import type { Revocable } from '../../src/lab/revocation-register.ts';
import type { ConformanceCase } from './case.ts';
import { genTime, judgeScene, minute, scene } from './scene.ts';

/** A certificate of the path revoked for a reason, before the token, after it, or within its accuracy. */
export interface ReasonRow {
  readonly certificate: Revocable;
  readonly reason: string;
  readonly when: 'after genTime' | 'before genTime' | 'within the accuracy';
  readonly outcomes: ConformanceCase['outcomes'];
}

const moments = {
  'after genTime': genTime + 10 * minute,
  'before genTime': genTime - 10 * minute,
  'within the accuracy': genTime,
} as const;

/** removeFromCRL stands in deltas alone, and is as if not revoked. */
const names = (Object.keys(reasons) as ReasonName[]).filter((name) => name !== 'removeFromCRL');

/** RFC 5280 §5.3.1: every reason at every side of genTime, for the signer's certificate and for the CA's. */
export async function reasonRows(): Promise<ReasonRow[]> {
  const rows: ReasonRow[] = [];
  for (const certificate of ['tsu', 'intermediate'] as const) {
    for (const reason of [...names, null, 42]) {
      for (const when of Object.keys(moments) as ReasonRow['when'][]) {
        const at = await scene();
        at.revocation.revoke({ certificate, reason, date: moments[when] });
        const both = await Promise.all([at.revocation.crl('intermediate'), at.revocation.crl('root')]);
        const crls = both.map(({ body }) => ({ crl: decodeCrl(body), url: null }));
        const name = reason === null ? 'absent' : typeof reason === 'number' ? `${reason}, unknown` : reason;
        rows.push({ certificate, reason: name, when, outcomes: judgeScene(at, { crls }, 'tst-revocation') });
      }
    }
  }
  return rows;
}
