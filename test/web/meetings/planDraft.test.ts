import { describe, expect, test } from 'vitest'
import type { IncidentId, MeetingId } from '../../../src/lib/ids.ts'
import { MeetingInput, SeriesInput } from '../../../src/meetings/contract/meeting.ts'
import {
  type PlanDraft,
  type PreviewDay,
  beganOn,
  beginningOf,
  inputOf,
  itemDraft,
  newDraft,
  previewWish,
  problemsOf,
  questionsOf,
} from '../../../web/src/meetings/planDraft.ts'
import type { SeriesPreview } from '../../../src/meetings/contract/series.ts'
import { answered } from '../../../web/src/frame/meant.ts'

const zone = 'Europe/Berlin'
const incidentId = `inc_${'0'.repeat(26)}` as IncidentId
const like = `mtg_${'0'.repeat(26)}` as MeetingId
const start = { date: '2026-11-25', time: '08:30' }
const draft = (part: Partial<PlanDraft> = {}): PlanDraft => ({
  ...newDraft({
    incidents: [{ incidentId, endedAt: null, kind: 'operation' }],
    agenda: [],
    start,
    place: 'Kreishaus',
    seats: 12,
  }),
  ...part,
})
const inputFor = (part: Partial<PlanDraft>) => inputOf(draft(part), { convene: true, like: null })

test('only a single running operation is preselected, an exercise never', () => {
  const drill = {
    incidentId: `inc_${'1'.repeat(26)}` as IncidentId,
    endedAt: null,
    kind: 'exercise' as const,
  }
  const beginning = { agenda: [], start, place: '', seats: null }
  expect(
    newDraft({ ...beginning, incidents: [drill, { incidentId, endedAt: null, kind: 'operation' }] })
      .incidentId,
  ).toBe(incidentId)
  expect(newDraft({ ...beginning, incidents: [drill] }).incidentId).toBe('new')
  expect(newDraft({ ...beginning, incidents: [] }).incidentId).toBe('new')
})

describe('what the form sends', () => {
  test('is what the server takes, empty lines of the agenda left out', () => {
    const agenda = [
      itemDraft({ title: ' Lage ', responsible: 'KGS', minutes: 10 }),
      itemDraft({ title: '', responsible: '', minutes: null }),
    ]
    const input = inputOf(draft({ agenda, seats: '' }), { convene: false, like })
    expect(input.isSeries).toBe(false)
    expect(MeetingInput.parse(input.isSeries ? null : input.one)).toMatchObject({
      incidentId,
      like,
      ...start,
      durationMin: 60,
      seats: null,
      convene: false,
      agenda: [{ title: 'Lage', responsible: 'KGS', minutes: 10 }],
    })
  })

  test('a new incident goes with its kind and takes nothing over from another meeting', () => {
    const input = inputOf(draft({ incidentId: 'new', newTitle: 'Sturm', newKind: 'exercise' }), {
      convene: true,
      like,
    })
    const sent = MeetingInput.parse(input.isSeries ? null : input.one)
    expect(sent.incident).toEqual({ title: 'Sturm', kind: 'exercise' })
    expect(sent).not.toHaveProperty('like')
    expect(sent).not.toHaveProperty('incidentId')
  })

  test('a series sends its rule and what was answered about clock changes', () => {
    const input = inputFor({
      start: { date: '2026-10-24', time: '02:30' },
      repeat: 'days',
      weekdays: [6, 7],
      until: '2026-11-01',
      choices: { '2026-10-25': 'later' },
    })
    const sent = SeriesInput.parse(input.isSeries ? input.series : null)
    expect(sent.rule).toEqual({ every: 'days', weekdays: [6, 7], until: '2026-11-01' })
    expect(sent.choices).toEqual({ '2026-10-25': 'later' })
  })
})

