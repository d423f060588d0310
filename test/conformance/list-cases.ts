import { readProfile } from '../../src/app/profile/read-profile.ts';
import { prepareTstSource } from '../../src/core/revocation/tst-list/source.ts';
import { rulesOf } from '../../src/core/verdict/rules.ts';
import { breaks, type CasePlan, type ConformanceCase, sameFor } from './case.ts';
import { origin, policy } from './list-given.ts';
import { listPlans } from './list-plans.ts';
import type { ListRuleId } from './list-rules.ts';
import { judgeScene, scene } from './scene.ts';

/** A case of the rules on lists. */
export interface ListCase extends ConformanceCase {
  readonly lists: ListRuleId;
}

/** Every case of the rules on lists, and the lies of the lab about them. */
export function listCasePlans(): CasePlan<ListCase>[] {
  const plans = Object.entries(listPlans).map(([name, { lists, description, given }]) => ({
    name: `lab: ${name}`,
    make: async () => {
      const at = await scene();
      const { asKnownOn = null, ...input } = await given(at);
      const scope = { tsuCertificates: [], tsaNames: [], policies: [policy] };
      const source = prepareTstSource({ name: 'lab', kind: 'list', scope, ...input }, asKnownOn);
      const outcomes = judgeScene(at, { tstSources: [source], asKnownOn }, 'certificate-revocation');
      return withRule({ name: `lab: ${name}`, description, rule: null, outcomes, handed: at.handed, lists });
    },
  }));
  return [...plans, { name: 'lab: no list', make: noList }, ...addressPlans()];
}

async function noList(): Promise<ListCase> {
  const none = await scene();
  const outcomes = judgeScene(none, {}, 'certificate-revocation');
  const nothing = { name: 'lab: no list', description: 'no source is known', rule: null, outcomes } as const;
  return withRule({ ...nothing, handed: none.handed, lists: 'list.scope' });
}

function withRule(one: ListCase): ListCase {
  const broken = rulesOf('tst-revocation').find((id) => breaks(one, id));
  return { ...one, rule: broken ?? (one.lists === 'list.fresh' ? 'tst-list.fresh' : 'tst-list.listed') };
}

/** The address of a list, as a profile gives it. */
function addressPlans(): CasePlan<ListCase>[] {
  const http = 'http://lab.example/list.json';
  const plan = (name: string, description: string, url: string, more = '') => ({
    name: `lab: ${name}`,
    make: async (): Promise<ListCase> => {
      const text = `schema = 1\n[tst-revocation]\nkind = "json"\nurl = "${url}"\n${more}`;
      const result = await readProfile(Buffer.from(text), { path: '/lab.toml', scope: 'user', byName: true });
      const outcomes = 'issues' in result ? sameFor('refused', result.issues[0]!.problem) : sameFor('accepted', null);
      return { lists: 'list.https', rule: null, handed: null, name: `lab: ${name}`, description, outcomes };
    },
  });
  return [
    plan('https', 'a list at an https address', origin),
    plan('http', 'a list at an http address', http),
    plan('http allowed', 'a list at an http address, which the profile allows', http, 'allowHttp = true\n'),
  ];
}
