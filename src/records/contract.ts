import { z } from 'zod'
import { AttendanceStatus, BandView, type PersonAttendance } from '../attendance/contract.ts'
import { idSchema } from '../lib/ids.ts'
import { modes, perMode } from '../lib/modes.ts'
import { Day, Mode, Moment } from '../lib/shapes.ts'
import { Language } from '../roster/contract/roster.ts'
import type { Plan } from '../meetings/contract/plan.ts'
import { SignalSource } from '../meetings/contract/signal.ts'

/**
 * `csv` and `json` are for programs: ISO 8601 with offset, durations in seconds, always German
 * words. The others are for reading. `excel.csv` has dates as a German Excel takes them; `pdf` is a
 * document to hand over.
 */
export const RecordsFormat = z.enum(['xlsx', 'ods', 'excel.csv', 'pdf', 'csv', 'json'])
export type RecordsFormat = z.infer<typeof RecordsFormat>

export const fileTypes: Record<RecordsFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  'excel.csv': 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
}

/** `attendance` has a row per stay; the others group the same rows. */
export const RecordsSubject = z.enum(['persons', 'meetings', 'functions', 'attendance'])
export type RecordsSubject = z.infer<typeof RecordsSubject>

/**
 * One person of a meeting as an export shows them; names and functions as they were on that day.
 */
export type RecordedPerson = {
  functions: string[]
  name: string
  /** `Köhler-Özdemir, Dr. Sabine` */
  sortName: string
  /** the same in all meetings of one person */
  key: string
  organisation: string
  isVisitor: boolean
  plan: Plan
  attendance: PersonAttendance
  /** the deputy who finally came, null when nobody did */
  representedByName: string | null
  /** those in whose place this person was there, surname first */
  deputyForNames: string[]
}

export type RecordedMeeting = {
  meetingTitle: string
  incidentTitle: string
  kind: 'operation' | 'exercise'
  /** start of the meeting, for the order within a period */
  startsAtMs: number
  zone: string
  people: RecordedPerson[]
  /** times in which nobody filled a required function */
  gaps: { label: string; fromMs: number; untilMs: number }[]
}

/**
 * One meeting, or the closed meetings of a staff that were opened between two days in its zone,
 * both inclusive. A period leaves out exercises unless they are asked for; a single meeting may be
 * an exercise.
 */
export const RecordsQuery = z
  .strictObject({
    meetingId: idSchema('meeting').optional(),
    staffId: idSchema('staff').optional(),
    from: Day.optional(),
    until: Day.optional(),
    /** only what belongs to this function */
    functionId: idSchema('staffFunction').optional(),
    exercises: z.enum(['include', 'exclude']).default('exclude'),
    /** of the words in a file for reading; files for programs are German */
    language: Language.default('de'),
  })
  .superRefine((query, issues) => {
    const missing = (field: string) =>
      issues.addIssue({
        code: 'custom',
        path: [field],
        message: 'expected a meetingId, or staffId with from and until',
      })
    if (query.meetingId !== undefined) {
      for (const field of ['staffId', 'from', 'until'] as const) {
        if (query[field] !== undefined)
          issues.addIssue({
            code: 'custom',
            path: [field],
            message: 'expected no period beside a meetingId',
          })
      }
      return
    }
    for (const field of ['staffId', 'from', 'until'] as const)
      if (query[field] === undefined) missing(field)
    if (query.from !== undefined && query.until !== undefined && query.from > query.until) {
      issues.addIssue({
        code: 'custom',
        path: ['until'],
        message: 'expected the last day not before the first',
      })
    }
  })
export type RecordsQuery = z.output<typeof RecordsQuery>

const period = { staffId: idSchema('staff'), from: Day, until: Day }
const inOrder = (p: { from?: string | undefined; until?: string | undefined }) =>
  p.from === undefined || p.until === undefined || p.from <= p.until
const order = { error: 'expected the last day not before the first', path: ['until'] }
export const SummaryQuery = z.strictObject(period).refine(inOrder, order)
/** Absent days mean the last twelve months. */
export const MyAttendanceQuery = z
  .strictObject({ from: Day.optional(), until: Day.optional() })
  .refine(inOrder, order)

