import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GeneralName } from '../../../../src/core/der/general-name.ts';
import {
  always,
  includes,
  isNamed,
  isTsa,
  isTsu,
  matches,
  nameSelector,
  type Selectors,
} from '../../../../src/core/revocation/tst-list/selectors.ts';
import { commonName, issue, name, oid, sequence, text, tlv } from '../../x509/make-certificate.ts';
import { imprint, noon, otherTsu, policy, question, tsu } from './kit.ts';

const none: Selectors = { tsu: null, tsa: null, policy: null, serial: null, genTime: null, imprint: null };
const micros = BigInt(noon) * 1000n;
const named = (text: string) => nameSelector(text)!;
const other = Buffer.alloc(32);

describe('matches', () => {
  const does = (selectors: Partial<Selectors>, token = question()) => matches({ ...none, ...selectors }, token);

  test('no selector at all is every token; lists refuse such an entry', () => assert.ok(does({})));

  test('serial numbers: from the first to the last, both included', () => {
    const within = (from: bigint, to: bigint) => does({ serial: { from, to } });
    assert.deepEqual([within(0x1a2bn, 0x1a2bn), within(0x1a2cn, 0x1a2fn), within(0n, 0x1a2an)], [true, false, false]);
    assert.deepEqual([within(0x1a2bn, 0x1a2cn), within(0x1a2an, 0x1a2bn)], [true, true]);
    assert.ok(!does({ serial: { from: 0n, to: 9n } }, question({ serial: null })));
  });

  test('genTime ± accuracy, to the microsecond at either end', () => {
    const touches = (from: bigint, to: bigint) => does({ genTime: { from, to } });
    const [earliest, latest] = [micros - 1_000_000n, micros + 1_000_000n];
    assert.deepEqual([touches(always.from, earliest), touches(always.from, earliest - 1n)], [true, false]);
    assert.deepEqual([touches(latest, always.to), touches(latest + 1n, always.to)], [true, false]);
    assert.ok(!does({ genTime: always }, question({ genTime: null })));
  });

  test('the signer, where it is known', () => {
    assert.deepEqual(
      [does({ tsu: { sha256: tsu.sha256 } }), does({ tsu: { sha256: otherTsu.sha256 } })],
      [true, false],
    );
    assert.ok(!does({ tsu: { sha256: tsu.sha256 } }, question({ signer: null })));
    assert.deepEqual([does({ tsa: named('TSU 1') }), does({ tsa: named('TSU 2') })], [true, false]);
  });

  test('the imprint under the same function, or one that either doesn’t name', () => {
    assert.ok(does({ imprint: { algorithm: 'sha256', value: imprint } }));
    assert.ok(does({ imprint: { algorithm: null, value: imprint } }));
    assert.ok(!does({ imprint: { algorithm: 'sha3-256', value: imprint } }));
    assert.ok(!does({ imprint: { algorithm: 'sha256', value: other } }));
    const unknown = Object.assign(question(), { imprint: { algorithm: null, value: imprint } });
    assert.ok(does({ imprint: { algorithm: 'sha256', value: imprint } }, unknown), 'a function that is not known here');
    assert.ok(
      !does({ imprint: { algorithm: 'sha256', value: imprint } }, Object.assign(question(), { imprint: null })),
    );
  });
});

