import * as der from '../der-writer.ts';
import { genTimeText } from '../issuer.ts';
import { directoryName, ids, type TokenPlan } from '../tsa.ts';
import { type Fault, form, graded, invalid, undecided, valid } from './fault.ts';

/** The plan's genTime as `yyyymmddHHMM`, `SS` and what else stands around. */
const minute = (plan: TokenPlan) => plan.genTime.slice(0, 12);
const second = (plan: TokenPlan) => plan.genTime.slice(0, 14);

/** A Name of the TSU's attributes, in other letters, spaces and string types. */
function otherWriting(): der.Der {
  const rdn = (type: string, value: der.Der) => der.setOf(der.sequence(der.oid(type), value));
  return der.sequence(
    rdn('2.5.4.6', der.printable('jp')),
    rdn('2.5.4.10', der.printable(' TST   Lab ')),
    rdn('2.5.4.11', der.printable('TIME-STAMPING unit')),
    rdn('2.5.4.3', der.utf8('lab tsu 1')),
  );
}

const otherName = der.sequence(der.setOf(der.sequence(der.oid('2.5.4.3'), der.utf8('Somebody Else'))));

/** QCStatements with id-etsi-tsts-EuQCompliance (EN 319 422 §9.1). */
const qcStatements = der.sequence(der.sequence(der.oid('0.4.0.19422.1.1')));

const uri = der.taggedPrimitive(6, Buffer.from('https://tsa.lab.example/'));
const uriAsAlternativeName = { oid: '2.5.29.17', critical: false, value: der.sequence(uri) };

