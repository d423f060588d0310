import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { planOutputs } from '../../src/app/plan.ts';
import type { Files, HttpAnswer, Ports } from '../../src/app/ports.ts';
import { Secret } from '../../src/app/secret.ts';
import { type StampOptions, type StampPorts, stampFiles } from '../../src/app/stamp.ts';
import { verifyFile } from '../../src/app/verify.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { readToken } from '../../src/core/tsp/token.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { serve } from '../io/servers.ts';
import { bench } from './lab.ts';

async function one(options: StampOptions, ports: StampPorts) {
  const [outcome, ...more] = await stampFiles(options, ports);
  assert.equal(more.length, 0);
  return outcome!;
}

const basic = (user: string, password: string) =>
  ({ kind: 'basic', user: new Secret(user, 'name'), password: new Secret(password) }) as const;
const failsWith = (code: string) => (error: unknown) => error instanceof TstError && error.code === code;

test('a stamp is matched, judged, written, and verifies again from the disk', async (t) => {
  const b = await bench(t);
  const outcome = await one(b.stamp({ saveRequest: true }), b.ports);
  assert.equal(outcome.result, 'stamped', JSON.stringify(outcome.error ?? outcome.judgement));
  assert.equal(outcome.judgement?.verdict, 'VALID');
  assert.equal(outcome.output, b.path('a.pdf.tsr'));
  assert.deepEqual(b.written(), ['a.pdf.tsq', 'a.pdf.tsr']);
  assert.equal(outcome.file.size, 13);
  assert.equal(outcome.file.digest, createHash('sha256').update('the document\n').digest('hex'));
  const again = await verifyFile(b.verify({ request: b.path('a.pdf.tsq') }), b.ports);
  assert.equal(again.judgement.verdict, 'VALID');
  assert.equal(again.tokenPath, b.path('a.pdf.tsr'));
});

test('the request has a positive 64-bit nonce, certReq, the hash and the policy asked for (RFC 3161 §2.4.1)', async (t) => {
  const b = await bench(t);
  const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
  for (const [random, nonce] of [
    ['0102030405060708', '0102030405060708'],
    ['ff02030405060708', '00ff02030405060708'],
    ['0000030405060708', '030405060708'],
    ['0000000000000000', '00'],
  ] as const) {
    const ports = { ...b.ports, random: { bytes: () => octets(random) } };
    const options = b.stamp({ queryOnly: true, tsa: null, force: true, hash: 'sha512', requestPolicy: '1.2.3.4' });
    const outcome = await one(options, ports);
    assert.equal(outcome.result, 'queried');
    const request = decodeRequest(b.read('a.pdf.tsq'));
    assert.equal(Buffer.from(request.nonce!).toString('hex'), nonce);
    assert.equal(request.certReq, true);
    assert.equal(request.reqPolicy, '1.2.3.4');
    assert.equal(request.messageImprint.hash, 'sha512');
    assert.deepEqual(
      Buffer.from(request.messageImprint.hashedMessage),
      createHash('sha512').update('the document\n').digest(),
    );
  }
});

test('a bare token is written as .tst with --token', async (t) => {
  const b = await bench(t);
  const outcome = await one(b.stamp({ token: true }), b.ports);
  assert.equal(outcome.output, b.path('a.pdf.tst'));
  assert.deepEqual(b.written(), ['a.pdf.tst']);
  assert.equal((await readToken(b.read('a.pdf.tst'))).response, null);
  assert.equal((await verifyFile(b.verify(), b.ports)).judgement.verdict, 'VALID');
});

test('a ready digest is stamped without the file, under the name given', async (t) => {
  const b = await bench(t);
  const value = createHash('sha384').update('elsewhere').digest();
  const digest = { algorithm: 'sha384', value } as const;
  const outcome = await one(b.stamp({ files: [b.path('elsewhere.bin')], digest }), b.ports);
  assert.equal(outcome.judgement?.verdict, 'VALID', JSON.stringify(outcome.error));
  assert.deepEqual(b.written(), ['elsewhere.bin.tsr']);
  // No file was read, so that none is named as what existed.
  assert.deepEqual([outcome.file.path, outcome.file.digest], [null, value.toString('hex')]);
});

