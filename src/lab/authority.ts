import { type CertificatePlan, issue, KeyUsage, type LabCertificate, purposes } from './ca.ts';
import { generateKey, type KeyAlgorithm, type LabKey } from './keys.ts';
import type { Profile } from './profile.ts';

/** The keys of an authority. */
export interface AuthorityKeys {
  readonly root: LabKey;
  readonly intermediate: LabKey;
  readonly tsu: LabKey;
}

/** root → intermediate → TSU. */
export interface Authority {
  readonly root: LabCertificate;
  readonly intermediate: LabCertificate;
  /** A further CA under the intermediate, where a fault wants one. */
  readonly between: LabCertificate | null;
  readonly tsu: LabCertificate;
}

/** How an authority differs from a good one: for each certificate, what its plan has in place of the defaults. */
export interface AuthorityChange {
  readonly root?: Partial<CertificatePlan>;
  readonly intermediate?: Partial<CertificatePlan>;
  /** There: a further CA stands under the intermediate, with its key. */
  readonly between?: Partial<CertificatePlan>;
  readonly tsu?: Partial<CertificatePlan>;
  readonly keys?: Partial<AuthorityKeys>;
}

export interface AuthorityOptions {
  readonly profile: Profile;
  readonly keys: AuthorityKeys;
  /** notBefore of the root and the intermediate, in milliseconds since 1970. */
  readonly from: number;
  /** Their notAfter. */
  readonly until: number;
  /** notBefore of the TSU's certificate; its notAfter follows from the profile. */
  readonly tsuFrom: number;
  /** Where `intermediate.der` is served (AIA caIssuers); null: the certificate names no place. */
  readonly caIssuers?: string | null;
  /** What certificates say about where their revocation is published; default: nothing. */
  readonly sources?: { readonly tsu: Partial<CertificatePlan>; readonly intermediate: Partial<CertificatePlan> };
  /** A root that exists already, in place of a new one. */
  readonly root?: LabCertificate;
  readonly change?: AuthorityChange;
}

const organisation = 'C=JP,O=tst lab';
const month = (365.25 / 12) * 86_400_000;

/** New keys: the TSU's of the algorithm asked for, the CAs' of the same family. */
export function generateAuthorityKeys(algorithm: KeyAlgorithm): AuthorityKeys {
  const ca = algorithm.startsWith('rsa') ? 'rsa-2048' : 'p384';
  return { root: generateKey(ca), intermediate: generateKey(ca), tsu: generateKey(algorithm) };
}

/** Issues the three certificates; the same options and RSA or Ed25519 keys give the same bytes. */
export async function buildAuthority(options: AuthorityOptions): Promise<Authority> {
  const { profile, change = {} } = options;
  const keys = { ...options.keys, ...change.keys };
  const dates = { notBefore: options.from, notAfter: options.until };
  const ca: CertificatePlan = {
    ...dates,
    subject: `${organisation},CN=Lab Root CA`,
    hash: keys.root.algorithm === 'p384' ? 'sha384' : 'sha256',
    basicConstraints: { ca: true },
    keyUsage: KeyUsage.keyCertSign | KeyUsage.cRLSign,
    extendedKeyUsage: null,
    caIssuers: null,
    ocsp: null,
    crl: null,
    extensions: [],
  };
  const root = options.root ?? (await issue({ ...ca, ...change.root }, keys.root));
  const intermediatePlan = {
    ...ca,
    subject: `${organisation},CN=Lab Time-Stamping CA`,
    basicConstraints: { ca: true, pathLength: 0 },
  };
  const intermediate = await issue(
    changed(intermediatePlan, options.sources?.intermediate, change.intermediate),
    keys.intermediate,
    root,
  );
  const tsuPlan: CertificatePlan = {
    ...ca,
    subject: `${organisation},OU=Time-Stamping Unit,CN=Lab TSU 1`,
    notBefore: options.tsuFrom,
    notAfter: Math.min(options.until, options.tsuFrom + Math.round(profile.months * month)),
    basicConstraints: null,
    keyUsage: KeyUsage.digitalSignature,
    extendedKeyUsage: { purposes: [purposes.timeStamping], critical: true },
    caIssuers: options.caIssuers ?? null,
  };
  const betweenPlan = {
    ...intermediatePlan,
    subject: `${organisation},CN=Lab Time-Stamping Sub CA`,
    ...change.between,
  };
  const between = change.between ? await issue(betweenPlan, keys.intermediate, intermediate) : null;
  const tsu = await issue(changed(tsuPlan, options.sources?.tsu, change.tsu), keys.tsu, between ?? intermediate);
  return { root, intermediate, between, tsu };
}

/** The plan with what replaces its fields; further extensions add up. */
function changed(
  plan: CertificatePlan,
  ...changes: readonly (Partial<CertificatePlan> | undefined)[]
): CertificatePlan {
  const extensions = [plan, ...changes].flatMap((change) => change?.extensions ?? []);
  return { ...Object.assign({}, plan, ...changes), extensions };
}
