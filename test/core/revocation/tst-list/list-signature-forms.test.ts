import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { limits } from '../../../../src/core/der/limits.ts';
import {
  type ListSignatureOptions,
  listSignatureProblem,
} from '../../../../src/core/revocation/tst-list/list-signature.ts';
import { nameSelector } from '../../../../src/core/revocation/tst-list/selectors.ts';
import { trustAnchor } from '../../../../src/core/x509/anchor.ts';
import type { Certificate } from '../../../../src/core/x509/certificate.ts';
import { extension, integer, issue, issueCa, keyFor, oid, sequence, tlv } from '../../x509/make-certificate.ts';

// Signatures beside a list, value by value: what signs, what is signed and what stands around it can each be wished otherwise.

const list = Buffer.from('# radix: 16\n1a2b\n');
const usage = (bits: number) => extension('2.5.29.15', tlv(0x03, Uint8Array.of(0, bits)), true);
const root = issueCa({ subject: 'Root', issuer: 'Root', extensions: [usage(0x04)] });
const provider = issue({ subject: 'Provider', issuer: 'Root', serial: 7, extensions: [usage(0x80)] });
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const rsaSpki = rsa.publicKey.export({ format: 'der', type: 'spki' });
const rsaProvider = issue({ subject: 'Provider', issuer: 'Root', serial: 8, spki: rsaSpki });

const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  ed25519: '1.3.101.112',
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha512: '2.16.840.1.101.3.4.2.3',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
} as const;
type Hash = 'md5' | 'sha1' | 'sha256' | 'sha512';

interface Wish {
  /** Whom the sid names. */
  readonly signer?: Certificate;
  readonly key?: KeyObject;
  readonly hash?: Hash;
  /** What the signature's own function and identifier are. */
  readonly signs?: { readonly id: string; readonly hash: Hash | null };
  /** What the list is hashed as. */
  readonly over?: Uint8Array;
  readonly contentType?: string;
  /** Further signed attributes. */
  readonly attributes?: readonly Uint8Array[];
  readonly tampered?: boolean;
  readonly signerVersion?: number;
  readonly version?: number;
  readonly outerType?: string;
  /** After SignedData, inside its explicit tag. */
  readonly trailing?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  readonly signers?: number;
  /** eContent. */
  readonly content?: Uint8Array;
}

const attribute = (type: string, value: Uint8Array) => sequence(oid(type), tlv(0x31, value));
const certHash = (certificate: Certificate) => createHash('sha256').update(certificate.bytes).digest();
/** The attribute signingCertificateV2 with one ESSCertIDv2 for this hash. */
const ess = (hash: Uint8Array) => attribute(ids.signingCertificateV2, sequence(sequence(sequence(tlv(0x04, hash)))));

function signature(wish: Wish = {}): Uint8Array {
  const { signer = provider, key = keyFor('Provider'), hash = 'sha512', over = list } = wish;
  const { id, hash: ownHash } = wish.signs ?? { id: ids.ed25519, hash: null };
  const attributes = [
    attribute(ids.contentType, oid(wish.contentType ?? ids.data)),
    attribute(ids.messageDigest, tlv(0x04, createHash(hash).update(over).digest())),
    ...(wish.attributes ?? []),
  ].sort(Buffer.compare);
  const octets = sign(ownHash, tlv(0x31, ...attributes), key);
  if (wish.tampered) octets[0]! ^= 1;
  const info = sequence(
    integer(wish.signerVersion ?? 1),
    sequence(signer.issuer.der, tlv(0x02, signer.serial)),
    sequence(oid(ids[hash])),
    tlv(0xa0, ...attributes),
    sequence(oid(id)),
    tlv(0x04, octets),
  );
  const signed = sequence(
    integer(wish.version ?? 1),
    tlv(0x31, sequence(oid(ids[hash]))),
    sequence(oid(ids.data), ...(wish.content ? [tlv(0xa0, tlv(0x04, wish.content))] : [])),
    tlv(0xa0, ...(wish.certificates ?? [signer.bytes])),
    tlv(0x31, ...Array.from({ length: wish.signers ?? 1 }, () => info)),
  );
  return sequence(oid(wish.outerType ?? ids.signedData), tlv(0xa0, signed, ...(wish.trailing ? [wish.trailing] : [])));
}

const options: ListSignatureOptions = {
  anchors: [trustAnchor(root)],
  candidates: [],
  signers: null,
  at: Date.parse('2030-01-01T00:00:00Z'),
};
const problem = (wish: Wish = {}, change: Partial<ListSignatureOptions> = {}) =>
  listSignatureProblem(list, signature(wish), { ...options, ...change });