test('a digest is not stamped under the name of a file of other content, and nothing is sent', async (t) => {
  const asked: string[] = [];
  const b = await bench(t, { onToken: (token) => asked.push(token.serial) });
  const of = (text: string) => ({ algorithm: 'sha256', value: createHash('sha256').update(text).digest() }) as const;
  for (const more of [{}, { dryRun: true }, { queryOnly: true, tsa: null }]) {
    await assert.rejects(
      stampFiles(b.stamp({ digest: of('forged\n'), ...more }), b.ports),
      failsWith('digest-differs'),
    );
  }
  assert.deepEqual([asked, b.written()], [[], []]);
  const outcome = await one(b.stamp({ digest: of('the document\n') }), b.ports);
  assert.equal(outcome.result, 'stamped', JSON.stringify(outcome.error));
});

test('nothing is sent where an output exists, two outputs are one, an input is missing or the trust is unreadable', async (t) => {
  const asked: string[] = [];
  const b = await bench(t, { onToken: (token) => asked.push(token.serial) });
  writeFileSync(b.path('a.pdf.tsr'), 'precious');
  await assert.rejects(stampFiles(b.stamp(), b.ports), failsWith('output-exists'));
  mkdirSync(b.path('sub'));
  mkdirSync(b.path('out'));
  writeFileSync(b.path('sub/a.pdf'), 'other');
  const two = [b.file, b.path('sub/a.pdf')];
  await assert.rejects(
    stampFiles(b.stamp({ files: two, outDir: b.path('out') }), b.ports),
    failsWith('output-collision'),
  );
  await assert.rejects(
    stampFiles(b.stamp({ files: [b.file, b.file], outDir: b.path('out') }), b.ports),
    failsWith('output-collision'),
  );
  await assert.rejects(stampFiles(b.stamp({ outDir: b.path('none') }), b.ports), failsWith('output-failed'));
  await assert.rejects(stampFiles(b.stamp({ files: [b.path('no.pdf')] }), b.ports), failsWith('input-missing'));
  await assert.rejects(
    stampFiles(b.stamp({ files: [b.folder], outDir: b.path('out') }), b.ports),
    failsWith('input-unreadable'),
  );
  await assert.rejects(
    stampFiles(b.stamp({ trust: [b.file], outDir: b.path('out') }), b.ports),
    failsWith('trust-unreadable'),
  );
  await assert.rejects(stampFiles(b.stamp({ tsa: null, outDir: b.path('out') }), b.ports), failsWith('usage'));
  assert.deepEqual(asked, []);
  assert.equal(b.read('a.pdf.tsr').toString(), 'precious');
  const forced = await one(b.stamp({ force: true }), b.ports);
  assert.equal(forced.result, 'stamped');
  assert.notEqual(b.read('a.pdf.tsr').toString(), 'precious');
});

test('a dry run says what it would do, and sends and writes nothing', async (t) => {
  const asked: string[] = [];
  const b = await bench(t, { onToken: (token) => asked.push(token.serial) });
  const outcome = await one(b.stamp({ dryRun: true }), b.ports);
  assert.equal(outcome.result, 'planned');
  assert.equal(outcome.output, b.path('a.pdf.tsr'));
  assert.equal(outcome.file.digest?.length, 64);
  assert.deepEqual(b.written(), []);
  assert.deepEqual(asked, []);
});

test('a token that is INVALID is kept as .tsr.rejected under a name of its own each time', async (t) => {
  const b = await bench(t, { fault: 'nonce-wrong' });
  for (const name of ['a.pdf.tsr.rejected', 'a.pdf.tsr.rejected.2', 'a.pdf.tsr.rejected.3']) {
    const outcome = await one(b.stamp(), b.ports);
    assert.equal(outcome.result, 'refused', JSON.stringify(outcome.error));
    assert.equal(outcome.judgement?.verdict, 'INVALID');
    assert.equal(outcome.judgement?.code, 'nonce-mismatch');
    assert.equal(outcome.kept, b.path(name));
    assert.equal(outcome.output, null);
  }
  assert.equal(b.written().length, 3);
  assert.notEqual((await readToken(b.read('a.pdf.tsr.rejected.2'))).response, null);
  const bare = await one(b.stamp({ token: true }), b.ports);
  assert.equal(basename(bare.kept!), 'a.pdf.tsr.rejected.4');
});

