import type { Kind } from '../incidents/contract.ts'
import type { Mode } from '../lib/modes.ts'
import type { Lang } from '../lib/time.ts'
import type { DialIn } from './calendarFields.ts'
import type { Changed } from './changes.ts'

/**
 * The facts of a mail about a meeting. Texts of people may be anything; they are escaped and kept
 * on their line.
 */
export type MeetingFacts = {
  lang: Lang
  zone: string
  /** the moment of writing */
  at: Date
  recipientName: string
  /** `Krisenstab Beispielkreis` */
  staffName: string
  /** `18. Sitzung`, or what people call it; null: it has no title yet */
  title: string | null
  /** the title is its number */
  isNumbered: boolean
  /** the recipient's own functions at this meeting; empty: none, or not told */
  functions: readonly string[]
  kind: Kind
  /** title of the incident or exercise; empty: not shown */
  incident: string
  startsAt: Date
  endsAt: Date
  /** empty: the meeting has no room */
  place: string
  hasVirtualRoom: boolean
  agenda: readonly string[]
  /** signed personal link to the page for replying; opening it changes nothing */
  answerUrl: string
  /** the personal link to other dates of the series that are ahead; null: there are none */
  othersUrl: string | null
  /** lobby of the virtual room, which needs a session; the same as in the calendar entry */
  joinUrl: string
  dialIn?: DialIn
  /** what is new, in a mail about a change */
  changed?: readonly Changed[]
  /** the recipient's reply so far */
  answered?: Answered
  /** number of the IT hotline, or the county's own sentence; empty: none */
  hotline: string
}

/**
 * `holds`: for the meeting as it is. `toConfirm`: for another hour of the day. `former`: for
 * another day. Never names a deputy.
 */
export type Answered = {
  state: 'holds' | 'toConfirm' | 'former'
  reply: { mode: Mode | null }
  givenFor: Date
}
