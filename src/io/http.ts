import type { Http } from '../app/ports.ts';
import type { Agents, TlsIdentity } from './agents.ts';
import { hideUserOf } from './environment-secrets.ts';
import { httpLimits } from './http-limits.ts';
import { closeLeaks } from './leaks.ts';
import { type Environment, proxiesOf } from './proxies.ts';

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
  readonly environment?: Environment;
  /** A proxy for everything, in place of those of the environment: a URL that may hold a user and a password. NO_PROXY still counts. */
  readonly proxy?: string;
}

export interface ClosableHttp extends Http {
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * The network, under its guard. Everything about it is loaded with the first exchange: offline work never pays for it. Throws a
 * TstError `configuration` for a proxy that is none; one of the environment is reported by the first exchange.
 */
export function createHttp(options: HttpOptions = {}): ClosableHttp {
  const timeout = options.timeout ?? httpLimits.total;
  const allowPrivate = options.allowPrivate ?? false;
  if (options.proxy !== undefined) proxiesOf(options.proxy, {});
  let network: Promise<Network> | undefined;
  return {
    async exchange(request) {
      network ??= load(options, timeout);
      const { exchange, agents } = await network;
      return exchange(request, agents, allowPrivate, request.timeout ?? timeout);
    },
    async close() {
      // One that could not be loaded was reported to whoever wanted it.
      const loaded = await network?.catch(() => undefined);
      await loaded?.agents.close();
    },
  };
}

interface Network {
  readonly exchange: typeof import('./exchange.ts').exchange;
  readonly agents: Agents;
}

async function load(options: HttpOptions, timeout: number): Promise<Network> {
  const [{ exchange }, { Agents }] = await Promise.all([import('./exchange.ts'), import('./agents.ts')]);
  const environment = options.environment ?? {};
  const proxies = proxiesOf(options.proxy ?? null, environment);
  for (const proxy of [proxies.http, proxies.https]) if (hideUserOf(proxy)) closeLeaks(environment);
  const agents = new Agents({
    tls: options.tls ?? {},
    proxies,
    connectTimeout: options.connectTimeout ?? Math.min(httpLimits.connect, timeout),
    timeout,
  });
  return { exchange, agents };
}
