import type { Dispatcher } from 'undici';
import type { Secret } from '../app/ports.ts';
import type { AddressKind } from './address.ts';
import { httpLimits } from './http-limits.ts';
import { guardedLookup } from './lookup.ts';
import type { Proxies } from './proxies.ts';

/** Keys and certificates for TLS, as read; PEM may hold several. */
export interface TlsIdentity {
  readonly ca?: readonly Uint8Array[];
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
  readonly pfx?: Uint8Array;
  readonly passphrase?: Secret;
}

export interface AgentOptions {
  readonly tls: TlsIdentity;
  readonly proxies: Proxies;
  readonly connectTimeout: number;
  readonly timeout: number;
}

/** What a connection may do. `open`: to any address; `identified`: with the user's TLS identity and authorities; `scheme`: of the URL. */
export interface AgentKind {
  readonly open: boolean;
  readonly identified: boolean;
  readonly scheme: 'http' | 'https';
}

/** Connections by kind, made when first needed and kept for reuse within a run. */
export class Agents {
  readonly #options: AgentOptions;
  readonly #made = new Map<string, Promise<Dispatcher>>();
  readonly #private = new Set<string>();

  // All of them: a public server must not pass for an inside one by naming an inside address beside its own.
  readonly #sawAddresses = (hostname: string, kinds: readonly AddressKind[]): void => {
    if (kinds.every((kind) => kind !== 'public')) this.#private.add(hostname);
    else this.#private.delete(hostname);
  };

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  /** True where a name led to addresses none of which is public, at the latest connection to it. */
  ledToPrivate(hostname: string): boolean {
    return this.#private.has(hostname);
  }

  get(kind: AgentKind): Promise<Dispatcher> {
    const name = `${kind.open} ${kind.identified} ${kind.scheme}`;
    let agent = this.#made.get(name);
    if (!agent) {
      agent = this.#make(kind);
      this.#made.set(name, agent);
    }
    return agent;
  }

  async close(): Promise<void> {
    // One that could not be made was reported to whoever wanted it.
    const agents = await Promise.allSettled(this.#made.values());
    await Promise.all(agents.map((agent) => (agent.status === 'fulfilled' ? agent.value.destroy() : undefined)));
  }

  async #make(kind: AgentKind): Promise<Dispatcher> {
    const { Agent, EnvHttpProxyAgent } = await import('undici');
    const { proxies, connectTimeout, timeout } = this.#options;
    const own = kind.identified ? (await import('./tls-files.ts')).secureOptions(this.#options.tls) : {};
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment does not switch it off.
    const tls = { ...own, rejectUnauthorized: true };
    const common = {
      allowH2: false,
      headersTimeout: Math.min(httpLimits.headers, timeout),
      bodyTimeout: Math.min(httpLimits.body, timeout),
      maxHeaderSize: httpLimits.headerBytes,
      connect: {
        ...tls,
        allowH2: false,
        timeout: connectTimeout,
        lookup: guardedLookup(kind.open, this.#sawAddresses),
      },
    };
    const proxy = proxies[kind.scheme];
    if (proxy === '') return new Agent(common);
    // Behind a proxy the connection is the proxy's: it resolves names and decides what may be reached. What can still be
    // judged here, a literal address in the URL, is judged before every request; hosts under NO_PROXY are judged as without a proxy.
    return new EnvHttpProxyAgent({
      ...common,
      // Both, and an agent for each scheme: this one would send https through the proxy for http where there is no other.
      httpProxy: proxy,
      httpsProxy: proxy,
      noProxy: proxies.no,
      requestTls: { ...tls, allowH2: false, timeout: connectTimeout },
      proxyTls: { rejectUnauthorized: true, timeout: connectTimeout },
      // A plain request for http: many proxies allow CONNECT to port 443 only.
      proxyTunnel: false,
    });
  }
}
