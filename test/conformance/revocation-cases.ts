import { Decoding } from '../../src/app/decoding.ts';
import type { CrlSource, FailedSource, OcspSource } from '../../src/core/revocation/source.ts';
import type { RuleId } from '../../src/core/verdict/rules.ts';
import { rulesOf } from '../../src/core/verdict/rules.ts';
import type { VerifyInput } from '../../src/core/verify-input.ts';
import { decodeCertificate } from '../../src/core/x509/certificate.ts';
import { nothing } from '../../src/lab/der-writer.ts';
import { certIdOf } from '../../src/lab/ocsp-plan.ts';
import { encodeOcspRequest } from '../../src/lab/ocsp-request.ts';
import type { RevocationFault } from '../../src/lab/revocation-faults/fault.ts';
import { revocationFaultTable } from '../../src/lab/revocation-faults.ts';
import type { Published } from '../../src/lab/revocation-site.ts';
import { breaks, type CasePlan, type ConformanceCase } from './case.ts';
import { day, genTime, judgeScene, minute, published, type Scene, type SceneOptions, scene } from './scene.ts';

/** What is at hand about the certificates of the path. */
type Evidence = Partial<Pick<VerifyInput, 'crls' | 'ocsp' | 'failed' | 'asKnownOn' | 'candidates'>>;

const nonce = Buffer.from('0410000102030405060708090a0b0c0d0e0f', 'hex');
/** As it is sent: the octets of the extension's value. */
const sent = nonce.subarray(2);

const unreadable = (kind: 'crl' | 'ocsp', reason: string): Evidence => ({
  failed: [{ kind, url: null, for: null, code: 'revocation-unreadable', reason }],
});

async function crl(answer: Promise<Published>): Promise<Evidence> {
  const read = new Decoding().crl((await answer).body);
  return 'reason' in read ? unreadable('crl', read.reason) : { crls: [{ crl: read, url: null }] };
}

/** The answer of a CA's responder about the certificate below it. */
async function ocsp({ revocation, authority }: Scene, ca: 'root' | 'intermediate', fault?: RevocationFault) {
  const about = ca === 'root' ? authority.intermediate : authority.tsu;
  const request = encodeOcspRequest({ certIds: [certIdOf(authority[ca], about)], nonce });
  const read = new Decoding().ocsp((await revocation.ocsp(request, fault)).body);
  const found: Evidence =
    'reason' in read ? unreadable('ocsp', read.reason) : { ocsp: [{ response: read, url: null, nonce: sent }] };
  return found;
}

function together(...parts: readonly Evidence[]): Evidence {
  const crls: CrlSource[] = parts.flatMap((part) => part.crls ?? []);
  const answers: OcspSource[] = parts.flatMap((part) => part.ocsp ?? []);
  const failed: FailedSource[] = parts.flatMap((part) => part.failed ?? []);
  return Object.assign({}, ...parts, { crls, ocsp: answers, failed });
}

const rootCrl = ({ revocation }: Scene) => crl(revocation.crl('root'));
const ownCrl = ({ revocation }: Scene, fault?: RevocationFault) => crl(revocation.crl('intermediate', fault));

/** A lie that another source gives away: the TSU's key was stolen before the token was made. */
const lies: Readonly<Record<string, (at: Scene, fault: RevocationFault) => Promise<Evidence>>> = {
  'ocsp-says-good': async (at, fault) => {
    stolen(at);
    return together(await ocsp(at, 'intermediate', fault), await ownCrl(at), await rootCrl(at));
  },
  'crl-says-good': async (at, fault) => {
    stolen(at);
    return together(await ownCrl(at, fault), await ocsp(at, 'intermediate'), await rootCrl(at));
  },
};

function stolen({ revocation }: Scene): void {
  revocation.revoke({ certificate: 'tsu', reason: 'keyCompromise', date: genTime - 10 * minute });
}

