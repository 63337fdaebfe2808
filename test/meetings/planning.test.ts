import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiFailure } from '../support/client.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { audited } from '../support/trail.ts'
import { fingerprintOf } from '../support/fingerprint.ts'
import { revise } from '../support/revised.ts'

let app: TestApp
const clock = new TestClock('2026-11-24T07:00:00Z')
let staff: { staffId: string; lead: Signed }
let kgs: Signed
let member: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, {
    name: 'Uwe Groß',
    roles: ['kgs'],
    functions: ['KGS Innerer Dienst'],
  })
  member = await addMember(app, staff, { name: 'Beate Weiß', functions: ['SMS Soziales'] })
})
afterAll(() => app.stop())

const incident = { title: 'Hochwasser (erfunden)', kind: 'operation' }
type Planned = {
  meeting: {
    meetingId: string
    incidentId: string
    number: number | null
    ownTitle: string | null
    state: string
    startsAt: string
    title: string
    agenda: { title: string }[]
    place: string
    seats: number | null
  }
  warnings: unknown[]
}

describe('planning', () => {
  test('a meeting is numbered when it is opened, in order and without holes, also when two open at once', async () => {
    const first = await plan({ incident, date: '2026-12-01', time: '08:30', durationMin: 50 })
    const { incidentId } = first.meeting
    const more = await Promise.all(
      ['09:30', '10:30', '11:30'].map(time =>
        plan({ incidentId, date: '2026-12-01', time, durationMin: 30 }),
      ),
    )
    for (const { meeting } of [first, ...more])
      expect(meeting).toMatchObject({ number: null, title: 'Sitzung', ownTitle: null })
    const act = (meeting: Planned['meeting'], what: string) =>
      staff.lead.client.post<Planned['meeting']>(`/api/meetings/${meeting.meetingId}/${what}`)
    const [early, late, cancelled, named] = [first, ...more].map(p => p.meeting)
    await act(cancelled!, 'cancel')
    // the last planned is held first, and the cancelled one takes no number
    expect(await act(late!, 'open')).toMatchObject({ number: 1, title: '1. Sitzung' })
    await revise(staff.lead.client, [
      'PATCH',
      `/api/meetings/${named!.meetingId}`,
      { title: 'Pressetermin' },
    ])
    const both = await Promise.all([act(early!, 'open'), act(named!, 'open')])
    expect(both.map(meeting => meeting.number).sort()).toEqual([2, 3])
    expect(both.map(meeting => meeting.ownTitle)).toEqual([null, 'Pressetermin'])
    expect(both[0]!.title).toBe(`${both[0]!.number}. Sitzung`)
    // without its own title it is called by its number
    expect(
      await revise(staff.lead.client, [
        'PATCH',
        `/api/meetings/${named!.meetingId}`,
        { title: null },
      ]),
    ).toMatchObject({ title: `${both[1]!.number}. Sitzung`, ownTitle: null })
    await Promise.all([early!, late!, named!].map(meeting => act(meeting, 'close')))
    expect(first.meeting.startsAt).toBe('2026-12-01T07:30:00.000Z')
    const incidents = await staff.lead.client.get<{ incidentId: string; meetingCount: number }[]>(
      `/api/staffs/${staff.staffId}/incidents`,
    )
    expect(incidents.find(each => each.incidentId === incidentId)?.meetingCount).toBe(4)
  })

  test('an incident stands in the trail under one name, however it began', async () => {
    const before = (await audited(app, 'incident.added')).length
    await plan({ incident, date: '2026-12-03', time: '08:30', durationMin: 30 })
    await staff.lead.client.post(`/api/staffs/${staff.staffId}/incidents`, incident)
    const added = await audited(app, 'incident.added')
    expect(added.slice(before)).toEqual([{ kind: 'operation' }, { kind: 'operation' }])
  })

  test('like one without a limit of seats has no limit either, whatever the staff is used to', async () => {
    const path = `/api/staffs/${staff.staffId}`
    await revise(staff.lead.client, ['PATCH', path, { defaultSeats: 8 }])
    const when = { date: '2026-12-04', durationMin: 30 }
    const last = await plan({ ...when, incident, time: '08:30', seats: null })
    const like = last.meeting.meetingId
    expect((await plan({ ...when, time: '09:30', like })).meeting.seats).toBeNull()
    const now = await staff.lead.client.post<Planned>(`${path}/meetings/now`, { like })
    expect(now.meeting.seats).toBeNull()
    expect((await plan({ ...when, time: '11:30', like, seats: 5 })).meeting.seats).toBe(5)
  })

  test('like the last one takes over what is not said anew', async () => {
    const last = await plan({
      incident,
      date: '2026-12-02',
      time: '08:30',
      durationMin: 50,
      place: 'Kreishaus, Raum 7',
      agenda: [{ title: 'Nur dies', minutes: 5 }],
    })
    const next = await plan({
      like: last.meeting.meetingId,
      date: '2026-12-03',
      time: '08:30',
      durationMin: 50,
    })
    expect(next.meeting).toMatchObject({
      place: 'Kreishaus, Raum 7',
      incidentId: last.meeting.incidentId,
      number: null,
    })
    expect(next.meeting.agenda.map(item => item.title)).toEqual(['Nur dies'])
  })

  test('whoever kept the last minutes may have left: the next meeting is planned without them', async () => {
    const keeper = await addMember(app, staff, { name: 'Ruth Alt', withAccount: false })
    const last = await plan({
      incident,
      date: '2026-12-04',
      time: '08:30',
      durationMin: 50,
      minuteTakerId: keeper.memberId,
    })
    await staff.lead.client.call(
      'DELETE',
      `/api/staffs/${staff.staffId}/members/${keeper.memberId}`,
    )
    const next = await plan({
      like: last.meeting.meetingId,
      date: '2026-12-05',
      time: '08:30',
      durationMin: 50,
    })
    expect(next.meeting).toMatchObject({ number: null, minuteTakerId: null })
  })

  test('a time the clocks skip is asked back with both sides of the jump', async () => {
    const problem = await refused(() =>
      plan({ incident, date: '2027-03-28', time: '02:30', durationMin: 50 }),
    )
    expect(problem).toMatchObject({
      code: 'wallTimeMissing',
      errors: [{ field: 'time', value: '02:30' }],
    })
    expect(problem.details).toMatchObject({
      before: '2027-03-28T00:30:00.000Z',
      after: '2027-03-28T01:30:00.000Z',
    })
  })

  test('a time the clocks show twice is asked back, and the answer counts', async () => {
    const wish = {
      incident,
      date: '2026-10-25',
      time: '02:30',
      durationMin: 50,
      meant: 'inThePast',
    }
    expect(await refused(() => plan(wish))).toMatchObject({ code: 'wallTimeAmbiguous' })
    expect((await plan({ ...wish, fold: 'later' })).meeting.startsAt).toBe(
      '2026-10-25T01:30:00.000Z',
    )
    expect((await plan({ ...wish, fold: 'earlier' })).meeting.startsAt).toBe(
      '2026-10-25T00:30:00.000Z',
    )
  })

  test('a meeting without length is refused by field, value and expectation, and changes nothing', async () => {
    const before = await count()
    const problem = await refused(() =>
      plan({ incident, date: '2026-12-01', time: '08:30', durationMin: 0 }),
    )
    expect(problem).toMatchObject({
      code: 'invalid',
      errors: [{ field: 'durationMin', value: '0' }],
    })
    expect(
      await refused(() => plan({ incident, date: '2026-02-30', time: '08:30', durationMin: 5 })),
    ).toMatchObject({
      errors: [{ field: 'date' }],
    })
    expect(
      await refused(() =>
        plan({
          incident,
          date: '2026-12-01',
          time: '08:30',
          durationMin: 5,
          place: 'Raum\r\nX-Evil: 1',
        }),
      ),
    ).toMatchObject({ errors: [{ field: 'place' }] })
    expect(await count()).toBe(before)
  })

  test('people promised to two meetings at one time are warned of, and it is allowed', async () => {
    await plan({ incident, date: '2026-12-10', time: '08:30', durationMin: 60 })
    const exercise = { title: 'Stabsrahmenübung', kind: 'exercise' as const }
    await plan({ incident: exercise, date: '2026-12-10', time: '08:30', durationMin: 60 })
    const second = await plan({ incident, date: '2026-12-10', time: '09:00', durationMin: 60 })
    // sittings have the same numbers in each incident, so the incident tells them apart
    for (const meetingTitle of [
      `Sitzung · ${incident.title}`,
      'Sitzung · Stabsrahmenübung · Übung',
    ])
      expect(second.warnings).toContainEqual(
        expect.objectContaining({ kind: 'overlap', memberName: 'Beate Weiß', meetingTitle }),
      )
  })

  test('a member cannot plan, and a stranger does not even see the staff', async () => {
    expect(
      await refused(() =>
        member.client.post(`/api/staffs/${staff.staffId}/meetings`, {
          incident,
          date: '2026-12-01',
          time: '08:30',
          durationMin: 5,
        }),
      ),
    ).toMatchObject({ code: 'forbidden' })
    expect(
      await refused(() => kgs.client.get(`/api/staffs/stf_${'0'.repeat(26)}/meetings`)),
    ).toMatchObject({ code: 'notFound' })
  })

  test('a series keeps its wall time across the clock change, and one instance moves alone', async () => {
    const made = await staff.lead.client.post<{
      meetings: { meetingId: string; startsAt: string }[]
    }>(`/api/staffs/${staff.staffId}/series`, {
      incident,
      date: '2027-03-25',
      time: '08:30',
      durationMin: 50,
      rule: { every: 'weekdays', until: '2027-04-01' },
    })
    expect(made.meetings.map(m => m.startsAt)).toEqual([
      '2027-03-25T07:30:00.000Z',
      '2027-03-26T07:30:00.000Z',
      '2027-03-29T06:30:00.000Z',
      '2027-03-30T06:30:00.000Z',
      '2027-03-31T06:30:00.000Z',
      '2027-04-01T06:30:00.000Z',
    ])
    const [, second, third] = made.meetings
    await revise(staff.lead.client, [
      'POST',
      `/api/meetings/${second!.meetingId}/move`,
      { date: '2027-03-26', time: '10:00', durationMin: 50 },
    ])
    expect(await staff.lead.client.get(`/api/meetings/${second!.meetingId}`)).toMatchObject({
      startsAt: '2027-03-26T09:00:00.000Z',
      movedFrom: '2027-03-26T07:30:00.000Z',
    })
    expect(await staff.lead.client.get(`/api/meetings/${third!.meetingId}`)).toMatchObject({
      startsAt: third!.startsAt,
      movedFrom: null,
    })
  })
})

