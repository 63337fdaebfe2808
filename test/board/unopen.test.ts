import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActingPerson } from '../../src/board/contract.ts'
import type { Meeting } from '../../src/meetings/contract/meeting.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let other: Signed
let kgs: Signed
const clock = new TestClock()
const incidents: string[] = []

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  other = await addMember(app, staff, { name: 'Uwe Groß', roles: ['lead'] })
  kgs = await addMember(app, staff, { name: 'Aylin Demir', roles: ['kgs'] })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const anIncident = () => {
  incidents.push(`Lage ${incidents.length} (erfunden)`)
  return { incident: { title: incidents.at(-1)!, kind: 'operation' } }
}
const at = (meetingId: string, act = '') => `/api/meetings/${meetingId}${act}`
const read = (meetingId: string) => staff.lead.client.get<Meeting>(at(meetingId))
const open = (meetingId: string, who = staff.lead) =>
  who.client.post<Meeting>(at(meetingId, '/open'))
const unopen = async (meetingId: string, who = staff.lead) =>
  (await who.client.fetch('POST', at(meetingId, '/unopen'))).status

test('a mistaken opening is taken back with its number, which the next opening takes', async () => {
  const first = await convene(app, staff, anIncident())
  const { incidentId } = await read(first)
  const second = await convene(app, staff, { incident: undefined, incidentId })
  expect(await open(first)).toMatchObject({ number: 1, title: '1. Sitzung' })
  expect(await unopen(first, kgs)).toBe(403)
  expect(await unopen(first)).toBe(200)
  expect(await read(first)).toMatchObject({ state: 'convened', number: null, openedAt: null })
  expect(await unopen(first)).toBe(409)
  expect(await open(second)).toMatchObject({ number: 1 })
  clock.forward(60_000)
  expect(await open(first, other)).toMatchObject({ number: 2, title: '2. Sitzung' })
  const history = await staff.lead.client.get<{ kind: string }[]>(at(first, '/history'))
  expect(history.map(({ kind }) => kind)).toEqual([
    'planned',
    'convened',
    'opened',
    'unopened',
    'opened',
  ])
  // who opened it by mistake is not asked how they take part
  const acting = await staff.lead.client.get<ActingPerson[]>(at(first, '/acting'))
  expect(acting.map(({ name }) => name)).toEqual(['Uwe Groß'])
})

test('an opening stays once somebody is recorded, something is entered, an item begun, or a later number given', async () => {
  const consequences: Record<string, (meetingId: string) => Promise<unknown>> = {
    'somebody was checked in': id =>
      staff.lead.client.post(at(id, '/check-in'), { memberId: kgs.memberId }),
    'an entry exists': id => staff.lead.client.post(at(id, '/log'), { text: 'Pegel 3 m' }),
    'an item has begun': async id => {
      const { agenda } = await read(id)
      await staff.lead.client.post(at(id, `/agenda/${agenda[0]!.itemId}/start`))
    },
    'it is interrupted': id => staff.lead.client.post(at(id, '/pause')),
    'a later one was opened': async id => {
      const { incidentId } = await read(id)
      await open(await convene(app, staff, { incident: undefined, incidentId }))
    },
  }
  for (const [what, happens] of Object.entries(consequences)) {
    const meetingId = await convene(app, staff, {
      ...anIncident(),
      agenda: [{ title: 'Lage' }],
    })
    await open(meetingId)
    await happens(meetingId)
    expect(await unopen(meetingId), what).toBe(409)
    expect((await read(meetingId)).number, what).toBe(1)
  }
})

test('the page takes it back in one press', async () => {
  const meetingId = await convene(app, staff, anIncident())
  const { page } = await browsing.visitor({
    as: staff.lead.client,
    viewport: { width: 390, height: 844 },
  })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByRole('button', { name: 'Eröffnen' }).click()
  // others of this staff still run
  await page
    .getByRole('dialog', { name: 'Zwei Sitzungen zugleich?' })
    .getByRole('button', { name: 'Jetzt eröffnen' })
    .click()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByText('Die Eröffnung ist zurückgenommen.').waitFor()
  await page.getByText('Pflichtfunktionen zugesagt').waitFor()
})
