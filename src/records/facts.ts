import { shortSpan } from '../lib/timeWords.ts'
import type { Stay } from '../attendance/contract.ts'
import { joinSpans, lengthOf, withoutSpan } from '../lib/spans.ts'
import type { Lang } from '../lib/time.ts'
import { ordered } from '../minutes/rules/order.ts'
import { bySortName } from '../roster/rules/names.ts'
import { sayIn } from '../words/say.ts'
import { chronological, statusText } from './columns.ts'
import type { RecordedMeeting, RecordedPerson } from './contract.ts'
import { words } from './words.ts'

/** One stay as a row shows it. */
export type Fact = {
  meeting: RecordedMeeting
  functions: string
  /** null: the function was unfilled */
  person: RecordedPerson | null
  /** null: the person did not come */
  stay:
    | Pick<Stay, 'mode' | 'fromMs' | 'untilMs'>
    | { mode: 'unfilled'; fromMs: number; untilMs: number }
    | null
  /** the time no earlier row of the group counted for this person; null: none is counted */
  countedMs: number | null
  status: string
}
/** Rows that belong together. `count`: *2 Sitzungen* */
export type FactGroup = { title: string; count: string; facts: readonly Fact[] }
export const groupings = ['persons', 'meetings', 'functions'] as const
export type Grouping = (typeof groupings)[number]

type Line = Pick<Fact, 'meeting' | 'person' | 'functions' | 'stay'>

/**
 * Who was there, from when until when: one row per stay, or one for a person who did not come.
 * People by surname, meetings by their start, functions as the staff orders them; for each function
 * also the times in which nobody filled it. A row counts only the time that no earlier row of this
 * person counted, so that sums, filtered ones too, count nothing twice.
 */
export function factsBy(
  grouping: Grouping,
  meetings: readonly RecordedMeeting[],
  lang: Lang,
): FactGroup[] {
  const inOrderOfTime = chronological(meetings)
  const own = words[lang]
  switch (grouping) {
    case 'persons': {
      const groups = Map.groupBy(
        inOrderOfTime.flatMap(meeting => linesOf(meeting, lang)),
        ({ person }) => person!.key, // only gaps have none
      )
      const last = (group: Line[]) => group.at(-1)!.person! // groupBy makes no empty group
      return [...groups.values()]
        .sort((a, b) => bySortName(last(a), last(b)))
        .map(lines => {
          const title = last(lines).sortName
          return {
            title,
            count: own.meetingsIn(countOf(lines, 'meeting')),
            facts: counted(lines, lang),
          }
        })
    }
    case 'meetings':
      return inOrderOfTime.map(meeting => {
        const lines = linesOf(meeting, lang)
        const there = lines.filter(line => line.stay !== null)
        return {
          title: meeting.meetingTitle,
          count: own.peopleIn(countOf(there, 'person')),
          facts: counted(lines, lang),
        }
      })
    case 'functions':
      return [...Map.groupBy(inOrderOfTime.flatMap(linesByFunction), line => line.functions)].map(
        ([title, lines]) => ({
          title,
          count: own.meetingsIn(countOf(lines, 'meeting')),
          facts: counted(lines, lang),
        }),
      )
  }
}

const countOf = (lines: readonly Line[], what: 'meeting' | 'person') =>
  new Set(lines.map(line => line[what])).size

/** Every person of a meeting once per function, without those who have none. */
export function byFunction(meeting: RecordedMeeting): RecordedMeeting {
  return {
    ...meeting,
    people: meeting.people.flatMap(person =>
      person.functions.map(label => ({ ...person, functions: [label] })),
    ),
  }
}

const inOrder = (stays: readonly Stay[]) =>
  ordered(stays, stay => [stay.fromMs, stay.untilMs, stay.mode])

function linesOf(meeting: RecordedMeeting, lang: Lang): Line[] {
  return meeting.people.flatMap(person => {
    const functions = person.isVisitor ? sayIn(lang)('word.guest') : person.functions.join(', ')
    const stays = inOrder(person.attendance.stays)
    return (stays.length > 0 ? stays : [null]).map(stay => ({ meeting, person, functions, stay }))
  })
}

function linesByFunction(meeting: RecordedMeeting): Line[] {
  const people = linesOf(byFunction(meeting), 'de')
  const gaps = meeting.gaps.map(({ label, fromMs, untilMs }) => ({
    meeting,
    person: null,
    functions: label,
    stay: { mode: 'unfilled' as const, fromMs, untilMs },
  }))
  return [...people, ...gaps]
}

function counted(lines: readonly Line[], lang: Lang): Fact[] {
  const taken = new Map<RecordedMeeting, Map<RecordedPerson, Part[]>>()
  return lines.map(line => {
    const { meeting, person, stay } = line
    if (!person) return { ...line, countedMs: null, status: '' }
    const ofMeeting = taken.get(meeting) ?? new Map<RecordedPerson, Part[]>()
    taken.set(meeting, ofMeeting)
    const before = ofMeeting.get(person) ?? []
    const fresh = stay ? outside(stay, before) : []
    const again = stay ? outside(stay, fresh) : []
    if (stay) ofMeeting.set(person, [...before, stay])
    const known = { beside: meeting.startsAtMs, zone: meeting.zone, lang }
    const twice = again.map(span => shortSpan(span.fromMs, span.untilMs, known)).join(', ')
    const status = statusText(person, meeting, lang)
    return {
      ...line,
      countedMs: stay ? lengthOf(fresh) : null,
      status: twice === '' ? status : `${status}; ${words[lang].countedOnce(twice)}`,
    }
  })
}

type Part = { fromMs: number; untilMs: number }

const outside = (span: Part, taken: readonly Part[]): Part[] =>
  joinSpans(taken).reduce<Part[]>(
    (left, there) => left.flatMap(part => withoutSpan(part, there)),
    [{ fromMs: span.fromMs, untilMs: span.untilMs }],
  )
