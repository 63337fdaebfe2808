import { afterEach, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'

let app: TestApp
let browsing: Browsing
afterEach(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing.close()
  await app.stop()
})

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await startApp({ env })
  browsing = await browse(app.base)
}

const printed = () => `${app.base}/first-start#${app.running.opening!.code}`
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true }).waitFor()
const own = 'Eigenen Stab einrichten'
const people = 'Beispielstab: mit einem Klick anmelden'

test('who opens the printed address notices nothing, and the code does not stay in the address bar', async () => {
  await start()
  const { page, clicks } = await browsing.visitor()
  await page.goto(printed())
  await heading(page, own)
  expect(page.url()).toBe(`${app.base}/first-start`)
  expect(clicks()).toBe(0)
  await page.reload()
  await heading(page, own)
  await page.goto(printed())
  await heading(page, own)
  await expect.poll(() => page.url()).toBe(`${app.base}/first-start`)
})

test.each([
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  ['dark, on a phone', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' as const }],
])('any other address says what to open, and takes the typed code, %s', async (_, options) => {
  await start()
  const { page } = await browsing.visitor(options)
  for (const path of ['/', '/sign-in', '/staff']) {
    await page.goto(app.base + path)
    await heading(page, 'Öffnen Sie die Adresse, die der Start ausgegeben hat')
  }
  await page.getByText(app.running.opening!.file).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  const code = page.getByLabel('Code des Starts')
  await code.press('Enter')
  await page.getByRole('alert').getByText('Bitte ausfüllen.').waitFor()
  await code.fill('0000-0000-0000-0000-0000')
  await code.press('Enter')
  await page.getByRole('alert').getByText('Der Code stimmt nicht.').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await code.fill(app.running.opening!.code.toLowerCase())
  await code.press('Enter')
  await heading(page, own)
})

test('an address of an earlier start says so, in English too', async () => {
  await start()
  const { page } = await browsing.visitor()
  await page.goto(`${app.base}/first-start#0000-0000-0000-0000-0000`)
  await page.getByRole('alert').getByText('Der Code stimmt nicht.').waitFor()
  expect(page.url()).toBe(`${app.base}/first-start`)
  await page.getByRole('button', { name: 'English' }).click()
  await heading(page, 'Open the address shown at start-up')
  await page.getByRole('alert').getByText('The code is incorrect.').waitFor()
  // the right address pasted into the same page
  await page.goto(printed())
  await heading(page, 'Set up your own staff')
})

test('a second browser of the sample signs in as everywhere, and is told how to choose somebody', async () => {
  await start()
  const first = await browsing.visitor()
  await first.page.goto(printed())
  await first.page.getByRole('button', { name: 'Ausprobieren' }).click()
  await heading(first.page, people)
  await first.page.goto(printed())
  await heading(first.page, people)

  const { page } = await browsing.visitor()
  await page.goto(app.base)
  await page.getByLabel('Passwort').waitFor()
  await heading(page, people)
  expect(await page.getByRole('button', { name: /Köhler/ }).count()).toBe(0)
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('link', { name: 'Code des Starts eingeben' }).click()
  await page.getByLabel('Code des Starts').fill(app.running.opening!.code)
  await page.getByRole('button', { name: 'Weiter' }).click()
  await heading(page, people)
  await page.getByRole('button', { name: /Köhler/ }).click()
  await page.getByRole('heading', { level: 1, name: /^Sitzung, heute um / }).waitFor()
})

test('for the network the page asks for the code without saying where the folder is, and offers no sample', async () => {
  await start({ TRUSTED_PROXY: '127.0.0.1' })
  const { page } = await browsing.visitor()
  await page.goto(app.base)
  await heading(page, 'Geben Sie den Code des Starts ein')
  await page.getByText('first-start-code', { exact: true }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.getByLabel('Code des Starts').fill(app.running.opening!.code)
  await page.getByRole('button', { name: 'Weiter' }).click()
  await heading(page, own)
  await page.getByText(/^Nicht möglich: HOST, PUBLIC_URL oder TRUSTED_PROXY/).waitFor()
  expect(
    await page.getByRole('button', { name: 'Ausprobieren' }).getAttribute('aria-disabled'),
  ).toBe('true')
  expect(await violationsOn(page)).toEqual([])
})

test('an empty form names each entry that is missing, beside two buttons of one height', async () => {
  await start()
  const { page } = await browsing.visitor()
  await page.goto(printed())
  await page.getByRole('button', { name: 'Einrichten' }).click()
  const next = page.getByRole('button', { name: 'Weiter zum zweiten Faktor' })
  await next.click()
  await page
    .getByRole('alert')
    .filter({ hasText: '4 Angaben sind noch zu berichtigen: ' })
    .filter({ hasText: 'Name des Stabes, Name, E-Mail, Passwort.' })
    .waitFor()
  const back = page.getByRole('button', { name: 'Zurück' })
  expect((await back.boundingBox())?.height).toBe((await next.boundingBox())?.height)
})