describe('names', () => {
  test('a certificate by its hash alone, or by issuer and serial number together', () => {
    const issuer = named('CN=Provider CA');
    assert.deepEqual([isTsu({ sha256: tsu.sha256 }, tsu), isTsu({ sha256: tsu.sha256 }, otherTsu)], [true, false]);
    assert.ok(isTsu({ issuer, serial: '14' }, tsu));
    assert.ok(!isTsu({ issuer, serial: '15' }, tsu));
    assert.ok(!isTsu({ issuer: named('CN=Other CA'), serial: '14' }, tsu));
  });

  test('the TSA: the certificate’s subject, or TSTInfo.tsa as a directoryName', () => {
    const token = (tsa: GeneralName | null, signer: typeof tsu | null = tsu) =>
      Object.assign(question({ signer }), { tsa });
    const directory = (signer: typeof tsu): GeneralName => ({ kind: 'directoryName', name: signer.subject });
    assert.ok(isTsa(named('TSU 1'), token(null)));
    assert.ok(!isTsa(named('TSU 2'), token(null)));
    assert.ok(isTsa(named('TSU 2'), token(directory(otherTsu))));
    assert.ok(isTsa(named('CN=TSU 2'), token(directory(otherTsu), null)));
    assert.ok(!isTsa(named('TSU 1'), token(directory(otherTsu), null)));
    assert.ok(!isTsa(named('TSU 1'), token(null, null)));
    assert.ok(!isTsa(named('/CN=TSU 1'), token(directory(otherTsu), null)));
  });

  test('the TSA by another form of name: as it is written, with its form or without, in either case', () => {
    const is = (text: string, kind: 'dNSName' | 'uniformResourceIdentifier' = 'dNSName', value = 'TSA.example') =>
      isTsa({ text, key: null }, Object.assign(question({ signer: null }), { tsa: { kind, text: value } }));
    assert.deepEqual(
      ['DNS:tsa.example', 'dns:TSA.EXAMPLE', 'tsa.Example'].map((one) => is(one)),
      [true, true, true],
    );
    assert.deepEqual(
      ['email:tsa.example', 'sa.example', ':tsa.example', 'tsa', ''].map((one) => is(one)),
      [false, false, false, false, false],
    );
    assert.ok(is('http://tsa.example/', 'uniformResourceIdentifier', 'http://tsa.example/'));
    assert.ok(!is('//tsa.example/', 'uniformResourceIdentifier', 'http://tsa.example/'));
  });

  test('a bare word is a common name that stands alone in its place', () => {
    const attribute = (type: string) => sequence(oid(type), text(0x0c, 'a'));
    const twoInOne = tlv(0x31, attribute('2.5.4.3'), attribute('2.5.4.10'));
    const subject = (encoded: Uint8Array) => issue({ subject: encoded, issuer: 'x' }).subject;
    assert.ok(isNamed(named('a'), subject(commonName('a'))));
    assert.ok(isNamed(named('a'), subject(name(['2.5.4.10', 'o'], ['2.5.4.3', 'a']))));
    assert.ok(isNamed(named('a'), subject(name(['2.5.4.3', 'a'], ['2.5.4.10', 'o']))));
    assert.ok(!isNamed(named('a'), subject(name(['2.5.4.10', 'a']))));
    assert.ok(!isNamed({ text: '\ud800', key: null }, subject(name(['2.5.4.3', 'a']))), 'nobody’s common name');
    assert.ok(!isNamed(named('a'), subject(sequence(twoInOne))), 'not one of two in one place');
    assert.ok(!isNamed(named('CN=a'), subject(name(['2.5.4.3', 'a'], ['2.5.4.10', 'o']))), 'a whole name is whole');
  });

  test('white space around a name is none of it; nothing is no name', () => {
    assert.deepEqual(nameSelector(' TSU 1 '), { text: 'TSU 1', key: null });
    assert.equal(nameSelector(' CN=a ')!.text, 'CN=a');
    assert.notEqual(nameSelector('CN=a')!.key, null);
    assert.deepEqual([nameSelector(''), nameSelector(' '), nameSelector('x=')], [null, null, null]);
  });

  test('RFC 4514 §2.4: what a common name may hold is escaped for it, wherever it stands', () => {
    for (const text of ['#a', 'a#', 'a#b', 'a,b,c', 'a;b', 'a+b', '"a"', 'a\\b\\c', 'a\\']) {
      assert.ok(isNamed(named(text), issue({ subject: commonName(text), issuer: 'x' }).subject), text);
    }
    assert.ok(!isNamed(named('a#b'), issue({ subject: commonName('a\\#b'), issuer: 'x' }).subject));
  });
});

describe('includes', () => {
  const does = (wide: Partial<Selectors>, narrow: Partial<Selectors>) =>
    includes({ ...none, ...wide }, { ...none, ...narrow });
  const whole: Selectors = {
    tsu: { sha256: tsu.sha256 },
    tsa: named('TSU 1'),
    policy,
    serial: { from: 5n, to: 9n },
    genTime: { from: 50n, to: 90n },
    imprint: { algorithm: 'sha256', value: imprint },
  };

  test('the same, and whatever names less', () => {
    assert.ok(includes(whole, whole));
    for (const key of Object.keys(whole) as (keyof Selectors)[]) {
      assert.ok(does({ [key]: whole[key] }, { [key]: whole[key] }), key);
      assert.ok(includes({ ...whole, [key]: null }, whole), `without ${key}`);
      assert.ok(!includes(whole, { ...whole, [key]: null }), `${key} narrows`);
      assert.ok(!does({ [key]: whole[key] }, {}), `${key} alone narrows`);
    }
  });

  test('what differs in one selector is another', () => {
    for (const change of [
      { tsu: { sha256: otherTsu.sha256 } },
      { tsu: { issuer: named('CN=Provider CA'), serial: '14' } },
      { tsa: named('TSU 2') },
      { tsa: named('CN=TSU 1') },
      { policy: '1.2.3' },
      { serial: { from: 4n, to: 9n } },
      { serial: { from: 5n, to: 10n } },
      { genTime: { from: 49n, to: 90n } },
      { genTime: { from: 50n, to: 91n } },
      { imprint: { algorithm: 'sha256', value: other } },
      { imprint: { algorithm: null, value: imprint } },
      { imprint: { algorithm: 'sha3-256', value: imprint } },
    ] satisfies Partial<Selectors>[]) {
      assert.ok(!includes(whole, { ...whole, ...change }), JSON.stringify(Object.keys(change)));
    }
  });

  test('wider ranges, an imprint of any function, a name in another case', () => {
    assert.ok(does({ serial: { from: 4n, to: 10n } }, { serial: { from: 5n, to: 9n } }));
    assert.ok(does({ genTime: always }, { genTime: { from: 5n, to: 9n } }));
    assert.ok(does({ imprint: { algorithm: null, value: imprint } }, whole));
    assert.ok(does({ tsa: named('tsu 1') }, { tsa: named('TSU 1') }));
    assert.ok(does({ tsa: named('CN=a, O=b') }, { tsa: named('/O=B/CN=A') }));
    assert.ok(!does({ tsa: named('CN=a') }, { tsa: named('CN=b') }));
    assert.ok(!does({ tsa: named('ß') }, { tsa: named('SS') }));
  });

  test('a certificate by issuer and serial number', () => {
    const of = (issuer: string, serial: string) => ({ tsu: { issuer: named(issuer), serial } });
    assert.ok(does(of('CN=a', '1'), of('cn=A', '1')));
    assert.ok(!does(of('CN=a', '1'), of('CN=a', '2')));
    assert.ok(!does(of('CN=a', '1'), of('CN=b', '1')));
    assert.ok(!does(of('a', '1'), { tsu: { sha256: tsu.sha256 } }));
  });
});
