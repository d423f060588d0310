/** A start for the profile of one provider: what is publicly known of it. Nothing in it is a statement in the user's name. */
export interface ProfileTemplate {
  /** TOML after `schema` and `name`. */
  readonly text: string;
  /** What only the user knows, in the order of asking. */
  readonly asks: readonly Ask[];
  /** Roots that its tokens were seen to lead to: for comparing before an import, and never trusted by themselves. */
  readonly roots: readonly SeenRoot[];
}

/** One question. */
export interface Ask {
  /** As `--set` takes it; `anchors` for a file, folder or ZIP to import. */
  readonly key: string;
  /** Without an answer there is no profile. */
  readonly required: boolean;
  /** Taken where there is no answer; `{name}` is the profile's name. */
  readonly preset: string | null;
  /** Asked only where another key has one of these values. */
  readonly after?: { readonly key: string; readonly is: readonly string[] };
  /** Not asked where this key is there. */
  readonly unless?: string;
}

export interface SeenRoot {
  readonly sha256: string;
  readonly subject: string;
}

const url: Ask = { key: 'service.urls', required: true, preset: null };
const anchors: Ask = { key: 'anchors', required: false, preset: null };

const ofKind = (...is: readonly string[]) => ({ key: 'tst-revocation.kind', is });

/** Where the provider publishes which tokens it revoked, if it does. Without an answer `check` reminds of it. */
const list: readonly Ask[] = [
  { key: 'tst-revocation.kind', required: false, preset: null },
  {
    key: 'tst-revocation.url',
    required: true,
    preset: null,
    after: ofKind('json', 'csv', 'text', 'page'),
    unless: 'tst-revocation.file',
  },
  {
    key: 'tst-revocation.columns.serial',
    required: true,
    preset: null,
    after: ofKind('csv'),
    unless: 'tst-revocation.columns',
  },
  { key: 'tst-revocation.radix', required: false, preset: null, after: ofKind('csv', 'text') },
  { key: 'tst-revocation.statedOn', required: true, preset: null, after: ofKind('none-published') },
];

export const profileTemplates = {
  /** Policy and rate as its tokens and users show them; the address, the account and the certificates come with the contract. */
  seiko: {
    text: `provider = "SEIKO TRUST"
timeZone = "Asia/Tokyo"

[service]
hash = "sha256"

[credentials]
kind = "basic"

[rate]
minIntervalMs = 1000
burst = 1

[contract]
noticeDays = 30
usedWithin = "JP"

[rules]
codeSigning = false

[match]
policies = ["1.3.6.1.4.1.955.1.10.1.5.1"]
`,
    asks: [
      url,
      { key: 'credentials.secret', required: false, preset: '{name}' },
      anchors,
      ...list,
      { key: 'contract.start', required: false, preset: null },
      { key: 'contract.end', required: false, preset: null },
    ],
    roots: [],
  },
  freetsa: {
    text: `provider = "freeTSA.org"

[service]
urls = ["https://freetsa.org/tsr"]
`,
    asks: [anchors],
    roots: [
      {
        sha256: 'a6379e7cecc05faa3cbf076013d745e327bbbaa38c0b9af22469d4701d18aabc',
        subject: 'CN=www.freetsa.org, OU=Root CA, O=Free TSA',
      },
    ],
  },
  digicert: {
    text: `provider = "DigiCert"

[service]
urls = ["http://timestamp.digicert.com"]

[match]
policies = ["2.16.840.1.114412.7.1"]
`,
    asks: [anchors],
    roots: [
      {
        sha256: '3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c',
        subject: 'CN=DigiCert Assured ID Root CA, OU=www.digicert.com, O=DigiCert Inc, C=US',
      },
    ],
  },
  /** The provider asks scripts to leave fifteen seconds between two stamps. */
  sectigo: {
    text: `provider = "Sectigo"

[service]
urls = ["http://timestamp.sectigo.com"]

[rate]
minIntervalMs = 15000
burst = 1
`,
    asks: [anchors],
    roots: [],
  },
  globalsign: {
    text: `provider = "GlobalSign"

[service]
urls = ["http://timestamp.globalsign.com/tsa/r6advanced1"]

[match]
policies = ["1.3.6.1.4.1.4146.2.3"]
`,
    asks: [anchors],
    roots: [
      {
        sha256: '2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69',
        subject: 'CN=GlobalSign, O=GlobalSign, OU=GlobalSign Root CA - R6',
      },
    ],
  },
  /** The authority of `tst lab`, on this computer. */
  lab: {
    text: `provider = "tst lab"

[service]
allowPrivateNetwork = true
`,
    asks: [{ key: 'service.urls', required: false, preset: 'http://127.0.0.1:8318/tsa' }, anchors],
    roots: [],
  },
  plain: {
    text: `[service]
`,
    asks: [url, anchors, ...list],
    roots: [],
  },
} as const satisfies Record<string, ProfileTemplate>;

export type TemplateName = keyof typeof profileTemplates;

export const templateNames = Object.keys(profileTemplates) as TemplateName[];
