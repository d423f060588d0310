import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type ListSignatureOptions,
  listSignatureProblem,
} from '../../../../src/core/revocation/tst-list/list-signature.ts';
import { nameSelector } from '../../../../src/core/revocation/tst-list/selectors.ts';
import { trustAnchor } from '../../../../src/core/x509/anchor.ts';
import { decodeCertificate } from '../../../../src/core/x509/certificate.ts';
import { noOpenssl, Workshop } from '../../../openssl/openssl.ts';

// OpenSSL signs as a provider would; what is changed of it has to be refused.

const config = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[signer]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
[cipher]
keyUsage = critical, keyEncipherment
`;
const list = Buffer.from('# radix: 16\n1a2b\n');

describe('the detached signature of a list', { skip: noOpenssl }, () => {
  let shop: Workshop;
  let options: ListSignatureOptions;
  const certify = (name: string, section: string, issuer: string | null) => {
    const subject = ['-subj', `/CN=${name}/O=Provider`, '-keyout', `${name}.key`, '-newkey', 'rsa:2048', '-nodes'];
    const signer = issuer === null ? [] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    const extensions = ['-extensions', section, '-config', 'config', '-days', '3650'];
    shop.run('req', '-x509', ...subject, ...signer, ...extensions, '-out', `${name}.pem`);
    shop.run('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return decodeCertificate(shop.read(`${name}.der`));
  };
  const sign = (signer: string, ...words: string[]) => {
    const identity = ['-signer', `${signer}.pem`, '-inkey', `${signer}.key`];
    shop.run('cms', '-sign', '-binary', '-in', 'list', ...identity, '-outform', 'DER', '-out', 'list.p7s', ...words);
    return shop.read('list.p7s');
  };
  const problem = (
    signature: Uint8Array | null,
    change: Partial<ListSignatureOptions> = {},
    bytes: Uint8Array = list,
  ) => listSignatureProblem(bytes, signature, { ...options, ...change });

  before(() => {
    shop = new Workshop();
    shop.write('config', config);
    shop.write('list', list);
    const root = certify('root', 'root', null);
    certify('provider', 'signer', 'root');
    certify('neighbour', 'signer', 'root');
    certify('cipher', 'cipher', 'root');
    certify('stranger', 'root', null);
    certify('forger', 'signer', 'stranger');
    options = {
      anchors: [trustAnchor(root)],
      candidates: [],
      signers: [nameSelector('O=Provider, CN=provider')!],
      at: Date.now(),
    };
  });
  after(() => shop.remove());

  test('made by the provider over these bytes: DER, PEM, with an ESSCertID, and with the list inside', () => {
    assert.equal(problem(sign('provider')), null);
    assert.equal(problem(sign('provider', '-cades')), null);
    assert.equal(problem(sign('provider', '-nodetach')), null);
    assert.equal(problem(sign('provider', '-outform', 'PEM')), null);
    assert.equal(problem(sign('provider', '-keyid')), null, 'named by its key identifier');
    const bare = sign('provider', '-nocerts');
    assert.equal(problem(bare), 'no-signer');
    assert.equal(problem(bare, { candidates: [decodeCertificate(shop.read('provider.der'))] }), null);
  });

  test('missing, or no signature at all', () => {
    assert.equal(problem(null), 'signature-missing');
    for (const bytes of ['', 'x', '<html>', '-----BEGIN CMS-----\nAAAA\n-----END CMS-----']) {
      assert.equal(problem(Buffer.from(bytes)), 'signature-unreadable', bytes);
    }
    assert.equal(problem(shop.read('root.der')), 'signature-unreadable');
    assert.equal(problem(Buffer.concat([sign('provider'), Buffer.of(0)])), 'signature-unreadable');
    assert.equal(problem(sign('provider', '-noattr')), 'signature-unreadable', 'bare content could be moved elsewhere');
  });

  test('over another list', () => {
    assert.equal(problem(sign('provider'), {}, Buffer.from('# radix: 16\n')), 'signature-false');
    assert.equal(problem(sign('provider', '-nodetach'), {}, Buffer.from('# radix: 16\n')), 'signature-false');
  });

  test('by somebody else: of the same CA, of another one, with a key that may not sign, at another time', () => {
    assert.equal(problem(sign('neighbour')), 'signer-other');
    assert.equal(problem(sign('neighbour'), { signers: null }), null, 'only where anybody under the anchor may');
    assert.equal(problem(sign('forger'), { signers: null }), 'signer-path');
    assert.equal(problem(sign('cipher'), { signers: null }), 'no-digital-signature');
    assert.equal(problem(sign('provider'), { at: Date.parse('2020-01-01T00:00:00Z') }), 'signer-path');
    assert.equal(problem(sign('provider'), { anchors: [] }), 'signer-path');
  });

  test('with an outdated hash function, or by two', () => {
    assert.equal(problem(sign('provider', '-md', 'sha1')), 'signature-weak');
    assert.notEqual(problem(sign('provider', '-signer', 'neighbour.pem', '-inkey', 'neighbour.key')), null);
  });

  test('whatever octet of the signature is changed, it holds by nobody else, or not at all', () => {
    const signature = sign('provider', '-nocerts');
    const candidates = [decodeCertificate(shop.read('provider.der'))];
    for (let at = 0; at < signature.length; at++) {
      const changed = Uint8Array.from(signature);
      changed[at] = changed[at]! ^ 0x01;
      const told = problem(changed, { candidates });
      // Outside of what is signed there are versions, a list of digest algorithms and the form of parameters.
      if (told === null) assert.ok(at < 60 || signature.length - at > 256, `octet ${at} of ${signature.length}`);
    }
  });
});
