import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { authorized, type LabAuth, type LabRate, RateLimit } from './access.ts';
import { type Authority, type AuthorityKeys, type AuthorityOptions, buildAuthority } from './authority.ts';
import { certificateToPem } from './ca.ts';
import type { DelegateKeys } from './delegates.ts';
import type { TokenFault } from './faults/fault.ts';
import { type FaultName, faultOf } from './faults.ts';
import { type HttpFault, httpFault, httpFaults, refusals } from './http-faults.ts';
import { genTimeText, Issuer, type SpareKeys, serialNumber } from './issuer.ts';
import type { KeyAlgorithm, SignatureHash } from './keys.ts';
import { accuracyMillis, type ProfileName, profileWith } from './profile.ts';
import { readBody } from './request-body.ts';
import { revocationFaultOf } from './revocation-faults.ts';
import type { Revocation } from './revocation-register.ts';
import { handleRevocation, type RevocationLie } from './revocation-routes.ts';
import { type ResponderOptions, RevocationSite } from './revocation-site.ts';
import { namedSources, type RevocationSources, urlsOf } from './revocation-sources.ts';
import { openStore, type Store } from './store.ts';
import type { TokenRevocation } from './token-register.ts';
import { handleTstList, type TstListDesk, type TstListLie, tstListLie } from './tst-list-routes.ts';
import { TstListSite } from './tst-list-site.ts';

export interface LabOptions extends ResponderOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Under which it is reached, where that is another address than its own: certificates name this one. */
  readonly url?: string;
  /** Default `plain`. */
  readonly profile?: ProfileName;
  /** The TSU's key; default: the profile's, RSA-2048. */
  readonly algorithm?: KeyAlgorithm;
  /** digestAlgorithm of the signature; default: the profile's, or what fits the key. */
  readonly digest?: SignatureHash;
  /** Every answer has this fault; `?fault=name` asks for one in a single request. */
  readonly fault?: FaultName | HttpFault;
  /** The request of this number, from 1, is answered with this fault, whatever the others are. */
  readonly faultAt?: Readonly<Record<number, FaultName | HttpFault>>;
  /** Asked of `POST /tsa`. */
  readonly auth?: LabAuth;
  /** What comes more often is refused with status 429. */
  readonly rate?: LabRate;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Where keys and certificates are kept from one start to the next; default: in memory. */
  readonly dir?: string;
  /** Serves https with this key and certificate, both PEM; `ca`: to clients alone that have a certificate of this authority. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
  /** Serial numbers; default `random`. */
  readonly serials?: 'random' | 'counter';
  /** The TSU's certificate says where `/intermediate.der` is; and the tokens leave the intermediate out. */
  readonly aia?: boolean;
  /** Keys in place of new ones. */
  readonly keys?: AuthorityKeys & SpareKeys & DelegateKeys;
  /** The certificates say where CRLs and OCSP are (true: both); default: they don't, but both are served. */
  readonly revocation?: boolean | RevocationSources;
  /** Revoked from the start. */
  readonly revoke?: readonly Revocation[];
  /** CRLs and OCSP answers have this fault; `?fault=name` asks for one in a single request. */
  readonly revocationFault?: RevocationLie;
  /** Lists of revoked tokens and the page about them have this fault; `?fault=name` asks for one in a single request. */
  readonly tstListFault?: TstListLie;
  /** Told of every token issued: serial in hexadecimal, genTime as written. */
  readonly onToken?: (token: {
    readonly serial: string;
    readonly genTime: string;
    readonly fault: string | null;
  }) => void;
}

/** A running lab. */
export interface Lab {
  /** `http://127.0.0.1:port`, or what it was told; time-stamps are at `${url}/tsa`. */
  readonly url: string;
  /** Where it listens: a proxy (RFC 9110 §7.6) to its own {@link Lab.url}, and to nothing else. */
  readonly ownUrl: string;
  readonly tsaUrl: string;
  readonly rootPem: string;
  /** TSU and intermediate. */
  readonly chainPem: string;
  readonly policy: string;
  /** OCSP for both CAs. */
  readonly ocspUrl: string;
  /** Revokes from now on; throws RangeError where it can't be. */
  revoke(revocation: Revocation): void;
  /** With delta CRLs: makes what is revoked now the content of the complete CRLs. */
  publishCrls(): void;
  /** CRLs, OCSP answers and who signs them, without HTTP. */
  readonly revocation: RevocationSite;
  /** Revokes single tokens from now on; throws RangeError where nothing is named. */
  revokeToken(revocation: TokenRevocation): void;
  /** From now on lists of revoked tokens and the page about them have this fault; null for none. */
  setTstListFault(fault: TstListLie | null): void;
  /** The lists of revoked tokens, the page about them and its document, without HTTP. */
  readonly tokens: TstListSite;
  /** Where the lists are, without their `.json`, `.csv` or `.txt`. */
  readonly tstListUrl: string;
  /** The page that tells of revoked tokens. */
  readonly repositoryUrl: string;
  /** Stops at once; waits until the port is free. */
  close(): Promise<void>;
}

