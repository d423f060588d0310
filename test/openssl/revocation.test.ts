import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { judgeRevocation, type RevocationInput, type RevocationJudgement } from '../../src/core/revocation/judge.ts';
import { decodeOcspResponse } from '../../src/core/revocation/ocsp.ts';
import { trustAnchor } from '../../src/core/x509/anchor.ts';
import { type Certificate, decodeCertificate } from '../../src/core/x509/certificate.ts';
import { noOpenssl, Workshop } from './openssl.ts';

// OpenSSL as an independent judge: its CA makes certificates, CRLs and OCSP answers, and both judge the same ones. What OpenSSL
// accepts of a certificate that isn't revoked has to pass here, and what it refuses may not.

let shop: Workshop;
let root: Certificate;
let tsa: Certificate;
/** Certificates of OpenSSL's own making are dated today; so are its CRLs and answers. */
const now = Date.now();

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
default_days = 30
default_crl_days = 7
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
  shop.run('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject, '-config', 'ca.cnf', '-keyout', `${name}.key`, '-out', `${name}.csr`);
  shop.run('ca', '-batch', '-config', 'ca.cnf', '-cert', 'root.pem', '-keyfile', 'root.key', '-extensions', section, '-in', `${name}.csr`, '-out', `${name}.pem`, '-notext');
  shop.run('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
  return decodeCertificate(shop.read(`${name}.der`));
}

function issueCrl(): void {
  shop.run('ca', '-gencrl', '-config', 'ca.cnf', '-cert', 'root.pem', '-keyfile', 'root.key', '-out', 'list.pem');
  shop.run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
}

/** An answer of OpenSSL's responder without a server: from a request in a file. */
function answer(signer: string, ...words: readonly string[]): void {
  shop.run('ocsp', '-issuer', 'root.pem', '-cert', 'tsa.pem', '-no_nonce', '-reqout', 'ask.der');
  shop.run('ocsp', '-index', 'index.txt', '-CA', 'root.pem', '-rsigner', `${signer}.pem`, '-rkey', `${signer}.key`, '-reqin', 'ask.der', '-respout', 'answer.der', '-ndays', '1', ...words);
}

/** What OpenSSL says of that answer. */
function opensslSays(): string {
  const { ok, stdout, stderr } = shop.try('ocsp', '-issuer', 'root.pem', '-cert', 'tsa.pem', '-respin', 'answer.der', '-CAfile', 'root.pem', '-no_nonce');
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
    at: now,
    now: now + 60_000,
    role: 'tsa',
    genTime: null,
    policy: 'default',
    ...input,
  });
}

const byAnswer = () =>
  judge({ ocsp: [{ response: decodeOcspResponse(shop.read('answer.der')), url: null, nonce: null }] });
const byList = () => judge({ crls: [{ crl: decodeCrl(shop.read('list.der')), url: null }] });

before(() => {
  if (noOpenssl) return;
  shop = new Workshop();
  shop.write('ca.cnf', config);
  shop.write('index.txt', '');
  shop.write('serial', '1000\n');
  shop.write('crlnumber', '01\n');
  shop.run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=OpenSSL root', '-days', '30', '-config', 'ca.cnf', '-extensions', 'root', '-keyout', 'root.key', '-out', 'root.pem');
  shop.run('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
  root = decodeCertificate(shop.read('root.der'));
  tsa = certify('tsa', 'tsa');
});

after(() => {
  if (!noOpenssl) shop.remove();
});
