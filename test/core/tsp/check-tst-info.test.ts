import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTstInfo, genInterval, type TstContext } from '../../../src/core/tsp/check-tst-info.ts';
import { decodeTstInfo, type TstInfo } from '../../../src/core/tsp/tst-info.ts';
import { integer } from '../../../src/lab/der-writer.ts';
import { directoryName, encodeTstInfo, type TokenPlan } from '../../../src/lab/tsa.ts';
import { authority, goodPlan } from '../forge.ts';
import { sayingsOf } from '../sayings.ts';
import { altNames, commonName, extension, issue, text, tlv } from '../x509/make-certificate.ts';

const plan = goodPlan(await authority());
const tstOf = (deviation: Partial<TokenPlan> = {}) => decodeTstInfo(encodeTstInfo({ ...plan, ...deviation }));
const genTime = Date.UTC(2024, 5, 15, 12, 34, 56);
const micros = BigInt(genTime) * 1000n;
const context: TstContext = { acceptPolicies: [], now: genTime };
const signer = issue({
  subject: 'TSA',
  issuer: 'CA',
  extensions: [altNames(text(0x82, 'tsa.example.net'), text(0x82, 'tsa.example.com'))],
});

/** What is said of one rule. */
const sayings = (
  rule: string,
  tst: TstInfo,
  {
    context: given = context,
    by = signer as typeof signer | null,
    policy = 'default' as 'default' | 'strict' | 'etsi',
  } = {},
) =>
  sayingsOf((findings) => checkTstInfo(tst, given, by, findings), policy).filter((line) => line.startsWith(`${rule} `));

test('the interval is genTime less and more the accuracy, and one microsecond more where genTime has further digits', () => {
  const stated = tstOf({ accuracy: { seconds: 1, millis: 2, micros: 3 } });
  const exact = {
    earliest: micros - 1_002_003n,
    latest: micros + 1_002_003n,
    accuracyMicros: 1_002_003,
    assumed: false,
  };
  assert.deepEqual(genInterval(stated, 5), exact);
  const finer = tstOf({ accuracy: { micros: 1 }, genTime: '20240615123456.0000001Z' });
  assert.deepEqual(genInterval(finer), {
    earliest: micros - 1n,
    latest: micros + 2n,
    accuracyMicros: 1,
    assumed: false,
  });
});

test('a token without accuracy is taken for accurate to the microseconds that are assumed, else to 1 s', () => {
  const silent = tstOf({ accuracy: null });
  const within = (accuracyMicros: number) => ({
    earliest: micros - BigInt(accuracyMicros),
    latest: micros + BigInt(accuracyMicros),
    accuracyMicros,
    assumed: true,
  });
  assert.deepEqual(genInterval(silent), within(1_000_000));
  assert.deepEqual(genInterval(silent, 250), within(250));
  assert.deepEqual(genInterval(silent, 0), within(0));
  assert.deepEqual(sayings('tst.accuracy', silent), [
    'tst.accuracy pass',
    'tst.accuracy warning accuracy-assumed seconds=1',
  ]);
  assert.deepEqual(sayings('tst.accuracy', silent, { context: { ...context, assumedAccuracyMicros: 500_000 } }), [
    'tst.accuracy pass',
    'tst.accuracy warning accuracy-assumed seconds=0.5',
  ]);
  assert.deepEqual(sayings('tst.accuracy', tstOf({ accuracy: { seconds: 0 } })), ['tst.accuracy pass']);
});

test('without a genTime there is no interval; of its rules nothing passes', () => {
  const tst = tstOf({ genTime: '20241315123456Z', accuracy: null });
  assert.equal(genInterval(tst), null);
  assert.match(sayings('tst.gen-time', tst)[0]!, /^tst\.gen-time fail malformed reason=genTime is not YYYYMMDDhhmmss/);
  assert.deepEqual(sayings('tst.future', tst), []);
  assert.deepEqual(sayings('tst.accuracy', tst), [
    'tst.accuracy pass',
    'tst.accuracy warning accuracy-assumed seconds=1',
  ]);
});

test('version is 1 and nothing else (RFC 3161 §2.4.2)', () => {
  assert.deepEqual(sayings('tst.version', tstOf()), ['tst.version pass']);
  for (const tstVersion of [0, 2, -1])
    assert.deepEqual(sayings('tst.version', tstOf({ tstVersion })), [
      `tst.version fail tst-version version=${tstVersion}`,
    ]);
});

test('X.690 §11.5: ordering that says FALSE is a warning, and strict fails it; TRUE and nothing are silent', () => {
  assert.deepEqual(sayings('tst.version', tstOf({ ordering: true })), ['tst.version pass']);
  const tst = tstOf({ ordering: false });
  assert.deepEqual(sayings('tst.version', tst), ['tst.version pass', 'tst.version warning explicit-default ordering']);
  assert.deepEqual(sayings('tst.version', tst, { policy: 'strict' }), ['tst.version fail explicit-default ordering']);
  assert.deepEqual(sayings('tst.version', { ...tst, version: null }), []);
});

