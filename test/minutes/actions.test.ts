import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Minutes, type MinutesListItem, type MinutesView } from '../../src/minutes/contract.ts'
import { stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { insertSignals } from '../../src/attendance/store.ts'
import { audited } from '../support/trail.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { ApiFailure } from '../support/client.ts'
import { pdfAttachments } from '../support/pdf-pages.ts'
import { includesText, pdfText } from '../support/pdf-text.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const minuteMs = 60_000
let app: TestApp
let clock: TestClock
let staffId: string
let lead: Signed
let secondLead: Signed
let taker: Signed
let member: Signed
let records: Signed

beforeAll(async () => {
  clock = new TestClock('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  ;({ staffId, lead } = await foundStaff(app))
  secondLead = await addMember(
    app,
    { staffId, lead },
    { name: 'Friedrich von Hohenfels', roles: ['lead'] },
  )
  taker = await addMember(
    app,
    { staffId, lead },
    { name: 'Mehmet Yıldız', roles: ['minuteTaker'], functions: ['KGS Lage und Dokumentation'] },
  )
  member = await addMember(app, { staffId, lead }, { name: 'Jonas Brandt', functions: ['BuMA'] })
  records = await addMember(app, { staffId, lead }, { name: 'Petra Lindner', roles: ['records'] })
})
afterAll(async () => {
  await app?.stop()
  await stopMinutesRenderer()
})

type Attendee = { attendeeId: string; memberId: string | null }
const minutesOf = (meetingId: string, of: Signed = lead) =>
  of.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)

async function attendeeOf(meetingId: string, of: Signed): Promise<string> {
  const all = await lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  return all.find(a => a.memberId === of.memberId)!.attendeeId
}

async function openMeeting(more: Record<string, unknown> = {}): Promise<string> {
  const meetingId = await convene(
    app,
    { staffId, lead },
    { inMin: 1, minuteTakerId: taker.memberId, ...more },
  )
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  return meetingId
}

/** A meeting of ten minutes in which the minute taker is in the room, closed. */
async function closedMeeting(more: Record<string, unknown> = {}): Promise<string> {
  const meetingId = await openMeeting(more)
  await lead.client.post(`/api/meetings/${meetingId}/check-in`, {
    attendeeId: await attendeeOf(meetingId, taker),
  })
  clock.forward(10 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  return meetingId
}

type Refusal = { status: number; code: string; details: Record<string, unknown> }
async function refusal(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof ApiFailure)) throw new Error('was accepted')
  return { status: error.status, ...(error.body as Omit<Refusal, 'status'>) }
}

test('an item that is ended from a page that is behind ends no other', async () => {
  const meetingId = await openMeeting({ agenda: [{ title: 'Lage' }, { title: 'Maßnahmen' }] })
  type Agenda = { agenda: { itemId: string; startedAt: string | null; endedAt: string | null }[] }
  const path = `/api/meetings/${meetingId}`
  const [first, second] = (await lead.client.get<Agenda>(path)).agenda
  await lead.client.post(`${path}/agenda/${first!.itemId}/start`)
  await lead.client.post(`${path}/agenda/${second!.itemId}/start`)
  const { agenda } = await lead.client.post<Agenda>(`${path}/agenda/${first!.itemId}/end`)
  expect(agenda.map(item => item.endedAt === null)).toEqual([false, true])
  const other = await openMeeting({ agenda: [{ title: 'Lage' }] })
  const foreign = `/api/meetings/${other}/agenda/${second!.itemId}/end`
  expect(await refusal(lead.client.post(foreign))).toMatchObject({ status: 404 })
})

