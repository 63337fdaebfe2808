import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Roster } from '../../src/roster/contract/roster.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const list = [
  'Name, Vorname;Funktion;E-Mail;Handy;1. Vertreter',
  'Dörr, Björn;SMS Soziales;doerr@kreis.example;0171 3920011;Çelik, Deniz',
  'Ebert, Tim;SMS Soziales;ebert@kreis.example;siehe Alarmplan;',
  'Groß, Uwe;SMS Schule;gross@kreis.example;;',
  'Neu, Udo;Polizei;neu@kreis.example;;',
  'Amt, Ina;;;;',
].join('\n')

test(
  'what a list leaves open is settled in its cells, and what was not taken is listed and reopened',
  { timeout: 120_000 },
  async () => {
    const { client } = staff.lead
    const { page, context } = await browsing.visitor({
      as: client,
      viewport: { width: 390, height: 900 },
    })
    await page.goto(`${app.base}/staff/import`)
    const file = { name: 'Stab.csv', mimeType: 'text/csv', buffer: Buffer.from(list) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText(/^keine Telefonnummer\. Möglich/).waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)

    await page.getByRole('button', { name: 'Als nächste Vertretung aufnehmen' }).click()
    await page.getByText('SMS Soziales (Vertretung 1)').waitFor()
    const choice = page.getByRole('combobox', { name: /Uwe Groß: Funktion wählen/ })
    await choice.selectOption({ label: 'Funktion „SMS Schule“ anlegen …' })
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByLabel('Block').inputValue()).toBe('SMS')
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await choice.waitFor({ state: 'detached' })
    const second = page.getByRole('combobox', { name: /Udo Neu: Funktion wählen/ })
    // the likeliest comes first
    expect(await second.locator('option').nth(1).innerText()).toBe('VP Polizei')
    await second.selectOption('VP Polizei')
    await second.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: /4 Zeilen übernehmen/ }).click()
    await page.getByText('Zeile 2, Björn Dörr').waitFor()
    await page.getByText('Zeile 3, Tim Ebert').waitFor()
    await page.getByText('Zeile 6, Ina Amt').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Liste noch einmal öffnen und ergänzen' }).click()
    await page.getByRole('textbox', { name: 'E-Mail von Çelik, Deniz' }).fill('celik@kreis.example')
    await page.keyboard.press('Enter')
    await page.getByText('Deniz Çelik').first().waitFor()
    await page.getByRole('button', { name: /^1 Zeile übernehmen/ }).click()
    await page.getByText(/^1 neu/).waitFor()

    const { functions } = await client.get<Roster>(`/api/staffs/${staff.staffId}/roster`)
    const holdersOf = (label: string) =>
      functions.find(fn => fn.label === label)?.holders.map(each => `${each.rank} ${each.name}`)
    expect(holdersOf('SMS Soziales')).toEqual(['0 Björn Dörr', '1 Tim Ebert', '2 Deniz Çelik'])
    expect(holdersOf('SMS Schule')).toEqual(['0 Uwe Groß'])
    expect(holdersOf('VP Polizei')).toEqual(['0 Udo Neu'])
    expect(browsing.complaints).toEqual([])
    await context.close()
  },
)
