import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/journal/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const minuteMs = 60_000
let app: TestApp
let clock: TestClock
let staffId: string
let lead: Signed
let taker: Signed
let member: Signed
let records: Signed

beforeAll(async () => {
  clock = new TestClock('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  ;({ staffId, lead } = await foundStaff(app))
  taker = await addMember(app, { staffId, lead }, { name: 'Mehmet Yıldız', roles: ['minuteTaker'] })
  member = await addMember(app, { staffId, lead }, { name: 'Jonas Brandt', functions: ['BuMA'] })
  records = await addMember(app, { staffId, lead }, { name: 'Petra Lindner', roles: ['records'] })
})
afterAll(() => app?.stop())

const entriesOf = (meetingId: string, of: Signed = lead) =>
  of.client.get<Entry[]>(`/api/meetings/${meetingId}/entries`)

async function openMeeting(more: Record<string, unknown> = {}): Promise<string> {
  const meetingId = await convene(app, { staffId, lead }, { inMin: 1, ...more })
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  return meetingId
}

async function refusal(
  work: Promise<unknown>,
): Promise<{ status: number; code: string; fields: string[] }> {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof ApiFailure)) throw new Error('was accepted')
  const body = error.body as { code: string; errors: { field: string }[] }
  return { status: error.status, code: body.code, fields: body.errors.map(e => e.field) }
}

test('each kind of entry is numbered from one and named with the number of the meeting', async () => {
  const meetingId = await openMeeting()
  const number = (await lead.client.get<{ number: number }>(`/api/meetings/${meetingId}`)).number
  const made: Entry[] = []
  for (const [path, body] of [
    ['decisions', { text: 'Bürgertelefon öffnet um 7 Uhr', reason: 'Anrufe seit 5 Uhr' }],
    ['decisions', { text: 'Schulen bleiben offen' }],
    [
      'orders',
      { text: 'Dienstplan', responsibleId: member.memberId, dueAt: '2026-11-24T12:00:00Z' },
    ],
    ['log', { text: 'Pegel 3,20 m\nsteigend' }],
    ['faults', { text: 'Ton ausgefallen' }],
  ] as const) {
    made.push(await taker.client.post<Entry>(`/api/meetings/${meetingId}/${path}`, body))
    clock.forward(1_000)
  }
  expect(made.map(e => e.label)).toEqual([
    `${number}/1`,
    `${number}/2`,
    `${number}/A1`,
    `${number}/E1`,
    `${number}/S1`,
  ])
  expect(made[0]).toMatchObject({
    reason: 'Anrufe seit 5 Uhr',
    byName: 'Mehmet Yıldız',
    at: made[0]!.enteredAt,
  })
  expect(made[2]).toMatchObject({
    responsibleName: 'Jonas Brandt',
    dueAt: '2026-11-24T12:00:00.000Z',
    doneAt: null,
  })
  expect((await entriesOf(meetingId)).map(e => e.entryId)).toEqual(made.map(e => e.entryId))
})

test('twenty decisions at once get the numbers one to twenty', async () => {
  const meetingId = await openMeeting()
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? lead : taker).client.post(`/api/meetings/${meetingId}/decisions`, {
        text: `Beschluss ${i}`,
      }),
    ),
  )
  const numbers = (await entriesOf(meetingId)).map(e => e.number).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
})

test('nothing is entered before the opening or after the close', async () => {
  const meetingId = await convene(app, { staffId, lead }, { inMin: 1 })
  expect(
    await refusal(lead.client.post(`/api/meetings/${meetingId}/log`, { text: 'zu früh' })),
  ).toMatchObject({
    status: 409,
    code: 'meetingNotOpen',
  })
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  await lead.client.post(`/api/meetings/${meetingId}/pause`)
  await lead.client.post(`/api/meetings/${meetingId}/log`, { text: 'in der Unterbrechung' })
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  expect(
    await refusal(lead.client.post(`/api/meetings/${meetingId}/decisions`, { text: 'zu spät' })),
  ).toMatchObject({
    status: 409,
    code: 'meetingClosed',
  })
  expect(await entriesOf(meetingId)).toHaveLength(1)
})

