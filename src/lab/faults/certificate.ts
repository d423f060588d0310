import { KeyUsage, purposes } from '../ca.ts';
import * as der from '../der-writer.ts';
import { brokenChain, type Fault, form, invalid, undecided, valid, weak } from './fault.ts';

const day = 86_400_000;
const { timeStamping, codeSigning, serverAuth } = purposes;

const unknownCritical = { oid: '1.3.6.1.4.1.99999.9', critical: true, value: der.utf8('unknown') };

/** privateKeyUsagePeriod ::= SEQUENCE { notBefore [0], notAfter [1] } (RFC 3280 §4.2.1.4) */
function keyUsagePeriod(notBefore: string, notAfter: string) {
  const value = der.sequence(
    der.taggedPrimitive(0, Buffer.from(notBefore)),
    der.taggedPrimitive(1, Buffer.from(notAfter)),
  );
  return { oid: '2.5.29.16', critical: false, value };
}

/** NameConstraints with one permitted or excluded directoryName (RFC 5280 §4.2.1.10). */
function nameConstraints(list: 'permitted' | 'excluded', country: string) {
  const name = der.sequence(der.setOf(der.sequence(der.oid('2.5.4.6'), der.printable(country))));
  const subtree = der.sequence(der.tagged(4, name));
  return { oid: '2.5.29.30', critical: true, value: der.sequence(der.tagged(list === 'permitted' ? 0 : 1, subtree)) };
}

/** PolicyConstraints with requireExplicitPolicy 0 (RFC 5280 §4.2.1.11). */
const explicitPolicy = {
  oid: '2.5.29.36',
  critical: true,
  value: der.sequence(der.taggedPrimitive(0, Uint8Array.of(0))),
};

const secondPurposes = { oid: '2.5.29.37', critical: true, value: der.sequence(der.oid(timeStamping)) };

/** KeyUsage with digitalSignature and seven zeros after it (X.690 §11.2.2 wants them left out). */
const paddedKeyUsage = { oid: '2.5.29.15', critical: true, value: der.bits(Uint8Array.of(0x80)) };

/** Changes the last octet, which belongs to the signature. */
const breakSignature = (certificate: der.Der) =>
  certificate.map((octet, index) => (index === certificate.length - 1 ? octet ^ 1 : octet));

