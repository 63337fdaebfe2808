import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/journal/contract.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { documentOf } from '../../src/minutes/rules/document.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const minuteMs = 60_000
let app: TestApp
let clock: TestClock
let staff: { staffId: string; lead: Signed }
let lead: Signed
let taker: Signed
let kgs: Signed
let member: Signed

beforeAll(async () => {
  clock = new TestClock('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  staff = await foundStaff(app)
  lead = staff.lead
  taker = await addMember(app, staff, { name: 'Mehmet Yıldız', roles: ['minuteTaker'] })
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs'] })
  member = await addMember(app, staff, { name: 'Ulf Brüggemann' })
})
afterAll(() => app?.stop())

async function openMeeting(): Promise<string> {
  const meetingId = await convene(app, staff, { inMin: 1, minuteTakerId: taker.memberId })
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  clock.forward(minuteMs)
  return meetingId
}
const decide = (meetingId: string, text: string, more = {}) =>
  taker.client.post<Entry>(`/api/meetings/${meetingId}/decisions`, { text, ...more })
const draftOf = async (meetingId: string) =>
  (await lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)).record
const close = (meetingId: string) => lead.client.post(`/api/meetings/${meetingId}/close`)
async function refusal(work: Promise<unknown>): Promise<{ status: number; code: string }> {
  const error: unknown = await work.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof ApiFailure)) throw new Error('was accepted')
  return { status: error.status, code: (error.body as { code: string }).code }
}
const traced = async (action: string, subject: string) =>
  (await app.deps.database
    .sql`select details from audit_trail where action = ${action} and subject = ${subject}`) as unknown as {
    details: Record<string, unknown>
  }[]

test('a correction keeps number and former wording, and the minutes say both', async () => {
  const meetingId = await openMeeting()
  const made = await decide(meetingId, 'Bürgertelefon öfnet', { reason: 'Anrufe' })
  clock.forward(minuteMs)
  const corrected = await taker.client.post<Entry>(`/api/entries/${made.entryId}/correct`, {
    text: 'Bürgertelefon öffnet',
    reason: 'Anrufe',
  })
  expect(corrected).toMatchObject({
    label: made.label,
    at: made.at,
    text: 'Bürgertelefon öffnet',
    corrections: [
      { at: clock.now().toISOString(), byName: 'Mehmet Yıldız', text: 'Bürgertelefon öfnet' },
    ],
  })
  expect(await traced('journal.corrected', made.entryId)).toHaveLength(1)
  await close(meetingId)
  // after the close as well, and the draft knows it at once
  clock.forward(minuteMs)
  await lead.client.post(`/api/entries/${made.entryId}/correct`, { text: 'Telefon öffnet um 7' })
  const record = await draftOf(meetingId)
  expect(record.decisions[0]!.corrected).toHaveLength(2)
  expect(documentOf(record, { lang: 'de' }).decisions[0]).toMatchObject({
    text: ['Telefon öffnet um 7'],
    notes: [
      expect.stringMatching(/^berichtigt .*, vorher: Bürgertelefon öfnet – Anrufe$/),
      expect.stringMatching(/^berichtigt .*, vorher: Bürgertelefon öffnet – Anrufe$/),
    ],
  })
})

test('only the writer and the lead correct, not what was taken back, and nothing after the release', async () => {
  const meetingId = await openMeeting()
  const made = await decide(meetingId, 'Schulen zu')
  const correct = (who: Signed, text = 'Schulen geschlossen') =>
    who.client.post<Entry>(`/api/entries/${made.entryId}/correct`, { text })
  expect(await refusal(correct(kgs))).toMatchObject({ status: 403 })
  expect(await refusal(correct(member))).toMatchObject({ status: 403 })
  await correct(taker)
  // the same wording again is no correction
  expect((await correct(taker)).corrections).toHaveLength(1)
  await taker.client.post(`/api/entries/${made.entryId}/retract`)
  expect(await refusal(correct(taker, 'anders'))).toMatchObject({ code: 'wrongState' })
  await taker.client.post(`/api/entries/${made.entryId}/restore`)
  await close(meetingId)
  const { revision } = await lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
  await lead.client.post(`/api/meetings/${meetingId}/minutes/release`, { revision })
  expect(await refusal(correct(lead, 'anders'))).toMatchObject({ code: 'alreadyReleased' })
})

test('two corrections at once lose no wording', async () => {
  const meetingId = await openMeeting()
  const made = await decide(meetingId, 'null')
  await Promise.all(
    [taker, lead].map((who, i) =>
      who.client.post(`/api/entries/${made.entryId}/correct`, { text: `nach ${i}` }),
    ),
  )
  const [entry] = await lead.client.get<Entry[]>(`/api/meetings/${meetingId}/entries`)
  expect([...entry!.corrections.map(each => each.text), entry!.text].sort()).toEqual([
    'nach 0',
    'nach 1',
    'null',
  ])
})

