/** Where the specification of the provider's list says a rule. */
type Clause = 'model' | 'sources' | 'rules';

/** The rules on lists of revoked tokens, in the order of their specification. */
export const listRules = {
  'list.selectors': { clause: 'model', rule: 'an entry matches where every selector that it has matches' },
  'list.no-selector': { clause: 'model', rule: 'an entry without selectors is an error' },
  'list.scope': { clause: 'model', rule: 'a list applies to tokens of its profile alone' },
  'list.serial': { clause: 'model', rule: 'serial numbers are compared as INTEGERs' },
  'list.range': { clause: 'model', rule: 'ranges of serial numbers are inclusive' },
  'list.gen-time': { clause: 'model', rule: 'a range of genTime matches where genTime ± accuracy touches it' },
  'list.json': { clause: 'sources', rule: 'json: the documented format' },
  'list.csv': { clause: 'sources', rule: 'csv: columns by name, UTF-8 or Shift_JIS, the base of serials stated' },
  'list.text': { clause: 'sources', rule: 'text: one serial a line, the base stated' },
  'list.page': { clause: 'sources', rule: 'page: as it was when a person reviewed it' },
  'list.none-published': {
    clause: 'sources',
    rule: "none-published: the user's own dated statement, not under strict",
  },
  'list.https': { clause: 'rules', rule: 'https, or http by an explicit option' },
  'list.size': { clause: 'rules', rule: 'size limits, as for every fetch' },
  'list.authentic': { clause: 'rules', rule: 'a detached signature, where the source demands one' },
  'list.fresh': { clause: 'rules', rule: 'fresh by nextUpdate, else by maxAge; at or after genTime' },
  'list.rollback': { clause: 'rules', rule: 'number, date and entries never go back' },
  'list.any-snapshot': {
    clause: 'rules',
    rule: 'listed in any authentic snapshot: revoked; --as-known-on hides later ones',
  },
  'list.parse-error': {
    clause: 'rules',
    rule: 'an error names line and column, and the last good snapshot stays in force',
  },
  'list.not-empty': { clause: 'rules', rule: 'a malformed list never counts as an empty one' },
  'list.quick': { clause: 'rules', rule: 'a million entries load in under a second' },
} as const satisfies Record<string, { clause: Clause; rule: string }>;

export type ListRuleId = keyof typeof listRules;
export const listRuleIds = Object.keys(listRules) as ListRuleId[];
