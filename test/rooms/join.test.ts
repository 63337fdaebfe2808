import { createHash, createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { MeetingId } from '../../src/lib/ids.ts'
import { meetings, signals } from '../../src/meetings/tables.ts'
import { roomsInUse } from '../../src/rooms/store/rooms.ts'
import { ApiFailure } from '../support/client.ts'
import { type TestApp, TestClock, startApp } from '../support/app.ts'
import { joinRoom } from '../support/participant.ts'
import { type Signed, addMember, convene, foundStaff } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let member: Signed
let outsider: Signed

beforeAll(async () => {
  app = await startApp({ video: 'real' })
  staff = await foundStaff(app)
  member = await addMember(app, staff, { name: 'Jörg Müßig', functions: ['SMS Ordnung'] })
  outsider = await addMember(app, staff, { name: 'Petra Lindner', roles: ['records'] })
})
afterAll(() => app.stop())

type Row = {
  memberId: string
  now: { mode: string } | null
  stays: { mode: string; seconds: number; until: string }[]
  status: string | null
}

describe('joining the virtual room', () => {
  test('two devices of one person are one stay, and leaving both ends it', async () => {
    const meetingId = await convene(app, staff, { inMin: 1 })
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const laptop = await enter(meetingId)
    await expect.poll(() => row(meetingId)).toMatchObject({ now: { mode: 'video' } })
    const phone = await enter(meetingId)
    expect(laptop.identity).not.toBe(phone.identity)
    await laptop.leave()
    await expect
      .poll(async () => (await stored(meetingId)).filter(s => s.edge === 'out').length)
      .toBe(1)
    expect(await row(meetingId)).toMatchObject({
      now: { mode: 'video' },
      stays: [{ mode: 'video' }],
    })
    await phone.leave()
    await expect.poll(async () => (await row(meetingId))!.now).toBeNull()
    expect((await row(meetingId))!.stays).toHaveLength(1)
  })

  test('a page that comes back takes the place of its broken connection, and of no other', async () => {
    const meetingId = await convene(app, staff, { inMin: 1 })
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const laptop = await enter(meetingId)
    const join = (who: Signed, insteadOf: string) =>
      who.client.post<{ url: string; token: string }>(`/api/meetings/${meetingId}/join`, {
        insteadOf,
      })
    const room = async () =>
      (
        await member.client.get<{ people: { identity: string }[] }>(
          `/api/meetings/${meetingId}/room`,
        )
      ).people.map(({ identity }) => identity)
    await expect.poll(room).toEqual([laptop.identity])
    await join(staff.lead, laptop.identity)
    expect(await room()).toEqual([laptop.identity])
    await laptop.cut()
    const again = await joinRoom(await join(member, laptop.identity))
    await expect.poll(room).toEqual([again.identity])
    await again.leave()
  })

  test('only rooms for which somebody has a ticket are asked who is there', async () => {
    const meetingId = await convene(app, staff, { inMin: 1 })
    const isAsked = async () =>
      (await roomsInUse(app.deps.database.db)).includes(await roomOf(meetingId))
    expect(await isAsked()).toBe(false)
    await member.client.post(`/api/meetings/${meetingId}/join`, {})
    expect(await isAsked()).toBe(true)
  })

  test('the ticket names nobody and gives no power', async () => {
    const meetingId = await convene(app, staff, { inMin: 1 })
    const { token } = await member.client.post<{ token: string }>(
      `/api/meetings/${meetingId}/join`,
      {},
    )
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {
      endsAtMs: number
      name?: string
      metadata?: string
      video: Record<string, unknown>
    }
    expect(claims.endsAtMs - Date.now()).toBeLessThanOrEqual(30_000)
    expect(JSON.stringify(claims)).not.toContain('Müßig')
    for (const power of [
      'roomAdmin',
      'roomCreate',
      'roomRecord',
      'canUpdateOwnMetadata',
      'roomList',
    ])
      expect(claims.video[power] ?? false).toBe(false)
  })

  test('where the media server is, is told to nobody, and the ticket opens nothing there', async () => {
    const session = await member.client.get<{ video: object }>('/api/session')
    expect(session.video).toEqual({ state: 'ready' })
    const meetingId = await convene(app, staff, { inMin: 1 })
    const { token, url } = await member.client.post<{ token: string; url: string }>(
      `/api/meetings/${meetingId}/join`,
      {},
    )
    expect(url).toBe(app.base.replace('http:', 'ws:'))
    const direct = inject('liveKit').url.replace('ws:', 'http:')
    const answer = await fetch(`${direct}/rtc/validate?access_token=${token}`)
    expect(answer.status).toBe(401)
  })

  test('too early, uninvited, cancelled and closed are refused by name, and leave no admission', async () => {
    const later = await convene(app, staff, { inMin: 60 })
    expect(
      await refused(() => member.client.post(`/api/meetings/${later}/join`, {})),
    ).toMatchObject({ code: 'tooEarly' })
    const soon = await convene(app, staff, { inMin: 1 })
    expect(
      await refused(() => outsider.client.post(`/api/meetings/${soon}/join`, {})),
    ).toMatchObject({ code: 'notInvited' })
    await staff.lead.client.post(`/api/meetings/${soon}/open`)
    await staff.lead.client.post(`/api/meetings/${soon}/close`)
    expect(await refused(() => member.client.post(`/api/meetings/${soon}/join`, {}))).toMatchObject(
      { code: 'meetingClosed' },
    )
    await staff.lead.client.post(`/api/meetings/${later}/cancel`, {})
    expect(
      await refused(() => member.client.post(`/api/meetings/${later}/join`, {})),
    ).toMatchObject({ code: 'meetingCancelled' })
    expect(
      await refused(() => member.client.post(`/api/meetings/mtg_${'0'.repeat(26)}/join`, {})),
    ).toMatchObject({ code: 'notFound' })
  })

  test('closing ends the room for everyone, and nobody is counted beyond the close', async () => {
    const meetingId = await convene(app, staff, { inMin: 1 })
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const device = await enter(meetingId)
    await expect.poll(() => row(meetingId)).toMatchObject({ now: { mode: 'video' } })
    await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
    await device.ended
    const { closedAt } = await staff.lead.client.get<{ closedAt: string }>(
      `/api/meetings/${meetingId}`,
    )
    const view = await staff.lead.client.get<{ rows: Row[] }>(
      `/api/meetings/${meetingId}/attendance`,
    )
    expect(
      view.rows.find(r => r.memberId === member.memberId)!.stays.at(-1)!.until <= closedAt,
    ).toBe(true)
  })
})

describe('the webhook', () => {
  test('a report is stored once however often it comes; forged, changed and unknown ones do nothing', async () => {
    const meetingId = await convene(app, staff, { inMin: 1 })
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const { identity } = await member.client.post<{ identity: string }>(
      `/api/meetings/${meetingId}/join`,
      {},
    )
    const event = {
      event: 'participant_joined',
      id: 'EV_test1',
      createdAt: String(Math.floor(Date.now() / 1000)),
      room: { name: await roomOf(meetingId) },
      participant: {
        identity,
        sid: 'PA_test1',
        state: 'ACTIVE',
        kind: 'STANDARD',
        joinedAtMs: String(Date.now()),
      },
    }
    const body = JSON.stringify(event)
    expect(await report(body, sign(body))).toBe(200)
    expect(await report(body, sign(body))).toBe(200)
    expect(await stored(meetingId)).toHaveLength(1)
    const other = JSON.stringify({ ...event, id: 'EV_test2' })
    expect(await report(other, sign(body))).toBe(401)
    expect(await report(other, sign(other, { secret: 'x'.repeat(32) }))).toBe(401)
    expect(await report(other, sign(other, { expiresInS: -120 }))).toBe(401)
    expect(await report(other, undefined)).toBe(401)
    const unknown = JSON.stringify({
      event: 'something_new',
      id: 'EV_test3',
      createdAt: event.createdAt,
    })
    expect(await report(unknown, sign(unknown))).toBe(200)
    const stranger = JSON.stringify({
      ...event,
      id: 'EV_test4',
      participant: { ...event.participant, identity: 'nobody' },
    })
    expect(await report(stranger, sign(stranger))).toBe(200)
    expect(await stored(meetingId)).toHaveLength(1)
  })
})

describe('at the door', () => {
  let house: TestApp
  let desk: { staffId: string; lead: Signed }
  let kgs: Signed
  const clock = new TestClock('2026-11-24T07:00:00Z')
  beforeAll(async () => {
    house = await startApp({ clock })
    desk = await foundStaff(house)
    kgs = await addMember(house, desk, {
      name: 'Uwe Groß',
      roles: ['kgs'],
      functions: ['KGS Innerer Dienst'],
    })
  })
  afterAll(() => house.stop())

  test('people come, go and come again; what was pressed by mistake is taken back without a trace in the times', async () => {
    const meetingId = await convene(house, desk)
    await desk.lead.client.post(`/api/meetings/${meetingId}/open`)
    const come = (edge: 'in' | 'out') =>
      kgs.client.post<{ signalId: string }>(`/api/meetings/${meetingId}/check-${edge}`, {
        memberId: kgs.memberId,
      })
    await come('in')
    clock.forward(600_000)
    const mistake = await come('out')
    clock.forward(300_000)
    await kgs.client.post(`/api/meetings/${meetingId}/check-in/undo`, {
      signalId: mistake.signalId,
    })
    const view = await kgs.client.get<{
      rows: { memberId: string; stays: { seconds: number }[] }[]
    }>(`/api/meetings/${meetingId}/attendance`)
    expect(view.rows.find(r => r.memberId === kgs.memberId)!.stays).toMatchObject([
      { seconds: 900 },
    ])
  })

  test('"all who said vor Ort are here" enters just those, once', async () => {
    const meetingId = await convene(house, desk)
    await kgs.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
      kind: 'accepted',
      mode: 'onSite',
    })
    const all = () =>
      kgs.client.post<{ entries: unknown[] }>(`/api/meetings/${meetingId}/check-in/all-on-site`)
    expect((await all()).entries).toHaveLength(1)
    clock.forward(1_000)
    expect((await all()).entries).toHaveLength(0)
  })

  test('"Ich bin da" takes the code at the door, of this half minute or the one before', async () => {
    const meetingId = await convene(house, desk)
    const { code } = await desk.lead.client.get<{ code: string }>(`/api/meetings/${meetingId}/door`)
    expect(
      await refused(() =>
        kgs.client.post(`/api/meetings/${meetingId}/check-in/self`, { code: '00000000' }),
      ),
    ).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'code' }],
    })
    clock.forward(30_000)
    await kgs.client.post(`/api/meetings/${meetingId}/check-in/self`, { code })
    clock.forward(60_000)
    expect(
      await refused(() => kgs.client.post(`/api/meetings/${meetingId}/check-in/self`, { code })),
    ).toMatchObject({
      errors: [{ field: 'code' }],
    })
  })

  test('a stranger, a closed meeting and a member at the desk are refused', async () => {
    const meetingId = await convene(house, desk)
    const clerk = await addMember(house, desk, {
      name: 'Petra Lindner',
      roles: ['records', 'member'],
    })
    expect(
      await refused(() =>
        kgs.client.post(`/api/meetings/${meetingId}/check-in`, {
          attendeeId: `att_${'0'.repeat(26)}`,
        }),
      ),
    ).toMatchObject({ code: 'notFound' })
    expect(
      await refused(() =>
        kgs.client.post(`/api/meetings/${meetingId}/check-in`, {
          memberId: `mbr_${'0'.repeat(26)}`,
        }),
      ),
    ).toMatchObject({ code: 'notFound' })
    expect(
      await refused(() => clerk.client.post(`/api/meetings/${meetingId}/visitors`, { name: 'X' })),
    ).toMatchObject({
      code: 'forbidden',
    })
    await desk.lead.client.post(`/api/meetings/${meetingId}/open`)
    await desk.lead.client.post(`/api/meetings/${meetingId}/close`)
    expect(
      await refused(() =>
        kgs.client.post(`/api/meetings/${meetingId}/visitors`, { name: 'Nadine Falk' }),
      ),
    ).toMatchObject({
      code: 'meetingClosed',
    })
  })
})

