import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { revise } from '../support/revised.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let buma: Signed
let deputy: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  buma = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  deputy = await addMember(app, staff, { name: 'Aylin Demir' })
  const { functions } = await staff.lead.client.get<{
    functions: { functionId: string; label: string }[]
  }>(`/api/staffs/${staff.staffId}/roster`)
  const { functionId } = functions.find(fn => fn.label === 'BuMA')!
  await staff.lead.client.call(
    'PUT',
    `/api/staffs/${staff.staffId}/functions/${functionId}/holders`,
    {
      holders: [
        { memberId: buma.memberId, rank: 0 },
        { memberId: deputy.memberId, rank: 1 },
      ],
    },
  )
})
afterAll(() => app.stop())

type Board = {
  rows: { label: string; filledBy: { name: string; standsInFor: string | null }[] }[]
  missing: { name: string }[]
}
type Attendance = { rows: { name: string; status: string; representedByName: string | null }[] }

test('a deputy whom the lead brings in fills the function, and represents whoever did not come', async () => {
  const meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  await staff.lead.client.post(`/api/meetings/${meetingId}/members`, { memberId: deputy.memberId })
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, {
    memberId: deputy.memberId,
    mode: 'phone',
  })
  clock.forward(60_000)
  const board = await staff.lead.client.get<Board>(`/api/meetings/${meetingId}/board`)
  expect(board.rows.find(row => row.label === 'BuMA')).toMatchObject({
    filledBy: [{ name: 'Aylin Demir', standsInFor: 'Jonas Brandt' }],
    unfilled: null,
  })
  expect(board.missing.map(person => person.name)).not.toContain('Jonas Brandt')
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  const { rows } = await staff.lead.client.get<Attendance>(`/api/meetings/${meetingId}/attendance`)
  expect(rows.find(row => row.name === 'Jonas Brandt')).toMatchObject({
    status: 'represented',
    representedByName: 'Aylin Demir',
  })
})

test('a function whose people were all taken out by hand is filled by anybody of the staff', async () => {
  const other = await addMember(app, staff, { name: 'Tom Reuter' })
  const late = await addMember(app, staff, { name: 'Ute Kern' })
  const third = await addMember(app, staff, { name: 'Mia Lohse' })
  type Row = { label: string; functionId: string }
  const { functions } = await staff.lead.client.get<{ functions: Row[] }>(
    `/api/staffs/${staff.staffId}/roster`,
  )
  const idOf = (label: string) => functions.find(fn => fn.label === label)!.functionId
  const hold = (label: string, holders: { memberId: string; rank: number }[]) =>
    staff.lead.client.call('PUT', `/api/staffs/${staff.staffId}/functions/${idOf(label)}/holders`, {
      holders,
    })
  await hold('SMS Soziales', [{ memberId: deputy.memberId, rank: 1 }])
  const meetingId = await convene(app, staff)
  const path = `/api/meetings/${meetingId}`
  for (const { memberId } of [buma, deputy, other])
    await staff.lead.client.call('DELETE', `${path}/members/${memberId}`)
  const comes = ({ memberId }: Signed, label: string) =>
    staff.lead.client.post(`${path}/calls`, {
      outcome: 'comes',
      mode: 'onSite',
      memberId,
      functionId: idOf(label),
    })
  const promised = async (label: string) => {
    const { rows } = await staff.lead.client.get<{
      rows: { label: string; planned: { by: { name: string } | null } }[]
    }>(`${path}/board`)
    return rows.find(row => row.label === label)!.planned.by?.name ?? null
  }
  expect(await promised('BuMA')).toBeNull()
  await comes(other, 'BuMA')
  expect(await promised('BuMA')).toBe('Tom Reuter')
  await comes(third, 'SMS Soziales')
  expect(await promised('SMS Soziales')).toBe('Mia Lohse')
  // somebody who gets a function while the meeting runs, and the one whom the lead took out
  await staff.lead.client.post(`${path}/open`)
  await hold('SMS Umwelt', [{ memberId: late.memberId, rank: 0 }])
  await comes(deputy, 'SMS Umwelt')
  expect(await promised('SMS Umwelt')).toBe('Aylin Demir')
  await comes(late, 'SMS Umwelt')
  const { rows } = await staff.lead.client.get<{
    rows: { label: string; unfilled: { order: { name: string; reply: string }[] } | null }[]
  }>(`${path}/board`)
  expect(rows.find(row => row.label === 'SMS Umwelt')!.unfilled!.order).toContainEqual(
    expect.objectContaining({ name: 'Ute Kern', reply: 'onSite' }),
  )
  await comes(buma, 'BuMA')
  expect(await promised('BuMA')).toBe('Jonas Brandt')
  await staff.lead.client.post(`${path}/check-in`, { memberId: buma.memberId, mode: 'onSite' })
  const refused = await staff.lead.client.fetch('POST', `${path}/calls`, {
    outcome: 'asked',
    memberId: deputy.memberId,
    functionId: idOf('SMS Ordnung'),
  })
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    errors: [{ field: 'functionId', expected: 'a function with a holder' }],
  })
  // one person is the deputy of one other; a second place would be lost without a word
  const twice = await staff.lead.client.fetch('POST', `${path}/calls`, {
    outcome: 'asked',
    memberId: third.memberId,
    functionId: idOf('BuMA'),
  })
  expect(twice.status).toBe(400)
  expect(await twice.json()).toMatchObject({ errors: [{ field: 'memberId' }] })
  for (const label of ['SMS Soziales', 'SMS Umwelt']) await hold(label, [])
})

