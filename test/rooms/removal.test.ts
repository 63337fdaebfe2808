import pino from 'pino'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { auditTrail } from '../../src/audit/tables.ts'
import type { MeetingId } from '../../src/lib/ids.ts'
import { meetings, signals } from '../../src/meetings/tables.ts'
import { createMediaServer } from '../../src/rooms/livekit.ts'
import { admissions } from '../../src/rooms/tables.ts'
import { reportOf, sign } from '../../bench/webhooks.ts'
import { type TestApp, TestClock, startApp } from '../support/app.ts'
import { browse } from '../support/browser.ts'
import { revise } from '../support/revised.ts'
import { joinRoom } from '../support/participant.ts'
import { type Signed, addMember, convene, foundStaff } from '../support/staff.ts'
import { answerTo } from '../support/ticket.ts'

type Ticket = { url: string; token: string; identity: string }
type Stay = { mode: string; until: string }
type Row = { memberId: string; now: { mode: string } | null; stays: Stay[] }

let app: TestApp
let staff: { staffId: string; lead: Signed }
const media = createMediaServer(inject('liveKit'))
const logged: { event?: string; meeting?: string; reason?: string; times?: number }[] = []
const log = pino({ level: 'warn' }, { write: line => logged.push(JSON.parse(line)) })

beforeAll(async () => {
  app = await startApp({ video: 'real', log })
  staff = await foundStaff(app)
})
afterAll(() => app.stop())

let people = 0
async function newMember(): Promise<Signed> {
  const letter = 'abcdefghijklmnopqrstuvwxyz'[people++]!
  return addMember(app, staff, { name: `Anna Muster${letter}` })
}

async function openMeeting(...invited: Signed[]): Promise<string> {
  const meetingId = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  for (const { memberId } of invited)
    await staff.lead.client.post(`/api/meetings/${meetingId}/members`, { memberId })
  return meetingId
}

const ticketFor = ({ client }: Signed, meetingId: string) =>
  client.post<Ticket>(`/api/meetings/${meetingId}/join`, {})