test('the time of an event may be given afterwards, but not ahead and not long before the meeting', async () => {
  const meetingId = await openMeeting()
  const at = new Date(clock.now().getTime() - 20 * minuteMs).toISOString()
  const entry = await lead.client.post<Entry>(`/api/meetings/${meetingId}/log`, {
    text: 'Sirenen',
    at,
  })
  expect(entry).toMatchObject({ at, enteredAt: clock.now().toISOString() })
  const ahead = new Date(clock.now().getTime() + 5 * minuteMs).toISOString()
  const before = new Date(clock.now().getTime() - 3 * 3_600_000).toISOString()
  expect(
    await refusal(
      lead.client.post(`/api/meetings/${meetingId}/log`, { text: 'morgen', at: ahead }),
    ),
  ).toMatchObject({
    status: 400,
    fields: ['at'],
  })
  expect(
    await refusal(
      lead.client.post(`/api/meetings/${meetingId}/log`, { text: 'gestern', at: before }),
    ),
  ).toMatchObject({
    status: 400,
    fields: ['at'],
  })
})

test('marks of direction and what is not seen stay out of texts of several lines', async () => {
  const meetingId = await openMeeting()
  const entry = await lead.client.post<Entry>(`/api/meetings/${meetingId}/decisions`, {
    text: '\u202eSchulen\u200b zu\n\u2066Halle\u00ad auf\u2069',
    reason: 'Hoch\u202ewasser',
  })
  expect(entry).toMatchObject({ text: 'Schulen zu\nHalle auf', reason: 'Hochwasser' })
  for (const text of ['\u200b', '\u202e\n\u2066'])
    expect(
      await refusal(lead.client.post(`/api/meetings/${meetingId}/decisions`, { text })),
    ).toMatchObject({ status: 400, fields: ['text'] })
})

test('what is empty, too long or carries control characters is refused by field, and nothing is stored', async () => {
  const meetingId = await openMeeting()
  for (const text of ['', '   ', 'x'.repeat(2_001), 'Glocke \u0007', 'NUL \u0000', 'halb \ud83d']) {
    expect(
      await refusal(lead.client.post(`/api/meetings/${meetingId}/decisions`, { text })),
    ).toMatchObject({
      status: 400,
      code: 'invalid',
      fields: ['text'],
    })
  }
  const due = await refusal(
    lead.client.post(`/api/meetings/${meetingId}/orders`, {
      text: 'gestern',
      dueAt: '2026-11-20T08:00:00Z',
    }),
  )
  expect(due).toMatchObject({ status: 422, code: 'inThePast', fields: ['dueAt'] })
  const stranger = await refusal(
    lead.client.post(`/api/meetings/${meetingId}/orders`, {
      text: 'wer?',
      responsibleId: 'mbr_00000000000000000000000000',
    }),
  )
  expect(stranger).toMatchObject({ status: 400, fields: ['responsibleId'] })
  expect(await entriesOf(meetingId)).toEqual([])
})

test('difficult characters come back as they were typed', async () => {
  const meetingId = await openMeeting()
  const text = 'مرحبا, Ὀδυσσεύς, 🚒 é'
  expect((await lead.client.post<Entry>(`/api/meetings/${meetingId}/log`, { text })).text).toBe(
    text,
  )
})

test('a plain member reads the journal and writes nothing; the records desk does not read it', async () => {
  const meetingId = await openMeeting()
  const order = await lead.client.post<Entry>(`/api/meetings/${meetingId}/orders`, {
    text: 'Sandsäcke',
    responsibleText: 'Bauhof',
  })
  expect(order).toMatchObject({ responsibleId: null, responsibleName: 'Bauhof' })
  expect(await entriesOf(meetingId, member)).toHaveLength(1)
  expect(
    await refusal(member.client.post(`/api/meetings/${meetingId}/decisions`, { text: 'ich' })),
  ).toMatchObject({ status: 403 })
  expect(await refusal(member.client.post(`/api/entries/${order.entryId}/done`))).toMatchObject({
    status: 403,
  })
  expect(await refusal(entriesOf(meetingId, records))).toMatchObject({ status: 403 })
  expect(await refusal(records.client.get(`/api/staffs/${staffId}/orders`))).toMatchObject({
    status: 403,
  })
})

