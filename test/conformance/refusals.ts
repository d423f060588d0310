import { DerError, LimitError } from '../../src/core/der/errors.ts';
import { decodeCrl } from '../../src/core/revocation/crl.ts';
import { decodeOcspResponse } from '../../src/core/revocation/ocsp.ts';
import { decodeRequest } from '../../src/core/tsp/request.ts';
import { TstError } from '../../src/core/verdict/errors.ts';
import { type Certificate, decodeCertificate } from '../../src/core/x509/certificate.ts';
import { copyOf, encodeValue, encodeValues, parseValues, spotsOf, type Value } from '../fuzz/tree.ts';
import { caseFile, readVectors } from '../vectors/index.ts';
import { evidenceOf, judge } from '../vectors/judge.ts';
import { madeSamples } from './refusal-samples.ts';
import { shown } from './told.ts';

/** A message whose every value is damaged in turn, and who reads it. */
export interface RefusalSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the reader says, in one line. */
  readonly read: (bytes: Uint8Array) => string | Promise<string>;
}

/** Each value of the message alone: another tag, no content, one more value at its end, the value gone. */
const damages: Readonly<Record<string, (value: Value) => Value[]>> = {
  'another tag': (value) => [{ ...value, tag: value.tag === 0x1e ? 0x1c : 0x1e }],
  empty: (value) => [{ ...value, content: new Uint8Array(), children: null }],
  longer: (value) => [
    value.children === null
      ? { ...value, content: Buffer.concat([value.content, Uint8Array.of(0)]) }
      : {
          ...value,
          children: [
            ...value.children,
            { tag: 5, content: new Uint8Array(), children: null, before: new Uint8Array(), length: null },
          ],
        },
  ],
  'a length beyond the end': (value) => [{ ...value, length: Uint8Array.of(0x84, 0x3f, 0xff, 0xff, 0xff) }],
  gone: () => [],
};

/** How many values of a sample are damaged in one part. */
const perPart = 3;

/** The samples in parts: what is said, line by line, of each damage to the values of one part. What an earlier sample has as well is left out. */
export function refusalParts(): { readonly name: string; readonly tell: () => Promise<string[]> }[] {
  const known = new Set<string>();
  return samples().flatMap(({ name, bytes, read }) => {
    const tree = parseValues(bytes)!;
    const spots = spotsOf(tree).flatMap(({ list, index }, place) => {
      const encoded = Buffer.from(encodeValue(list[index]!)).toString('hex');
      const isNew = !known.has(encoded);
      known.add(encoded);
      return isNew ? [place] : [];
    });
    return Array.from({ length: Math.ceil(spots.length / perPart) }, (_, part) => ({
      name: `${name}, part ${part + 1}`,
      tell: async () => {
        const lines: string[] = [];
        for (const place of spots.slice(part * perPart, (part + 1) * perPart)) {
          for (const [how, damage] of Object.entries(damages)) {
            const changed = tree.map(copyOf);
            const { list, index } = spotsOf(changed)[place]!;
            list.splice(index, 1, ...damage(list[index]!));
            lines.push(shown(`${how}: ${await read(encodeValues(changed))}`));
          }
        }
        return lines;
      },
    }));
  });
}

/** What a reader throws, in words; what it must not throw goes on. */
async function refusal(read: () => unknown): Promise<string> {
  try {
    return String((await read()) ?? 'read');
  } catch (error) {
    if (error instanceof TstError) return `${error.code} ${JSON.stringify(error.facts)}`;
    if (error instanceof DerError || error instanceof LimitError) return error.message;
    throw error;
  }
}

/** What is decoded when it is asked for says its own refusals. */
async function parts(certificate: Certificate): Promise<string> {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(certificate)));
  const said: string[] = [];
  for (const [name, { get }] of getters) {
    const words = get ? await refusal(() => void get.call(certificate)) : 'read';
    if (words !== 'read') said.push(`${name}: ${words}`);
  }
  return said.join('; ') || 'read';
}

const tokens = [
  'good',
  'ess-v1',
  'sid-key-identifier',
  'crl-embedded',
  'attribute-certificate',
  'tsa-other-form',
  'status-string',
  'qc-statements',
];

function samples(): RefusalSample[] {
  const vectors = readVectors();
  const judged = tokens.map((name): RefusalSample => {
    const vector = vectors.find((one) => one.name === name)!;
    const evidence = evidenceOf(vector);
    const read = async (token: Uint8Array) =>
      await refusal(async () => {
        const { verdict, checks } = await judge({ ...evidence, token });
        const found = checks
          .flatMap(({ rules }) => rules)
          .filter(({ code }) => code !== null && code !== 'not-reached' && code !== 'no-source')
          .map(({ id, code, object, facts }) => `${id} ${code} ${object ?? ''} ${JSON.stringify(facts)}`);
        return [verdict, ...found].join('; ');
      });
    return { name: `token ${name}`, bytes: evidence.token, read };
  });
  const request = {
    name: 'request',
    bytes: caseFile('request.tsq'),
    read: (bytes: Uint8Array) => refusal(() => void decodeRequest(bytes)),
  };
  const readers = {
    certificate: (bytes: Uint8Array) => refusal(async () => await parts(decodeCertificate(bytes))),
    crl: (bytes: Uint8Array) => refusal(() => void decodeCrl(bytes)),
    ocsp: (bytes: Uint8Array) => refusal(() => void decodeOcspResponse(bytes)),
  };
  return [...judged, request, ...madeSamples().map(({ name, kind, bytes }) => ({ name, bytes, read: readers[kind] }))];
}
