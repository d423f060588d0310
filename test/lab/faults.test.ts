import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { codes } from '../../src/core/verdict/codes.ts';
import { rules } from '../../src/core/verdict/rules.ts';
import { buildAuthority } from '../../src/lab/authority.ts';
import type { Expected, Fault } from '../../src/lab/faults/fault.ts';
import { faultOf, faultTable } from '../../src/lab/faults.ts';
import { type FaultName, faults, httpFaults, type Lab, startLab } from '../../src/lab/index.ts';
import { Issuer } from '../../src/lab/issuer.ts';
import { profiles } from '../../src/lab/profile.ts';
import { labOptions, moment, requestFor, stamp } from './requests.ts';

/** An answer as another library reads it. */
function read(bytes: Uint8Array) {
  const response = new pkijs.TimeStampResp({ schema: asn1js.fromBER(bytes).result });
  const signed = response.timeStampToken ? new pkijs.SignedData({ schema: response.timeStampToken.content }) : null;
  const content = signed?.encapContentInfo.eContent?.getValue();
  const tst = content ? pkijs.TSTInfo.fromBER(content) : null;
  const signer = signed?.signerInfos[0];
  const attributes = signer?.signedAttrs?.attributes ?? [];
  return { response, signed: signed!, tst: tst!, signer: signer!, attributes };
}
type Answer = ReturnType<typeof read>;

const types = ({ attributes }: Answer) => attributes.map(({ type }) => type);
const certificates = ({ signed }: Answer) =>
  (signed.certificates ?? []).filter((one): one is pkijs.Certificate => one instanceof pkijs.Certificate);
/** The TSU's certificate, by its subject. */
function tsu(answer: Answer): pkijs.Certificate {
  const found = certificates(answer).find(({ subject }) =>
    subject.typesAndValues.some(({ value }) => value.valueBlock.value === 'Lab TSU 1'),
  );
  assert.ok(found, 'the TSU certificate is there');
  return found;
}
const extension = (certificate: pkijs.Certificate, oid: string) =>
  certificate.extensions?.find(({ extnID }) => extnID === oid);

const ess = { v1: '1.2.840.113549.1.9.16.2.12', v2: '1.2.840.113549.1.9.16.2.47' };

/** What another library must see in the answer, fault by fault. */
const seen: Partial<Record<FaultName, (answer: Answer) => boolean>> = {
  'nonce-wrong': ({ tst }) => Buffer.from(tst.nonce!.valueBlock.valueHexView).toString('hex') === '12345679',
  'nonce-missing': ({ tst }) => tst.nonce === undefined,
  'imprint-length': ({ tst }) => tst.messageImprint.hashedMessage.valueBlock.valueHexView.length === 31,
  'status-without-token': ({ response }) => response.status.status === 0 && !response.timeStampToken,
  'token-with-rejection': ({ response }) => response.status.status === 2 && !!response.timeStampToken,
  'granted-with-mods': ({ response }) => response.status.status === 1,
  'certificates-missing': ({ signed }) => signed.certificates === undefined,
  'signed-data-version-1': ({ signed }) => signed.version === 1,
  'two-signers': ({ signed }) => signed.signerInfos.length === 2,
  'no-signer': ({ signed }) => signed.signerInfos.length === 0,
  'no-signed-attributes': ({ signer }) => signer.signedAttrs === undefined,
  'sid-key-identifier': ({ signer }) => signer.version === 3 && !(signer.sid instanceof pkijs.IssuerAndSerialNumber),
  'ess-missing': (answer) => !types(answer).some((type) => type === ess.v1 || type === ess.v2),
  'ess-v1': (answer) => types(answer).includes(ess.v1) && !types(answer).includes(ess.v2),
  'ess-both': (answer) => types(answer).includes(ess.v1) && types(answer).includes(ess.v2),
  'attribute-duplicate': (answer) => types(answer).filter((type) => type === '1.2.840.113549.1.9.3').length === 2,
  'message-digest-missing': (answer) => !types(answer).includes('1.2.840.113549.1.9.4'),
  'tst-version-2': ({ tst }) => tst.version === 2,
  'accuracy-absent': ({ tst }) => tst.accuracy === undefined,
  'accuracy-millis': ({ tst }) => tst.accuracy?.millis === 999 && tst.accuracy.seconds === 0,
  'ordering-true': ({ tst }) => tst.ordering === true,
  'tsa-absent': ({ tst }) => tst.tsa === undefined,
  'intermediate-missing': (answer) => certificates(answer).length === 1,
  'path-length': (answer) => certificates(answer).length === 3,
  'certificate-lookalike': (answer) => {
    const [one, two] = certificates(answer).filter((own) => own.serialNumber.isEqual(tsu(answer).serialNumber));
    return (
      !!one && !!two && !one.subjectPublicKeyInfo.subjectPublicKey.isEqual(two.subjectPublicKeyInfo.subjectPublicKey)
    );
  },
  'eku-not-critical': (answer) => extension(tsu(answer), '2.5.29.37')?.critical === false,
  'eku-missing': (answer) => extension(tsu(answer), '2.5.29.37') === undefined,
  'eku-further-purpose': (answer) => extension(tsu(answer), '2.5.29.37')?.parsedValue.keyPurposes.length === 2,
  'key-usage-absent': (answer) => extension(tsu(answer), '2.5.29.15') === undefined,
  'tsa-is-ca': (answer) => extension(tsu(answer), '2.5.29.19')?.parsedValue.cA === true,
  'tsa-expired': (answer) => tsu(answer).notAfter.value.getTime() < answer.tst.genTime.getTime(),
  'tsa-not-yet-valid': (answer) => tsu(answer).notBefore.value.getTime() > answer.tst.genTime.getTime(),
  'sha1-signature': ({ signer }) => signer.digestAlgorithm.algorithmId === '1.3.14.3.2.26',
};

