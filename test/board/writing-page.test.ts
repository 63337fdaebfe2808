import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/journal/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let taker: Signed
let ulf: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  taker = await addMember(app, staff, { name: 'Pelin Öztürk', roles: ['minuteTaker'] })
  ulf = await addMember(app, staff, { name: 'Ulf Brüggemann' })
  await addMember(app, staff, { name: 'Anna Müller', withAccount: false })
  await addMember(app, staff, { name: 'Jörg Müller', withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

async function opened(): Promise<string> {
  const meetingId = await convene(app, staff, { minuteTakerId: taker.memberId })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  return meetingId
}
async function boardOf(meetingId: string, { width = 1440, height = 900 } = {}): Promise<Page> {
  const { page } = await browsing.visitor({ as: taker.client, viewport: { width, height } })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await field(page).waitFor()
  await page.getByRole('heading', { name: 'Beschlüsse, Aufträge, Einträge' }).waitFor()
  return page
}
const field = (page: Page) =>
  page.getByRole('combobox', { name: /^(Beschluss|Auftrag|Eintrag|Störung)/ })
const entriesOf = (meetingId: string) =>
  taker.client.get<Entry[]>(`/api/meetings/${meetingId}/entries`)
/** a busy machine may take its time */
const soon = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 15_000 })
async function save(page: Page, typed: string): Promise<void> {
  await field(page).fill(typed)
  await page.keyboard.press('Enter')
  await soon(() => field(page).inputValue()).toBe('')
}

test('the line is in sight wherever the page stands, covers nothing at its end, and is wide', async () => {
  const meetingId = await opened()
  for (const [width, least] of [
    [1440, 700],
    [390, 200],
  ] as const) {
    const page = await boardOf(meetingId, { width, height: 760 })
    for (const where of ['top', 'end']) {
      if (where === 'end')
        await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
      const box = (await field(page).boundingBox())!
      expect(box.y + box.height, `${width} ${where}`).toBeLessThanOrEqual(760)
      expect(box.width, `${width} ${where}`).toBeGreaterThanOrEqual(least)
    }
    // parts below the first screen load later and move the end
    const isCovered = () =>
      page.evaluate(() => {
        window.scrollTo(0, document.documentElement.scrollHeight)
        const bar = document.querySelector('.entry-bar')!.getBoundingClientRect()
        return [...document.querySelectorAll('.board .panel')].some(
          panel => panel.getBoundingClientRect().bottom > bar.top + 1,
        )
      })
    await soon(isCovered).toBe(false)
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
  }
})

test('kinds change from inside the field, Enter keeps the kind, Esc leads back to the single keys', async () => {
  const meetingId = await opened()
  const page = await boardOf(meetingId)
  await page.keyboard.press('b')
  await page.keyboard.type('Bürgertelefon öffnet')
  await page.keyboard.press('Enter')
  await soon(() => field(page).inputValue()).toBe('')
  // one key inside the field
  await page.keyboard.press('Alt+a')
  await page.keyboard.type('A 45 sperren')
  await page.keyboard.press('Enter')
  await soon(() => field(page).inputValue()).toBe('')
  await page.keyboard.type('Bagger holen')
  await page.keyboard.press('Enter')
  await soon(() => field(page).inputValue()).toBe('')
  // the small letter and a space at the beginning
  await page.keyboard.type('e Pegel 3 m')
  await page.keyboard.press('Enter')
  await soon(() => field(page).inputValue()).toBe('')
  await page.keyboard.press('Escape')
  expect(await field(page).evaluate(input => input === document.activeElement)).toBe(false)
  await page.keyboard.press('s')
  await page.keyboard.type('Ton weg')
  await page.keyboard.press('Enter')
  await soon(async () => (await entriesOf(meetingId)).length).toBe(5)
  expect((await entriesOf(meetingId)).map(({ kind, text }) => [kind, text])).toEqual([
    ['decision', 'Bürgertelefon öffnet'],
    ['order', 'A 45 sperren'],
    ['order', 'Bagger holen'],
    ['log', 'Pegel 3 m'],
    ['fault', 'Ton weg'],
  ])
})

test('a line names person and due time, shows both, and gives the words back', async () => {
  const meetingId = await opened()
  const page = await boardOf(meetingId)
  await page.keyboard.press('a')
  await page.keyboard.type('Notunterkunft öffnen @brü morgen 12:00')
  const understood = page.getByRole('list', { name: 'Verstanden' })
  await understood.getByText('Zuständig: Ulf Brüggemann').waitFor()
  await understood.getByText(/^bis morgen/).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.keyboard.press('Enter')
  await soon(async () => (await entriesOf(meetingId)).length).toBe(1)
  expect((await entriesOf(meetingId))[0]).toMatchObject({
    text: 'Notunterkunft öffnen',
    responsibleId: ulf.memberId,
    dueAt: expect.any(String) as string,
  })
  // two of one name: the list says who is meant, by keys
  await page.keyboard.type('Schule prüfen @mül')
  const list = page.getByRole('listbox', { name: 'Wer ist gemeint?' })
  await list.getByRole('option').nth(1).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await understood.getByText('Zuständig: Jörg Müller').waitFor()
  await page.keyboard.press('Enter')
  await soon(async () => (await entriesOf(meetingId)).length).toBe(2)
  expect((await entriesOf(meetingId))[1]).toMatchObject({ responsibleName: 'Jörg Müller' })
  // nobody of that name is visibly only text
  await page.keyboard.type('Zelt holen @Feuerwehr')
  await understood.getByText('Zuständig: Feuerwehr (nur als Text)').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Feuerwehr (nur als Text)').first().waitFor()
})

