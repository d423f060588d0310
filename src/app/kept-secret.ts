import { Secret } from './secret.ts';

/** What a secret is made of, by what it is for. */
export const secretParts = {
  basic: ['user', 'password'],
  bearer: ['token'],
  header: ['value'],
  'client-certificate': ['passphrase'],
} as const;

export type SecretKind = keyof typeof secretParts;
export type SecretPart = (typeof secretParts)[SecretKind][number];

/** A secret as it is kept under one name. */
export type KeptSecret<K extends SecretKind = SecretKind> = {
  [One in K]: { readonly kind: One } & { readonly [Part in (typeof secretParts)[One][number]]: Secret };
}[K];

/** A secret of this kind out of its parts. */
export function keptSecret(kind: SecretKind, part: (name: SecretPart) => Secret): KeptSecret {
  return { kind, ...Object.fromEntries(secretParts[kind].map((name) => [name, part(name)])) } as KeptSecret;
}

/** One part: a user's name is told from the rest. */
export function partSecret(part: SecretPart, value: string): Secret {
  return new Secret(value, part === 'user' ? 'name' : 'value');
}

/** The parts as they are stored. */
export function revealedParts(secret: KeptSecret): Readonly<Record<string, string>> {
  const parts = secret as unknown as Readonly<Record<SecretPart, Secret>>;
  return Object.fromEntries(secretParts[secret.kind].map((name) => [name, parts[name].reveal()]));
}

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Names that mean devices to Windows, whatever their ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * The one form of a secret's name, or null for what is none: names are kept as files and looked up as variables of the
 * environment, so that case, and which of `-`, `_` and `.` it is, make no difference.
 */
export function secretKey(name: string): string | null {
  if (!nameForm.test(name)) return null;
  const key = name.toLowerCase().replace(/[._]/g, '-');
  return devices.test(key) ? null : key;
}

/** The variable of the environment that holds a part of the secret of this key: `TST_SECRET_SEIKO_PASSWORD`. */
export function secretVariable(key: string, part: SecretPart): string {
  return `TST_SECRET_${key.replaceAll('-', '_')}_${part}`.toUpperCase();
}
