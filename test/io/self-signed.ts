import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const keys = mkdtempSync(join(tmpdir(), 'tst-http-'));
after(() => rmSync(keys, { recursive: true }));

/** A self-signed certificate for a name, made with the installed OpenSSL; null where there is none. */
export function selfSigned(name: string): { key: Buffer; cert: Buffer } | null {
  const [key, cert] = [join(keys, `${name}.key`), join(keys, `${name}.pem`)];
  try {
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650'];
    execFileSync(
      'openssl',
      [...make, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert],
      { stdio: 'ignore' },
    );
  } catch {
    return null;
  }
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
