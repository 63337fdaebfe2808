import { BlockList, isIP, isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * The address a request comes from: the socket's, or the one the trusted proxy names; never a
 * header that a client can set.
 */
export function addressOf(c: Context, trustedProxy: string | undefined): string {
  const socket = socketAddressOf(c)
  if (socket === null) return 'unknown'
  if (!trustedProxy || !addressesOf(trustedProxy)?.check(socket, familyOf(socket))) return socket
  // our own proxy added the last entry; a client can write the ones before it
  const forwarded = forwardedAddress(c.req.header('x-forwarded-for')?.split(',').at(-1) ?? '')
  return forwarded ?? socket
}

/**
 * A list of IP addresses and CIDRs (RFC 4632, RFC 4291 §2.3) with commas between; null when an
 * entry is anything else, e.g. a name.
 */
export function addressesOf(text: string): BlockList | null {
  const addresses = new BlockList()
  for (const entry of text.split(',')) {
    const [, base = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry.trim()) ?? []
    const address = plainAddress(base)
    // a zone belongs to one machine's interface, and BlockList does not know zones
    if (!isIP(address) || address.includes('%')) return null
    const family = familyOf(address)
    const most = family === 'ipv6' ? 128 : 32
    if (bits !== undefined && Number(bits) > most) return null
    addresses.addSubnet(address, bits === undefined ? most : Number(bits), family)
  }
  return addresses
}

/**
 * An entry of X-Forwarded-For, which some proxies write with the port: 192.0.2.1:5678,
 * [2001:db8::1]:5678. Null when it is no address.
 */
export function forwardedAddress(entry: string): string | null {
  const trimmed = entry.trim()
  const withPort =
    /^\[([^\]]+)\](?::\d{1,5})?$/.exec(trimmed) ?? /^(\d+(?:\.\d+){3}):\d{1,5}$/.exec(trimmed)
  const address = plainAddress(withPort?.[1] ?? trimmed)
  return isIP(address) ? address : null
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** `network`: other machines can reach the installation. */
export type Reach = 'thisMachine' | 'network'

/**
 * `thisMachine` only while the product listens on loopback, is opened by a loopback name, and no
 * proxy is configured. A proxy on this machine exists to let others in, so it counts as network.
 */
export function reachOf(settings: {
  HOST: string
  PUBLIC_URL?: string | undefined
  TRUSTED_PROXY?: string | undefined
}): Reach {
  const { HOST, PUBLIC_URL, TRUSTED_PROXY } = settings
  const listensHere = isLoopbackHost(isIPv6(HOST) ? `[${HOST}]` : HOST)
  const opensHere = PUBLIC_URL === undefined || isLoopbackHost(new URL(PUBLIC_URL).host)
  return listensHere && opensHere && TRUSTED_PROXY === undefined ? 'thisMachine' : 'network'
}

/**
 * Whether the request looks like one of a browser on this machine: a loopback socket, no header of
 * a proxy, and a loopback name as host. That excludes a foreign name pointed at 127.0.0.1 (DNS
 * rebinding) and a foreign page that posts here. A proxy on this machine that adds no header looks
 * the same, so this alone proves nothing.
 */
export function looksLocal(c: Context): boolean {
  const socket = socketAddressOf(c)
  if (socket === null || !isLoopback(socket)) return false
  if (proxyHeaders.some(name => c.req.header(name) !== undefined)) return false
  const host = c.req.header('host') ?? ''
  if (!isLoopbackHost(host)) return false
  const origin = c.req.header('origin')
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
]

/** A host with or without port: localhost, 127.0.0.0/8, [::1]. */
function isLoopbackHost(host: string): boolean {
  if (/^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/.test(host)) return true
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''))
}

/** Limits count per IPv4 address or IPv6 /64, because one subscriber owns a whole /64. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]!.split('::') // split gives at least one part
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = tail === undefined ? left : [...left, ...zeros, ...right]
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

function socketAddressOf(c: Context): string | null {
  // requests made without a socket (app.request in a script) have no such bindings
  const bindings = c.env as { incoming?: unknown; server?: unknown } | undefined
  if (!bindings?.incoming && !bindings?.server) return null
  const { address } = getConnInfo(c).remote
  return address ? plainAddress(address) : null
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, familyOf(address))
}
