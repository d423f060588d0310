import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DerError } from '../../../src/core/der/errors.ts';
import { decodeToken, readToken, type TokenFile } from '../../../src/core/tsp/token.ts';
import { TstError } from '../../../src/core/verdict/errors.ts';
import {
  indefinite,
  integer,
  nothing,
  octets,
  octetsInPieces,
  oid,
  sequence,
  tagged,
  utf8,
  value,
} from '../../../src/lab/der-writer.ts';
import { attribute, ids, type TokenPlan } from '../../../src/lab/tsa.ts';
import { authority, forge } from '../forge.ts';

const good = await authority();
const token = forge(good);
const response = sequence(sequence(integer(0)), token);
const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');
const ber = (deviation: Partial<TokenPlan>) => forge(good, { wrapping: 'indefinite', ...deviation });

async function refusal(bytes: Uint8Array): Promise<unknown> {
  try {
    await readToken(bytes);
  } catch (error) {
    assert.ok(error instanceof TstError, `${error}`);
    assert.equal(error.code, 'token-unreadable');
    return { ...error.facts };
  }
  return assert.fail('it was read');
}

test('a response and a bare token are told apart by their first value (RFC 3161 §2.4.2)', async () => {
  const bare = await readToken(token);
  assert.deepEqual([bare.response, bare.contentType, bare.ber], [null, ids.signedData, false]);
  assert.ok(bare.signedData && bare.tstInfo);
  assert.equal(hex(bare.bytes), hex(token));
  const whole = await readToken(response);
  assert.deepEqual([whole.response?.status, whole.contentType, whole.ber], [0, ids.signedData, false]);
  assert.equal(hex(whole.response!.token), hex(token));
  assert.equal(hex(whole.signedData!.eContent), hex(bare.signedData.eContent));
});

test('offsets count from the start of the message, of whatever bytes it is a part', () => {
  const padded = Buffer.concat([Buffer.alloc(7), response]).subarray(7);
  assert.equal(hex(decodeToken(padded).signedData!.eContent), hex(decodeToken(token).signedData!.eContent));
});

test('a response without a token, one of another type and one with other content have nothing to read', () => {
  const empty = decodeToken(sequence(sequence(integer(2))));
  assert.deepEqual(
    [empty.response?.status, empty.contentType, empty.signedData, empty.tstInfo, empty.ber],
    [2, null, null, null, false],
  );
  const other = decodeToken(sequence(oid('1.2.3'), tagged(0, nothing())));
  assert.deepEqual(
    [other.response, other.contentType, other.signedData, other.tstInfo, other.ber],
    [null, '1.2.3', null, null, false],
  );
  const data = decodeToken(forge(good, { eContentType: ids.data }));
  assert.deepEqual([data.signedData?.eContentType, data.tstInfo], [ids.data, null]);
  const detached = decodeToken(forge(good, { eContent: 'absent' }));
  assert.deepEqual([detached.signedData?.eContent, detached.tstInfo], [null, null]);
});

test('what is no message, too large, cut off or followed by more is unreadable, with the reason and its offset', async () => {
  assert.deepEqual(await refusal(Buffer.from('<html>')), { reason: 'neither DER, PEM nor Base64', offset: 0 });
  const large = Buffer.alloc((1 << 20) + 1, 0x30);
  assert.deepEqual(await refusal(large), { reason: 'larger than 1 MiB', offset: 0 });
  assert.notDeepEqual(await refusal(large.subarray(1)), { reason: 'larger than 1 MiB', offset: 0 });
  assert.deepEqual(await refusal(Buffer.concat([token, nothing()])), {
    reason: `unexpected data after TimeStampToken at byte ${token.length}`,
    offset: token.length,
  });
  assert.deepEqual(await refusal(Buffer.concat([response, nothing()])), {
    reason: `unexpected data after TimeStampResp at byte ${response.length}`,
    offset: response.length,
  });
  assert.deepEqual(await refusal(token.subarray(0, 100)), {
    reason: 'TimeStampResp or TimeStampToken is cut off at byte 0',
    offset: 0,
  });
  assert.deepEqual(await refusal(sequence(oid(ids.signedData), tagged(0, sequence(), nothing()))), {
    reason: 'version is missing at byte 17',
    offset: 17,
  });
  const more = Buffer.concat([sequence(integer(3), value(0x31), sequence(oid(ids.data)), value(0x31)), nothing()]);
  assert.deepEqual(await refusal(sequence(oid(ids.signedData), tagged(0, more))), {
    reason: 'unexpected data after SignedData at byte 37',
    offset: 37,
  });
});

test('a message of 1 MiB is read, one octet more is too large', async () => {
  const rejection = (length: number) => sequence(sequence(integer(2), sequence(utf8('x'.repeat(length)))));
  const text = (1 << 20) - (rejection(1 << 19).length - (1 << 19));
  assert.equal((await readToken(rejection(text))).bytes.length, 1 << 20);
  assert.deepEqual(await refusal(rejection(text + 1)), { reason: 'larger than 1 MiB', offset: 0 });
});

test('a fault of the program is not taken for an unreadable message', async () => {
  const bytes = new Proxy(sequence(sequence(integer(2))), {
    get(target, name) {
      if (name === 'subarray') throw new TypeError('a fault of the program');
      return Reflect.get(target, name);
    },
  });
  await assert.rejects(readToken(bytes), TypeError);
});

test('more crls than are read are unreadable by that limit', async () => {
  const crls = Array(4_001).fill(sequence());
  assert.deepEqual(await refusal(forge(good, { crls })), { reason: 'limit certificatesPerSet reached', offset: 0 });
});

