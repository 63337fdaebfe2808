import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import type { Staff } from '../../../src/roster/contract/roster.ts'
import { texts as deCommon } from '../../../web/src/i18n/de/common.ts'
import { texts as deMeetings } from '../../../web/src/i18n/de/agenda.ts'
import { texts as dePlanning } from '../../../web/src/i18n/de/planning.ts'
import { texts as deRoster } from '../../../web/src/i18n/de/roster.ts'
import { texts as enCommon } from '../../../web/src/i18n/en/common.ts'
import { texts as enMeetings } from '../../../web/src/i18n/en/agenda.ts'
import { texts as enPlanning } from '../../../web/src/i18n/en/planning.ts'
import { texts as enRoster } from '../../../web/src/i18n/en/roster.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../../support/browser.ts'
import { revise } from '../../support/revised.ts'
import { addMember, convene, foundStaff, type Signed } from '../../support/staff.ts'

// several pages each, on a machine that may have much else to do
vi.setConfig({ testTimeout: 120_000 })

const words = {
  de: { common: deCommon, meetings: deMeetings, planning: dePlanning, roster: deRoster },
  en: { common: enCommon, meetings: enMeetings, planning: enPlanning, roster: enRoster },
}
type Lang = keyof typeof words
const languages: [Lang, number][] = [
  ['de', 1440],
  ['en', 390],
]

let app: TestApp
let here: Browsing
let there: Browsing
let staff: { staffId: string; lead: Signed }
let kgs: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['lead', 'kgs'] })
  here = await browse(app.base)
  there = await browse(app.base)
})
afterAll(async () => {
  await here?.close()
  await there?.close()
  await app?.stop()
})
afterEach(() => expect([...here.complaints, ...there.complaints]).toEqual([]))

const planOf = (meetingId: string) => staff.lead.client.get<Meeting>(`/api/meetings/${meetingId}`)
const agendaOf = async (meetingId: string) =>
  (await planOf(meetingId)).agenda.map(item => [item.title, item.responsible, item.minutes])
const titlesOf = async (meetingId: string) =>
  (await planOf(meetingId)).agenda.map(item => item.title)
const theySay = (meetingId: string, change: object) =>
  revise(staff.lead.client, ['PATCH', `/api/meetings/${meetingId}`, change])

/** The other lead's change of the agenda: fields by title; null removes. */
async function theyWrite(meetingId: string, change: Record<string, object | null>) {
  const { agenda, revision } = await planOf(meetingId)
  const items = agenda.flatMap(({ itemId, title, responsible, minutes }) => {
    const part = change[title]
    return part === null ? [] : [{ itemId, title, responsible, minutes, ...part }]
  })
  await staff.lead.client.call('PUT', `/api/meetings/${meetingId}/agenda`, { items, revision })
}

test.each(languages)(
  'in %s, %d px wide, by keys alone: two change a plan, and only what both changed is asked about',
  async (lang, width) => {
    const { common, planning } = words[lang]
    const meetingId = await convene(app, staff, { inMin: 60 })
    const path = `/meetings/${meetingId}`
    const mine = await visit(here, kgs, { path, lang, width })
    const theirs = await visit(there, staff.lead, { path, lang: 'de' })
    await openChange(mine)
    await openChange(theirs)
    await theirs.page.getByLabel('Ort', { exact: true }).fill('Rathaus')
    await theirs.page.getByLabel('Titel').fill('Lage am Abend')
    await press(theirs, 'Speichern')
    await theirs.page.getByText('Geändert.').waitFor()

    const { page } = mine
    const place = page.getByRole('textbox', { name: planning.change.place, exact: true })
    await place.fill('Feuerwache')
    await page.getByLabel(planning.change.seats).fill('8')
    await press(mine, common.action.save)
    const question = page.getByRole('group', { name: common.clash.title })
    await isFocused(question)
    expect(await versionsOf(mine, planning.change.place)).toEqual([
      'Feuerwache',
      'Rathaus',
      'Kreishaus, Raum 101',
    ])
    // only what both changed is a question
    expect(await question.getByRole('group').count()).toBe(1)
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await planOf(meetingId)).toMatchObject({ place: 'Rathaus', seats: 12 })

    // what is typed beside the question stays, and so does what is typed into what it is about
    await page.getByLabel(planning.change.name).fill('Lage am Morgen')
    await place.fill('Feuerwache 2')
    await expect.poll(() => versionsOf(mine, planning.change.place)).toContain('Feuerwache 2')
    // while it is decided, the other changes the same once more
    await theySay(meetingId, { place: 'Schule' })
    await pressNext(mine, common.clash.keepMine)
    await expect
      .poll(() => versionsOf(mine, planning.change.place))
      .toEqual(['Feuerwache 2', 'Schule', 'Rathaus'])
    await isFocused(question)
    await pressNext(mine, common.clash.keepMine)
    await page.getByText(planning.change.done).waitFor()
    expect(await planOf(meetingId)).toMatchObject({
      place: 'Feuerwache 2',
      title: 'Lage am Morgen',
      seats: 8,
    })
    await leave(mine, theirs)
  },
)

