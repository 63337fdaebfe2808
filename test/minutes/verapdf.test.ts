import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import { applyEdit, releasedMinutes } from '../../src/minutes/rules/release.ts'
import { findVeraPdf } from '../support/verapdf.ts'
import { at, crowd, sampleInput, samplePeople } from './sample.ts'

let veraPdf: ReturnType<typeof findVeraPdf>
beforeAll(() => {
  veraPdf = findVeraPdf()
}, 150_000)
afterAll(stopMinutesRenderer)

const draft = applyEdit(composeMinutes(sampleInput()), { lage: 'Pegel bei 5,12 m.\nScheitel gegen 11 Uhr.' })
const released = releasedMinutes(draft, { atMs: at('11:40'), minuteTaker: { name: 'Aylin Demir', signedAtMs: null }, leadName: 'Dr. Sabine Köhler-Özdemir' })
const names = ['محمد الخطيب', 'דוד בן־גוריון', 'Zoe\u0308 A\u0328\u0331\u0301', '👩‍🚒 🇩🇪', 'हिन्दी 王小明', '\ue000\u{10fffd}\u0007', 'W'.repeat(200)]
const strange = composeMinutes(sampleInput(names.map((name, i) => ({ ...samplePeople[i]!, name }))))

test.each([
  ['a released record', released, 'de'],
  ['a draft in English', draft, 'en'],
  ['sixty members', composeMinutes(sampleInput(crowd(60))), 'de'],
  ['names in every script', strange, 'de'],
] as const)('%s is valid PDF/A-3a and valid PDF/UA-1', { timeout: 90_000 }, async (_, minutes, lang) => {
  if (!veraPdf) {
    console.warn('Not checked: veraPDF needs Java and, once, Maven with a network')
    return
  }
  for (const [standard, flavour] of [['a-3a', '3a'], ['ua-1', 'ua1']] as const) {
    const { passed, report } = veraPdf(await renderMinutes(minutes, { lang, standard }), flavour)
    expect(passed, report).toBe(true)
  }
})