describe('each fault deviates as it says, read by another library', () => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(labOptions());
  });
  after(() => lab.close());

  test('a good answer has none of them', async () => {
    const answer = read(await stamp(lab.tsaUrl, requestFor()));
    for (const [name, look] of Object.entries(seen)) assert.equal(look(answer), false, name);
  });

  for (const [name, look] of Object.entries(seen)) {
    test(name, async () => {
      assert.ok(look(read(await stamp(`${lab.tsaUrl}?fault=${name}`, requestFor()))));
    });
  }

  test('no fault is a fault in name only', async () => {
    const { profile, keys } = { profile: profiles.plain, keys: labOptions().keys! };
    const day = 86_400_000;
    const dates = { from: moment - 365 * day, until: moment + 3650 * day, tsuFrom: moment - 30 * day };
    const options = { profile, keys, ...dates };
    const issuer = new Issuer(options, await buildAuthority(options), keys);
    const single = async (request: Uint8Array, fault?: Fault) =>
      Buffer.from(await issuer.answer(request, { ms: moment, micros: 0, serial: 77n }, fault));
    for (const name of faults) {
      const { request, judging, token, authority, status, withoutToken, bytes } = faultOf(name)!;
      const changesNothing = !token && !authority && !status && !withoutToken && !bytes;
      // Such a case lies in what was asked for, or in how the answer is judged.
      if (changesNothing) assert.ok(request || judging, name);
      else {
        const asked = requestFor(request);
        assert.notDeepEqual(await single(asked, faultOf(name)), await single(asked), name);
      }
    }
  });
});

test('every fault names rules and codes that exist, and what every policy says', () => {
  for (const [name, { rule, expected, description }] of Object.entries(faultTable)) {
    assert.ok(rule === null || Object.hasOwn(rules, rule), name);
    assert.ok(description.length > 5 && !description.endsWith('.'), name);
    if ('error' in expected) continue;
    for (const policy of ['default', 'etsi', 'strict'] as const) {
      const { verdict, status, code }: Expected = expected[policy];
      assert.ok(code === null || Object.hasOwn(codes, code), name);
      assert.equal(status, { VALID: 'pass', INVALID: 'fail', INDETERMINATE: 'unknown' }[verdict], `${name}, ${policy}`);
    }
    // A stricter policy never lets through what a milder one refuses.
    assert.ok(expected.default.verdict === 'VALID' || expected.strict.verdict !== 'VALID', name);
  }
});

test('names of faults of the answer and of the transport do not collide, nor with what objects inherit', () => {
  for (const name of httpFaults) assert.equal(faultOf(name), undefined);
  for (const name of ['constructor', '__proto__', 'toString', '']) assert.equal(faultOf(name), undefined);
});
