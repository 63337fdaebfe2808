import { createHash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { AccessToken, TrackSource, WebhookReceiver } from 'livekit-server-sdk'
import postgres from 'postgres'
import { maxPipeline } from '../../src/lib/db.ts'
import { serveQuestions } from './answer.ts'

// The smallest program that does the same: Hono, postgres.js and the media server's own library,
// with the product's statements and nothing else. It checks no roles and no input and sets no
// headers.

// the product's pipeline length, because the figure compares programs, not settings of the driver
const options: postgres.Options<Record<string, never>> & { max_pipeline: number } = {
  max: 10,
  max_pipeline: maxPipeline,
  onnotice: () => {},
}
const sql = postgres({
  ...(JSON.parse(process.env.FIGURE_DATABASE!) as { host: string }),
  ...options,
})
const { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = process.env
const receiver = new WebhookReceiver(apiKey!, apiSecret!)
const edges: Record<string, string> = { participant_joined: 'in', participant_left: 'out' }

const app = new Hono()
  .post('/api/meetings/:meetingId/join', async c => {
    const meetingId = c.req.param('meetingId')
    const now = new Date()
    const hash = createHash('sha256').update(getCookie(c, '__Host-lagerunde')!).digest()
    const [asker] = await sql`
      select s.id, s.person_id, s.factors, s.last_seen_at, s.expires_at, i.is_sample, p.title, p.name, p.language, (
        select coalesce(json_agg(json_build_object('staffId', m.staff_id, 'memberId', m.id, 'roles', m.roles) order by m.joined_at, m.id), '[]')
        from members m where m.person_id = p.id and m.left_at is null) as memberships
      from sessions s join people p on p.id = s.person_id join installation i on i.one
      where s.token_hash = ${hash} and s.ended_at is null and s.expires_at > ${now} and s.last_seen_at > ${new Date(now.getTime() - 1_800_000)}`
    if (!asker) return c.json({}, 401)
    const scope = `person:${asker.person_id}`
    const key = c.req.header('idempotency-key')!
    const raw = await c.req.text()
    const fingerprint = createHash('sha256').update(c.req.path).update(raw).digest('base64url')
    await sql`
      insert into idempotency_keys as k (scope, key, fingerprint, created_at) values (${scope}, ${key}, ${fingerprint}, ${now})
      on conflict (scope, key) do update set created_at = ${now}
      where k.status is null and k.fingerprint = ${fingerprint} and k.created_at < ${new Date(now.getTime() - 30_000)} returning key`
    const { device } = JSON.parse(raw) as { device: string }
    const [place] = await sql`
      select m.staff_id, m.state, m.starts_at, m.has_virtual_room, m.room_name, m.gathering, b.id as member_id, a.id as attendee_id
      from meetings m
      left join members b on b.staff_id = m.staff_id and b.person_id = ${asker.person_id} and b.left_at is null
      left join attendees a on a.meeting_id = m.id and a.member_id = b.id
      where m.id = ${meetingId}`
    const expires = new Date(now.getTime() + 60_000)
    await sql`
      insert into attempts as a (key, times, expires_at) values (${`ticket:${place!.attendee_id}`}, array[${now}::timestamptz], ${expires})
      on conflict (key) do update set expires_at = excluded.expires_at,
        times = array(select t from unnest(a.times) t where t > ${new Date(now.getTime() - 60_000)} order by t) || ${now}::timestamptz
      where cardinality(array(select t from unnest(a.times) t where t > ${new Date(now.getTime() - 60_000)} order by t)) < 60
      returning key`
    const identity = `p_${randomBytes(16).toString('hex')}`
    await sql`
      insert into admissions (identity, meeting_id, room_name, gathering, attendee_id, session_id, device, issued_at)
      values (${identity}, ${meetingId}, ${place!.room_name}, ${place!.gathering}, ${place!.attendee_id}, ${asker.id}, ${device}, ${now})`
    await sql`
      update admissions set revoked_at = ${now}
      where revoked_at is null and identity in (
        select a.identity from admissions a
        where a.attendee_id = ${place!.attendee_id} and a.revoked_at is null
        order by a.identity = ${identity} desc, a.sid is not null and not exists (
          select from signals s where s.meeting_id = a.meeting_id and s.stay = a.sid and s.edge = 'out'
        ) desc, a.issued_at desc, a.identity
        offset 5)
      returning sid`
    const token = new AccessToken(apiKey, apiSecret, { identity, ttl: 30 })
    token.addGrant({
      roomJoin: true,
      room: place!.room_name as string,
      canPublish: true,
      canSubscribe: true,
      canPublishData: true,
      canUpdateOwnMetadata: false,
      canPublishSources: [
        TrackSource.CAMERA,
        TrackSource.MICROPHONE,
        TrackSource.SCREEN_SHARE,
        TrackSource.SCREEN_SHARE_AUDIO,
      ],
    })
    const ticket = { url, token: await token.toJwt(), identity }
    await sql`update idempotency_keys set status = 200, body = ${Buffer.from(JSON.stringify(ticket))} where scope = ${scope} and key = ${key}`
    return c.json(ticket)
  })
  .post('/webhooks/livekit', async c => {
    const event = await receiver.receive(await c.req.text(), c.req.header('authorization'))
    const { id, createdAt, participant } = event
    const at = new Date(Number(createdAt) * 1000)
    await sql`
      with admission as (
        select a.identity, a.meeting_id, a.gathering, a.attendee_id, a.revoked_at from admissions a join meetings m on m.id = a.meeting_id
        where a.identity = ${participant!.identity} and coalesce(a.room_name, m.room_name) = ${event.room!.name}
      ), stored as (
        insert into signals (id, meeting_id, gathering, attendee_id, mode, stay, edge, at, received_at, uncertainty_ms, source)
        select ${id}, meeting_id, gathering, attendee_id, 'video', ${participant!.sid}, ${edges[event.event]!}, ${at}, ${new Date()}, 500::int, 'mediaServer'
        from admission where ${edges[event.event]!} <> 'in' or revoked_at is null or revoked_at >= ${at} on conflict (id) do nothing
      ), shown as (
        update admissions set sid = ${participant!.sid}
        where ${edges[event.event]!} = 'in' and identity in (select identity from admission where revoked_at is null))
      select meeting_id, revoked_at is null as is_admitted from admission`
    return c.body(null, 200)
  })

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => {
  serveQuestions(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    residentBytes: () => process.memoryUsage.rss(),
  })
})
