import { DerError } from '../der/errors.ts';
import { type Findings, form } from '../verdict/findings.ts';
import type { RuleId } from '../verdict/rules.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certificateLabel } from '../x509/certificate-label.ts';
import { extensionOids, isPaddedKeyUsage } from '../x509/extensions.ts';
import type { TstInfo } from './tst-info.ts';

export const idKpTimeStamping = '1.3.6.1.5.5.7.3.8';
const idCeExtKeyUsage = '2.5.29.37';

/** The rules `tsa.*`: may this certificate sign time-stamps, and was it valid at genTime? */
export function checkTsaCertificate(
  certificate: Certificate,
  tst: TstInfo,
  allowNoncriticalEku: boolean,
  findings: Findings,
): void {
  const object = certificateLabel(certificate);
  // A malformed extension is judged as broken: what it may have allowed or forbidden is not known.
  const judge = (rule: RuleId, check: () => void) => {
    try {
      check();
    } catch (error) {
      if (!(error instanceof DerError)) throw error;
      findings.fail(rule, 'malformed', { object, facts: { reason: error.message } });
    }
  };
  judge('tsa.eku', () => checkExtendedKeyUsage(certificate, object, allowNoncriticalEku, findings));
  judge('tsa.key-usage', () => checkKeyUsage(certificate, object, findings));
  judge('tsa.not-ca', () => {
    if (certificate.basicConstraints?.cA) findings.fail('tsa.not-ca', 'is-ca', { object });
    else findings.pass('tsa.not-ca');
  });
  checkValidity(certificate, tst, object, findings);
}

/** RFC 3161 §2.3: extendedKeyUsage once, critical, with id-kp-timeStamping alone. */
function checkExtendedKeyUsage(certificate: Certificate, object: string, allow: boolean, findings: Findings): void {
  const rule = 'tsa.eku';
  const purposes = certificate.extendedKeyUsage;
  if (purposes === undefined) return findings.fail(rule, 'eku-missing', { object });
  if (certificate.duplicateExtensions.has(idCeExtKeyUsage)) {
    return findings.fail(rule, 'malformed', {
      object,
      facts: { reason: 'extendedKeyUsage is not there exactly once' },
    });
  }
  const others = purposes.filter((purpose) => purpose !== idKpTimeStamping);
  if (!purposes.includes(idKpTimeStamping)) return findings.fail(rule, 'eku-missing', { object });
  if (others.length > 0)
    return findings.fail(rule, 'eku-other-purpose', { object, facts: { purposes: others.join(', ') } });
  if (certificate.extensions.get(idCeExtKeyUsage)!.critical) return findings.pass(rule, { object });
  if (!allow) return findings.fail(rule, 'eku-not-critical', { object });
  findings.pass(rule, { object });
  findings.warn(rule, 'eku-not-critical', { object });
}

/** RFC 5280 §4.2.1.12: id-kp-timeStamping is consistent with digitalSignature and nonRepudiation. */
function checkKeyUsage(certificate: Certificate, object: string, findings: Findings): void {
  const rule = 'tsa.key-usage';
  const usage = certificate.keyUsage;
  if (usage === undefined) return findings.notApplicable(rule);
  if (!usage.has('digitalSignature') && !usage.has('nonRepudiation')) {
    return findings.fail(rule, 'key-usage', { object, facts: { usage: [...usage].join(', ') } });
  }
  findings.pass(rule);
  const { value } = certificate.extensions.get(extensionOids.keyUsage)!;
  if (isPaddedKeyUsage(value)) findings.deviation(rule, 'padded-bits', form, { object });
  const further = [...usage].filter((bit) => bit !== 'digitalSignature' && bit !== 'nonRepudiation');
  if (further.length > 0) findings.warn(rule, 'key-usage-further', { object, facts: { usage: further.join(', ') } });
}

/** genTime within notBefore..notAfter, both included (RFC 5280 §4.1.2.5), and within privateKeyUsagePeriod (RFC 3280 §4.2.1.4). */
function checkValidity(certificate: Certificate, tst: TstInfo, object: string, findings: Findings): void {
  const rule = 'tsa.validity';
  if (tst.genTime === null) return;
  const { micros, beyond, exact } = tst.genTime;
  const before = (limit: number) => micros < BigInt(limit) * 1000n;
  const after = (limit: number) => micros > BigInt(limit) * 1000n || (micros === BigInt(limit) * 1000n && beyond);
  const facts = { genTime: exact, notBefore: certificate.notBefore, notAfter: certificate.notAfter };
  if (before(certificate.notBefore)) return findings.fail(rule, 'gen-time-before-certificate', { object, facts });
  if (after(certificate.notAfter)) return findings.fail(rule, 'gen-time-after-certificate', { object, facts });
  findings.pass(rule);
  const period = privateKeyUsagePeriod(certificate, object, findings);
  if (period === undefined) return;
  const tooEarly = period.notBefore !== null && before(period.notBefore);
  const tooLate = period.notAfter !== null && after(period.notAfter);
  if (tooEarly || tooLate) findings.deviation(rule, 'private-key-usage-period', form, { object });
}

/** As covering genTime or not decides no more than a warning, so does an extension that can't be read. */
function privateKeyUsagePeriod(certificate: Certificate, object: string, findings: Findings) {
  try {
    return certificate.privateKeyUsagePeriod;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    findings.deviation('tsa.validity', 'malformed', form, { object, facts: { reason: error.message } });
    return undefined;
  }
}
