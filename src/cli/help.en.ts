import type { HelpWords } from './help.ts';

export const englishHelp: HelpWords = {
  program:
    'Stamp files with RFC 3161 time-stamp tokens and verify them fully: hash, signature, certificate revocation, token revocation.',
  usage: '<verb> [options]',
  titles: { 'Usage:': 'Usage:', 'Options:': 'Options:', 'Arguments:': 'Arguments:', 'Commands:': 'Verbs:' },
  usages: {
    stamp: '[options] <file...>',
    verify: '[options] <file> [token]',
    audit: '[options] <folder | manifest | ->...',
    inspect: '[options] <file>',
    profile: '<list | show | add | edit | check | remove> [options]',
    trust: 'import [options] <source>',
    repo: '<sync | review | history> [options]',
    cache: '[options] <list|clear>',
    login: '[options] [name]',
    logout: '[options] <name>',
    ledger: '<list|show|export|usage|check> [options]',
    lab: '[options] [demo]',
    completion: '[options] <bash | zsh | fish | powershell>',
  },
  help: 'show this help',
  version: 'show the version',
  verbs: {
    stamp: 'obtain a time-stamp token for each file, verify it, and keep it beside the file',
    verify: 'verify a time-stamp token against its file',
    audit: 'verify a whole archive in one run, and report on it',
    inspect: 'show what a token, request, certificate, CRL or OCSP response holds, judging nothing',
    profile: 'keep what is agreed with a provider: address, anchors, limits, dates',
    trust: 'take over a provider’s certificates into a profile',
    ledger: 'list, show, export, count and check what was asked of authorities',
    repo: 'fetch and review what providers say of revoked tokens',
    cache: 'list or clear what was fetched and is kept: CA certificates, CRLs, OCSP responses',
    login: 'keep the password or other secret of a service, in the keychain or a file of your own',
    logout: 'forget a secret that login keeps',
    lab: 'run a time-stamping authority on this computer, for trying and testing',
    completion: 'print what makes a shell complete verbs, options and their values',
  },
  examples: {
    program: `
Examples:
  tst profile add seiko                            what is agreed with a provider
  tst stamp --profile seiko contract.pdf
  tst verify contract.pdf
  tst repo sync                                    daily: what the provider publishes
  tst stamp --tsa https://tsa.example/tsr --trust root.pem --skip tst-revocation contract.pdf
  tst verify --trust root.pem --skip tst-revocation contract.pdf
  tst audit archive/                               every token of an archive
  tst inspect contract.pdf.tsr
  tst lab demo

Without a list of revoked tokens, a profile’s or one given, check 4 stays open: exit 2 at best.

Exit codes: 0 valid or done, 1 invalid, 2 indeterminate, 64 usage, 65 input unreadable, 66 input missing,
  69 service unreachable, 70 internal error, 73 output exists or cannot be written, 76 rejected or no
  time-stamp response, 77 refused, 78 configuration.`,
    verify: `
Examples:
  tst verify contract.pdf                          under a profile (see tst profile add)
  tst verify --trust root.pem --tst-revocation-list https://provider.example/revoked.json contract.pdf
  tst verify --trust root.pem --skip tst-revocation contract.pdf
  tst verify --trust root.pem --skip tst-revocation --certs ca.pem contract.pdf proof.tst
  tst verify --trust root.pem --skip tst-revocation --at gentime --json contract.pdf
  tst verify --trust root.pem --skip tst-revocation --offline --crl crls/ contract.pdf
  tst verify --trust root.pem --skip tst-revocation --save-evidence evidence.zip contract.pdf
  tst verify --trust root.pem --skip tst-revocation --evidence evidence.zip --at 2026-11-24T09:00:00.123Z contract.pdf
  tst verify --trust root.pem --skip tst-revocation --digest "sha256:$(sha256sum < contract.pdf | cut -c1-64)" contract.pdf.tsr
  cat contract.pdf | tst verify --trust root.pem --skip tst-revocation - contract.pdf.tsr

Without [token], contract.pdf.tsr, contract.pdf.tst, contract.tsr and contract.tst are tried, in this order.
Without a list of revoked tokens, a profile’s or one given, check 4 stays open: exit 2 at best.

Exit codes: 0 VALID, 1 INVALID, 2 INDETERMINATE, 64 and above: nothing was judged.`,
    stamp: `
Examples:
  tst stamp --profile seiko contract.pdf
  tst stamp --profile seiko --resume --out-dir tokens *.pdf
  tst stamp --profile seiko --fallback-profile other contract.pdf
  tst stamp --profile seiko --profile other contract.pdf      contract.pdf.seiko.tsr and contract.pdf.other.tsr
  tst stamp --tsa https://tsa.example/tsr --trust root.pem --skip tst-revocation contract.pdf
  TST_PASSWORD=… tst stamp --tsa https://tsa.example/tsr --trust root.pem --skip tst-revocation --user alice contract.pdf
  tst stamp --query-only contract.pdf

A profile brings address, secret (\`tst login\`), hash, policy, trust, rate, retries and quota; options go before it. Where
you have one profile only, it is used without being named, unless --tsa is given. A request is repeated only where no token
can have been issued. Every request is in the ledger before it is sent: \`tst ledger list\`. After a crash, run the same
command with --resume.

--query-only writes contract.pdf.tsq. With --digest the digest is what is stamped: <file> only names the output, and
a file of that name must have this hash if there is one.
A token that is judged INVALID is kept as .rejected (exit 1), and so is an answer that cannot be read but may hold one.
Proxies come from HTTP_PROXY, HTTPS_PROXY, NO_PROXY. After a signal the file in hand is finished: exit 128 + signal.
Without a list of revoked tokens, a profile’s or one given, check 4 stays open: exit 2 at best.`,
    audit: `
Examples:
  tst audit archive/
  tst audit --fiscal-year 2025 --report html=audit.html --report csv=audit.csv archive/
  tst audit --from 2025-04-01 --to 2025-06-30 --tz Asia/Tokyo --trust root.pem --crl crls/ --skip tst-revocation archive/
  tst audit --resume archive/                      go on with an audit that was broken off
  tst audit --changed --renew-within 365 archive/
  tst audit --tokens proofs/ --include '*.pdf' documents/
  tst audit --files --fail-on orphan release/*.zip  every one of these files has a valid token
  tst audit diff                                   what turned since the audit before

A token lies beside its file: x.pdf.tsr, x.pdf.tst, x.pdf.<anything>.tsr, x.tsr, x.tst; --pattern names it otherwise. A
manifest (.csv, .jsonl, - for standard input) has the columns or keys path, token and digest, relative to its own folder.
Days are those of genTime in --tz; both ends belong to the period, and nothing outside it is hashed. A file without a token,
and a token without its file, is told as an orphan. A file without a token, and a token whose time cannot be read, are told
whatever the period.
Every verdict is kept as soon as it is known, in audits/ of the folder for data: after a kill, a full disk or Ctrl-C run the
same command with --resume. \`tst audit <diff|list|report> --help\` tells of the verbs below it; a folder of such a name is
written ./diff.

Exit codes: 0 all valid, 1 one is invalid, 2 one is indeterminate, or (--fail-on) an orphan or expiring, 64 and above:
the audit is not done; 128 + signal after a signal.`,
    inspect: `
Examples:
  tst inspect contract.pdf.tsr
  tst inspect --json root.pem

Each line: byte offset, field, type, value. Damaged input is shown as far as it goes.`,
    profile: `
Examples:
  tst profile add seiko
  tst trust import certificates.zip --profile seiko
  tst profile check seiko

Each is one TOML or JSON file in your configuration folder: profiles/<name>.toml in ~/.config/tst, on macOS in
~/Library/Application Support/tst, on Windows in %APPDATA%\\tst; TST_CONFIG_DIR moves it. Profiles that come with a
repository (.tst/profiles) count only where you name them: --profile-dir .tst/profiles.
Run \`tst profile add --help\` and so on for each verb.`,
    trust: `
Examples:
  tst trust import certificates.zip --profile seiko

Run \`tst trust import --help\` for everything that it can do.`,
    ledger: `
Examples:
  tst ledger list --from 2024-04-01 --to 2025-03-31
  tst ledger show contract.pdf
  tst ledger export > ledger.csv
  tst ledger usage
  tst ledger check --files

\`tst ledger <verb> --help\` tells more. The ledger is ledger.sqlite in the folder for data on this system, or TST_DATA_DIR.
Exit codes: 0 done, 1 a serial number was used twice or (check --files) a file is missing or changed, 66 no ledger or
no such entry, 73 the ledger is damaged, 78 a profile is wrong.`,
    repo: `
Examples:
  tst repo sync
  tst repo review --profile seiko
  tst repo history

Run \`tst repo <verb> --help\` for everything that each can do.`,
    cache: `
Examples:
  tst cache list
  tst cache clear
  tst cache clear --older-than 90

What is kept is judged anew at every use, as if it had just been fetched. What is kept of earlier answers can tell of a
revocation that the newest answer no longer mentions: clear it only to save space.
The folder is the one for caches on this system, or TST_CACHE_DIR.`,
    login: `
Examples:
  tst login seiko                          asks for user and password, without showing the password
  tst login seiko --user alice --password-stdin < password.txt
  printf '%s\\n' "$USER_ID" "$PASSWORD" | tst login seiko --password-stdin
  tst login other --kind bearer            a token; header: the value of a header field; client-certificate: a passphrase
  tst login --list                         names and places, no secrets

A secret goes into the keychain (macOS Keychain, Windows Credential Manager, Secret Service); where there is none, into a
file that only you can read. Profiles name their secret; the environment goes before what is kept:
TST_SECRET_<NAME>_USER and _PASSWORD, _TOKEN, _VALUE or _PASSPHRASE, with the name in capitals and _ for - and .`,
    logout: `
Examples:
  tst logout seiko`,
    completion: `
Examples:
  eval "$(tst completion bash)"                                  in ~/.bashrc
  tst completion bash > ~/.local/share/bash-completion/completions/tst
  tst completion zsh > ~/.zfunc/_tst                             with fpath+=~/.zfunc before compinit in ~/.zshrc
  tst completion fish > ~/.config/fish/completions/tst.fish
  tst completion powershell | Out-String | Invoke-Expression     in $PROFILE

The script knows the verbs, options and values of this version: write it again after an update. Its descriptions
are in the language of --lang.`,
    lab: `
Examples:
  tst lab                                  a free port; stop with Ctrl-C
  tst lab --port 8318 --dir lab            keys and certificates are kept in lab
  tst lab --profile seiko --fault nonce-wrong
  tst lab --revoke tsu:superseded          its certificate is revoked; CRL and OCSP say so
  tst lab demo                             stamps, verifies, changes one byte, verifies again`,
  },
  arguments: {
    file: 'the file that was stamped; - for standard input (with --digest: the token)',
    token:
      'the token; default: the name of the file with .tsr or .tst after it or in place of its ending; - for standard input',
    files: 'files to stamp; with --digest one name, for the output alone',
    inspected: 'any DER, PEM or Base64 file; - for standard input',
    cached: 'list: show what is kept; clear: remove it',
    secret: 'name of the secret, as profiles name it: letters, digits, -, _ and .',
    shell: 'bash, zsh, fish or powershell',
    demo: 'demo: show the main job on a lab of its own, then end',
  },
  options: {
    trust: 'trusted root certificates: PEM or DER file, folder, ZIP, or the words bundled, system (repeatable)',
    trustAny: 'like --trust, and certificates that are no roots are trusted as well (repeatable)',
    certs: 'further certificates for the chain, not trusted by themselves (repeatable)',
    request: 'the request that was sent: nonce, policy and hash are compared',
    digest: 'hash of the data, in place of the file: sha256:<hexadecimal>',
    acceptPolicy: 'accept only tokens of this policy (repeatable)',
    policy: 'rules to judge by: default, etsi, strict (default: default)',
    at: 'judge for this moment: gentime, a date (its beginning in UTC), or RFC 3339 with zone (default: now)',
    allowNoncriticalEku: 'accept an authority whose extended key usage is not critical',
    skip: 'leave out certificate-revocation or tst-revocation (repeatable); the report says so',
    noAia: 'do not fetch missing CA certificates',
    offline: 'fetch nothing; what earlier runs fetched is used (stamp: only with --dry-run or --query-only)',
    allowPrivateNetwork: 'follow addresses in certificates into private networks',
    crl: 'CRLs to judge by: a file, folder or ZIP (repeatable)',
    ocsp: 'OCSP answers to judge by: a file, folder or ZIP (repeatable)',
    evidence:
      'evidence that was saved, or a folder of it (repeatable); with the same --at, and --evidence-lists where a list of revoked tokens counted, the same report again, offline',
    saveEvidence: 'write everything that the verdict rests on into one file',
    asKnownOn: 'leave out revocation information that was published after this moment',
    revocationOrder: 'what is asked for, in this order: ocsp,crl (default), crl,ocsp, ocsp or crl',
    ocspMethod: 'how OCSP is asked: post (default, with a nonce) or get (which proxies can keep)',
    noCache: 'use and keep nothing of what other runs fetched',
    usedProfile: 'judge by this profile, a name or path (repeatable; default: the one that fits the token)',
    profileDir: 'folder of profiles (default: that of your configuration)',
    ignoreProfiles: 'use no profile that is not named',
    tstRevocationList:
      'list of revoked tokens, a file or URL in JSON, CSV or text (repeatable), beside those of profiles',
    evidenceLists: 'trust the lists of revoked tokens that --evidence holds, though nothing signs them',
    listRadix: 'how serial numbers are written in lists that do not say it: 10, 16',
    proxy: 'send everything through this HTTP proxy (default: HTTP_PROXY, HTTPS_PROXY, NO_PROXY)',
    json: 'print one JSON object; of several files or entries one in each line',
    quiet: 'print no result; the exit code tells it',
    lang: 'language: en, ja (default: by locale)',
    color: 'colour: auto, always, never (default: auto)',
    stampProfile:
      'stamp under this profile: a name, or the path of its file (repeatable: a token of each, side by side)',
    fallbackProfile: 'ask under this profile where the first one fails (repeatable)',
    resume: 'go on with a run that was ended: files that have their token are left alone, none is paid for twice',
    jobs: 'tokens obtained at the same time (default: 1 where the profile has a rate, else 4)',
    enforceQuota: 'ask for nothing beyond the quota of the profile',
    allowCode: 'stamp code although the contract is not for code signing',
    ledger: 'the ledger (default: ledger.sqlite in the folder for data)',
    noLedger: 'enter nothing in the ledger (not with --profile)',
    tsa: 'address of the time-stamping authority',
    hash: 'hash function of the imprint: sha256, sha384, sha512, … (default: sha256)',
    requestPolicy: 'ask for this policy',
    outDir: 'write tokens into this folder, which has to exist',
    token: 'write the bare token (.tst) in place of the response (.tsr)',
    saveRequest: 'keep the request as .tsq',
    force: 'overwrite existing output',
    dryRun: 'say what would be done; send and write nothing',
    queryOnly: 'write the request (.tsq) only; send nothing',
    user: 'user name for basic authentication',
    passwordFile: 'file whose first line is the password (else TST_PASSWORD)',
    passwordStdin: 'read the password from standard input',
    clientCert: 'TLS client certificate: PEM or PFX',
    clientKey: 'key of the client certificate (its passphrase: TST_KEY_PASSPHRASE)',
    tlsCa: 'trust this CA for the TLS connection (repeatable)',
    timeout: 'seconds for the whole exchange (default: 60)',
    connectTimeout: 'seconds until the connection stands (default: 10)',
    olderThan: 'clear: remove only what was fetched more than so many days ago',
    port: 'port (default: any free one)',
    profile: 'how the lab answers: plain, seiko (default: plain)',
    algorithm: 'key of the lab: rsa-2048, p256, ed25519, … (default: rsa-2048; rsa-1024 is for tests only)',
    labHash: 'hash of the signature: sha256, sha384, sha512',
    fault: 'answer with this fault, see --list-faults',
    labUser: 'ask for basic authentication of this user',
    dir: 'folder where keys and certificates are kept',
    aia: 'leave the intermediate certificate out of tokens and serve it for fetching',
    labCrl: 'which CRL its certificates name: complete, delta, indirect, partitioned',
    responder: 'who signs OCSP answers: delegate, ca',
    revoke: 'revoke tsu or intermediate from the start: tsu:keyCompromise, tsu:none:2025-01-31 (repeatable)',
    revocationFault: 'publish CRLs and OCSP answers with this fault, see --list-faults',
    noRevocation: 'name neither CRL nor OCSP in certificates',
    secretUser: 'user name (default: asked for)',
    secretStdin:
      'read the secret from standard input: a line; for basic without --user the user name in a line before it',
    secretKind: 'what it is for: basic, bearer, header, client-certificate (default: basic)',
    secretStore: 'where to keep it: keychain, file (default: the keychain, else a file)',
    secretList: 'list names, kinds and places',
    listFaults: 'list the faults with a description each',
  },
  lab: {
    running: 'the lab answers time-stamp requests at {url}',
    revoke: "to revoke its certificate: curl -X POST '{url}/revoke?certificate=tsu&reason=keyCompromise'",
    revocationFaults: '# of CRLs and OCSP answers: for --revocation-fault, and as ?fault= in their addresses',
    weakKey: 'an RSA key of 1024 bits is no protection: this lab is for testing how it is refused',
    stop: 'stop it with Ctrl-C',
    root: 'its root certificate: {path}',
    started: '# a time-stamping authority for trying runs at {url}',
    ownFolders: '# with folders of its own, so that nothing of yours is touched:',
    profileIt: '# a profile: where the provider is, what to trust, where it lists revoked tokens',
    revokeIt: '# the provider revokes this very token; syncing its list finds it, and so does verifying',
    archiveIt: '# an archive: three more files are stamped',
    auditIt: '# audit the whole of it in one run, with a report: {path} was changed, and one file was never stamped',
    stampIt: '# stamp a file',
    verifyIt: '# verify the token fully: all four checks',
    changeIt: '# change one byte of the file ({path}, byte {offset})',
    verifyAgain: '# verify again: the change is found',
    exit: '# exit code {exit}',
    kept: '# everything is kept in {path}',
    repeat: '# to repeat by hand, start the lab first in another terminal:',
  },
  evidence: {
    saved: 'evidence: {path}[; for the same report again: --evidence {path} --at {moment}][ {lists}]',
    replayed:
      'repeated from evidence of {now}; what became known since was not looked for: leave --at out to judge for today[; lists of revoked tokens are your own, as kept here: {lists} takes those of the evidence]',
  },
  stamped: {
    written: 'token: {path}',
    refused: 'the token was judged invalid and is kept as {path}',
    kept: 'what came is kept as {path}',
    queried: 'request: {path}',
    planned: 'would write {path}',
    notSent: 'not sent: the run ended before',
    finishing: 'finishing the file in hand, whose token may be paid for; a second signal ends at once',
    present: 'has its token already: {path}',
    waits: {
      rate: 'waiting {time}: the rate of {profile}',
      service: 'waiting {time} before the authority is asked again',
    },
    progress: '{done} of {total}, {rate} a minute, {left} left',
    seconds: '{count} s',
    minutes: '{count} min',
    hours: '{count} h',
    later: 'not decided yet; the token is kept, to verify it again later:',
    unsaved: 'the response could not be saved; it follows in Base64, save it by hand:',
  },
  cached: {
    kept: '{path}: kept answers: {answers}, places: {places}, in all {size}',
    nothing: '{path}: nothing is kept',
    cleared: '{path}: removed answers: {answers}, in all {size}',
    columns: {
      kind: 'kind',
      size: 'size',
      fetchedAt: 'fetched',
      thisUpdate: 'this update',
      nextUpdate: 'next update',
      sha256: 'SHA-256',
    },
  },
  secrets: {
    asks: { user: 'user name', password: 'password', token: 'token', value: 'value', passphrase: 'passphrase' },
    kept: {
      environment: 'the secret {name} is in the environment',
      keychain: 'the secret {name} is kept in the keychain',
      file: 'the secret {name} is kept in a file that only you can read',
    },
    forgotten: 'the secret {name} is forgotten',
    none: 'no secrets are kept',
    places: { environment: 'environment', keychain: 'keychain', file: 'file' },
  },
};