test('the gap of a retraction says what stands in its place', async () => {
  const meetingId = await openMeeting()
  const made = await decide(meetingId, 'Sandsäcke holen')
  const instead = await taker.client.post<Entry>(`/api/meetings/${meetingId}/orders`, {
    text: 'Sandsäcke holen',
    replaces: made.entryId,
  })
  expect(
    await refusal(
      taker.client.post(`/api/meetings/${meetingId}/log`, { text: 'x', replaces: made.entryId }),
    ),
  ).toMatchObject({ code: 'wrongState' })
  const other = await openMeeting()
  expect(
    await refusal(
      taker.client.post(`/api/meetings/${other}/log`, { text: 'x', replaces: instead.entryId }),
    ),
  ).toMatchObject({ status: 404 })
  expect(
    await refusal(
      kgs.client.post(`/api/meetings/${meetingId}/log`, { text: 'x', replaces: instead.entryId }),
    ),
  ).toMatchObject({ status: 403 })
  const entries = await lead.client.get<Entry[]>(`/api/meetings/${meetingId}/entries`)
  expect(entries).toHaveLength(2)
  expect(entries[0]).toMatchObject({ replacedByLabel: instead.label })
  await close(meetingId)
  expect(documentOf(await draftOf(meetingId), { lang: 'de' }).decisions[0]!.text).toEqual([
    expect.stringMatching(new RegExp(`^zurückgenommen .*, ersetzt durch ${instead.label}$`)),
  ])
})

test('person and due time can be given later, also after the release, and the trail keeps both', async () => {
  const meetingId = await openMeeting()
  const order = await taker.client.post<Entry>(`/api/meetings/${meetingId}/orders`, {
    text: 'Notunterkunft öffnen',
    responsibleText: 'Brü',
  })
  const dueAt = '2026-11-24T20:00:00.000Z'
  const assign = (who: Signed, json: object) =>
    who.client.post<Entry>(`/api/entries/${order.entryId}/assign`, json)
  expect(await refusal(assign(member, { responsibleId: member.memberId }))).toMatchObject({
    status: 403,
  })
  expect(await refusal(assign(kgs, { dueAt: '2026-11-20T20:00:00Z' }))).toMatchObject({
    code: 'inThePast',
  })
  expect(
    await refusal(assign(kgs, { responsibleId: member.memberId, responsibleText: 'x' })),
  ).toMatchObject({ status: 400 })
  await close(meetingId)
  expect(await assign(kgs, { responsibleId: member.memberId, dueAt })).toMatchObject({
    responsibleId: member.memberId,
    responsibleName: 'Ulf Brüggemann',
    dueAt,
  })
  expect((await draftOf(meetingId)).orders[0]).toMatchObject({ responsible: 'Ulf Brüggemann' })
  const { revision } = await lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
  await lead.client.post(`/api/meetings/${meetingId}/minutes/release`, { revision })
  await assign(taker, { responsibleText: 'THW', dueAt })
  expect((await draftOf(meetingId)).orders[0]).toMatchObject({ responsible: 'Ulf Brüggemann' })
  expect((await traced('journal.assigned', order.entryId)).map(each => each.details)).toMatchObject(
    [
      { was: { responsibleText: 'Brü' }, is: { responsibleId: member.memberId } },
      { was: { responsibleId: member.memberId }, is: { responsibleText: 'THW' } },
    ],
  )
  // the same again is no act
  await assign(taker, { responsibleText: 'THW', dueAt })
  expect(await traced('journal.assigned', order.entryId)).toHaveLength(2)
})

test('after the close entries are added until the release, marked with both times', async () => {
  const meetingId = await openMeeting()
  await decide(meetingId, 'eins')
  const at = clock.now().toISOString()
  const add = (who: Signed, json: object) =>
    who.client.post<Entry>(`/api/meetings/${meetingId}/minutes/entries`, json)
  expect(await refusal(add(taker, { kind: 'decision', text: 'zwei', at }))).toMatchObject({
    status: 404,
  })
  clock.forward(20 * minuteMs)
  await close(meetingId)
  clock.forward(10 * minuteMs)
  for (const who of [lead, kgs, taker])
    await add(who, { kind: 'decision', text: `von ${who.memberId}`, at })
  const order = await add(taker, {
    kind: 'order',
    text: 'holen',
    responsibleId: member.memberId,
    at,
  })
  expect(order).toMatchObject({ at, enteredAt: clock.now().toISOString(), isAddedLater: true })
  await add(taker, { kind: 'log', text: 'Pegel 3 m', at })
  expect(await refusal(add(member, { kind: 'log', text: 'x', at }))).toMatchObject({ status: 403 })
  for (const outside of ['2026-11-24T01:00:00Z', clock.now().toISOString()])
    expect(await refusal(add(taker, { kind: 'log', text: 'x', at: outside }))).toMatchObject({
      status: 400,
    })
  expect(await refusal(add(taker, { kind: 'log', text: 'x' }))).toMatchObject({ status: 400 })
  const view = await lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
  expect(view.record.decisions.map(each => 'addedAt' in each)).toEqual([false, true, true, true])
  const page = documentOf(view.record, { lang: 'de' })
  expect(page.orders[0]!.notes).toEqual([expect.stringMatching(/^nachgetragen um /)])
  expect(page.log[0]!.notes).toEqual([expect.stringMatching(/^nachgetragen um /)])
  await lead.client.post(`/api/meetings/${meetingId}/minutes/release`, { revision: view.revision })
  expect(await refusal(add(taker, { kind: 'log', text: 'x', at }))).toMatchObject({
    code: 'alreadyReleased',
  })
})