const leaveStaff = ({ memberId }: Signed) =>
  staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${memberId}`)

const signOutEverywhere = ({ client }: Signed) => client.post('/api/sign-out-everywhere')

describe('out of the room is', { timeout: 60_000 }, () => {
  const losses: [string, (who: Signed) => Promise<unknown>][] = [
    ['who is taken out of the staff', leaveStaff],
    [
      'who keeps only roles without content',
      ({ memberId }) =>
        staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}/members/${memberId}`, {
          roles: ['records'],
        }),
    ],
    ['who signs out everywhere', signOutEverywhere],
    ['who signs out', ({ client }) => client.post('/api/sign-out')],
    [
      'whose session is ended from elsewhere',
      async ({ client }) => {
        const [session] = await client.get<{ sessionId: string }[]>('/api/me/sessions')
        await client.call('DELETE', `/api/me/sessions/${session!.sessionId}`)
      },
    ],
  ]
  test.each(losses)('%s, and their stay ends', async (_name, lose) => {
    const who = await newMember()
    const meetingId = await openMeeting(who)
    const device = await joinRoom(await ticketFor(who, meetingId))
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: { mode: 'video' } })
    await lose(who)
    // 4 is "removed by the server"
    expect(await device.ended).toBe('4')
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: null, stays: [{}] })
    expect(await revocations(meetingId)).toBe(1)
    await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
    const { closedAt } = await staff.lead.client.get<{ closedAt: string }>(
      `/api/meetings/${meetingId}`,
    )
    const { stays } = (await row(meetingId, who))!
    expect(stays).toHaveLength(1)
    expect(stays[0]!.until < closedAt).toBe(true)
  })

  const ends: [string, (meetingId: string) => Promise<unknown>][] = [
    [
      'moved',
      async meetingId =>
        revise(staff.lead.client, [
          'POST',
          `/api/meetings/${meetingId}/move/at`,
          { startsAt: new Date(Date.now() + 10 * 60_000).toISOString(), durationMin: 50 },
        ]),
    ],
    ['cancelled', meetingId => staff.lead.client.post(`/api/meetings/${meetingId}/cancel`)],
  ]
  test.each(ends)('everybody when the meeting is %s, and nobody is there', async (how, end) => {
    const who = await newMember()
    const meetingId = await convene(app, staff, { inMin: 5 })
    const room = await roomOf(meetingId)
    const ticket = await ticketFor(who, meetingId)
    const device = await joinRoom(ticket)
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: { mode: 'video' } })
    await end(meetingId)
    expect(await row(meetingId, who)).toMatchObject({ now: null })
    await device.ended
    await joinRoom(ticket, { withinMs: 4_000 }).then(
      back => back.ended,
      () => {},
    )
    await expect.poll(() => media.listParticipants(room)).toEqual([])
    expect(await row(meetingId, who)).toMatchObject({ now: null })
    // the ledger knows both that they came and that they went
    await expect.poll(() => edges(meetingId, 'out')).toBe(1)
    expect(await edges(meetingId, 'in')).toBe(1)
    if (how === 'cancelled') return
    const again = await joinRoom(await ticketFor(who, meetingId))
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: { mode: 'video' } })
    expect(await roomOf(meetingId)).not.toBe(room)
    await again.leave()
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: null })
  })

  test('who was told so at another process than the one they came by', async () => {
    const who = await newMember()
    const other = await app.another()
    const meetingId = await openMeeting(who)
    const device = await joinRoom(await ticketFor(who, meetingId))
    const answer = await fetch(
      `${other.address}/api/staffs/${staff.staffId}/members/${who.memberId}`,
      { method: 'DELETE', headers: { cookie: staff.lead.client.cookieHeader() } },
    )
    expect(answer.ok).toBe(true)
    expect(await device.ended).toBe('4')
    await other.stop()
  })

  test('whoever comes back: with their ticket, with one taken before, by resuming, by any address', async () => {
    const who = await newMember()
    const meetingId = await openMeeting(who)
    const room = await roomOf(meetingId)
    const ticket = await ticketFor(who, meetingId)
    const unused = await ticketFor(who, meetingId)
    const device = await joinRoom(ticket)
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: { mode: 'video' } })
    const sid = (await media.listParticipants(room))[0]!.sid
    await signOutEverywhere(who)
    await device.ended
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: null })
    const before = await row(meetingId, who)
    for (const { url, token } of [ticket, unused])
      for (const path of ['/rtc', '/rtc/v1'])
        for (const more of [
          '',
          `&reconnect=1&sid=${sid}`,
          '&publish=Landrat',
          '&access_token=A%',
        ]) {
          const query = `access_token=${token}${more}&protocol=16&sdk=js`
          expect(await answerTo(`${url}${path}?${query}`)).not.toBe('open')
          const asked = await fetch(`${url.replace('ws:', 'http:')}${path}/validate?${query}`)
          expect([403, 404]).toContain(asked.status)
        }
    await expect(joinRoom(unused, { withinMs: 4_000 })).rejects.toThrow(/Joining failed/)
    expect(await media.listParticipants(room)).toEqual([])
    expect(await row(meetingId, who)).toEqual(before)
    expect(await edges(meetingId, 'in')).toBe(1)
  })

  test('whoever took a ticket before a move and comes with it after, until they take a new one', async () => {
    const who = await newMember()
    const meetingId = await convene(app, staff, { inMin: 5 })
    const room = await roomOf(meetingId)
    const unused = await ticketFor(who, meetingId)
    await staff.lead.client.post(`/api/meetings/${meetingId}/move/at`, {
      startsAt: new Date(Date.now() + 8 * 60_000).toISOString(),
      durationMin: 50,
    })
    await joinRoom(unused, { withinMs: 4_000 }).then(
      late => late.ended,
      () => {},
    )
    await expect.poll(() => media.listParticipants(room)).toEqual([])
    expect(await row(meetingId, who)).toMatchObject({ now: null, stays: [] })
    expect(await roomOf(meetingId)).not.toBe(room)
    const device = await joinRoom(await ticketFor(who, meetingId))
    await expect.poll(() => row(meetingId, who)).toMatchObject({ now: { mode: 'video' } })
    await device.leave()
  })

  test('whoever speaks under a name of their own, even alone in the room; told once, to lead and KGS', async () => {
    const who = await newMember()
    const other = await app.another()
    const meetingId = await openMeeting(who)
    const room = await roomOf(meetingId)
    const { identity } = await ticketFor(who, meetingId)
    // with tokens of the media server's own, which nobody gets from us
    for (const name of [`${identity}#Landrat`, `${identity}#Landrat`, `${identity}#Gast`]) {
      const token = await media.mintToken({ room, identity: name, ttlS: 30 })
      await joinRoom({ url: inject('liveKit').url, token }, { withinMs: 4_000 }).then(
        stranger => stranger.ended,
        () => {},
      )
      await expect.poll(() => media.listParticipants(room)).toEqual([])
    }
    const board = ({ client }: Signed) =>
      client.get<{ stray: { name: string } | null }>(`/api/meetings/${meetingId}/board`)
    await expect.poll(() => board(staff.lead)).toMatchObject({ stray: { name: who.name } })
    expect(await board(who)).toMatchObject({ stray: null })
    const browsing = await browse(app.base)
    const { page } = await browsing.visitor({ as: staff.lead.client })
    await page.goto(`${app.base}/meetings/${meetingId}`)
    await page
      .getByRole('status')
      .filter({ hasText: /^Eine Verbindung ohne Zulassung wurde entfernt, \d\d:\d\d\./ })
      .filter({ hasText: `Sie kam mit der Zulassung von ${who.name}.` })
      .waitFor()
    expect(browsing.complaints).toEqual([])
    await browsing.close()
    expect(await trail(meetingId, 'room.strayRemoved')).toBe(1)
    const said = logged.filter(
      ({ event, meeting }) => event === 'security.unadmittedParticipant' && meeting === meetingId,
    )
    expect(said).toHaveLength(1)
    expect(await edges(meetingId, 'in')).toBe(0)
    await other.stop()
  })

  test('whoever comes under a name that was never admitted', async () => {
    const meetingId = await openMeeting(await newMember())
    const room = await roomOf(meetingId)
    await ticketFor(staff.lead, meetingId) // rooms without a ticket are not watched
    const token = await media.mintToken({ room, identity: 'Landrat', ttlS: 30 })
    await joinRoom({ url: inject('liveKit').url, token }, { withinMs: 4_000 }).then(
      stranger => stranger.ended,
      () => {},
    )
    await expect.poll(() => media.listParticipants(room)).toEqual([])
    expect(await edges(meetingId, 'in')).toBe(0)
  })

  test('nobody else: who is admitted stays, on all their devices', async () => {
    const [who, other] = [await newMember(), await newMember()]
    const meetingId = await openMeeting(who, other)
    const room = await roomOf(meetingId)
    const [laptop, phone] = [
      await joinRoom(await ticketFor(who, meetingId)),
      await joinRoom(await ticketFor(who, meetingId)),
    ]
    const gone = await joinRoom(await ticketFor(other, meetingId))
    await signOutEverywhere(other)
    await gone.ended
    const left = (await media.listParticipants(room)).map(each => each.identity).sort()
    expect(left).toEqual([laptop.identity, phone.identity].sort())
    await Promise.all([laptop.leave(), phone.leave()])
  })

  test('who is taken out of a meeting before it begins, and who loses the function they came for', async () => {
    const [byHand, holder, next] = [await newMember(), await newMember(), await newMember()]
    const { client } = staff.lead
    const { functions } = await client.get<{
      functions: { functionId: string; label: string }[]
    }>(`/api/staffs/${staff.staffId}/roster`)
    const { functionId } = functions.find(fn => fn.label === 'BuMA')!
    const hold = (...ids: string[]) =>
      client.call('PUT', `/api/staffs/${staff.staffId}/functions/${functionId}/holders`, {
        holders: ids.map((memberId, rank) => ({ memberId, rank })),
      })
    await hold(holder.memberId, next.memberId)
    const meetingId = await convene(app, staff, { inMin: 5 })
    const devices = [
      await joinRoom(await ticketFor(byHand, meetingId)),
      await joinRoom(await ticketFor(holder, meetingId)),
    ]
    await client.call('DELETE', `/api/meetings/${meetingId}/members/${byHand.memberId}`)
    await hold(next.memberId)
    for (const device of devices) expect(await device.ended).toBe('4')
    for (const who of [byHand, holder])
      await expect(ticketFor(who, meetingId)).rejects.toThrow('notInvited')
    await (await joinRoom(await ticketFor(next, meetingId))).leave()
  })

  test('everybody, when the meeting is cancelled', async () => {
    const who = await newMember()
    const meetingId = await convene(app, staff, { inMin: 1 })
    await staff.lead.client.post(`/api/meetings/${meetingId}/members`, { memberId: who.memberId })
    const device = await joinRoom(await ticketFor(who, meetingId))
    await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, {})
    await device.ended
  })

  test('whose session ends because nobody uses it', async () => {
    const clock = new TestClock()
    const house = await startApp({ video: 'real', clock })
    const own = await foundStaff(house)
    const meetingId = await convene(house, own, { inMin: 1 })
    await own.lead.client
      .post(`/api/meetings/${meetingId}/members`, {
        memberId: own.lead.memberId,
      })
      .catch(() => {})
    const device = await joinRoom(await ticketFor(own.lead, meetingId))
    clock.forward(30 * 60_000)
    expect(await device.ended).toBe('4')
    await house.stop()
  })
})

