import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { listenToWebhooks } from '../test/support/livekit.ts'
import { joinRoom } from '../test/support/participant.ts'
import { settleCounty, type CountyMember, type CountyStaff } from './county.ts'
import type { Figure } from './figure.ts'
import { startStage } from './stage.ts'

const mostMs = 1_000
const giveUpMs = 30_000

type Loss = 'leftStaff' | 'lostRole' | 'everywhere' | 'session'
const losses: readonly Loss[] = ['leftStaff', 'lostRole', 'everywhere', 'session']
type Served = { restMs: number; streamMs: number; videoMs: number }

export const revocation: Figure = {
  name: 'revocation',
  bar: `last byte served ≤ ${mostMs} ms after the removal (REST, SSE, video connection)`,
  method:
    'Two API processes and a real LiveKit: a member reads the meeting without pause and follows it over SSE at both processes, while something changes some fifty times a second, and hears somebody speak in the virtual room; then they are taken out of the staff, lose their role, sign out everywhere or have their session ended, each at either process in turn. Time runs from the sending of that request, which is before its commit, to the end of the last answer, the last chunk of a stream and the last loud frame of sound; the longest counts.',
  async run({ quick }) {
    const stage = await startStage({ video: true })
    try {
      const county = await settleCounty(stage.database, { staffCount: losses.length })
      const apis = await Promise.all([stage.start('api'), stage.start('api')])
      const addresses = apis.map(api => api.address)
      await listenToWebhooks(stage.liveKit!, `${addresses[0]}/webhooks/livekit`) // the stage runs LiveKit
      const served = new Map<Loss, Served[]>()
      for (const [i, loss] of losses.entries()) {
        const staff = county[i]!
        const lead = caller(staff.members[0]!.cookie)
        const speaker = await joinRoom(await ticket(lead, addresses[0]!, staff))
        const noise = makeNoise(lead, addresses[0]!, staff)
        const readings: Served[] = []
        for (let n = 1; n <= (quick ? 3 : 20); n++) {
          const [here, there] = n % 2 === 0 ? addresses : addresses.toReversed()
          const victim = staff.members[n]!
          const listener = await stage.start('listener')
          await listener.ask('join', await ticket(caller(victim.cookie), here!, staff))
          const reading = await lose(loss, { staff, victim, addresses, at: there!, lead })
          const sentAtMs = reading.sentAtMs
          const { lastHeardAtMs } = await listener.ask<{ lastHeardAtMs: number }>('end')
          await listener.kill()
          readings.push({
            restMs: reading.restAtMs - sentAtMs,
            streamMs: reading.streamAtMs - sentAtMs,
            videoMs: lastHeardAtMs - sentAtMs,
          })
        }
        await noise.stop()
        await speaker.cut()
        served.set(loss, readings)
      }
      const all = [...served.values()].flat()
      const longest = (of: keyof Served, from = all) =>
        Math.max(0, ...from.map(reading => Math.ceil(reading[of])))
      const values = [longest('restMs'), longest('streamMs'), longest('videoMs')]
      return {
        value: `${values.join(' / ')} ms`,
        holds: values.every(ms => ms <= mostMs),
        detail: Object.fromEntries(
          [...served].map(([loss, own]) => [
            loss,
            {
              runs: own.length,
              restMs: longest('restMs', own),
              streamMs: longest('streamMs', own),
              videoMs: longest('videoMs', own),
            },
          ]),
        ),
      }
    } finally {
      await stage.stop()
    }
  },
}

type Caller = (method: string, url: string, body?: unknown) => Promise<Response>

const caller =
  (cookie: string): Caller =>
  (method, url, body) =>
    fetch(url, {
      method,
      headers: {
        cookie,
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(giveUpMs),
    })

async function ticket(call: Caller, address: string, { meetingId }: CountyStaff) {
  const answer = await call('POST', `${address}/api/meetings/${meetingId}/join`, {})
  if (!answer.ok) throw new Error(`No ticket: ${answer.status}`)
  return (await answer.json()) as { url: string; token: string }
}

async function lose(
  loss: Loss,
  {
    staff,
    victim,
    addresses,
    at,
    lead,
  }: {
    staff: CountyStaff
    victim: CountyMember
    addresses: string[]
    at: string
    lead: Caller
  },
): Promise<{ sentAtMs: number; restAtMs: number; streamAtMs: number }> {
  const own = caller(victim.cookie)
  const rest = addresses.map(address => readOn(own, address, staff))
  const streams = await Promise.all(addresses.map(address => follow(own, address, staff)))
  await delay(100)
  const member = `${at}/api/staffs/${staff.staffId}/members/${victim.memberId}`
  const sentAtMs = Date.now()
  const answer = await {
    leftStaff: () => lead('DELETE', member),
    lostRole: () => lead('PATCH', member, { roles: ['it'] }),
    everywhere: () => own('POST', `${at}/api/sign-out-everywhere`),
    session: () => own('DELETE', `${at}/api/me/sessions/${victim.sessionId}`),
  }[loss]()
  if (!answer.ok) throw new Error(`${loss}: ${answer.status} ${await answer.text()}`)
  const lasts = await Promise.all([Promise.all(rest), Promise.all(streams.map(s => s.last))])
  const [restAtMs, streamAtMs] = lasts.map(each => Math.max(...each)) as [number, number]
  return { sentAtMs, restAtMs, streamAtMs }
}

/**
 * Reads the meeting again and again until it is refused; gives the time at which the last answer
 * was complete.
 */
async function readOn(call: Caller, address: string, { meetingId }: CountyStaff): Promise<number> {
  for (let lastAtMs = 0; ;) {
    const answer = await call('GET', `${address}/api/meetings/${meetingId}`)
    await answer.arrayBuffer()
    if (!answer.ok) return lastAtMs
    lastAtMs = Date.now()
  }
}

/** Opens a stream; `last` resolves with the time of its last chunk, once it has ended. */
async function follow(
  call: Caller,
  address: string,
  { meetingId }: CountyStaff,
): Promise<{ last: Promise<number> }> {
  const answer = await call('GET', `${address}/api/live?topics=meeting:${meetingId}:room`)
  if (!answer.ok) throw new Error(`No stream: ${answer.status}`)
  const read = async () => {
    let lastAtMs = 0
    for await (const _chunk of answer.body!) lastAtMs = Date.now()
    return lastAtMs
  }
  return { last: read() }
}

/** Changes something of the meeting all the time. */
function makeNoise(lead: Caller, address: string, { meetingId }: CountyStaff) {
  let isOver = false
  const hand = `${address}/api/meetings/${meetingId}/hand`
  const work = (async () => {
    while (!isOver) {
      await lead('PUT', hand)
      await lead('POST', `${hand}/lower`, {})
      await delay(20)
    }
  })()
  return {
    async stop() {
      isOver = true
      await work
    },
  }
}