test('closing ends the meeting and its running item, and composes the minutes from what is stored', async () => {
  const meetingId = await openMeeting({ agenda: [{ title: 'Lage' }, { title: 'Maßnahmen' }] })
  const { agenda } = await lead.client.get<{ agenda: { itemId: string }[] }>(
    `/api/meetings/${meetingId}`,
  )
  await lead.client.post(`/api/meetings/${meetingId}/agenda/${agenda[0]!.itemId}/start`)
  await lead.client.post(`/api/meetings/${meetingId}/check-in`, {
    attendeeId: await attendeeOf(meetingId, taker),
  })
  await lead.client.post(`/api/meetings/${meetingId}/visitors`, {
    name: 'Gast Müller',
    organisation: 'THW',
  })
  await lead.client.post(`/api/meetings/${meetingId}/decisions`, {
    text: 'Bürgertelefon öffnet um 7 Uhr',
    reason: 'Anrufe seit 5 Uhr',
  })
  await lead.client.post(`/api/meetings/${meetingId}/orders`, {
    text: 'Dienstplan',
    responsibleId: member.memberId,
    dueAt: '2026-11-24T20:00:00Z',
  })
  clock.forward(5 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/pause`)
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/resume`)
  clock.forward(4 * minuteMs)
  const closed = await lead.client.post<{
    state: string
    closedAt: string
    agenda: { endedAt: string | null }[]
  }>(`/api/meetings/${meetingId}/close`)
  expect(closed).toMatchObject({ state: 'closed', closedAt: clock.now().toISOString() })
  expect(closed.agenda.map(item => item.endedAt)).toEqual([clock.now().toISOString(), null])

  const view = await minutesOf(meetingId)
  expect(view).toMatchObject({
    state: 'draft',
    version: 1,
    edits: {},
    releasedAt: null,
    sha256: null,
    minuteTakerName: 'Mehmet Yıldız',
  })
  const { record } = view
  expect(Minutes.safeParse(record).error).toBeUndefined()
  expect(Date.parse(record.end) - Date.parse(record.begin)).toBe(10 * minuteMs)
  expect(record).toMatchObject({
    organisation: 'Beispielkreis',
    staff: 'Krisenstab Beispielkreis',
    incident: 'Hochwasser (erfunden)',
    kind: 'operation',
    lead: 'Dr. Sabine Köhler-Özdemir',
    minuteTakers: [{ name: 'Mehmet Yıldız', until: null }],
    attendance: { onSite: 1, video: 0, phone: 0, guests: 1 },
    decisions: [
      {
        number: `${record.number}/1`,
        text: 'Bürgertelefon öffnet um 7 Uhr',
        reason: 'Anrufe seit 5 Uhr',
      },
    ],
    orders: [{ number: `${record.number}/A1`, text: 'Dienstplan', responsible: 'Jonas Brandt' }],
    signatures: [
      { role: 'minuteTaker', name: 'Mehmet Yıldız', signedAt: null },
      { role: 'lead', signedAt: null },
    ],
  })
  expect(record.interruptions).toHaveLength(1)
  expect(record.agenda.map(item => item.title)).toEqual(['Lage', 'Maßnahmen'])
  expect(record.agenda.map(item => item.isNotReached ?? false)).toEqual([false, true])
  expect(record.band.find(row => row.name === 'Mehmet Yıldız')?.bars.map(bar => bar.kind)).toEqual([
    'onSite',
  ])
  expect(record.blocks.at(-1)).toMatchObject({
    kind: 'guests',
    rows: [{ name: 'Gast Müller', organisation: 'THW' }],
  })
})

test('of two leads who close at once, one gets through and one set of minutes is made', async () => {
  const meetingId = await openMeeting()
  clock.forward(minuteMs)
  // a raw request does not sign in again by itself
  await secondLead.client.get(`/api/meetings/${meetingId}`)
  await lead.client.get(`/api/meetings/${meetingId}`)
  const answers = await Promise.all(
    [lead, secondLead, lead, secondLead].map(l =>
      l.client.fetch('POST', `/api/meetings/${meetingId}/close`, {}),
    ),
  )
  expect(answers.map(a => a.status).sort()).toEqual([200, 409, 409, 409])
  const codes = await Promise.all(
    answers.filter(a => a.status === 409).map(a => a.json() as Promise<{ code: string }>),
  )
  expect(codes.map(c => c.code)).toEqual(['meetingClosed', 'meetingClosed', 'meetingClosed'])
  const listed = await lead.client.get<MinutesListItem[]>(`/api/staffs/${staffId}/minutes`)
  expect(listed.filter(m => m.meetingId === meetingId)).toHaveLength(1)
})

