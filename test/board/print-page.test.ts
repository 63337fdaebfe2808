import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { pdfPageTexts } from '../support/pdf-text.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
const names = ['Dr. Çiğdem Yıldız-Hohenfels', 'Jörg Müßig', 'Maximiliane Döring-Schwarzenberg']

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

type Fn = { functionId: string; label: string; holders: unknown[] }

/** Functions up to that number, each with somebody of its own. */
async function withFunctions(count: number): Promise<void> {
  const path = `/api/staffs/${staff.staffId}`
  const { client } = staff.lead
  const roster = () => client.get<{ functions: Fn[] }>(`${path}/roster`)
  const known = (await roster()).functions.length
  for (let i = known; i < count; i++)
    await client.post(`${path}/functions`, {
      label: i % 4 === 0 ? `Verbindungsperson Energieversorgung ${i}` : `EMS Stadtwerk ${i}`,
      block: 'EMS',
      isRequired: i % 3 === 0,
    })
  for (const [i, fn] of (await roster()).functions.entries())
    if (fn.holders.length === 0)
      await addMember(app, staff, {
        name: `${names[i % names.length]} ${String.fromCharCode(65 + (i % 26))}${i > 25 ? 'z' : 'a'}${count > 16 ? 'q' : 'p'}`,
        functions: [fn.label],
        withAccount: false,
      })
}

/** Opened, with everybody there but each fourth. */
async function running(): Promise<string> {
  const meetingId = await convene(app, staff, {
    agenda: ['Lage', 'Aufträge', 'Presse', 'Nächste Sitzung'].map(title => ({
      title,
      responsible: '',
      minutes: 5,
    })),
  })
  await convene(app, staff, { inMin: 24 * 60 })
  const path = `/api/meetings/${meetingId}`
  await staff.lead.client.post(`${path}/open`)
  const { rows } = await staff.lead.client.get<{
    rows: { unfilled: { order: { memberId: string }[] } | null }[]
  }>(`${path}/board`)
  for (const [i, row] of rows.entries())
    if (i % 4 > 0)
      await staff.lead.client.post(`${path}/check-in`, {
        memberId: row.unfilled!.order[0]!.memberId,
        mode: i % 3 === 0 ? 'phone' : 'onSite',
      })
  for (const text of ['Deich an der Volme hält', 'Sandsäcke eingetroffen', 'Strom wieder da'])
    await staff.lead.client.post(`${path}/log`, { text })
  return meetingId
}

async function printed(page: Page): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready)
  return pdfPageTexts(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
}
const at = async (path: string) => {
  const visitor = await browsing.visitor({ as: staff.lead.client, colorScheme: 'dark' })
  await visitor.page.goto(app.base + path)
  return visitor.page
}

test('the board of sixteen functions is one page, before the opening and while the meeting runs', async () => {
  await withFunctions(16)
  const before = await at(`/meetings/${await convene(app, staff, { inMin: 20 })}`)
  await before.getByText('Pflichtfunktionen zugesagt').waitFor()
  const early = await printed(before)
  const page = await at(`/meetings/${await running()}`)
  await page.getByRole('heading', { name: 'Noch fehlen' }).waitFor()
  await page.getByText('Sandsäcke eingetroffen').first().waitFor()
  const pages = await printed(page)
  expect(early).toHaveLength(1)
  expect(pages).toHaveLength(1)
  for (const wanted of ['EMSStadtwerk14', 'Noch fehlen', 'Tagesordnung', 'Sandsäcke'])
    expect(pages[0]).toContain(wanted.replace(' ', ''))
})

test('attendance and Postausgang print without buttons and whole', async () => {
  const page = await at(`/meetings/${await running()}/attendance`)
  await page.getByText('Jörg').first().waitFor()
  await page.waitForLoadState('networkidle')
  const attendance = (await printed(page)).join('')
  expect(attendance).toContain('Geplantundtatsächlich')
  expect(attendance).not.toMatch(/Handlung|Erinnern|Einladen|WiesindSiedabei/)
  const outbox = await at('/outbox')
  await outbox.getByRole('row').nth(5).waitFor()
  const mails = (await printed(outbox)).join('')
  expect(mails).toContain('jorgmuigbap@kreis.example')
  expect(mails).not.toMatch(/ZustandZeit|Suchen|Drucken/)
  for (const each of [page, outbox]) {
    await each.emulateMedia({ media: 'print' })
    const ground = await each.evaluate(() =>
      [document.documentElement, document.body].map(of => getComputedStyle(of).backgroundColor),
    )
    expect(ground).toEqual(['rgb(255, 255, 255)', 'rgb(255, 255, 255)'])
  }
})

test('the wall of 35 functions is one page', async () => {
  await withFunctions(35)
  const page = await at(`/meetings/${await running()}/wall`)
  await page.getByText('Nächste Sitzung').waitFor()
  const pages = await printed(page)
  expect(pages).toHaveLength(1)
  expect(pages[0]).toContain('EMSStadtwerk34')
  await page.emulateMedia({ media: 'print' })
  const ground = await page
    .locator('.wall')
    .evaluate(wall => getComputedStyle(wall).backgroundColor)
  expect(ground).toBe('rgb(255, 255, 255)')
})

test('the head of the long table of Teilnahme stands on each page of it', async () => {
  const page = await at(`/meetings/${await running()}/attendance`)
  await page.getByRole('row').nth(20).waitFor()
  await page.waitForLoadState('networkidle')
  const pages = await printed(page)
  await page.emulateMedia({ media: 'print' })
  const tables = await page.evaluate(() => {
    const plain = (of: Element) => (of as HTMLElement).innerText.replace(/\s/g, '')
    return [...document.querySelectorAll('table.kern-table')].map(table => ({
      head: [...table.querySelectorAll('thead th:not(:has(.sr-only))')].map(plain),
      rows: [...table.querySelectorAll('tbody tr:not(.block)')].map(plain),
      blocks: [...table.querySelectorAll('tbody tr.block')].map(plain),
    }))
  })
  expect(pages.length).toBeGreaterThan(1)
  for (const { head, rows, blocks } of tables)
    for (const text of pages) {
      if (rows.some(row => row.length > 12 && text.includes(row)))
        for (const word of head) expect(text).toContain(word)
      // a heading stands with the row below it
      for (const block of blocks) expect(text.replace(/\d+$/, '').endsWith(block)).toBe(false)
    }
})