test('an @ alone lists everybody for the arrow keys, and a surname with a colon is who does it', async () => {
  const meetingId = await opened()
  const page = await boardOf(meetingId)
  await page.keyboard.press('a')
  await page.keyboard.type('Tor öffnen @')
  const listed = page.getByRole('option')
  await listed.filter({ hasText: 'Ulf Brüggemann' }).waitFor()
  expect(await listed.count()).toBe(5)
  await page.keyboard.press('ArrowUp')
  await listed.last().and(page.locator('[aria-selected=true]')).waitFor()
  while (!(await page.locator('[aria-selected=true]').textContent())!.includes('Brüggemann'))
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /Ulf Brüggemann/ }).waitFor()
  await save(page, 'Brüggemann: Sandsäcke holen')
  await field(page).fill('Brüggemann: Tor zu')
  await page.getByRole('button', { name: /Ulf Brüggemann/ }).waitFor()
  await page.keyboard.press('Alt+z')
  await page.getByRole('button', { name: /Ulf Brüggemann/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await soon(async () =>
    (await entriesOf(meetingId)).map(({ text, responsibleName }) => [text, responsibleName]),
  ).toEqual([
    ['Sandsäcke holen', ulf.name],
    ['Brüggemann: Tor zu', ''],
  ])
})

test('"Strecke Hagen - Iserlohn sperren" is one decision after one key', async () => {
  const meetingId = await opened()
  const page = await boardOf(meetingId)
  await page.keyboard.press('b')
  await page.keyboard.type('Strecke Hagen - Iserlohn sperren')
  const understood = page.getByRole('list', { name: 'Verstanden' })
  expect(await understood.count()).toBe(0)
  await page.keyboard.type(' – Böschung rutscht')
  await understood.getByText('Begründung: Böschung rutscht').waitFor()
  await page.keyboard.press('Enter')
  await soon(async () => (await entriesOf(meetingId)).length).toBe(1)
  expect((await entriesOf(meetingId))[0]).toMatchObject({
    text: 'Strecke Hagen - Iserlohn sperren',
    reason: 'Böschung rutscht',
  })
  await soon(() => field(page).inputValue()).toBe('')
  // and it comes back for correction in the same parts
  await page.keyboard.press('ArrowUp')
  await understood.getByText('Begründung: Böschung rutscht').waitFor()
  await page.keyboard.type(' ab')
  await page.keyboard.press('Enter')
  await page.getByText(/vorher: Strecke Hagen - Iserlohn sperren – Böschung rutscht$/).waitFor()
  expect((await entriesOf(meetingId))[0]).toMatchObject({
    number: 1,
    text: 'Strecke Hagen - Iserlohn sperren',
    reason: 'Böschung rutscht ab',
  })
  // a dash that was meant otherwise is taken back by one key
  await page.keyboard.type('Strecke Hagen – Iserlohn räumen')
  await understood.getByText('Begründung: Iserlohn räumen').waitFor()
  await page.keyboard.press('Alt+z')
  await understood.waitFor({ state: 'hidden' })
  await page.keyboard.press('Enter')
  await soon(async () => (await entriesOf(meetingId)).map(each => each.text)).toContain(
    'Strecke Hagen – Iserlohn räumen',
  )
})

test('an entry corrected into another kind is taken back and says what stands in its place', async () => {
  const meetingId = await opened()
  const page = await boardOf(meetingId)
  await page.keyboard.press('b')
  await save(page, 'Bagger holen')
  await page.keyboard.press('ArrowUp')
  await page.getByText(/^Sie berichtigen/).waitFor()
  await page.keyboard.press('Alt+a')
  await page.keyboard.press('Enter')
  await page.getByText(/ersetzt durch \d+\/A1/).waitFor()
})

test('person and due time are given later, on the board and among the orders of the staff', async () => {
  const meetingId = await opened()
  const page = await boardOf(meetingId)
  await page.keyboard.press('a')
  await save(page, 'Pumpen zählen')
  const give = async (button: RegExp) => {
    await page.getByRole('button', { name: button }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: /Zuständig/ }).fill('brü')
    await dialog.getByText(/^✓ Ulf Brüggemann/).waitFor()
    await dialog.getByRole('button', { name: 'Speichern' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await give(/^Person und Frist von/)
  await soon(async () => (await entriesOf(meetingId))[0]?.responsibleId).toBe(ulf.memberId)
  await page.keyboard.press('a')
  await save(page, 'Zelte zählen')
  await page.goto(`${app.base}/orders`)
  const row = page.getByRole('row', { name: /Zelte zählen/ })
  await row.getByRole('button', { name: /^Person und Frist von/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: /Zuständig/ }).fill('brü')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await row.getByText('Ulf Brüggemann').waitFor()
})

test('after the close the line adds entries, marked in the draft at once', async () => {
  const meetingId = await opened()
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  const page = await boardOf(meetingId)
  await page.getByText('Nachtrag, bis das Protokoll freigegeben ist').waitFor()
  await page.keyboard.press('b')
  await save(page, 'Nachts bleibt das Telefon besetzt')
  await page
    .getByText(/^nachgetragen /)
    .first()
    .waitFor()
  await page.goto(`${app.base}/meetings/${meetingId}/minutes`)
  await page.getByText(/^nachgetragen /).waitFor()
})

test('no page asked a stranger for anything or did what its policy forbids', () => {
  expect(browsing.complaints).toEqual([])
})
