import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AccessToken } from 'livekit-server-sdk'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { createMediaServer } from '../../src/rooms/livekit.ts'
import { startPulse } from '../../src/rooms/pulse.ts'
import { listenToWebhooks } from '../support/livekit.ts'
import { type Participant, joinRoom } from '../support/participant.ts'
import type { MediaServer, ReadWebhook, RoomSignal } from '../../src/lib/media.ts'

const liveKit = inject('liveKit')
const media = createMediaServer(liveKit)
const heard: (RoomSignal & { receivedMs: number })[] = []
const raw: { body: Buffer; authorization: string; receivedMs: number }[] = []
const refused: string[] = []
const joined: Participant[] = []
let stopListening: () => Promise<void>
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', chunk => chunks.push(chunk as Buffer))
  request.on('end', () => {
    const receivedMs = Date.now()
    const body = Buffer.concat(chunks)
    const authorization = request.headers.authorization ?? ''
    raw.push({ body, authorization, receivedMs })
    void media.readWebhook(body, authorization, receivedMs).then(read => {
      if (!read.ok) refused.push(read.reason)
      else if (read.event) heard.push({ ...read.event, receivedMs })
      response.end()
    })
  })
})

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  stopListening = await listenToWebhooks(
    liveKit,
    `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
  )
})

afterAll(async () => {
  await Promise.all(joined.map(participant => participant.cut()))
  await stopListening()
  receiver.closeAllConnections()
  receiver.close()
})

let rooms = 0
async function openRoom(): Promise<string> {
  const room = `room-${process.pid}-${++rooms}`
  await media.createRoom(room, { emptyTimeoutS: 300, departureTimeoutS: 120 })
  return room
}

async function join(room: string, identity: string): Promise<Participant> {
  const token = await media.mintToken({ room, identity, ttlS: 30 })
  const participant = await joinRoom({ url: liveKit.url, token })
  joined.push(participant)
  return participant
}

function signal(
  room: string,
  kind: RoomSignal['kind'],
  identity = '',
): Promise<RoomSignal & { receivedMs: number }> {
  return vi.waitFor(
    () => {
      const found = heard.find(s => s.room === room && s.kind === kind && s.identity === identity)
      if (!found) throw new Error(`no "${kind}" of "${identity}" yet`)
      return found
    },
    { timeout: 45_000, interval: 10 },
  )
}

/**
 * Holds on a machine however slow: what happened between a call and the arrival of its report is
 * dated between the two.
 */
function expectBetween(said: RoomSignal & { receivedMs: number }, beforeMs: number): void {
  expect(said.atMs).toBeGreaterThanOrEqual(beforeMs - 500) // a late report tells whole seconds only
  expect(said.atMs).toBeLessThanOrEqual(said.receivedMs)
}

describe('the media server', () => {
  test('dates joining and a goodbye between the act and its report', async () => {
    const room = await openRoom()
    const beforeJoiningMs = Date.now()
    const anna = await join(room, 'anna')
    const came = await signal(room, 'joined', 'anna')
    expectBetween(came, beforeJoiningMs)
    expect(came).toMatchObject({ participantKind: 'standard', sid: expect.stringMatching(/^PA_/) })

    const beforeLeavingMs = Date.now()
    await anna.leave()
    const left = await signal(room, 'left', 'anna')
    expectBetween(left, beforeLeavingMs)
    expect(left).toMatchObject({ sid: came.sid, reason: 'CLIENT_INITIATED' })
    expect(refused).toEqual([])
  })

  test('lists people while they are there, and removes and deletes without complaint when nothing is there', async () => {
    const room = await openRoom()
    const bert = await join(room, 'bert')
    await signal(room, 'joined', 'bert')
    expect(await media.listParticipants(room)).toMatchObject([
      { identity: 'bert', isActive: true, participantKind: 'standard' },
    ])
    expect(await media.removeParticipant(room, 'bert')).toBe(true)
    // 4 is "removed by the server"
    expect(await bert.ended).toBe('4')
    expect(await media.removeParticipant(room, 'bert')).toBe(false)
    await media.deleteRoom(room)
    await media.deleteRoom(room)
    expect(await media.listParticipants(room)).toEqual([])
  })

  test('lets nobody into a room that was not created, nor with a ticket for another room', async () => {
    await expect(join(`never-${process.pid}`, 'carla')).rejects.toThrow(/Joining failed/)
    const room = await openRoom()
    const forged = await createMediaServer({ ...liveKit, apiSecret: 'x'.repeat(40) }).mintToken({
      room,
      identity: 'carla',
      ttlS: 30,
    })
    await expect(joinRoom({ url: liveKit.url, token: forged })).rejects.toThrow(/Joining failed/)
  })

  test('knows at once that a cut connection no longer answers, and dates its end by that', async () => {
    const room = await openRoom()
    const answered = new Set<string>()
    const heardAnswers: MediaServer = {
      ...media,
      async answers(of, identity) {
        const isHere = await media.answers(of, identity)
        if (isHere) answered.add(identity)
        return isHere
      },
    }
    const pulse = startPulse({
      server: () => heardAnswers,
      openRooms: async () => [room],
      now: Date.now,
      onTrouble: error => refused.push(String(error)),
      intervalMs: 500,
    })
    try {
      const [dora, emil] = [await join(room, 'dora'), await join(room, 'emil')]
      // who was never heard cannot fall silent
      await vi.waitFor(() => expect([...answered].sort()).toEqual(['dora', 'emil']), {
        timeout: 10_000,
      })
      expect(await pulse.endings(room)).toEqual([])

      const cutAtMs = await dora.cut()
      const known = await vi.waitFor(
        async () => {
          const endings = await pulse.endings(room)
          expect(endings).toHaveLength(1)
          return endings[0]!
        },
        { timeout: 10_000 },
      )
      expect(known).toMatchObject({ kind: 'left', identity: 'dora', room, reason: 'SILENT' })
      expect(Math.abs(known.atMs - cutAtMs)).toBeLessThanOrEqual(known.uncertaintyMs)
      expect(await media.listParticipants(room)).toHaveLength(2)

      const beforeDeletingMs = Date.now()
      await media.deleteRoom(room)
      const left = {
        dora: await signal(room, 'left', 'dora'),
        emil: await signal(room, 'left', 'emil'),
      }
      expect(left.dora.reason).toBe('ROOM_DELETED')
      const refined = pulse.refine(left.dora)
      expect(Math.abs(refined.atMs - cutAtMs)).toBeLessThanOrEqual(refined.uncertaintyMs)
      expect(left.emil.uncertaintyMs).toBeGreaterThan(20_000)
      expect(pulse.refine(left.emil)).toMatchObject({
        atMs: left.emil.atMs,
        uncertaintyMs: expect.toSatisfy((ms: number) => ms < left.emil.uncertaintyMs),
      })
      expectBetween(left.emil, beforeDeletingMs)
      await signal(room, 'roomFinished')
      await emil.ended
    } finally {
      pulse.stop()
    }
  })

  test('dates a cut connection right from its late report alone', { timeout: 60_000 }, async () => {
    const room = await openRoom()
    const frieda = await join(room, 'frieda')
    // cut before it was there, a connection counts as aborted
    await signal(room, 'joined', 'frieda')
    const cutAtMs = await frieda.cut()
    const left = await signal(room, 'left', 'frieda')
    expect(left.reason).toBe('CONNECTION_TIMEOUT')
    expect(left.receivedMs - cutAtMs).toBeGreaterThan(19_000)
    expect(Math.abs(left.atMs - cutAtMs)).toBeLessThanOrEqual(left.uncertaintyMs)
    expect(left.uncertaintyMs).toBeLessThanOrEqual(1_700)
  })
})

describe('a ticket', () => {
  const read = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>

  test('lives 30 s at most, carries no name, and gives no power over others', async () => {
    const claims = read(await media.mintToken({ room: 'r', identity: 'p_1', ttlS: 3_600 }))
    expect(Number(claims['exp']) - Math.floor(Date.now() / 1000)).toBeLessThanOrEqual(30)
    expect(claims).toMatchObject({ sub: 'p_1' })
    for (const absent of ['name', 'metadata', 'attributes', 'sip', 'kind'])
      expect(claims).not.toHaveProperty(absent)
    const video = claims['video'] as Record<string, unknown>
    expect(video).toMatchObject({ roomJoin: true, room: 'r', canUpdateOwnMetadata: false })
    for (const power of [
      'roomAdmin',
      'roomCreate',
      'roomRecord',
      'roomList',
      'hidden',
      'recorder',
      'agent',
      'ingressAdmin',
    ]) {
      expect(video).not.toHaveProperty(power)
    }
  })
})

describe('a webhook', () => {
  const body = JSON.stringify({
    event: 'participant_joined',
    id: 'EV_1',
    createdAt: '1795543266',
    room: { name: 'r', sid: 'RM_1' },
    participant: {
      sid: 'PA_1',
      identity: 'p_1',
      joinedAt: '1795543266',
      joinedAtMs: '1795543266100',
    },
  })
  const nowMs = 1_795_543_266_400

  /** Signs as the media server does, with what the test wants otherwise. */
  async function sign(
    text: string,
    { key = liveKit.apiKey, secret = liveKit.apiSecret } = {},
  ): Promise<string> {
    const token = new AccessToken(key, secret, { ttl: 300 })
    token.sha256 = createHash('sha256').update(text).digest('base64')
    return token.toJwt()
  }
  const readNow = (text: string, authorization: string | undefined): Promise<ReadWebhook> =>
    media.readWebhook(text, authorization, Date.now())

  test('of the real server is accepted, and with any one byte changed it is not', async () => {
    await signal(await openRoom(), 'roomStarted')
    const { body: sent, authorization, receivedMs } = raw[0]!
    expect(await media.readWebhook(sent, authorization, receivedMs)).toMatchObject({ ok: true })
    for (const at of [0, Math.floor(sent.length / 2), sent.length - 1]) {
      const changed = Buffer.from(sent)
      changed[at]! ^= 1
      expect(await media.readWebhook(changed, authorization, receivedMs)).toEqual({
        ok: false,
        reason: 'hash',
      })
    }
  })

  test('is refused unsigned, under another key or secret, with another algorithm, or old', async () => {
    const good = await sign(body)
    expect(await readNow(body, good)).toMatchObject({ ok: true })
    expect(await readNow(body, undefined)).toEqual({ ok: false, reason: 'unsigned' })
    expect(await readNow(body, await sign(body, { secret: 'y'.repeat(40) }))).toEqual({
      ok: false,
      reason: 'signature',
    })
    expect(await readNow(body, await sign(body, { key: 'APIother' }))).toEqual({
      ok: false,
      reason: 'signature',
    })
    expect(await media.readWebhook(body, good, Date.now() + 400_000)).toEqual({
      ok: false,
      reason: 'expired',
    })
    expect(await media.readWebhook(body, good, Date.now() - 120_000)).toEqual({
      ok: false,
      reason: 'notYetValid',
    })
    const [, claims] = good.split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
    expect(await readNow(body, none)).toEqual({ ok: false, reason: 'algorithm' })
    expect(await readNow(body, 'nonsense')).toEqual({ ok: false, reason: 'algorithm' })
    const large = JSON.stringify({ padding: 'x'.repeat(300_000) })
    expect(await readNow(large, await sign(large))).toEqual({ ok: false, reason: 'size' })
    expect(await readNow('no json', await sign('no json'))).toEqual({ ok: false, reason: 'body' })
  })

  test('about what does not concern people is accepted and means nothing', async () => {
    const others = [
      { event: 'track_published' },
      { event: 'something_new_in_a_later_release' },
      { participant: { sid: 'PA_1', identity: 'recorder', kind: 'EGRESS' } },
      { participant: undefined },
    ]
    for (const change of others) {
      const text = JSON.stringify({ ...(JSON.parse(body) as object), ...change })
      expect(await readNow(text, await sign(text))).toEqual({ ok: true, event: null })
    }
  })

  test('that no clock and no database could take is accepted and dropped', async () => {
    const at = (createdAt: string) => ({ createdAt })
    const someone = { sid: 'PA_1', identity: 'p_1' }
    const now = at(String(Math.floor(Date.now() / 1000)))
    for (const change of [
      at('0'),
      at('99999999999999'),
      at('-9223372036854775808'),
      at(String(Math.floor(Date.now() / 1000) + 2 * 86_400)),
      { ...now, participant: { ...someone, identity: 'p_1#\0' } },
      { ...now, participant: { ...someone, sid: 'PA_\0' } },
      { ...now, id: 'EV_\0' },
      { ...now, room: { name: 'r\0' } },
    ]) {
      const text = JSON.stringify({ ...(JSON.parse(body) as object), ...change })
      expect(await readNow(text, await sign(text))).toEqual({
        ok: true,
        event: null,
        isAbsurd: true,
      })
    }
  })

  test('of a person on the phone says so', async () => {
    const text = JSON.stringify({
      ...(JSON.parse(body) as object),
      createdAt: String(Math.floor(Date.now() / 1000)),
      participant: { sid: 'PA_2', identity: 'p_2', kind: 'SIP' },
    })
    expect(await readNow(text, await sign(text))).toMatchObject({
      event: { participantKind: 'sip', identity: 'p_2' },
    })
  })

  test('is dated by its arrival when it comes at once, and by what it says when it comes late', async () => {
    const { edgeTime } = await import('../../src/rooms/edge-time.ts')
    const report = {
      kind: 'joined',
      reason: undefined,
      createdAtMs: 1_795_543_266_000,
      joinedAtMs: 1_795_543_266_100,
    } as const
    expect(edgeTime({ ...report, receivedMs: nowMs })).toEqual({ atMs: nowMs, uncertaintyMs: 100 })
    expect(edgeTime({ ...report, receivedMs: nowMs + 25_000 })).toEqual({
      atMs: 1_795_543_266_100,
      uncertaintyMs: 200,
    })
    expect(edgeTime({ ...report, kind: 'left', receivedMs: nowMs + 25_000 })).toEqual({
      atMs: 1_795_543_266_500,
      uncertaintyMs: 500,
    })
  })
})
