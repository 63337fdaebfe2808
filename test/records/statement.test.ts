import { afterAll, expect, test } from 'vitest'
import type { RecordedMeeting } from '../../src/records/contract.ts'
import { RecordsSubject } from '../../src/records/contract.ts'
import { statement } from '../../src/records/statement.ts'
import { renderPage, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { layoutFaults } from '../support/pdf-layout.ts'
import { pdfText } from '../support/pdf-text.ts'
import { attendance, meeting, person, startMs, stay } from './sample.ts'

afterAll(stopMinutesRenderer)

const at = new Date('2026-12-01T09:00:00Z')
const issued = { at, byName: 'Petra Lindner' }
const november = { from: '2026-11-01', until: '2026-11-30', exercises: 'exclude' as const }

function pdfOf(
  subject: RecordsSubject,
  meetings: readonly RecordedMeeting[],
  lang: 'de' | 'en' = 'de',
): Promise<Uint8Array> {
  const page = statement(subject, meetings, {
    lang,
    typedLang: 'de',
    organisation: 'Kreis Beispielstadt',
    staff: 'Krisenstab Beispielkreis',
    extent: november,
    issued,
  })
  return renderPage(page, { at, personId: 'per_x' })
}

const longName = 'Prof. Dr. Maximiliane-Charlotte von Müller-Lüdenscheidt zu Hohenlimburg'
const longFunction = 'Verbindungsperson der Polizeiinspektion Beispielstadt-Süd und ihrer Wachen'
const hartwig = person('Paul Hartwig', {
  functions: ['Leiter des Krisenstabes'],
  attendance: attendance('present', [stay('onSite', 0, 3_060)]),
  deputyForNames: ['Köhler-Özdemir, Dr. Sabine'],
})
const usual = [
  meeting([
    hartwig,
    person('Sabine Köhler-Özdemir', {
      functions: ['Leiter des Krisenstabes'],
      attendance: attendance('partlyPresent', [
        stay('video', 0, 1_620),
        stay('phone', 2_800, 3_060),
      ]),
    }),
    person('Tom Reuter', { functions: ['SMS Umwelt'] }),
  ]),
  meeting([hartwig], {
    meetingTitle: '18. Sitzung',
    startsAtMs: startMs + 86_400_000,
    gaps: [{ label: 'SMS Umwelt', fromMs: startMs + 86_400_000, untilMs: startMs + 86_460_000 }],
  }),
]
const crowd = Array.from({ length: 3 }, (_, day) =>
  meeting(
    Array.from({ length: 16 }, (_, i) =>
      person(i % 7 === 0 ? `${longName} ${i}` : `Person ${i}`, {
        functions: [i % 5 === 0 ? `${longFunction} ${i}` : `SMS ${i}`, 'BuMA'].slice(
          0,
          1 + (i % 2),
        ),
        deputyForNames: i % 3 === 0 ? [longName] : [],
        attendance:
          i % 4 === 0
            ? attendance('absentWithoutReply')
            : attendance('partlyPresent', [
                stay('onSite', 0, 600 + i),
                stay('video', 300, 900 + i),
                stay('phone', 4_000, 4_060),
              ]),
      }),
    ),
    {
      meetingTitle: `${day + 1}. Sitzung`,
      incidentTitle: day % 2 ? 'Hochwasser' : 'Feuerwehrbedarfsplanungsunterlagenbrand (erfunden)',
      startsAtMs: startMs + day * 86_400_000,
    },
  ),
)

test.each([
  ['two meetings', usual],
  ['long names, functions and incidents over many pages', crowd],
  ['an exercise', [meeting([hartwig], { kind: 'exercise' })]],
  ['nothing', []],
])('%s: every letter stands in its place, in both languages', async (_, meetings) => {
  for (const subject of RecordsSubject.options)
    for (const lang of ['de', 'en'] as const) {
      const pdf = await pdfOf(subject, meetings, lang)
      expect(await layoutFaults(pdf), `${subject} ${lang}`).toEqual([])
    }
})

test('it says who was what in whose place, from when until when, and adds it up', async () => {
  const said = await pdfText(await pdfOf('functions', usual))
  for (const words of [
    'Auskunft: Wer hatte wann welche Funktion?',
    'Krisenstab Beispielkreis',
    'Zeitraum 01.11.2026 bis 30.11.2026, beide eingeschlossen · ohne Übungen · 2 Sitzungen',
    'Petra Lindner',
    'Hartwig, Paul',
    'in Vertretung für Köhler-Özdemir, Dr. Sabine',
    '08:31–09:22',
    'Summe, 2 Sitzungen',
    // 51 + 51 + 27 + 4 minutes
    '2:13',
    'unbesetzt',
    'Alle Zeiten in der Zeitzone Europe/Berlin.',
  ])
    expect(said).toContain(words.replace(/\s/g, ''))
})

test('an exercise is one on each sheet, and beside operations in its rows', async () => {
  const exercise = meeting([hartwig], { kind: 'exercise', incidentTitle: 'Planspiel' })
  expect(await pdfText(await pdfOf('persons', [exercise]))).toContain('ÜBUNG–keinEinsatz')
  const both = await pdfText(await pdfOf('persons', [exercise, ...usual]))
  expect(both).not.toContain('ÜBUNG–')
  expect(both).toContain('Übung:Planspiel')
})