describe('what is still missing', () => {
  const missing = (part: Partial<PlanDraft>, preview: SeriesPreview | null = null) => [
    ...problemsOf(draft(part), { zone, preview }),
  ]

  test('nothing, as the form begins', () => {
    expect(missing({})).toEqual([])
  })

  test('each field by its name', () => {
    expect(missing({ incidentId: 'new' })).toEqual(['incidentTitle', 'incidentKind'])
    expect(missing({ start: { date: '', time: '08:30' } })).toEqual(['start'])
    expect(missing({ duration: '0' })).toEqual(['durationMin'])
    expect(missing({ seats: 'viele' })).toEqual(['seats'])
    expect(
      missing({ agenda: [itemDraft({ title: '', responsible: 'KGS', minutes: null })] }),
    ).toEqual(['agendaTitle'])
    expect(
      missing({
        agenda: [
          { ...itemDraft({ title: 'Lage', responsible: '', minutes: null }), minutes: 'lang' },
        ],
      }),
    ).toEqual(['agendaMinutes'])
    expect(missing({ repeat: 'day', until: '' })).toEqual(['until'])
    expect(missing({ repeat: 'day', until: '0202-12-24' })).toEqual(['until'])
    for (const problem of ['untilBeforeStart', 'noWeekdays', 'noMeetings', 'tooMany'] as const)
      expect(missing({ repeat: 'day', until: '2026-12-24' }, { problem })).toEqual([problem])
  })

  test('a time that the clocks skip or show twice waits for its answer', () => {
    expect(missing({ start: { date: '2027-03-28', time: '02:30' } })).toEqual(['startMissing'])
    expect(missing({ start: { date: '2026-10-25', time: '02:30' } })).toEqual(['startAmbiguous'])
    expect(missing({ start: { date: '2026-10-25', time: '02:30', choice: 'later' } })).toEqual([])
    const series = {
      start: { date: '2027-03-26', time: '02:30' },
      repeat: 'day',
      until: '2027-03-30',
    } as const
    const preview = { days: [skipped] }
    expect(missing(series, preview)).toEqual(['questions'])
    expect(missing({ ...series, choices: { '2027-03-28': 'later' } }, preview)).toEqual([])
  })

  test('the first day of a series is answered in its own field', () => {
    const start = { date: '2027-03-28', time: '02:30', choice: 'later' } as const
    expect(beginningOf(skipped, { start, choices: {} })).toBe('2027-03-28T01:30:00.000Z')
    const other = { ...start, date: '2027-03-27' }
    expect(beginningOf(skipped, { start: other, choices: {} })).toBe(null)
  })
})

/** 02:30 does not exist on that day. */
const skipped: PreviewDay = {
  date: '2027-03-28',
  startsAt: null,
  question: {
    kind: 'missing',
    earlier: '2027-03-28T00:30:00.000Z',
    later: '2027-03-28T01:30:00.000Z',
  },
  holiday: null,
}

test('the days of a series are asked only once it is complete', () => {
  expect(previewWish(draft({}))).toBe(null)
  for (const until of ['', '0202-12-24'])
    expect(previewWish(draft({ repeat: 'day', until }))).toBe(null)
  expect(previewWish(draft({ repeat: 'days', weekdays: [1, 3], until: '2026-12-24' }))).toEqual({
    date: '2026-11-25',
    time: '08:30',
    every: 'days',
    until: '2026-12-24',
    weekdays: '1,3',
  })
})

test('a series that begins in the past and ends far ahead is asked about both, and keeps both answers', () => {
  const series = draft({
    start: { date: '2026-11-17', time: '08:30' },
    repeat: 'week',
    until: '2027-12-31',
  })
  const now = new Date('2026-11-24T08:00:00Z')
  expect(questionsOf(series, { zone, now })).toEqual(['inThePast', 'farAhead'])
  const both = answered(answered(series.start, 'inThePast', true), 'farAhead', true)
  expect(both.meant).toEqual(['inThePast', 'farAhead'])
  const input = inputOf({ ...series, start: both }, { convene: true, like: null })
  expect(SeriesInput.parse(input.isSeries ? input.series : null).meant).toEqual(both.meant)
  expect(answered(both, 'inThePast', false).meant).toEqual(['farAhead'])
})

const at = (date: string) => ({ date, time: '08:30' })

test('the end of a series follows its beginning, until somebody chose a later day', () => {
  const usual = beganOn(draft({ start: at('2026-11-25'), until: '2026-12-08' }), at('2026-12-14'))
  expect(usual).toMatchObject({ start: at('2026-12-14'), until: '2026-12-27' })
  const chosen = draft({ start: at('2026-11-25'), until: '2027-01-08' })
  expect(beganOn(chosen, at('2026-12-14')).until).toBe('2027-01-08')
  expect(beganOn(chosen, at('2027-02-01')).until).toBe('2027-02-14')
  // a day that is being typed moves nothing
  expect(beganOn(chosen, at('0002-12-14')).until).toBe('2027-01-08')
})
