import type { Lang } from '../lib/time.ts'
import type { MeetingFacts } from '../mail/facts.ts'
import { sayIn } from '../words/say.ts'
import type { MeetingInStaff, MeetingRow, StaffRow } from './store/meetings.ts'

/** What a meeting is called in calendars: *Hochwasser Volme, 18. Sitzung – Krisenstab*. */
export function summaryOf(
  { meeting, incident, staff }: MeetingInStaff,
  title: string | null,
  lang: Lang,
): string {
  const called = [incident.title, title].filter(Boolean).join(', ')
  const exercise =
    meeting.kind === 'exercise' ? `${sayIn(lang)('kind.exercise').toUpperCase()}: ` : ''
  return `${exercise}${called} – ${staff.name}`
}

/** The place of a meeting in calendars; one that is only in its room is *virtuell*. */
export const locationOf = ({ place, hasVirtualRoom }: MeetingRow, lang: Lang): string =>
  place || (hasVirtualRoom ? sayIn(lang)('mode.video') : '')

const alarmMs = 15 * 60_000

/** A reminder of a quarter of an hour; none when all of it begins sooner. */
export const alarmFor = (starts: readonly Date[], at: Date): { alarmMin?: number } =>
  starts.some(startsAt => startsAt.getTime() - at.getTime() > alarmMs) ? { alarmMin: 15 } : {}

export function dialInOf(staff: StaffRow): MeetingFacts['dialIn'] {
  if (!staff.dialInNumber) return undefined
  return { number: staff.dialInNumber, ...(staff.dialInCode ? { pin: staff.dialInCode } : {}) }
}
