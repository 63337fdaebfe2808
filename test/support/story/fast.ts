import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readConfig } from '../../../src/lib/config.ts'
import { createMediaServer } from '../../../src/rooms/livekit.ts'
import { startServer } from '../../../src/server.ts'
import { buildWeb, isWebStale } from '../../../scripts/build-web.ts'
import { startMailReceiver } from '../smtp.ts'
import { readStartCode } from '../start-code.ts'
import { type Stage, calendarOf, photographer } from './stage.ts'
import type { MediaServer } from '../../../src/lib/media.ts'

/**
 * The product on a virtual clock with a simulated media server, whose webhooks are signed and sent
 * as the real one's are.
 */
export async function fastStage(): Promise<{ stage: Stage; strike: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-story-'))
  const mail = await startMailReceiver()
  if (isWebStale()) await buildWeb()
  const startMs = Math.floor(Date.now() / 1000) * 1000
  let shiftMs = 0
  const realStart = performance.now()
  // the clock also runs in real time, so that events do not get the same moment by mistake
  const nowMs = () => startMs + shiftMs + Math.floor(performance.now() - realStart)
  const keys = { apiKey: 'story', apiSecret: randomBytes(32).toString('hex') }
  const url = 'ws://127.0.0.1:9'
  const real = createMediaServer({ url, ...keys })
  const rooms = new Map<string, Map<string, string>>()
  const removals = new Map<string, PromiseWithResolvers<'reported' | 'unreported'>>()
  const server: MediaServer = {
    async createRoom(name) {
      if (!rooms.has(name)) rooms.set(name, new Map())
    },
    async deleteRoom(name) {
      for (const [identity, sid] of rooms.get(name) ?? []) {
        await report('participant_left', { room: name, identity, sid, reason: 'ROOM_DELETED' })
        removals.get(identity)?.resolve('reported')
      }
      rooms.delete(name)
    },
    async listParticipants(room) {
      return [...(rooms.get(room) ?? [])].map(([identity, sid]) => ({
        sid,
        identity,
        participantKind: 'standard',
        isActive: true,
        joinedAtMs: nowMs(),
      }))
    },
    async removeParticipant(room, identity) {
      const wasThere = rooms.get(room)?.delete(identity) ?? false
      // not reported here, because the product waits for this call while it may hold locks
      if (wasThere) removals.get(identity)?.resolve('unreported')
      return wasThere
    },
    answers: async (room, identity) => rooms.get(room)?.has(identity) ?? false,
    mintToken: ticket => real.mintToken(ticket),
    readWebhook: (raw, authorization, atMs) => real.readWebhook(raw, authorization, atMs),
  }
  const running = await startServer(
    readConfig({
      PORT: '0',
      DATA_DIR: dataDir,
      SMTP_URL: mail.url,
      MAIL_FROM: 'stab@kreis.example',
      LOG_LEVEL: 'error',
    }),
    { clock: { now: () => new Date(nowMs()) }, media: { url, server } },
  )
  const report = async (
    event: string,
    {
      room,
      identity,
      sid,
      reason,
    }: { room: string; identity: string; sid: string; reason?: string },
  ) => {
    const body = JSON.stringify({
      event,
      id: `EV_${randomBytes(6).toString('hex')}`,
      createdAt: String(Math.floor(nowMs() / 1000)),
      room: { name: room, sid: `RM_${room.slice(2, 10)}` },
      participant: {
        identity,
        sid,
        joinedAt: String(Math.floor(nowMs() / 1000)),
        joinedAtMs: String(nowMs()),
        state: event === 'participant_left' ? 'DISCONNECTED' : 'ACTIVE',
        kind: 'STANDARD',
        ...(reason ? { disconnectReason: reason } : {}),
      },
    })
    const answer = await fetch(`${running.address}/webhooks/livekit`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/webhook+json',
        authorization: signature(keys, { body, nowMs: nowMs() }),
      },
    })
    if (!answer.ok) throw new Error(`the webhook was answered with ${answer.status}`)
  }
  const photo = photographer(running.address)
  return {
    stage: {
      baseUrl: running.address,
      startCode: () => readStartCode(dataDir),
      nowMs,
      async until(atMs) {
        shiftMs += Math.max(0, atMs - nowMs())
      },
      async connect({ token, identity }) {
        const room = roomOf(token)
        const sid = `PA_${randomBytes(6).toString('hex')}`
        rooms.get(room)!.set(identity, sid)
        const removal = Promise.withResolvers<'reported' | 'unreported'>()
        removals.set(identity, removal)
        await report('participant_joined', { room, identity, sid })
        const part = (reason: string) => async () => {
          if (rooms.get(room)?.delete(identity))
            await report('participant_left', { room, identity, sid, reason })
        }
        return {
          leave: part('CLIENT_INITIATED'),
          cut: part('CLIENT_INITIATED'),
          async ended() {
            if ((await removal.promise) === 'reported') return
            const reason = 'PARTICIPANT_REMOVED'
            await report('participant_left', { room, identity, sid, reason })
          },
        }
      },
      async outage(forS) {
        // on a virtual clock, passing time is enough, because nobody notices the outage meanwhile
        shiftMs += forS * 1000
      },
      mailsLeave,
      async lastCalendar(address, isComplete) {
        await mailsLeave(isComplete)
        return calendarOf(mail.mails, address)
      },
      watch: photo.watch,
    },
    async strike() {
      await photo.close()
      await running.stop()
      await mail.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The room of a ticket, read as the media server reads it. */
function roomOf(token: string): string {
  const payload = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {
    video: { room: string }
  }
  return payload.video.room
}

/** The authorization of a webhook: a JWT over the SHA-256 of the body, as LiveKit signs it. */
function signature(
  { apiKey, apiSecret }: { apiKey: string; apiSecret: string },
  { body, nowMs }: { body: string; nowMs: number },
): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const nowS = Math.floor(nowMs / 1000)
  const claims = {
    iss: apiKey,
    nbf: nowS - 5,
    exp: nowS + 300,
    sha256: createHash('sha256').update(body).digest('base64'),
  }
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${head}.${createHmac('sha256', apiSecret).update(head).digest('base64url')}`
}

async function mailsLeave(isComplete: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isComplete()) && tries < 300; tries++) await delay(100)
}