test('a token that nothing disproves is written though it is INDETERMINATE', async (t) => {
  const b = await bench(t);
  const outcome = await one(b.stamp({ trust: [] }), b.ports);
  assert.equal(outcome.result, 'stamped');
  assert.equal(outcome.judgement?.verdict, 'INDETERMINATE');
  assert.deepEqual(b.written(), ['a.pdf.tsr']);
});

for (const [fault, code] of [
  ['html', 'not-a-response'],
  ['http-500', 'http-status'],
  ['http-429', 'http-status'],
  ['truncated-body', 'body-truncated'],
  ['oversized', 'body-too-large'],
  ['redirect-loop', 'redirect-refused'],
  ['reset', 'unreachable'],
] as const) {
  test(`an authority that answers with ${fault}: ${code}, and at most what may be a token is kept`, async (t) => {
    const b = await bench(t, { fault });
    const outcome = await one(b.stamp({ saveRequest: true }), b.ports);
    assert.equal(outcome.result, 'failed');
    assert.equal(outcome.error?.code, code, JSON.stringify(outcome.error?.facts));
    const mayHoldToken = fault === 'truncated-body' || fault === 'oversized';
    assert.deepEqual(b.written(), mayHoldToken ? ['a.pdf.tsr.rejected'] : []);
  });
}

test('a token under a coding that nobody knows was paid for: kept as it came', async (t) => {
  const b = await bench(t);
  const server = await serve(t, async (request, response) => {
    const body = new Uint8Array(await buffer(request));
    const headers = { 'content-type': 'application/timestamp-query' };
    const answer = await fetch(b.lab.tsaUrl, { method: 'POST', body, headers });
    response.writeHead(200, { 'content-type': 'application/timestamp-reply', 'content-encoding': 'binary' });
    response.end(new Uint8Array(await answer.arrayBuffer()));
  });
  const outcome = await one(b.stamp({ tsa: server.url }), b.ports);
  assert.deepEqual([outcome.result, outcome.error?.code], ['failed', 'body-encoding']);
  assert.deepEqual(b.written(), ['a.pdf.tsr.rejected']);
  assert.equal(b.read('a.pdf.tsr.rejected')[0], 0x30);
});

test('an authority that falls silent amid its answer: timeout, and nothing is written', async (t) => {
  const b = await bench(t, { fault: 'slow' }, { timeout: 300 });
  const outcome = await one(b.stamp(), b.ports);
  assert.equal(outcome.error?.code, 'timeout');
  assert.deepEqual(b.written(), []);
});

test('a wrong media type around a good response is a note, and the token is good', async (t) => {
  const b = await bench(t, { fault: 'wrong-content-type' });
  const outcome = await one(b.stamp(), b.ports);
  assert.equal(outcome.judgement?.verdict, 'VALID');
  assert.deepEqual(outcome.notes, [{ code: 'media-type', facts: { found: 'application/octet-stream' } }]);
});

test('a redirect within the authority is followed with the request', async (t) => {
  const b = await bench(t);
  const outcome = await one(b.stamp({ tsa: `${b.lab.tsaUrl}?fault=redirect` }), b.ports);
  assert.equal(outcome.judgement?.verdict, 'VALID', JSON.stringify(outcome.error));
});

test('wrong credentials are named with the realm, end the run, and no password is in the error', async (t) => {
  const b = await bench(t, { auth: { user: 'me', password: 'right-pw' } });
  writeFileSync(b.path('b.pdf'), 'second');
  const files = [b.file, b.path('b.pdf')];
  const wrong = await stampFiles(b.stamp({ files, credentials: basic('me', 'wrong-pw') }), b.ports);
  assert.deepEqual(
    wrong.map((outcome) => outcome.result),
    ['failed', 'not-sent'],
  );
  assert.equal(wrong[0]?.error?.code, 'unauthorized');
  assert.equal(wrong[0]?.error?.facts.realm, 'lab');
  assert.doesNotMatch(JSON.stringify(wrong), /wrong-pw|d3Jvbmct/);
  const right = await stampFiles(b.stamp({ files, credentials: basic('me', 'right-pw') }), b.ports);
  assert.deepEqual(
    right.map((outcome) => outcome.judgement?.verdict),
    ['VALID', 'VALID'],
  );
});

