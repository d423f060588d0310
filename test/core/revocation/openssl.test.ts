import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeCrl } from '../../../src/core/revocation/crl.ts';
import { judgeRevocation } from '../../../src/core/revocation/judge.ts';
import { decodeOcspResponse } from '../../../src/core/revocation/ocsp.ts';
import type { RevocationInput, RevocationJudgement } from '../../../src/core/revocation/question.ts';
import { trustAnchor } from '../../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { noOpenssl, Workshop } from '../../openssl/openssl.ts';

// OpenSSL as an independent judge: its CA makes certificates, CRLs and OCSP answers, and both judge the same ones. What OpenSSL
// accepts of a certificate that isn't revoked has to pass here, and what it refuses may not.

let shop: Workshop;
let root: Certificate;
let tsa: Certificate;
/** Lists are judged for noon of 1 June 2030, answers for the moment that OpenSSL, which has no other clock, made them. */
const noon = Date.parse('2030-06-01T12:00:00Z');

const config = `
[ca]
default_ca = own
[own]
dir = .
database = ./index.txt
serial = ./serial
crlnumber = ./crlnumber
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[tsa]
extendedKeyUsage = critical, timeStamping
[responder]
extendedKeyUsage = OCSPSigning
noCheck = ignored
[plain]
basicConstraints = CA:FALSE
`;