test.each(languages)(
  'in %s, %d px wide, by keys alone: two change an agenda, field by field, twice, and a removed item is not lost',
  async (lang, width) => {
    const { common, meetings } = words[lang]
    const agenda = ['Lage', 'Deiche', 'Presse'].map(title => ({ title }))
    const meetingId = await convene(app, staff, { inMin: 60, agenda })
    const path = `/meetings/${meetingId}/agenda`
    const mine = await visit(here, kgs, { path, lang, width })
    const theirs = await visit(there, staff.lead, { path, lang: 'de' })
    const { page } = mine
    const edit = async (who: Visitor, title: string, words = meetings) => {
      await press(who, words.agenda.editFor.replace('{{title}}', title))
      return who.page.locator('ol form.agenda-form')
    }
    // another item in the other's browser, and another field of the same one
    let form = await edit(mine, 'Lage')
    await form.getByLabel(meetings.agenda.minutes).fill('10')
    const other = await edit(theirs, 'Deiche', deMeetings)
    await other.getByLabel('Minuten').fill('5')
    await other.getByLabel('Minuten').press('Enter')
    await other.waitFor({ state: 'detached' })
    await theyWrite(meetingId, { Lage: { responsible: 'KGS' } })
    await form.getByLabel(meetings.agenda.minutes).press('Enter')
    await form.waitFor({ state: 'detached' })
    expect(await agendaOf(meetingId)).toEqual([
      ['Lage', 'KGS', 10],
      ['Deiche', '', 5],
      ['Presse', '', null],
    ])
    await isFocused(page.getByRole('button', { name: /^(Lage ändern|Change Lage)$/ }))

    // the same field, twice, and typed beside the question
    form = await edit(mine, 'Deiche')
    await form.getByLabel(meetings.agenda.minutes).fill('20')
    await theyWrite(meetingId, { Deiche: { minutes: 15 } })
    await form.getByLabel(meetings.agenda.minutes).press('Enter')
    await isFocused(page.getByRole('group', { name: common.clash.title }))
    expect(await versionsOf(mine, meetings.agenda.minutes)).toEqual(['20', '15', '5'])
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await form.getByLabel(meetings.agenda.responsible).fill('Umweltamt')
    await theyWrite(meetingId, { Deiche: { minutes: 25 } })
    await pressNext(mine, common.clash.keepMine)
    await expect.poll(() => versionsOf(mine, meetings.agenda.minutes)).toEqual(['20', '25', '15'])
    await pressNext(mine, common.clash.keepMine)
    await form.waitFor({ state: 'detached' })
    expect((await agendaOf(meetingId))[1]).toEqual(['Deiche', 'Umweltamt', 20])
    await page.getByText('20 min', { exact: true }).waitFor()

    // the item itself
    form = await edit(mine, 'Presse')
    await form.getByLabel(meetings.agenda.item, { exact: true }).fill('Presse und Telefon')
    await theyWrite(meetingId, { Presse: null })
    await page.getByText(meetings.agenda.goneMeanwhile).waitFor()
    await isFocused(form.getByLabel(meetings.agenda.item, { exact: true }))
    await form.getByLabel(meetings.agenda.item, { exact: true }).press('Enter')
    await form.waitFor({ state: 'detached' })
    expect(await titlesOf(meetingId)).toEqual(['Lage', 'Deiche', 'Presse und Telefon'])
    await leave(mine, theirs)
  },
)

