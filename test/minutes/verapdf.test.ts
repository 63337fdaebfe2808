import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { applyEdit, releasedMinutes } from '../../src/minutes/rules/release.ts'
import { findVeraPdf } from '../support/verapdf.ts'
import { at, crowd, sampleInput, samplePeople } from './sample.ts'

let veraPdf: ReturnType<typeof findVeraPdf>
beforeAll(() => {
  veraPdf = findVeraPdf()
  if (!veraPdf && process.env.CI)
    throw new Error('veraPDF needs Java and, once, Maven with a network')
}, 150_000)
beforeEach(context => context.skip(!veraPdf, 'veraPDF needs Java and, once, Maven with a network'))
const checked: NonNullable<typeof veraPdf> = (pdfs, flavour) => veraPdf!(pdfs, flavour) // otherwise skipped
afterAll(stopMinutesRenderer)

const draft = applyEdit(composeMinutes(sampleInput()), {
  lage: 'Pegel bei 5,12 m.\nScheitel gegen 11 Uhr.',
})
const released = releasedMinutes(draft, {
  atMs: at('11:40'),
  minuteTaker: { name: 'Aylin Demir', signedAtMs: null },
  leadName: 'Dr. Sabine Köhler-Özdemir',
})
const names = [
  'محمد الخطيب',
  'דוד בן־גוריון',
  'Zoe\u0308 A\u0328\u0331\u0301',
  '👩‍🚒 🇩🇪',
  'हिन्दी 王小明',
  '\ue000\u{10fffd}\u0007',
  'W'.repeat(200),
]
const strange = composeMinutes(sampleInput(names.map((name, i) => ({ ...samplePeople[i]!, name }))))

const samples = [
  ['a released record', released, 'de'],
  ['a draft in English', draft, 'en'],
  ['sixty members', composeMinutes(sampleInput(crowd(60))), 'de'],
  ['names in every script', strange, 'de'],
] as const

test.each([
  ['PDF/A-3a', 'a-3a', '3a'],
  ['PDF/UA-1', 'ua-1', 'ua1'],
] as const)(
  'released, draft, large and strange minutes are valid %s',
  { timeout: 120_000 },
  async (_, standard, flavour) => {
    const pdfs = await Promise.all(
      samples.map(([, minutes, lang]) => renderMinutes(minutes, { lang, standard })),
    )
    const { passed, report } = checked(pdfs, flavour)
    expect(
      samples.filter((_sample, i) => !passed[i]).map(([name]) => name),
      report,
    ).toEqual([])
  },
)

test('the validator tells a reading file from an archive file', { timeout: 60_000 }, async () => {
  const reading = await renderMinutes(released, { lang: 'de', standard: 'ua-1' })
  expect(checked([reading], '3a').passed).toEqual([false])
})