function certify(name: string, section: string): Certificate {
  const subject = ['-subj', `/CN=${name}`];
  shop.run(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    ...subject,
    '-config',
    'ca.cnf',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
  );
  shop.run(
    'ca',
    '-batch',
    '-config',
    'ca.cnf',
    '-cert',
    'root.pem',
    '-keyfile',
    'root.key',
    '-extensions',
    section,
    '-startdate',
    '20200101000000Z',
    '-enddate',
    '20400101000000Z',
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.pem`,
    '-notext',
  );
  shop.run('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
  return decodeCertificate(shop.read(`${name}.der`));
}

function issueCrl(from = '300601000000Z', until = '300608000000Z'): void {
  shop.run(
    'ca',
    '-gencrl',
    '-crl_lastupdate',
    from,
    '-crl_nextupdate',
    until,
    '-config',
    'ca.cnf',
    '-cert',
    'root.pem',
    '-keyfile',
    'root.key',
    '-out',
    'list.pem',
  );
  shop.run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
}

/** An answer of OpenSSL's responder without a server: from a request in a file. */
function answer(signer: string, ...words: readonly string[]): void {
  shop.run('ocsp', '-issuer', 'root.pem', '-cert', 'tsa.pem', '-no_nonce', '-reqout', 'ask.der');
  shop.run(
    'ocsp',
    '-index',
    'index.txt',
    '-CA',
    'root.pem',
    '-rsigner',
    `${signer}.pem`,
    '-rkey',
    `${signer}.key`,
    '-reqin',
    'ask.der',
    '-respout',
    'answer.der',
    '-ndays',
    '1',
    ...words,
  );
}

/** What OpenSSL says of that answer. */
function opensslSays(): string {
  const { ok, stdout, stderr } = shop.try(
    'ocsp',
    '-issuer',
    'root.pem',
    '-cert',
    'tsa.pem',
    '-respin',
    'answer.der',
    '-CAfile',
    'root.pem',
    '-no_nonce',
  );
  if (!ok || !/Response verify OK/.test(stderr + stdout)) return 'refused';
  return /tsa\.pem: (\w+)/.exec(stdout)?.[1] ?? 'refused';
}

function judge(input: Partial<RevocationInput>): RevocationJudgement {
  return judgeRevocation({
    certificate: tsa,
    issuer: root,
    anchor: trustAnchor(root),
    candidates: [],
    crls: [],
    ocsp: [],
    at: noon,
    now: noon,
    role: 'tsa',
    genTime: null,
    policy: 'default',
    ...input,
  });
}

function byAnswer(): string {
  const response = decodeOcspResponse(shop.read('answer.der'));
  const at = response.basic!.responses[0]!.thisUpdate;
  return wordOf(judge({ ocsp: [{ response, url: null, nonce: null }], at, now: at }));
}

const byList = () => wordOf(judge({ crls: [{ crl: decodeCrl(shop.read('list.der')), url: null }] }));

/** In OpenSSL's words. */
function wordOf({ status, code }: RevocationJudgement): string {
  if (status === 'pass') return 'good';
  return code === 'certificate-revoked' || code === 'on-hold' ? 'revoked' : 'refused';
}

/** What `openssl verify -crl_check_all` says by the list at noon of 1 June 2030. */
function opensslByList(): string {
  const time = String(noon / 1000);
  const words = ['-crl_check_all', '-CAfile', 'root.pem', '-CRLfile', 'list.pem', '-attime', time, 'tsa.pem'];
  const { ok, stderr } = shop.try('verify', ...words);
  if (ok) return 'good';
  return /certificate revoked/.test(stderr) ? 'revoked' : 'refused';
}

before(() => {
  if (noOpenssl) return;
  shop = new Workshop();
  shop.write('ca.cnf', config);
  shop.write('index.txt', '');
  shop.write('serial', '1000\n');
  shop.write('crlnumber', '01\n');
  shop.run(
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=OpenSSL root',
    '-config',
    'ca.cnf',
    '-keyout',
    'root.key',
    '-out',
    'root.csr',
  );
  shop.run(
    'ca',
    '-batch',
    '-selfsign',
    '-config',
    'ca.cnf',
    '-keyfile',
    'root.key',
    '-extensions',
    'root',
    '-startdate',
    '20200101000000Z',
    '-enddate',
    '20400101000000Z',
    '-in',
    'root.csr',
    '-out',
    'root.pem',
    '-notext',
  );
  shop.run('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
  root = decodeCertificate(shop.read('root.der'));
  tsa = certify('tsa', 'tsa');
  certify('responder', 'responder');
  certify('stranger', 'plain');
});

after(() => {
  if (!noOpenssl) shop.remove();
});

const options = { skip: noOpenssl };

/** Sets what the CA's register says of the TSA's certificate: valid, or revoked at a date with a reason. */
function register(revoked: string | null): void {
  const lines = Buffer.from(shop.read('index.txt')).toString('utf8').trimEnd().split('\n');
  const changed = lines.map((line) => {
    const fields = line.split('\t');
    if (!fields[5]?.includes('CN=tsa')) return line;
    return [revoked === null ? 'V' : 'R', fields[1], revoked ?? '', ...fields.slice(3)].join('\t');
  });
  shop.write('index.txt', `${changed.join('\n')}\n`);
}

test('openssl ocsp: good and revoked for every reason, signed by the issuer and by a delegate', options, () => {
  for (const signer of ['root', 'responder']) {
    register(null);
    answer(signer);
    assert.equal(opensslSays(), 'good');
    assert.equal(byAnswer(), 'good', signer);
    for (const reason of ['unspecified', 'keyCompromise', 'CACompromise', 'superseded', 'certificateHold']) {
      register(`250101000000Z,${reason}`);
      answer(signer);
      assert.equal(opensslSays(), 'revoked', reason);
      assert.equal(byAnswer(), 'revoked', `${signer} ${reason}`);
    }
  }
});

test('openssl ocsp: named by key, under SHA-256, and what it refuses is refused here', options, () => {
  register(null);
  answer('responder', '-resp_key_id', '-rmd', 'sha512');
  assert.equal(opensslSays(), 'good');
  assert.equal(byAnswer(), 'good');
  answer('stranger');
  assert.equal(opensslSays(), 'refused', 'a certificate of the same CA without id-kp-OCSPSigning');
  assert.equal(byAnswer(), 'refused');
  answer('root', '-badsig');
  assert.equal(opensslSays(), 'refused');
  assert.equal(byAnswer(), 'refused');
});

test('openssl verify -crl_check_all: good, revoked, too old, and of tomorrow', options, () => {
  for (const [revoked, from, until, expected] of [
    [null, '300601000000Z', '300608000000Z', 'good'],
    ['250101000000Z,keyCompromise', '300601000000Z', '300608000000Z', 'revoked'],
    ['250101000000Z', '300601000000Z', '300608000000Z', 'revoked'],
    ['250101000000Z,certificateHold', '300601000000Z', '300608000000Z', 'revoked'],
    [null, '300501000000Z', '300508000000Z', 'refused'],
    [null, '300602000000Z', '300609000000Z', 'refused'],
  ] as const) {
    register(revoked);
    issueCrl(from, until);
    assert.equal(opensslByList(), expected);
    assert.equal(byList(), expected, `${revoked} ${from}`);
  }
});

test("openssl's CRL of five thousand entries finds each of them", options, () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => {
    const serial = (0x200000 + i * 3).toString(16).toUpperCase();
    return `R\t400101000000Z\t250101000000Z,superseded\t${serial}\tunknown\t/CN=one`;
  });
  const before = shop.read('index.txt');
  shop.write('index.txt', `${lines.join('\n')}\n`);
  issueCrl();
  shop.write('index.txt', before);
  const { entries } = decodeCrl(shop.read('list.der'));
  assert.equal(entries.count, 5_000);
  for (let i = 0; i < 5_000; i++) {
    const serial = Buffer.from((0x200000 + i * 3).toString(16), 'hex');
    assert.equal([...entries.find(serial)][0]?.reason, 4);
  }
});