test.each(languages)(
  'in %s, %d px wide, by keys alone: two change the settings, and who takes the new state keeps the rest',
  async (lang, width) => {
    const { common, roster } = words[lang]
    const path = `/api/staffs/${staff.staffId}`
    const clean = { hotline: '', dialInNumber: '', dialInCode: '', defaultPlace: '' }
    await revise(staff.lead.client, ['PATCH', path, clean])
    const mine = await visit(here, kgs, { path: '/staff', lang, width })
    const theirs = await visit(there, staff.lead, { path: '/staff', lang: 'de' })
    for (const [who, { roster: said }] of [
      [mine, words[lang]],
      [theirs, words.de],
    ] as const) {
      await press(who, said.settings)
      await who.page.getByLabel(said.settingsForm.hotline).waitFor()
    }
    const label = roster.settingsForm
    await mine.page.getByLabel(label.hotline).fill('0800 1')
    await mine.page.getByLabel(label.dialInNumber).fill('0800 2')
    await theirs.page.getByLabel(deRoster.settingsForm.hotline).fill('0800 3')
    await theirs.page.getByLabel(deRoster.settingsForm.place).fill('Rathaus')
    await press(theirs, 'Speichern')
    await theirs.page.getByRole('dialog').waitFor({ state: 'detached' })

    await press(mine, common.action.save)
    await isFocused(mine.page.getByRole('group', { name: common.clash.title }))
    expect((await versionsOf(mine, label.hotline)).slice(0, 2)).toEqual(['0800 1', '0800 3'])
    expect(await violationsOn(mine.page)).toEqual([])
    expect(await sidewaysScroll(mine.page)).toBe(0)
    await mine.page.getByLabel(label.dialInCode).fill('4711')
    await pressNext(mine, common.clash.takeTheirs)
    await mine.page.getByText(label.saved).waitFor()
    expect(await staff.lead.client.get<Staff>(path)).toMatchObject({
      hotline: '0800 3',
      dialInNumber: '0800 2',
      dialInCode: '4711',
      defaultPlace: 'Rathaus',
    })
    await leave(mine, theirs)
  },
)

test('a meeting that others change is moved all the same, and moved by both it is asked about', async () => {
  const meetingId = await convene(app, staff, { inMin: 600 })
  const mine = await visit(here, kgs, { path: `/meetings/${meetingId}` })
  const { page } = mine
  await openMore(mine, 'Verschieben …')
  await page.getByLabel('Dauer in Minuten').fill('30')
  await theySay(meetingId, { title: 'Andere Lage' })
  await press(mine, 'Verschieben')
  await page.getByText(/^Verschoben auf/).waitFor()
  await openMore(mine, 'Verschieben …')
  await page.getByLabel('Dauer in Minuten').fill('40')
  await revise(staff.lead.client, [
    'POST',
    `/api/meetings/${meetingId}/move`,
    { date: '2030-01-10', time: '10:00', durationMin: 90, meant: 'farAhead' },
  ])
  await press(mine, 'Verschieben')
  const ours = { timeout: 15_000 }
  await expect.poll(() => versionsOf(mine, 'Dauer in Minuten'), ours).toEqual(['40', '90', '30'])
  await press(mine, 'Meine Angaben übernehmen')
  await page.getByRole('group', { name: deCommon.clash.title }).waitFor({ state: 'detached' })
  await expect
    .poll(async () => {
      const { startsAt, endsAt } = await planOf(meetingId)
      return [startsAt, endsAt]
    }, ours)
    .toEqual(['2030-01-10T09:00:00.000Z', '2030-01-10T09:40:00.000Z'])
  await leave(mine)
})

test('what others do beside an open form reloads the page and takes nothing of what was typed, nor the focus', async () => {
  const agenda = ['Lage', 'Deiche'].map(title => ({ title }))
  const meetingId = await convene(app, staff, { inMin: 60, agenda })
  const mine = await visit(here, kgs, { path: `/meetings/${meetingId}/agenda` })
  const { page } = mine
  await press(mine, 'Lage ändern')
  const field = page.locator('ol form').getByLabel('Punkt', { exact: true })
  await field.fill('Lage im')
  for (const minutes of [5, 6, 7]) {
    await theyWrite(meetingId, { Deiche: { minutes } })
    await page.getByText(`${minutes} min`, { exact: true }).waitFor()
    await isFocused(field)
    await page.keyboard.type(` ${minutes}`)
  }
  await theyWrite(meetingId, { Lage: { minutes: 9 } })
  await page.keyboard.press('Enter')
  await field.waitFor({ state: 'detached' })
  expect(await agendaOf(meetingId)).toEqual([
    ['Lage im 5 6 7', '', 9],
    ['Deiche', '', 7],
  ])
  await leave(mine)
})