test('only the lead closes, and only what runs', async () => {
  const meetingId = await openMeeting()
  expect(await refusal(taker.client.post(`/api/meetings/${meetingId}/close`))).toMatchObject({
    status: 403,
    code: 'forbidden',
  })
  const planned = await convene(app, { staffId, lead })
  expect(await refusal(lead.client.post(`/api/meetings/${planned}/close`))).toMatchObject({
    status: 409,
    code: 'wrongState',
  })
  expect(await refusal(minutesOf(planned))).toMatchObject({ status: 404, code: 'notFound' })
})

test('a stay whose end the media server reports after the close stands in the draft, and edits stay', async () => {
  const meetingId = await openMeeting()
  const attendeeId = await attendeeOf(meetingId, member)
  const openedMs = clock.now().getTime()
  const signal = (edge: 'in' | 'out', atMs: number, receivedMs: number) => ({
    id: `${meetingId}:${edge}`,
    meetingId,
    attendeeId,
    mode: 'video',
    stay: `PA_${meetingId}`,
    edge,
    at: new Date(atMs),
    receivedAt: new Date(receivedMs),
    source: 'mediaServer',
    uncertaintyMs: 0,
  })
  // what the media server would have reported; ids come from our own API
  const insert = (...rows: object[]) =>
    insertSignals(app.deps.database.db, rows as Parameters<typeof insertSignals>[1])
  await insert(signal('in', openedMs + minuteMs, openedMs + minuteMs))
  clock.forward(10 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  const before = await minutesOf(meetingId)
  const stayIn = (view: MinutesView) =>
    view.record.blocks.flatMap(b => b.rows).find(r => r.attendeeId === attendeeId)!.totalS
  expect(stayIn(before)).toBe(9 * 60)
  const edited = await taker.client.call<MinutesView>(
    'PATCH',
    `/api/meetings/${meetingId}/minutes`,
    {
      revision: before.revision,
      edits: { lage: 'Der Pegel fällt.' },
    },
  )
  clock.forward(20_000)
  await insert(signal('out', openedMs + 4 * minuteMs, clock.now().getTime()))
  const after = await minutesOf(meetingId)
  expect(stayIn(after)).toBe(3 * 60)
  expect(after.record.lage).toBe('Der Pegel fällt.')
  expect(after.revision).toBeGreaterThan(edited.revision)
  clock.forward(minuteMs)
  expect((await minutesOf(meetingId)).revision).toBe(after.revision)
})

test('reading a draft again changes nothing', async () => {
  const meetingId = await closedMeeting()
  const first = await minutesOf(meetingId)
  clock.forward(minuteMs)
  expect(await minutesOf(meetingId)).toMatchObject({
    revision: first.revision,
    record: first.record,
  })
})

test('words for several fields are kept side by side; a stale writer is told what stands there now', async () => {
  const meetingId = await closedMeeting()
  const { revision, record } = await minutesOf(meetingId)
  const path = `/api/meetings/${meetingId}/minutes`
  const one = await taker.client.call<MinutesView>('PATCH', path, {
    revision,
    edits: { lage: '\u202eRuhig\u200b.' },
  })
  const two = await lead.client.call<MinutesView>('PATCH', path, {
    revision: one.revision,
    edits: { agendaTexts: [{ id: record.agenda[0]!.id, text: 'Bericht' }] },
  })
  expect(two.record.lage).toBe('Ruhig.')
  expect(two.record.agenda[0]!.text).toBe('Bericht')
  expect(two.editedByName).toBe('Dr. Sabine Köhler-Özdemir')
  const stale = await refusal(
    taker.client.call('PATCH', path, { revision, edits: { lage: 'Veraltet.' } }),
  )
  expect(stale).toMatchObject({
    status: 409,
    code: 'conflict',
    details: { revision: two.revision, edits: { lage: 'Ruhig.' } },
  })
  expect(
    await refusal(
      member.client.call('PATCH', path, { revision: two.revision, edits: { lage: 'Ich.' } }),
    ),
  ).toMatchObject({
    status: 403,
  })
  expect(
    await refusal(
      lead.client.call('PATCH', path, { revision: two.revision, edits: { lage: 'NUL \u0000' } }),
    ),
  ).toMatchObject({
    status: 400,
    code: 'invalid',
  })
  expect(
    await refusal(
      lead.client.call('PATCH', path, { revision: two.revision, edits: { decisions: [] } }),
    ),
  ).toMatchObject({
    status: 400,
    code: 'invalid',
  })
  expect((await minutesOf(meetingId)).revision).toBe(two.revision)
})

test('of two writers at one revision, one is told so', async () => {
  const meetingId = await closedMeeting()
  const { revision } = await minutesOf(meetingId)
  await minutesOf(meetingId, taker)
  const answers = await Promise.all(
    [lead, taker].map((w, i) =>
      w.client.fetch('PATCH', `/api/meetings/${meetingId}/minutes`, {
        revision,
        edits: { press: `Text ${i}` },
      }),
    ),
  )
  expect(answers.map(a => a.status).sort()).toEqual([200, 409])
})

test('release freezes record, bytes and hash; the stored file is what everybody gets from then on', async () => {
  const meetingId = await closedMeeting()
  const path = `/api/meetings/${meetingId}/minutes`
  const draftPdf = await lead.client.download(`${path}.pdf`)
  expect(includesText(await pdfText(draftPdf), 'ENTWURF')).toBe(true)
  const draft = await taker.client.call<MinutesView>('PATCH', path, {
    revision: (await minutesOf(meetingId)).revision,
    edits: { lage: 'Der Pegel fällt.' },
  })
  clock.forward(minuteMs)
  const released = await lead.client.post<MinutesView>(`${path}/release`, {
    revision: draft.revision,
  })
  expect(released).toMatchObject({
    state: 'released',
    releasedAt: clock.now().toISOString(),
    releasedByName: 'Dr. Sabine Köhler-Özdemir',
  })
  expect(released.record).toMatchObject({
    lage: 'Der Pegel fällt.',
    signatures: [{ name: 'Mehmet Yıldız' }, { name: 'Dr. Sabine Köhler-Özdemir' }],
  })

  const pdf = await lead.client.download(`${path}.pdf`)
  expect(createHash('sha256').update(pdf).digest('hex')).toBe(released.sha256)
  expect(includesText(await pdfText(pdf), 'ENTWURF')).toBe(false)
  expect(includesText(await pdfText(pdf), 'Mehmet Yıldız')).toBe(true)
  const json = Buffer.from(await lead.client.download(`${path}.json`)).toString('utf8')
  expect(JSON.parse(json)).toEqual(released.record)
  expect(await pdfAttachments(pdf)).toContain(json)
  expect(Buffer.from(await records.client.download(`${path}.pdf`))).toEqual(Buffer.from(pdf))
  const english = await pdfText(await lead.client.download(`${path}.pdf?lang=en&standard=ua-1`))
  expect(includesText(english, 'Attendance')).toBe(true)

  clock.forward(60 * minuteMs)
  expect(
    await refusal(lead.client.post(`${path}/release`, { revision: released.revision })),
  ).toMatchObject({
    status: 409,
    code: 'alreadyReleased',
  })
  expect(
    await refusal(
      taker.client.call('PATCH', path, { revision: released.revision, edits: { lage: 'Nein.' } }),
    ),
  ).toMatchObject({
    status: 409,
    code: 'alreadyReleased',
  })
  expect(Buffer.from(await lead.client.download(`${path}.pdf`))).toEqual(Buffer.from(pdf))
  expect(await audited(app, 'minutes.released')).toContainEqual(
    expect.objectContaining({ sha256: released.sha256 }),
  )
})

test('whoever kept the minutes cannot release them, and somebody must have kept them', async () => {
  const own = await closedMeeting({ minuteTakerId: lead.memberId })
  const { revision } = await minutesOf(own)
  expect(
    await refusal(lead.client.post(`/api/meetings/${own}/minutes/release`, { revision })),
  ).toMatchObject({
    status: 409,
    details: { reason: 'samePerson' },
  })
  expect(
    await refusal(taker.client.post(`/api/meetings/${own}/minutes/release`, { revision })),
  ).toMatchObject({ status: 403 })
  expect(
    (
      await secondLead.client.post<MinutesView>(`/api/meetings/${own}/minutes/release`, {
        revision,
      })
    ).state,
  ).toBe('released')

  const nobody = await closedMeeting({ minuteTakerId: null })
  const draft = await minutesOf(nobody)
  expect(
    await refusal(
      lead.client.post(`/api/meetings/${nobody}/minutes/release`, { revision: draft.revision }),
    ),
  ).toMatchObject({
    status: 409,
    details: { reason: 'noMinuteTaker' },
  })
  const named = await lead.client.call<MinutesView>(
    'PUT',
    `/api/meetings/${nobody}/minutes/minute-taker`,
    { memberId: taker.memberId },
  )
  expect(named).toMatchObject({
    minuteTakerName: 'Mehmet Yıldız',
    record: { minuteTakers: [{ name: 'Mehmet Yıldız' }] },
  })
  expect(named.record.minuteTakers[0]!.from).toBe(named.record.begin)
  expect(
    (
      await lead.client.post<MinutesView>(`/api/meetings/${nobody}/minutes/release`, {
        revision: named.revision,
      })
    ).state,
  ).toBe('released')
  expect(
    await refusal(
      lead.client.call('PUT', `/api/meetings/${nobody}/minutes/minute-taker`, {
        memberId: member.memberId,
      }),
    ),
  ).toMatchObject({ code: 'alreadyReleased' })
})

test('a lead who has not seen the latest words does not release them', async () => {
  const meetingId = await closedMeeting()
  const seen = await minutesOf(meetingId)
  await taker.client.call('PATCH', `/api/meetings/${meetingId}/minutes`, {
    revision: seen.revision,
    edits: { lage: 'Neu.' },
  })
  const refused = await refusal(
    lead.client.post(`/api/meetings/${meetingId}/minutes/release`, { revision: seen.revision }),
  )
  expect(refused).toMatchObject({
    status: 409,
    code: 'conflict',
    details: { edits: { lage: 'Neu.' } },
  })
})

test('of two leads who release at once, one file is kept', async () => {
  const meetingId = await closedMeeting()
  const { revision } = await minutesOf(meetingId)
  await minutesOf(meetingId, secondLead)
  const answers = await Promise.all(
    [lead, secondLead].map(l =>
      l.client.fetch('POST', `/api/meetings/${meetingId}/minutes/release`, { revision }),
    ),
  )
  expect(answers.map(a => a.status).sort()).toEqual([200, 409])
})

test('of a release and a correction at once one is refused, and the file holds what was released', async () => {
  const won = new Set<string>()
  for (let round = 0; round < 6; round++) {
    const meetingId = await openMeeting()
    const path = `/api/meetings/${meetingId}`
    const { entryId } = await taker.client.post<{ entryId: string }>(`${path}/decisions`, {
      text: 'Deich aufgeben',
    })
    clock.forward(minuteMs)
    await lead.client.post(`${path}/close`)
    clock.forward(minuteMs)
    const seen = await minutesOf(meetingId)
    const release = () =>
      lead.client.fetch('POST', `${path}/minutes/release`, { revision: seen.revision })
    const correct = () =>
      round % 2 === 0
        ? taker.client.fetch('POST', `/api/entries/${entryId}/retract`)
        : taker.client.fetch('PATCH', `${path}/minutes`, {
            revision: seen.revision,
            edits: { lage: 'Pegel fällt' },
          })
    const [released, corrected] = await Promise.all(
      round < 4 ? [release(), correct()] : [correct(), release()].toReversed(),
    )
    expect([released!.status, corrected!.status].sort()).toEqual([200, 409])
    won.add(released!.ok ? 'release' : 'correction')
    const { code } = (await (released!.ok ? corrected! : released!).json()) as { code: string }
    expect(code).toBe(released!.ok ? 'alreadyReleased' : 'conflict')
    if (!released!.ok) {
      const { revision } = await minutesOf(meetingId)
      await lead.client.post(`${path}/minutes/release`, { revision })
    }
    const { record, sha256 } = await minutesOf(meetingId)
    const isTakenBack = corrected!.ok && round % 2 === 0
    expect(record.decisions).toHaveLength(isTakenBack ? 0 : 1)
    expect(record.lage === 'Pegel fällt').toBe(corrected!.ok && round % 2 === 1)
    const file = await lead.client.download(`${path}/minutes.pdf`)
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256)
    expect(includesText(await pdfText(file), 'Deich aufgeben')).toBe(!isTakenBack)
  }
  expect(won.size).toBeGreaterThan(0)
})

