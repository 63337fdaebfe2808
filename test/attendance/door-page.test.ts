import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let kgs: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs'] })
  for (const name of ['Jonas Brandt', 'Aylin Demir', 'Jörg Müßig'])
    await addMember(app, staff, { name, withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const viewport = { width: 1024, height: 768 }
async function atTheDoor(meetingId: string, as: Signed = kgs, size = viewport) {
  const visitor = await browsing.visitor({ as: as.client, viewport: size })
  await visitor.page.goto(`${app.base}/meetings/${meetingId}/desk`)
  await visitor.page.getByRole('heading', { name: 'Zuletzt' }).waitFor()
  return visitor
}
async function opened(): Promise<string> {
  const meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  return meetingId
}

test('a mistake at the door is corrected after a reload with 2 taps, and the other tablet sees it', async () => {
  const meetingId = await opened()
  const { page } = await atTheDoor(meetingId)
  const other = await atTheDoor(meetingId, staff.lead)
  await page.getByRole('button', { name: 'Kommt: Brandt, Jonas' }).click()
  await other.page.getByRole('button', { name: 'Geht: Brandt, Jonas' }).waitFor()

  const again = await atTheDoor(meetingId)
  await again.page.getByRole('button', { name: /^Berichtigen: Brandt, Jonas: gekommen/ }).click()
  await again.page.getByRole('button', { name: 'War ein Versehen' }).click()
  await again.page.getByRole('button', { name: 'Kommt: Brandt, Jonas' }).waitFor()
  expect(again.clicks()).toBe(2)
  for (const tablet of [page, other.page]) {
    await tablet.getByRole('button', { name: 'Kommt: Brandt, Jonas' }).waitFor()
    await tablet.getByText(/zurückgenommen von Uwe Groß/).waitFor()
    expect(await tablet.locator('s', { hasText: 'Brandt, Jonas: gekommen' }).count()).toBe(1)
  }
})

test('an entry gets its true time in place; a time that cannot be is said with its limits', async () => {
  const meetingId = await opened()
  const visitor = await staff.lead.client.post<{ attendeeId: string }>(
    `/api/meetings/${meetingId}/visitors`,
    { name: 'Horst Ilse' },
  )
  const { page } = await atTheDoor(meetingId)
  await page.getByRole('button', { name: /^Berichtigen: .*Ilse/ }).click()
  await page.getByRole('button', { name: 'Zeit ändern …' }).click()
  const wall = (ms: number) =>
    new Date(ms).toLocaleTimeString('de-DE', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Berlin',
    })
  const field = page.getByLabel('Richtige Zeit')
  await field.fill(wall(Date.now() + 3_600_000))
  await page.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText(/Bitte eine Zeit von .* bis .* eingeben/).waitFor()
  expect(await violationsOn(page)).toEqual([])
  const true_ = wall(Date.now() - 15 * 60_000)
  await field.fill(true_)
  await page.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText(/Zeit geändert von Uwe Groß, eingetragen war/).waitFor()
  await page.getByText(`vor Ort seit ${true_}`).waitFor()
  const { rows } = await kgs.client.get<{
    rows: { attendeeId: string; now: { since: string } | null }[]
  }>(`/api/meetings/${meetingId}/attendance`)
  const since = rows.find(row => row.attendeeId === visitor.attendeeId)!.now!.since
  expect(wall(Date.parse(since))).toBe(true_)
})

test('a name that the search does not know becomes a visitor without typing it again', async () => {
  const meetingId = await opened()
  const { page } = await atTheDoor(meetingId)
  await page.getByRole('searchbox').fill('Nadine Falk')
  await page.getByRole('button', { name: 'Als Besuch: Nadine Falk' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Nadine Falk')
  await dialog.getByRole('button', { name: 'Kommt' }).click()
  await page.getByText('Nadine Falk (Besuch): gekommen').first().waitFor()
  await page.getByText('1 von 12 Plätzen besetzt').waitFor()
})

test('visits and seats stay in sight, the code too, and nothing overlaps at 1024 or at 200 %', async () => {
  for (let i = 0; i < 14; i++)
    await addMember(app, staff, {
      name: `Zusatz ${String.fromCharCode(65 + i)}`,
      withAccount: false,
    })
  const meetingId = await opened()
  for (const size of [viewport, { width: 512, height: 384 }]) {
    const { page } = await atTheDoor(meetingId, kgs, size)
    await page.getByRole('button', { name: 'Kommt: Brandt, Jonas' }).waitFor()
    await page.getByText('Niemand hat „vor Ort“ zugesagt.').waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    const boxes = await page.evaluate(() =>
      [...document.querySelectorAll('.desk-news, .desk-tools small')].map(each => {
        const { left, right, top, bottom } = each.getBoundingClientRect()
        return { left, right, top, bottom }
      }),
    )
    const [news, reason] = boxes
    expect(
      news!.right <= reason!.left ||
        reason!.right <= news!.left ||
        news!.bottom <= reason!.top ||
        reason!.bottom <= news!.top,
      JSON.stringify(boxes),
    ).toBe(true)
    const isSeen = (selector: string) =>
      page.locator(selector).evaluate(each => {
        const { top, bottom } = each.getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
      })
    expect(await isSeen('.desk-foot')).toBe(true)
    if (size.width < 900) continue
    await page.mouse.move(300, 400)
    await page.mouse.wheel(0, 700)
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(200)
    expect(await isSeen('.qr')).toBe(true)
    expect(await isSeen('.desk-foot')).toBe(true)
  }
  expect(browsing.complaints).toEqual([])
})

test('with a wrong clock of the device the door keeps true times, and the page says so', async () => {
  const meetingId = await opened()
  await staff.lead.client.post(`/api/meetings/${meetingId}/visitors`, { name: 'Gerd Uhr' })
  for (const { hours, said, min } of [
    { hours: -3, said: 'nach', min: 5 },
    { hours: 3, said: 'vor', min: 10 },
  ]) {
    const { page, context } = await browsing.visitor({ as: kgs.client, viewport })
    await page.clock.install({ time: Date.now() + hours * 3_600_000 })
    await page.goto(`${app.base}/meetings/${meetingId}/desk`)
    await page.getByText(new RegExp(`Die Uhr dieses Geräts geht .* ${said}`)).waitFor()
    await page.getByRole('button', { name: /^Berichtigen: .*Uhr/ }).click()
    await page.getByRole('button', { name: 'Zeit ändern …' }).click()
    const trueTime = new Date(Date.now() - min * 60_000).toLocaleTimeString('de-DE', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Berlin',
    })
    await page.getByLabel('Richtige Zeit').fill(trueTime)
    await page.getByRole('button', { name: 'Speichern' }).click()
    await page.getByText(`vor Ort seit ${trueTime}`).waitFor()
    await context.close()
  }
})
