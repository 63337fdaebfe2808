import { z } from 'zod'
import { type AttendeeId, type FunctionId, idSchema } from '../lib/ids.ts'
import { modes } from '../lib/modes.ts'
import { DoorMode, Mode, Moment, line, words } from '../lib/shapes.ts'
import { SignalSource } from '../meetings/contract/signal.ts'

/**
 * A stretch of time in which somebody was present in one mode; half-open [fromMs, untilMs).
 * `isOpen`: still present at the time of asking.
 */
export type Stay = {
  attendeeId: AttendeeId
  mode: Mode
  fromMs: number
  untilMs: number
  isOpen: boolean
  sources: SignalSource[]
}

/** The derived attendance statuses. */
export const AttendanceStatus = z.enum([
  'present', // anwesend
  'partlyPresent', // zeitweise anwesend (von–bis)
  'represented', // vertreten durch …
  'excused', // entschuldigt
  'technicallyPrevented', // technisch verhindert
  'absentAfterAccepting', // abwesend (hatte zugesagt)
  'absentWithoutReply', // abwesend ohne Rückmeldung
  'notRecorded', // nicht erfasst
])
export type AttendanceStatus = z.infer<typeof AttendanceStatus>

export type PersonAttendance = {
  attendeeId: AttendeeId
  status: AttendanceStatus
  stays: Stay[]
  /** stays per mode and their union, in milliseconds; the union counts no moment twice */
  msByMode: Record<Mode, number>
  totalMs: number
  /** the mode with the longest time (the order of `modes` breaks ties), null when never present */
  mainMode: Mode | null
  /** the deputy who finally came, following the chain of deputies; null when nobody did */
  representedBy: AttendeeId | null
}

/** A span in which nobody filled a required function; half-open, clipped to opening and closing. */
export type CoverageGap = {
  functionId: FunctionId
  fromMs: number
  untilMs: number
  isOpen: boolean
}

/**
 * The time in which attendance counts, from opening to closing. `closedAtMs` null while the meeting
 * runs.
 */
export type MeetingWindow = { openedAtMs: number; closedAtMs: number | null }

/** The staff's settings that turn signals into stays and statuses. */
export type PresenceSettings = {
  /** gaps up to this long count as one stay (default 120) */
  mergeGapS: number
  /** whoever is late, early or away by more than this is zeitweise anwesend (default 300) */
  partlyAfterS: number
}

/**
 * When an entry was pressed on a tablet that could not send it at once, by the server's clock as the
 * tablet knows it; absent: now.
 */
const PressedAt = Moment.optional()

/** A visitor, by name and organisation. */
export const VisitorInput = z.strictObject({
  name: words(200),
  organisation: line(200).default(''),
  mode: DoorMode.default('onSite'),
  at: PressedAt,
})

/** Somebody at the door: by attendee, or by member when this meeting does not have them yet. */
export const DeskInput = z
  .strictObject({
    attendeeId: idSchema('attendee').optional(),
    memberId: idSchema('member').optional(),
    mode: DoorMode.default('onSite'),
    at: PressedAt,
  })
  .refine(value => (value.attendeeId === undefined) !== (value.memberId === undefined), {
    error: 'expected either attendeeId or memberId',
    path: ['attendeeId'],
  })

export const ScanInput = z.strictObject({
  code: z.string().regex(/^[0-9a-z]{8}$/, 'expected the code shown at the door'),
})
/** The code is not needed in a browser that scanned it within the last five minutes. */
export const SelfInput = ScanInput.partial()

/**
 * The answer to *Wie sind Sie dabei?* for a member who acts in the running meeting. `from`: only
 * when somebody else answers, and absent for now. A reported `video` lasts until the connection
 * comes, which then counts alone.
 */
export const PresenceInput = z.strictObject({
  memberId: idSchema('member'),
  answer: z.enum([...modes, 'notThere']),
  from: Moment.optional(),
})

/** The id of a stored entry, with which it can be taken back. */
export const DeskEntry = z.strictObject({ signalId: z.string(), attendeeId: idSchema('attendee') })
export const DeskEntries = z.strictObject({ entries: z.array(DeskEntry) })

