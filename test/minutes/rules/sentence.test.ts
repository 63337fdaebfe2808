import fc from 'fast-check'
import { expect, test } from 'vitest'
import { perMode } from '../../../src/lib/modes.ts'
import type { AttendanceSummary } from '../../../src/minutes/contract.ts'
import { composeMinutes } from '../../../src/minutes/rules/compose.ts'
import { coverageLines, hybridSentence } from '../../../src/minutes/rules/sentence.ts'
import { sampleInput } from '../sample.ts'

const nobody: AttendanceSummary = {
  ...perMode(() => 0),
  guests: 0,
  represented: [],
  excused: [],
  technicallyPrevented: [],
  absent: [],
  notRecorded: [],
}
const said = (summary: Partial<AttendanceSummary>, lang: 'de' | 'en' = 'de') =>
  hybridSentence({ attendance: { ...nobody, ...summary } }, lang)

test.each([
  [
    6,
    5,
    1,
    'Zu der Hybridsitzung sind 6 Mitglieder in Präsenz anwesend sowie 5 virtuell und 1 telefonisch zugeschaltet.',
  ],
  [
    6,
    5,
    0,
    'Zu der Hybridsitzung sind 6 Mitglieder in Präsenz anwesend sowie 5 virtuell zugeschaltet.',
  ],
  [
    2,
    0,
    1,
    'Zu der Hybridsitzung sind 2 Mitglieder in Präsenz anwesend sowie 1 telefonisch zugeschaltet.',
  ],
  [
    1,
    1,
    1,
    'Zu der Hybridsitzung ist 1 Mitglied in Präsenz anwesend sowie 1 virtuell und 1 telefonisch zugeschaltet.',
  ],
  [
    1,
    5,
    1,
    'Zu der Hybridsitzung ist 1 Mitglied in Präsenz anwesend; 5 sind virtuell und 1 ist telefonisch zugeschaltet.',
  ],
  [0, 1, 0, 'Zu der Sitzung ist kein Mitglied in Präsenz anwesend; 1 ist virtuell zugeschaltet.'],
  [
    0,
    3,
    2,
    'Zu der Sitzung ist kein Mitglied in Präsenz anwesend; 3 sind virtuell und 2 sind telefonisch zugeschaltet.',
  ],
  [4, 0, 0, 'Zu der Sitzung sind 4 Mitglieder in Präsenz anwesend.'],
  [1, 0, 0, 'Zu der Sitzung ist 1 Mitglied in Präsenz anwesend.'],
  [0, 0, 0, 'Zu der Sitzung ist kein Mitglied in Präsenz anwesend.'],
])(
  '%i on site, %i by video and %i by phone read as German does',
  (onSite, video, phone, sentence) => {
    expect(said({ onSite, video, phone })).toBe(sentence)
  },
)

test.each([
  [
    6,
    5,
    1,
    'At this hybrid meeting 6 members were present on site; 5 by video and 1 by phone were connected.',
  ],
  [1, 1, 0, 'At this hybrid meeting 1 member was present on site; 1 by video was connected.'],
  [0, 0, 0, 'At this meeting no member was present on site.'],
])(
  '%i on site, %i by video and %i by phone read as English does',
  (onSite, video, phone, sentence) => {
    expect(said({ onSite, video, phone }, 'en')).toBe(sentence)
  },
)

test('who was missing is named with the reason, who was represented with the one who came', () => {
  const sentence = said({
    onSite: 2,
    guests: 1,
    represented: [{ name: 'Łukasz Nowak', by: 'Sören Ahlers' }],
    excused: ['Uwe Groß'],
    technicallyPrevented: ['Beate Weiß'],
    absent: [
      { name: 'Anne-Kathrin Schäfer', hadAccepted: true },
      { name: 'Jörg Müßig', hadAccepted: false },
    ],
    notRecorded: ['Lena Vogt'],
  })
  expect(sentence).toBe(
    'Zu der Sitzung sind 2 Mitglieder in Präsenz anwesend. Vertreten wird Łukasz Nowak durch Sören Ahlers. Entschuldigt: Uwe Groß. ' +
      'Technisch verhindert: Beate Weiß. Abwesend (hatte zugesagt): Anne-Kathrin Schäfer. Abwesend ohne Rückmeldung: Jörg Müßig. ' +
      'Nicht erfasst: Lena Vogt. Außerdem ist 1 Gast anwesend.',
  )
})

test('gaps are told as a short list: who was missing throughout, and who at which times', () => {
  const minutes = composeMinutes(sampleInput())
  expect(coverageLines(minutes, 'de')).toEqual([
    'Durchgehend unbesetzt war SMS Umwelt.',
    'Zeitweise unbesetzt: BuMA 09:02–09:21.',
  ])
  expect(coverageLines(minutes, 'en')).toEqual([
    'Unfilled throughout was SMS Umwelt.',
    'Unfilled at times: BuMA 09:02–09:21.',
  ])
  const gap = (functionLabel: string, from: string, until: string, isWhole = false) => ({
    functionLabel,
    from: `2026-11-24T${from}:00+01:00`,
    until: `2026-11-24T${until}:00+01:00`,
    isWhole,
  })
  const gaps = [
    gap('Leiter', '08:31', '09:21', true),
    gap('KGS', '08:31', '08:40'),
    gap('KGS', '09:00', '09:05'),
    gap('SMS Umwelt', '08:31', '09:21', true),
    gap('BuMA', '09:02', '09:21'),
  ]
  expect(coverageLines({ ...minutes, gaps }, 'de')).toEqual([
    'Durchgehend unbesetzt waren Leiter und SMS Umwelt.',
    'Zeitweise unbesetzt: KGS 08:31–08:40 und 09:00–09:05, BuMA 09:02–09:21.',
  ])
  expect(coverageLines({ ...minutes, gaps: [] }, 'de')).toEqual([
    'Alle erforderlichen Funktionen waren durchgehend besetzt.',
  ])
  expect(coverageLines({ ...minutes, gaps: [], blocks: [] }, 'de')).toEqual([])
})

test('whatever the numbers, both languages give each count that is not zero and never speak of a quorum', () => {
  const count = fc.nat({ max: 60 })
  fc.assert(
    fc.property(
      count,
      count,
      count,
      fc.constantFrom('de' as const, 'en' as const),
      (onSite, video, phone, lang) => {
        const sentence = said({ onSite, video, phone }, lang)
        const numbers = [...sentence.matchAll(/\d+/g)].map(([n]) => Number(n))
        expect(numbers).toEqual([onSite, video, phone].filter(n => n > 0))
        expect(sentence).not.toMatch(/beschlussfähig|quorum|quorate/i)
      },
    ),
  )
})
