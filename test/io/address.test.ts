import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressKind, hostKind, literalAddress } from '../../src/io/address.ts';

const expected: Readonly<Record<string, string>> = {
  '8.8.8.8': 'public',
  '172.15.255.255': 'public',
  '172.32.0.0': 'public',
  '100.128.0.1': 'public',
  '0.0.0.0': 'unspecified',
  '10.1.2.3': 'private',
  '100.64.0.1': 'shared',
  '127.0.0.1': 'loopback',
  '127.255.255.254': 'loopback',
  '169.254.169.254': 'link-local',
  '172.16.0.1': 'private',
  '172.31.255.255': 'private',
  '192.0.2.1': 'documentation',
  '192.168.0.1': 'private',
  '198.18.0.1': 'reserved',
  '203.0.113.9': 'documentation',
  '224.0.0.1': 'multicast',
  '255.255.255.255': 'reserved',
  '::': 'unspecified',
  '::1': 'loopback',
  'fe80::1': 'link-local',
  'fe80::1%eth0': 'reserved',
  'fc00::1': 'private',
  'fd12:3456::1': 'private',
  'ff02::1': 'multicast',
  '2001:db8::1': 'documentation',
  '2001::1': 'reserved',
  '2002:7f00:1::': 'reserved',
  '2606:4700::1111': 'public',
  '4000::1': 'reserved',
  '::ffff:127.0.0.1': 'loopback',
  '::ffff:7f00:1': 'loopback',
  '0:0:0:0:0:ffff:0a00:0001': 'private',
  '::ffff:8.8.8.8': 'public',
  '64:ff9b::7f00:1': 'loopback',
  '64:ff9b::a00:1': 'private',
  '64:ff9b::808:808': 'public',
  '64:ff9b:1::808:808': 'private',
  '::127.0.0.1': 'reserved',
  'example.com': 'reserved',
  '': 'reserved',
};

for (const [address, kind] of Object.entries(expected)) {
  test(`address ${address || '(empty)'} is ${kind}`, () => assert.equal(addressKind(address), kind));
}

test('odd spellings of a loopback address in a URL are that address', () => {
  for (const host of ['0x7f.1', '2130706433', '017700000001', '127.1', '127.0.0.1.', '１２７.0.0.1', '0x7f000001']) {
    assert.equal(literalAddress(new URL(`http://${host}/`).hostname), '127.0.0.1', host);
  }
  assert.equal(literalAddress(new URL('http://[::ffff:127.0.0.1]/').hostname), '::ffff:7f00:1');
  assert.equal(literalAddress('example.com'), null);
});

test('a host that never is public is told by its name', () => {
  for (const [host, kind] of [
    ['localhost', 'loopback'],
    ['x.y.localhost.', 'loopback'],
    ['printer.local', 'link-local'],
    ['nas.home.arpa', 'private'],
    ['vault.internal', 'private'],
    ['intranet', 'private'],
    ['127.0.0.1', 'loopback'],
    ['[::1]', 'loopback'],
    ['8.8.8.8', 'public'],
    ['ca.example.', 'public'],
    ['notlocalhost.example', 'public'],
    ['internal.example', 'public'],
  ] as const) {
    assert.equal(hostKind(host), kind, host);
  }
});
