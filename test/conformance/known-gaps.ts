/**
 * What the table should have and has not, by the name that a run calls it: why. A gap that isn't here fails the run, and so does one that
 * is here and no gap any more.
 */
export const knownGaps: Readonly<Record<string, string>> = {
  'signature algorithm: ECDSA on brainpool curves':
    'the lab issues certificates by WebCrypto, which has no brainpool curves; tested in `test/core/x509/signature.test.ts`',
  'signature algorithm: Ed448':
    'the lab issues certificates for Ed25519 alone; tested in `test/core/x509/signature.test.ts`',
  'signature algorithm: ML-DSA': 'not every runtime has it; tested in `test/core/x509/signature.test.ts` where it has',
  'list.quick': 'a speed is measured and has no fixture: `node bench/tst-list.ts`',
};