test('a rejection is told with status, text and failInfo, whatever the HTTP status, and nothing is kept', async (t) => {
  const b = await bench(t);
  // PKIStatusInfo: status 2, statusString "old hash", failInfo with bit 0 (badAlg).
  const body = Buffer.concat([
    Buffer.from('30153013020102300a0c08', 'hex'),
    Buffer.from('old hash'),
    Buffer.from('03020780', 'hex'),
  ]);
  for (const status of [200, 400, 500]) {
    const server = await serve(t, (_, response) =>
      response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body),
    );
    const outcome = await one(b.stamp({ tsa: server.url }), b.ports);
    assert.equal(outcome.error?.code, 'rejected', JSON.stringify(outcome.error?.facts));
    assert.deepEqual(outcome.error?.facts, {
      url: `${server.url}/`,
      status: 'rejection',
      failInfo: 'badAlg',
      text: 'old hash',
    });
  }
  assert.deepEqual(b.written(), []);
});

test('an answer that may hold a token but cannot be read is kept, never as .tsr', async (t) => {
  const b = await bench(t);
  const good = await one(b.stamp(), b.ports);
  const response = b.read('a.pdf.tsr');
  const bare = (await readToken(response)).response!.token!;
  assert.equal(good.result, 'stamped');
  let number = 1;
  for (const body of [response.subarray(0, -10), Buffer.concat([response, Buffer.from('more')]), bare]) {
    const server = await serve(t, (_, answer) =>
      answer.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body),
    );
    const outcome = await one(b.stamp({ tsa: server.url, force: true }), b.ports);
    assert.equal(outcome.result, 'failed');
    assert.equal(outcome.error?.code, 'not-a-response');
    assert.equal(basename(outcome.kept!), number === 1 ? 'a.pdf.tsr.rejected' : `a.pdf.tsr.rejected.${number}`);
    assert.deepEqual(b.read(basename(outcome.kept!)), Buffer.from(body));
    number++;
  }
  assert.deepEqual(b.read('a.pdf.tsr'), response);
});

for (const [what, type, body, facts] of [
  [
    'an HTML page',
    'text/html',
    '<html><title>Sign in\n here</title>',
    { reason: 'an HTML page', excerpt: 'Sign in here' },
  ],
  ['text', 'text/plain', 'quota exceeded', { reason: 'no DER', excerpt: 'quota exceeded' }],
  ['nothing', 'application/timestamp-reply', '', { reason: 'empty answer' }],
] as const) {
  test(`an answer of ${what} is no response, and is named`, async (t) => {
    const b = await bench(t);
    const server = await serve(t, (_, response) => response.writeHead(200, { 'content-type': type }).end(body));
    const outcome = await one(b.stamp({ tsa: `${server.url}/?key=secret` }), b.ports);
    assert.equal(outcome.error?.code, 'not-a-response');
    assert.deepEqual(outcome.error?.facts, { url: `${server.url}/`, contentType: type, ...facts });
    assert.deepEqual(b.written(), []);
  });
}

/** Files whose `stage` of a response fails where `broken` says so; the trial before sending, of zeros, succeeds. */
function failing(files: Files, broken: (path: string) => boolean, refuges: readonly string[]): Files {
  return {
    ...files,
    refuges: async () => refuges,
    stage: (path, bytes) => {
      if (bytes[0] === 0x30 && broken(path)) throw new TstError('output-failed', { path, reason: 'disk full' });
      return files.stage(path, bytes);
    },
  };
}

test('a token that cannot be written where it should go is saved elsewhere, and the note says where', async (t) => {
  const b = await bench(t);
  mkdirSync(b.path('refuge'));
  const files = failing(b.ports.files, (path) => !path.includes('refuge'), [b.path('full'), b.path('refuge')]);
  const outcome = await one(b.stamp(), { ...b.ports, files });
  assert.equal(outcome.result, 'stamped');
  assert.equal(outcome.output, b.path('refuge/a.pdf.tsr'));
  assert.deepEqual(outcome.notes, [
    {
      code: 'saved-elsewhere',
      facts: { wanted: b.path('a.pdf.tsr'), path: b.path('refuge/a.pdf.tsr'), reason: 'disk full' },
    },
  ]);
});