/** Deviations of TSTInfo (RFC 3161 §2.4.2). */
export const tstInfoFaults = {
  'tst-version-2': {
    rule: 'tst.version',
    description: 'TSTInfo version 2',
    token: () => ({ tstVersion: 2 }),
    expected: invalid('tst-version'),
  },
  'serial-zero': {
    rule: 'tst.serial',
    description: 'serial number 0',
    token: () => ({ serial: 0n }),
    expected: valid(),
  },
  'serial-negative': {
    rule: 'tst.serial',
    description: 'a negative serial number',
    token: () => ({ serial: -123_456_789n }),
    expected: valid('serial-form'),
  },
  'serial-160-bits': {
    rule: 'tst.serial',
    description: 'a serial number of 160 bits',
    token: () => ({ serial: (1n << 160n) - 1n }),
    expected: valid(),
  },
  'serial-168-bits': {
    rule: 'tst.serial',
    description: 'a serial number of 168 bits',
    token: () => ({ serial: (1n << 167n) + 1n }),
    expected: valid('serial-form'),
  },
  'gen-time-offset': {
    rule: 'tst.gen-time',
    description: 'genTime with an offset from UTC',
    token: (plan) => ({ genTime: `${second(plan)}+0900` }),
    expected: invalid('malformed'),
  },
  'gen-time-minute-75': {
    rule: 'tst.gen-time',
    description: 'genTime in minute 75',
    token: (plan) => ({ genTime: `${plan.genTime.slice(0, 10)}75${plan.genTime.slice(12, 14)}Z` }),
    expected: invalid('malformed'),
  },
  'gen-time-30-february': {
    rule: 'tst.gen-time',
    description: 'genTime on 30 February',
    token: (plan) => ({ genTime: `${plan.genTime.slice(0, 4)}0230${plan.genTime.slice(8, 14)}Z` }),
    expected: invalid('malformed'),
  },
  'gen-time-no-seconds': {
    rule: 'tst.gen-time',
    description: 'genTime without seconds',
    token: (plan) => ({ genTime: `${minute(plan)}Z` }),
    expected: invalid('malformed'),
  },
  'gen-time-no-z': {
    rule: 'tst.gen-time',
    description: 'genTime in local time',
    token: (plan) => ({ genTime: second(plan) }),
    expected: invalid('malformed'),
  },
  'gen-time-comma': {
    rule: 'tst.gen-time',
    description: 'genTime with a comma before the fraction',
    token: (plan) => ({ genTime: `${second(plan)},5Z` }),
    expected: invalid('malformed'),
  },
  'gen-time-empty-fraction': {
    rule: 'tst.gen-time',
    description: 'genTime with a point and no fraction',
    token: (plan) => ({ genTime: `${second(plan)}.Z` }),
    expected: invalid('malformed'),
  },
  'gen-time-trailing-zero': {
    rule: 'tst.gen-time',
    description: "the fraction of genTime ends in zero, which DER doesn't allow",
    token: (plan) => ({ genTime: `${second(plan)}.120Z` }),
    expected: form('gen-time-fraction'),
  },
  'gen-time-nine-digits': {
    rule: 'tst.gen-time',
    description: 'genTime to the nanosecond',
    token: (plan) => ({ genTime: `${second(plan)}.123456789Z` }),
    expected: valid(),
  },
  'gen-time-leap-second': {
    rule: 'tst.gen-time',
    description: 'genTime in a second numbered 60',
    token: (plan) => ({ genTime: `${minute(plan)}60Z` }),
    expected: valid('gen-time-leap-second'),
  },
  'gen-time-second-61': {
    rule: 'tst.gen-time',
    description: 'genTime in a second numbered 61',
    token: (plan) => ({ genTime: `${minute(plan)}61Z` }),
    expected: invalid('malformed'),
  },
  'gen-time-future': {
    rule: 'tst.future',
    description: 'genTime is a month after the moment of judging',
    token: (_, { now }) => ({ genTime: genTimeText({ ms: now + 30 * 86_400_000, micros: 0 }, 3) }),
    expected: undecided('gen-time-future'),
  },
  'gen-time-2050': {
    rule: 'tsa.validity',
    description: 'genTime in 2050, where two-digit years end',
    token: () => ({ genTime: '20500101000000Z' }),
    expected: invalid('gen-time-after-certificate'),
  },
  'accuracy-absent': {
    rule: 'tst.accuracy',
    description: 'no accuracy',
    token: () => ({ accuracy: null }),
    expected: valid('accuracy-assumed'),
  },
  'accuracy-empty': {
    rule: 'tst.accuracy',
    description: 'accuracy without any part: each is 0',
    token: () => ({ accuracy: {} }),
    expected: valid(),
  },
  'accuracy-micros': {
    rule: 'tst.accuracy',
    description: 'accuracy in microseconds alone',
    token: () => ({ accuracy: { micros: 999 } }),
    expected: valid(),
  },
  'accuracy-millis': {
    rule: 'tst.accuracy',
    description: 'accuracy of zero seconds and 999 milliseconds',
    token: () => ({ accuracy: { seconds: 0, millis: 999 } }),
    expected: valid(),
  },
  'accuracy-millis-0': {
    rule: 'tst.accuracy',
    description: 'accuracy of 0 milliseconds, where 1 is the least',
    token: () => ({ accuracy: { millis: 0 } }),
    expected: invalid('malformed'),
  },
  'accuracy-millis-1000': {
    rule: 'tst.accuracy',
    description: 'accuracy of 1000 milliseconds, where 999 is the most',
    token: () => ({ accuracy: { millis: 1000 } }),
    expected: invalid('malformed'),
  },
  'accuracy-micros-1000': {
    rule: 'tst.accuracy',
    description: 'accuracy of 1000 microseconds, where 999 is the most',
    token: () => ({ accuracy: { seconds: 1, micros: 1000 } }),
    expected: invalid('malformed'),
  },
  'accuracy-negative': {
    rule: 'tst.accuracy',
    description: 'accuracy of -1 second',
    token: () => ({ accuracy: { seconds: -1 } }),
    expected: invalid('malformed'),
  },
  'ordering-true': {
    rule: null,
    description: 'ordering is TRUE',
    token: () => ({ ordering: true }),
    expected: valid(),
  },
  'ordering-explicit-false': {
    rule: null,
    description: 'ordering is FALSE in so many words',
    token: () => ({ ordering: false }),
    expected: form('explicit-default'),
  },
  'tsa-absent': {
    rule: 'tst.tsa',
    description: 'no tsa',
    token: () => ({ tsa: null }),
    expected: valid(),
  },
  'tsa-wrong': {
    rule: 'tst.tsa',
    description: 'tsa is the name of somebody else',
    token: () => ({ tsa: directoryName(otherName) }),
    expected: graded('tsa-name-mismatch'),
  },
  'tsa-other-writing': {
    rule: 'tst.tsa',
    description: 'tsa in other letters, spaces and string types',
    token: () => ({ tsa: directoryName(otherWriting()) }),
    expected: valid(),
  },
  'tsa-other-form': {
    rule: 'tst.tsa',
    description: "tsa is a URI that the signer's certificate doesn't have",
    token: () => ({ tsa: uri }),
    expected: graded('tsa-name-mismatch'),
  },
  'tsa-ip-address': {
    rule: 'tst.tsa',
    description: "tsa is an address that the signer's certificate doesn't have",
    token: () => ({ tsa: der.taggedPrimitive(7, Uint8Array.of(192, 0, 2, 1)) }),
    expected: graded('tsa-name-mismatch'),
  },
  'tsa-other-name': {
    rule: 'tst.tsa',
    description: "tsa is an otherName that the signer's certificate doesn't have",
    token: () => ({ tsa: der.tagged(0, der.oid('1.3.6.1.4.1.99999.2'), der.tagged(0, der.utf8('TSA'))) }),
    expected: graded('tsa-name-mismatch'),
  },
  'tsa-no-general-name': {
    rule: 'tst.tsa',
    description: 'tsa has a tag that GeneralName does not have',
    token: () => ({ tsa: der.tagged(12, der.utf8('TSA')) }),
    expected: invalid('malformed'),
  },
  'tsa-alternative-name': {
    rule: 'tst.tsa',
    description: "tsa is a URI of the signer's subjectAltName",
    authority: () => ({ tsu: { extensions: [uriAsAlternativeName] } }),
    token: () => ({ tsa: uri }),
    expected: valid(),
  },
  'extension-critical': {
    rule: 'tst.extensions',
    description: 'TSTInfo has a critical extension that nobody knows',
    token: () => ({ extensions: [{ oid: '1.3.6.1.4.1.99999.8', critical: true, value: der.utf8('unknown') }] }),
    expected: invalid('critical-extension'),
  },
  'extension-unknown': {
    rule: 'tst.extensions',
    description: "TSTInfo has an extension that nobody knows and that isn't critical",
    token: () => ({ extensions: [{ oid: '1.3.6.1.4.1.99999.8', critical: false, value: der.utf8('unknown') }] }),
    expected: valid(),
  },
  'qc-statements': {
    rule: 'tst.extensions',
    description: 'TSTInfo says that it is a qualified time-stamp',
    token: () => ({ extensions: [{ oid: ids.qcStatements, critical: false, value: qcStatements }] }),
    expected: valid(),
  },
} as const satisfies Record<string, Fault>;
