import type { Http } from '../app/ports.ts';
import type { Agents, Proxies, TlsIdentity } from './agents.ts';
import { httpLimits } from './http-limits.ts';

export interface HttpOptions {
  /** Lets URLs out of certificates, and redirects, reach addresses that are not public. Default false. */
  readonly allowPrivate?: boolean;
  /** Milliseconds until a connection stands. */
  readonly connectTimeout?: number;
  /** Milliseconds for one exchange as a whole. */
  readonly timeout?: number;
  /** TLS client certificate and authorities, for the user's own URLs only. */
  readonly tls?: TlsIdentity;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read from; absent: no proxy. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface ClosableHttp extends Http {
  /** Ends all connections. */
  close(): Promise<void>;
}

/** The network, under its guard. Everything about it is loaded with the first exchange: offline work never pays for it. */
export function createHttp(options: HttpOptions = {}): ClosableHttp {
  const timeout = options.timeout ?? httpLimits.total;
  const allowPrivate = options.allowPrivate ?? false;
  let network: Promise<Network> | undefined;
  return {
    async exchange(request) {
      network ??= load(options, timeout);
      const { exchange, agents } = await network;
      return exchange(request, agents, allowPrivate, request.timeout ?? timeout);
    },
    async close() {
      await (await network)?.agents.close();
    },
  };
}

interface Network {
  readonly exchange: typeof import('./exchange.ts').exchange;
  readonly agents: Agents;
}

async function load(options: HttpOptions, timeout: number): Promise<Network> {
  const [{ exchange }, { Agents }] = await Promise.all([import('./exchange.ts'), import('./agents.ts')]);
  const agents = new Agents({
    tls: options.tls ?? {},
    proxies: proxiesOf(options.environment ?? {}),
    connectTimeout: options.connectTimeout ?? Math.min(httpLimits.connect, timeout),
    timeout,
  });
  return { exchange, agents };
}

function proxiesOf(environment: Readonly<Record<string, string | undefined>>): Proxies {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()] || '';
  return { http: read('http_proxy'), https: read('https_proxy'), no: read('no_proxy') };
}
