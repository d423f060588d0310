import { TstError } from '../core/verdict/errors.ts';
import type { KeptSecret, SecretKind } from './kept-secret.ts';
import type { Secrets } from './ports.ts';
import { Secret } from './secret.ts';

/** How a service is told who asks, secrets included. */
export type Credentials =
  /** RFC 7617. */
  | { readonly kind: 'basic'; readonly user: Secret; readonly password: Secret }
  /** RFC 6750 §2.1. */
  | { readonly kind: 'bearer'; readonly token: Secret }
  /** A header field of the service's own. */
  | { readonly kind: 'header'; readonly header: string; readonly value: Secret }
  /** TLS client certificate: paths, and the passphrase of the key where it has one. The network port is made with it. */
  | {
      readonly kind: 'client-certificate';
      readonly certificate: string;
      readonly key: string | null;
      readonly passphrase: Secret | null;
    };

/** What a profile says of its credentials: `secret` is the name under which `tst login` keeps it. */
export type CredentialsPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' | 'bearer'; readonly secret: string }
  | { readonly kind: 'header'; readonly header: string; readonly secret: string }
  | {
      readonly kind: 'client-certificate';
      readonly certificate: string;
      readonly key: string | null;
      readonly secret: string | null;
    };

/**
 * The credentials that a profile means, with their secret, or null where it means none. Throws a TstError `secret-missing`,
 * `configuration` for a value that can't be sent in this way, or what the store throws.
 */
export async function findCredentials(plan: CredentialsPlan, secrets: Secrets): Promise<Credentials | null> {
  if (plan.kind === 'none') return null;
  if (plan.kind === 'client-certificate') {
    const { kind, certificate, key, secret } = plan;
    const passphrase = secret === null ? null : (await find(secret, 'client-certificate', secrets)).passphrase;
    return { kind, certificate, key, passphrase };
  }
  const credentials: Credentials =
    'header' in plan
      ? { ...(await find(plan.secret, 'header', secrets)), header: plan.header }
      : await find(plan.secret, plan.kind, secrets);
  // What can't be sent is said now, and not with the first file.
  secretHeaders(credentials);
  return credentials;
}

async function find<K extends SecretKind>(name: string, kind: K, secrets: Secrets): Promise<KeptSecret<K>> {
  const found = await secrets.find(name, kind);
  if (found === null) throw new TstError('secret-missing', { name, kind });
  const { secret } = found;
  if (secret.kind !== kind) throw new TstError('secret-missing', { name, kind, found: secret.kind });
  return secret as unknown as KeptSecret<K>;
}

/**
 * The header fields that credentials are sent in; none for a certificate, which TLS shows. Throws a TstError `configuration`
 * for what no field can carry.
 */
export function secretHeaders(credentials: Credentials | null): Readonly<Record<string, Secret>> {
  switch (credentials?.kind) {
    case 'basic':
      return { authorization: basic(credentials.user, credentials.password) };
    case 'bearer':
      return { authorization: new Secret(`Bearer ${checked(credentials.token.reveal(), token68)}`) };
    case 'header':
      return { [fieldName(credentials.header)]: new Secret(checked(credentials.value.reveal(), fieldValue)) };
    default:
      return {};
  }
}

/** RFC 7617 §2: the two are parted by the first colon, so that there is none in the user's name; no control characters. */
function basic(user: Secret, password: Secret): Secret {
  const pair = `${checked(user.reveal(), /^[^:\p{Cc}]*$/u)}:${checked(password.reveal(), /^[^\p{Cc}]*$/u)}`;
  return new Secret(`Basic ${Buffer.from(pair, 'utf8').toString('base64')}`);
}

/** RFC 6750 §2.1, RFC 9110 §11.2. */
const token68 = /^[A-Za-z0-9._~+/-]+=*$/;
/** RFC 9110 §5.5: visible ASCII, spaces and tabs within. */
const fieldValue = /^[!-~]([ \t]*[!-~])*$/;
/** RFC 9110 §5.6.2. */
const fieldToken = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function checked(value: string, form: RegExp): string {
  if (!form.test(value))
    throw new TstError('configuration', { reason: 'the secret has characters that cannot be sent' });
  return value;
}

/** Fields by which a message is framed or routed, or that the request sets itself: a secret in one of them would break it. */
const taken =
  /^(host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|accept|accept-encoding|user-agent|proxy-.*)$/;

/** The name of a service's own field, in lower case. Throws a TstError `configuration` for one that can't carry a secret. */
export function fieldName(header: string): string {
  const name = header.toLowerCase();
  if (!fieldToken.test(name)) throw new TstError('configuration', { reason: 'no name of a header field', header });
  if (taken.test(name)) throw new TstError('configuration', { reason: 'this header field is taken', header });
  return name;
}