/** What is at hand where this lie is told about the TSU's certificate, and the truth about the intermediate's. */
async function evidenceOf(name: string, fault: RevocationFault, at: Scene): Promise<Evidence> {
  const { revocation } = at;
  const lie = lies[name];
  if (lie !== undefined) return lie(at, fault);
  if (fault.of === 'ocsp') return together(await ocsp(at, 'intermediate', fault), await ocsp(at, 'root'));
  if (fault.of === 'delta') {
    // What was revoked since stands in the delta alone.
    revocation.publish();
    at.clock.ms += minute;
    stolen(at);
    const delta = await crl(revocation.deltaCrl('intermediate', fault));
    return together(await ownCrl(at), delta, await rootCrl(at));
  }
  if (name === 'crl-only-user-certs') {
    // It covers the TSU: what it leaves out is the intermediate.
    return together(await ownCrl(at), await crl(revocation.crl('root', fault)));
  }
  return together(await ownCrl(at, fault.of === 'crl' ? fault : undefined), await rootCrl(at));
}

/** Every lie about revocation that the lab can tell, and what no lie is needed for. */
export function revocationPlans(): CasePlan[] {
  const lies = Object.entries<RevocationFault>(revocationFaultTable).map(([name, fault]) => ({
    name: `lab: ${name}`,
    make: async () => {
      const sources = fault.of === 'delta' && { sources: { delta: true } };
      const at = await scene({ ...sources, ...(fault.authority && { change: fault.authority() }) });
      return caseOf(name, fault.description, at, await evidenceOf(name, fault, at));
    },
  }));
  const further = Object.entries(furtherCases).map(([name, { description, options, evidence, rule }]) => ({
    name: `lab: ${name}`,
    make: async () => {
      const at = await scene(options);
      return caseOf(name, description, at, await evidence(at), rule);
    },
  }));
  return [...lies, ...further];
}

/** The rule that a case is about is the first one that it breaks; where it breaks none, what says so in the end. */
function caseOf(name: string, description: string, at: Scene, evidence: Evidence, rule?: RuleId): ConformanceCase {
  const outcomes = judgeScene(at, evidence, 'tst-revocation');
  const one = { name: `lab: ${name}`, description, rule: null, outcomes, handed: at.handed };
  const own = rule ?? rulesOf('certificate-revocation').find((id) => breaks(one, id)) ?? 'revocation.status';
  return { ...one, rule: own };
}

interface FurtherCase {
  readonly description: string;
  readonly options?: SceneOptions;
  readonly evidence: (at: Scene) => Promise<Evidence>;
  readonly rule?: RuleId;
}

const noRevAvail = { oid: '2.5.29.56', critical: false, value: nothing() };

