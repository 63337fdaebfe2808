import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttendanceStatus } from '../../src/attendance/contract.ts'
import { intervalRows, personRows } from '../../src/records/columns.ts'
import { attendance, meeting, person, stay } from './sample.ts'
import type { Plan } from '../../src/meetings/contract/plan.ts'

test('each stay is one row, in order of time, with the offset of the staff and German words', () => {
  const rows = intervalRows([
    meeting([
      person('Beate Weiß', {
        functions: ['SMS Soziales', 'SMS Umwelt'],
        attendance: attendance('present', [
          stay('phone', 960.4, 1000, ['desk']),
          stay('video', 0, 300.6, ['mediaServer', 'self']),
        ]),
      }),
    ]),
  ])
  expect(rows).toEqual([
    {
      meeting: '17. Sitzung',
      functions: 'SMS Soziales, SMS Umwelt',
      name: 'Beate Weiß',
      organisation: 'Kreis',
      mode: 'virtuell',
      from: expect.stringMatching(/^2026-11-24T08:31:00(\.000)?\+01:00$/),
      until: '2026-11-24T08:36:00.600+01:00',
      seconds: 301,
      source: 'Video, selbst',
      corrected: '',
    },
    expect.objectContaining({
      mode: 'telefonisch',
      seconds: 40,
      source: 'Empfang',
      from: '2026-11-24T08:47:00.400+01:00',
    }),
  ])
})

test.each([
  [{ kind: 'none' }, ''],
  [{ kind: 'declined' }, 'verhindert'],
  [{ kind: 'accepted', mode: 'onSite' }, 'vor Ort'],
  [{ kind: 'accepted', mode: 'video' }, 'virtuell'],
  [{ kind: 'accepted', mode: 'phone' }, 'telefonisch'],
] as [Plan, string][])('a plan %o is written as "%s"', (plan, word) => {
  expect(personRows([meeting([person('x', { plan })])])[0]!.planned).toBe(word)
})

test.each([
  ['present', 'anwesend'],
  ['excused', 'entschuldigt'],
  ['technicallyPrevented', 'technisch verhindert'],
  ['absentAfterAccepting', 'abwesend (hatte zugesagt)'],
  ['absentWithoutReply', 'abwesend ohne Rückmeldung'],
  ['notRecorded', 'nicht erfasst'],
] as [AttendanceStatus, string][])('the status %s is written as "%s"', (status, words) => {
  expect(personRows([meeting([person('x', { attendance: attendance(status) })])])[0]!.status).toBe(
    words,
  )
})

test('part of the time says when, in any mode; stays that overlap are told as one', () => {
  const stays = [stay('video', 0, 600), stay('phone', 300, 900), stay('onSite', 1800, 2400)]
  const row = personRows([
    meeting([person('x', { attendance: attendance('partlyPresent', stays, 1_500_000) })]),
  ])[0]!
  expect(row.status).toBe('zeitweise anwesend (08:31–08:46, 09:01–09:11)')
  expect([row.onSiteS, row.videoS, row.phoneS, row.totalS]).toEqual([600, 600, 600, 1500])
})

test('who was represented shows who finally came, a visitor has the function Gast', () => {
  const rows = personRows([
    meeting([
      person('Łukasz Nowak', {
        attendance: attendance('represented'),
        representedByName: 'Sören Ahlers',
        functions: ['EMS Ruhrverband'],
      }),
      person('Petra Beispiel', {
        isVisitor: true,
        attendance: attendance('present', [stay('onSite', 0, 60)]),
      }),
    ]),
  ])
  expect(rows.map(r => [r.functions, r.status, r.representedBy])).toEqual([
    ['EMS Ruhrverband', 'vertreten durch Sören Ahlers', 'Sören Ahlers'],
    ['Gast', 'anwesend', ''],
  ])
})

test('the meetings of a period come in order of time, each with every person once and every stay once', () => {
  const shape = fc.array(
    fc.record({
      startsAtMs: fc.nat({ max: 1e9 }),
      stays: fc.array(fc.nat({ max: 5 }), { maxLength: 6 }),
    }),
    {
      maxLength: 6,
    },
  )
  fc.assert(
    fc.property(shape, shapes => {
      const meetings = shapes.map(({ startsAtMs, stays }, i) =>
        meeting(
          stays.map((count, j) =>
            person(`p${j}`, {
              attendance: attendance(
                'present',
                Array.from({ length: count }, (_, k) => stay('video', k * 10, k * 10 + 5)),
              ),
            }),
          ),
          { startsAtMs, meetingTitle: `${i}` },
        ),
      )
      expect(personRows(meetings).length).toBe(shapes.reduce((sum, s) => sum + s.stays.length, 0))
      expect(intervalRows(meetings).length).toBe(
        shapes.reduce((sum, s) => sum + s.stays.reduce((a, b) => a + b, 0), 0),
      )
      const starts = personRows(meetings).map(row => shapes[Number(row.meeting)]!.startsAtMs)
      expect(starts).toEqual([...starts].sort((a, b) => a - b))
    }),
  )
})
