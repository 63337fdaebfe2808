import { addDays, isDate, isoWeekday, type WallTime } from '../../../src/lib/time.ts'

const weekday =
  'mo(?:ntag)?|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|sonnabend|so(?:nntag)?' +
  '|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?'
const near = 'heute|morgen|übermorgen|today|tomorrow'
const date = String.raw`\d{1,2}\.\d{1,2}\.(?:\d{4})?`
const clock = String.raw`(?<hour>\d{1,2})(?:[:.](?<minute>\d{2}))?(?<oclock>\s?(?:uhr|h))?(?:(?<=:\d\d|uhr)\.)?`
const begins = String.raw`(?<=^|[\s,;])`
const withWord = new RegExp(
  String.raw`${begins}(?:bis|by)\s+(?:(?<day>${near}|(?:${weekday})\.?|${date}),?\s+(?:(?:um|at)\s+)?)?${clock}$`,
  'iu',
)
const withDay = new RegExp(
  String.raw`${begins}(?<day>${near}),?\s+(?:(?:um|at)\s+)?${clock}$`,
  'iu',
)
/** `von 7 bis 8` and `Tor 3 bis 8` are spans, not due times */
const spanBefore = /(?:\d(?:\s?(?:uhr|h))?|(?:^|\s)(?:von|from)\s+\S+)\s*$/iu

/**
 * The due time that the words end with, German or English: `bis 8`, `bis Mo 9`, `bis 3.12. 12:00`,
 * `morgen 12:00`, `by 8`. Without a day it is the next such time. Null: none. Its wall time may not
 * exist, or exist twice.
 */
export function dueAtEnd(typed: string, now: WallTime): { words: string; due: WallTime } | null {
  const said = withWord.exec(typed)
  const found = said ?? withDay.exec(typed)
  if (!found?.groups) return null
  const { day = '', hour = '', minute, oclock } = found.groups
  if (!said && minute === undefined && oclock === undefined) return null
  if (said && spanBefore.test(typed.slice(0, found.index))) return null
  const isMidnight = Number(hour) === 24
  if (Number(hour) > 24 || Number(minute ?? 0) > (isMidnight ? 0 : 59)) return null
  const time = `${hour.padStart(2, '0')}:${minute ?? '00'}`
  const named = dayOf(day.toLowerCase().replace(/(?<=\p{L})\.$/u, ''), time, now)
  if (named === null) return null
  return {
    words: found[0],
    due: isMidnight ? { date: addDays(named, 1), time: '00:00' } : { date: named, time },
  }
}

const days: Record<string, number> = { heute: 0, today: 0, morgen: 1, tomorrow: 1, übermorgen: 2 }
const weekdays = ['mo', 'di|tu', 'mi|we', 'do|th', 'fr', 'sa', 'so|su']

function dayOf(day: string, time: string, now: WallTime): string | null {
  const isOverToday = time <= now.time
  if (day === '') return addDays(now.date, isOverToday ? 1 : 0)
  const ahead = days[day]
  if (ahead !== undefined) return addDays(now.date, ahead)
  if (/^\d/.test(day)) return dateOf(day, now)
  const wanted =
    day === 'sonnabend' ? 6 : weekdays.findIndex(each => new RegExp(`^(?:${each})`).test(day)) + 1
  const until = (wanted - isoWeekday(now.date) + 7) % 7
  return addDays(now.date, until === 0 && isOverToday ? 7 : until)
}

/** Without a year the next such day. */
function dateOf(written: string, now: WallTime): string | null {
  const [day = '', month = '', year = ''] = written.split('.')
  const inYear = (of: string) => `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const thisYear = now.date.slice(0, 4)
  const found = inYear(year || thisYear)
  const next =
    year === '' && found < now.date ? inYear(String(Number(thisYear) + 1).padStart(4, '0')) : found
  return isDate(next) ? next : null
}