test('moving agenda items quickly keeps each step, also when another lead adds one', async () => {
  const agenda = ['A', 'B', 'C', 'D'].map(title => ({ title: `Punkt ${title}` }))
  const meetingId = await convene(app, staff, { inMin: 60, agenda })
  const mine = await visit(here, kgs, { path: `/meetings/${meetingId}/agenda` })
  const row = mine.page.getByRole('button', { name: 'Punkt A ändern' })
  await row.waitFor()
  const { agenda: items, revision } = await planOf(meetingId)
  await staff.lead.client.call('PUT', `/api/meetings/${meetingId}/agenda`, {
    items: [...items.map(({ itemId, title }) => ({ itemId, title })), { title: 'Punkt E' }],
    revision,
  })
  await row.focus()
  for (let times = 0; times < 3; times++) await mine.page.keyboard.press('Alt+ArrowDown')
  await expect
    .poll(() => titlesOf(meetingId), { timeout: 15_000 })
    .toEqual(['B', 'C', 'D', 'A', 'E'].map(letter => `Punkt ${letter}`))
  await leave(mine)
})

test('what is typed on while it is being saved stays in the form and is saved next', async () => {
  const meetingId = await convene(app, staff, { inMin: 60 })
  const mine = await visit(here, kgs, { path: `/meetings/${meetingId}` })
  const { page } = mine
  await openChange(mine)
  const gate = Promise.withResolvers<void>()
  await page.route(`**/api/meetings/${meetingId}`, async route => {
    if (route.request().method() === 'PATCH') await gate.promise
    await route.continue()
  })
  await page.getByLabel('Ort', { exact: true }).fill('Feuerwache')
  await page.getByLabel('Ort', { exact: true }).press('Enter')
  await page.getByLabel('Titel').fill('Lage am Abend')
  gate.resolve()
  await page.getByText('Geändert.').waitFor()
  expect(await planOf(meetingId)).toMatchObject({ place: 'Feuerwache' })
  expect(await page.getByLabel('Titel').inputValue()).toBe('Lage am Abend')
  await press(mine, 'Speichern')
  await page.getByLabel('Titel').waitFor({ state: 'detached' })
  expect(await planOf(meetingId)).toMatchObject({ place: 'Feuerwache', title: 'Lage am Abend' })
  await leave(mine)
})

test('a save whose answer was lost is sent again and done once, for a new item and for one that comes back', async () => {
  const agenda = [{ title: 'Lage', minutes: 5 }]
  const meetingId = await convene(app, staff, { inMin: 60, agenda })
  const mine = await visit(here, kgs, { path: `/meetings/${meetingId}/agenda` })
  const { page } = mine
  const isLost = new Set<string>()
  const forget = () => page.unroute('**/agenda')
  const loseAnswers = () =>
    page.route('**/agenda', async route => {
      if (route.request().method() !== 'PUT') return route.continue()
      // the server has done it, and nobody hears so
      isLost.add(`${(await route.fetch()).status()}`)
      await route.abort()
    })
  const added = page.locator('form.agenda-form').last()
  await loseAnswers()
  await added.getByLabel('Neuer Punkt').fill('Deiche')
  await added.getByLabel('Neuer Punkt').press('Enter')
  await page.getByText(deCommon.error.offline).first().waitFor()
  expect(await added.getByLabel('Neuer Punkt').inputValue()).toBe('Deiche')
  await forget()
  await added.getByLabel('Neuer Punkt').press('Enter')
  await expect.poll(() => added.getByLabel('Neuer Punkt').inputValue()).toBe('')
  expect(await titlesOf(meetingId)).toEqual(['Lage', 'Deiche'])

  await press(mine, 'Lage entfernen')
  const undo = page.getByRole('button', { name: deCommon.action.undo })
  await undo.waitFor()
  await loseAnswers()
  await undo.press('Enter')
  await page
    .getByText(deMeetings.agenda.notSaved.replace('{{why}}', deCommon.error.offline))
    .waitFor()
  await forget()
  await undo.press('Enter')
  await page.getByRole('button', { name: 'Lage ändern' }).waitFor()
  expect(await agendaOf(meetingId)).toEqual([
    ['Lage', '', 5],
    ['Deiche', '', null],
  ])
  expect([...isLost]).toEqual(['200'])
  await leave(mine)
})

