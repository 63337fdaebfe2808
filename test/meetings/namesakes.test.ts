import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let meetingId: string
const ids: string[] = []

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  for (const organisation of ['Gesundheitsamt', 'Umweltamt']) {
    const { memberId } = await staff.lead.client.post<{ memberId: string }>(
      `/api/staffs/${staff.staffId}/members`,
      {
        name: 'Anna Müller',
        email: `${organisation}@kreis.example`,
        roles: ['member'],
        organisation,
      },
    )
    ids.push(memberId)
  }
  meetingId = await convene(app, staff)
})
afterAll(() => app.stop())

const both = ['Anna Müller (Gesundheitsamt)', 'Anna Müller (Umweltamt)']
const annas = (people: readonly { name: string }[]) =>
  people
    .map(({ name }) => name)
    .filter(name => name.startsWith('Anna'))
    .sort()

test('two people of one name can be told apart where they are chosen, listed, missed, minuted and exported', async () => {
  const { client } = staff.lead
  const m = `/api/meetings/${meetingId}`
  type Named = { name: string }
  const { attendeeId } = (
    await client.get<{ attendeeId: string; memberId: string }[]>(`${m}/attendees`)
  ).find(each => each.memberId === jonas.memberId)!
  expect(annas(await jonas.client.get<Named[]>(`${m}/deputies`))).toEqual(both)
  expect(annas(await client.get<Named[]>(`${m}/attendees/${attendeeId}/deputies`))).toEqual(both)
  const token = await linkOf(staff, meetingId, jonas)
  const found = await app
    .client()
    .post<{ deputies: Named[] }>('/api/answer/deputies', { token, typed: 'Anna' })
  expect(annas(found.deputies)).toEqual(both)
  expect(annas(await client.get<Named[]>(`${m}/attendees`))).toEqual(both)
  const roster = await client.get<{ members: { displayName: string }[] }>(
    `/api/staffs/${staff.staffId}/roster`,
  )
  expect(annas(roster.members.map(({ displayName: name }) => ({ name })))).toEqual(both)
  await client.call('PUT', `${m}/attendees/${attendeeId}/reply`, {
    kind: 'declined',
    deputyMemberId: ids[1],
  })
  const seen = await jonas.client.get<{ me: { reply: { deputyName: string } } }>(m)
  expect(seen.me.reply.deputyName).toBe(both[1])
  await client.post(`${m}/check-in`, { memberId: ids[1] })
  await client.post(`${m}/open`)
  const board = await client.get<{ missing: Named[]; rows: { filledBy: Named[] }[] }>(`${m}/board`)
  expect(annas(board.missing)).toEqual([both[0]])
  expect(annas(board.rows.flatMap(row => row.filledBy))).toEqual([both[1]])
  const { rows } = await client.get<{ rows: Named[] }>(`${m}/attendance`)
  expect(annas(rows)).toEqual(both)
  clock.forward(10 * 60_000)
  await client.post(`${m}/close`)
  const minutes = await client.get<{
    record: { attendance: { represented: { by: string }[]; absent: Named[] } }
  }>(`${m}/minutes`)
  expect(minutes.record.attendance.represented).toMatchObject([{ by: both[1] }])
  // who opened the meeting acted, so she is not recorded instead of absent
  expect(minutes.record.attendance.absent.map(({ name }) => name)).toEqual([both[0]])
  const exported = await client.get<{ name: string; representedBy: string }[]>(
    `/api/records/persons.json?meetingId=${meetingId}`,
  )
  expect(annas(exported)).toEqual(both)
  expect(exported.find(row => row.name === 'Jonas Brandt')!.representedBy).toBe(both[1])
})

