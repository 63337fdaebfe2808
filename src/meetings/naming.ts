import type { Lang } from '../lib/time.ts'
import type { MeetingFacts } from '../mail/facts.ts'
import { sayIn } from '../words/say.ts'
import type { MeetingInStaff, StaffRow } from './store/meetings.ts'

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

export function dialInOf(staff: StaffRow): MeetingFacts['dialIn'] {
  if (!staff.dialInNumber) return undefined
  return { number: staff.dialInNumber, ...(staff.dialInCode ? { pin: staff.dialInCode } : {}) }
}
