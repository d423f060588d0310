import type { RepoHelp } from './repo-help.ts';

export const englishRepoHelp: RepoHelp = {
  verbs: {
    sync: 'fetch lists of revoked tokens, watched pages, CRLs and certificates of the profiles, and tell what is new',
    review: 'show what changed on a watched page, and record what a person found there',
    history: 'show everything that was kept of the sources, and every review',
  },
  usages: { sync: '[options]', review: '[options]', history: '[options]' },
  examples: {
    sync: `
Examples:
  tst repo sync                                    daily, from cron
  tst repo sync --profile seiko --json
  tst repo sync --check --quiet || mail …          fetches, keeps nothing

Exit codes: 0 nothing new, 1 a token of the ledger is newly revoked, 2 a person has to look (a page changed, a list went back
or cannot be read, certificates changed, a statement lapsed), 69 something could not be fetched. Several: 1, then 69, then 2.
78: a profile is wrong, and nothing was fetched.`,
    review: `
Examples:
  tst repo review                                  shows each page that changed, and asks
  tst repo review --profile seiko --no-token-revoked --yes
  tst repo review --profile seiko --revoked from-page.csv --yes
  tst repo review --profile seiko --accept-list --yes

--revoked: a list (.json, .csv with the column names serial, serialTo, genTimeFrom, …, or .txt) of what the page names. A list
that was refused because it goes back stays refused until it is replaced or accepted. Exit 77: not confirmed.`,
    history: `
Examples:
  tst repo history --profile seiko
  tst repo history --json`,
  },
  options: {
    profileDir: 'folder of the profiles, in place of your own (TST_CONFIG_DIR moves that)',
    profile: 'this profile alone, by name or path (repeatable; default: all)',
    check: 'fetch, keep nothing, and tell by the exit code alone (and --json)',
    ledger: 'the ledger to look for revoked tokens in (default: ledger.sqlite in the folder for data)',
    allowPrivateNetwork: 'CRLs and documents may lie in private networks',
    noTokenRevoked: 'the page says that no token is revoked',
    revoked: 'the page says that the tokens of this list are revoked',
    listRadix: 'radix of serial numbers in that list, 10 or 16, where it does not state it',
    acceptList: 'take a list that goes back as the beginning of a new history',
    yes: 'do not ask',
  },
};