test('settings whose answer was lost are saved by the next press, without a question', async () => {
  const path = `/api/staffs/${staff.staffId}`
  const mine = await visit(here, kgs, { path: '/staff' })
  const { page } = mine
  await press(mine, deRoster.settings)
  await page.getByLabel(deRoster.settingsForm.hotline).fill('0800 7')
  await page.route(`**${path}`, async route => {
    if (route.request().method() !== 'PATCH') return route.continue()
    await route.fetch()
    await route.abort()
  })
  await press(mine, 'Speichern')
  await page.getByRole('alert').filter({ hasText: deCommon.error.offline }).waitFor()
  await page.unroute(`**${path}`)
  const { revision } = await staff.lead.client.get<Staff>(path)
  await press(mine, 'Speichern')
  await page.getByText(deRoster.settingsForm.saved).waitFor()
  expect(await staff.lead.client.get<Staff>(path)).toMatchObject({ hotline: '0800 7', revision })
  await leave(mine)
})

test('two tabs of one person save quickly one after the other, and both changes hold', async () => {
  const meetingId = await convene(app, staff, { inMin: 60 })
  const one = await visit(here, kgs, { path: `/meetings/${meetingId}` })
  const second = await one.page.context().newPage()
  await second.goto(one.page.url())
  const two = { page: second, clicks: one.clicks }
  for (const tab of [one, two]) await openChange(tab)
  await one.page.getByLabel('Ort', { exact: true }).fill('Feuerwache')
  await second.getByLabel('Titel').fill('Lage am Abend')
  await Promise.all([press(one, 'Speichern'), press(two, 'Speichern')])
  for (const { page } of [one, two]) await page.getByLabel('Titel').waitFor({ state: 'detached' })
  expect(await planOf(meetingId)).toMatchObject({ place: 'Feuerwache', title: 'Lage am Abend' })
  await leave(one)
})

type Visitor = { page: Page; clicks: () => number }

async function visit(
  browsing: Browsing,
  as: Signed,
  { path, lang = 'de', width = 1440 }: { path: string; lang?: Lang; width?: number },
): Promise<Visitor> {
  await as.client.call('PATCH', '/api/me', { language: lang })
  const viewport = { width, height: 900 }
  const { page, clicks } = await browsing.visitor({ as: as.client, viewport })
  await page.goto(app.base + path)
  await page.locator(`html[lang=${lang}]`).waitFor()
  return { page, clicks }
}

/** Everything was done by keys. */
async function leave(...visitors: Visitor[]): Promise<void> {
  for (const { page, clicks } of visitors) {
    expect(clicks()).toBe(0)
    await page.context().close()
  }
}

async function openMore(who: Visitor, item: string): Promise<void> {
  await who.page.getByRole('button', { name: /^(Mehr|More)/ }).press('Enter')
  await press(who, item)
}

async function openChange(who: Visitor): Promise<void> {
  await who.page.getByRole('button', { name: /^(Mehr|More)/ }).press('Enter')
  await who.page.getByRole('button', { name: /^(Ändern|Change) …$/ }).press('Enter')
  await isFocused(who.page.getByLabel(/^(Titel|Title)$/))
}

const press = (who: Visitor, name: string) =>
  who.page.getByRole('button', { name, exact: true }).press('Enter')

/** Presses a button that the next presses of Tab reach from where the focus is. */
async function pressNext({ page }: Visitor, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  await button.waitFor()
  for (let tabs = 0; tabs < 12; tabs++) {
    if (await button.evaluate(element => element === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await isFocused(button)
  await page.keyboard.press('Enter')
}

const isFocused = (element: ReturnType<Page['locator']>) =>
  expect
    .poll(() => element.evaluate(found => found === document.activeElement), { timeout: 15_000 })
    .toBe(true)

/** Mine, theirs and before of one field that is asked about. */
const versionsOf = ({ page }: Visitor, label: string) =>
  page.getByRole('group', { name: label, exact: true }).locator('dd').allInnerTexts()