/** Deviations of the TSU's certificate (RFC 3161 §2.3) and of the path above it (RFC 5280 §6.1). */
export const certificateFaults = {
  'eku-not-critical': {
    rule: 'tsa.eku',
    description: 'extendedKeyUsage is not critical',
    authority: () => ({ tsu: { extendedKeyUsage: { purposes: [timeStamping], critical: false } } }),
    expected: invalid('eku-not-critical'),
  },
  'eku-not-critical-allowed': {
    rule: 'tsa.eku',
    description: 'extendedKeyUsage is not critical, and the user allows that',
    authority: () => ({ tsu: { extendedKeyUsage: { purposes: [timeStamping], critical: false } } }),
    judging: { allowNoncriticalEku: true },
    expected: valid('eku-not-critical'),
  },
  'eku-further-purpose': {
    rule: 'tsa.eku',
    description: 'extendedKeyUsage has code signing beside time-stamping',
    authority: () => ({ tsu: { extendedKeyUsage: { purposes: [timeStamping, codeSigning], critical: true } } }),
    expected: invalid('eku-other-purpose'),
  },
  'eku-without-time-stamping': {
    rule: 'tsa.eku',
    description: 'extendedKeyUsage is for TLS servers, and the user would allow a non-critical one',
    authority: () => ({ tsu: { extendedKeyUsage: { purposes: [serverAuth], critical: true } } }),
    judging: { allowNoncriticalEku: true },
    expected: invalid('eku-missing'),
  },
  'eku-missing': {
    rule: 'tsa.eku',
    description: 'no extendedKeyUsage',
    authority: () => ({ tsu: { extendedKeyUsage: null } }),
    expected: invalid('eku-missing'),
  },
  'eku-twice': {
    rule: 'tsa.eku',
    description: 'extendedKeyUsage stands there twice',
    authority: () => ({ tsu: { extensions: [secondPurposes] } }),
    expected: invalid('malformed'),
  },
  'eku-any-purpose': {
    rule: 'tsa.eku',
    description: 'extendedKeyUsage is anyExtendedKeyUsage',
    authority: () => ({ tsu: { extendedKeyUsage: { purposes: ['2.5.29.37.0'], critical: true } } }),
    expected: invalid('eku-missing'),
  },
  'key-usage-wrong': {
    rule: 'tsa.key-usage',
    description: 'keyUsage is keyEncipherment alone',
    authority: () => ({ tsu: { keyUsage: KeyUsage.keyEncipherment } }),
    expected: invalid('key-usage'),
  },
  'key-usage-further': {
    rule: 'tsa.key-usage',
    description: 'keyUsage has keyEncipherment beside digitalSignature',
    authority: () => ({ tsu: { keyUsage: KeyUsage.digitalSignature | KeyUsage.keyEncipherment } }),
    expected: valid('key-usage-further'),
  },
  'key-usage-non-repudiation': {
    rule: 'tsa.key-usage',
    description: 'keyUsage is nonRepudiation alone',
    authority: () => ({ tsu: { keyUsage: KeyUsage.nonRepudiation } }),
    expected: valid(),
  },
  'key-usage-absent': {
    rule: 'tsa.key-usage',
    description: 'no keyUsage',
    authority: () => ({ tsu: { keyUsage: null } }),
    expected: valid(),
  },
  'key-usage-padded': {
    rule: null,
    description: "keyUsage says its unused bits as zeros, which DER doesn't allow of named bits",
    authority: () => ({ tsu: { keyUsage: null, extensions: [paddedKeyUsage] } }),
    expected: form('padded-bits'),
  },
  'tsa-is-ca': {
    rule: 'tsa.not-ca',
    description: "the signer's certificate is a CA's",
    authority: () => ({ tsu: { basicConstraints: { ca: true } } }),
    expected: invalid('is-ca'),
  },
  'tsa-expired': {
    rule: 'tsa.validity',
    description: "the signer's certificate had expired when the token was made",
    authority: ({ now }) => ({ tsu: { notBefore: now - 100 * day, notAfter: now - day } }),
    expected: invalid('gen-time-after-certificate'),
  },
  'tsa-not-yet-valid': {
    rule: 'tsa.validity',
    description: "the signer's certificate was not yet valid when the token was made",
    authority: ({ now }) => ({ tsu: { notBefore: now + day } }),
    expected: invalid('gen-time-before-certificate'),
  },
  'private-key-usage-period': {
    rule: 'tsa.validity',
    description: 'privateKeyUsagePeriod was over when the token was made',
    authority: () => ({ tsu: { extensions: [keyUsagePeriod('20220101000000Z', '20230101000000Z')] } }),
    expected: form('private-key-usage-period'),
  },
  'private-key-usage-period-good': {
    rule: 'tsa.validity',
    description: 'privateKeyUsagePeriod covers the token',
    authority: () => ({ tsu: { extensions: [keyUsagePeriod('20220101000000Z', '20990101000000Z')] } }),
    expected: valid(),
  },
  'tsa-critical-extension': {
    rule: 'path.constraints',
    description: "the signer's certificate has a critical extension that nobody knows",
    authority: () => ({ tsu: { extensions: [unknownCritical] } }),
    expected: brokenChain('path-critical-extension'),
  },
  'rsa-1024': {
    rule: 'algorithm.strength',
    description: 'the TSU has an RSA key of 1024 bits',
    authority: (scene) => ({ keys: { tsu: scene.weak } }),
    expected: weak('algorithm-not-for-creation'),
  },
  'sha1-signature': {
    rule: 'algorithm.strength',
    description: 'messageDigest and signature are made with SHA-1',
    token: () => ({ digest: 'sha1', signatureHash: 'sha1' }),
    expected: weak('algorithm-not-for-creation'),
  },
  'intermediate-sha1': {
    rule: 'algorithm.strength',
    description: "the intermediate's certificate is signed with SHA-1",
    authority: () => ({ intermediate: { hash: 'sha1' } }),
    expected: weak('algorithm-no-longer-accepted'),
  },
  'intermediate-missing': {
    rule: 'path.build',
    description: "the intermediate's certificate is nowhere",
    token: (_, { authority }) => ({ certificates: [authority.tsu.der] }),
    expected: undecided('no-chain'),
  },
  'intermediate-from-user': {
    rule: 'path.build',
    description: "the intermediate's certificate comes from the user",
    token: (_, { authority }) => ({ certificates: [authority.tsu.der] }),
    judging: { untrusted: ['intermediate'] },
    expected: valid(),
  },
  'other-root': {
    rule: 'path.build',
    description: 'the user trusts another root, and the token brings its own along',
    token: (plan, { authority }) => ({ certificates: [...(plan.certificates ?? []), authority.root.der] }),
    judging: { roots: 'other' },
    expected: undecided('no-chain'),
  },
  'root-included': {
    rule: 'path.build',
    description: 'the token brings the root along, which the user trusts',
    token: (plan, { authority }) => ({ certificates: [...(plan.certificates ?? []), authority.root.der] }),
    expected: valid(),
  },
  'root-expired': {
    rule: 'path.validity',
    description: "the anchor's own dates are over",
    authority: ({ now }) => ({ root: { notAfter: now - 30 * day } }),
    expected: valid('anchor-dates'),
  },
  'intermediate-signature': {
    rule: 'path.constraints',
    description: "the intermediate's certificate has a broken signature",
    authority: () => ({ intermediate: { spoil: breakSignature } }),
    expected: brokenChain('path-signature'),
  },
  'tsa-signature': {
    rule: 'path.constraints',
    description: "the signer's certificate has a broken signature",
    authority: () => ({ tsu: { spoil: breakSignature } }),
    expected: brokenChain('path-signature'),
  },
  'intermediate-not-ca': {
    rule: 'path.constraints',
    description: 'the intermediate is no CA',
    authority: () => ({ intermediate: { basicConstraints: { ca: false } } }),
    expected: brokenChain('path-basic-constraints'),
  },
  'intermediate-no-basic-constraints': {
    rule: 'path.constraints',
    description: 'the intermediate has no basicConstraints',
    authority: () => ({ intermediate: { basicConstraints: null } }),
    expected: brokenChain('path-basic-constraints'),
  },
  'path-length': {
    rule: 'path.constraints',
    description: 'a further CA stands under an intermediate of path length 0',
    authority: () => ({ between: {} }),
    expected: brokenChain('path-length'),
  },
  'path-length-good': {
    rule: 'path.constraints',
    description: 'a further CA stands under an intermediate of path length 1',
    authority: () => ({ intermediate: { basicConstraints: { ca: true, pathLength: 1 } }, between: {} }),
    expected: valid(),
  },
  'intermediate-key-usage': {
    rule: 'path.constraints',
    description: "the intermediate's keyUsage is cRLSign alone",
    authority: () => ({ intermediate: { keyUsage: KeyUsage.cRLSign } }),
    expected: brokenChain('path-key-usage'),
  },
  'name-constraints-permitted': {
    rule: 'path.constraints',
    description: 'the intermediate may certify names of another country only',
    authority: () => ({ intermediate: { extensions: [nameConstraints('permitted', 'FR')] } }),
    expected: brokenChain('path-name-constraints'),
  },
  'name-constraints-excluded': {
    rule: 'path.constraints',
    description: "the intermediate may not certify names of the signer's country",
    authority: () => ({ intermediate: { extensions: [nameConstraints('excluded', 'JP')] } }),
    expected: brokenChain('path-name-constraints'),
  },
  'name-constraints-good': {
    rule: 'path.constraints',
    description: "the intermediate may certify names of the signer's country only",
    authority: () => ({ intermediate: { extensions: [nameConstraints('permitted', 'JP')] } }),
    expected: valid(),
  },
  'intermediate-explicit-policy': {
    rule: 'path.constraints',
    description: 'the intermediate wants a certificate policy, and none is there',
    authority: () => ({ intermediate: { extensions: [explicitPolicy] } }),
    expected: brokenChain('path-policy'),
  },
  'intermediate-critical-extension': {
    rule: 'path.constraints',
    description: 'the intermediate has a critical extension that nobody knows',
    authority: () => ({ intermediate: { extensions: [unknownCritical] } }),
    expected: brokenChain('path-critical-extension'),
  },
  'intermediate-purpose': {
    rule: 'path.constraints',
    description: "the intermediate's extendedKeyUsage leaves out time-stamping",
    authority: () => ({ intermediate: { extendedKeyUsage: { purposes: [serverAuth], critical: false } } }),
    expected: form('path-purpose'),
  },
  'intermediate-expired': {
    rule: 'path.validity',
    description: "the intermediate's certificate has expired",
    authority: ({ now }) => ({ intermediate: { notAfter: now - day } }),
    expected: undecided('expired'),
  },
} as const satisfies Record<string, Fault>;
