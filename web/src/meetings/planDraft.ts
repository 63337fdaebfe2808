import type { Incident, Kind } from '../../../src/incidents/contract.ts'
import type { IncidentId, MeetingId, MemberId } from '../../../src/lib/ids.ts'
import { addDays, isDate, resolveWallTime } from '../../../src/lib/time.ts'
import type { DateQuestion, Meeting, MeetingInput } from '../../../src/meetings/contract/meeting.ts'
import { dateQuestion } from '../../../src/meetings/rules/states.ts'
import { type WallValue, momentOf } from '../ui/DateTimeField.tsx'
import { type Choice, chosen, noChoice } from './calling.ts'
import { plannedDurationMin } from './duration.ts'
import { certainOf } from './incidents.ts'
import { wholeNumber } from '../ui/numbers.ts'
import type { SeriesPreview, SeriesRule } from '../../../src/meetings/contract/series.ts'

export type ItemDraft = { key: string; title: string; responsible: string; minutes: string }
export type PreviewDay = Extract<SeriesPreview, { days: unknown }>['days'][number]
export type Repeat = 'none' | SeriesRule['every']

/** All fields of the form, as typed. */
export type PlanDraft = {
  incidentId: IncidentId | 'new'
  newTitle: string
  newKind: Kind | null
  title: string
  start: WallValue
  duration: string
  repeat: Repeat
  weekdays: number[]
  until: string
  choices: Record<string, 'earlier' | 'later'>
  /** days left out, and holidays on which a meeting is to take place */
  days: Record<string, 'in' | 'out'>
  place: string
  seats: string
  hasVirtualRoom: boolean
  minuteTakerId: MemberId | null
  agenda: ItemDraft[]
  choice: Choice
}

/**
 * start: incomplete. startMissing: skipped by a clock change, which the field itself says.
 * startAmbiguous: exists twice, and none was chosen.
 */
export type StartProblem = 'start' | 'startMissing' | 'startAmbiguous'

export type PlanField =
  | 'incidentTitle'
  | 'incidentKind'
  | StartProblem
  | 'durationMin'
  | 'until'
  | 'untilBeforeStart'
  | 'noWeekdays'
  | 'noMeetings'
  | 'tooMany'
  | 'questions'
  | 'holidays'
  | 'seats'
  | 'agendaTitle'
  | 'agendaMinutes'

type Beginning = {
  incidents: readonly Pick<Incident, 'incidentId' | 'endedAt' | 'kind'>[]
  agenda: readonly { title: string; responsible: string; minutes: number | null }[]
  start: WallValue
  place: string
  seats: number | null
  takerId?: MemberId | null
}

export function newDraft({
  incidents,
  agenda,
  start,
  place,
  seats,
  takerId = null,
}: Beginning): PlanDraft {
  return {
    incidentId: certainOf(incidents)?.incidentId ?? 'new',
    newTitle: '',
    newKind: null,
    title: '',
    start,
    duration: '60',
    repeat: 'none',
    weekdays: [],
    until: usualEnd(start.date),
    choices: {},
    days: {},
    place,
    seats: seats === null ? '' : String(seats),
    hasVirtualRoom: true,
    minuteTakerId: takerId,
    agenda: agenda.map(itemDraft),
    choice: noChoice,
  }
}

const usualEnd = (date: string) => addDays(date, 13)

/** With another beginning; the end of a series follows unless somebody chose a later day. */
export function beganOn(draft: PlanDraft, start: WallValue): PlanDraft {
  const { date } = draft.start
  const isUsual = isDay(date) && draft.until === usualEnd(date)
  const follows = isDay(start.date) && (isUsual || draft.until < start.date)
  return { ...draft, start, ...(follows && { until: usualEnd(start.date) }) }
}

/**
 * All fields as in that meeting, except the title, which contains a number, and an incident that
 * has ended.
 */
export function draftLike(
  meeting: Meeting,
  { start, incidents, takerId = null }: Pick<Beginning, 'start' | 'incidents' | 'takerId'>,
): PlanDraft {
  const isOver = incidents.some(
    each => each.incidentId === meeting.incidentId && each.endedAt !== null,
  )
  return {
    ...newDraft({
      incidents,
      agenda: meeting.agenda,
      start,
      place: meeting.place,
      seats: meeting.seats,
    }),
    ...(isOver ? {} : { incidentId: meeting.incidentId }),
    duration: String(plannedDurationMin(meeting)),
    hasVirtualRoom: meeting.hasVirtualRoom,
    minuteTakerId: meeting.minuteTakerId ?? takerId,
  }
}

export function itemDraft(item: {
  title: string
  responsible: string
  minutes: number | null
}): ItemDraft {
  return {
    ...item,
    key: crypto.randomUUID(),
    minutes: item.minutes === null ? '' : String(item.minutes),
  }
}

/** Items in which something was typed. */
export function writtenItems(agenda: readonly ItemDraft[]): readonly ItemDraft[] {
  return agenda.filter(item => `${item.title}${item.responsible}${item.minutes}`.trim() !== '')
}

export const isItemMinutesWrong = ({ minutes }: ItemDraft) =>
  minutes.trim() !== '' && wholeNumber(minutes, { from: 1, to: 600 }) === null

/**
 * The query for the days of the series; null when the meeting does not repeat or a field is
 * incomplete.
 */
export function previewWish({ start, repeat, weekdays, until }: PlanDraft) {
  if (repeat === 'none' || !isWall(start) || !isDay(until)) return null
  const { date, time } = start
  const chosen = repeat === 'days' && weekdays.length > 0 ? { weekdays: weekdays.join() } : {}
  return { date, time, every: repeat, until, ...chosen }
}

