import { z } from 'zod'
import type { PersonAttendance, Plan } from '../attendance/contract.ts'
import { idSchema } from '../lib/ids.ts'

/** What an export covers: one meeting, or all closed meetings of a staff between two days, both inclusive. */
export const RecordsScope = z.union([
  z.strictObject({ meetingId: idSchema('meeting') }),
  z
    .strictObject({ staffId: idSchema('staff'), from: z.iso.date(), until: z.iso.date() })
    .refine(scope => scope.from <= scope.until, { error: 'expected the last day not before the first', path: ['until'] }),
])
export type RecordsScope = z.infer<typeof RecordsScope>

export const RecordsFormat = z.enum(['csv', 'xlsx', 'json'])
export type RecordsFormat = z.infer<typeof RecordsFormat>

export const RecordsSubject = z.enum(['attendance', 'persons'])
export type RecordsSubject = z.infer<typeof RecordsSubject>

/** One person of a meeting as an export needs them; names and functions as they were on that day. */
export type RecordedPerson = {
  functions: string[]
  name: string
  organisation: string
  isVisitor: boolean
  plan: Plan
  attendance: PersonAttendance
  /** who finally came instead, null when nobody did */
  representedByName: string | null
}

export type RecordedMeeting = {
  meetingTitle: string
  /** orders the meetings of a period */
  startsAtMs: number
  zone: string
  people: RecordedPerson[]
}

/** One stay of one person in one mode; `from` and `until` ISO 8601 with the offset of the staff's zone. */
export type IntervalRow = {
  meeting: string
  functions: string
  name: string
  organisation: string
  mode: string
  from: string
  until: string
  seconds: number
  source: string
  /** empty, `ersetzt` or `ja` */
  corrected: string
}

/** One invited or present person; `totalS` is the union of the modes, so it may be less than their sum. */
export type PersonRow = {
  meeting: string
  functions: string
  name: string
  organisation: string
  planned: string
  status: string
  onSiteS: number
  videoS: number
  phoneS: number
  totalS: number
  representedBy: string
}

export const intervalColumns = [
  ['meeting', 'Sitzung'],
  ['functions', 'Funktion'],
  ['name', 'Name'],
  ['organisation', 'Organisation'],
  ['mode', 'Modus'],
  ['from', 'Von'],
  ['until', 'Bis'],
  ['seconds', 'Sekunden'],
  ['source', 'Quelle'],
  ['corrected', 'Berichtigt'],
] as const satisfies readonly (readonly [keyof IntervalRow, string])[]

export const personColumns = [
  ['meeting', 'Sitzung'],
  ['functions', 'Funktion'],
  ['name', 'Name'],
  ['organisation', 'Organisation'],
  ['planned', 'Geplant'],
  ['status', 'Status'],
  ['onSiteS', 'vor Ort (s)'],
  ['videoS', 'virtuell (s)'],
  ['phoneS', 'telefonisch (s)'],
  ['totalS', 'Gesamt (s)'],
  ['representedBy', 'Vertreten durch'],
] as const satisfies readonly (readonly [keyof PersonRow, string])[]
