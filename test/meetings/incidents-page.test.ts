import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

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

type Incident = { incidentId: string; title: string; endedAt: string | null }
const incidents = () => staff.lead.client.get<Incident[]>(`/api/staffs/${staff.staffId}/incidents`)
const stateOf = async (id: string) =>
  (await staff.lead.client.get<{ state: string }>(`/api/meetings/${id}`)).state

test('an incident is renamed, ended with its meetings as chosen, taken back, and reopened', async () => {
  const id = await convene(app, staff, {
    inMin: 120,
    incident: { title: 'Hochwasser', kind: 'operation' },
  })
  const { page } = await browsing.visitor({
    as: staff.lead.client,
    viewport: { width: 390, height: 844 },
  })
  await page.goto(app.base)
  await page.getByRole('link', { name: 'Lagen', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Lagen' }).waitFor()
  await page.getByRole('button', { name: 'Hochwasser umbenennen' }).click()
  await page.getByLabel('Name der Lage').fill('Hochwasser Ruhr')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await page.getByRole('link', { name: 'Hochwasser Ruhr' }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)

  await page.getByRole('button', { name: 'Hochwasser Ruhr beenden' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Eine Sitzung ist noch geplant:').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Lage beenden' }).click()
  await dialog.getByText('Bitte wählen, was mit den geplanten Sitzungen geschieht.').waitFor()
  await dialog.getByRole('radio', { name: 'Sie bleibt bestehen' }).check()
  await dialog.getByRole('button', { name: 'Lage beenden' }).click()
  await page.getByText('„Hochwasser Ruhr“ ist beendet.').waitFor()
  expect(await stateOf(id)).toBe('convened')
  expect((await incidents())[0]!.endedAt).not.toBe(null)
  await page.getByRole('status').getByRole('button', { name: 'Rückgängig' }).last().click()
  await page.getByText('„Hochwasser Ruhr“ läuft wieder.').waitFor()
  expect((await incidents())[0]!.endedAt).toBe(null)

  const sent: string[] = []
  page.on('request', request => {
    if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname)
  })
  await page.getByRole('button', { name: 'Hochwasser Ruhr beenden' }).click()
  await dialog.getByRole('radio', { name: /^Sie wird abgesagt/ }).check()
  await dialog.getByRole('button', { name: 'Lage beenden' }).click()
  await page.getByRole('heading', { name: 'Beendete Lagen' }).waitFor()
  expect(await stateOf(id)).toBe('cancelled')
  expect(sent).toEqual([expect.stringMatching(/^\/api\/incidents\/inc_\w+\/end$/)])

  // an incident that has ended is not offered, but in the list above it is reopened
  await page.goto(`${app.base}/meetings/new`)
  await page.getByLabel('Name der neuen Lage').waitFor()
  expect(await page.getByText('Hochwasser Ruhr').count()).toBe(0)
  await page.goto(`${app.base}/incidents`)
  await page.getByRole('button', { name: 'Hochwasser Ruhr wieder aufnehmen' }).click()
  await page.getByRole('heading', { name: 'Laufende Lagen' }).waitFor()
})

test('every page of a meeting of an exercise carries the band, on screen, on paper and in forced colours', async () => {
  const id = await convene(app, staff, {
    inMin: 5,
    incident: { title: 'Deichbruch', kind: 'exercise' },
    hasVirtualRoom: true,
  })
  const token = await linkOf(staff, id, staff.lead)
  const { page } = await browsing.visitor({ as: staff.lead.client })
  const band = page.getByText('ÜBUNG – kein Einsatz')
  const ways = ['', '/agenda', '/attendance', '/wall', '/desk', '/lobby', '/room']
  const at = [...ways.map(way => `/meetings/${id}${way}`), '/', `/reply#${token}`]
  for (const path of at) {
    await page.goto(app.base + path)
    await band.first().waitFor()
    expect(await band.count(), path).toBe(1)
    expect(await sidewaysScroll(page), path).toBe(0)
    if (!path.endsWith('/room')) expect(await violationsOn(page)).toEqual([])
  }
  await page.goto(`${app.base}/meetings/${id}`)
  await band.waitFor()
  const stripes = () =>
    band
      .locator('xpath=..')
      .evaluate(element => getComputedStyle(element, '::before').backgroundImage)
  expect(await stripes()).toContain('repeating-linear-gradient')
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await stripes()).toContain('repeating-linear-gradient')
  await page.emulateMedia({ forcedColors: 'none', media: 'print' })
  expect(await band.isVisible()).toBe(true)
  // an operation carries none
  await page.emulateMedia({ media: 'screen' })
  const other = await convene(app, staff, { inMin: 5 })
  await page.goto(`${app.base}/meetings/${other}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await band.count()).toBe(0)
})
