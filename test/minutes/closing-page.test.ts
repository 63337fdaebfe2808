import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { Board } from '../../src/board/contract.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let pelin: Signed
let jonas: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  pelin = await addMember(app, staff, {
    name: 'Pelin Öztürk',
    functions: ['KGS Lage und Dokumentation'],
    roles: ['kgs'],
  })
  for (let i = 0; i < 12; i++)
    await addMember(app, staff, {
      name: `Person ${'ABCDEFGHIJKL'[i]}dorf`,
      withAccount: false,
    })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const lead = () => staff.lead.client
const seen = async (path: string) => {
  const { page } = await browsing.visitor({ as: lead() })
  await page.goto(app.base + path)
  return page
}

/** The lead opens, everybody is entered and leaves again at once; Pelin wrote the entries. */
async function left(): Promise<string> {
  const meetingId = await convene(app, staff, { inMin: 1 })
  const path = `/api/meetings/${meetingId}`
  await lead().post(`${path}/open`)
  for (const { memberId } of [staff.lead, jonas]) {
    await lead().post(`${path}/check-in`, { memberId, mode: 'onSite' })
    await lead().post(`${path}/check-out`, { memberId, mode: 'onSite' })
  }
  for (const text of ['Deich hält', 'Strom wieder da'])
    await pelin.client.post(`${path}/log`, { text })
  return meetingId
}

test('what the board shows as unfilled at the closing stands in band, minutes and findings', async () => {
  const meetingId = await left()
  const path = `/api/meetings/${meetingId}`
  const { rows } = await lead().get<Board>(`${path}/board`)
  const since = rows.find(row => row.label === 'BuMA')!.unfilled!.since
  expect(since).not.toBeNull()
  await lead().post(`${path}/close`)
  const { record, findings } = await lead().get<MinutesView>(`${path}/minutes`)
  const view = await lead().get<AttendanceView>(`${path}/attendance`)
  const starts = [
    record.gaps.findLast(gap => gap.functionLabel === 'BuMA')?.from,
    view.gaps.findLast(gap => gap.functionLabel === 'BuMA')?.from,
    findings
      .flatMap(each =>
        each.kind === 'gaps' ? each.gaps.filter(gap => gap.functionLabel === 'BuMA') : [],
      )
      .at(-1)?.from,
  ]
  expect(starts.map(at => at && new Date(at).toISOString())).toEqual([since, since, since])
  expect(
    record.band
      .filter(row => row.label.includes('Jonas Brandt'))
      .flatMap(row => row.bars.map(bar => bar.kind)),
  ).toContain('unfilled')
  expect(findings).toContainEqual(
    expect.objectContaining({ kind: 'closerLeft', name: staff.lead.name }),
  )
})

test('the question before the closing names unfilled functions, a closer who left, and who wrote most', async () => {
  const meetingId = await left()
  const page = await seen(`/meetings/${meetingId}`)
  await page.getByRole('button', { name: 'Sitzung schließen …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/Pflichtfunktionen sind unbesetzt: .*BuMA seit \d\d:\d\d/).waitFor()
  await dialog.getByText(/^Sie selbst sind seit .* als gegangen erfasst\.$/).waitFor()
  expect(await dialog.getByText(/Wer keine Person/).count()).toBe(0)
  expect(await violationsOn(page)).toEqual([])
  await dialog
    .getByRole('group', { name: 'Noch da?' })
    .getByRole('button', { name: 'vor Ort' })
    .click()
  // in front of the dimmed page, where it can be read and pressed
  const message = dialog.getByText('Sie selbst: eingetragen.')
  await message.waitFor()
  expect(
    await message.evaluate(of => {
      const { x, y, width, height } = of.getBoundingClientRect()
      return of.contains(document.elementFromPoint(x + width / 2, y + height / 2))
    }),
  ).toBe(true)
  await dialog.getByText(/^Sie selbst sind seit/).waitFor({ state: 'detached' })
  await dialog.getByText('Pelin Öztürk hat die meisten Einträge geschrieben, bisher 2.').waitFor()
  await dialog.getByRole('button', { name: 'Pelin Öztürk als Protokollführung benennen' }).click()
  await dialog
    .getByRole('listitem')
    .getByText(/Protokollführung: Pelin Öztürk\.$/)
    .waitFor()
  await dialog.getByRole('button', { name: 'Jetzt schließen' }).click()
  await page.waitForURL(/\/minutes$/)
  const { findings, minuteTakerId } = await lead().get<MinutesView>(
    `/api/meetings/${meetingId}/minutes`,
  )
  expect(minuteTakerId).toBe(pelin.memberId)
  expect(findings.filter(each => each.kind === 'closerLeft')).toEqual([])
})

test('after the closing the one who wrote most entries is proposed, and others are found by search', async () => {
  const meetingId = await left()
  await lead().post(`/api/meetings/${meetingId}/close`)
  const page = await seen(`/meetings/${meetingId}/minutes`)
  await page.getByRole('button', { name: 'Benennen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Protokollführung' })
  const choice = dialog.getByLabel('Wer hat das Protokoll geführt?')
  await dialog.getByText('Pelin Öztürk hat die meisten Einträge geschrieben, bisher 2.').waitFor()
  expect(await choice.inputValue()).toBe(pelin.memberId)
  expect(await choice.locator('option').nth(1).textContent()).toContain('Pelin Öztürk')
  await dialog.getByLabel('Protokollführung suchen: Name oder Funktion').fill('buma')
  const names = await choice.locator('option').allTextContents()
  expect(names).toEqual([
    'Bitte wählen',
    'Pelin Öztürk · KGS Lage und Dokumentation',
    'Jonas Brandt · BuMA',
  ])
  expect(await violationsOn(page)).toEqual([])
})

test('planning proposes the holder of the function that keeps the minutes, and says that it does', async () => {
  const page = await seen('/meetings/new')
  const choice = page.getByLabel('Protokollführung', { exact: true })
  await page.getByText('Das ist ein Vorschlag. Sie können eine andere Person wählen.').waitFor()
  expect(await choice.inputValue()).toBe(pelin.memberId)
  await choice.selectOption({ label: 'noch niemand' })
  await page.getByText('Das ist ein Vorschlag.').waitFor({ state: 'detached' })
})

test('of many who are missing the board shows eight first, and all on one press', async () => {
  const meetingId = await convene(app, staff, { inMin: 1 })
  await lead().post(`/api/meetings/${meetingId}/open`)
  const page = await seen(`/meetings/${meetingId}`)
  const panel = page.locator('.panel').filter({ has: page.getByText('Noch fehlen') })
  const shown = panel.locator('.person:visible')
  const all = panel.getByRole('button', { name: /^alle \d+ anzeigen$/ })
  await all.waitFor()
  const count = Number(/\d+/.exec((await all.textContent())!)![0])
  expect(await shown.count()).toBe(8)
  await all.click()
  expect(await shown.count()).toBe(count)
})
