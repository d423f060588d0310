import type { GeneralName } from '../der/general-name.ts';
import { isWithin, repeatsAttribute } from '../der/name.ts';
import type { Certificate } from './certificate.ts';
import type { GeneralSubtree, NameConstraints } from './extensions.ts';
import type { WorkBudget } from './work-budget.ts';

const emailAddress = '1.2.840.113549.1.9.1';

/** Why a name is outside what a CA may certify. */
export interface NameViolation {
  readonly name: GeneralName;
  readonly reason: 'excluded' | 'not-permitted' | 'unsupported' | 'malformed';
}

/**
 * The names of a certificate that constraints apply to (RFC 5280 §4.2.1.10): the subject, the alternative names, and the
 * subject's emailAddress where there are no alternative names. Throws DerError for a malformed subjectAltName.
 */
export function constrainedNames(certificate: Certificate): readonly GeneralName[] {
  const names: GeneralName[] = [];
  if (!certificate.subject.isEmpty) names.push({ kind: 'directoryName', name: certificate.subject });
  const alternatives = certificate.subjectAltName;
  if (alternatives !== undefined) return [...names, ...alternatives];
  for (const attribute of certificate.subject.rdns.flat()) {
    if (attribute.type === emailAddress) names.push({ kind: 'rfc822Name', text: attribute.text ?? '' });
  }
  return names;
}

/**
 * RFC 5280 §6.1.3 (b), (c) for the constraints of one CA: the first name that isn't within the permitted subtrees of its form,
 * or is within an excluded one; null where all are allowed. Testing each CA's subtrees by themselves is the same as the RFC's
 * intersection and union. `critical`: the extension's flag, which decides on forms that can't be judged.
 *
 * Throws LimitError when the budget is spent.
 */
export function violationOf(
  names: readonly GeneralName[],
  { permitted, excluded }: NameConstraints,
  critical: boolean,
  budget: WorkBudget,
): NameViolation | null {
  for (const name of names) {
    const forbidding = sameForm(excluded, name, budget);
    const allowing = sameForm(permitted, name, budget);
    if (forbidding.length + allowing.length === 0) continue;
    if ([...forbidding, ...allowing].some((subtree) => !isSupported(subtree))) {
      if (critical) return { name, reason: 'unsupported' };
      continue;
    }
    if (isMalformed(name)) return { name, reason: 'malformed' };
    if (forbidding.some(({ base }) => matches(name, base, 'excluded'))) return { name, reason: 'excluded' };
    if (allowing.length > 0 && !allowing.some(({ base }) => matches(name, base, 'permitted'))) {
      return { name, reason: 'not-permitted' };
    }
  }
  return null;
}

function sameForm(
  subtrees: readonly GeneralSubtree[],
  name: GeneralName,
  budget: WorkBudget,
): readonly GeneralSubtree[] {
  budget.spend('nameComparisons', subtrees.length);
  return subtrees.filter(({ base }) => {
    if (base.kind !== name.kind) return false;
    // otherName is as many forms as it has types.
    return base.kind !== 'otherName' || (name.kind === 'otherName' && base.typeId === name.typeId);
  });
}

/** RFC 5280 gives `minimum` and `maximum` no use, and otherName, x400Address, ediPartyName and registeredID no subtrees. */
function isSupported({ base, bounded }: GeneralSubtree): boolean {
  if (bounded) return false;
  switch (base.kind) {
    case 'directoryName':
    case 'dNSName':
    case 'rfc822Name':
    case 'uniformResourceIdentifier':
      return true;
    case 'iPAddress':
      return base.octets.length === 8 || base.octets.length === 32;
    default:
      return false;
  }
}

/** A name that its form's constraints can't be applied to; for a URI without a host name the RFC demands refusal. */
function isMalformed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'directoryName':
      return repeatsAttribute(name.name);
    case 'dNSName':
      return !isHost(name.text.replace(/^\*\./, ''));
    case 'rfc822Name':
      return !/^[^@]+@[^@]+$/.test(name.text) || !isHost(domainOf(name.text));
    case 'uniformResourceIdentifier':
      return hostOf(name.text) === null;
    case 'iPAddress':
      return name.octets.length !== 4 && name.octets.length !== 16;
    default:
      return false;
  }
}

function matches(name: GeneralName, base: GeneralName, purpose: 'permitted' | 'excluded'): boolean {
  switch (name.kind) {
    case 'directoryName':
      return base.kind === name.kind && isWithin(name.name, base.name);
    case 'dNSName':
      return base.kind === name.kind && matchesHostTree(name.text, base.text, purpose);
    case 'rfc822Name':
      return base.kind === name.kind && matchesMailbox(name.text, base.text);
    case 'uniformResourceIdentifier':
      return base.kind === name.kind && matchesHost(hostOf(name.text) ?? '', base.text);
    case 'iPAddress':
      return base.kind === name.kind && matchesAddress(name.octets, base.octets);
    default:
      return false;
  }
}

/**
 * dNSName: the constraint's host and everything below it. With a leading dot, which RFC 5280 writes for other forms only, what
 * is below it. A wildcard is also excluded where it could stand for an excluded host.
 */
function matchesHostTree(host: string, constraint: string, purpose: 'permitted' | 'excluded'): boolean {
  const [name, base] = [plain(host), plain(constraint)];
  if (base === '') return true;
  if (base.startsWith('.')) return name.endsWith(base);
  if (name === base || name.endsWith(`.${base}`)) return true;
  return purpose === 'excluded' && name.startsWith('*.') && base.slice(base.indexOf('.') + 1) === name.slice(2);
}

/** rfc822Name: one mailbox, all mailboxes of a host, or with a leading dot those of all hosts below a domain. */
function matchesMailbox(mailbox: string, constraint: string): boolean {
  const at = constraint.lastIndexOf('@');
  if (at < 0) return matchesHost(domainOf(mailbox), constraint);
  const local = mailbox.slice(0, mailbox.lastIndexOf('@'));
  return local === constraint.slice(0, at) && plain(domainOf(mailbox)) === plain(domainOf(constraint));
}

/** One host, or with a leading dot all hosts below a domain; an empty constraint means all, as others read it too. */
function matchesHost(host: string, constraint: string): boolean {
  const [name, base] = [plain(host), plain(constraint)];
  // No host name begins with a dot, so that one that ends with the constraint has more before it.
  return base === '' || (base.startsWith('.') ? name.endsWith(base) : name === base);
}

/** iPAddress: address and mask, 4 or 16 octets each; one family never matches the other. */
function matchesAddress(address: Uint8Array, constraint: Uint8Array): boolean {
  if (constraint.length !== address.length * 2) return false;
  return address.every((octet, index) => {
    const mask = constraint[address.length + index]!;
    return (octet & mask) === (constraint[index]! & mask);
  });
}

const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@\\]*@)?([^/?#:@\\[\]]+)(?::\d*)?(?:[/?#]|$)/i;

/** The host name of a URI (RFC 3986 §3.2.2), null where it has none or an address in its place. */
function hostOf(uri: string): string | null {
  const host = authority.exec(uri)?.[1];
  return host === undefined || !isHost(host) || /^[\d.]+$/.test(host) ? null : host;
}

function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1);
}

function isHost(text: string): boolean {
  return text.length <= 255 && /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(text);
}

/** Host names compare without regard to case, and to the dot of the root. */
function plain(host: string): string {
  const lower = host.toLowerCase();
  return lower.endsWith('.') && lower.length > 1 ? lower.slice(0, -1) : lower;
}
