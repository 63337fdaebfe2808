import { shortSpan } from '../lib/timeWords.ts'
import type { Stay } from '../attendance/contract.ts'
import { modes } from '../lib/modes.ts'
import { joinSpans } from '../lib/spans.ts'
import { type Lang, isoWithOffset } from '../lib/time.ts'
import { ordered } from '../minutes/rules/order.ts'
import { capital } from '../words/capital.ts'
import { sayIn } from '../words/say.ts'
import type { RecordedMeeting, RecordedPerson } from './contract.ts'
import type { Plan } from '../meetings/contract/plan.ts'

/** The facts one row of an export is made from. */
type OfPerson = { meeting: RecordedMeeting; person: RecordedPerson }
type OfStay = OfPerson & { stay: Stay }

/** `key` is the name in JSON, `header` in CSV. */
export type Column<Of, Key extends string = string> = {
  key: Key
  header: string
  of: (facts: Of) => string | number
}

/** The form for programs has German words whoever asks, so that a program finds them. */
const say = sayIn('de')

const shared = [
  { key: 'meeting', header: say('word.meeting'), of: ({ meeting }) => meeting.meetingTitle },
  {
    key: 'functions',
    header: say('word.function'),
    of: ({ person: { functions, isVisitor } }) =>
      isVisitor ? say('word.guest') : functions.join(', '),
  },
  { key: 'name', header: say('word.name'), of: ({ person }) => person.name },
  {
    key: 'organisation',
    header: say('word.organisation'),
    of: ({ person }) => person.organisation,
  },
] as const satisfies Column<OfPerson>[]

/**
 * Columns of the export with one row per stay of one person in one mode. `from` and `until` are
 * exact to the millisecond; `seconds` is their difference, rounded in each row.
 */
export const intervalColumns = [
  ...shared,
  { key: 'mode', header: say('word.mode'), of: ({ stay }) => say(`mode.${stay.mode}`) },
  {
    key: 'from',
    header: capital(say('word.from')),
    of: ({ meeting, stay }) => isoWithOffset(stay.fromMs, meeting.zone),
  },
  {
    key: 'until',
    header: capital(say('word.until')),
    of: ({ meeting, stay }) => isoWithOffset(stay.untilMs, meeting.zone),
  },
  { key: 'seconds', header: 'Sekunden', of: ({ stay }) => seconds(stay.untilMs - stay.fromMs) },
  {
    key: 'source',
    header: 'Quelle',
    of: ({ stay }) =>
      [...new Set(stay.sources.map(source => say(`source.${source}`)))].sort().join(', '),
  },
  { key: 'corrected', header: 'Berichtigt', of: () => '' },
] as const satisfies Column<OfStay>[]

/**
 * Columns of the export with one row per invited or present person. The total counts overlapping
 * modes once, so it may be less than their sum.
 */
export const personColumns = [
  ...shared,
  { key: 'planned', header: 'Geplant', of: ({ person }) => plannedWord(person.plan) },
  {
    key: 'status',
    header: 'Status',
    of: ({ meeting, person }) => statusText(person, meeting, 'de'),
  },
  ...modes.map(mode => ({
    key: `${mode}S` as const,
    header: `${say(`mode.${mode}`)} (s)`,
    of: ({ person }: OfPerson) => seconds(person.attendance.msByMode[mode]),
  })),
  { key: 'totalS', header: 'Gesamt (s)', of: ({ person }) => seconds(person.attendance.totalMs) },
  {
    key: 'representedBy',
    header: 'Vertreten durch',
    of: ({ person }) => person.representedByName ?? '',
  },
] as const satisfies Column<OfPerson>[]

export type IntervalRow = RowOf<typeof intervalColumns>
export type PersonRow = RowOf<typeof personColumns>

type RowOf<Columns extends readonly Column<never>[]> = {
  [C in Columns[number] as C['key']]: ReturnType<C['of']>
}

/** One row per stay, meetings by their start, people as the staff orders them, stays by time. */
export function intervalRows(meetings: readonly RecordedMeeting[]): IntervalRow[] {
  return chronological(meetings).flatMap(meeting =>
    meeting.people.flatMap(person =>
      ordered(person.attendance.stays, stay => [stay.fromMs, stay.untilMs, stay.mode]).map(
        // the keys are those of the columns
        stay => rowOf(intervalColumns, { meeting, person, stay }) as IntervalRow,
      ),
    ),
  )
}

/** One row per invited or present person of each meeting. */
export function personRows(meetings: readonly RecordedMeeting[]): PersonRow[] {
  return chronological(meetings).flatMap(meeting =>
    // the keys are those of the columns
    meeting.people.map(person => rowOf(personColumns, { meeting, person }) as PersonRow),
  )
}

function rowOf<Of>(columns: readonly Column<Of>[], facts: Of): Record<string, string | number> {
  return Object.fromEntries(columns.map(({ key, of }) => [key, of(facts)]))
}

function plannedWord(plan: Plan): string {
  if (plan.kind === 'accepted') return say(`mode.${plan.mode}`)
  return plan.kind === 'declined' ? say('plan.unable') : ''
}

/**
 * The status in words, followed by its spans when zeitweise anwesend, or by the name of who came
 * instead.
 */
export function statusText(
  { attendance, representedByName }: RecordedPerson,
  { startsAtMs: beside, zone }: RecordedMeeting,
  lang: Lang,
): string {
  const say = sayIn(lang)
  const word = say(`status.${attendance.status}`)
  if (attendance.status === 'represented')
    return representedByName ? say('status.representedBy', { name: representedByName }) : word
  if (attendance.status !== 'partlyPresent') return word
  const spans = joinSpans(attendance.stays).map(span =>
    shortSpan(span.fromMs, span.untilMs, { beside, zone, lang }),
  )
  return spans.length > 0 ? `${word} (${spans.join(', ')})` : word
}

export function chronological(meetings: readonly RecordedMeeting[]): RecordedMeeting[] {
  return ordered(meetings, meeting => [meeting.startsAtMs, meeting.meetingTitle])
}

function seconds(ms: number): number {
  return Math.round(ms / 1000)
}
