import { type RuleId, ruleIds, rules } from '../../src/core/verdict/rules.ts';
import { breaks, type ConformanceCase, isBroken, type Outcome, passes, policies } from './case.ts';
import { agree, explanation } from './differences.ts';
import { fields } from './fields.ts';
import { knownGaps } from './known-gaps.ts';
import { listRuleIds, listRules } from './list-rules.ts';
import { accepted, type OpensslColumn } from './openssl-column.ts';
import { type Conformance, caseOf, checksOf, sidesOf } from './table.ts';

const head = ({ version }: OpensslColumn) => `# Conformance

Written by \`npm run conformance\`, which judges every case anew; nothing here is written by hand.

A case is a fixture of \`fixtures/cases\`, or one that the lab makes in memory of fixed keys and dates: its name then begins with \`lab: \`.
Fixtures are judged with both revocation checks skipped by name; cases of the lab skip the one of them that they are not about.
\`default\`, \`etsi\`, \`strict\`: the verdict under each policy with the code and the warnings of the case's own rule; \`=\` is the same as
\`default\`. \`openssl\`: what \`openssl ts -verify\` of version ${version} says, against the data and, where the case has a request, against
that as well. It is compared with \`default\`, and every difference has its reason beside it.

Tokens of real authorities are judged by \`test/vectors/real.test.ts\`, with what is expected of each in \`real-expectations.json\` beside it;
they are not committed, and no part of this table.
`;

