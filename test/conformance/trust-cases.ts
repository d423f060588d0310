import type { CasePlan } from './case.ts';
import { judgeScene, scene } from './scene.ts';

/** What the user trusts and how: no fixture can say where an anchor comes from. */
export const trustPlans: readonly CasePlan[] = [
  {
    name: 'lab: roots made for TLS',
    make: async () => {
      const at = await scene();
      return {
        name: 'lab: roots made for TLS',
        description: 'the anchor comes from a root set that was made for TLS',
        rule: 'path.build',
        outcomes: judgeScene(at, { tlsAnchors: new Set(at.input.anchors) }, 'certificate-revocation', 'tst-revocation'),
        handed: at.handed,
      };
    },
  },
  {
    name: 'lab: no anchor',
    make: async () => {
      const at = await scene();
      return {
        name: 'lab: no anchor',
        description: 'the user trusts nobody',
        rule: 'path.build',
        outcomes: judgeScene(at, { anchors: [] }, 'certificate-revocation', 'tst-revocation'),
        handed: { ...at.handed, roots: '' },
      };
    },
  },
];
