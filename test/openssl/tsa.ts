import { buildAuthority } from '../../src/lab/authority.ts';
import { certificateToPem } from '../../src/lab/ca.ts';
import { keyFromPem, keyToPem, type LabKey } from '../../src/lab/keys.ts';
import { profiles } from '../../src/lab/profile.ts';
import { fixtureText } from '../vectors/index.ts';
import type { Workshop } from './openssl.ts';

/** `openssl genpkey` options by kind of key. */
export const keyKinds = {
  'rsa-2048': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'rsa-4096': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:4096'],
  'rsa-pss': ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ed25519: ['-algorithm', 'ED25519'],
} as const;
export type KeyKind = keyof typeof keyKinds;

/** How `openssl ts -reply` is to answer. */
export interface ReplyOptions {
  readonly digest: 'sha256' | 'sha384' | 'sha512';
  /** Hash of the ESSCertID: sha1 gives signingCertificate, all others signingCertificateV2. */
  readonly ess: 'sha1' | 'sha256' | 'sha512';
  /** ess_cert_id_chain: the CAs are listed as well. */
  readonly essChain: boolean;
  /** Certificates that go with the token, beside the signer's, where certificates were asked for. */
  readonly embed: 'signer' | 'intermediate' | 'whole chain';
}

const key = (name: string): LabKey => keyFromPem(fixtureText(`keys/${name}.pem`));

/** Writes root and intermediate (`root.pem`, `ca.pem`, `ca.key`), valid long past this project. */
export async function makeCa(shop: Workshop): Promise<{ root: Uint8Array; intermediate: Uint8Array }> {
  const { root, intermediate } = await buildAuthority({
    profile: profiles.plain,
    keys: { root: key('root'), intermediate: key('intermediate'), tsu: key('tsu-p256') },
    from: Date.UTC(2020, 0, 1),
    until: Date.UTC(2120, 0, 1),
    tsuFrom: Date.UTC(2020, 0, 1),
  });
  shop.write('root.pem', certificateToPem(root.der));
  shop.write('ca.pem', certificateToPem(intermediate.der));
  shop.write('ca.key', keyToPem(intermediate.key));
  shop.write('chain.pem', certificateToPem(intermediate.der) + certificateToPem(root.der));
  shop.write('ext', 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n');
  return { root: root.der, intermediate: intermediate.der };
}

/** Writes a TSU of this kind: `<kind>.key` and `<kind>.pem`, certified by openssl from this moment on. */
export function makeTsu(shop: Workshop, kind: KeyKind): void {
  shop.run('genpkey', ...keyKinds[kind], '-out', `${kind}.key`);
  const subject = `/C=JP/O=openssl/CN=TSU ${kind}`;
  shop.write('req.cnf', '[req]\ndistinguished_name=dn\n[dn]\n');
  shop.run('req', '-new', '-config', 'req.cnf', '-key', `${kind}.key`, '-subj', subject, '-out', `${kind}.csr`);
  const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '0x4c0102030405'];
  shop.run('x509', '-req', '-in', `${kind}.csr`, ...issuer, '-days', '1000', '-extfile', 'ext', '-out', `${kind}.pem`);
}

/** Answers `request` (a file) by `openssl ts -reply` into `out`; what openssl says where it can't. */
export function reply(shop: Workshop, kind: KeyKind, options: ReplyOptions, request: string, out: string) {
  const yes = (truth: boolean) => (truth ? 'yes' : 'no');
  const certs = { signer: null, intermediate: 'ca.pem', 'whole chain': 'chain.pem' }[options.embed];
  shop.write('serial', '4C0A');
  shop.write(
    'ts.cnf',
    [
      '[tsa]',
      'default_tsa = one',
      '[one]',
      'serial = serial',
      'crypto_device = builtin',
      `signer_cert = ${kind}.pem`,
      `signer_key = ${kind}.key`,
      ...(certs ? [`certs = ${certs}`] : []),
      `signer_digest = ${options.digest}`,
      'default_policy = 1.3.6.1.4.1.99999.2.1',
      'digests = sha1, sha256, sha384, sha512',
      'accuracy = secs:1, millisecs:500, microsecs:100',
      'ordering = no',
      'tsa_name = yes',
      `ess_cert_id_chain = ${yes(options.essChain)}`,
      `ess_cert_id_alg = ${options.ess}`,
      '',
    ].join('\n'),
  );
  return shop.try('ts', '-reply', '-config', 'ts.cnf', '-section', 'one', '-queryfile', request, '-out', out);
}
