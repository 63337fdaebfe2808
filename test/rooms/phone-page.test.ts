import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { joinRoom, type Participant } from '../support/participant.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

/** The room on a phone, with five others connected. */
let app: TestApp
let browsing: Browsing
let member: Signed
let meetingId: string
let page: Page
const others: Participant[] = []

beforeAll(async () => {
  app = await startApp({ video: 'real' })
  const staff = await foundStaff(app)
  member = await addMember(app, staff, { name: 'Maike Döring', functions: ['VP Bundeswehr'] })
  const guests: Signed[] = []
  for (const [name, fn] of [
    ['Jörg Müßig', 'SMS Ordnung'],
    ['Dr. Çiğdem Yıldız', 'SMS Gesundheit'],
    ['Beate Weiß', 'SMS Soziales'],
    ['Sören Ahlers', 'SMS Umwelt'],
    ['Lena Vogt', 'BuMA'],
  ] as const)
    guests.push(await addMember(app, staff, { name, functions: [fn] }))
  meetingId = await convene(app, staff, { inMin: 1 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  for (const { client } of guests)
    others.push(
      await joinRoom(
        await client.post<{ url: string; token: string }>(`/api/meetings/${meetingId}/join`, {}),
      ),
    )
  browsing = await browse(app.base)
  const visitor = await browsing.visitor({
    as: member.client,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  page = visitor.page
  await page.goto(`${app.base}/meetings/${meetingId}/lobby`)
  await page.getByRole('button', { name: 'Jetzt zuschalten' }).click()
  await page.getByRole('list', { name: 'Virtuell zugeschaltet' }).getByText('Lena Vogt').waitFor()
})
afterAll(async () => {
  await Promise.all(others.map(other => other.leave()))
  await browsing?.close()
  await app?.stop()
})

const words = {
  de: {
    controls: 'Bedienung',
    list: 'Virtuell zugeschaltet',
    hand: 'Hand heben',
    more: 'Mehr',
    share: /^Bildschirm teilen/,
    devices: 'Geräte',
    help: 'Hilfe',
    close: 'Schließen',
    large: 'eine groß',
    columns: 'zwei Spalten',
    camera: 'Kamera',
  },
  en: {
    controls: 'Controls',
    list: 'Connected by video',
    hand: 'Raise hand',
    more: 'More',
    share: /^Share screen/,
    devices: 'Devices',
    help: 'Help',
    close: 'Close',
    large: 'one large',
    columns: 'two columns',
    camera: 'Camera',
  },
} as const

const looks = [
  ['de', 390, 844],
  ['en', 320, 568],
  ['de', 844, 390],
] as const
type Lang = (typeof looks)[number][0]

async function held(lang: Lang, width: number, height: number): Promise<void> {
  await member.client.call('PATCH', '/api/me', { language: lang })
  await page.setViewportSize({ width, height })
  await page.getByRole('group', { name: words[lang].controls }).waitFor()
}

test.each(looks)(
  'one tile is large, the others are in a strip (%s, %i × %i)',
  async (lang, w, h) => {
    await held(lang, w, h)
    const isLying = w > h
    const t = words[lang]
    const list = page.getByRole('list', { name: t.list })
    const tiles = list.getByRole('listitem')
    await expect.poll(() => tiles.count()).toBe(6)
    const boxOf = async (i: number) => (await tiles.nth(i).boundingBox())!
    const row = page.getByRole('group', { name: t.controls })
    const [large, small, controls] = [await boxOf(0), await boxOf(1), (await row.boundingBox())!]
    // everything is on the screen at once, without scrolling the page
    expect(large.width * large.height).toBeGreaterThan(3 * small.width * small.height)
    expect(small.y + small.height).toBeLessThanOrEqual(controls.y)
    expect(controls.y + controls.height).toBeLessThanOrEqual(h)
    if (isLying) expect(large.x + large.width).toBeLessThanOrEqual(small.x)
    else expect(large.y + large.height).toBeLessThanOrEqual(small.y)
    // drawn along by keyboard, the large one stays
    await list.focus()
    const isLastShown = async () => {
      await page.keyboard.press(isLying ? 'ArrowDown' : 'ArrowRight')
      const last = await boxOf(5)
      return isLying ? last.y + last.height <= controls.y : last.x + last.width <= w
    }
    await expect.poll(isLastShown).toBe(true)
    expect(await boxOf(0)).toMatchObject({ x: large.x, y: large.y })
    // one row of tools, each large enough for a thumb
    const tools = await Promise.all(
      (await row.getByRole('button').all()).map(async tool => (await tool.boundingBox())!),
    )
    expect(tools).toHaveLength(5)
    expect(new Set(tools.map(({ y }) => y)).size).toBe(1)
    for (const { width, height } of tools)
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: t.columns }).click()
    const [one, two, three] = [await boxOf(0), await boxOf(1), await boxOf(2)]
    expect(one.width).toBe(two.width)
    expect(one.y).toBe(two.y)
    expect(isLying ? three.y === one.y : three.x === one.x).toBe(true)
    await page.getByRole('button', { name: t.large }).click()
  },
)

test.each(looks)('what does not fit is behind one button (%s, %i × %i)', async (lang, w, h) => {
  await held(lang, w, h)
  const t = words[lang]
  const more = page.getByRole('button', { name: t.more })
  expect(await more.getAttribute('aria-expanded')).toBe('false')
  await more.press('Enter')
  const sheet = page.getByRole('region', { name: t.more })
  for (const name of [t.share, t.devices, t.help]) {
    const box = (await sheet.getByRole('button', { name }).boundingBox())!
    expect(box.height).toBeGreaterThanOrEqual(44)
  }
  expect(await sheet.evaluate(element => element === document.activeElement)).toBe(true)
  expect(await violationsOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  expect(await more.evaluate(element => element === document.activeElement)).toBe(true)
  await more.click()
  await sheet.getByRole('button', { name: t.devices }).click()
  const devices = page.getByRole('region', { name: t.devices })
  await devices.getByLabel(t.camera, { exact: true }).waitFor()
  await devices.getByRole('button', { name: t.close }).click()
  expect(await more.evaluate(element => element === document.activeElement)).toBe(true)
  expect(await sidewaysScroll(page)).toBe(0)
})

test('a message covers none of the buttons, wherever they are', async () => {
  for (const [width, height] of [
    [390, 844],
    [844, 390],
    [1280, 800],
    [768, 1024],
  ] as const) {
    await held('de', width, height)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: /^Hand / }).click()
    const toast = page.locator('.toast').last()
    await toast.waitFor()
    await page.context().setOffline(false)
    const [said, controls] = [
      (await toast.boundingBox())!,
      (await page.getByRole('group', { name: 'Bedienung' }).boundingBox())!,
    ]
    expect(said.y + said.height).toBeLessThanOrEqual(controls.y)
  }
  expect(browsing.complaints).toEqual([])
})