const day = 86_400_000;
/** Octets of a request that the lab reads; a real one has under 200. */
const requestLimit = 64 << 10;

/** Starts the provider: CA, TSA and the pages that serve their certificates. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const host = options.host ?? '127.0.0.1';
  let lab: Provider | undefined;
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(lab!, options, request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`${error.message}\n`);
    });
  };
  const tls = options.tls && { ...options.tls, requestCert: options.tls.ca !== undefined };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const own = `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const url = options.url ?? own;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  try {
    lab = await provider(options, url);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    ownUrl: own,
    tsaUrl: `${url}/tsa`,
    rootPem: certificateToPem(lab.authority.root.der),
    chainPem: chainPem(lab.authority),
    policy: lab.issuer.profile.policy,
    ocspUrl: `${url}/ocsp`,
    revoke: (revocation) => lab.site.revoke(revocation),
    publishCrls: () => lab.site.publish(),
    revocation: lab.site,
    revokeToken: (revocation) => lab.desk.site.revoke(revocation),
    setTstListFault: (fault) => {
      lab.desk.lie = fault === null ? null : tstListLie(fault);
    },
    tokens: lab.desk.site,
    tstListUrl: `${url}/tst-revocation/list`,
    repositoryUrl: `${url}/repository/index.html`,
    close,
  };
}

interface Provider {
  readonly issuer: Issuer;
  readonly authority: Authority;
  readonly site: RevocationSite;
  readonly desk: TstListDesk;
  readonly limit: RateLimit | null;
  /** Requests for tokens that came, and answers that were made. */
  requests: number;
  count: number;
}

async function provider(options: LabOptions, url: string): Promise<Provider> {
  const profile = profileWith(options.profile ?? 'plain', options.algorithm, options.digest);
  const store = await openStore(options.dir ?? null, profile.algorithm, options.keys);
  const today = Math.floor(options.clock() / day) * day;
  const sources = options.revocation === true ? {} : options.revocation || null;
  const lie = revocationFaultOf(options.revocationFault ?? '');
  const authorityOptions: AuthorityOptions = {
    profile,
    keys: store.keys,
    from: today - 365 * day,
    until: today + 20 * 365 * day,
    tsuFrom: today - 30 * day,
    caIssuers: options.aia ? `${url}/intermediate.der` : null,
    ...(sources && { sources: namedSources(sources, url) }),
    ...(lie?.authority && { change: lie.authority() }),
  };
  const named = sources ? [urlsOf(sources, url, 'root'), urlsOf(sources, url, 'intermediate')] : [[], []];
  const authority = lie?.authority
    ? await buildAuthority(authorityOptions)
    : await kept(store, authorityOptions, named);
  const site = new RevocationSite({
    ...options,
    authority,
    from: authorityOptions.from,
    until: authorityOptions.until,
    url,
    sources: sources ?? {},
    clock: options.clock,
  });
  for (const revocation of options.revoke ?? []) site.revoke(revocation);
  // What was revoked before the start stands in the complete CRL, also where later changes go into deltas.
  site.publish();
  const tokens = new TstListSite({ tsu: authority.tsu.der, policy: profile.policy, clock: options.clock });
  const desk = { site: tokens, lie: options.tstListFault ?? null };
  const limit = options.rate ? new RateLimit(options.rate, options.clock) : null;
  const issuer = new Issuer(authorityOptions, authority, options.keys);
  return { issuer, authority, site, desk, limit, requests: 0, count: 0 };
}