test('a policy is accepted where none is named, or where it is among them', () => {
  const tst = tstOf({ policy: '1.2.3.4' });
  const accepting = (...acceptPolicies: string[]) =>
    sayings('tst.policy', tst, { context: { ...context, acceptPolicies } });
  assert.deepEqual(accepting(), ['tst.policy pass 1.2.3.4']);
  assert.deepEqual(accepting('1.2.3', '1.2.3.4'), ['tst.policy pass 1.2.3.4']);
  assert.deepEqual(accepting('1.2.3', '1.2.3.4.5'), ['tst.policy fail policy-not-accepted 1.2.3.4']);
});

test('a serial number has at most 160 bits and is not negative; else it is odd, and decides nothing (RFC 3161 §2.4.2)', () => {
  const of = (serial: bigint) => sayings('tst.serial', tstOf({ serial }));
  assert.deepEqual(of(2n ** 160n - 1n), ['tst.serial pass']);
  assert.deepEqual(of(2n ** 160n), ['tst.serial pass', 'tst.serial warning serial-form bits=161 sign=+']);
  assert.deepEqual(of(0n), ['tst.serial pass']);
  assert.deepEqual(of(-1n), ['tst.serial pass', 'tst.serial warning serial-form bits=0 sign=-']);
});

test('a genTime is in the future once all of it is more than 5 minutes ahead of the clock', () => {
  const tst = tstOf({ accuracy: { millis: 1 } });
  const at = (now: number) => sayings('tst.future', tst, { context: { ...context, now } });
  const edge = genTime - 1 - 300_000;
  assert.deepEqual(at(edge), ['tst.future pass']);
  assert.deepEqual(at(edge + 0.5), ['tst.future pass']);
  assert.deepEqual(at(edge - 0.5), ['tst.future unknown gen-time-future 2024-06-15T12:34:56Z']);
  assert.deepEqual(at(edge - 1), ['tst.future unknown gen-time-future 2024-06-15T12:34:56Z']);
});

test('a fraction that ends in 0 and a leap second are told (RFC 3161 §2.4.2)', () => {
  const of = (text: string, policy: 'default' | 'strict' = 'default') =>
    sayings('tst.gen-time', tstOf({ genTime: text }), { policy });
  assert.deepEqual(of('20240615123456.05Z'), ['tst.gen-time pass genTime=2024-06-15T12:34:56.05Z']);
  assert.deepEqual(of('20240615123456.50Z'), [
    'tst.gen-time pass genTime=2024-06-15T12:34:56.50Z',
    'tst.gen-time warning gen-time-fraction 2024-06-15T12:34:56.50Z',
  ]);
  assert.deepEqual(of('20240615123456.50Z', 'strict'), ['tst.gen-time fail gen-time-fraction 2024-06-15T12:34:56.50Z']);
  assert.deepEqual(of('20161231235960Z'), [
    'tst.gen-time pass genTime=2016-12-31T23:59:60Z',
    'tst.gen-time warning gen-time-leap-second 2016-12-31T23:59:60Z',
  ]);
});

test('a broken field fails its own rule with the reason, and nothing else passes there', () => {
  const broken = tstOf({ accuracy: { millis: 1_000 } });
  assert.deepEqual(sayings('tst.accuracy', broken), [
    'tst.accuracy fail malformed reason=millis of accuracy is not between 1 and 999 at byte 90',
  ]);
  const serial = tstOf({ serial: Uint8Array.of(2, 0) });
  assert.deepEqual(sayings('tst.serial', serial).length, 1);
  assert.match(
    sayings('tst.serial', serial)[0]!,
    /^tst\.serial fail malformed reason=serialNumber is an empty INTEGER/,
  );
});

test('a field that is null passes nothing, were its defect not known', () => {
  const good = tstOf();
  assert.deepEqual(sayings('tst.version', { ...good, version: null }), []);
  assert.deepEqual(sayings('tst.policy', { ...good, policy: null }), []);
  assert.deepEqual(sayings('tst.serial', { ...good, serialNumber: null }), []);
  for (const rule of ['tst.gen-time', 'tst.future']) assert.deepEqual(sayings(rule, { ...good, genTime: null }), []);
});

test('a tsa or extensions that can’t be read fail, and are not passed over as absent', () => {
  const broken = (place: number) => {
    const bytes = Buffer.from(
      encodeTstInfo({ ...plan, tsa: directoryName(commonName('TSA')), extensions: [extension1] }),
    );
    bytes[bytes.indexOf(Buffer.of(0xa0 + place), 60) + 2] = 0x05;
    return decodeTstInfo(bytes);
  };
  const extension1 = { oid: '1.2.3', critical: false, value: integer(1) };
  assert.deepEqual(sayings('tst.tsa', broken(0)), ['tst.tsa fail malformed reason=tsa is no GeneralName at byte 94']);
  assert.deepEqual(sayings('tst.extensions', broken(1)), [
    'tst.extensions fail malformed reason=Extension expected, found tag 0x05 at byte 114',
  ]);
});

