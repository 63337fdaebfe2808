import decodeQr from 'qr/decode.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { pdfPageTexts } from '../support/pdf-text.ts'
import { foundStaff, type Signed } from '../support/staff.ts'

/** After an import: access for all by mail or as letters, and who has it already. */
let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  await staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}`, {
    organisation: 'Kreis Musterland',
    hotline: '02336 932000',
  })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const people = ['Jonas Brandt', 'Aylin Demir', 'Łukasz Nowak']

test.each([
  [
    1440,
    'de-DE',
    /^3 Zeilen/,
    '3 Briefe drucken',
    '3 Zugänge verschicken',
    /Brief vom .*gilt bis/,
    'Schließen',
  ],
  [
    390,
    'en-GB',
    /^Import 3/,
    'Print 3 letters',
    'Send 3 access mails',
    /letter of .*valid until/,
    'Close',
  ],
] as const)(
  'letters for all are printed one page each with the address in the window, and their codes are not kept (%i px, %s)',
  { timeout: 90_000 },
  async (width, locale, take, print, mail, given, close) => {
    const { client } = staff.lead
    await client.call('PATCH', '/api/me', { language: locale.slice(0, 2) })
    const viewport = { width, height: 900 }
    const { page, context } = await browsing.visitor({ as: client, locale, viewport })
    const requested: string[] = []
    page.on('request', request => requested.push(request.url()))
    await page.goto(`${app.base}/staff/import`)
    const rows = people.map((name, i) => `${name};p${i}@w${width}.kreis.example;Pressestelle`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'Stab.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['Name;E-Mail;Amt', ...rows].join('\n')),
    })
    await page.getByRole('button', { name: take }).click()
    await page.getByRole('button', { name: mail }).waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)

    await page.getByRole('button', { name: print }).click()
    const letters = page.locator('.letter')
    await letters.nth(2).waitFor()
    const codes = await page.locator('.letter .code').allInnerTexts()
    expect(new Set(codes).size).toBe(3)
    expect(await page.locator('.letter svg[role=img] path').count()).toBe(3)
    expect(await violationsOn(page)).toEqual([])
    // a phone reads what the letter says: the address with the person's own code
    const pictures = await page.locator('.letter svg[role=img] path').evaluateAll(drawn)
    for (const [i, { size, data }] of pictures.entries()) {
      const read = new URL(decodeQr({ width: size, height: size, data: Uint8Array.from(data) }))
      expect(read.pathname + read.hash).toBe(`/enrol#${codes[i]}`)
    }
    const pages = await pdfPageTexts(await page.pdf({ preferCSSPageSize: true }))
    expect(pages).toHaveLength(3)
    for (const [i, text] of pages.entries()) {
      for (const part of [codes[i]!, 'KreisMusterland', 'FreeOTP', '2FAS', '02336932000'])
        expect(text).toContain(part)
      for (const [j, name] of people.entries())
        expect(text.includes(name.replace(' ', ''))).toBe(i === j)
    }
    await page.emulateMedia({ media: 'print' })
    const mm = await letters.first().evaluate(letter => {
      const box = (of: Element) => of.getBoundingClientRect()
      const [page, address] = [box(letter), box(letter.querySelector('.letter-address')!)]
      const inMm = (px: number) => (px / 96) * 25.4
      return {
        left: inMm(address.left - page.left),
        top: inMm(address.top - page.top),
        right: inMm(address.right - page.left),
        bottom: inMm(address.bottom - page.top),
      }
    })
    // with background graphics, paper stays white
    const grounds = await letters.first().evaluate(letter => {
      const found: string[] = []
      for (let each: Element | null = letter; each; each = each.parentElement)
        found.push(getComputedStyle(each).backgroundColor)
      return [...new Set(found)]
    })
    const white = ['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']
    expect(grounds.filter(ground => !white.includes(ground))).toEqual([])
    await page.emulateMedia({ media: null })
    // the window of DIN 5008, form B
    expect(mm.left).toBeGreaterThanOrEqual(20)
    expect(mm.top).toBeGreaterThanOrEqual(45)
    expect(mm.right).toBeLessThanOrEqual(105)
    expect(mm.bottom).toBeLessThanOrEqual(90)

    // each code works once, as the letter says
    const stranger = app.client()
    const read = await stranger.post<{ name: string }>('/api/enrolment/read', { token: codes[0] })
    expect(read.name).toBe(people[0])
    await page.getByRole('button', { name: close }).first().click()
    await letters.first().waitFor({ state: 'detached' })
    for (const code of codes) {
      expect(await page.content()).not.toContain(code)
      expect(requested.filter(url => url.includes(code))).toEqual([])
    }
    await page.getByText(given).nth(2).waitFor()
    await client.call('PATCH', '/api/me', { language: 'de' })
    await page.goto(`${app.base}/staff/access`)
    await page
      .getByText(/gilt bis/)
      .nth(2)
      .waitFor()
    expect(browsing.complaints).toEqual([])
    await context.close()
  },
)

test('mails to all go to those who have nothing yet', async () => {
  const { client } = staff.lead
  for (const [i, name] of people.entries())
    await client.post(`/api/staffs/${staff.staffId}/members`, {
      name,
      email: `mail${i}@kreis.example`,
    })
  const { page, context } = await browsing.visitor({ as: client })
  await page.goto(`${app.base}/staff/access`)
  // those with a letter already are not written to once more
  await page.getByText(/^9 ohne Zugang, 1 hat schon einen$/).waitFor()
  await page.getByText(/Schon eine Mail oder einen Brief haben .*Aylin Demir/).waitFor()
  await page.getByRole('button', { name: '3 Zugänge verschicken' }).click()
  await page.getByText(/3 Mails liegen im Postausgang|3 Zugänge sind unterwegs/).waitFor()
  const open = await client.get<{ memberId: string }[]>(`/api/staffs/${staff.staffId}/access`)
  expect(open).toHaveLength(9)
  // now all have one: making new ones says first whose mail or letter becomes void
  await page.getByRole('button', { name: '9 Briefe drucken' }).click()
  const question = page.getByRole('dialog')
  await question.getByText(/gelten danach nicht mehr/).waitFor()
  expect(await question.getByText(/: Brief vom/).count()).toBe(6)
  expect(await question.getByText(/: Mail vom/).count()).toBe(3)
  expect(await violationsOn(page)).toEqual([])
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  expect(await client.get(`/api/staffs/${staff.staffId}/access`)).toEqual(open)
  await page.getByRole('button', { name: '9 Briefe drucken' }).click()
  await question.getByRole('button', { name: 'Neu ausstellen' }).click()
  await page.locator('.letter').nth(8).waitFor()
  await context.close()
})

/** The pictures as a camera would see them: their squares, with the quiet zone, as pixels. */
function drawn(paths: Element[]): { size: number; data: number[] }[] {
  return paths.map(path => {
    const box = path.closest('svg')?.getAttribute('viewBox') ?? ''
    const width = Number(box.split(' ')[2])
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = width
    const context = canvas.getContext('2d')!
    context.fillStyle = '#fff'
    context.fillRect(0, 0, width, width)
    context.fillStyle = '#000'
    const shape = new Path2D(path.getAttribute('d') ?? '')
    context.clip(shape)
    context.fillRect(0, 0, width, width)
    return { size: width, data: [...context.getImageData(0, 0, width, width).data] }
  })
}