/** The beginning on that day; null while it exists twice and none was chosen. */
export function beginningOf(
  { date, startsAt, question }: PreviewDay,
  { start, choices }: Pick<PlanDraft, 'start' | 'choices'>,
): string | null {
  const choice = (date === start.date ? start.choice : undefined) ?? choices[date]
  return question ? (choice ? question[choice] : null) : startsAt
}

export const isLeftOut = ({ date }: Pick<PreviewDay, 'date'>, { days }: Pick<PlanDraft, 'days'>) =>
  days[date] === 'out'

/**
 * Fields that are missing or wrong. `preview` null: the days are unknown; the server then finds
 * their problems.
 */
export function problemsOf(
  draft: PlanDraft,
  { zone, preview }: { zone: string; preview: SeriesPreview | null },
): Set<PlanField> {
  const found = new Set<PlanField>()
  if (draft.incidentId === 'new') {
    if (draft.newTitle.trim() === '') found.add('incidentTitle')
    if (draft.newKind === null) found.add('incidentKind')
  }
  const start = startProblem(draft.start, zone)
  // for a series, the list of days asks about clock changes
  if (start && (start === 'start' || draft.repeat === 'none')) found.add(start)
  if (wholeNumber(draft.duration, { from: 1, to: 1440 }) === null) found.add('durationMin')
  if (draft.repeat !== 'none' && !isDay(draft.until)) found.add('until')
  if (preview && 'problem' in preview) found.add(preview.problem)
  const days = preview && 'days' in preview ? preview.days : []
  const chosen = days.filter(day => !isLeftOut(day, draft))
  if (chosen.some(day => beginningOf(day, draft) === null)) found.add('questions')
  if (days.some(({ date, holiday }) => holiday && !draft.days[date])) found.add('holidays')
  if (days.length > 0 && chosen.length === 0) found.add('noMeetings')
  if (draft.seats.trim() !== '' && wholeNumber(draft.seats, { from: 1, to: 10_000 }) === null)
    found.add('seats')
  const items = writtenItems(draft.agenda)
  if (items.some(item => item.title.trim() === '')) found.add('agendaTitle')
  if (items.some(isItemMinutesWrong)) found.add('agendaMinutes')
  return found
}

/**
 * The input for the server, for a draft without problems. With `like` the server copies fields the
 * form does not show.
 */
export function inputOf(
  draft: PlanDraft,
  { convene, like }: { convene: boolean; like: MeetingId | null },
) {
  const { choice, ...wall } = draft.start
  const shared = {
    ...(draft.incidentId === 'new'
      ? { incident: { title: draft.newTitle.trim(), kind: draft.newKind ?? 'operation' } }
      : { incidentId: draft.incidentId }),
    ...wall,
    durationMin: Number(draft.duration),
    place: draft.place.trim(),
    seats: draft.seats.trim() === '' ? null : Number(draft.seats),
    hasVirtualRoom: draft.hasVirtualRoom,
    minuteTakerId: draft.minuteTakerId,
    agenda: writtenItems(draft.agenda).map(({ title, responsible, minutes }) => ({
      title: title.trim(),
      responsible: responsible.trim(),
      minutes: minutes.trim() === '' ? null : Number(minutes),
    })),
    ...(like && draft.incidentId !== 'new' ? { like } : {}),
    ...chosen(draft.choice),
    convene,
  } satisfies MeetingInput
  if (draft.repeat === 'none') {
    const one = {
      ...shared,
      ...(draft.title.trim() ? { title: draft.title.trim() } : {}),
      ...(choice ? { fold: choice } : {}),
    }
    return { isSeries: false as const, one }
  }
  const { repeat, weekdays, until, choices, start, days } = draft
  const leftOut = Object.keys(days).filter(date => days[date] === 'out')
  const own = choice ? { [start.date]: choice } : {}
  const series = {
    ...shared,
    rule: { ...ruleOf({ repeat, weekdays, until }), ...(leftOut.length > 0 ? { leftOut } : {}) },
    choices: { ...choices, ...own },
  }
  return { isSeries: true as const, series }
}

function ruleOf({
  repeat,
  weekdays,
  until,
}: {
  repeat: SeriesRule['every']
  weekdays: number[]
  until: string
}): SeriesRule {
  return { every: repeat, until, ...(repeat === 'days' ? { weekdays } : {}) }
}

/**
 * The questions about unusual times of the meetings to plan: about the first, and about the last of
 * a series; none while the times are not clear yet.
 */
export function questionsOf(
  { start, repeat, until }: PlanDraft,
  { zone, now }: { zone: string; now: Date },
): DateQuestion[] {
  const at = momentOf(start, zone)
  if (at === null) return []
  const last = repeat !== 'none' && isDate(until) ? new Date(`${until}T12:00:00Z`) : null
  const asked = [at, ...(last && last > at ? [last] : [])].map(each => dateQuestion(each, now))
  return [...new Set(asked.filter(question => question !== null))]
}

export function startProblem(start: WallValue, zone: string): StartProblem | null {
  if (!isWall(start)) return 'start'
  const { kind } = resolveWallTime({ ...start, zone })
  if (kind === 'missing') return 'startMissing'
  return kind === 'ambiguous' && !start.choice ? 'startAmbiguous' : null
}

function isWall({ date, time }: WallValue): boolean {
  return isDay(date) && /^\d\d:\d\d$/.test(time)
}

/**
 * Only from the year 2000 on, because a date field gives the years 2, 20 and 202 while 2026 is
 * typed.
 */
const isDay = (text: string) => /^2\d{3}-\d\d-\d\d$/.test(text)
