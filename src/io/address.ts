import { BlockList, isIP } from 'node:net';

/** What an address is for; only `public` may be reached for a URL out of a certificate. */
export type AddressKind =
  | 'public'
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  | 'private'
  | 'shared'
  | 'multicast'
  | 'documentation'
  | 'reserved';

/** The IANA special-purpose registry for IPv4 (RFC 6890 and its updates): what is not in it is public. */
const ipv4: readonly (readonly [AddressKind, network: string, prefix: number])[] = [
  ['unspecified', '0.0.0.0', 8],
  ['private', '10.0.0.0', 8],
  ['shared', '100.64.0.0', 10],
  ['loopback', '127.0.0.0', 8],
  ['link-local', '169.254.0.0', 16],
  ['private', '172.16.0.0', 12],
  ['reserved', '192.0.0.0', 24],
  ['documentation', '192.0.2.0', 24],
  ['reserved', '192.88.99.0', 24],
  ['private', '192.168.0.0', 16],
  ['reserved', '198.18.0.0', 15],
  ['documentation', '198.51.100.0', 24],
  ['documentation', '203.0.113.0', 24],
  ['multicast', '224.0.0.0', 4],
  ['reserved', '240.0.0.0', 4],
];

/**
 * The same for IPv6. Only 2000::/3 is global unicast, so that everything outside of it is refused without being named;
 * these are named to say what they are, or lie inside it. 6to4 and Teredo tunnel to an IPv4 address of the sender's choice.
 */
const ipv6: readonly (readonly [AddressKind, network: string, prefix: number])[] = [
  ['unspecified', '::', 128],
  ['loopback', '::1', 128],
  ['link-local', 'fe80::', 10],
  ['private', 'fec0::', 10],
  ['private', 'fc00::', 7],
  ['multicast', 'ff00::', 8],
  ['private', '64:ff9b:1::', 48],
  ['reserved', '2001::', 23],
  ['documentation', '2001:db8::', 32],
  ['reserved', '2002::', 16],
  ['documentation', '3fff::', 20],
];

const ipv4Lists = lists(ipv4, 'ipv4');
const ipv6Lists = lists(ipv6, 'ipv6');
const globalUnicast = list('2000::', 3, 'ipv6');
/** Addresses that carry an IPv4 address in their last 32 bits and reach that one: mapped (RFC 4291), NAT64 (RFC 6052). */
const embedding = [list('::ffff:0:0', 96, 'ipv6'), list('64:ff9b::', 96, 'ipv6')];

/** What a literal IPv4 or IPv6 address is for. Anything that is no address is `reserved`. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address);
  if (family === 4) return ipv4Lists.find(([, blocks]) => blocks.check(address, 'ipv4'))?.[0] ?? 'public';
  // A zone names one of this machine's own links.
  if (family !== 6 || address.includes('%')) return 'reserved';
  if (embedding.some((blocks) => blocks.check(address, 'ipv6'))) return addressKind(embedded(address));
  const special = ipv6Lists.find(([, blocks]) => blocks.check(address, 'ipv6'));
  return special?.[0] ?? (globalUnicast.check(address, 'ipv6') ? 'public' : 'reserved');
}

/**
 * The address in a URL's host, or null for a name. The URL parser has already turned the odd spellings (hexadecimal, octal,
 * one number, short forms, full-width digits) into the plain one.
 */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

/** Names that never lead to the public internet, whoever resolves them: RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and `internal` by ICANN. */
const insideNames: readonly (readonly [AddressKind, domain: string])[] = [
  ['loopback', 'localhost'],
  ['link-local', 'local'],
  ['private', 'home.arpa'],
  ['private', 'internal'],
];

/**
 * What can be told of a URL's host before anyone resolves it, which behind a proxy is all that can be: the address that it is, a
 * name that is an inside one by itself, or by having no dot. Everything else is `public` as far as one sees.
 */
export function hostKind(hostname: string): AddressKind {
  const address = literalAddress(hostname);
  if (address !== null) return addressKind(address);
  const name = hostname.replace(/\.$/, '').toLowerCase();
  const inside = insideNames.find(([, domain]) => name === domain || name.endsWith(`.${domain}`));
  return inside?.[0] ?? (name.includes('.') ? 'public' : 'private');
}

function embedded(address: string): string {
  // The URL parser writes the last 32 bits as two groups in hexadecimal.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high, low] = groups.slice(-2).map((group) => (group === '' ? 0 : Number.parseInt(group, 16))) as [
    number,
    number,
  ];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function list(network: string, prefix: number, family: 'ipv4' | 'ipv6'): BlockList {
  const blocks = new BlockList();
  blocks.addSubnet(network, prefix, family);
  return blocks;
}

function lists(table: typeof ipv4, family: 'ipv4' | 'ipv6'): (readonly [AddressKind, BlockList])[] {
  return table.map(([kind, network, prefix]) => [kind, list(network, prefix, family)] as const);
}