const furtherCases: Readonly<Record<string, FurtherCase>> = {
  'crl good': {
    description: 'CRLs of both CAs, which revoke nothing',
    evidence: async (at) => together(await ownCrl(at), await rootCrl(at)),
    rule: 'revocation.scope',
  },
  'ocsp good': {
    description: 'OCSP answers of both CAs, by delegates, with the nonce that was sent',
    evidence: async (at) => together(await ocsp(at, 'intermediate'), await ocsp(at, 'root')),
    rule: 'revocation.authentic',
  },
  'crl and delta': {
    description: 'complete CRLs, and a delta that revokes nothing',
    options: { sources: { delta: true } },
    evidence: async (at) =>
      together(await ownCrl(at), await crl(at.revocation.deltaCrl('intermediate')), await rootCrl(at)),
    rule: 'revocation.scope',
  },
  'hold, then removed': {
    description: "the complete CRL has the signer's certificate on hold, and the delta removes it",
    options: { sources: { delta: true } },
    evidence: async (at) => {
      at.revocation.revoke({ certificate: 'tsu', reason: 'certificateHold', date: genTime - 10 * minute });
      at.revocation.publish();
      at.clock.ms += minute;
      at.revocation.revoke({ certificate: 'tsu', reason: 'removeFromCRL' });
      const delta = await crl(at.revocation.deltaCrl('intermediate'));
      return together(await ownCrl(at), delta, await rootCrl(at));
    },
    rule: 'revocation.status',
  },
  'crl indirect': {
    description: "one CRL for both CAs, by an issuer that the certificates name, and the root's own clears that issuer",
    options: { sources: { indirect: true } },
    evidence: async (at) => together(await indirectCrl(at), await rootCrl(at)),
    rule: 'revocation.scope',
  },
  'crl indirect alone': {
    description: "one CRL for both CAs, and nothing says that its issuer isn't revoked",
    options: { sources: { indirect: true } },
    evidence: indirectCrl,
  },
  'crl in two parts': {
    description: 'two CRLs, each for some of the reasons, as the certificates name them',
    options: { sources: { partitioned: true } },
    evidence: async ({ revocation }) => {
      const parts = [0, 1].flatMap((part) => (['intermediate', 'root'] as const).map((ca) => [ca, part] as const));
      return together(...(await Promise.all(parts.map(([ca, part]) => crl(revocation.crl(ca, undefined, part))))));
    },
    rule: 'revocation.scope',
  },
  'crl of one part': {
    description: 'of two CRLs for some of the reasons each, one is there',
    options: { sources: { partitioned: true } },
    evidence: async ({ revocation }) =>
      together(
        await crl(revocation.crl('intermediate', undefined, 0)),
        await crl(revocation.crl('root', undefined, 0)),
      ),
  },
  'ocsp-delegate-to-be-checked with crl': {
    description: 'the responder certificate has no id-pkix-ocsp-nocheck, and the CRL of its CA clears it',
    evidence: async (at) =>
      together(
        await ocsp(at, 'intermediate', revocationFaultTable['ocsp-delegate-to-be-checked']),
        await ownCrl(at),
        await rootCrl(at),
      ),
    rule: 'revocation.authentic',
  },
  'crl before token': {
    description: 'the CRL is older than genTime',
    evidence: async (at) => {
      at.clock.ms = genTime - 10 * minute;
      return together(await ownCrl(at), await rootCrl(at));
    },
    rule: 'revocation.fresh',
  },
  'crl of this hour': {
    description: 'the CRL was issued after genTime, and nextUpdate is a day ahead',
    evidence: async (at) => together(await ownCrl(at), await rootCrl(at)),
    rule: 'revocation.fresh',
  },
  'no evidence': { description: 'nothing is at hand', evidence: async () => ({}) },
  unreachable: {
    description: 'no source of either certificate answers',
    evidence: async () => ({
      failed: [{ kind: 'crl', url: 'http://lab.example/a.crl', for: null, code: 'unreachable', reason: 'timeout' }],
    }),
  },
  'no revocation available': {
    description: "the signer's certificate says that its revocation is published nowhere (RFC 9608)",
    options: { sources: { crl: false, ocsp: false }, change: { tsu: { extensions: [noRevAvail] } } },
    evidence: rootCrl,
    rule: 'revocation.status',
  },
  'superseded after the token': {
    description: "the signer's certificate was superseded ten minutes after genTime",
    evidence: async (at) => {
      at.revocation.revoke({ certificate: 'tsu', reason: 'superseded', date: genTime + 10 * minute });
      return together(await ownCrl(at), await rootCrl(at));
    },
    rule: 'revocation.status',
  },
  'revoked, then good': {
    description: 'an older OCSP answer says revoked, a later one good',
    evidence: async (at) => {
      stolen(at);
      const before = await ocsp(at, 'intermediate');
      at.clock.ms += 10 * minute;
      const after = await ocsp(at, 'intermediate', revocationFaultTable['ocsp-says-good']);
      return together(before, after, await rootCrl(at));
    },
  },
  'revoked in a stale crl': {
    description: 'a CRL that ended weeks before it is judged lists the key as stolen',
    evidence: async (at) => {
      at.clock.ms = published - 40 * day;
      stolen(at);
      return together(await ownCrl(at), await rootCrl(at));
    },
  },
  'as known before the revocation': {
    description: 'the key was reported stolen later than --as-known-on',
    evidence: async (at) => {
      const before = together(await ownCrl(at), await rootCrl(at));
      at.clock.ms += 20 * minute;
      stolen(at);
      return together(before, await ownCrl(at), { asKnownOn: published + 10 * minute });
    },
    rule: 'revocation.status',
  },
};

async function indirectCrl({ revocation }: Scene): Promise<Evidence> {
  const { der } = await revocation.delegates.crlIssuer();
  const list = await crl(revocation.indirectCrl());
  return { ...list, candidates: [{ certificate: decodeCertificate(der), origin: 'user', url: null }] };
}