test('an entry taken back after the close leaves the draft; after the release it stays', async () => {
  const meetingId = await openMeeting()
  const decision = await taker.client.post<{ entryId: string }>(
    `/api/meetings/${meetingId}/decisions`,
    { text: 'Versehen' },
  )
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  expect((await minutesOf(meetingId)).record.decisions).toHaveLength(1)
  await taker.client.post(`/api/entries/${decision.entryId}/retract`)
  const draft = await minutesOf(meetingId)
  expect(draft.record.decisions).toEqual([])
  await lead.client.post(`/api/meetings/${meetingId}/minutes/release`, { revision: draft.revision })
  expect(
    await refusal(taker.client.post(`/api/entries/${decision.entryId}/restore`)),
  ).toMatchObject({
    status: 409,
    code: 'alreadyReleased',
  })
})

test('an order done after the close stays open in the minutes of that meeting', async () => {
  const meetingId = await openMeeting()
  const order = await lead.client.post<{ entryId: string }>(`/api/meetings/${meetingId}/orders`, {
    text: 'Pumpen',
    responsibleId: member.memberId,
  })
  clock.forward(minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  clock.forward(minuteMs)
  await member.client.post(`/api/entries/${order.entryId}/done`)
  const next = await convene(
    app,
    { staffId, lead },
    { inMin: 60, incident: undefined, like: meetingId },
  )
  const { record } = await minutesOf(meetingId)
  expect(record.nextMeeting).not.toBeNull()
  expect(record.orders).toMatchObject([{ text: 'Pumpen', doneAt: null }])
  await lead.client.post(`/api/meetings/${next}/cancel`, { reason: 'Test' })
})

test('the records desk sees released minutes only', async () => {
  const meetingId = await closedMeeting()
  expect(await refusal(minutesOf(meetingId, records))).toMatchObject({ status: 403 })
  expect((await minutesOf(meetingId, member)).state).toBe('draft')
  const before = await records.client.get<MinutesListItem[]>(`/api/staffs/${staffId}/minutes`)
  expect(before.every(m => m.state === 'released')).toBe(true)
  await lead.client.post(`/api/meetings/${meetingId}/minutes/release`, {
    revision: (await minutesOf(meetingId)).revision,
  })
  const after = await records.client.get<MinutesListItem[]>(`/api/staffs/${staffId}/minutes`)
  expect(after[0]).toMatchObject({
    meetingId,
    state: 'released',
    releasedByName: 'Dr. Sabine Köhler-Özdemir',
  })
})

test('the file is named so that every browser keeps it', async () => {
  const meetingId = await closedMeeting({ title: 'Sitzung "Süd/West" 🚒' })
  await minutesOf(meetingId)
  const answer = await lead.client.fetch('GET', `/api/meetings/${meetingId}/minutes.pdf?lang=en`)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const disposition = answer.headers.get('content-disposition')!
  expect(disposition).toMatch(
    /^attachment; filename="Draft Minutes Sitzung -Sud-West- _+ 2026-11-\d\d\.pdf"; filename\*=UTF-8''/,
  )
  expect(decodeURIComponent(disposition.split("''")[1]!)).toMatch(
    /^Draft Minutes Sitzung -Süd-West- 🚒 2026-11-\d\d\.pdf$/,
  )
  const accessible = await lead.client.fetch(
    'GET',
    `/api/meetings/${meetingId}/minutes.pdf?lang=en&standard=ua-1`,
  )
  expect(accessible.headers.get('content-disposition')).toMatch(/2026-11-\d\d PDF-UA\.pdf"/)
})

test('naming another minute taker after the close corrects who it was, and is no change during the meeting', async () => {
  const meetingId = await closedMeeting()
  const name = (memberId: string) =>
    lead.client.call<MinutesView>('PUT', `/api/meetings/${meetingId}/minutes/minute-taker`, {
      memberId,
    })
  clock.forward(24 * 60 * 60_000)
  const corrected = await name(member.memberId)
  expect(corrected.record.minuteTakers).toEqual([
    { name: corrected.minuteTakerName, from: corrected.record.begin, until: null },
  ])
  const back = await name(taker.memberId)
  expect(back.record.minuteTakers).toEqual([
    { name: 'Mehmet Yıldız', from: back.record.begin, until: null },
  ])
})
