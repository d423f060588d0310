import { DerError, LimitError } from '../der/errors.ts';
import { generalNameText, sameGeneralName } from '../der/general-name.ts';
import { bitLength, isNegative } from '../der/integer.ts';
import { type Findings, form, type Severity } from '../verdict/findings.ts';
import type { RuleId } from '../verdict/rules.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import type { TstInfo } from './tst-info.ts';

/** How far the local clock may lag before a genTime counts as in the future: 5 minutes, in microseconds. */
const clockSkewMicros = 300_000_000n;
/** Accuracy where neither token nor profile states one: ± 1 s, in microseconds. */
const assumedAccuracyMicros = 1_000_000;

/** The interval in which the authority vouches that the token was made, in microseconds since 1970. */
export interface GenInterval {
  /** genTime less the accuracy. */
  readonly earliest: bigint;
  /** genTime and the accuracy. */
  readonly latest: bigint;
  /** The accuracy, in microseconds to either side. */
  readonly accuracyMicros: number;
  /** True where the token states none. */
  readonly assumed: boolean;
}

/**
 * genTime ± accuracy (RFC 3161 §2.4.2); null where genTime can't be read. Rounded outwards, so that it never gets narrower than stated.
 * `assumed`: the accuracy in microseconds of a token that states none; default ± 1 s. Throws nothing.
 */
export function genInterval(tst: TstInfo, assumed: number | null = null): GenInterval | null {
  if (tst.genTime === null) return null;
  const accuracyMicros = tst.accuracy?.micros ?? assumed ?? assumedAccuracyMicros;
  const { micros, beyond } = tst.genTime;
  return {
    earliest: micros - BigInt(accuracyMicros),
    latest: micros + BigInt(accuracyMicros) + (beyond ? 1n : 0n),
    accuracyMicros,
    assumed: tst.accuracy === null,
  };
}

/** What the rules on TSTInfo depend on beside the token. */
export interface TstContext {
  /** The policies that the user accepts, empty for any. */
  readonly acceptPolicies: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Accuracy in microseconds of tokens that state none; default ± 1 s. */
  readonly assumedAccuracyMicros?: number | null;
}

/** The rules `tst.*` (RFC 3161 §2.4.2). `signer` is null where it was not found. */
export function checkTstInfo(tst: TstInfo, context: TstContext, signer: Certificate | null, findings: Findings): void {
  for (const [rule, error] of tst.defects) {
    if (!rule.startsWith('tst.')) continue;
    if (error instanceof LimitError) findings.unknown(rule, 'limit', { object: error.limit });
    else findings.fail(rule, 'malformed', { facts: { reason: error.message } });
  }
  checkVersion(tst, findings);
  checkPolicy(tst, context.acceptPolicies, findings);
  checkSerial(tst, findings);
  checkGenTime(tst, context, findings);
  checkAccuracy(tst, context, findings);
  checkTsa(tst, signer, findings);
  checkExtensions(tst, findings);
}

function checkVersion({ version, explicitDefault }: TstInfo, findings: Findings): void {
  if (version === null) return;
  if (version === 1) findings.pass('tst.version');
  else findings.fail('tst.version', 'tst-version', { facts: { version } });
  if (explicitDefault) findings.deviation('tst.version', 'explicit-default', form, { object: 'ordering' });
}

function checkPolicy({ policy }: TstInfo, accepted: readonly string[], findings: Findings): void {
  if (policy === null) return;
  if (accepted.length === 0 || accepted.includes(policy)) findings.pass('tst.policy', { object: policy });
  else findings.fail('tst.policy', 'policy-not-accepted', { object: policy });
}

/** Users must cope with 160 bits (RFC 3161 §2.4.2); more, or a negative one, is odd and yet readable. */
function checkSerial({ serialNumber }: TstInfo, findings: Findings): void {
  if (serialNumber === null) return;
  findings.pass('tst.serial');
  const negative = isNegative(serialNumber);
  const bits = negative ? 0 : bitLength(serialNumber);
  if (negative || bits > 160)
    findings.warn('tst.serial', 'serial-form', { facts: { bits, sign: negative ? '-' : '+' } });
}

function checkGenTime(tst: TstInfo, context: TstContext, findings: Findings): void {
  if (tst.genTime === null) return;
  const { exact, fraction, leapSecond } = tst.genTime;
  findings.pass('tst.gen-time', { facts: { genTime: exact } });
  if (fraction.endsWith('0')) findings.deviation('tst.gen-time', 'gen-time-fraction', form, { object: exact });
  if (leapSecond) findings.warn('tst.gen-time', 'gen-time-leap-second', { object: exact });
  // A wrong local clock looks the same as a token from the future: so nothing is proven either way.
  const { earliest } = genInterval(tst, context.assumedAccuracyMicros)!;
  if (earliest > BigInt(Math.floor(context.now)) * 1000n + clockSkewMicros) {
    findings.unknown('tst.future', 'gen-time-future', { object: exact });
  } else {
    findings.pass('tst.future');
  }
}

function checkAccuracy(tst: TstInfo, context: TstContext, findings: Findings): void {
  if (tst.defects.has('tst.accuracy')) return;
  findings.pass('tst.accuracy');
  if (tst.accuracy === null) {
    const seconds = (context.assumedAccuracyMicros ?? assumedAccuracyMicros) / 1e6;
    findings.warn('tst.accuracy', 'accuracy-assumed', { facts: { seconds } });
  }
}

const tsaMismatch: Severity = { default: 'warning', etsi: 'unknown', strict: 'fail' };

/** RFC 3161 §2.4.2: tsa corresponds to one of the subject names of the certificate that verifies the token. */
function checkTsa(tst: TstInfo, signer: Certificate | null, findings: Findings): void {
  const rule: RuleId = 'tst.tsa';
  const { tsa } = tst;
  if (tsa === null) return findings.notApplicable(rule);
  if (signer === null) return;
  const names = alternativeNames(signer, findings);
  findings.pass(rule);
  if (sameGeneralName({ kind: 'directoryName', name: signer.subject }, tsa)) return;
  if (names?.some((name) => sameGeneralName(name, tsa))) return;
  const facts = { tsa: generalNameText(tsa) };
  findings.deviation(rule, 'tsa-name-mismatch', tsaMismatch, { object: certificateLabel(signer), facts });
}

/** A malformed subjectAltName names nobody, and that is said: where it is critical the path rules refuse it as well. */
function alternativeNames(certificate: Certificate, findings: Findings) {
  try {
    return certificate.subjectAltName;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    const facts = { reason: error.message };
    findings.deviation('tst.tsa', 'malformed', form, { object: certificateLabel(certificate), facts });
    return undefined;
  }
}

/** EN 319 422 §5.2.1: qcStatements is the one extension with a meaning here; it changes no verdict. */
const idPeQcStatements = '1.3.6.1.5.5.7.1.3';

function checkExtensions(tst: TstInfo, findings: Findings): void {
  const rule: RuleId = 'tst.extensions';
  if (tst.extensions.length === 0) return findings.notApplicable(rule);
  findings.pass(rule, { object: tst.extensions.map(({ oid }) => oid).join(', ') });
  for (const { oid, critical, explicitDefault } of tst.extensions) {
    if (explicitDefault) findings.deviation(rule, 'explicit-default', form, { object: oid });
    if (critical && oid !== idPeQcStatements) findings.fail(rule, 'critical-extension', { object: oid });
  }
}