test('the minute taker named for a meeting writes its journal whatever their role', async () => {
  const meetingId = await openMeeting({ minuteTakerId: member.memberId })
  expect(
    (await member.client.post<Entry>(`/api/meetings/${meetingId}/decisions`, { text: 'notiert' }))
      .byName,
  ).toBe('Jonas Brandt')
})

test('the responsible reports an order as done, once, and it can be opened again', async () => {
  const meetingId = await openMeeting()
  const order = await lead.client.post<Entry>(`/api/meetings/${meetingId}/orders`, {
    text: 'Pumpen holen',
    responsibleId: member.memberId,
  })
  clock.forward(minuteMs)
  const done = await member.client.post<Entry>(`/api/entries/${order.entryId}/done`)
  expect(done).toMatchObject({ doneAt: clock.now().toISOString(), doneByName: 'Jonas Brandt' })
  clock.forward(minuteMs)
  expect((await lead.client.post<Entry>(`/api/entries/${order.entryId}/done`)).doneAt).toBe(
    done.doneAt,
  )
  expect(await member.client.post<Entry>(`/api/entries/${order.entryId}/reopen`)).toMatchObject({
    doneAt: null,
    doneByName: null,
  })
})

test('a fault ends, a decision is never done', async () => {
  const meetingId = await openMeeting()
  const fault = await lead.client.post<Entry>(`/api/meetings/${meetingId}/faults`, {
    text: 'Bild ruckelt',
  })
  const decision = await lead.client.post<Entry>(`/api/meetings/${meetingId}/decisions`, {
    text: 'Telefon',
  })
  clock.forward(minuteMs)
  expect((await lead.client.post<Entry>(`/api/entries/${fault.entryId}/done`)).doneAt).toBe(
    clock.now().toISOString(),
  )
  expect(await refusal(lead.client.post(`/api/entries/${decision.entryId}/done`))).toMatchObject({
    status: 409,
    code: 'wrongState',
  })
})

test('an entry is taken back by its writer or the lead, stays numbered and can be restored', async () => {
  const meetingId = await openMeeting()
  const mine = await taker.client.post<Entry>(`/api/meetings/${meetingId}/decisions`, {
    text: 'falsch',
  })
  expect(await refusal(member.client.post(`/api/entries/${mine.entryId}/retract`))).toMatchObject({
    status: 403,
  })
  expect((await taker.client.post<Entry>(`/api/entries/${mine.entryId}/retract`)).retractedAt).toBe(
    clock.now().toISOString(),
  )
  const next = await taker.client.post<Entry>(`/api/meetings/${meetingId}/decisions`, {
    text: 'richtig',
  })
  expect(next.number).toBe(2)
  expect(
    (await lead.client.post<Entry>(`/api/entries/${mine.entryId}/restore`)).retractedAt,
  ).toBeNull()
})

