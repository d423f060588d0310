import type { LedgerHelp } from './ledger-help.ts';

export const englishLedgerHelp: LedgerHelp = {
  verbs: {
    list: 'list every request, one line each',
    show: 'show all that is known of a token, by its serial number, hash or file',
    export: 'write every request as CSV or as JSON lines to standard output',
    usage: 'count tokens per month and year, against the quota',
    check: 'check the ledger, serial numbers that were used twice, and with --files every token on disk',
  },
  usages: {
    list: '[options]',
    show: '[options] <serial|hash|file>',
    export: '[options]',
    usage: '[options]',
    check: '[options]',
  },
  examples: {
    list: `
Examples:
  tst ledger list --from 2024-04-01 --to 2025-03-31 --tz Asia/Tokyo
  tst ledger list --state unanswered
  tst ledger list --json --profile seiko

Days are those of genTime, or of the request where no token came; both ends belong to the period.
Exit codes: 0 done, 1 one of them has a serial number that its authority gave to another token as well, 66 no ledger.`,
    show: `
Examples:
  tst ledger show contract.pdf
  tst ledger show 0x0a1b2c
  tst ledger show 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

A hash is that of the file, of the token, of the answer, or of what was saved; a file is the one that was stamped, or the token.`,
    export: `
Examples:
  tst ledger export > ledger.csv
  tst ledger export --format jsonl --from 2024-01-01 --to 2024-12-31 > ledger.jsonl

CSV is UTF-8 with a byte order mark. A cell that a spreadsheet could take for a formula (it begins with =, +, -, @, a tab or a
line end), or that begins with an apostrophe, has one apostrophe more in front of it.`,
    usage: `
Examples:
  tst ledger usage
  tst ledger usage --profile seiko --per-month 1000 --tz Asia/Tokyo

Quota and time zone are those of the profile. Requests count by their own time. "unanswered" may be charged: no answer came, or none that could be read; they count against
the quota like tokens.`,
    check: `
Examples:
  tst ledger check
  tst ledger check --files

Exit codes: 0 as it should be, 1 a serial number was used twice, or (--files) a token is missing or changed, 66 no ledger,
73 the ledger is damaged.`,
  },
  arguments: { what: 'serial number or hash in hexadecimal, or a file' },
  options: {
    ledger: 'the ledger (default: ledger.sqlite in the folder for data)',
    from: 'first day: 2024-01-31',
    to: 'last day',
    tz: 'time zone of days, months and years: Asia/Tokyo, UTC, … (default: that of the system)',
    profile: 'of this profile only',
    state: 'in this state only: asked, received, published, kept, refused, unanswered, unsaved, lost',
    format: 'csv or jsonl (default: csv; with --json: jsonl)',
    profileDir: 'folder of the profiles, in place of your own (TST_CONFIG_DIR moves that)',
    perMonth: 'quota per calendar month (default: the profile’s)',
    perYear: 'quota per calendar year (default: the profile’s)',
    files: 'read every token on disk and compare it with the ledger',
  },
};