async function enter(meetingId: string) {
  return joinRoom(
    await member.client.post<{ url: string; token: string }>(`/api/meetings/${meetingId}/join`, {
      device: 'Laptop',
    }),
  )
}

async function row(meetingId: string): Promise<Row | undefined> {
  const { rows } = await staff.lead.client.get<{ rows: Row[] }>(
    `/api/meetings/${meetingId}/attendance`,
  )
  return rows.find(r => r.memberId === member.memberId)
}

function stored(meetingId: string) {
  return app.deps.database.db
    .select()
    .from(signals)
    .where(eq(signals.meetingId, meetingId as MeetingId))
}

async function report(body: string, authorization: string | undefined): Promise<number> {
  const headers = {
    'content-type': 'application/webhook+json',
    ...(authorization ? { authorization } : {}),
  }
  return (await fetch(`${app.base}/webhooks/livekit`, { method: 'POST', body, headers })).status
}

function sign(
  body: string,
  { secret = inject('liveKit').apiSecret, expiresInS = 300 } = {},
): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const nowS = Math.floor(Date.now() / 1000)
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: inject('liveKit').apiKey, nbf: nowS - 400, exp: nowS + expiresInS, sha256: createHash('sha256').update(body).digest('base64') })}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}

async function refused(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => Promise.reject(new Error('it was accepted')),
    error => (error instanceof ApiFailure ? error.body : Promise.reject(error)),
  )
}

async function roomOf(meetingId: string): Promise<string> {
  const [meeting] = await app.deps.database.db
    .select()
    .from(meetings)
    .where(eq(meetings.id, meetingId as MeetingId))
  return meeting!.roomName
}
