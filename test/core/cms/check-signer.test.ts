import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type Candidate, tokenLast } from '../../../src/core/cms/candidate.ts';
import { checkSigner, type JudgedSigner, signatureHashOf } from '../../../src/core/cms/check-signer.ts';
import { hashes } from '../../../src/core/der/hashes.ts';
import { decodeToken } from '../../../src/core/tsp/token.ts';
import type { PolicyName } from '../../../src/core/verdict/status.ts';
import { type Certificate, decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { certificateLabel } from '../../../src/core/x509/certificate-label.ts';
import { bits, integer, nothing, octets, oid, sequence } from '../../../src/lab/der-writer.ts';
import { keyFromPem } from '../../../src/lab/keys.ts';
import { attribute, essCertId, ids, type TokenPlan } from '../../../src/lab/tsa.ts';
import { fixtureText } from '../../vectors/index.ts';
import { authority, forge } from '../forge.ts';
import { sayingsOf } from '../sayings.ts';
import { extension, issue, ski } from '../x509/make-certificate.ts';

const good = await authority({ tsu: { serial: '07' } });
const tsu = decodeCertificate(good.tsu.der);
const label = certificateLabel(tsu);
const as = (certificate: Certificate, origin: Candidate['origin'] = 'token'): Candidate => ({
  certificate,
  origin,
  url: null,
});
/** Another certificate that the same issuer may have made under the same serial number. */
const twin = (spki: Uint8Array, subject = 'Twin', extensions: readonly Uint8Array[] = []) =>
  issue({ subject, issuer: good.tsu.issuer, serial: 7, spki, extensions, signer: null });
const sameKey = twin(tsu.spki.der);
const otherKey = issue({ subject: 'Stranger', issuer: good.tsu.issuer, serial: 7, signer: null });
const essOf = (certificate: Certificate) => essCertId({ ...good.tsu, der: certificate.bytes }, 'sha256');

interface Judged {
  readonly signer: JudgedSigner | null;
  readonly said: readonly string[];
}

/** What is said of a token that deviates so far, among these candidates. */
function judged(
  deviation: Partial<TokenPlan>,
  candidates: readonly Candidate[] = [as(tsu)],
  policy: PolicyName = 'default',
  eContentType: string = ids.tstInfo,
): Judged {
  const { signedData } = decodeToken(forge(good, deviation));
  let signer: JudgedSigner | null = null;
  const said = sayingsOf((findings) => {
    signer = checkSigner(signedData!, eContentType, candidates, findings);
  }, policy);
  return { signer, said };
}
const about = (rule: string, { said }: Judged) => said.filter((line) => line.startsWith(`${rule} `));
const passed = [
  'cms.signer-count pass',
  'cms.version pass',
  'cms.signed-attributes pass',
  'cms.message-digest pass',
  `cms.signing-certificate pass ${label}`,
  `cms.signer pass ${label}`,
  `cms.signature pass ${label}`,
];
const sorted = (lines: readonly string[]) => [...lines].sort();

test('one signer, named by sid and ESSCertID, whose signature verifies, is proven', () => {
  const { signer, said } = judged({});
  assert.deepEqual(sorted(said), sorted(passed));
  assert.deepEqual([signer!.certificate, signer!.furtherEss, signer!.proven], [tsu, [], true]);
  const listed = judged({ essV2: [essOf(tsu), essOf(otherKey)] });
  assert.deepEqual([listed.signer!.furtherEss.length, listed.signer!.proven], [1, true]);
});

test('RFC 3161 §2.4.2: no signer and two are refused, and nothing further is judged', () => {
  for (const signers of [0, 2])
    assert.deepEqual(judged({ signers }), {
      signer: null,
      said: [`cms.signer-count fail signer-count count=${signers}`],
    });
});

test('RFC 5652 §5.1: SignedData has version 3, 4 or 5; 1 is odd, and any other is refused', () => {
  const versions = (signedDataVersion: number, policy: PolicyName = 'default') =>
    about('cms.version', judged({ signedDataVersion }, undefined, policy));
  for (const version of [3, 4, 5]) assert.deepEqual(versions(version), ['cms.version pass']);
  assert.deepEqual(versions(1), ['cms.version pass', 'cms.version warning signed-data-version version=1']);
  assert.deepEqual(versions(1, 'strict'), ['cms.version fail signed-data-version version=1']);
  for (const version of [-1, 0, 2, 6])
    assert.deepEqual(versions(version), [`cms.version fail signed-data-version version=${version}`]);
});

test('RFC 5652 §5.3: a SignerInfo has version 1 or 3 by its sid; the other of them is odd, any else is refused', () => {
  const versions = (signerInfoVersion: number, sid: TokenPlan['sid'], policy: PolicyName = 'default') =>
    about('cms.version', judged({ signerInfoVersion, sid }, undefined, policy));
  for (const [sid, expected, odd] of [
    ['issuerAndSerialNumber', 1, 3],
    ['subjectKeyIdentifier', 3, 1],
  ] as const) {
    assert.deepEqual(versions(expected, sid), ['cms.version pass']);
    const facts = `signer-info-version version=${odd} expected=${expected}`;
    assert.deepEqual(versions(odd, sid), ['cms.version pass', `cms.version warning ${facts}`]);
    assert.deepEqual(versions(odd, sid, 'strict'), [`cms.version fail ${facts}`]);
    for (const version of [0, 2, 4])
      assert.deepEqual(versions(version, sid), [
        `cms.version fail signer-info-version version=${version} expected=${expected}`,
      ]);
  }
});

test('RFC 5652 §5.3: a signature over bare content is refused: it could be moved to another message', () => {
  const { signer, said } = judged({ signedAttributes: false });
  assert.equal(signer, null);
  assert.deepEqual(said.slice(2), ['cms.signed-attributes fail signed-attributes-missing']);
});

test('RFC 5652 §5.3: no attribute is there twice', () => {
  const again = attribute('1.2.3', integer(1));
  const rule = 'cms.signed-attributes';
  assert.deepEqual(about(rule, judged({ furtherAttributes: [again] })), [`${rule} pass`]);
  const twice = judged({ furtherAttributes: [again, attribute('1.2.3', integer(2))] });
  assert.deepEqual(about(rule, twice), [`${rule} fail attribute-duplicate 1.2.3`]);
});

test('RFC 5652 §11.1: contentType is there with one value, the eContentType', () => {
  const rule = 'cms.signed-attributes';
  const wrong = [`${rule} fail content-type-attribute`];
  const values = (...all: readonly Uint8Array[]) =>
    about(rule, judged({ contentTypeAttribute: null, furtherAttributes: [attribute(ids.contentType, ...all)] }));
  assert.deepEqual(values(oid(ids.tstInfo)), [`${rule} pass`]);
  assert.deepEqual(about(rule, judged({ contentTypeAttribute: null })), wrong);
  assert.deepEqual(about(rule, judged({ contentTypeAttribute: ids.data })), wrong);
  assert.deepEqual(about(rule, judged({}, undefined, 'default', ids.data)), wrong);
  assert.deepEqual(values(), wrong);
  assert.deepEqual(values(oid(ids.tstInfo), oid(ids.tstInfo)), wrong);
  assert.deepEqual(values(octets(Buffer.from('x'))), wrong);
});

test('signed attributes that can’t be read fail with the reason; too many are undecided', () => {
  const broken = judged({ furtherAttributes: [nothing()] });
  assert.equal(broken.signer, null);
  assert.match(broken.said[2]!, /^cms\.signed-attributes fail malformed reason=Attribute expected, found tag 0x05/);
  const many = Array.from({ length: 65 }, (_, n) => attribute(`1.2.3.${n}`, nothing()));
  const limited = judged({ furtherAttributes: many });
  assert.deepEqual([limited.signer, limited.said[2]], [null, 'cms.signed-attributes unknown limit attributes']);
});

test('signed attributes whose length does not fit are named', () => {
  const { signedData } = decodeToken(forge(good));
  const [signer] = signedData!.signerInfos;
  const of = (signedAttrs: Uint8Array) => ({ ...signedData!, signerInfos: [{ ...signer!, signedAttrs }] });
  const said = sayingsOf((findings) => checkSigner(of(Uint8Array.of(0xa0, 9)), ids.tstInfo, [as(tsu)], findings));
  assert.equal(said.at(-1), 'cms.signed-attributes fail malformed reason=signedAttrs is cut off at byte 0');
  const fault = () => sayingsOf((findings) => checkSigner(of({} as never), ids.tstInfo, [], findings));
  assert.throws(fault, TypeError, 'a fault of the program is not taken for a malformed attribute');
});

test('RFC 5652 §11.2: messageDigest is there once, with one value, the hash of the content', () => {
  const rule = 'cms.message-digest';
  const digest = octets(
    createHash('sha256')
      .update(decodeToken(forge(good)).signedData!.eContent!)
      .digest(),
  );
  const values = (...all: readonly (readonly Uint8Array[])[]) =>
    about(
      rule,
      judged({ messageDigest: null, furtherAttributes: all.map((one) => attribute(ids.messageDigest, ...one)) }),
    );
  assert.deepEqual(values([digest]), [`${rule} pass`]);
  assert.deepEqual(values(), [`${rule} fail message-digest-missing`]);
  assert.deepEqual(values([]), [`${rule} fail message-digest-missing`]);
  assert.deepEqual(values([digest, digest]), [`${rule} fail attribute-values messageDigest`]);
  assert.deepEqual(values([digest], [digest]), [`${rule} fail attribute-values messageDigest`]);
  assert.deepEqual(values([octets(Buffer.alloc(32))]), [`${rule} fail message-digest-mismatch`]);
  assert.deepEqual(values([octets(Buffer.alloc(0))]), [`${rule} fail message-digest-mismatch`]);
  assert.match(values([nothing()])[0]!, /^cms\.message-digest fail malformed reason=messageDigest expected/);
  const absent = judged({ eContent: 'absent' });
  assert.deepEqual(about(rule, absent), [`${rule} fail message-digest-missing`]);
});

test('a digestAlgorithm that is not known here leaves the content unproven', () => {
  const { signedData } = decodeToken(forge(good));
  const [signer] = signedData!.signerInfos;
  const digestAlgorithm = { oid: '1.2.3', parameters: 'absent' } as const;
  const other = { ...signedData!, signerInfos: [{ ...signer!, digestAlgorithm }] };
  const said = sayingsOf((findings) => checkSigner(other, ids.tstInfo, [as(tsu)], findings));
  assert.ok(said.includes('cms.message-digest unknown algorithm-unsupported 1.2.3'));
});

test('a spoilt signature under the named certificate is invalid, and its signer not proven', () => {
  const spoilSignature = (signature: Uint8Array) => signature.map((octet, i) => (i === 20 ? octet ^ 1 : octet));
  const { signer, said } = judged({ spoilSignature });
  assert.equal(signer!.proven, false);
  assert.deepEqual(about('cms.signature', { signer, said }), [`cms.signature fail signature-invalid ${label}`]);
});

test('an issuerSerial that names another certificate leaves the signer unproven', () => {
  const ess = { ...essOf(tsu), issuerSerial: { issuer: good.tsu.issuer, serial: integer(8) } };
  const { signer, said } = judged({ essV2: [ess] });
  assert.equal(signer!.proven, false);
  assert.ok(said.includes(`cms.signing-certificate fail ess-issuer-serial ${label}`));
  assert.ok(said.includes(`cms.signature pass ${label}`));
});

test('a signature algorithm that is not known here proves nothing', () => {
  const { signer, said } = judged({ signatureAlgorithm: sequence(oid('1.2.3')) });
  assert.equal(signer!.proven, false);
  assert.ok(said.includes(`cms.signature unknown algorithm-unsupported ${label} reason=signature algorithm 1.2.3`));
});

test('a certificate that sid does not name is not the signer, though the ESSCertID is its hash', () => {
  const serial = issue({ subject: 'A', issuer: good.tsu.issuer, serial: 8, spki: tsu.spki.der, signer: null });
  const issuer = issue({ subject: 'A', issuer: 'Other', serial: 7, spki: tsu.spki.der, signer: null });
  for (const stranger of [serial, issuer]) {
    const { signer, said } = judged({ essV2: [essOf(stranger)] }, [as(stranger)]);
    assert.equal(signer, null);
    assert.match(said.at(-1)!, /^cms\.signer unknown signer-not-found .* \(serial 07\)$/);
  }
});

test('sid by key identifier names the certificate that has it, and no other (RFC 5652 §5.3)', () => {
  const sid = { sid: 'subjectKeyIdentifier', signerInfoVersion: 3 } as const;
  assert.equal(judged(sid).signer!.proven, true);
  const keyId = Buffer.from(good.tsu.keyId).toString('hex');
  const without = twin(tsu.spki.der, 'Without');
  const wrong = twin(tsu.spki.der, 'Wrong', [ski('other')]);
  const broken = twin(tsu.spki.der, 'Broken', [extension('2.5.29.14', nothing())]);
  for (const stranger of [without, wrong, broken]) {
    const { signer, said } = judged({ ...sid, essV2: [essOf(stranger)] }, [as(stranger)]);
    assert.equal(signer, null);
    assert.ok(said.includes(`cms.signer unknown signer-not-found key identifier ${keyId}`));
  }
});

test('with two ESSCertIDs a certificate has to be the hash of both', () => {
  const essV1 = [essCertId(good.tsu, 'sha1')];
  assert.equal(judged({ essV1 }).signer!.proven, true);
  const { signer, said } = judged({ essV1: [essCertId({ ...good.tsu, der: otherKey.bytes }, 'sha1')] });
  assert.equal(signer!.proven, false);
  assert.ok(said.includes(`cms.signing-certificate fail ess-mismatch ${label}`));
});

test('a certificate of the signer’s key that the ESSCertID does not name is the signer, and proven wrong', () => {
  const { signer, said } = judged({ essV2: [essOf(sameKey), essOf(tsu)] }, [as(otherKey), as(tsu)]);
  assert.deepEqual([signer!.certificate, signer!.proven, signer!.furtherEss.length], [tsu, false, 1]);
  assert.deepEqual(said.slice(-3).sort(), [
    `cms.signature pass ${label}`,
    `cms.signer pass ${label}`,
    `cms.signing-certificate fail ess-mismatch ${label}`,
  ]);
});

test('where the ESSCertID names a certificate that is not at hand, one under which the signature is bad is not taken for it', () => {
  const { signer, said } = judged({ essV2: [essOf(tsu)] }, [as(otherKey)]);
  assert.equal(signer, null);
  assert.match(said.at(-1)!, /^cms\.signer unknown signer-not-found/);
  assert.deepEqual(about('cms.signature', { signer, said }), []);
});

test('without any ESSCertID sid names the certificate: a bad signature under the only one is bad, among several nothing is known', () => {
  const none = { essV2: null };
  const missing = 'cms.signing-certificate fail ess-missing';
  const right = judged(none, [as(otherKey), as(tsu)]);
  assert.deepEqual([right.signer!.certificate, right.signer!.proven, right.signer!.furtherEss], [tsu, false, []]);
  assert.ok(right.said.includes(missing) && right.said.includes(`cms.signature pass ${label}`));
  const wrong = judged(none, [as(otherKey)]);
  const stranger = certificateLabel(otherKey);
  assert.deepEqual([wrong.signer!.certificate, wrong.signer!.proven], [otherKey, false]);
  assert.deepEqual(about('cms.signature', wrong), [`cms.signature fail signature-invalid ${stranger}`]);
  assert.deepEqual(about('cms.signing-certificate', wrong), [missing]);
  const several = judged(none, [as(otherKey), as(otherKey)]);
  assert.equal(several.signer, null);
  assert.match(several.said.at(-1)!, /^cms\.signer unknown signer-not-found/);
  assert.match(judged(none, []).said.at(-1)!, /^cms\.signer unknown signer-not-found/);
});

test('work on certificates that sid names ends at its limit: 99 of the dearest keys are tried, 100 are not', () => {
  // A point on no curve: dear by its curve, and yet found to be no key at once.
  const brainpool512 = sequence(oid('1.2.840.10045.2.1'), oid('1.3.36.3.3.2.8.1.1.13'));
  const dear = twin(sequence(brainpool512, bits(Buffer.alloc(129, 4))), 'Dear');
  const of = (count: number) =>
    judged({ signatureAlgorithm: sequence(oid('1.2.840.10045.4.3.2')) }, Array(count).fill(as(dear)));
  assert.match(of(99).said.at(-1)!, /^cms\.signer unknown signer-not-found/);
  assert.deepEqual([of(100).signer, of(100).said.at(-1)], [null, 'cms.signer unknown limit signatureWork']);
});

/** A certificate that can't be asked for this, by a fault of the program. */
const faulty = (certificate: Certificate, field: keyof Certificate) =>
  as(
    new Proxy(certificate, {
      get(target, name) {
        if (name === field) throw new TypeError('a fault of the program');
        return Reflect.get(target, name);
      },
    }),
  );

test('a fault of the program is not taken for a certificate that does not fit', () => {
  const sid = { sid: 'subjectKeyIdentifier', signerInfoVersion: 3 } as const;
  assert.throws(() => judged(sid, [faulty(tsu, 'subjectKeyIdentifier')]), TypeError);
  assert.throws(() => judged({ essV2: null }, [faulty(tsu, 'spki')]), TypeError);
});

test('RFC 5652 §5.4: a signature over attributes in another order than DER’s is told, and strict wants DER', () => {
  const rule = 'cms.signature';
  for (const attributeOrder of ['reversed', 'reversed, DER signed'] as const) {
    const loose = judged({ attributeOrder });
    assert.equal(loose.signer!.proven, true);
    assert.deepEqual(about(rule, loose), [`${rule} pass ${label}`, `${rule} warning signed-attributes-not-der`]);
    const strict = judged({ attributeOrder }, undefined, 'strict');
    assert.deepEqual(about(rule, strict), [`${rule} fail signed-attributes-not-der`]);
  }
});

test('a signature under the hash of digestAlgorithm, which signatureAlgorithm contradicts, is told, and strict fails it', () => {
  const rule = 'cms.signature';
  const signatureAlgorithm = sequence(oid('1.2.840.113549.1.1.13'), nothing());
  const loose = judged({ signatureAlgorithm });
  assert.equal(loose.signer!.proven, true);
  assert.deepEqual(about(rule, loose), [`${rule} pass ${label}`, `${rule} warning digest-algorithms-differ`]);
  const strict = judged({ signatureAlgorithm }, undefined, 'strict');
  assert.deepEqual(about(rule, strict), [`${rule} fail digest-algorithms-differ`]);
  const true512 = judged({ signatureAlgorithm, signatureHash: 'sha512' });
  assert.deepEqual(about(rule, true512), [`${rule} pass ${label}`]);
});

test('an ECDSA signature under the hash of digestAlgorithm is told as well', async () => {
  const of = await authority({ keys: { tsu: keyFromPem(fixtureText('keys/tsu-p256.pem')) } });
  const certificate = decodeCertificate(of.tsu.der);
  const own = certificateLabel(certificate);
  const said = (id: string) => {
    const { signedData } = decodeToken(forge(of, { signatureAlgorithm: sequence(oid(id)) }));
    return sayingsOf((findings) => checkSigner(signedData!, ids.tstInfo, [as(certificate)], findings)).slice(6);
  };
  assert.deepEqual(said('1.2.840.10045.4.3.2'), [`cms.signature pass ${own}`]);
  assert.deepEqual(said('1.2.840.10045.4.3.4'), [
    `cms.signature pass ${own}`,
    'cms.signature warning digest-algorithms-differ',
  ]);
  assert.deepEqual(said('1.2.840.113549.1.1.13'), [`cms.signature fail signature-invalid ${own}`]);
});

test('a signature under neither hash is invalid, whichever was tried last', () => {
  const signatureAlgorithm = sequence(oid('1.2.840.113549.1.1.13'), nothing());
  const neither = judged({ signatureAlgorithm, signatureHash: 'sha384' });
  assert.deepEqual(about('cms.signature', neither), [`cms.signature fail signature-invalid ${label}`]);
});

test('what a token carries is tried last, for anyone can have added to it', () => {
  const [a, b, c, d] = [as(tsu), as(sameKey, 'user'), as(otherKey), as(otherKey, 'fetched')];
  assert.deepEqual(tokenLast([a!, b!, c!, d!]), [b, d, a, c]);
});

test('the hash of a signature is the one that its algorithm names, else that of digestAlgorithm', () => {
  const { signedData } = decodeToken(forge(good));
  const [signer] = signedData!.signerInfos;
  const of = (signature: string, digest: string) =>
    signatureHashOf({
      ...signer!,
      signatureAlgorithm: { oid: signature, parameters: 'absent' },
      digestAlgorithm: { oid: digest, parameters: 'absent' },
    });
  assert.equal(of('1.2.840.113549.1.1.13', hashes.sha256.oid), 'sha512');
  assert.equal(of('1.2.840.113549.1.1.1', hashes.sha256.oid), 'sha256');
  assert.equal(of('1.2.840.113549.1.1.1', '1.2.3'), null);
  assert.equal(of('1.2.3', hashes.sha256.oid), null);
  assert.equal(of('1.3.101.112', hashes.sha256.oid), null);
});