test('whoever keeps the minutes is invited, once, also when named later and only a deputy', async () => {
  const invited = async (meetingId: string) =>
    (await staff.lead.client.get<{ name: string }[]>(`/api/meetings/${meetingId}/attendees`)).map(
      person => person.name,
    )
  const mailed = async (meetingId: string) =>
    (
      await staff.lead.client.get<{ meetingId: string; kind: string; toName: string }[]>(
        `/api/staffs/${staff.staffId}/outbox`,
      )
    )
      .filter(mail => mail.meetingId === meetingId && mail.toName === 'Aylin Demir')
      .map(mail => mail.kind)
  const plain = await convene(app, staff)
  expect(await invited(plain)).not.toContain('Aylin Demir')
  await revise(staff.lead.client, [
    'PATCH',
    `/api/meetings/${plain}`,
    { minuteTakerId: deputy.memberId, place: 'Raum 7' },
  ])
  expect(await invited(plain)).toContain('Aylin Demir')
  expect(await mailed(plain)).toEqual(['invitation'])
  const planned = await convene(app, staff, { minuteTakerId: deputy.memberId })
  expect(await invited(planned)).toContain('Aylin Demir')
  expect(await mailed(planned)).toEqual(['invitation'])
})

test('who is entered while the meeting is being closed stands in its minutes, or was refused; nobody half', async () => {
  for (let round = 0; round < 5; round++) {
    const meetingId = await convene(app, staff)
    const path = `/api/meetings/${meetingId}`
    await staff.lead.client.post(`${path}/open`)
    clock.forward(60_000)
    const names = Array.from({ length: 8 }, (_, i) => `Besuch ${round}-${i}`)
    const answers = await Promise.all([
      ...names
        .slice(0, 4)
        .map(name => staff.lead.client.fetch('POST', `${path}/visitors`, { name })),
      staff.lead.client.fetch('POST', `${path}/close`),
      ...names.slice(4).map(name => staff.lead.client.fetch('POST', `${path}/visitors`, { name })),
    ])
    const entered = names.filter((_, i) => answers[i < 4 ? i : i + 1]!.ok)
    const stored = await app.deps.database.sql<{ name: string }[]>`
      select a.visitor_name as name from attendees a join signals s on s.attendee_id = a.id
      where a.meeting_id = ${meetingId} and a.kind = 'visitor'`
    expect(stored.map(row => row.name).sort()).toEqual(entered.sort())
    const orphans = await app.deps.database.sql`
      select 1 from attendees a where a.meeting_id = ${meetingId} and a.kind = 'visitor'
      and not exists (select 1 from signals s where s.attendee_id = a.id)`
    expect(orphans).toHaveLength(0)
    for (const answer of answers.filter(each => !each.ok))
      expect(await answer.json()).toMatchObject({ code: 'meetingClosed' })
  }
})