test('only the rules on TSTInfo are told of its defects here: those of the imprint and the nonce are for others to say', () => {
  const lines = sayingsOf((findings) =>
    checkTstInfo(decodeTstInfo(Uint8Array.of(0x30, 3, 2, 1, 1)), context, null, findings),
  );
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('tst.')),
    [],
  );
  assert.ok(lines.includes('tst.policy fail malformed reason=policy is missing at byte 5'));
});

test('RFC 3161 §2.4.2: tsa is the subject or an alternative name of the signer', () => {
  assert.deepEqual(sayings('tst.tsa', tstOf({ tsa: null })), ['tst.tsa not-applicable']);
  const own = tstOf({ tsa: directoryName(commonName('TSA')) });
  assert.deepEqual(sayings('tst.tsa', own), ['tst.tsa pass']);
  assert.deepEqual(sayings('tst.tsa', own, { by: null }), []);
  assert.deepEqual(sayings('tst.tsa', tstOf({ tsa: text(0x82, 'tsa.example.com') })), ['tst.tsa pass']);
  const other = tstOf({ tsa: directoryName(commonName('Other')) });
  const mismatch = 'tsa-name-mismatch CN=TSA (serial 01) tsa=CN=Other';
  assert.deepEqual(sayings('tst.tsa', other), ['tst.tsa pass', `tst.tsa warning ${mismatch}`]);
  assert.deepEqual(sayings('tst.tsa', other, { policy: 'etsi' }), [`tst.tsa unknown ${mismatch}`]);
  assert.deepEqual(sayings('tst.tsa', other, { policy: 'strict' }), [`tst.tsa fail ${mismatch}`]);
});

test('the names of a malformed subjectAltName are none, and that is said', () => {
  const by = issue({ subject: 'TSA', issuer: 'CA', extensions: [extension('2.5.29.17', tlv(0x02))] });
  const lines = sayings('tst.tsa', tstOf({ tsa: text(0x82, 'tsa.example.com') }), { by });
  assert.match(lines[1]!, /^tst\.tsa warning malformed CN=TSA \(serial 01\) reason=/);
  assert.match(lines[2]!, /^tst\.tsa warning tsa-name-mismatch/);
  assert.deepEqual(sayings('tst.tsa', tstOf({ tsa: directoryName(commonName('TSA')) }), { by }).length, 2);
});

test('a fault of the program is not taken for a malformed subjectAltName', () => {
  const get = (target: typeof signer, name: string) => {
    if (name === 'subjectAltName') throw new TypeError('a fault of the program');
    return Reflect.get(target, name);
  };
  const by = new Proxy(signer, { get: get as ProxyHandler<typeof signer>['get'] & {} });
  assert.throws(() => sayings('tst.tsa', tstOf({ tsa: directoryName(commonName('TSA')) }), { by }), TypeError);
});

test('a critical extension is refused but for qcStatements (EN 319 422 §5.2.1)', () => {
  const of = (...extensions: TokenPlan['extensions']) => sayings('tst.extensions', tstOf({ extensions }));
  const one = (oid: string, critical: boolean) => ({ oid, critical, value: integer(1) });
  assert.deepEqual(of(), ['tst.extensions not-applicable']);
  assert.deepEqual(of(one('1.2.3', false), one('1.2.4', false)), ['tst.extensions pass 1.2.3, 1.2.4']);
  assert.deepEqual(of(one('1.2.3', false), one('1.2.4', true)), ['tst.extensions fail critical-extension 1.2.4']);
  const [first] = tstOf({ extensions: [one('1.2.3', false)] }).extensions;
  const explicit = { ...tstOf(), extensions: [{ ...first!, explicitDefault: true }] };
  assert.deepEqual(sayings('tst.extensions', explicit), [
    'tst.extensions pass 1.2.3',
    'tst.extensions warning explicit-default 1.2.3',
  ]);
  assert.deepEqual(sayings('tst.extensions', explicit, { policy: 'strict' }), [
    'tst.extensions fail explicit-default 1.2.3',
  ]);
  const many = Array.from({ length: 65 }, (_, n) => one(`1.2.3.${n}`, false));
  assert.deepEqual(of(...many), ['tst.extensions unknown limit attributes']);
  const qcStatements = one('1.3.6.1.5.5.7.1.3', true);
  assert.deepEqual(of(qcStatements), ['tst.extensions pass 1.3.6.1.5.5.7.1.3']);
});
