import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { minutesFingerprint } from '../../src/minutes/fingerprint.ts'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { applyEdit, minutesJson, releasedMinutes } from '../../src/minutes/rules/release.ts'
import { pdfAttachments } from '../support/pdf-pages.ts'
import { includesText, pdfText } from '../support/pdf-text.ts'
import { at, sampleInput, samplePeople, type SamplePerson } from './sample.ts'

afterAll(stopMinutesRenderer)

const draft = composeMinutes(sampleInput())
const released = releasedMinutes(draft, {
  atMs: at('11:40'),
  minuteTaker: { name: 'Aylin Demir', signedAtMs: at('11:30') },
  leadName: 'Dr. Sabine Köhler-Özdemir',
})
const archive = { lang: 'de', standard: 'a-3a' } as const
const withNames = (...names: string[]) =>
  composeMinutes(
    sampleInput(
      names.map((name, i): SamplePerson => ({
        name,
        functions: [i % 12],
        stays: [['onSite', '08:31', '09:21']],
      })),
    ),
  )

test('the same record gives the same bytes, also from another renderer', async () => {
  const first = await renderMinutes(released, archive)
  await stopMinutesRenderer()
  const second = await renderMinutes(released, archive)
  expect(sha256(second)).toBe(sha256(first))
})

test('the archive file carries the record, and its footer the hash of that record', async () => {
  const pdf = await renderMinutes(released, archive)
  const record = minutesJson(released)
  expect(await pdfAttachments(pdf)).toEqual([record])
  expect(sha256(record)).toBe(minutesFingerprint(released))
  expect(await pdfText(pdf)).toContain(`Prüfwert${minutesFingerprint(released)}`)
})

test('the reading file carries no attachment and says none is there', async () => {
  const pdf = await renderMinutes(released, { lang: 'de', standard: 'ua-1' })
  expect(await pdfAttachments(pdf)).toEqual([])
  expect(await pdfText(pdf)).not.toContain('beigefügt')
})

test('a text is read whatever letters stand in it, and in whatever order they come', async () => {
  const letters = fc.shuffledSubarray(
    [...'abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789'],
    { minLength: 40 },
  )
  const [decision] = draft.decisions
  await fc.assert(
    fc.asyncProperty(letters, async some => {
      const word = some.join('')
      const text = await pdfText(
        await renderMinutes(
          { ...draft, organisation: word, decisions: [{ ...decision!, text: word }] },
          archive,
        ),
      )
      expect(text.split(word)).toHaveLength(3)
    }),
    { numRuns: 40 },
  )
})

test('everything the minutes must say is in the text', async () => {
  const text = await pdfText(
    await renderMinutes(
      applyEdit(released, {
        lage: 'Pegel bei 5,12 m.',
        press: 'Meldung um 10 Uhr.',
        remarks: 'Keine.',
      }),
      archive,
    ),
  )
  for (const person of samplePeople) expect(text).toContain(person.name.replace(/\s/g, ''))
  for (const part of [
    'Protokollder17.Sitzung',
    'HochwasserRuhrundVolme',
    'Kreishaus,Raum101,undvirtuellerSitzungsraum',
    'ZuderHybridsitzungsind6MitgliederinPräsenzanwesendsowie4virtuellund1telefonischzugeschaltet.',
    'DurchgehendunbesetztwarSMSUmwelt.',
    'vertretendurchSörenAhlers',
    'inVertretungfürŁukaszNowak',
    'Gäste',
    'PetraBeispiel',
    '17/1(08:52)EvakuierungHattingen-Südwirdvorbereitet.Begründung:ScheitelüberDeichkronemöglich.',
    '17/A1',
    '16/A3',
    'Pegelbei5,12m.',
    'Meldungum10Uhr.',
    '08:36–08:47BildvonBeateWeiß',
    '18.Sitzung',
    'LagekarteStand08:15Uhr',
    'gezeichnetam24.11.2026,11:30Uhr',
    'gezeichnetam24.11.2026,11:40Uhr',
    'freigegebenam24.11.2026,11:40Uhr',
    'Anlage:Anwesenheitsband',
    'Seite1von',
  ])
    expect(text).toContain(part)
  expect(text).not.toMatch(/beschlussfähig/i)
})

test('a draft is marked on every page, a released record nowhere', async () => {
  const pages = (text: string) => text.match(/Seite\dvon\d/g)!.length
  const marked = await pdfText(await renderMinutes(draft, archive))
  expect(marked).toContain('ENTWURF–nichtfreigegeben')
  expect(marked.match(/ENTWURF/g)!.length).toBeGreaterThan(pages(marked))
  expect(await pdfText(await renderMinutes(released, archive))).not.toMatch(/entwurf/i)
})

test('the English minutes are English throughout', async () => {
  const text = await pdfText(await renderMinutes(released, { lang: 'en', standard: 'ua-1' }))
  expect(text).toContain('Atthishybridmeeting6memberswerepresentonsite')
  expect(text).not.toMatch(
    /Anwesenheit|Beschlüsse|Aufträge|Tagesordnung|Protokoll|Leitung(?!L)|Quelle|telefonischzugeschaltet/,
  )
})

test.each([
  ['200 characters without a space', 'Wüstenrot'.repeat(22) + 'xy'],
  ['200 characters in words', 'Abcdefghi '.repeat(20).trim()],
  ['Arabic', 'محمد عبد الله الخطيب'],
  ['Hebrew', 'דוד בן־גוריון'],
  [
    'combining marks',
    'Zoe\u0308 Nguye\u0302\u0303n A\u0328\u0331\u0301gnes O\u0300\u0301\u0302mer x\u0301\u0301\u0301\u0323y',
  ],
  ['emoji', '👩‍🚒 Feuer 🚒🇩🇪 👍🏽'],
  ['Chinese and Japanese', '王小明 たなか'],
  ['scripts that no font here draws', 'हिन्दी ไทย 김철수'],
  ['a letter beyond the first plane that no font here draws', '𓂀'],
  ['markup of the typesetter', '#import "x" $a$ *b* _c_ @d <e> \\ [f] `g` // h'],
])('a name with %s survives into the text', async (_, name) => {
  const text = await pdfText(await renderMinutes(withNames(name), archive))
  // a mark composed with its letter is the same name
  expect(includesText(text.normalize('NFC'), name.normalize('NFC'))).toBe(true)
})

test('no text that can be typed makes the print fail', { timeout: 60_000 }, async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.stringMatching(/^[\u0000-\uffff]{0,60}$/),
  )
  await fc.assert(
    fc.asyncProperty(
      anything,
      anything,
      fc.constantFrom('a-3a' as const, 'ua-1' as const),
      async (name, text, standard) => {
        const minutes = withNames(name)
        const pdf = await renderMinutes(
          { ...applyEdit(minutes, { lage: text }), incident: text, place: name, title: text },
          { lang: 'de', standard },
        )
        expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
      },
    ),
    { numRuns: 60 },
  )
})

test('a renderer that is stopped midway fails its job, and the next one prints again', async () => {
  const hopeless = renderMinutes(released, archive)
  const outcome = expect(hopeless).rejects.toThrow('stopped')
  // its turn begins
  await new Promise(setImmediate)
  await stopMinutesRenderer()
  await outcome
  expect((await renderMinutes(released, archive)).length).toBeGreaterThan(10_000)
})

function sha256(what: string | Uint8Array): string {
  return createHash('sha256').update(what).digest('hex')
}