describe('the preview of a series', () => {
  type Preview =
    | {
        days: {
          date: string
          startsAt: string | null
          question: { kind: string; earlier: string; later: string } | null
        }[]
      }
    | { problem: string }
  const preview = (query: Record<string, string>, as = staff.lead.client) =>
    as.get<Preview>(
      `/api/staffs/${staff.staffId}/series/preview?${new URLSearchParams({ time: '08:30', ...query })}`,
    )
  const daily = { date: '2027-04-08', every: 'day', until: '2027-04-09' }

  test.each([
    ['daily across the end of summer time', { every: 'day' }, '02:30'],
    ['on weekdays', { every: 'weekdays' }, '23:59'],
    ['weekly', { every: 'week' }, '08:30'],
    ['on chosen days', { every: 'days', weekdays: [7, 2] }, '03:00'],
  ] as const)('shows the very meetings that are planned: %s', async (_, rule, time) => {
    const [date, until] = ['2027-10-27', '2027-11-18']
    const chosen = 'weekdays' in rule ? { weekdays: rule.weekdays.join() } : {}
    const shown = await preview({ date, time, every: rule.every, until, ...chosen })
    const days = 'days' in shown ? shown.days : []
    const asked = days.filter(day => day.question !== null)
    expect(asked.map(day => day.date)).toEqual(rule.every === 'day' ? ['2027-10-31'] : [])
    const { meetings } = await staff.lead.client.post<{ meetings: { startsAt: string }[] }>(
      `/api/staffs/${staff.staffId}/series`,
      {
        incident,
        date,
        time,
        durationMin: 30,
        rule: { ...rule, until },
        choices: Object.fromEntries(asked.map(day => [day.date, 'later'])),
        convene: false,
      },
    )
    expect(days.map(day => day.startsAt ?? day.question?.later)).toEqual(
      meetings.map(meeting => meeting.startsAt),
    )
    expect(days.length).toBeGreaterThan(2)
  })

  test('says why there would be none', async () => {
    const problemOf = async (query: Record<string, string>) => {
      const shown = await preview({ ...daily, ...query })
      return 'problem' in shown ? shown.problem : null
    }
    expect(await problemOf({ until: '2027-04-07' })).toBe('untilBeforeStart')
    expect(await problemOf({ every: 'days' })).toBe('noWeekdays')
    expect(await problemOf({ every: 'days', weekdays: '1' })).toBe('noMeetings')
    expect(await problemOf({ until: '2027-10-25' })).toBe('tooMany')
    expect(await problemOf({ until: '2027-10-24' })).toBe(null)
  })

  test('is for whoever may plan, and changes nothing', async () => {
    const before = await fingerprintOf(app)
    expect(await preview(daily, kgs.client)).toMatchObject({ days: [{}, {}] })
    expect(await refused(() => preview(daily, member.client))).toMatchObject({ code: 'forbidden' })
    for (const wrong of [{ time: '8:30' }, { weekdays: '1,8' }, { every: 'month' }])
      expect(await refused(() => preview({ ...daily, ...wrong }))).toMatchObject({
        code: 'invalid',
      })
    expect(await fingerprintOf(app)).toBe(before)
  })
})