/** The whole document, in Markdown. */
export function documentOf(conformance: Conformance, openssl: OpensslColumn): string {
  const parts = [
    head(openssl),
    totals(conformance, openssl),
    '## Rules and their fixtures\n',
    'A fixture passes a rule where the rule is its subject and holds under `default`, perhaps with a warning; where none has it as its subject,',
    '`good` does. It breaks a rule where the rule fails or stays undecided; in brackets: only under these policies.\n',
    table(
      ['rule', 'clause', 'pass it', 'break it'],
      ruleIds.map((id) => ruleRow(conformance, id)),
    ),
    '## Rules on lists of revoked tokens\n',
    'Each with the part of the specification of lists that it stands in. A case passes a rule where the list clears the token, and breaks it',
    'where the token is listed or the list clears nobody.\n',
    table(
      ['rule', 'clause', 'what it asks', 'pass it', 'break it'],
      listRuleIds.map((id) => listRow(conformance, id)),
    ),
    '## Fields and values\n',
    'Accepted: VALID, with its warning where there is one. Rejected: INVALID, or an input error. Undecided: INDETERMINATE.\n',
    table(['field', 'value', ...policies, 'fixture'], fieldRows(conformance)),
    '## Reasons of revocation\n',
    'A certificate of the path revoked ten minutes after genTime, ten minutes before it, or at genTime itself.\n',
    table(['certificate', 'reason code', 'revoked', ...policies], reasonRows(conformance)),
    '## Cases\n',
    ...[...checksOf()].flatMap(([check, ids]) => [
      `### Check \`${check}\`\n`,
      ...ids.map((id) => caseTable(conformance, openssl, id)),
    ]),
    '### Cases that any rule may decide\n',
    caseTable(conformance, openssl, null),
    '## Not covered yet\n',
    Object.entries(knownGaps)
      .map(([gap, why]) => `- ${gap}: ${why}`)
      .join('\n'),
  ];
  return `${parts.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function totals({ cases, reasons }: Conformance, { verdicts }: OpensslColumn): string {
  const compared = cases.filter(({ name }) => verdicts[name] !== undefined);
  const differing = compared.filter((one) => !agree(one, verdicts[one.name]!));
  return `${ruleIds.length} rules and ${listRuleIds.length} on lists, ${cases.length} cases, ${reasons.length} revocations. openssl agrees in ${
    compared.length - differing.length
  } of ${compared.length} cases.\n`;
}

const quoted = (name: string) => `\`${name}\``;
const named = (cases: readonly ConformanceCase[]) => cases.map(({ name }) => quoted(name)).join(', ');

function ruleRow({ cases }: Conformance, id: RuleId): string[] {
  const own = cases.filter((one) => one.rule === id && passes(one, id));
  const passing = own.length > 0 ? own : cases.filter((one) => passes(one, id)).slice(0, 1);
  const breaking = cases.filter((one) => breaks(one, id));
  const broken = breaking.map((one) => `${quoted(one.name)}${policiesOf(one, id)}`).join(', ');
  return [quoted(id), rules[id].clause, named(passing), broken];
}

/** Which policies find the rule broken, where not all do. */
function policiesOf({ outcomes }: ConformanceCase, id: RuleId): string {
  const own = policies.filter((policy) => isBroken(outcomes[policy], id));
  return own.length === policies.length ? '' : ` (${own.join(', ')})`;
}

function listRow({ lists }: Conformance, id: (typeof listRuleIds)[number]): string[] {
  const { passing, breaking } = sidesOf(lists, id);
  return [quoted(id), listRules[id].clause, listRules[id].rule, named(passing), named(breaking)];
}

const answers: Readonly<Record<Outcome['verdict'], string>> = {
  VALID: 'accepted',
  INVALID: 'rejected',
  INDETERMINATE: 'undecided',
  accepted: 'accepted',
  refused: 'rejected',
};

function fieldRows(conformance: Conformance): string[][] {
  return Object.entries(fields).flatMap(([field, values]) =>
    Object.entries(values).map(([value, name]) => {
      const one = name === null ? undefined : caseOf(conformance, name);
      if (one === undefined) return [field, value, '', '', '', 'none yet'];
      const words = policies.map((policy) => {
        const { verdict } = one.outcomes[policy];
        const code = codeOf(one, one.outcomes[policy]);
        const why = code === null ? ownWarnings(one, one.outcomes[policy]) : [code];
        return [answers[verdict], ...why.map(quoted)].join(' ');
      });
      return [field, value, ...sameAsFirst(words), quoted(one.name)];
    }),
  );
}

function reasonRows({ reasons }: Conformance): string[][] {
  return reasons.map(({ certificate, reason, when, outcomes }) => {
    const words = policies.map((policy) =>
      verdictOf(outcomes[policy].code, outcomes[policy], outcomes[policy].warnings),
    );
    return [certificate === 'tsu' ? "the signer's" : "the CA's", reason, when, ...sameAsFirst(words)];
  });
}

/** The code of the case's own rule, where that is part of what is wrong; else the one that decides the verdict. */
function codeOf({ rule }: ConformanceCase, outcome: Outcome): string | null {
  return rule !== null && isBroken(outcome, rule) ? outcome.rules.get(rule)!.code : outcome.code;
}

function caseTable({ cases }: Conformance, { verdicts }: OpensslColumn, id: RuleId | null): string {
  const own = cases.filter((one) => one.rule === id);
  const rows = own.map((one) => {
    const openssl = verdicts[one.name];
    const words = policies.map((policy) => {
      const outcome = one.outcomes[policy];
      return verdictOf(codeOf(one, outcome), outcome, ownWarnings(one, outcome));
    });
    const why = openssl === undefined || agree(one, openssl) ? '' : (explanation(one, openssl) ?? '**not explained**');
    return [quoted(one.name), one.description, ...sameAsFirst(words), opensslWords(openssl), why];
  });
  const title = id === null ? '' : `#### \`${id}\`\n\n${rules[id].clause}\n\n`;
  return `${title}${table(['case', 'what it is', ...policies, 'openssl', 'why they differ'], rows)}`;
}

function opensslWords(openssl: string | undefined): string {
  if (openssl === undefined) return 'no token';
  return openssl === accepted ? 'accepts' : `refuses: ${openssl}`;
}

/** The warnings of the case's own rule; of all rules where any may be the one. */
function ownWarnings({ rule }: ConformanceCase, { rules: all, warnings }: Outcome): readonly string[] {
  return rule === null ? warnings : (all.get(rule)?.warnings ?? []);
}

function verdictOf(code: string | null, { verdict }: Outcome, warnings: readonly string[]): string {
  const warned = warnings.length > 0 ? `, warns ${warnings.map(quoted).join(', ')}` : '';
  return `${verdict}${code === null ? '' : ` ${quoted(code)}`}${warned}`;
}

function sameAsFirst([first, ...others]: readonly string[]): string[] {
  return [first!, ...others.map((one) => (one === first ? '=' : one))];
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(names), line(names.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