const Instant = z.iso.datetime()

const SignalId = z.string().max(100)
export const UndoInput = z.strictObject({ signalId: SignalId })
export const RetimeInput = z.strictObject({ signalId: SignalId, at: Moment })

/** One entry made by hand, as it stands now. */
export const DoorEntry = z.strictObject({
  /** with which it is corrected; a correction changes it */
  signalId: SignalId,
  attendeeId: idSchema('attendee'),
  /** surname first, as in the list at the door */
  name: z.string(),
  isVisitor: z.boolean(),
  mode: Mode,
  edge: z.enum(['in', 'out']),
  /** when the person came or left */
  at: Instant,
  enteredAt: Instant,
  byName: z.string().nullable(),
  source: SignalSource,
  /** the last correction: its author, its moment, and the time that was entered before */
  corrected: z
    .strictObject({ at: Instant, byName: z.string().nullable(), former: Instant })
    .nullable(),
  isTakenBack: z.boolean(),
})
export type DoorEntry = z.infer<typeof DoorEntry>
/** Newest first, by when they were entered. */
export const DoorJournal = z.strictObject({ entries: z.array(DoorEntry) })

/**
 * The code shown at the door; it changes every 30 s and is valid for a minute. `at` is the server's
 * clock, for devices whose own is wrong.
 */
export const DoorCode = z.strictObject({
  code: z.string(),
  url: z.string(),
  qrSvg: z.string(),
  at: Instant,
  validUntil: Instant,
})

export const StayView = z.strictObject({
  mode: Mode,
  from: Instant,
  until: Instant,
  isOpen: z.boolean(),
  seconds: z.number().int(),
  sources: z.array(SignalSource),
})

export const AttendanceRow = z.strictObject({
  attendeeId: idSchema('attendee'),
  memberId: idSchema('member').nullable(),
  name: z.string(),
  sortName: z.string(),
  organisation: z.string(),
  functions: z.array(z.string()),
  /**
   * what of them is called otherwise since the meeting, as it is today; null: nothing, or not for
   * this reader
   */
  today: z
    .strictObject({
      name: z.string().nullable(),
      organisation: z.string().nullable(),
      functions: z.array(z.string()).nullable(),
    })
    .nullable(),
  isVisitor: z.boolean(),
  /** of the staff, as a guest alone */
  isGuest: z.boolean(),
  planned: z.enum(['none', 'declined', ...modes]),
  /** null before the opening */
  status: AttendanceStatus.nullable(),
  representedByName: z.string().nullable(),
  deputyForNames: z.array(z.string()),
  stays: z.array(StayView),
  totalS: z.number().int(),
  mainMode: Mode.nullable(),
  /** the present mode, also before the opening */
  now: z.strictObject({ mode: Mode, since: Instant }).nullable(),
  /** when they last left, for people who are not present; also before the opening */
  leftAt: Instant.nullable(),
  hasTechnicalTrouble: z.boolean(),
})
export type AttendanceRow = z.infer<typeof AttendanceRow>

export const BandView = z.strictObject({
  from: Instant,
  until: Instant,
  rows: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      functionLabel: z.string().nullable(),
      name: z.string().nullable(),
      block: z.string().nullable(),
      bars: z.array(
        z.strictObject({
          from: Instant,
          until: Instant,
          kind: z.enum([...modes, 'unfilled']),
          isOpen: z.boolean(),
        }),
      ),
      text: z.string(),
    }),
  ),
})
export type BandView = z.infer<typeof BandView>

export const AttendanceView = z.strictObject({
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  /** the server's clock when this was read */
  at: Instant,
  zone: z.string(),
  rows: z.array(AttendanceRow),
  gaps: z.array(
    z.strictObject({
      functionLabel: z.string(),
      from: Instant,
      until: Instant,
      isOpen: z.boolean(),
    }),
  ),
  band: BandView.nullable(),
})
export type AttendanceView = z.infer<typeof AttendanceView>