test('a BER message is read by its DER, and kept as it came', async () => {
  const bytes = ber({});
  assert.throws(
    () => decodeToken(bytes),
    (error) => error instanceof DerError && error.ber,
  );
  const file = await readToken(bytes);
  assert.deepEqual([file.ber, hex(file.bytes), file.response], [true, hex(bytes), null]);
  assert.equal(hex(file.signedData!.eContent), hex(decodeToken(token).signedData!.eContent));
  const answered = await readToken(indefinite(0x30, sequence(integer(0)), bytes));
  assert.deepEqual([answered.ber, answered.response?.status], [true, 0]);
});

test('BER that is broken even so is unreadable, with the reason', async () => {
  assert.deepEqual(await refusal(indefinite(0x30, integer(1))), {
    reason: 'contentType expected, found tag 0x02 at byte 2',
    offset: 2,
  });
});

/** A value with BER in it: whatever is hashed has to stay so. */
const loose = sequence(indefinite(0x30, integer(1)));

for (const [name, wrap] of [
  ['token', (bytes: Uint8Array) => bytes],
  ['response', (bytes: Uint8Array) => indefinite(0x30, sequence(integer(0)), bytes)],
] as const)
  test(`in a BER ${name} certificates, crls and signed attributes stay as they came, for they are hashed so`, async () => {
    const { tsu } = good;
    const attributes = [attribute('1.2.3', loose)];
    const plan = {
      certificates: [tsu.der, loose],
      crls: [loose],
      furtherAttributes: attributes,
      sortCertificates: false,
    };
    const { signedData } = await readToken(wrap(ber(plan)));
    assert.deepEqual(
      signedData!.certificates.map(({ bytes }) => hex(bytes)),
      [hex(tsu.der), hex(loose)],
    );
    assert.deepEqual(
      signedData!.crls.map(({ bytes }) => hex(bytes)),
      [hex(loose)],
    );
    const [signer] = signedData!.signerInfos;
    assert.ok(hex(signer!.signedAttrs)!.includes(hex(loose)!));
    assert.ok(hex(signer!.rewrittenAttrs)!.includes(hex(sequence(sequence(integer(1))))!));
  });

test('what comes in an indefinite length can’t stay, and is rewritten with all that is in it', async () => {
  const inner = indefinite(0x30, integer(1));
  const attributes = attribute('1.2.3', inner);
  const sid = sequence(sequence(), integer(1));
  const algorithm = sequence(oid('1.2.4'));
  const signer = sequence(integer(1), sid, algorithm, indefinite(0xa0, attributes), algorithm, octets(Buffer.of(1)));
  const certificate = indefinite(0x30, tagged(0, inner));
  const content = [integer(3), value(0x31), sequence(oid(ids.data)), tagged(0, certificate), value(0x31, signer)];
  const message = sequence(oid(ids.signedData), tagged(0, sequence(...content)));
  for (const bytes of [message, indefinite(0x30, sequence(integer(0)), message)]) {
    const { signedData } = await readToken(bytes);
    const definite = sequence(integer(1));
    assert.equal(hex(signedData!.certificates[0]!.bytes), hex(sequence(tagged(0, definite))));
    const [read] = signedData!.signerInfos;
    assert.equal(hex(read!.signedAttrs), hex(tagged(0, attribute('1.2.3', definite))));
    assert.equal(read!.rewrittenAttrs, null);
  }
});

test('unsigned attributes and digestAlgorithms in BER are rewritten, for nothing hashes them', async () => {
  const unsigned = sequence(oid('1.2.3'), value(0x31, loose));
  const { signedData } = await readToken(
    ber({ unsignedAttributes: [unsigned], digestAlgorithms: [indefinite(0x30, oid('1.2.3'))] }),
  );
  const [signer] = signedData!.signerInfos;
  assert.ok(!hex(signer!.unsignedAttrs)!.includes(hex(loose)!));
  assert.deepEqual(
    signedData!.digestAlgorithms.map((one) => one.oid),
    ['1.2.3'],
  );
});

test('signed attributes in BER are re-encoded for the first signer alone, in a DER message too', async () => {
  const furtherAttributes = [attribute('1.2.3', octetsInPieces(Buffer.from('abcd'), 2))];
  const rewritten = (file: TokenFile) =>
    file.signedData!.signerInfos.map((one) => hex(one.rewrittenAttrs)?.length ?? null);
  const one = await readToken(forge(good, { furtherAttributes }));
  assert.equal(one.ber, false);
  assert.ok(hex(one.signedData!.signerInfos[0]!.rewrittenAttrs)!.includes(hex(octets(Buffer.from('abcd')))!));
  const two = rewritten(await readToken(forge(good, { furtherAttributes, signers: 2 })));
  assert.deepEqual([two.length, two[0] !== null, two[1]], [2, true, null]);
  assert.deepEqual(rewritten(await readToken(token)), [null]);
  assert.deepEqual(rewritten(await readToken(forge(good, { signedAttributes: false }))), [null]);
  assert.deepEqual(rewritten(await readToken(forge(good, { signers: 0 }))), []);
});

test('signed attributes that are no BER either are left to the rule on them', async () => {
  const broken = attribute('1.2.3', Uint8Array.of(0x24, 3, 2, 1, 1));
  const { signedData } = await readToken(forge(good, { furtherAttributes: [broken] }));
  assert.equal(signedData!.signerInfos[0]!.rewrittenAttrs, null);
});

test('PEM and Base64 around a message are taken off', async () => {
  const base64 = Buffer.from(token).toString('base64');
  for (const text of [base64, `-----BEGIN PKCS7-----\n${base64}\n-----END PKCS7-----\n`])
    assert.equal(hex((await readToken(Buffer.from(text))).bytes), hex(token));
});