/** The authority of an earlier start, with new certificates under its root where the old ones name other addresses. */
async function kept(store: Store, options: AuthorityOptions, [ofRoot, ofIntermediate]: string[][]): Promise<Authority> {
  const names = (der: Uint8Array, urls: readonly string[]) => urls.every((url) => Buffer.from(der).includes(url));
  const found = store.authority;
  if (found && names(found.intermediate.der, ofRoot!) && names(found.tsu.der, ofIntermediate!)) return found;
  const authority = await buildAuthority(found ? { ...options, root: found.root } : options);
  await store.keep(authority);
  return authority;
}

async function handle(
  lab: Provider,
  options: LabOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://lab');
  const { root, intermediate } = lab.authority;
  const get = request.method === 'GET' || request.method === 'HEAD';
  if (pathname === '/tsa') {
    if (request.method !== 'POST') return send(response, 405, 'text/plain', 'time-stamp requests are posted\n');
    const at = options.faultAt?.[++lab.requests];
    const fault = searchParams.get('fault') ?? at ?? options.fault ?? null;
    return stamp(lab, options, fault, request, response);
  }
  if (await handleRevocation(lab.site, options.revocationFault ?? null, request, response)) return;
  if (handleTstList(lab.desk, request, response)) return;
  if (get && pathname === '/root.pem') {
    return send(response, 200, 'application/x-pem-file', certificateToPem(root.der));
  }
  if (get && pathname === '/chain.pem') return send(response, 200, 'application/x-pem-file', chainPem(lab.authority));
  if (get && pathname === '/intermediate.der') return send(response, 200, 'application/pkix-cert', intermediate.der);
  send(response, 404, 'text/plain', 'nothing is here\n');
}

async function stamp(
  lab: Provider,
  options: LabOptions,
  faultName: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, requestLimit);
  if (options.auth && !authorized(request, options.auth)) {
    const scheme = 'user' in options.auth ? 'Basic realm="lab", charset="UTF-8"' : 'Bearer realm="lab"';
    response.setHeader('www-authenticate', scheme);
    return send(response, 401, 'text/html; charset=utf-8', '<!doctype html><title>401</title><h1>Unauthorized</h1>\n');
  }
  const seconds = lab.limit?.refuse() ?? null;
  if (seconds !== null) {
    response.setHeader('retry-after', seconds);
    return send(response, 429, 'text/plain', 'too many requests\n');
  }
  const transport = httpFaults.find((name) => name === faultName);
  const fault: TokenFault | undefined =
    faultName === null || transport ? undefined : (faultOf(faultName) ?? certificateFault(faultName));
  if (faultName !== null && !transport && !fault) {
    return send(response, 400, 'text/plain', `the lab has no fault named ${faultName}\n`);
  }
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'application/timestamp-query') {
    return send(response, 415, 'text/plain', 'the media type of a request is application/timestamp-query\n');
  }
  if (!body) return send(response, 413, 'text/plain', 'this is no time-stamp request\n');
  if (transport && refusals.has(transport)) return httpFault(transport, new Uint8Array(), request, response);

  const { profile } = lab.issuer;
  const ms = options.clock();
  const count = ++lab.count;
  // 1 to 9 microseconds, so that the sixth digit is there and is no trailing zero.
  const moment = {
    ms,
    micros: 1 + (count % 9),
    serial: serialNumber(profile.serialOctets, options.serials === 'counter' ? count : null),
  };
  const answer = await lab.issuer.answer(body, moment, fault);
  if (fault?.authority) {
    const { tsu, intermediate } = await lab.issuer.authorityFor(fault, ms);
    lab.site.know(tsu);
    lab.site.know(intermediate);
  }
  lab.desk.site.know({ serial: moment.serial, genTime: ms, accuracy: accuracyMillis(profile) });
  options.onToken?.({
    serial: moment.serial.toString(16),
    genTime: genTimeText(moment, profile.fraction),
    fault: faultName,
  });
  if (transport) return httpFault(transport, answer, request, response);
  send(response, 200, 'application/timestamp-reply', answer);
}

/** A lie about revocation that lies in the certificates themselves. */
function certificateFault(name: string): TokenFault | undefined {
  const authority = revocationFaultOf(name)?.authority;
  return authority && { authority };
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function chainPem({ tsu, intermediate }: Authority): string {
  return certificateToPem(tsu.der) + certificateToPem(intermediate.der);
}
