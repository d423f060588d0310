import type { ProfileHelp } from './profile-help.ts';

export const englishProfileHelp: ProfileHelp = {
  verbs: {
    list: 'list the profiles',
    show: 'show a profile with everything that is in force',
    add: 'make a profile from a template',
    edit: 'change a profile in an editor, or single keys',
    check: 'check profiles: form, anchors, dates, and what is missing',
    remove: 'remove a profile and the certificates that were imported for it',
    import:
      'take over a provider’s certificates: self-signed CA certificates become anchors, all others help to find paths',
  },
  usages: {
    list: '[options]',
    show: '[options] <profile>',
    add: '[options] <name>',
    edit: '[options] <profile>',
    check: '[options] [profile...]',
    remove: '[options] <name>',
    import: '[options] <source>',
  },
  examples: {
    list: `
Examples:
  tst profile list
  tst profile list --profile-dir .tst/profiles --json`,
    show: `
Examples:
  tst profile show seiko
  tst profile show --json ./.tst/profiles/seiko.toml`,
    add: `
Examples:
  tst profile add seiko                            asks for what only you know
  tst profile add seiko --set service.urls=https://… --set contract.end=2027-03-31
  tst profile add archive --template freetsa
  tst profile add seiko --profile-dir .tst/profiles --set service.urls=https://…

Templates: seiko, freetsa, digicert, sectigo, globalsign, lab, plain. Without --template: the one of that name, else plain.
Without a terminal nothing is asked, and what is missing is named. A profile never holds a password, only the name of it.`,
    edit: `
Examples:
  tst profile edit seiko                           in VISUAL or EDITOR; only what checks is taken over
  tst profile edit seiko --set service.hash=sha512 --set contract.end=2027-03-31
  tst profile edit seiko --set service.urls=https://a.example/ --set service.urls=https://b.example/
  tst profile edit seiko --set anchors.0.accreditedUntil=2027-03-31 --unset service.requestPolicy

--set keeps comments. Several --set of a list’s key are its entries.`,
    check: `
Examples:
  tst profile check
  tst profile check seiko --json

Exit codes: 0 in order (warnings included), 78 something cannot be used.`,
    remove: `
Examples:
  tst profile remove seiko`,
    import: `
Examples:
  tst trust import certificates.zip --profile seiko --accredited-from 2023-04-01
  tst trust import root.pem --profile freetsa
  tst trust import certificates.zip --profile seiko --yes     in scripts, once the fingerprints were compared

Compare the fingerprints with those that the provider publishes before you answer. What a later source no longer has stays,
for older tokens need it, unless you say --replace. Exit 77: not confirmed.`,
  },
  arguments: {
    name: 'name of the profile, or the path of its file',
    newName: 'name of the new profile',
    names: 'names or paths; default: all',
    source: 'PEM, DER or PKCS #7 file, ZIP, or folder; - for standard input',
  },
  options: {
    profileDir: 'folder of the profiles, in place of your own (TST_CONFIG_DIR moves that)',
    template: 'what to start from: seiko, freetsa, digicert, sectigo, globalsign, lab, plain',
    set: 'set a key: service.hash=sha512 (repeatable)',
    unset: 'remove a key (repeatable)',
    force: 'write over a profile of this name',
    profile: 'the profile that is to trust them (default: the only one)',
    yes: 'the fingerprints were compared: do not ask',
    accreditedFrom: 'first day of the authority’s accreditation, in the profile’s time zone',
    accreditedUntil: 'last day of it',
    replace: 'remove from the profile what the source no longer has',
  },
};
