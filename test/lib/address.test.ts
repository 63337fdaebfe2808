import { expect, test } from 'vitest'
import { reachOf } from '../../src/lib/address.ts'

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