test('open orders stand before the next meeting until they are done', async () => {
  const first = await openMeeting({
    incident: { title: 'Stromausfall (erfunden)', kind: 'operation' },
  })
  const incidentId = (await lead.client.get<{ incidentId: string }>(`/api/meetings/${first}`))
    .incidentId
  const open = await lead.client.post<Entry>(`/api/meetings/${first}/orders`, {
    text: 'Aggregate zählen',
    responsibleId: member.memberId,
  })
  const done = await lead.client.post<Entry>(`/api/meetings/${first}/orders`, {
    text: 'Lage melden',
  })
  const back = await lead.client.post<Entry>(`/api/meetings/${first}/orders`, { text: 'Irrtum' })
  clock.forward(minuteMs)
  await lead.client.post(`/api/entries/${done.entryId}/done`)
  await lead.client.post(`/api/entries/${back.entryId}/retract`)
  await lead.client.post(`/api/meetings/${first}/close`)
  clock.forward(minuteMs)
  const second = await openMeeting({ incident: undefined, incidentId })
  const carried = await lead.client.get<Entry[]>(`/api/meetings/${second}/open-orders`)
  expect(carried.map(e => e.entryId)).toContain(open.entryId)
  expect(carried.map(e => e.entryId)).not.toContain(done.entryId)
  expect(carried.map(e => e.entryId)).not.toContain(back.entryId)
  clock.forward(minuteMs)
  await member.client.post(`/api/entries/${open.entryId}/done`)
  const still = (await lead.client.get<Entry[]>(`/api/meetings/${second}/open-orders`)).find(
    e => e.entryId === open.entryId,
  )
  expect(still?.doneAt).toBe(clock.now().toISOString())
  const listed = await lead.client.get<Entry[]>(`/api/staffs/${staffId}/orders`)
  expect(listed.map(e => e.entryId)).not.toContain(open.entryId)
  expect(
    (await lead.client.get<Entry[]>(`/api/staffs/${staffId}/orders?state=all`)).map(e => e.entryId),
  ).toContain(open.entryId)
})

test('orders of an exercise do not reach a real meeting', async () => {
  const exercise = await openMeeting({
    incident: { title: 'Übung Nordwind (erfunden)', kind: 'exercise' },
  })
  const order = await lead.client.post<Entry>(`/api/meetings/${exercise}/orders`, {
    text: 'Übungsauftrag',
  })
  clock.forward(minuteMs)
  const real = await openMeeting()
  expect(
    (await lead.client.get<Entry[]>(`/api/meetings/${real}/open-orders`)).map(e => e.entryId),
  ).not.toContain(order.entryId)
})

test('of an entry nobody knows, nothing is said', async () => {
  expect(
    await refusal(lead.client.post('/api/entries/ent_00000000000000000000000000/done')),
  ).toMatchObject({
    status: 404,
    code: 'notFound',
  })
})

test('an order names who keeps the minutes of its meeting, who may report it as done without a role for it', async () => {
  const named = await addMember(app, { staffId, lead }, { name: 'Beate Weiß' })
  const meetingId = await openMeeting({ minuteTakerId: named.memberId })
  const order = await lead.client.post<Entry>(`/api/meetings/${meetingId}/orders`, {
    text: 'Deichwache einteilen',
  })
  expect(order.minuteTakerId).toBe(named.memberId)
  const orders = await named.client.get<Entry[]>(`/api/staffs/${staffId}/orders`)
  expect(orders.find(each => each.entryId === order.entryId)?.minuteTakerId).toBe(named.memberId)
  expect(await named.client.post<Entry>(`/api/entries/${order.entryId}/done`, {})).toMatchObject({
    doneByName: 'Beate Weiß',
  })
})

test('an order due before it is given, or in a mistyped year, is asked back and taken when meant', async () => {
  const path = `/api/meetings/${await openMeeting()}/orders`
  for (const [dueAt, question] of [
    ['2026-11-20T08:00:00Z', 'inThePast'],
    ['2126-11-24T10:00:00Z', 'farAhead'],
  ] as const) {
    const order = { text: 'Sandsäcke', dueAt }
    expect(await refusal(lead.client.post(path, order))).toMatchObject({ code: question })
    const other = question === 'farAhead' ? 'inThePast' : 'farAhead'
    expect(await refusal(lead.client.post(path, { ...order, meant: other }))).toMatchObject({
      code: question,
    })
    const entry = await lead.client.post<{ dueAt: string }>(path, { ...order, meant: question })
    expect(entry.dueAt).toBe(dueAt.replace('Z', '.000Z'))
  }
})