test('force counts for the place that the user named, and not for a refuge', async (t) => {
  const b = await bench(t);
  mkdirSync(b.path('refuge'));
  writeFileSync(b.path('refuge/a.pdf.tsr'), 'of someone else');
  const files = failing(b.ports.files, (path) => !path.includes('refuge'), [b.path('refuge')]);
  const outcome = await one(b.stamp({ force: true }), { ...b.ports, files });
  assert.equal(outcome.output, b.path('refuge/a.pdf.tsr.2'));
  assert.equal(b.read('refuge/a.pdf.tsr').toString(), 'of someone else');
});

test('a token that can be saved nowhere is handed back', async (t) => {
  const b = await bench(t);
  const outcome = await one(b.stamp(), { ...b.ports, files: failing(b.ports.files, () => true, [b.path('x')]) });
  assert.equal(outcome.error?.code, 'output-failed');
  assert.notEqual((await readToken(outcome.unsaved!)).response, null);
});

test('a name taken while the authority was asked costs neither file', async (t) => {
  const b = await bench(t);
  const http = {
    ...b.ports.http,
    exchange: async (request: Parameters<Ports['http']['exchange']>[0]) => {
      const answer = await b.ports.http.exchange(request);
      writeFileSync(b.path('a.pdf.tsr'), 'theirs');
      return answer;
    },
  };
  const outcome = await one(b.stamp(), { ...b.ports, http });
  assert.equal(outcome.result, 'stamped');
  assert.equal(outcome.output, b.path('a.pdf.tsr.2'));
  assert.equal(outcome.notes[0]?.code, 'saved-elsewhere');
  assert.equal(b.read('a.pdf.tsr').toString(), 'theirs');
});

test('a bug while judging does not cost the token', async (t) => {
  const b = await bench(t);
  const clock = {
    now: () => {
      throw new RangeError('a bug');
    },
  };
  const outcome = await one(b.stamp(), { ...b.ports, clock });
  assert.equal(outcome.error?.code, 'internal');
  assert.equal(outcome.kept, b.path('a.pdf.tsr.rejected'));
});

test('the response is on disk before it is judged, so that a kill between the two loses nothing', async (t) => {
  const b = await bench(t);
  let seen: string[] = [];
  const clock = {
    now: () => {
      seen = b.written();
      return b.ports.clock.now();
    },
  };
  await one(b.stamp(), { ...b.ports, clock });
  assert.equal(seen.length, 1);
  assert.match(seen[0]!, /^a\.pdf\.tsr\.[0-9a-f]{12}\.part$/);
  assert.deepEqual(b.written(), ['a.pdf.tsr']);
});

test('an aborted run finishes the file in hand and sends no further one', async (t) => {
  const controller = new AbortController();
  const b = await bench(t, { onToken: () => controller.abort() });
  writeFileSync(b.path('b.pdf'), 'second');
  const outcomes = await stampFiles(b.stamp({ files: [b.file, b.path('b.pdf')], signal: controller.signal }), b.ports);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.result),
    ['stamped', 'not-sent'],
  );
});

/** The ports with an authority whose good answer is changed on its way. */
function changing(ports: StampPorts, change: (answer: HttpAnswer) => HttpAnswer): StampPorts {
  return { ...ports, http: { exchange: async (request) => change(await ports.http.exchange(request)) } };
}

const text = (body: Uint8Array) => new Uint8Array(Buffer.from(Buffer.from(body).toString('base64')));

