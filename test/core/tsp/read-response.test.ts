import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sortTrust } from '../../../src/core/policy/anchors.ts';
import { matchResponse, readResponse, responseProblem } from '../../../src/core/tsp/read-response.ts';
import { decodeRequest } from '../../../src/core/tsp/request.ts';
import { decodeToken, readToken } from '../../../src/core/tsp/token.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import { verify } from '../../../src/core/verify.ts';
import { decodeCertificate } from '../../../src/core/x509/certificate.ts';
import { bits, integer, oid, sequence, tagged, utf8 } from '../../../src/lab/der-writer.ts';
import { type Lab, startLab } from '../../../src/lab/index.ts';
import { data, labOptions, moment, requestFor, stamp } from '../../lab/requests.ts';

let lab: Lab;
before(async () => {
  lab = await startLab(labOptions());
});
after(() => lab.close());

const bytes = requestFor();
const request = decodeRequest(bytes);
const answer = (fault: string | null, body = bytes) => stamp(fault ? `${lab.tsaUrl}?fault=${fault}` : lab.tsaUrl, body);

async function errorOf(response: Uint8Array): Promise<TstError> {
  try {
    await readResponse(response);
  } catch (error) {
    assert.ok(error instanceof TstError);
    return error;
  }
  return assert.fail('it was read');
}

test('a rejection is an error with the status, the reasons and the words of the authority (RFC 3161 §2.4.2)', async () => {
  const { code, facts } = await errorOf(await answer('rejection'));
  assert.equal(code, 'rejected');
  assert.equal(facts.status, 'rejection');
  assert.match(String(facts.failInfo), /^\w+$/);
  assert.equal((await errorOf(await answer('waiting'))).facts.status, 'waiting');
});

test('what holds no granted token is no response: a grant without one, a bare token, anything else', async () => {
  const empty = await errorOf(await answer('status-without-token'));
  assert.deepEqual([empty.code, empty.facts.reason], ['not-a-response', 'granted, but without a token']);
  const { response } = await readToken(await answer(null));
  assert.equal((await errorOf(response!.token!)).code, 'not-a-response');
  assert.equal((await errorOf(Buffer.from('<html>'))).code, 'token-unreadable');
  assert.equal((await errorOf(bytes)).code, 'token-unreadable');
});

const problems = async (response: Uint8Array, asked = request) =>
  matchResponse(await readToken(response), asked).map(({ id, code }) => `${id} ${code}`);

test('an honest answer matches its request', async () => {
  assert.deepEqual(await problems(await answer(null)), []);
  assert.deepEqual(await problems(await answer('granted-with-mods')), []);
});

const policy = '1.3.6.1.4.1.99999.1.1';
const attacks: readonly (readonly [string, string, Uint8Array?])[] = [
  ['nonce-wrong', 'response.nonce nonce-mismatch'],
  ['nonce-missing', 'response.nonce nonce-missing'],
  ['imprint-wrong', 'imprint.request request-imprint-mismatch'],
  ['imprint-other-algorithm', 'imprint.request request-imprint-mismatch'],
  ['certificates-missing', 'response.certificates certificates-missing'],
  ['policy-wrong', 'response.policy policy-not-requested', requestFor({ policy })],
  ['token-with-rejection', 'response.status token-despite-rejection'],
  ['rejection', 'response.status rejected'],
  ['status-without-token', 'response.status granted-without-token'],
];

for (const [fault, problem, sent = bytes] of attacks) {
  test(`an answer with the fault ${fault} does not match, and by the same rule is INVALID`, async () => {
    const asked = decodeRequest(sent);
    const response = await answer(fault, sent);
    assert.ok((await problems(response, asked)).includes(problem));
    const { anchors } = sortTrust([decodeCertificate(lab.revocation.authority.root.der)]);
    const digests = new Map([['sha256', createHash('sha256').update(data).digest()]] as const);
    const { verdict, checks } = verify({
      token: await readToken(response),
      digests,
      anchors,
      request: asked,
      now: moment,
    });
    assert.equal(verdict, 'INVALID');
    const failed = checks.flatMap(({ rules }) => rules).filter(({ status }) => status === 'fail');
    assert.ok(failed.some(({ id, code }) => `${id} ${code}` === problem));
  });
}

test('a replayed answer to an earlier request for the same data does not match', async () => {
  const earlier = await answer(null, requestFor({ nonce: 0x1234_5679n }));
  assert.deepEqual(await problems(earlier), ['response.nonce nonce-mismatch']);
});

test('a message of another type than a time-stamp token answers no request', async () => {
  const response = await readToken(await answer(null));
  const other = { ...response, contentType: '1.2.840.113549.1.7.1', signedData: null, tstInfo: null };
  assert.deepEqual(
    matchResponse(other, request).map(({ code }) => code),
    ['econtent-missing'],
  );
});

/** What is wrong with a response of this PKIStatusInfo without a token. */
function problemOf(info: readonly Uint8Array[], cleaned?: (text: string) => string) {
  const problem = responseProblem(decodeToken(sequence(sequence(...info))), cleaned)!;
  return { code: problem.code, ...problem.facts };
}

test('RFC 3161 §2.4.2: of a rejection the status, reasons and words are told, those that are there', () => {
  assert.deepEqual(problemOf([integer(2)]), { code: 'rejected', status: 'rejection' });
  assert.deepEqual(problemOf([integer(7)]), { code: 'rejected', status: 'status 7' });
  const reasons = [integer(2), sequence(utf8('out of'), utf8('service')), bits(Uint8Array.of(0xa0), 5)];
  const told = { code: 'rejected', status: 'rejection', failInfo: 'badAlg, badRequest', text: 'out of service' };
  assert.deepEqual(problemOf(reasons), told);
  assert.deepEqual(
    problemOf(reasons, (text) => text.toUpperCase()),
    { ...told, text: 'OUT OF SERVICE' },
  );
});

test('of the words of a rejection 512 characters are told', () => {
  const words = sequence(utf8('a'.repeat(300)), utf8('b'.repeat(300)));
  assert.deepEqual(problemOf([integer(2), words]), {
    code: 'rejected',
    status: 'rejection',
    text: `${'a'.repeat(300)} ${'b'.repeat(211)}`,
  });
});

test('a grant without a token, with or without modifications, is no response; neither is a bare token', () => {
  for (const status of [0, 1])
    assert.deepEqual(problemOf([integer(status)]), { code: 'not-a-response', reason: 'granted, but without a token' });
  const bare = responseProblem(decodeToken(sequence(oid('1.2.3'), tagged(0, integer(1)))))!;
  assert.deepEqual([bare.code, bare.facts], ['not-a-response', { reason: 'a bare token' }]);
  const granted = sequence(sequence(integer(0)), sequence(oid('1.2.3'), tagged(0, integer(1))));
  assert.equal(responseProblem(decodeToken(granted)), null);
});

test('a grant with a token is read; a deviation of form is no answer to another request', async () => {
  const granted = sequence(
    sequence(integer(0), bits(Uint8Array.of(0), 7)),
    sequence(oid('1.2.3'), tagged(0, integer(1))),
  );
  const file = await readResponse(granted);
  assert.equal(file.response?.paddedFailInfo, true);
  assert.deepEqual(
    matchResponse(file, request).map(({ id, code }) => `${id} ${code}`),
    ['imprint.request econtent-missing'],
  );
});

test('a rejection is told once: that its token is missing follows from it', () => {
  const rejected = decodeToken(sequence(sequence(integer(2))));
  assert.deepEqual(
    matchResponse(rejected, request).map(({ id, code }) => `${id} ${code}`),
    ['response.status rejected'],
  );
});
