import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../src/report/messages.en.ts';
import { japanese } from '../../src/report/messages.ja.ts';
import { paint, reportLines } from '../../src/report/text.ts';
import { seconds, showTime } from '../../src/report/time.ts';
import { sampleReport } from './sample.ts';

const ms = Date.UTC(2022, 2, 1, 9, 30, 0, 123);
/** Both forms of the time, or UTC alone where the tests run in UTC. */
const shown = (exact: string) => {
  const { local, utc } = showTime(exact, ms);
  return local.endsWith('+00:00') ? utc : `${local} (${utc})`;
};

test('a clean pass is told in about ten lines, and the first one says what was left out', () => {
  const lines = reportLines(sampleReport(), english, null);
  assert.ok(lines.length <= 10, String(lines.length));
  assert.equal(
    lines[0],
    `VALID  contract.pdf  existed at ${shown('2022-03-01T09:30:00.123456Z')} ± 1 s  [checks skipped: certificate-revocation, tst-revocation]`,
  );
});

test('a full VALID has nothing in brackets', () => {
  const [first] = reportLines(sampleReport(undefined, {}, []), english, null);
  assert.doesNotMatch(first!, /\[/);
});

test('a failure comes first, with object, clause, sub-indication and hint, and the time is only stated', () => {
  const report = sampleReport((findings) =>
    findings.fail('cms.signature', 'signature-invalid', { object: 'CN=TSU (serial 1)' }),
  );
  const lines = reportLines(report, english, null);
  assert.match(lines[0]!, /^INVALID {2}contract\.pdf {2}token states .*signature-invalid\]$/);
  assert.match(lines[1]!, /FAIL {2}signature/);
  assert.match(lines[2]!, /cms\.signature \[signature-invalid, SIG_CRYPTO_FAILURE\] the signature is wrong/);
  assert.match(lines[3]!, /object: CN=TSU \(serial 1\)/);
  assert.match(lines[4]!, /clause: RFC 5652/);
  assert.match(lines[5]!, /hint: /);
});

test('another moment and another policy stand on the first line', () => {
  const [first] = reportLines(sampleReport(undefined, { atSource: 'given' }, undefined, 'strict'), english, null);
  assert.match(first!, /judged for 2024-01-02T00:00:00Z; policy strict\]$/);
});

test('an expired token is labelled so in both languages', () => {
  const report = sampleReport((findings) => findings.unknown('path.validity', 'expired', { facts: { notAfter: 0 } }));
  assert.match(reportLines(report, english, null)[0]!, /^INDETERMINATE expired /);
  const lines = reportLines(report, japanese, null);
  assert.match(lines[0]!, /^判定不能 \(INDETERMINATE\) 有効期限切れ /);
  assert.ok(lines.some((line) => line.includes('1970-01-01T00:00:00Z')));
});

test('an assumed accuracy is marked, and rules that were not reached share one line', () => {
  const accuracy = { micros: 500_000, assumed: true };
  const base = sampleReport();
  const report = sampleReport(undefined, { token: { ...base.judgement.token, accuracy } }, ['tst-revocation']);
  assert.match(reportLines(report, english, null)[0]!, /± 0\.5 s \(assumed\)/);
  const open = { ...report.judgement.checks[2]!, status: 'unknown' as const, code: 'not-reached' as const };
  const rules = open.rules.map((rule) => ({ ...rule, status: 'unknown' as const, code: 'not-reached' as const }));
  const checks = report.judgement.checks.map((check) => (check.id === open.id ? { ...open, rules } : check));
  const lines = reportLines({ ...report, judgement: { ...report.judgement, checks } }, english, null);
  assert.equal(lines.filter((line) => line.includes('not reached: ')).length, 1);
});

test('a hostile certificate name and file name reach the terminal escaped', () => {
  const report = sampleReport((findings) =>
    findings.fail('tsa.eku', 'eku-missing', { object: 'CN=\u001b[2Jx\nVALID' }),
  );
  const lines = reportLines({ ...report, file: { ...report.file, path: 'a\u202egpj.exe' } }, english, null);
  assert.doesNotMatch(lines.join('\n'), /[\u001b\u202e]/);
  assert.ok(!lines.some((line) => line.startsWith('VALID')));
});

