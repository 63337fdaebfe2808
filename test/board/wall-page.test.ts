import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, violationsOn, type Browsing } from '../support/browser.ts'
import { convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }

const names = [
  'Dr. Sabine Köhler-Özdemir',
  'Friedrich-Wilhelm von Hohenfels',
  'Oberstleutnant Maximiliane Döring-Schwarzenberger',
  'Çiğdem Yıldız',
]

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

type Fn = { functionId: string; label: string; isRequired: boolean }
const roster = async () =>
  (await staff.lead.client.get<{ functions: Fn[] }>(`/api/staffs/${staff.staffId}/roster`))
    .functions

/** Functions up to that number, the first 16 of them required, each with a holder of its own. */
async function withFunctions(count: number): Promise<void> {
  const path = `/api/staffs/${staff.staffId}`
  const known = await roster()
  const holdersOf = new Set(known.length > 20 ? known.map(fn => fn.functionId) : [])
  for (let i = known.length; i < count; i++)
    await staff.lead.client.post(`${path}/functions`, {
      label: i % 5 === 0 ? `Verbindungsperson Energieversorgung ${i}` : `EMS Stadtwerk ${i}`,
      block: 'EMS',
      isRequired: false,
    })
  const all = await roster()
  let required = all.filter(fn => fn.isRequired).length
  for (const [i, fn] of all.entries()) {
    if (required < 16 && !fn.isRequired) {
      await staff.lead.client.call('PATCH', `${path}/functions/${fn.functionId}`, {
        isRequired: true,
      })
      required++
    }
    if (holdersOf.has(fn.functionId)) continue
    const { memberId } = await staff.lead.client.post<{ memberId: string }>(`${path}/members`, {
      name: `${names[i % names.length]} ${String.fromCharCode(65 + (i % 26))}${i > 25 ? 'z' : 'a'}`,
      email: `${fn.functionId}@kreis.example`,
    })
    await staff.lead.client.call('PUT', `${path}/functions/${fn.functionId}/holders`, {
      holders: [{ memberId, rank: 0 }],
    })
  }
}

/** Opened, with everybody there but six of the required functions and two others. */
async function running(more = {}): Promise<string> {
  const meetingId = await convene(app, staff, more)
  await convene(app, staff, { inMin: 24 * 60, ...more })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const { rows } = await staff.lead.client.get<{
    rows: {
      isRequired: boolean
      unfilled: { order: { memberId: string }[] } | null
    }[]
  }>(`/api/meetings/${meetingId}/board`)
  const absent = [
    ...rows.filter(row => row.isRequired).slice(0, 6),
    ...rows.filter(row => !row.isRequired).slice(0, 2),
  ]
  for (const [i, row] of rows.entries()) {
    if (absent.includes(row)) continue
    await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, {
      memberId: row.unfilled!.order[0]!.memberId,
      mode: i % 3 === 0 ? 'phone' : 'onSite',
    })
  }
  return meetingId
}

/** What of the wall lies outside the screen, or is wider or higher than its box. */
function outOfSight(): string[] {
  const page = document.documentElement
  const cut = [...document.querySelectorAll<HTMLElement>('.wall *')].flatMap(element => {
    const text = element.textContent?.trim() ?? ''
    if (text === '' || element.closest('.wall-actions, .sr-only, .decision')) return []
    const box = element.getBoundingClientRect()
    const parent = element.parentElement!.getBoundingClientRect()
    const isOut = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.top < -1
    const isRow = element.matches('.wall-row > *')
    const isCut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && isRow
    const isHigh = isRow && box.height > parent.height + 2
    return isOut || isCut || isHigh ? [`${element.className}: ${text.slice(0, 60)}`] : []
  })
  return page.scrollHeight > innerHeight + 1 || page.scrollWidth > innerWidth + 1
    ? [...cut, `scrolls ${page.scrollWidth} × ${page.scrollHeight}`]
    : cut
}

test('35 functions fit a wall: nothing scrolls or is cut, the six red ones and the next meeting are in sight', async () => {
  await withFunctions(35)
  const operation = await running()
  const exercise = await running({ incident: { title: 'Deichbruch (erfunden)', kind: 'exercise' } })
  for (const [meetingId, width, height] of [
    [operation, 1920, 1080],
    [operation, 1280, 720],
    [operation, 1440, 900],
    [exercise, 1920, 1080],
    [exercise, 1280, 720],
  ] as const) {
    const { page } = await browsing.visitor({
      as: staff.lead.client,
      viewport: { width, height },
    })
    await page.goto(`${app.base}/meetings/${meetingId}/wall`)
    await page.getByText('6 von 16').waitFor()
    await page.getByText('Nächste Sitzung').waitFor()
    await page.evaluate(() => document.fonts.ready)
    const at = `${width} × ${height}`
    expect(await page.locator('.wall-red .wall-row').count(), at).toBe(6)
    expect(await page.locator('.wall-row').count(), at).toBe(35)
    expect(await page.evaluate(outOfSight), at).toEqual([])
    const sizes = await page
      .locator('.wall-row :is(.what, .grow)')
      .evaluateAll(all => all.map(each => getComputedStyle(each).fontSize))
    expect(new Set(sizes).size, at).toBe(1)
    expect(await violationsOn(page)).toEqual([])
  }
})

test('at the beginning, when nobody is there, all 35 fit as well', async () => {
  const meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
  ] as const) {
    const { page } = await browsing.visitor({
      as: staff.lead.client,
      viewport: { width, height },
    })
    await page.goto(`${app.base}/meetings/${meetingId}/wall`)
    await page.getByText('16 von 16').waitFor()
    await page.evaluate(() => document.fonts.ready)
    expect(await page.locator('.wall-row').count()).toBe(35)
    expect(await page.evaluate(outOfSight)).toEqual([])
  }
})

test('more than 40 functions turn pages by themselves, with the red ones on each', async () => {
  await withFunctions(60)
  const meetingId = await running()
  const { page } = await browsing.visitor({
    as: staff.lead.client,
    viewport: { width: 1920, height: 1080 },
  })
  await page.clock.install()
  await page.goto(`${app.base}/meetings/${meetingId}/wall`)
  await page.getByText('6 von 16').waitFor()
  const seen = new Set<string>()
  const numbers = new Set<string>()
  for (let turn = 0; turn < 4; turn++) {
    expect(await page.locator('.wall-red .wall-row').count()).toBe(6)
    expect(await page.evaluate(outOfSight)).toEqual([])
    for (const row of await page.locator('.wall-row .what').allInnerTexts()) seen.add(row)
    numbers.add(await page.getByText(/Seite \d von \d/).innerText())
    await page.clock.runFor(10_000)
  }
  expect(seen.size).toBe(60)
  expect(numbers.size).toBe(2)
})