test('who entered a reply, whom somebody stands in for and whose meetings collide can be told apart', async () => {
  const { client } = staff.lead
  const desk = await addMember(app, staff, {
    name: 'Kurt Ober',
    roles: ['lead', 'member'],
    functions: ['KGS Innerer Dienst'],
  })
  const other = await addMember(app, staff, {
    name: 'Kurt Unter',
    roles: ['kgs', 'member'],
    functions: ['SMS Ordnung'],
  })
  await client.call('PATCH', `/api/staffs/${staff.staffId}/members/${other.memberId}`, {
    name: 'Kurt Ober',
  })
  const [kgs, order] = ['Kurt Ober (KGS Innerer Dienst)', 'Kurt Ober (SMS Ordnung)']
  const id = await convene(app, staff, { inMin: 120, minuteTakerId: jonas.memberId })
  const m = `/api/meetings/${id}`
  type Reply = { byName: string; deputyName: string | null }
  type Row = { attendeeId: string; memberId: string; reply: Reply | null }
  const rowOf = async ({ memberId }: Signed) =>
    (await client.get<Row[]>(`${m}/attendees`)).find(each => each.memberId === memberId)!
  const enter = async (of: Signed, body: object) =>
    desk.client.call('PUT', `${m}/attendees/${(await rowOf(of)).attendeeId}/reply`, body)
  await enter(other, { kind: 'declined', deputyMemberId: jonas.memberId })
  await enter(jonas, { kind: 'accepted', mode: 'onSite' })

  expect((await rowOf(jonas)).reply!.byName).toBe(kgs)
  expect(await client.get(`${m}/replies`)).toMatchObject([{ reply: { byName: kgs } }, {}])
  const mine = { deputyForName: order, reply: { byName: kgs } }
  expect(await jonas.client.get(m)).toMatchObject({ me: mine })
  const listed = await jonas.client.get<{ meetingId: string; me: object }[]>(
    `/api/staffs/${staff.staffId}/meetings?from=2026-11-24T00:00:00Z&until=2026-11-25T00:00:00Z`,
  )
  expect(listed.find(each => each.meetingId === id)!.me).toMatchObject(mine)
  const week = await jonas.client.get<{ week: { meetingId: string; me: object }[] }>(
    '/api/overview',
  )
  expect(week.week.find(each => each.meetingId === id)!.me).toMatchObject(mine)
  const token = await linkOf(staff, id, jonas)
  expect(await app.client().post('/api/answer/read', { token })).toMatchObject({
    reply: { byName: kgs },
  })

  const clashing = await client.post<{ warnings: { memberName: string }[] }>(
    `/api/staffs/${staff.staffId}/meetings/at`,
    {
      incident: { title: 'Sturm', kind: 'operation' },
      kind: 'operation',
      startsAt: new Date(clock.now().getTime() + 120 * 60_000).toISOString(),
      durationMin: 30,
      place: '',
      hasVirtualRoom: false,
    },
  )
  const clashed = clashing.warnings.map(each => each.memberName)
  expect(clashed).toContain(kgs)
  expect(clashed).not.toContain('Kurt Ober')

  const sheet = await client.post<{ name: string }>(
    `${m}/attendees/${(await rowOf(other)).attendeeId}/link`,
  )
  expect(sheet.name).toBe(order)

  clock.forward(120 * 60_000)
  await client.post(`${m}/open`)
  clock.forward(10 * 60_000)
  await client.post(`${m}/close`)
  const { revision } = await client.get<{ revision: number }>(`${m}/minutes`)
  await desk.client.post(`${m}/minutes/release`, { revision })
  const { record } = await client.get<{ record: { signatures: { name: string }[] } }>(
    `${m}/minutes`,
  )
  expect(record.signatures.map(({ name }) => name)).toContain(kgs)
})

test('nobody is greeted with the addition', async () => {
  const mails = await staff.lead.client.get<{ mailId: string; toName: string }[]>(
    `/api/staffs/${staff.staffId}/outbox`,
  )
  expect(new Set(annas(mails.map(({ toName: name }) => ({ name }))))).toEqual(
    new Set(['Anna Müller']),
  )
})

test('who keeps the minutes, writes, has an order or does it can be told apart, then and later', async () => {
  const { client } = staff.lead
  const rename = (of: Signed, name: string) =>
    client.call('PATCH', `/api/staffs/${staff.staffId}/members/${of.memberId}`, { name })
  const environment = await addMember(app, staff, { name: 'Eva Lang', functions: ['SMS Umwelt'] })
  const health = await addMember(app, staff, { name: 'Eva Vogt', functions: ['SMS Gesundheit'] })
  await rename(health, 'EVA Lang')
  const [taker, doer] = ['Eva Lang (SMS Umwelt)', 'EVA Lang (SMS Gesundheit)']

  const id = await convene(app, staff, { inMin: 1, minuteTakerId: environment.memberId })
  const m = `/api/meetings/${id}`
  clock.forward(60_000)
  await client.post(`${m}/open`)
  await environment.client.post(`${m}/decisions`, { text: 'Schulen zu', reason: '' })
  const order = await client.post<{ entryId: string; responsibleName: string }>(`${m}/orders`, {
    text: 'Sperren',
    responsibleId: health.memberId,
  })
  expect(order.responsibleName).toBe(doer)
  clock.forward(10 * 60_000)
  await health.client.post(`/api/entries/${order.entryId}/done`, {})
  await client.post(`${m}/close`)
  clock.forward(60_000)

  const shown = async () => ({
    meeting: await client.get(m),
    entries: await client.get(`${m}/entries`),
    history: await client.get(`${m}/history`),
    minutes: await client.get(`${m}/minutes`),
  })
  const then = {
    meeting: { minuteTakerName: taker },
    entries: [{ byName: taker }, { responsibleName: doer, doneByName: doer }],
    history: expect.arrayContaining([
      expect.objectContaining({ kind: 'minuteTaker', minuteTakerName: taker }),
    ]) as unknown,
    minutes: {
      minuteTakerName: taker,
      record: { minuteTakers: [{ name: taker }], orders: [{ responsible: doer }] },
    },
  }
  expect(await shown()).toMatchObject(then)
  const orders = () =>
    client.get<{ responsibleName: string }[]>(`/api/staffs/${staff.staffId}/orders?state=all`)
  expect(await orders()).toMatchObject([{ responsibleName: doer }])

  // the page of orders says whom to ask today, the meeting what they were called
  await rename(health, 'Eva Vogt')
  expect(await orders()).toMatchObject([{ responsibleName: 'Eva Vogt' }])
  expect(await shown()).toMatchObject(then)
})
