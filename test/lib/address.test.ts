import { expect, test } from 'vitest'
import { readConfig } from '../../src/lib/config.ts'
import { addressesOf, forwardedAddress, reachOf } from '../../src/lib/address.ts'

const here = { HOST: '127.0.0.1' }

test.each([
  ['nothing set', here],
  ['another loopback address', { HOST: '127.0.0.2' }],
  ['IPv6', { HOST: '::1' }],
  ['a name', { HOST: 'localhost' }],
  ['a public address on loopback', { ...here, PUBLIC_URL: 'http://localhost:9000' }],
  ['the same by IPv6', { ...here, PUBLIC_URL: 'http://[::1]:9000/' }],
])('an installation is for this machine alone: %s', (_, settings) => {
  expect(reachOf(settings)).toBe('thisMachine')
})

test.each([
  ['every address of the machine', { HOST: '0.0.0.0' }],
  ['every address, IPv6', { HOST: '::' }],
  ['an address of the network', { HOST: '192.0.2.10' }],
  ['a name of the network', { HOST: 'lage.kreis.example' }],
  ['a public address', { ...here, PUBLIC_URL: 'https://lage.kreis.example' }],
  ['a name that begins like loopback', { ...here, PUBLIC_URL: 'http://127.0.0.1.evil.example' }],
  ['a user who is called like it', { ...here, PUBLIC_URL: 'http://localhost@lage.example' }],
  ['a proxy on this machine', { ...here, TRUSTED_PROXY: '127.0.0.1' }],
  ['a proxy elsewhere', { ...here, TRUSTED_PROXY: '192.0.2.1' }],
  [
    'a proxy, whatever else is loopback',
    { ...here, PUBLIC_URL: 'http://localhost:8080', TRUSTED_PROXY: '::1' },
  ],
])('an installation is for the network: %s', (_, settings) => {
  expect(reachOf(settings)).toBe('network')
})

test.each([
  'localhost',
  'proxy',
  '10.0.0.0/33',
  '10.0.0/8',
  '::/129',
  '10.0.0.1/',
  '10.0.0.1,proxy',
  '10.0.0.1,',
  '10.0.0.1 ::1',
])('a proxy named %s would never match, so the start is refused', TRUSTED_PROXY => {
  expect(() => readConfig({ TRUSTED_PROXY })).toThrow(
    /^TRUSTED_PROXY is ".*"; expected an IP address, or a network/,
  )
})

test.each([
  ['192.0.2.1', 'ipv4', '192.0.2.1', '192.0.2.2'],
  ['::ffff:192.0.2.1', 'ipv4', '192.0.2.1', '192.0.2.2'],
  ['172.18.0.0/16', 'ipv4', '172.18.7.9', '172.19.0.1'],
  ['::1', 'ipv6', '0:0:0:0:0:0:0:1', '::2'],
  ['fd00:1::/32', 'ipv6', 'fd00:1:2::9', 'fd00:2::1'],
  ['192.0.2.0/24', 'ipv6', '::ffff:192.0.2.7', '::ffff:192.0.3.7'],
  ['127.0.0.1,172.18.0.0/16', 'ipv4', '172.18.7.9', '127.0.0.2'],
  ['127.0.0.1, fd00:1::/32', 'ipv6', 'fd00:1::9', '::1'],
] as const)('a proxy named %s is believed', (TRUSTED_PROXY, family, inside, outside) => {
  expect(readConfig({ TRUSTED_PROXY }).TRUSTED_PROXY).toBe(TRUSTED_PROXY)
  const addresses = addressesOf(TRUSTED_PROXY)
  expect(addresses?.check(inside, family)).toBe(true)
  expect(addresses?.check(outside, family)).toBe(false)
})

test.each([
  'lagerunde',
  'lage@intern',
  'Lagerunde <lage@kreis.example>',
  'a@b.example,c@d.example',
])('mails from %s would be refused by the first server, so the start is', MAIL_FROM => {
  expect(() => readConfig({ MAIL_FROM })).toThrow(/^MAIL_FROM is ".*"; expected a mail address/)
})

test.each([
  ['1.2.3.4', '1.2.3.4'],
  [' 1.2.3.4:5678 ', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:5678', '2001:db8::1'],
  ['1.2.3.4:', null],
  ['unknown', null],
  ['', null],
])('the proxy forwards for %s, which is %s', (entry, address) => {
  expect(forwardedAddress(entry)).toBe(address)
})
