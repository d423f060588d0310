import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Ports } from '../../src/app/ports.ts';
import type { Profile } from '../../src/app/profile/profile.ts';
import { type GivenList, type TstLists, tstListsOf } from '../../src/app/tst-lists.ts';
import { judgeTstList } from '../../src/core/revocation/tst-list/judge.ts';
import { TstQuestion } from '../../src/core/revocation/tst-list/question.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { Findings } from '../../src/core/verdict/findings.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { createPorts } from '../../src/io/ports.ts';
import { createRepository } from '../../src/io/repository.ts';
import { csvColumns, type Lab, startLab } from '../../src/lab/index.ts';
import { labOptions, requestFor, stamp } from '../lab/requests.ts';
import { TestClock } from './fetch-kit.ts';
import { good } from './profile/kit.ts';

export const hour = 3_600_000;

export interface Desk {
  readonly lab: Lab;
  readonly clock: TestClock;
  /** The user's folder of data. */
  readonly data: string;
  readonly ports: Ports;
  /** A token of the lab, as lists are asked about it. */
  readonly token: () => Promise<TstQuestion>;
}

/** A lab whose clock is that of the program, and a folder of data. */
export async function desk(context: TestContext): Promise<Desk> {
  const clock = new TestClock();
  const lab = await startLab(labOptions({ clock: () => clock.ms }));
  context.after(() => lab.close());
  const data = mkdtempSync(join(tmpdir(), 'tst-data-'));
  context.after(() => rmSync(data, { recursive: true, force: true }));
  const real = createPorts({ timeout: 5_000 });
  context.after(() => real.http.close());
  const ports = { ...real, clock, repository: createRepository(data) };
  const token = async () => {
    const { tstInfo } = await readToken(await stamp(lab.tsaUrl, requestFor()));
    return new TstQuestion(tstInfo!, decodeCertificate(lab.revocation.authority.tsu.der));
  };
  return { lab, clock, data, ports, token };
}

const toml = (value: unknown) => JSON.stringify(value);

/** The keys of `tst-revocation` for each format that the lab serves. */
export function listOf(lab: Lab, kind: 'json' | 'csv' | 'text' | 'page'): string {
  const ending = kind === 'text' ? 'txt' : kind;
  const url = kind === 'page' ? lab.repositoryUrl : `${lab.tstListUrl}.${ending}`;
  const columns = Object.entries(csvColumns).map(([meaning, name]) => `${meaning} = ${toml(name)}`);
  const more = {
    json: '',
    csv: `radix = 16\ncolumns = { ${columns.join(', ')} }\n`,
    text: '',
    page: 'regions = ["#tst-revocation"]\ndocuments = "a.document"\n',
  };
  return `kind = "${kind}"\nurl = ${toml(url)}\nallowHttp = true\n${more[kind]}`;
}

/** A profile of the lab with this list. */
export function profileOf(lab: Lab, list: string, head = ''): Promise<Profile> {
  const service = `[service]\nacceptPolicies = [${toml(lab.policy)}]\n`;
  return good(`schema = 1\n${head}${service}[tst-revocation]\n${list}`, '/profiles/lab.toml');
}

/** The three rules of check 4, by what is known without and with asking anew. */
export async function judge(
  lists: TstLists,
  question: TstQuestion,
  { clock }: Pick<Desk, 'clock'>,
  { online = true, asKnownOn = null }: { readonly online?: boolean; readonly asKnownOn?: number | null } = {},
) {
  const now = clock.now();
  for (;;) {
    const findings = new Findings('default');
    const judgement = judgeTstList({ sources: await lists.sources(asKnownOn), question, at: now, now }, findings);
    if (online && judgement.wants.length > 0 && (await lists.refresh(judgement.wants))) continue;
    const rules = findings.results().filter(({ id }) => id.startsWith('tst-list.'));
    const short = rules.map(({ status, code }) => (code === null ? status : `${status} ${code}`)).join(' | ');
    const [first] = rules.filter(({ code }) => code !== null);
    return { short, judgement, facts: first?.facts ?? {}, warnings: rules.flatMap((rule) => rule.warnings) };
  }
}

/** A new run of the program with these profiles and lists. */
export function run({ ports }: Desk, profiles: readonly Profile[], lists: readonly GivenList[] = []): TstLists {
  return tstListsOf({ profiles, lists }, ports);
}

export const cleared = 'pass | pass | pass';
export const revoked = 'pass | not-applicable | fail tst-revoked';
