import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { makeSample, type Sample } from '../support/sample.ts'

/**
 * Every page as somebody who works on it sees it: accessible, nothing pushed sideways at 320 px, no
 * stranger asked.
 */
let app: TestApp
let sample: Sample
let browsing: Browsing
beforeAll(async () => {
  app = await startApp({ video: 'real' })
  sample = await makeSample(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const pages: [person: string, path: string, heading: RegExp, english: RegExp][] = [
  ['Köhler', '/', /Sitzung/, /Meeting/],
  ['Kaya', '/', /./, /./],
  ['Achterberg', '/', /./, /./],
  ['Köhler', '/meetings', /Sitzungen/, /Meetings/],
  ['Köhler', '/incidents', /Lagen/, /Incidents/],
  ['Köhler', '/meetings/new', /Sitzung planen/, /Plan a meeting/],
  ['Köhler', '/meetings/$next', /Sitzung/, /Meeting/],
  ['Brinkmann', '/meetings/$next', /Sitzung/, /Meeting/],
  ['Köhler', '/meetings/$next/agenda', /Sitzung/, /Meeting/],
  ['Köhler', '/meetings/$next/attendance', /Sitzung/, /Meeting/],
  ['Köhler', '/meetings/$last/attendance', /1\. Sitzung/, /1\. Sitzung|Meeting 1/],
  ['Sommerfeld', '/meetings/$last/minutes', /1\. Sitzung/, /1\. Sitzung|Meeting 1/],
  ['Köhler', '/meetings/$next/wall', /Sitzung/, /Meeting/],
  ['Yıldız', '/meetings/$next/desk', /Empfang/, /Front desk/],
  ['Brinkmann', '/meetings/$next/lobby', /Bereit zum Zuschalten/, /Ready/],
  ['Köhler', '/staff', /Krisenstab Beispielkreis/, /Krisenstab Beispielkreis/],
  ['Köhler', '/staff/access', /Zugänge/, /Access/],
  ['Köhler', '/staff/import', /Mitglieder importieren/, /Import members/],
  ['Brinkmann', '/orders', /Aufträge/, /Orders/],
  ['Köhler', '/minutes', /Protokolle/, /Minutes/],
  ['Achterberg', '/records', /Nachweise/, /Records/],
  ['Köhler', '/outbox', /Postausgang/, /Outbox/],
  ['Brinkmann', '/account', /Mein Konto/, /My account/],
  ['Brinkmann', '/no/such/page', /Diese Seite gibt es nicht/, /no such page|does not exist/i],
]

const germanOnly = wordsInGermanOnly()

describe.each([
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  [
    'dark, on a phone of 320 px',
    { viewport: { width: 320, height: 640 }, colorScheme: 'dark' as const, hasTouch: true },
  ],
])('%s', (_, options) => {
  test.each(pages)('%s at %s', async (person, path, heading) => {
    const { page, context } = await browsing.visitor({ ...options, as: await sample.as(person) })
    await show(page, path, heading)
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await context.close()
  })
})

test.each(pages)('in English: %s at %s', async (person, path, _, english) => {
  const client = await sample.as(person)
  await client.call('PATCH', '/api/me', { language: 'en' })
  const { page, context } = await browsing.visitor({ locale: 'en-GB', as: client })
  await show(page, path, english)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  const lines = (await page.locator('body').innerText()).split('\n').map(line => line.trim())
  expect(lines.filter(line => germanOnly.has(line))).toEqual([])
  await context.close()
  await client.call('PATCH', '/api/me', { language: 'de' })
})

test.each(['/meetings/$next', '/', '/meetings/$last/attendance', '/account'])(
  'with forced colours, what is chosen and what bars show can be told at %s',
  async path => {
    const { page, context } = await browsing.visitor({
      as: await sample.as('Köhler'),
      forcedColors: 'active',
    })
    await show(page, path, /./)
    const marked = 'nav [aria-current], [aria-pressed=true], .track i, .exercise-band'
    const { looks, alike } = await page.evaluate(selector => {
      const canvas = getComputedStyle(document.body).backgroundColor
      const lookOf = (each: Element) => {
        const { backgroundColor, backgroundImage, borderTopWidth } = getComputedStyle(each)
        const isFilled = backgroundColor !== canvas && !backgroundColor.endsWith(', 0)')
        return isFilled || backgroundImage !== 'none' || borderTopWidth !== '0px'
      }
      const all = [...document.querySelectorAll(selector)]
      const dull = all.filter(each => !lookOf(each))
      return { looks: all.length, alike: dull.map(each => each.outerHTML.slice(0, 100)) }
    }, marked)
    expect(looks).toBeGreaterThan(0)
    expect(alike).toEqual([])
    await context.close()
  },
)

test('none asked a stranger for anything or did what its policy forbids', () => {
  expect(browsing.complaints).toEqual([])
})

/** What the pages say in German and otherwise in English, word for word. */
function wordsInGermanOnly(): Set<string> {
  const files = import.meta.glob<{ texts: object }>('../../web/src/i18n/{de,en}/*.ts', {
    eager: true,
  })
  const said = (lang: string) =>
    Object.entries(files).flatMap(([path, { texts }]) =>
      path.includes(`/${lang}/`) ? leaves(texts) : [],
    )
  const english = new Set(said('en'))
  // a single word may be somebody's own: a block of functions, an item of the agenda
  return new Set(
    said('de').filter(text => text.length > 15 && text.includes(' ') && !english.has(text)),
  )
}

function leaves(texts: object): string[] {
  return Object.values(texts).flatMap(value =>
    typeof value === 'string' ? [value] : leaves(value as object),
  )
}

async function show(page: Page, path: string, heading: RegExp): Promise<void> {
  await page.goto(app.base + path.replace('$next', sample.nextId).replace('$last', sample.lastId))
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await expect.poll(() => page.getByText(/wird geladen|is loading|Loading/).count()).toBe(0)
}