const Count = z.int().nonnegative()
const ByMode = z.strictObject(perMode(() => Count))

/** Counts of meetings and functions, none about a single person. Exercises are never counted. */
export const RecordsSummary = z.strictObject({
  meetings: Count,
  /** people present, counted once per meeting */
  attendances: Count,
  perMeeting: z.array(
    z.strictObject({
      meetingId: idSchema('meeting'),
      title: z.string(),
      number: z.int(),
      startsAt: z.iso.datetime(),
      present: Count,
      /**
       * each person counts for the mode they were longest in; null for fewer than five people, so
       * that nobody is recognised
       */
      byMode: ByMode.nullable(),
    }),
  ),
  /**
   * required functions in the order of the staff; the three parts add up to the time of the
   * meetings that required the function
   */
  coverage: z.array(
    z.strictObject({
      functionLabel: z.string(),
      /** filled by its own holder */
      filledMs: Count,
      byDeputyMs: Count,
      unfilledMs: Count,
    }),
  ),
})
export type RecordsSummary = z.infer<typeof RecordsSummary>

/** The reader's own attendance, meeting by meeting, the newest first. */
export const MyAttendance = z.array(
  z.strictObject({
    meetingId: idSchema('meeting'),
    title: z.string(),
    incidentTitle: z.string(),
    kind: z.enum(['operation', 'exercise']),
    startsAt: z.iso.datetime(),
    zone: z.string(),
    planned: z.enum(['none', 'declined', ...modes]),
    status: AttendanceStatus,
    seconds: ByMode,
    totalS: Count,
    representedByName: z.string().nullable(),
  }),
)
export type MyAttendance = z.infer<typeof MyAttendance>

/** Every function a staff has or had, in its order. */
export const RecordedFunctions = z.array(
  z.strictObject({
    functionId: idSchema('staffFunction'),
    label: z.string(),
    /** it exists no more */
    isRetired: z.boolean(),
  }),
)
export type RecordedFunctions = z.infer<typeof RecordedFunctions>

/** Who had that function at that moment? */
export const HolderQuestion = z.strictObject({
  staffId: idSchema('staff'),
  functionId: idSchema('staffFunction'),
  at: Moment,
})
export type HolderQuestion = z.infer<typeof HolderQuestion>

const Instant = z.iso.datetime()
const MeetingRef = z.strictObject({
  meetingId: idSchema('meeting'),
  title: z.string(),
  incidentTitle: z.string(),
  kind: z.enum(['operation', 'exercise']),
  openedAt: Instant,
  /** null: it runs */
  closedAt: Instant.nullable(),
})

export const HolderAnswer = z.strictObject({
  functionLabel: z.string(),
  at: Instant,
  zone: z.string(),
  /** those that went on at that moment, mostly none or one */
  meetings: z.array(
    MeetingRef.extend({
      /** those recorded as present who acted for the function; empty: nobody */
      filledBy: z.array(
        z.strictObject({
          name: z.string(),
          /** in the roster of that day: 0 holds, 1 and above deputise; null: acts by a reply only */
          rank: z.int().nullable(),
          deputyForNames: z.array(z.string()),
          mode: Mode,
          from: Instant,
          until: Instant,
          isOpen: z.boolean(),
          sources: z.array(SignalSource),
          /** how far beginning or end may be from the truth */
          uncertaintyMs: z.int(),
        }),
      ),
      /** around the moment, when nobody filled it */
      unfilled: z.strictObject({ from: Instant, until: Instant }).nullable(),
      /** each edge of those who acted for the function, in order of time */
      events: z.array(
        z.strictObject({
          at: Instant,
          name: z.string(),
          edge: z.enum(['in', 'out']),
          mode: Mode,
          source: SignalSource,
          /** who entered it; null: nobody did by hand */
          byName: z.string().nullable(),
          isCorrected: z.boolean(),
          uncertaintyMs: z.int(),
        }),
      ),
      band: BandView,
    }),
  ),
  /** who held the function then by the roster, and the deputies in their order */
  roster: z.array(z.strictObject({ name: z.string(), rank: z.int() })),
  before: MeetingRef.nullable(),
  after: MeetingRef.nullable(),
})
export type HolderAnswer = z.infer<typeof HolderAnswer>
