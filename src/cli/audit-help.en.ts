import type { AuditHelp } from './audit-help.ts';

export const englishAuditHelp: AuditHelp = {
  verbs: {
    diff: 'compare two audits: what turned, and why',
    list: 'list the audits that are kept',
    report: 'write reports of an audit that is kept, without verifying again',
  },
  usages: { diff: '[options] [old] [new]', list: '[options]', report: '[options] [audit]' },
  examples: {
    diff: `
Examples:
  tst audit diff                          the last two finished audits of the same folders
  tst audit diff old.sqlite new.sqlite
  tst audit diff --json

Exit codes: 0 nothing turned, 1 something is invalid now that was not, 2 something else turned.`,
    list: `
Examples:
  tst audit list

\`tst audit report <file>\` makes reports of one of them, \`tst audit diff <old> <new>\` compares two. They stay until you
delete them.`,
    report: `
Examples:
  tst audit report --report html=audit.html                       of the last finished audit
  tst audit report --report csv=audit.csv --csv-encoding shift_jis audit.sqlite

Exit codes are those of the audit.`,
  },
  arguments: {
    root: 'folder, manifest (.csv, .jsonl), or - for a manifest on standard input',
    old: 'the earlier audit: its file (default: the last but one of the same folders)',
    new: 'the later audit: its file (default: the last one)',
    audit: 'the file of the audit (default: the last finished one)',
  },
  options: {
    from: 'first day of genTime: 2025-04-01',
    to: 'last day of genTime',
    fiscalYear: 'the fiscal year that begins in this year, in place of --from and --to',
    fiscalStart: 'month and day on which fiscal years begin (default: 04-01)',
    tz: 'time zone of days: Asia/Tokyo, UTC, … (default: Asia/Tokyo)',
    include: 'only files that match this pattern: *.pdf, 2025/** (repeatable)',
    exclude: 'no files or folders that match this pattern (repeatable)',
    pattern: 'how tokens are named: {name}.tsr is x.pdf.tsr, {stem}.tsr is x.tsr, * anything (repeatable)',
    tokens: 'the tokens lie in this folder, laid out like the data',
    files: 'the arguments are files to verify, none of them a manifest',
    renewWithin: 'tell tokens whose certificate ends within so many days',
    failOn:
      'what makes the exit code other than 0: invalid alone; indeterminate (default), orphan, expiring as well (repeatable)',
    jobs: 'threads that verify (default: one for each core)',
    record: 'keep the audit in this file (default: a new one in audits/ of the folder for data)',
    noRecord: 'keep nothing of the audit when it ends',
    resume: 'go on with the audit of the same command that was broken off',
    changed:
      'take the hash of data over from the last audit where size, times and inode are the same; tokens are judged anew',
    report: 'write a report: text=, jsonl=, junit=, sarif=, csv= or html=<file> (repeatable)',
    csvEncoding:
      'encoding of CSV: utf-8 (default, with a byte order mark) or shift_jis (which has no ü: it is written \\u{fc})',
    force: 'overwrite existing reports',
    github: 'annotate failures for GitHub Actions',
    json: 'print the result as JSON Lines',
  },
  listing: 'found {count} …',
  progress:
    '{done}/{total}, {left} left: {valid} valid, {invalid} invalid, {indeterminate} indeterminate; {rate}/s, {size}',
  finishing: 'keeping what is verified; a second signal ends at once',
  interrupted: 'broken off after {done} of {total}; go on with the same command and --resume: {path}',
  interruptedUnkept: 'broken off after {done} of {total}; with --no-record nothing of it is kept',
  continued: 'going on with the audit of {date}: {done} of {total} are verified already',
  judgedAnew: 'what is trusted, or a profile, has changed since: everything is verified anew',
  notContinued: 'there is no audit of this command to go on with; beginning a new one',
  couldContinue:
    'an audit of this command was broken off at {done} of {total}; --resume goes on with it, and this run begins anew',
  since: 'hashes of unchanged data are those of the audit of {date}',
  noEarlier: 'there is no earlier audit of these folders; all data is hashed',
  kept: 'kept in {path}',
  notKept:
    'nothing can be kept of this audit: --no-record does without, and TST_DATA_DIR or --record names another place',
  reported: '{format}: {path}',
  columns: { started: 'started', state: 'state', lines: 'lines', period: 'period', roots: 'of', path: 'file' },
  states: { listing: 'broken off while listing', judging: 'broken off', done: 'finished' },
  noAudits: 'no audits are kept',
  compared: '{old} → {new}',
  same: 'nothing turned',
  otherScope:
    'the two audits are of different periods or names: what is new or gone here may only lie outside one of them',
  added: 'new',
  gone: 'gone',
  causes: {
    data: 'the data changed',
    token: 'the token changed',
    policy: 'judged by other options',
    evidence: 'other evidence',
    time: 'time has passed',
    program: 'another version of the program',
  },
};
