import { type CertificatePlan, encodeName, type LabExtension } from './ca.ts';
import { crlDistributionPoints, freshestCrl, type ReasonFlag } from './crl-extensions.ts';
import { type CaName, crlIssuerName } from './delegates.ts';

/** How certificates are to name the places where their revocation is published. */
export interface RevocationSources {
  /** CRL distribution points; default true. */
  readonly crl?: boolean;
  /** OCSP in authority information access; default true. */
  readonly ocsp?: boolean;
  /** freshestCRL, in certificates and in complete CRLs, which then change only when they are published. Default false. */
  readonly delta?: boolean;
  /** The distribution point is the indirect CRL's in place of the CA's own. Default false. */
  readonly indirect?: boolean;
  /** Two distribution points with some reasons each ({@link partitions}). Default false. */
  readonly partitioned?: boolean;
}

/** The reasons of the two CRLs of a CA that divides them (RFC 5280 §5.2.5, onlySomeReasons). */
export const partitions: readonly (readonly ReasonFlag[])[] = [
  ['keyCompromise', 'cACompromise', 'aACompromise', 'privilegeWithdrawn'],
  ['affiliationChanged', 'superseded', 'cessationOfOperation', 'certificateHold'],
];

/** What the certificates of the TSU and the intermediate say, for a lab that serves at `url`. */
export function namedSources(sources: RevocationSources, url: string) {
  return { tsu: sourcesOf(sources, url, 'intermediate'), intermediate: sourcesOf(sources, url, 'root') };
}

/** The URLs that a certificate of this CA names, to see whether one does. */
export function urlsOf({ crl = true, ocsp = true, ...rest }: RevocationSources, url: string, ca: CaName): string[] {
  const complete = rest.indirect ? ['indirect.crl'] : rest.partitioned ? [`${ca}-1.crl`, `${ca}-2.crl`] : [`${ca}.crl`];
  const names = [...(crl ? complete : []), ...(rest.delta ? [`${ca}-delta.crl`] : []), ...(ocsp ? ['ocsp'] : [])];
  return names.map((name) => `${url}/${name}`);
}

function sourcesOf(sources: RevocationSources, url: string, ca: CaName): Partial<CertificatePlan> {
  const { crl = true, ocsp = true, delta, indirect, partitioned } = sources;
  const extensions: LabExtension[] = [];
  if (crl && indirect) {
    extensions.push(crlDistributionPoints({ url: `${url}/indirect.crl`, crlIssuer: encodeName(crlIssuerName) }));
  } else if (crl && partitioned) {
    const points = partitions.map((some, index) => ({ url: `${url}/${ca}-${index + 1}.crl`, reasons: some }));
    extensions.push(crlDistributionPoints(...points));
  }
  if (delta) extensions.push(freshestCrl({ url: `${url}/${ca}-delta.crl` }));
  return {
    ocsp: ocsp ? `${url}/ocsp` : null,
    crl: crl && !indirect && !partitioned ? `${url}/${ca}.crl` : null,
    extensions,
  };
}