for (const [name, change, code] of [
  ['in Base64', (a: HttpAnswer) => ({ ...a, body: text(a.body) }), 'not-a-response'],
  [
    'behind an empty line',
    (a: HttpAnswer) => ({ ...a, body: Buffer.concat([Buffer.from('\r\n'), a.body]) }),
    'not-a-response',
  ],
  ['with status 500 and another media type', (a: HttpAnswer) => ({ ...a, status: 500, headers: {} }), 'http-status'],
  ['with status 401', (a: HttpAnswer) => ({ ...a, status: 401 }), 'unauthorized'],
] as const) {
  test(`a paid token that comes ${name} is kept as .rejected and can be verified`, async (t) => {
    const b = await bench(t);
    const outcome = await one(b.stamp(), changing(b.ports, change));
    assert.equal(outcome.error?.code, code);
    assert.equal(outcome.kept, b.path('a.pdf.tsr.rejected'));
    assert.deepEqual(b.written(), ['a.pdf.tsr.rejected']);
    if (name === 'behind an empty line') return;
    const { judgement } = await verifyFile(b.verify({ token: outcome.kept }), b.ports);
    assert.equal(judgement.verdict, 'VALID');
  });
}

test('a rejection with status 500 holds no token, and nothing is kept', async (t) => {
  const b = await bench(t);
  const rejection = Uint8Array.from(Buffer.from('30053003020102', 'hex'));
  const outcome = await one(
    b.stamp(),
    changing(b.ports, (a) => ({ ...a, status: 500, headers: {}, body: rejection })),
  );
  assert.equal(outcome.error?.code, 'http-status');
  assert.deepEqual(b.written(), []);
});

test('a whole token behind a content length that is too long is kept, and so is one whose server never closes', async (t) => {
  const b = await bench(t, {}, { timeout: 1_000 });
  for (const [closes, code] of [
    [true, 'body-truncated'],
    [false, 'timeout'],
  ] as const) {
    const server = await serve(t, async (_, response) => {
      const answer = await b.ports.http.exchange({
        url: b.lab.tsaUrl,
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: server.seen.at(-1)!.body,
        limit: 1 << 20,
        origin: 'user',
      });
      response.writeHead(200, {
        'content-type': 'application/timestamp-reply',
        'content-length': answer.body.length + 10,
      });
      response.write(answer.body, () => closes && response.socket?.destroySoon());
    });
    const outcome = await one(b.stamp({ tsa: server.url }), b.ports);
    assert.equal(outcome.error?.code, code);
    assert.equal(outcome.result, 'failed');
    const { judgement } = await verifyFile(b.verify({ token: outcome.kept }), b.ports);
    assert.equal(judgement.verdict, 'VALID');
  }
});

test('each file is reported before the next one is sent', async (t) => {
  const events: string[] = [];
  const b = await bench(t, { onToken: () => events.push('token') });
  writeFileSync(b.path('b.pdf'), 'second');
  const report = ({ output }: { output: string | null }) => void events.push(basename(output!));
  await stampFiles(b.stamp({ files: [b.file, b.path('b.pdf')], report }), b.ports);
  assert.deepEqual(events, ['token', 'a.pdf.tsr', 'token', 'b.pdf.tsr']);
});

test('a folder in the place of the output is found with --force too, before anything is paid for', async (t) => {
  let tokens = 0;
  const b = await bench(t, { onToken: () => tokens++ });
  mkdirSync(b.path('a.pdf.tsr'));
  await assert.rejects(stampFiles(b.stamp({ force: true }), b.ports), failsWith('output-failed'));
  assert.equal(tokens, 0);
});

test('no output is written over a file that is still to be stamped, nor over one that differs in case where that is one', () => {
  const options = { outDir: null, token: false, saveRequest: false, queryOnly: false, force: true };
  assert.throws(() => planOutputs({ ...options, files: ['a', 'a.tsr'] }), failsWith('output-collision'));
  const twins = { ...options, outDir: 'out', files: ['x/A.pdf', 'y/a.pdf'] };
  assert.throws(() => planOutputs(twins, [null], true), failsWith('output-collision'));
  assert.equal(planOutputs(twins, [null], false).length, 2);
});

test('a disk that is full is found before anything is paid for', async (t) => {
  let tokens = 0;
  const b = await bench(t, { onToken: () => tokens++ });
  const stage: Files['stage'] = async (path, bytes) => {
    if (bytes.length > 4096) throw new TstError('output-failed', { path, reason: 'disk full' });
    return b.ports.files.stage(path, bytes);
  };
  const ports = { ...b.ports, files: { ...b.ports.files, stage } };
  await assert.rejects(stampFiles(b.stamp(), ports), failsWith('output-failed'));
  assert.equal(tokens, 0);
});
