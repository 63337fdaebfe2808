import { printable } from '../minutes/rules/printable.ts'
import { stampOf } from '../minutes/rules/print.ts'
import type { Lang } from '../lib/time.ts'
import { formatDate, formatDateTime, shortSpan } from '../lib/timeWords.ts'
import { capital } from '../words/capital.ts'
import { sayIn } from '../words/say.ts'
import { type Fact, type FactGroup, factsBy, type Grouping } from './facts.ts'
import type { RecordedMeeting, RecordsSubject } from './contract.ts'
import { words } from './words.ts'

type Cell = readonly string[]
type Row =
  | { block: string }
  /** `extra` is small below the second cell */
  | { cells: readonly Cell[]; extra: string; isTotal: boolean }

/**
 * Auskunft: the facts of an export as a document to hand over, in the words of the template. Each
 * group has a heading and its total as hours and minutes. `extent` is null for a single meeting.
 */
export function statement(
  subject: RecordsSubject,
  meetings: readonly RecordedMeeting[],
  {
    lang,
    typedLang,
    organisation,
    staff,
    extent,
    issued,
  }: {
    lang: Lang
    /** the language of names people typed */
    typedLang: Lang
    organisation: string
    staff: string
    extent: { from: string; until: string; exercises: 'include' | 'exclude' } | null
    issued: { at: Date; byName: string }
  },
) {
  const own = words[lang]
  // every stay for itself has no groups but its meeting
  const grouping: Grouping = subject === 'attendance' ? 'meetings' : subject
  const groups = factsBy(grouping, meetings, lang)
  const zone = meetings[0]?.zone ?? 'Europe/Berlin'
  const title = own.statement[subject]
  const day = (date: string) => formatDate(`${date}T12:00:00Z`, 'UTC', lang, 'short')
  const about = extent
    ? [
        own.period(day(extent.from), day(extent.until)),
        own.exercises[extent.exercises],
        own.meetingsIn(meetings.length),
      ]
    : meetings.map(meeting => meetingWords(meeting, lang))
  return {
    lang,
    typedLang,
    title,
    author: printable([organisation, staff].filter(Boolean).join(', ')),
    stamp: stampOf(issued.at),
    exercise:
      meetings.length > 0 && meetings.every(meeting => meeting.kind === 'exercise')
        ? sayIn(lang)('exerciseBand')
        : null,
    draft: null,
    header: {
      left: [organisation, staff].filter(Boolean).map(printable),
      right: [own.issued(formatDateTime(issued.at, zone, lang, 'short')), issued.byName].map(
        printable,
      ),
    },
    meta: printable(about.join(' · ')),
    head: headOf(grouping, lang),
    weights: grouping === 'meetings' ? [3, 4, 0, 0, 0, 4] : [0, 4, 4, 0, 0, 0, 4],
    rows: groups.flatMap(group => rowsOf(grouping, group, lang)),
    none: own.nothing,
    notes: [own.durations, `${own.allTimes} ${zone}.`],
    footer: printable(`${title} · ${staff}`),
    words: { page: own.page, of: own.of },
  }
}

function headOf(grouping: Grouping, lang: Lang): string[] {
  const say = sayIn(lang)
  const own = words[lang]
  const always = [
    say('word.mode'),
    `${capital(say('word.from'))} – ${say('word.until')}`,
    own.duration,
    own.status,
  ]
  if (grouping === 'meetings') return [say('word.function'), say('word.name'), ...always]
  const second = grouping === 'persons' ? say('word.function') : say('word.name')
  return [own.date, second, own.incident, ...always]
}

function rowsOf(grouping: Grouping, { title, count, facts }: FactGroup, lang: Lang): Row[] {
  const own = words[lang]
  const [meeting] = facts.map(fact => fact.meeting)
  const ms = facts.reduce((total, fact) => total + (fact.countedMs ?? 0), 0)
  const totals = [`${own.total}, ${count}`, '', '', hours(ms), '']
  return [
    { block: printable(grouping === 'meetings' && meeting ? meetingWords(meeting, lang) : title) },
    ...facts.map((fact): Row => {
      const { person } = fact
      const acts = person?.deputyForNames.join('; ') ?? ''
      return {
        cells: cellsOf(grouping, fact, lang).map(cell => [printable(cell)]),
        extra: acts === '' ? '' : printable(`${own.actsFor} ${acts}`),
        isTotal: false,
      }
    }),
    {
      // the total stands below the second column; meetings have no column for the incident
      cells: (grouping === 'meetings'
        ? ['', ...totals]
        : ['', totals[0]!, '', ...totals.slice(1)]
      ).map(cell => [printable(cell)]),
      extra: '',
      isTotal: true,
    },
  ]
}

function cellsOf(grouping: Grouping, fact: Fact, lang: Lang): string[] {
  const say = sayIn(lang)
  const { meeting, functions, person, stay, countedMs, status } = fact
  const { startsAtMs, zone } = meeting
  const name = person?.sortName ?? '–'
  const always = [
    stay ? say(`mode.${stay.mode}`) : '–',
    stay ? shortSpan(stay.fromMs, stay.untilMs, { beside: startsAtMs, zone, lang }) : '–',
    countedMs === null ? '–' : hours(countedMs),
    status,
  ]
  if (grouping === 'meetings') return [functions || '–', name, ...always]
  return [
    formatDate(startsAtMs, zone, lang, 'short'),
    grouping === 'persons' ? functions || '–' : name,
    incidentOf(meeting, lang),
    ...always,
  ]
}

const meetingWords = (meeting: RecordedMeeting, lang: Lang) =>
  [
    meeting.meetingTitle,
    formatDate(meeting.startsAtMs, meeting.zone, lang),
    incidentOf(meeting, lang),
  ].join(' · ')

const incidentOf = ({ kind, incidentTitle }: RecordedMeeting, lang: Lang) =>
  kind === 'exercise' ? `${sayIn(lang)('kind.exercise')}: ${incidentTitle}` : incidentTitle

/** `27:05`, rounded to minutes. */
function hours(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
