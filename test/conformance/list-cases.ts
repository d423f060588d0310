import { readProfile } from '../../src/app/profile/read-profile.ts';
import { prepareTstSource } from '../../src/core/revocation/tst-list/source.ts';
import { rulesOf } from '../../src/core/verdict/rules.ts';
import { breaks, type ConformanceCase, sameFor } from './case.ts';
import { origin, policy } from './list-given.ts';
import { listPlans } from './list-plans.ts';
import type { ListRuleId } from './list-rules.ts';
import { judgeScene, scene } from './scene.ts';

/** A case of the rules on lists. */
export interface ListCase extends ConformanceCase {
  readonly lists: ListRuleId;
}

/** Every case of the rules on lists, and the lies of the lab about them. */
export async function listCases(): Promise<ListCase[]> {
  const cases: ListCase[] = [];
  for (const [name, { lists, description, given }] of Object.entries(listPlans)) {
    const at = await scene();
    const { asKnownOn = null, ...input } = await given(at);
    const scope = { tsuCertificates: [], tsaNames: [], policies: [policy] };
    const source = prepareTstSource({ name: 'lab', kind: 'list', scope, ...input }, asKnownOn);
    const outcomes = judgeScene(at, { tstSources: [source], asKnownOn }, 'certificate-revocation');
    cases.push(withRule({ name: `lab: ${name}`, description, rule: null, outcomes, handed: at.handed, lists }));
  }
  const none = await scene();
  const outcomes = judgeScene(none, {}, 'certificate-revocation');
  const nothing = { name: 'lab: no list', description: 'no source is known', rule: null, outcomes } as const;
  cases.push(withRule({ ...nothing, handed: none.handed, lists: 'list.scope' }));
  return [...cases, ...(await addressCases())];
}

function withRule(one: ListCase): ListCase {
  const broken = rulesOf('tst-revocation').find((id) => breaks(one, id));
  return { ...one, rule: broken ?? (one.lists === 'list.fresh' ? 'tst-list.fresh' : 'tst-list.listed') };
}

/** The address of a list, as a profile gives it. */
async function addressCases(): Promise<ListCase[]> {
  const read = async (url: string, more = '') => {
    const text = `schema = 1\n[tst-revocation]\nkind = "json"\nurl = "${url}"\n${more}`;
    const result = await readProfile(Buffer.from(text), { path: '/lab.toml', scope: 'user', byName: true });
    return 'issues' in result ? sameFor('refused', result.issues[0]!.problem) : sameFor('accepted', null);
  };
  const one = { lists: 'list.https', rule: null, handed: null } as const;
  const http = 'http://lab.example/list.json';
  return [
    { ...one, name: 'lab: https', description: 'a list at an https address', outcomes: await read(origin) },
    { ...one, name: 'lab: http', description: 'a list at an http address', outcomes: await read(http) },
    {
      ...one,
      name: 'lab: http allowed',
      description: 'a list at an http address, which the profile allows',
      outcomes: await read(http, 'allowHttp = true\n'),
    },
  ];
}
