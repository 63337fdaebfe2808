import { z } from 'zod'
import { IncidentInput, Kind } from '../../incidents/contract.ts'
import { idSchema } from '../../lib/ids.ts'
import { InvitationsPreview } from '../../roster/contract/roster.ts'
import { Day, Mode, Moment, Revision, WallTime, line, words } from '../../lib/shapes.ts'
import { SeriesRule } from './series.ts'

/** geplant → einberufen → eröffnet ⇄ unterbrochen → geschlossen, or abgesagt. */
export const MeetingState = z.enum(['planned', 'convened', 'open', 'paused', 'closed', 'cancelled'])
export type MeetingState = z.infer<typeof MeetingState>

export const AgendaItemInput = z.strictObject({
  title: words(200),
  responsible: line(200).default(''),
  minutes: z.number().int().min(1).max(600).nullable().default(null),
})
export type AgendaItemInput = z.infer<typeof AgendaItemInput>

export const AgendaItem = z.strictObject({
  itemId: idSchema('agendaItem'),
  title: z.string(),
  responsible: z.string(),
  minutes: z.number().int().nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
})
export type AgendaItem = z.infer<typeof AgendaItem>

/** The question about a beginning that is over, or so far ahead that the year may be mistyped. */
export const DateQuestion = z.enum(['inThePast', 'farAhead'])
export type DateQuestion = z.infer<typeof DateQuestion>
/** confirms such a beginning; a series may need both answers */
export const meant = z.union([DateQuestion, z.array(DateQuestion).max(2)]).optional()

/**
 * Wall time in the staff's zone. `fold` chooses between the two moments of a time that the clocks
 * show twice.
 */
const WallTimeInput = {
  date: Day,
  time: WallTime,
  fold: z.enum(['earlier', 'later']).optional(),
  durationMin: z.number().int().min(1).max(1440),
  meant,
}

const planned = {
  title: words(200).optional(),
  kind: Kind.optional(),
  place: line(300).optional(),
  seats: z.number().int().min(1).max(10_000).nullable().optional(),
  hasVirtualRoom: z.boolean().optional(),
  agenda: z.array(AgendaItemInput).max(50).optional(),
  minuteTakerId: idSchema('member').nullable().optional(),
  incidentId: idSchema('incident').optional(),
  incident: IncidentInput.optional(),
  /** the meeting from which absent values are copied */
  like: idSchema('meeting').optional(),
  /** members the roster would invite, left out by hand; it does not invite them later either */
  without: z.array(idSchema('member')).max(1000).optional(),
  /** members invited by hand besides those of the roster */
  also: z.array(idSchema('member')).max(1000).optional(),
}

/** A meeting to plan. Convened at once (people are invited) unless `convene` is false. */
export const MeetingInput = z.strictObject({
  ...planned,
  ...WallTimeInput,
  convene: z.boolean().default(true),
})
export type MeetingInput = z.input<typeof MeetingInput>

/** Convene now: begins in `inMin` minutes. */
export const ConveneNowInput = z.strictObject({
  ...planned,
  inMin: z.number().int().min(0).max(240).default(5),
  durationMin: z.number().int().min(1).max(1440).default(60),
})
/**
 * Exact beginning, for callers that have an instant instead of a wall time (stories, integrations).
 */
export const MeetingAtInput = z.strictObject({
  ...planned,
  startsAt: Moment,
  durationMin: z.number().int().min(1).max(1440),
  meant,
  convene: z.boolean().default(true),
})

export const SeriesInput = z.strictObject({
  ...planned,
  ...WallTimeInput,
  rule: SeriesRule,
  /** for days with a clock change, which of the two moments is meant */
  choices: z.record(Day, z.enum(['earlier', 'later'])).optional(),
  convene: z.boolean().default(true),
})

export const MoveInput = z.strictObject({ ...WallTimeInput, revision: Revision })
/** Exact beginning, as in `MeetingAtInput`. */
export const MoveAtInput = z.strictObject({
  startsAt: Moment,
  durationMin: z.number().int().min(1).max(1440),
  meant,
  revision: Revision,
})
export const ConveneInput = z.strictObject({ meant })
/**
 * `meant`: a meeting planned for another day is moved to now; without it, the planned day stays.
 */
export const OpenInput = z.strictObject({ meant: z.literal('anotherDay').optional() })
export const CancelInput = z.strictObject({ reason: line(300).default('') })
export const MeetingChange = z.strictObject({
  /** null: none of its own */
  title: words(200).nullable().optional(),
  place: line(300).optional(),
  seats: z.number().int().min(1).max(10_000).nullable().optional(),
  minuteTakerId: idSchema('member').nullable().optional(),
  revision: Revision,
})
/**
 * An item with a known id keeps its times. An unknown id makes a new item, so that sending it twice
 * adds it once.
 */
export const AgendaInput = z.strictObject({
  items: z
    .array(AgendaItemInput.extend({ itemId: idSchema('agendaItem').optional() }))
    .max(50)
    .refine(hasEachOnce, 'expected each itemId once'),
  revision: Revision,
})

function hasEachOnce(items: readonly { itemId?: string | undefined }[]): boolean {
  const ids = items.flatMap(({ itemId }) => itemId ?? [])
  return new Set(ids).size === ids.length
}

