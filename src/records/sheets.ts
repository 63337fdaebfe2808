import type { Stay } from '../attendance/contract.ts'
import type { Sheet, SheetCell, SheetRow } from '../lib/sheet.ts'
import { joinSpans, lengthOf, withoutSpan } from '../lib/spans.ts'
import { type Lang, startsOn, wallTimeOf } from '../lib/time.ts'
import { offsetName } from '../lib/timeWords.ts'
import { ordered } from '../minutes/rules/order.ts'
import { timeSpan } from '../minutes/rules/words.ts'
import { bySortName } from '../roster/rules/names.ts'
import { capital } from '../words/capital.ts'
import { sayIn } from '../words/say.ts'
import { chronological, statusText } from './columns.ts'
import type { RecordedMeeting, RecordedPerson } from './contract.ts'
import { words } from './words.ts'

/** One stay as a row shows it; null: the person did not come. */
type Line = { meeting: RecordedMeeting; person: RecordedPerson; stay: Stay | null }

/**
 * The sheet for reading by person: one row per stay, or one for a meeting without any, people by
 * surname, then by time, and after each person a row with their total. A row counts only the time
 * that no earlier row of this person counted, so that sums, filtered ones too, count nothing twice.
 */
export function personSheet(meetings: readonly RecordedMeeting[], lang: Lang): Sheet {
  const say = sayIn(lang)
  const own = words[lang]
  const rows: SheetRow[] = []
  for (const lines of linesByPerson(meetings)) {
    const first = rows.length
    let counted: Stay[] = []
    for (const [i, { meeting, person, stay }] of lines.entries()) {
      if (lines[i - 1]?.meeting !== meeting) counted = []
      const fresh = stay ? outside(stay, counted) : []
      const again = stay ? outside(stay, fresh) : []
      if (stay) counted.push(stay)
      const status = statusText(person, meeting, lang)
      const known = { beside: meeting.startsAtMs, zone: meeting.zone, lang }
      const twice = again.map(span => timeSpan(span.fromMs, span.untilMs, known)).join(', ')
      rows.push({
        cells: [
          dayOf(meeting),
          meeting.incidentTitle,
          functionsOf(person, lang),
          person.sortName,
          person.deputyForNames.join('; '),
          stay ? say(`mode.${stay.mode}`) : '',
          ...timesOf(stay, meeting, lang),
          stay ? { kind: 'duration', ms: lengthOf(fresh) } : '',
          twice === '' ? status : `${status}; ${own.countedOnce(twice)}`,
        ],
      })
    }
    const name = lines.at(-1)!.person.sortName // a group has at least one line
    rows.push(
      total(own.sum(name, new Set(lines.map(line => line.meeting)).size), rows, {
        first,
        last: rows.length - 1,
      }),
    )
  }
  if (rows.length > 0)
    rows.push(total(own.sumOfAll(meetings.length), rows, { first: 0, last: rows.length - 1 }))
  return {
    name: own.persons,
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

function linesByPerson(meetings: readonly RecordedMeeting[]): Line[][] {
  const lines = chronological(meetings).flatMap(meeting =>
    meeting.people.flatMap((person): Line[] => {
      const stays = inOrder(person.attendance.stays)
      return (stays.length > 0 ? stays : [null]).map(stay => ({ meeting, person, stay }))
    }),
  )
  const groups = [...Map.groupBy(lines, ({ person }) => person.key).values()]
  const last = (group: Line[]) => group.at(-1)!.person // groupBy makes no empty group
  return groups.sort((a, b) => bySortName(last(a), last(b)))
}

const inOrder = (stays: readonly Stay[]) =>
  ordered(stays, stay => [stay.fromMs, stay.untilMs, stay.mode])

type Part = { fromMs: number; untilMs: number }

const outside = (span: Part, taken: readonly Part[]): Part[] =>
  joinSpans(taken).reduce<Part[]>(
    (left, there) => left.flatMap(part => withoutSpan(part, there)),
    [{ fromMs: span.fromMs, untilMs: span.untilMs }],
  )

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

function timesOf(stay: Stay | null, meeting: RecordedMeeting, lang: Lang): SheetCell[] {
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
