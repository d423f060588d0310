import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { describe as describeCertificate } from '../../src/lab/ca.ts';
import { generateKey } from '../../src/lab/keys.ts';
import { profiles } from '../../src/lab/profile.ts';
import { encodeTstInfo, planFor } from '../../src/lab/tsa.ts';
import { complaints, judge } from '../vectors/judge.ts';
import { noOpenssl, Workshop } from './openssl.ts';
import { type KeyKind, keyKinds, makeCa, makeTsu, type ReplyOptions, reply } from './tsa.ts';

const data = Buffer.from('stamped by openssl\n');
const plain: ReplyOptions = { digest: 'sha256', ess: 'sha256', essChain: false, embed: 'intermediate' };

/** Kind of key, how the TSA answers, hash of the imprint. */
const replies: readonly (readonly [KeyKind, Partial<ReplyOptions>, string])[] = [
  ['rsa-2048', {}, 'sha256'],
  ['rsa-2048', { digest: 'sha384' }, 'sha384'],
  ['rsa-2048', { digest: 'sha512', ess: 'sha512' }, 'sha512'],
  ['rsa-2048', { ess: 'sha1' }, 'sha256'],
  ['rsa-2048', { ess: 'sha1', essChain: true, embed: 'whole chain' }, 'sha256'],
  ['rsa-2048', { essChain: true, embed: 'whole chain' }, 'sha512'],
  ['rsa-2048', { essChain: true }, 'sha256'],
  ['rsa-2048', { embed: 'signer' }, 'sha256'],
  ['rsa-4096', { digest: 'sha512', embed: 'whole chain' }, 'sha512'],
  ['p256', {}, 'sha256'],
  ['p256', { digest: 'sha512', ess: 'sha1' }, 'sha384'],
  ['p384', { digest: 'sha384', ess: 'sha512', essChain: true, embed: 'whole chain' }, 'sha512'],
  ['rsa-pss', {}, 'sha256'],
  ['ed25519', { digest: 'sha512' }, 'sha512'],
];

describe('a token made by openssl verifies here', { skip: noOpenssl }, () => {
  let shop: Workshop;
  let root: Uint8Array;
  let intermediate: Uint8Array;

  before(async () => {
    shop = new Workshop();
    ({ root, intermediate } = await makeCa(shop));
    for (const kind of Object.keys(keyKinds) as KeyKind[]) makeTsu(shop, kind);
    shop.write('data', data);
  });
  after(() => shop.remove());

  const tsu = (kind: KeyKind) => new X509Certificate(shop.read(`${kind}.pem`)).raw;

  /** openssl stamps with the machine's clock, so the token is judged for its own genTime. */
  async function assertValid(token: Uint8Array, request: Uint8Array | null, untrusted: readonly Uint8Array[]) {
    const evidence = { token, data, request, roots: [root], at: 'gentime', now: Date.now() } as const;
    const judgement = await judge({ ...evidence, untrusted });
    // Which algorithms are good enough depends on the year in which the test runs.
    const others = complaints(judgement).filter((line) => !line.startsWith('algorithm.strength'));
    assert.deepEqual(others, []);
    if (complaints(judgement).length === 0) assert.equal(judgement.verdict, 'VALID');
    const other = await judge({ ...evidence, untrusted, data: Buffer.from('other data') });
    assert.equal(other.verdict, 'INVALID');
    assert.equal(other.code, 'imprint-mismatch');
  }

  for (const [kind, change, hash] of replies) {
    const options = { ...plain, ...change };
    const words = `${kind}, ${options.digest}, ESSCertID ${options.ess}${options.essChain ? ' of the chain' : ''}`;
    for (const certs of [true, false]) {
      test(`ts -reply: ${words}, ${certs ? options.embed : 'no certificates'}, imprint ${hash}`, async (t) => {
        shop.run('ts', '-query', '-data', 'data', `-${hash}`, '-out', 'query', ...(certs ? ['-cert'] : []));
        const made = reply(shop, kind, options, 'query', 'reply');
        const exotic = kind === 'rsa-pss' || kind === 'ed25519';
        if (exotic && (!made.ok || !granted(shop))) return t.skip(`this openssl makes no token with ${kind}`);
        assert.ok(made.ok, made.stderr);
        const given = certs ? (options.embed === 'signer' ? [intermediate] : []) : [tsu(kind), intermediate];
        await assertValid(shop.read('reply'), shop.read('query'), given);
        shop.run('ts', '-reply', '-config', 'ts.cnf', '-in', 'reply', '-token_out', '-out', 'bare');
        await assertValid(shop.read('bare'), null, given);
      });
    }
  }

  // `ts -reply` knows neither RSASSA-PSS nor Ed25519; `cms -sign` makes the same structure with them.
  const signed: readonly (readonly [string, KeyKind, string, readonly string[]])[] = [
    ['RSASSA-PSS by a plain RSA key', 'rsa-2048', 'sha256', ['-keyopt', 'rsa_padding_mode:pss']],
    ['RSASSA-PSS with SHA-512', 'rsa-4096', 'sha512', ['-keyopt', 'rsa_padding_mode:pss']],
    // Without the option openssl writes rsaEncryption beside a PSS signature, and then refuses that itself.
    ['RSASSA-PSS by an RSASSA-PSS key', 'rsa-pss', 'sha256', ['-keyopt', 'rsa_padding_mode:pss']],
    ['Ed25519', 'ed25519', 'sha512', []],
    ['the signer named by key identifier', 'p256', 'sha256', ['-keyid']],
    ['BER with indefinite lengths', 'rsa-2048', 'sha256', ['-stream', '-indef']],
  ];
  for (const [what, kind, digest, words] of signed) {
    test(`cms -sign: ${what}`, async (t) => {
      shop.write('tst-info', tstInfo(tsu(kind)));
      const who = ['-signer', `${kind}.pem`, '-inkey', `${kind}.key`, '-certfile', 'ca.pem', '-md', digest];
      const form = ['-binary', '-nodetach', '-nosmimecap', '-cades', '-outform', 'DER', '-out', 'bare'];
      const type = ['-econtent_type', '1.2.840.113549.1.9.16.1.4'];
      const made = shop.try('cms', '-sign', '-in', 'tst-info', ...type, ...who, ...form, ...words);
      if (!made.ok) return t.skip(`this openssl can't: ${made.stderr.split('\n')[0]}`);
      await assertValid(shop.read('bare'), null, []);
    });
  }
});

function granted(shop: Workshop): boolean {
  return shop.try('ts', '-reply', '-in', 'reply', '-text').stdout.includes('Status: Granted');
}

/** A TSTInfo of this moment for `data`, as the holder of a certificate would make it. */
function tstInfo(certificate: Uint8Array): Uint8Array {
  // The certificate's own key is openssl's and isn't needed for the unsigned part.
  const holder = describeCertificate(certificate, generateKey('ed25519'));
  const occasion = {
    imprint: {
      algorithm: '2.16.840.1.101.3.4.2.1',
      parameters: null,
      value: createHash('sha256').update(data).digest(),
    },
    nonce: null,
    certReq: false,
    policy: null,
    serial: 0x4c0bn,
    genTime: `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`,
  };
  const authority = { root: holder, intermediate: holder, between: null, tsu: holder };
  return encodeTstInfo(planFor(profiles.plain, authority, occasion));
}