export const ReplyView = z.strictObject({
  kind: z.enum(['accepted', 'declined']),
  mode: Mode.nullable(),
  deputyName: z.string().nullable(),
  deputyAttendeeId: idSchema('attendee').nullable(),
  /** whom they named, to name them once more; null: nobody, or the reply is told in the history */
  deputyMemberId: idSchema('member').nullable(),
  /** neither the deputy nor anybody the deputy named comes */
  isDeputyOut: z.boolean(),
  /** the beginning the reply was given for; null: replies from before this was stored */
  givenFor: z.iso.datetime().nullable(),
  /** given for another hour of the day; it counts, and the person is asked to confirm it */
  isToConfirm: z.boolean(),
  at: z.iso.datetime(),
  /** null: given by the personal link */
  byName: z.string().nullable(),
  source: z.enum(['link', 'signedIn', 'onBehalf']),
})
export type ReplyView = z.infer<typeof ReplyView>

const core = {
  meetingId: idSchema('meeting'),
  staffId: idSchema('staff'),
  incidentId: idSchema('incident'),
  incidentTitle: z.string(),
  seriesId: idSchema('series').nullable(),
  /** within the incident, in the order of the openings; null before this one is opened */
  number: z.number().int().nullable(),
  /** what it is called: its own title, *17. Sitzung*, or before the opening just *Sitzung* */
  title: z.string(),
  /** the title that people gave it; null: none */
  ownTitle: z.string().nullable(),
  kind: Kind,
  state: MeetingState,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  zone: z.string(),
  place: z.string(),
  hasVirtualRoom: z.boolean(),
  openedAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  /** when the lead last said that it still goes on, asked long after its planned end */
  stillRunningAt: z.iso.datetime().nullable(),
  /** the beginning before the last move, null when never moved */
  movedFrom: z.iso.datetime().nullable(),
  /** required functions for which nobody is invited; empty for meetings that are over */
  unfilled: z.array(z.string()),
  /** the reader's own row and reply, null when not invited */
  me: z
    .strictObject({
      attendeeId: idSchema('attendee'),
      deputyForName: z.string().nullable(),
      reply: ReplyView.nullable(),
      /** the last reply when it was given for another day and does not count; else null */
      formerReply: ReplyView.nullable(),
    })
    .nullable(),
}
export const MeetingSummary = z.strictObject(core)
export type MeetingSummary = z.infer<typeof MeetingSummary>

/** Somebody promised to two meetings at the same time, which is allowed but shown. */
export const Warning = z.strictObject({
  kind: z.literal('overlap'),
  memberName: z.string(),
  /** with its incident, and *Übung* where it is one */
  meetingTitle: z.string(),
  startsAt: z.iso.datetime(),
})
export type Warning = z.infer<typeof Warning>
export const Overlap = Warning.extend({ attendeeId: idSchema('attendee') })
export type Overlap = z.infer<typeof Overlap>

export const OverlapsInput = z.strictObject({
  startsAt: Moment,
  durationMin: z.number().int().min(1).max(1440),
  memberIds: z.array(idSchema('member')).max(2_000),
})
/** By surname, who would be invited to another meeting at that time. */
export const Overlapping = z.strictObject({ overlapping: z.array(z.string()) })
export type Overlapping = z.infer<typeof Overlapping>

/**
 * What a move would do, shown before it is saved: whose invitations begin or end, how many replies
 * do not count on the other day (`askedAgain`) or are to be confirmed for the other hour
 * (`toConfirm`), and by surname who would be invited to another meeting at that time.
 */
export const MovePreview = InvitationsPreview.extend({
  askedAgain: z.int(),
  toConfirm: z.int(),
  overlapping: z.array(z.string()),
})
export type MovePreview = z.infer<typeof MovePreview>

export const Meeting = z.strictObject({
  ...core,
  seats: z.number().int().nullable(),
  /** by people in the room while it runs, by promises to come before that */
  seatsTaken: z.number().int(),
  cancelReason: z.string(),
  minuteTakerId: idSchema('member').nullable(),
  minuteTakerName: z.string().nullable(),
  pausedSince: z.iso.datetime().nullable(),
  agenda: z.array(AgendaItem),
  next: z
    .strictObject({ meetingId: idSchema('meeting'), title: z.string(), startsAt: z.iso.datetime() })
    .nullable(),
  hotline: z.string(),
  dialInNumber: z.string(),
  dialInCode: z.string(),
  /**
   * people invited to another meeting at this time; readers who are neither lead nor KGS see only
   * themselves
   */
  overlaps: z.array(Overlap),
  revision: z.number().int(),
})
export type Meeting = z.infer<typeof Meeting>

export const PlannedMeeting = z.strictObject({ meeting: Meeting, warnings: z.array(Warning) })
export const PlannedSeries = z.strictObject({
  seriesId: idSchema('series'),
  meetings: z.array(MeetingSummary),
  warnings: z.array(Warning),
})

export const MeetingEvent = z.strictObject({
  kind: z.enum([
    'planned',
    'convened',
    'opened',
    'paused',
    'resumed',
    'closed',
    'cancelled',
    'moved',
    'changed',
    'minuteTaker',
    'notThere',
    'called',
    'unopened',
  ]),
  at: z.iso.datetime(),
  byName: z.string().nullable(),
  /**
   * who was named to keep the minutes; for `notThere`, who acts without taking part; for `called`,
   * who was called
   */
  minuteTakerName: z.string().nullable(),
  details: z.record(z.string(), z.string().nullable()),
})
export type MeetingEvent = z.infer<typeof MeetingEvent>

export const MeetingsQuery = z.strictObject({ from: Moment.optional(), until: Moment.optional() })
