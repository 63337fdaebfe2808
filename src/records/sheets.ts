import type { Stay } from '../attendance/contract.ts'
import type { Sheet, SheetCell, SheetRow } from '../lib/sheet.ts'
import { type Lang, startsOn, wallTimeOf } from '../lib/time.ts'
import { offsetName } from '../lib/timeWords.ts'
import { ordered } from '../minutes/rules/order.ts'
import { capital } from '../words/capital.ts'
import { sayIn } from '../words/say.ts'
import { chronological } from './columns.ts'
import type { RecordedMeeting, RecordedPerson } from './contract.ts'
import { factsBy, type Fact, type Grouping } from './facts.ts'
import { words } from './words.ts'

/**
 * The sheet for reading by person, meeting or function: the rows of each, then their total. A person
 * with two functions is in two groups, so functions have no total of all.
 */
export function factSheet(
  grouping: Grouping,
  meetings: readonly RecordedMeeting[],
  lang: Lang,
): Sheet {
  const say = sayIn(lang)
  const own = words[lang]
  const rows: SheetRow[] = []
  for (const { title, count, facts } of factsBy(grouping, meetings, lang)) {
    const first = rows.length
    for (const { meeting, functions, person, stay, countedMs, status } of facts)
      rows.push({
        cells: [
          dayOf(meeting),
          meeting.incidentTitle,
          functions,
          person?.sortName ?? '',
          person?.deputyForNames.join('; ') ?? '',
          stay ? say(`mode.${stay.mode}`) : '',
          ...timesOf(stay, meeting, lang),
          countedMs === null ? '' : { kind: 'duration', ms: countedMs },
          status,
        ],
      })
    rows.push(total(`${own.total} ${title}, ${count}`, rows, { first, last: rows.length - 1 }))
  }
  if (rows.length > 0 && grouping !== 'functions')
    rows.push(
      total(`${own.totalOfAll}, ${own.meetingsIn(meetings.length)}`, rows, {
        first: 0,
        last: rows.length - 1,
      }),
    )
  return {
    name: own[grouping],
    columns: [
      { header: own.date, width: 12 },
      { header: own.incident, width: 36 },
      { header: say('word.function'), width: 28 },
      { header: say('word.name'), width: 34 },
      { header: own.actsFor, width: 28 },
      { header: say('word.mode'), width: 12 },
      { header: say('word.from'), width: 9 },
      { header: say('word.until'), width: 9 },
      { header: own.duration, width: 9 },
      { header: own.status, width: 36 },
    ],
    rows,
  }
}

/** The sheet for reading stay by stay, meetings by their start, people as the staff orders them. */
export function staysSheet(meetings: readonly RecordedMeeting[], lang: Lang): Sheet {
  const say = sayIn(lang)
  const own = words[lang]
  return {
    name: own.attendance,
    columns: [
      { header: own.date, width: 12 },
      { header: own.incident, width: 36 },
      { header: say('word.meeting'), width: 16 },
      { header: say('word.function'), width: 28 },
      { header: say('word.name'), width: 30 },
      { header: say('word.organisation'), width: 22 },
      { header: say('word.mode'), width: 12 },
      { header: capital(say('word.from')), width: 20 },
      { header: capital(say('word.until')), width: 20 },
      { header: own.duration, width: 9 },
      { header: own.source, width: 16 },
    ],
    rows: chronological(meetings).flatMap(meeting =>
      meeting.people.flatMap(person =>
        inOrder(person.attendance.stays).map(stay => ({
          cells: [
            dayOf(meeting),
            meeting.incidentTitle,
            meeting.meetingTitle,
            functionsOf(person, lang),
            person.name,
            person.organisation,
            say(`mode.${stay.mode}`),
            moment(stay.fromMs, meeting, { lang, shows: 'dateTime' }),
            moment(stay.untilMs, meeting, { lang, shows: 'dateTime' }),
            { kind: 'duration' as const, ms: stay.untilMs - stay.fromMs },
            [...new Set(stay.sources.map(source => say(`source.${source}`)))].sort().join(', '),
          ],
        })),
      ),
    ),
  }
}

const inOrder = (stays: readonly Stay[]) =>
  ordered(stays, stay => [stay.fromMs, stay.untilMs, stay.mode])

/** `rows` as far as they are made; their totals do not count again. */
function total(
  label: string,
  rows: readonly SheetRow[],
  { first, last }: { first: number; last: number },
): SheetRow {
  const durations = rows
    .slice(first)
    .flatMap(row => (row.isTotal ? [] : row.cells))
    .map(cell => (typeof cell !== 'string' && cell.kind === 'duration' ? cell.ms : 0))
  const ms = durations.reduce((sum, each) => sum + each, 0)
  const sum: SheetCell = { kind: 'duration', ms, sumOf: [first, last] }
  return { isTotal: true, cells: ['', '', '', label, '', '', '', '', sum, ''] }
}

const dayOf = ({ startsAtMs, zone }: RecordedMeeting): SheetCell => ({
  kind: 'day',
  day: startsOn(startsAtMs, zone),
})

function timesOf(stay: Fact['stay'], meeting: RecordedMeeting, lang: Lang): SheetCell[] {
  if (!stay) return ['', '']
  const day = startsOn(meeting.startsAtMs, meeting.zone)
  return [stay.fromMs, stay.untilMs].map(atMs =>
    moment(atMs, meeting, {
      lang,
      shows: startsOn(atMs, meeting.zone) === day ? 'time' : 'dateTime',
    }),
  )
}

function moment(
  atMs: number,
  { zone }: RecordedMeeting,
  { lang, shows }: { lang: Lang; shows: 'time' | 'dateTime' },
): SheetCell {
  const { date, time } = wallTimeOf(atMs, zone)
  return { kind: 'time', wall: `${date}T${time}`, shows, offset: offsetName(atMs, zone, lang) }
}

const functionsOf = ({ functions, isVisitor }: RecordedPerson, lang: Lang) =>
  isVisitor ? sayIn(lang)('word.guest') : functions.join(', ')