describe('tickets', () => {
  test('at most five of a person count, and the list names only whom the media server has shown', async () => {
    const who = await newMember()
    const meetingId = await openMeeting(who)
    const device = await joinRoom(await ticketFor(who, meetingId))
    const shown = async () =>
      (
        await staff.lead.client.get<{ people: { identity: string }[] }>(
          `/api/meetings/${meetingId}/room`,
        )
      ).people.map(person => person.identity)
    await expect.poll(shown).toEqual([device.identity])
    const others = await Promise.all(Array.from({ length: 20 }, () => ticketFor(who, meetingId)))
    const open = await app.deps.database.db
      .select()
      .from(admissions)
      .where(eq(admissions.meetingId, meetingId as MeetingId))
    const counting = open.filter(row => row.revokedAt === null).map(row => row.identity)
    expect(open).toHaveLength(21)
    expect(counting).toHaveLength(5)
    expect(counting, 'the device in use is not pushed out').toContain(device.identity)
    expect(await shown()).toEqual([device.identity])
    expect(others.every(({ identity }) => identity !== device.identity)).toBe(true)
    await device.leave()
  })

  test('are refused after sixty in a minute, and told how long', async () => {
    const who = await newMember()
    const meetingId = await openMeeting(who)
    const answers = await Promise.all(
      Array.from({ length: 70 }, () =>
        who.client.fetch('POST', `/api/meetings/${meetingId}/join`, {}),
      ),
    )
    const refused = answers.filter(answer => answer.status === 429)
    expect(refused).toHaveLength(10)
    expect(await refused[0]!.json()).toMatchObject({ details: { retryAfterS: expect.any(Number) } })
  })

  test('are for those who take part: IT and records get none, invited or not, and raise no hand', async () => {
    for (const [role, code] of [
      ['it', 'notFound'],
      ['records', 'notInvited'],
    ]) {
      const who = await newMember()
      const meetingId = await openMeeting(who)
      await staff.lead.client.call(
        'PATCH',
        `/api/staffs/${staff.staffId}/members/${who.memberId}`,
        {
          roles: [role],
        },
      )
      for (const [method, path] of [
        ['POST', 'join'],
        ['PUT', 'hand'],
      ]) {
        const answer = await who.client.fetch(method!, `/api/meetings/${meetingId}/${path}`, {})
        expect(await answer.json()).toMatchObject({ code })
      }
    }
  })
})

