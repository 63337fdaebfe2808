import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let meetingId: string

type Preview = { askedAgain: number; toConfirm: number; overlapping: string[] }
const preview = (date: string, time: string) =>
  staff.lead.client.post<Preview>(`/api/meetings/${meetingId}/move/preview`, {
    date,
    time,
    durationMin: 50,
  })

beforeAll(async () => {
  app = await startApp({ clock })
  browsing = await browse(app.base)
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  const jonas = await desk.add('Jonas Brandt')
  const petra = await desk.add('Petra Adler')
  await desk.hold('BuMA', jonas)
  await desk.hold('SMS Ordnung', petra)
  const namesakes = []
  for (const organisation of ['Bauhof', 'Umweltamt'])
    namesakes.push(
      await staff.lead.client.post<Signed>(`/api/staffs/${staff.staffId}/members`, {
        name: 'Hans Müller',
        email: `${organisation}@kreis.example`,
        roles: ['member'],
        organisation,
      }),
    )
  await desk.hold('SMS Soziales', namesakes[0]!)
  await desk.hold('SMS Gesundheit', namesakes[1]!)
  meetingId = await desk.plan('2026-11-26T07:30:00Z')
  await desk.plan('2026-11-27T07:30:00Z')
  await desk.reply(meetingId, jonas, { kind: 'accepted', mode: 'onSite' })
  await desk.reply(meetingId, petra, { kind: 'declined' })
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing.close()
  await app.stop()
})

test('the preview of a move says what becomes of the answers', async () => {
  expect(await preview('2026-11-26', '09:30')).toMatchObject({ askedAgain: 0, toConfirm: 2 })
  expect(await preview('2026-11-28', '08:30')).toMatchObject({ askedAgain: 2, toConfirm: 0 })
  // only the duration changes
  expect(await preview('2026-11-26', '08:30')).toMatchObject({ askedAgain: 0, toConfirm: 0 })
})

test('it names everybody who would be in two meetings, namesakes apart and by surname', async () => {
  const { overlapping } = await preview('2026-11-27', '08:45')
  expect(overlapping).toEqual([
    'Petra Adler',
    'Jonas Brandt',
    'Dr. Sabine Köhler-Özdemir',
    'Hans Müller (Bauhof)',
    'Hans Müller (Umweltamt)',
  ])
  expect((await preview('2026-11-28', '08:45')).overlapping).toEqual([])
})

test('the panel says it before anything is sent', async () => {
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('button', { name: 'Verschieben …' }).click()
  await page.locator('input[type=date]').first().fill('2026-11-27')
  await page.getByText('2 Rückmeldungen galten für den bisherigen Tag').waitFor()
  await page
    .getByText(
      '5 Personen: Petra Adler, Jonas Brandt, Dr. Sabine Köhler-Özdemir, Hans Müller (Bauhof), Hans Müller (Umweltamt).',
    )
    .waitFor()
  await page.locator('input[type=date]').first().fill('2026-11-26')
  await page.locator('input[type=time]').first().fill('11:00')
  await page.getByText('2 Rückmeldungen bleiben stehen').waitFor()
  expect(await page.getByText('galten für den bisherigen Tag').count()).toBe(0)
}, 60_000)

test('people whose invitation ends are listed by surname', async () => {
  const { client } = staff.lead
  const path = `/api/staffs/${staff.staffId}`
  const { functions } = await client.get<{ functions: { functionId: string; label: string }[] }>(
    `${path}/roster`,
  )
  for (const [label, name] of [
    ['SMS Umwelt', 'Ayşe Zander'],
    ['SMS Katastrophenschutz', 'Zoe Adler'],
  ] as const) {
    const { memberId } = await desk.add(name)
    const { functionId } = functions.find(fn => fn.label === label)!
    await client.call('PUT', `${path}/functions/${functionId}/holders`, {
      holders: [{ memberId, rank: 0, validUntil: '2026-11-27' }],
    })
  }
  const { fewer } = await client.post<{ fewer: { name: string }[] }>(
    `/api/meetings/${meetingId}/move/preview`,
    { date: '2026-11-28', time: '08:30', durationMin: 50 },
  )
  expect(fewer.map(each => each.name)).toEqual(['Zoe Adler', 'Ayşe Zander'])
})
