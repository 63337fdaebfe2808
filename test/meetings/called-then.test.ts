import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { audited } from '../support/trail.ts'

const minuteMs = 60_000
let app: TestApp
let clock: TestClock
let staffId: string
let lead: Signed
let records: Signed

beforeAll(async () => {
  clock = new TestClock('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  ;({ staffId, lead } = await foundStaff(app))
  records = await addMember(app, { staffId, lead }, { name: 'Petra Lindner', roles: ['records'] })
})
afterAll(() => app?.stop())

type Attendee = { attendeeId: string; memberId: string | null }
type Roster = { functions: { functionId: string; label: string }[] }
type Meeting = { incidentId: string; meetingId: string }

const patchMember = (of: Signed, change: Record<string, unknown>) =>
  lead.client.call('PATCH', `/api/staffs/${staffId}/members/${of.memberId}`, change)

/**
 * A principal declines in favour of a deputy, who comes, writes and gets an order; then it is
 * closed.
 */
async function heldMeeting(principal: Signed, deputy: Signed): Promise<Meeting> {
  const meetingId = await convene(
    app,
    { staffId, lead },
    { inMin: 1, minuteTakerId: deputy.memberId },
  )
  const path = `/api/meetings/${meetingId}`
  await principal.client.call('PUT', `${path}/reply`, {
    kind: 'declined',
    deputyMemberId: deputy.memberId,
  })
  await deputy.client.call('PUT', `${path}/reply`, { kind: 'accepted', mode: 'onSite' })
  clock.forward(minuteMs)
  await lead.client.post(`${path}/open`)
  const all = await lead.client.get<Attendee[]>(`${path}/attendees`)
  for (const one of [deputy, lead])
    await lead.client.post(`${path}/check-in`, {
      attendeeId: all.find(a => a.memberId === one.memberId)!.attendeeId,
    })
  await deputy.client.post(`${path}/log`, { text: 'Pegel steigt' })
  await lead.client.post(`${path}/orders`, { text: 'Sperren', responsibleId: deputy.memberId })
  clock.forward(3 * minuteMs)
  await lead.client.post(`${path}/check-out`, {
    attendeeId: all.find(a => a.memberId === lead.memberId)!.attendeeId,
  })
  clock.forward(7 * minuteMs)
  await lead.client.post(`${path}/close`)
  return lead.client.get<Meeting>(path)
}

const volatile = new Set(['at', 'today', 'composedAt', 'revision', 'next', 'nextMeeting'])

/** All that anybody is shown of the meeting, without the moment of asking. */
async function everythingOf(meetingId: string, principal: Signed) {
  const path = `/api/meetings/${meetingId}`
  const json = async (of: Signed, from: string) =>
    JSON.parse(
      JSON.stringify(await of.client.get(from), (key, value: unknown) =>
        volatile.has(key) ? undefined : value,
      ),
    ) as unknown
  const file = async (from: string) =>
    Buffer.from(await records.client.download(`/api/records/${from}`)).toString('utf8')
  return {
    meeting: await json(lead, path),
    history: await json(lead, `${path}/history`),
    attendees: await json(lead, `${path}/attendees`),
    replies: await json(lead, `${path}/replies`),
    attendance: await json(lead, `${path}/attendance`),
    board: await json(lead, `${path}/board`),
    entries: await json(lead, `${path}/entries`),
    minutes: await json(lead, `${path}/minutes`),
    listed: ((await json(lead, `/api/staffs/${staffId}/minutes`)) as Meeting[]).filter(
      each => each.meetingId === meetingId,
    ),
    intervals: await file(`attendance.csv?meetingId=${meetingId}`),
    persons: await file(`persons.csv?meetingId=${meetingId}`),
    asJson: await file(`persons.json?meetingId=${meetingId}`),
    period: await file(`persons.json?staffId=${staffId}&from=2026-11-24&until=2026-11-24`),
    coverage: await json(
      records,
      `/api/records/summary?staffId=${staffId}&from=2026-11-24&until=2026-11-24`,
    ),
    mine: await json(principal, `/api/staffs/${staffId}/my-attendance`),
    summary: ((await json(lead, `/api/staffs/${staffId}/meetings?${week}`)) as Meeting[]).filter(
      each => each.meetingId === meetingId,
    ),
  }
}
const week = 'from=2026-11-20T00:00:00Z&until=2026-11-30T00:00:00Z'

test('a past meeting shows everywhere what was true at its end, whoever and whatever is called otherwise later', async () => {
  const principal = await addMember(
    app,
    { staffId, lead },
    { name: 'Aylin Demir', functions: ['BuMA'] },
  )
  const deputy = await addMember(app, { staffId, lead }, { name: 'Ines Roth' })
  const { meetingId, incidentId } = await heldMeeting(principal, deputy)
  const then = await everythingOf(meetingId, principal)
  expect(JSON.stringify(then)).toContain('Ines Roth')

  clock.forward(5 * minuteMs)
  const changed = {
    title: 'Dr.',
    name: 'Ines Zander',
    organisation: 'Land',
    roles: ['guest', 'minuteTaker'],
  }
  await patchMember(deputy, changed)
  await patchMember(principal, { roles: ['member', 'records'] })
  await principal.client.call('PATCH', '/api/me', { name: 'Aylin Kaya' })
  await patchMember(lead, { name: 'Sabine Vogt' })
  const { functions } = await lead.client.get<Roster>(`/api/staffs/${staffId}/roster`)
  const { functionId } = functions.find(fn => fn.label === 'BuMA')!
  await lead.client.call('PATCH', `/api/staffs/${staffId}/functions/${functionId}`, {
    label: 'Presse',
  })
  await lead.client.call('PATCH', `/api/incidents/${incidentId}`, { title: 'Starkregen' })
  await lead.client.call('PATCH', `/api/staffs/${staffId}`, {
    name: 'Verwaltungsstab Neukreis',
    organisation: 'Neukreis',
    zone: 'Europe/Lisbon',
    partlyAfterS: 1800,
  })
  // the draft is composed anew, because there is a next meeting now
  clock.forward(minuteMs)
  await convene(app, { staffId, lead }, { inMin: 120 })

  const now = await everythingOf(meetingId, principal)
  for (const [place, shown] of Object.entries(now))
    expect({ [place]: shown }).toEqual({ [place]: then[place as keyof typeof then] })

  // a meeting from now on is of today
  const next = await heldMeeting(principal, deputy)
  const { persons, minutes, attendance } = await everythingOf(next.meetingId, principal)
  for (const shown of [persons, JSON.stringify(minutes), JSON.stringify(attendance)]) {
    for (const name of ['Dr. Ines Zander', 'Aylin Kaya', 'Presse']) expect(shown).toContain(name)
    for (const name of ['Ines Roth', 'Aylin Demir']) expect(shown).not.toContain(name)
  }
})

test('a meeting that has ended keeps who held a function, whoever gets it, leaves or comes back on the same day', async () => {
  const { functions } = await lead.client.get<Roster>(`/api/staffs/${staffId}/roster`)
  const label = 'SMS Umwelt'
  const path = `/api/staffs/${staffId}/functions/${functions.find(fn => fn.label === label)!.functionId}`
  const principal = await addMember(
    app,
    { staffId, lead },
    { name: 'Olga Hennig', functions: [label] },
  )
  const deputy = await addMember(app, { staffId, lead }, { name: 'Hanno Weiß' })
  const successor = await addMember(app, { staffId, lead }, { name: 'Rolf Kühn' })
  const hold = (memberIds: string[]) =>
    lead.client.call('PUT', `${path}/holders`, {
      holders: memberIds.map((memberId, rank) => ({ memberId, rank })),
    })
  const { meetingId } = await heldMeeting(principal, deputy)
  const then = await everythingOf(meetingId, principal)
  expect(then.persons).toContain(label)
  const keeps = async () => {
    const now = await everythingOf(meetingId, principal)
    for (const [place, shown] of Object.entries(now))
      expect({ [place]: shown }).toEqual({ [place]: then[place as keyof typeof then] })
  }

  clock.forward(minuteMs)
  await hold([successor.memberId])
  await keeps()
  await hold([successor.memberId, principal.memberId])
  await keeps()
  await hold([principal.memberId])
  clock.forward(minuteMs)
  await lead.client.call('DELETE', `/api/staffs/${staffId}/members/${principal.memberId}`)
  await hold([successor.memberId])
  await lead.client.call('PATCH', `/api/staffs/${staffId}/members/${principal.memberId}`, {
    leftAt: null,
  })
  await keeps()

  const next = await heldMeeting(successor, deputy)
  const { persons } = await everythingOf(next.meetingId, successor)
  expect(persons).toMatch(/SMS Umwelt[^\n]*Rolf Kühn/)
  expect(persons).not.toMatch(/SMS Umwelt[^\n]*Olga Hennig/)
})

test('records see beside a row what it is called today, a member does not', async () => {
  const principal = await addMember(app, { staffId, lead }, { name: 'Karl Binder' })
  const deputy = await addMember(app, { staffId, lead }, { name: 'Tom Falk' })
  const { meetingId } = await heldMeeting(principal, deputy)
  const rowOf = async (of: Signed) =>
    (await of.client.get<AttendanceView>(`/api/meetings/${meetingId}/attendance`)).rows.find(
      row => row.memberId === deputy.memberId,
    )!
  expect((await rowOf(records)).today).toBeNull()
  clock.forward(minuteMs)
  await patchMember(deputy, { name: 'Tom Sommer' })
  expect(await rowOf(records)).toMatchObject({
    name: 'Tom Falk',
    today: { name: 'Tom Sommer', organisation: null, functions: null },
  })
  expect(await rowOf(principal)).toMatchObject({ name: 'Tom Falk', today: null })
})

test('a typing error that was always one is corrected in past meetings, drafts included', async () => {
  const principal = await addMember(app, { staffId, lead }, { name: 'Nils Hofer' })
  const deputy = await addMember(app, { staffId, lead }, { name: 'Mira Jannsen' })
  const { meetingId } = await heldMeeting(principal, deputy)
  clock.forward(minuteMs)
  await patchMember(deputy, { organisation: 'Land' })
  clock.forward(minuteMs)
  await patchMember(deputy, { name: 'Mira Janssen', wasAlwaysSo: true })
  const shown = await everythingOf(meetingId, principal)
  for (const [place, text] of Object.entries(shown).filter(([, all]) =>
    JSON.stringify(all).includes('Mira'),
  ))
    expect({ [place]: JSON.stringify(text) }).toEqual({
      [place]: expect.not.stringContaining('Jannsen') as string,
    })
  const { record } = await lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
  expect(JSON.stringify(record)).toContain('Mira Janssen')
  // only what was mistyped
  expect(shown.asJson).toMatch(/"name": "Mira Janssen",\s+"organisation": "Kreis"/)
  expect((await audited(app, 'member.changed')).at(-1)).toMatchObject({
    fields: ['name'],
    wasAlwaysSo: true,
  })
})