describe('life cycle', () => {
  test('planned, convened, open, paused, open: each step by the lead, each kept in the history', async () => {
    const meetingId = await convene(app, staff, { convene: false })
    const act = (what: string) =>
      staff.lead.client.post<{ state: string }>(`/api/meetings/${meetingId}/${what}`)
    expect((await act('convene')).state).toBe('convened')
    expect(await refused(() => kgs.client.post(`/api/meetings/${meetingId}/open`))).toMatchObject({
      code: 'forbidden',
    })
    expect((await act('open')).state).toBe('open')
    expect((await act('pause')).state).toBe('paused')
    expect(await refused(() => act('pause'))).toMatchObject({ code: 'wrongState' })
    expect((await act('resume')).state).toBe('open')
    const history = await member.client.get<{ kind: string }[]>(
      `/api/meetings/${meetingId}/history`,
    )
    expect(history.map(event => event.kind)).toEqual([
      'planned',
      'convened',
      'opened',
      'paused',
      'resumed',
    ])
  })

  test('two leads closing at once: one closes, the other is told', async () => {
    const meetingId = await convene(app, staff)
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const both = await Promise.allSettled(
      [1, 2].map(() => staff.lead.client.post(`/api/meetings/${meetingId}/close`)),
    )
    expect(both.map(b => b.status).sort()).toEqual(['fulfilled', 'rejected'])
    const failed = both.find(b => b.status === 'rejected') as PromiseRejectedResult
    expect((failed.reason as ApiFailure).body).toMatchObject({ code: 'meetingClosed' })
  })

  test.each(['open', 'convene', 'move', 'change', 'cancel'] as const)(
    'whoever wants to %s a meeting while somebody cancels it hears that it was cancelled',
    async act => {
      const meetingId = await convene(app, staff, { convene: act !== 'convene' })
      const path = `/api/meetings/${meetingId}`
      const acts = {
        open: () => staff.lead.client.post(`${path}/open`),
        convene: () => staff.lead.client.post(`${path}/convene`),
        move: () =>
          revise(staff.lead.client, [
            'POST',
            `${path}/move`,
            { date: '2026-12-21', time: '09:00', durationMin: 60 },
          ]),
        change: () => revise(staff.lead.client, ['PATCH', path, { seats: 3 }]),
        cancel: () => staff.lead.client.post(`${path}/cancel`),
      }
      // somebody cancels in a transaction that ends only when the other waits for it
      const { sql } = app.deps.database
      const other = await sql.reserve()
      await other`begin`
      await other`update meetings set state = 'cancelled' where id = ${meetingId}`
      const slower = refused(acts[act])
      await expect
        .poll(async () => (await sql`select 1 from pg_locks where not granted`).length)
        .toBeGreaterThan(0)
      await other`commit`
      other.release()
      expect(await slower).toMatchObject({ code: 'meetingCancelled' })
    },
  )

  test('whatever is asked of a cancelled meeting is refused for that, in the same words', async () => {
    const meetingId = await convene(app, staff)
    const path = `/api/meetings/${meetingId}`
    const { client } = staff.lead
    const slot = { date: '2026-12-21', time: '09:00', durationMin: 60 }
    await client.post(`${path}/cancel`)
    const asked: [string, () => Promise<unknown>][] = [
      ['agenda', () => client.call('PUT', `${path}/agenda`, { items: [] })],
      ['change', () => client.call('PATCH', path, { title: 'Lage am Abend' })],
      ['move', () => client.post(`${path}/move`, slot)],
      ['open', () => client.post(`${path}/open`)],
      ['invite', () => client.post(`${path}/members`, { memberId: member.memberId })],
      ['reply', () => client.call('PUT', `${path}/reply`, { kind: 'accepted', mode: 'onSite' })],
      ['remind', () => client.post(`${path}/remind`, {})],
      ['check in', () => client.post(`${path}/check-in`, { memberId: member.memberId })],
      ['decide', () => client.post(`${path}/decisions`, { text: 'Deich räumen' })],
    ]
    for (const [what, ask] of asked) {
      const { code } = await refused(ask)
      expect(code, what).toBe('meetingCancelled')
    }
  })

  test('moving and cancelling inform everyone once, with a rising sequence', async () => {
    const meetingId = await convene(app, staff)
    await revise(staff.lead.client, [
      'POST',
      `/api/meetings/${meetingId}/move`,
      { date: '2026-12-20', time: '09:00', durationMin: 60 },
    ])
    await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: 'Lage beendet' })
    const mails = (
      await staff.lead.client.get<
        { mailId: string; meetingId: string; kind: string; toName: string; state: string }[]
      >(`/api/staffs/${staff.staffId}/outbox`)
    ).filter(m => m.meetingId === meetingId)
    for (const kind of ['invitation', 'moved', 'cancelled'])
      expect(
        mails
          .filter(m => m.kind === kind)
          .map(m => m.toName)
          .sort(),
      ).toEqual(['Beate Weiß', 'Dr. Sabine Köhler-Özdemir', 'Uwe Groß'])
    expect(new Set(mails.map(m => m.state))).toEqual(new Set(['unsent']))
    const parts = await Promise.all(
      mails
        .filter(m => m.toName === 'Beate Weiß')
        .map(m =>
          staff.lead.client.get<{ kind: string; calendar: string }>(`/api/mails/${m.mailId}`),
        ),
    )
    const sequence = (kind: string) =>
      Number(/SEQUENCE:(\d+)/.exec(parts.find(p => p.kind === kind)!.calendar)![1])
    expect([sequence('invitation'), sequence('moved'), sequence('cancelled')]).toEqual([0, 1, 2])
    expect(parts.find(p => p.kind === 'cancelled')!.calendar).toContain('METHOD:CANCEL')
    expect(new Set(parts.map(p => /UID:(.*)/.exec(p.calendar)![1])).size).toBe(1)
    expect(
      await refused(() => staff.lead.client.post(`/api/meetings/${meetingId}/open`)),
    ).toMatchObject({ code: 'meetingCancelled' })
  })

  test('the same key asked twice plans one meeting', async () => {
    const before = await count()
    const body = { incident, date: '2027-01-05', time: '08:30', durationMin: 50 }
    const answers = []
    for (let i = 0; i < 2; i++) {
      const response = await staff.lead.client.fetch(
        'POST',
        `/api/staffs/${staff.staffId}/meetings`,
        body,
        {
          'idempotency-key': '7c5c3a52-5a2c-4f0e-9a44-111111111111',
        },
      )
      answers.push((await response.json()) as Planned)
    }
    expect(answers[0]!.meeting.meetingId).toBe(answers[1]!.meeting.meetingId)
    expect(await count()).toBe(before + 1)
  })
})

function plan(body: Record<string, unknown>): Promise<Planned> {
  return staff.lead.client.post<Planned>(`/api/staffs/${staff.staffId}/meetings`, body)
}

async function count(): Promise<number> {
  return (await staff.lead.client.get<unknown[]>(`/api/staffs/${staff.staffId}/meetings`)).length
}

async function refused(
  work: () => Promise<unknown>,
): Promise<{ code: string; errors: unknown[]; details: unknown; requestId: string }> {
  try {
    await work()
  } catch (error) {
    if (error instanceof ApiFailure) return error.body as never
    throw error
  }
  throw new Error('it was accepted')
}
