import type { IncidentId } from '../../../src/lib/ids.ts'
import { addDays, isoWeekday, wallTimeOf } from '../../../src/lib/time.ts'
import type { MeetingState } from '../../../src/meetings/contract/meeting.ts'

type Known = { incidentId: IncidentId; startsAt: string; state: MeetingState }
type Wall = { date: string; time: string }

const remembered = 8

/**
 * Suggests the beginning of the next meeting like this one: the same wall time, one cadence of its
 * incident later, in the future, and at no time the incident has a meeting already. A staff that
 * met only on weekdays gets no weekend. A cancelled meeting gets its own day while that is in the
 * future.
 */
export function nextStart(
  like: Known,
  { others, now, zone }: { others: readonly Known[]; now: number; zone: string },
): Wall {
  const wallOf = ({ startsAt }: Known): Wall => {
    const { date, time } = wallTimeOf(startsAt, zone)
    return { date, time: time.slice(0, 5) }
  }
  const { date, time } = wallOf(like)
  const walls = others
    .filter(each => each.incidentId === like.incidentId && each.state !== 'cancelled')
    .map(wallOf)
  const days = [...new Set([...walls.map(wall => wall.date), date])]
    .sort()
    .filter(day => day <= date)
  const recent = days.slice(-remembered)
  const cadence = shortestGap(recent)
  const skipsWeekends =
    cadence < 7 && recent.length >= 3 && recent.every(day => isoWeekday(day) <= 5)
  const { date: today, time: clock } = wallTimeOf(now, zone)
  const isPossible = (day: string) =>
    `${day} ${time}` > `${today} ${clock.slice(0, 5)}` &&
    !walls.some(wall => wall.date === day && wall.time === time) &&
    !(skipsWeekends && isoWeekday(day) > 5)
  let day = like.state === 'cancelled' ? date : addDays(date, cadence)
  while (!isPossible(day)) day = addDays(day, cadence)
  return { date: day, time }
}

/** The shortest distance in days between two meetings; 1 when it is unknown or more than 31. */
function shortestGap(days: readonly string[]): number {
  const gaps = days
    .slice(1)
    .map((day, i) => (Date.parse(day) - Date.parse(days[i] ?? day)) / 86_400_000)
  const shortest = Math.min(...gaps)
  return shortest <= 31 ? shortest : 1
}