describe('what is signed', () => {
  test('the list and nothing else holds', () => {
    assert.equal(problem(), null);
    assert.equal(problem({ over: Buffer.from('# radix: 16\n') }), 'signature-false');
    assert.equal(problem({ tampered: true }), 'signature-false');
  });

  test('RFC 5652 §11.1: the attribute content-type names the content’s own type', () => {
    assert.equal(problem({ contentType: ids.signedData }), 'signature-false');
  });

  test('attributes in BER are refused, though their signature verifies', () => {
    const pieces = attribute('1.2.3', tlv(0x24, tlv(0x04, Buffer.from('a'))));
    assert.equal(problem({ attributes: [pieces] }), 'signature-unreadable');
    assert.equal(problem({ attributes: [attribute('1.2.3', tlv(0x04, Buffer.from('a')))] }), null);
  });

  test('RFC 5652 §5.3: a version of CMS that doesn’t exist', () => {
    assert.equal(problem({ version: 2 }), 'signature-false');
    assert.equal(problem({ signerVersion: 2 }), 'signature-false');
    assert.equal(problem({ version: 3, signerVersion: 3 }), null);
  });

  test('by MD5 or SHA-1, whether the list or its attributes are hashed by them, proves nothing', () => {
    const key = rsa.privateKey;
    const base = { signer: rsaProvider, key };
    const told = (hash: Hash) => problem({ ...base, hash, signs: { id: ids.rsaEncryption, hash } });
    assert.deepEqual((['md5', 'sha1', 'sha256'] as const).map(told), ['signature-weak', 'signature-weak', null]);
    const strong = { id: ids.rsaSha256, hash: 'sha256' } as const;
    assert.equal(problem({ ...base, hash: 'sha1', signs: strong }), 'signature-weak');
    assert.equal(problem({ ...base, hash: 'sha512', signs: strong }), null);
    assert.equal(problem({ hash: 'sha1' }), 'signature-weak', 'Ed25519 hashes the attributes alone');
    assert.equal(problem({ hash: 'md5' }), 'signature-weak');
  });
});

describe('whose signature it is', () => {
  test('RFC 5035 §5.4: a certificate that the signed attributes name by its hash is that one', () => {
    assert.equal(problem({ attributes: [ess(certHash(provider))] }), null);
    assert.equal(problem({ attributes: [ess(certHash(root))] }), 'signature-false');
    const empty = attribute(ids.signingCertificateV2, sequence(sequence()));
    assert.equal(problem({ attributes: [empty] }), null, 'named by nothing but its sid');
    const broken = attribute(ids.signingCertificateV2, sequence(integer(1)));
    assert.equal(problem({ attributes: [broken] }), 'signature-false');
  });

  test('its certificate comes with it or is given; what else comes with it is passed over', () => {
    assert.equal(problem({ certificates: [] }), 'no-signer');
    assert.equal(problem({ certificates: [] }, { candidates: [provider] }), null);
    const odd = [sequence(integer(1)), tlv(0xa3, integer(1)), tlv(0xa1, ...[provider.bytes.subarray(4)])];
    assert.equal(problem({ certificates: [...odd, provider.bytes] }), null);
    assert.equal(problem({ certificates: odd }), 'no-signer');
    const huge = tlv(0x30, Buffer.alloc(limits.certificateBytes + 1));
    assert.equal(problem({ certificates: [huge, provider.bytes] }), null);
  });

  test('one signer: neither none nor two', () => {
    assert.equal(problem({ signers: 0 }), 'signature-unreadable');
    assert.equal(problem({ signers: 2 }), 'signature-unreadable');
  });

  test('of those who may sign, any', () => {
    const signers = [nameSelector('CN=Other')!, nameSelector('CN=Provider')!];
    assert.equal(problem({}, { signers }), null);
    assert.equal(problem({}, { signers: signers.slice(0, 1) }), 'signer-other');
    assert.equal(problem({}, { signers: [] }), 'signer-other');
  });

  test('RFC 5280 §4.2.1.3: a key for signatures, of either kind, or of no stated use', () => {
    const told = (...extensions: Uint8Array[]) =>
      problem({ signer: issue({ subject: 'Provider', issuer: 'Root', serial: 9, extensions }) });
    assert.equal(told(), null);
    assert.equal(told(usage(0x40)), null, 'nonRepudiation');
    assert.equal(told(usage(0x20)), 'no-digital-signature', 'keyEncipherment');
  });

  test('its path may go over a CA that came with it, or that is given', () => {
    const ca = issueCa({ subject: 'CA', issuer: 'Root', serial: 2, extensions: [usage(0x04)] });
    const below = issue({ subject: 'Provider', issuer: 'CA', serial: 3 });
    assert.equal(problem({ signer: below }), 'signer-path');
    assert.equal(problem({ signer: below, certificates: [below.bytes, ca.bytes] }), null);
    assert.equal(problem({ signer: below }, { candidates: [ca] }), null);
  });

  test('a certificate for other purposes may sign lists: no purpose is made for that', () => {
    const purpose = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.4')));
    assert.equal(
      problem({ signer: issue({ subject: 'Provider', issuer: 'Root', serial: 9, extensions: [purpose] }) }),
      null,
    );
  });
});

describe('the form', () => {
  test('another type than SignedData, and something after it', () => {
    assert.equal(problem({ outerType: ids.data }), 'signature-unreadable');
    assert.equal(problem({ trailing: integer(1) }), 'signature-unreadable');
    const after = Buffer.concat([signature(), tlv(0x05)]);
    assert.equal(listSignatureProblem(list, after, options), 'signature-unreadable');
  });

  test('no larger than a token may be', () => {
    const pem = `-----BEGIN CMS-----\n${Buffer.from(signature()).toString('base64')}\n-----END CMS-----\n`;
    const padded = (size: number) => Buffer.from(`${' '.repeat(size - pem.length)}${pem}`);
    assert.equal(listSignatureProblem(list, padded(limits.tokenBytes), options), null);
    assert.equal(listSignatureProblem(list, padded(limits.tokenBytes + 1), options), 'signature-unreadable');
  });

  test('with more certificates than are considered', () => {
    const certificates = Array.from({ length: limits.certificatesPerSet + 1 }, () => sequence());
    assert.equal(problem({ certificates }), 'signature-unreadable');
  });

  test('a list that stands inside is this list', () => {
    assert.equal(problem({ content: list }), null);
    assert.equal(problem({ content: Buffer.from('1a2b\n') }), 'signature-false');
  });
});
