import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnChild } from '../../lib/child.ts'
import type { ApiKeys } from './keys.ts'
import { supervise, type Running } from '../../lib/supervise.ts'
import type { Log } from '../../lib/log.ts'

export type SuperviseOptions = {
  program: string
  keys: ApiKeys
  webhookUrl: string
  log: Log
  onRestart: () => void
  onLost: (reason: Error) => void
  /** ports to use when they are free; otherwise others are taken */
  preferredPorts?: Ports
}

export type Ports = { signal: number; udp: number }

export type Supervised = {
  /** for clients on this machine; others cannot reach it */
  url: string
  pid: () => number
  /** ends it at once; SIGTERM would wait until everybody has left their meeting */
  stop: () => Promise<void>
}

const address = '127.0.0.1'
const usualPorts: Ports = { signal: 7880, udp: 7882 }
const startWithinMs = 20_000

/**
 * Starts LiveKit and keeps it running, on the same ports, until it is stopped. Signalling listens
 * on the loopback interface only; media (UDP) also at one address of this machine, see
 * docs/decisions/0023.
 */
export async function superviseLiveKit(options: SuperviseOptions): Promise<Supervised> {
  const { log, onRestart, onLost } = options
  const ports = await choosePorts(options.preferredPorts ?? usualPorts)
  const server = await supervise({
    name: 'The video server',
    log,
    start: () => startOnce(options, ports),
    // SIGTERM would wait until everybody has left their meeting
    async end({ child, gone }) {
      child.kill('SIGKILL')
      await gone
    },
    onRestart,
    onLost,
  })
  return {
    url: `ws://${address}:${ports.signal}`,
    pid: () => server.current().child.pid!, // it has started
    stop: server.stop,
  }
}

async function startOnce(
  { program, keys, webhookUrl, log }: SuperviseOptions,
  ports: Ports,
): Promise<Running> {
  const child = spawnChild([program], {
    deathSignal: 'SIGKILL',
    cwd: '/',
    // the configuration holds the secret; unlike the command line, other users cannot read the
    // environment
    env: { LIVEKIT_CONFIG: JSON.stringify(configuration(keys, webhookUrl, ports)) },
  })
  const lastLines: string[] = []
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', line => {
      // LiveKit writes whole tokens into its log when they are invalid
      const told = line.slice(0, 4_000).replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '(token)')
      lastLines.push(told)
      if (lastLines.length > 5) lastLines.shift()
      log.debug(`livekit: ${told}`)
    })
  }
  const gone = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  let ended: string | undefined
  void gone.then(how => (ended = how))
  const untilMs = performance.now() + startWithinMs
  while (ended === undefined && performance.now() < untilMs) {
    if (await answers(ports.signal)) {
      // an older server on this port would answer too while ours fails to bind; ours must be the
      // one that stays
      if (ended === undefined) return { child, gone }
    }
    await delay(25)
  }
  child.kill('SIGKILL')
  throw new Error(
    `The video server did not start (${ended ?? 'no answer'}): ${lastLines.join(' ')}`,
  )
}

/**
 * The addresses at which media is offered: loopback, and this machine's first IPv4 address beside
 * it, because Firefox sends nothing to loopback. Only loopback on a machine without a network.
 */
export function mediaAddresses(): string[] {
  const own = Object.values(networkInterfaces())
    .flat()
    .find(face => face?.family === 'IPv4' && !face.internal && !face.address.startsWith('169.254.'))
  return own ? [address, own.address] : [address]
}

/** Clients are told of no other server, in particular of no public STUN server. */
function configuration({ apiKey, apiSecret }: ApiKeys, webhookUrl: string, ports: Ports): object {
  const offered = mediaAddresses()
  return {
    port: ports.signal,
    bind_addresses: [address],
    keys: { [apiKey]: apiSecret },
    webhook: { api_key: apiKey, urls: [webhookUrl] },
    rtc: {
      // media over TCP would listen on every interface, and on this machine UDP always works
      tcp_port: 0,
      udp_port: ports.udp,
      // LiveKit would name this address in place of each of several
      ...(offered.length === 1 && { node_ip: address }),
      use_external_ip: false,
      enable_loopback_candidate: true,
      ips: { includes: offered.map(each => `${each}/32`) },
      // Without this, LiveKit names Google's STUN servers. Nothing listens on this port. It must
      // not be the media port, because browsers take everything from a STUN server's address for
      // its answers.
      stun_servers: [`${address}:${ports.signal}`],
    },
    // only we create rooms; clients try to reconnect for up to 52 s
    room: { auto_create: false, empty_timeout: 300, departure_timeout: 120 },
    logging: { level: 'warn', pion_level: 'error' },
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${address}:${port}/`, { signal: AbortSignal.timeout(1_000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

async function choosePorts(wanted: Ports): Promise<Ports> {
  const signal = (await takeTcp(wanted.signal)) ?? (await takeTcp(0))
  const udp = (await takeUdp(wanted.udp)) ?? (await takeUdp(0))
  if (signal === null || udp === null) throw new Error('No free port for the video server')
  return { signal, udp }
}

/** The port when it is free (any free one for 0), else null. */
function takeTcp(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(null))
    probe.listen({ port, host: address, exclusive: true }, () => {
      const taken = (probe.address() as { port: number }).port
      probe.close(() => resolve(taken))
    })
  })
}

/** The same for media, at every address where it is offered. */
async function takeUdp(port: number): Promise<number | null> {
  let taken: number | null = port
  for (const offered of mediaAddresses())
    if (taken !== null) taken = await takeUdpAt({ port: taken, address: offered })
  return taken
}

function takeUdpAt(at: { port: number; address: string }): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createSocket('udp4').once('error', () => resolve(null))
    probe.bind({ ...at, exclusive: true }, () => {
      const taken = probe.address().port
      probe.close(() => resolve(taken))
    })
  })
}