describe('the webhook', () => {
  test('believes no report about another room, and takes a goodbye but no coming after the revocation', async () => {
    const who = await newMember()
    const meetingId = await openMeeting(who)
    const { identity } = await ticketFor(who, meetingId)
    const [room, elsewhere] = [await roomOf(meetingId), await roomOf(await openMeeting())]
    const report = async (event: 'joined' | 'left', of: { room: string; sid: string }) => {
      const { body } = reportOf({ room: of.room, identity, kind: `participant_${event}` })
      const signed = JSON.stringify({
        ...(JSON.parse(body) as object),
        participant: { ...JSON.parse(body).participant, sid: of.sid },
      })
      const answer = await fetch(`${app.base}/webhooks/livekit`, {
        method: 'POST',
        body: signed,
        headers: { authorization: sign(signed, inject('liveKit')) },
      })
      expect(answer.status).toBe(200)
    }
    await report('joined', { room: elsewhere, sid: 'PA_1' })
    expect(await edges(meetingId, 'in')).toBe(0)
    await report('joined', { room, sid: 'PA_2' })
    expect(await row(meetingId, who)).toMatchObject({ now: { mode: 'video' } })
    await leaveStaff(who)
    await expect.poll(() => revocations(meetingId)).toBe(1)
    await report('joined', { room, sid: 'PA_3' })
    expect(await edges(meetingId, 'in')).toBe(1)
    await report('left', { room, sid: 'PA_2' })
    expect(await row(meetingId, who)).toMatchObject({ now: null })
  })

  test('says once a minute and reason how many reports it refused', async () => {
    for (let i = 0; i < 50; i++) {
      const answer = await fetch(`${app.base}/webhooks/livekit`, { method: 'POST', body: '{}' })
      expect(answer.status).toBe(401)
    }
    const said = logged.filter(
      line => line.event === 'security.webhookRefused' && line.reason === 'unsigned',
    )
    expect(said).toMatchObject([{ times: 1 }])
  })
})

async function row(meetingId: string, { memberId }: Signed): Promise<Row | undefined> {
  const { rows } = await staff.lead.client.get<{ rows: Row[] }>(
    `/api/meetings/${meetingId}/attendance`,
  )
  return rows.find(each => each.memberId === memberId)
}

async function edges(meetingId: string, edge: 'in' | 'out'): Promise<number> {
  const { db } = app.deps.database
  return db.$count(
    signals,
    and(eq(signals.meetingId, meetingId as MeetingId), eq(signals.edge, edge)),
  )
}

async function trail(meetingId: string, action: string): Promise<number> {
  const { db } = app.deps.database
  return db.$count(
    auditTrail,
    and(eq(auditTrail.subject, meetingId), eq(auditTrail.action, action)),
  )
}

const revocations = (meetingId: string) => trail(meetingId, 'room.admissionRevoked')

async function roomOf(meetingId: string): Promise<string> {
  const [meeting] = await app.deps.database.db
    .select()
    .from(meetings)
    .where(eq(meetings.id, meetingId as MeetingId))
  return meeting!.roomName
}
