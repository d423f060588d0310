import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CertificateStanding } from '../../src/core/verdict/judgement.ts';
import type { SourceLine } from '../../src/core/verdict/source-line.ts';
import { english } from '../../src/report/messages.en.ts';
import { standingLines } from '../../src/report/revocation-text.ts';

const thisUpdate = Date.UTC(2024, 5, 15);
const source = (url: string, more: Partial<SourceLine>): SourceLine => ({
  kind: 'ocsp',
  url,
  sha256: url,
  thisUpdate,
  nextUpdate: null,
  says: 'good',
  counts: true,
  code: null,
  facts: {},
  ...more,
});
const another = {
  says: 'nothing',
  counts: false,
  code: 'out-of-scope',
  facts: { reason: 'other-certificate' },
} as const;
const standing = (object: string, sources: readonly SourceLine[], decided: boolean): CertificateStanding => ({
  object,
  sha256: object,
  role: 'tsa',
  status: decided ? 'pass' : 'unknown',
  code: decided ? null : 'no-source',
  revocation: null,
  sources,
});
const shown = (...standings: readonly CertificateStanding[]) =>
  standingLines(standings, english)
    .filter((line) => line.startsWith('      '))
    .map((line) => line.trim().split(' ')[1]);

test('answers about other certificates are left out where an answer about this one decided', () => {
  assert.deepEqual(shown(standing('CN=TSU', [source('http://a/', {}), source('http://kept/', another)], true)), [
    'http://a/',
  ]);
});

test('where nothing decided, an answer about another certificate is named: it may be the one that was given', () => {
  assert.deepEqual(shown(standing('CN=TSU', [source('http://given/', another)], false)), ['http://given/']);
});

test('an answer that told of one certificate of the path is not shown as foreign to the next', () => {
  const both = [
    standing('CN=TSU', [source('http://a/', {})], true),
    standing('CN=CA', [source('http://a/', another), source('http://b/', another)], false),
  ];
  assert.deepEqual(shown(...both), ['http://a/', 'http://b/']);
});

test('what did not count for another reason is always shown', () => {
  const stale = source('http://old/', { says: 'good', counts: false, code: 'stale', facts: {} });
  assert.deepEqual(shown(standing('CN=TSU', [source('http://a/', {}), stale], true)), ['http://a/', 'http://old/']);
});