test('colour repeats the words and adds none', async () => {
  const report = sampleReport((findings) =>
    findings.warn('tst.accuracy', 'accuracy-assumed', { facts: { seconds: 1 } }),
  );
  const coloured = reportLines(report, english, await paint(true)).join('\n');
  assert.match(coloured, /\u001b\[/);
  assert.equal(coloured.replace(/\u001b\[\d+m/g, ''), reportLines(report, english, null).join('\n'));
});

test('seconds are exact decimals', () => {
  assert.deepEqual([1_000_000, 500_000, 1, 60_000_000, 0, 1_000_100].map(seconds), [
    '1',
    '0.5',
    '0.000001',
    '60',
    '0',
    '1.0001',
  ]);
});

test('what an auditor files stands there: token, hash, root, moment, policy and version; a dash is standard input', () => {
  const entry = { subject: 'CN=R', issuer: 'CN=R', serial: '1', notBefore: 0, notAfter: 1, origin: 'anchor' } as const;
  const path = [{ ...entry, sha256: 'cd'.repeat(32) }];
  const report = sampleReport(undefined, { path });
  const text = reportLines(report, english, null).join('\n');
  assert.match(text, /^ {2}trusted: SHA-256 (cd){32}$/m);
  assert.match(text, /^ {2}token contract\.pdf\.tsr, hash sha256:(ab){32}$/m);
  assert.match(text, /^ {2}judged at 2024-01-02T00:00:00Z by policy default, tst 0\.0\.0$/m);
  const piped = { ...report, file: { ...report.file, path: '-' } };
  assert.match(reportLines(piped, english, null)[0]!, /^VALID {2}standard input {2}/);
});

test('where the hash is not that of the token, both are told', () => {
  const base = sampleReport();
  const digest = { algorithm: 'sha256', value: 'ef'.repeat(32) };
  const text = reportLines({ ...base, file: { ...base.file, digest } }, english, null).join('\n');
  assert.match(text, /hash sha256:(ef){32} \(token: sha256:(ab){32}\)/);
});

test('checks stand failed first, then unknown, passed and skipped', () => {
  const report = sampleReport((findings) => findings.fail('cms.signature', 'signature-invalid'), {}, [
    'tst-revocation',
  ]);
  const open = report.judgement.checks.map((check) =>
    check.id === 'certificate-revocation' ? { ...check, status: 'unknown' as const } : check,
  );
  const lines = reportLines({ ...report, judgement: { ...report.judgement, checks: open } }, english, null);
  const order = lines.map((line) => /^ {2}(FAIL|unknown|pass|skipped) /.exec(line)?.[1]).filter(Boolean);
  assert.deepEqual(order, ['FAIL', 'unknown', 'pass', 'skipped']);
});

test('the end of an algorithm is a date, and the certificate is named once', () => {
  const object = 'RSA 1024 (CN=CA (serial 1))';
  for (const code of ['algorithm-not-for-creation', 'algorithm-no-longer-accepted'] as const) {
    const facts = { algorithm: object, source: 'ETSI', until: Date.UTC(2026, 0, 1) - 1 };
    const report = sampleReport((findings) => findings.unknown('algorithm.strength', code, { object, facts }));
    for (const catalogue of [english, japanese]) {
      const text = reportLines(report, catalogue, null).join('\n');
      assert.match(text, /2025-12-31T23:59:59\.999Z/);
      assert.equal(text.split('CN=CA').length - 1, 1, text);
    }
  }
});

test('a root outside its dates is shown with both of them', () => {
  const facts = { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2046, 0, 1) };
  const report = sampleReport((findings) => findings.warn('path.validity', 'anchor-dates', { object: 'CN=R', facts }));
  for (const catalogue of [english, japanese]) {
    assert.match(reportLines(report, catalogue, null).join('\n'), /2026-01-01T00:00:00Z.*2046-01-01T00:00:00Z/);
  }
});

test('each case of no-chain is told in its own words, with its own next step', () => {
  const told = (facts: Record<string, string | number>) => {
    const about = { object: 'CN=TSU', facts: { issuer: 'CN=CA', ...facts } };
    return reportLines(
      sampleReport((findings) => findings.unknown('path.build', 'no-chain', about)),
      english,
      null,
    ).join('\n');
  };
  const missing = { reason: 'issuer-missing', sameName: 0 };
  assert.match(told({ ...missing, anchors: 0 }), /no trusted root was given.*\n(.*\n)+.*hint: .*--trust/);
  assert.match(told({ ...missing, anchors: 2 }), /issuer is missing.*none of the 2 trusted(.*\n)+.*hint: .*--certs/);
  assert.match(
    told({ ...missing, sameName: 1, anchors: 2 }),
    /another key.*2 trusted ones tried(.*\n)+.*hint: .*--trust/,
  );
  assert.match(
    told({ reason: 'root-not-trusted', sameName: 0, anchors: 3 }),
    /ends at a root.*3 trusted ones(.*\n)+.*--trust/,
  );
});

test('that no list of revoked tokens is known is said plainly, with the way to name one and to leave the check out', () => {
  const report = sampleReport((findings) => findings.unknown('tst-list.listed', 'no-source'), {}, []);
  const text = reportLines(report, english, null).join('\n');
  assert.match(text, /no list of revoked tokens is known for this provider/);
  assert.match(text, /hint: .*--skip tst-revocation/);
});
