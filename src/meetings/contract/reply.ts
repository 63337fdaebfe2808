import { z } from 'zod'
import { Kind } from '../../incidents/contract.ts'
import { idSchema } from '../../lib/ids.ts'
import { isEnoughToFind } from '../../lib/search.ts'
import { line, Mode, Moment, raw } from '../../lib/shapes.ts'
import { MeetingState, ReplyView, Warning } from './meeting.ts'

/**
 * The beginning that was shown when the person replied, so that a reply never counts for a date
 * they have not seen; absent: the present one.
 */
const givenFor = Moment.optional()

/** zugesagt with a mode, or verhindert with or without a deputy. No reason is asked for. */
export const ReplyInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), mode: Mode, givenFor }),
  z.strictObject({
    kind: z.literal('declined'),
    deputyMemberId: idSchema('member').nullable().default(null),
    givenFor,
  }),
])
export type ReplyInput = z.infer<typeof ReplyInput>

/** Whether the mail of the last reminder has left; failed: it is not tried again by itself. */
export const ReminderState = z.enum(['sent', 'waiting', 'failed'])
export type ReminderState = z.infer<typeof ReminderState>

export const AttendeeView = z.strictObject({
  attendeeId: idSchema('attendee'),
  memberId: idSchema('member').nullable(),
  kind: z.enum(['invited', 'deputy', 'visitor']),
  name: z.string(),
  sortName: z.string(),
  organisation: z.string(),
  /** functions the person acts for at this meeting, own ones first */
  functions: z.array(z.string()),
  reply: ReplyView.nullable(),
  /** the last reply when it was given for another day and does not count; else null */
  formerReply: ReplyView.nullable(),
  /** the person whose place they take */
  deputyForNames: z.array(z.string()),
  remindedAt: z.iso.datetime().nullable(),
  /** null: never reminded */
  reminder: ReminderState.nullable(),
  /** why mail does not reach them, else null; shown only to lead and KGS */
  mailProblem: z.string().nullable(),
  /** shown to lead and KGS only */
  mobile: z.string().nullable(),
})
export type AttendeeView = z.infer<typeof AttendeeView>

/** `recent` were reminded within the last ten minutes and get no further mail. */
export const Reminded = z.strictObject({ count: z.number().int(), recent: z.number().int() })

const called = { memberId: idSchema('member') }
/**
 * How a call ended. `takenBack`: what was entered before was a mistake. `comes` and `asked` bring
 * the member into the meeting for the function, `comes` with a reply on their behalf.
 */
export const CallInput = z.discriminatedUnion('outcome', [
  z.strictObject({ ...called, outcome: z.literal('notReached') }),
  z.strictObject({ ...called, outcome: z.literal('cannotCome') }),
  z.strictObject({ ...called, outcome: z.literal('takenBack') }),
  z.strictObject({ ...called, outcome: z.literal('asked'), functionId: idSchema('staffFunction') }),
  z.strictObject({
    ...called,
    outcome: z.literal('comes'),
    functionId: idSchema('staffFunction'),
    mode: Mode,
  }),
])
export type CallInput = z.infer<typeof CallInput>

export const ReplyChange = z.strictObject({
  attendeeId: idSchema('attendee'),
  name: z.string(),
  reply: ReplyView,
})

export const DeputyOption = z.strictObject({
  memberId: idSchema('member'),
  name: z.string(),
  isRanked: z.boolean(),
  /** functions they hold on the day of the meeting */
  functions: z.array(z.string()),
  /** they have declined this meeting themselves */
  hasDeclined: z.boolean(),
})

export const FoundDeputies = z.strictObject({
  deputies: z.array(DeputyOption),
  /** more people match than are shown */
  hasMore: z.boolean(),
})

/** A personal link, to be handed over in person. */
export const PrintedLink = z.strictObject({ name: z.string(), url: z.string(), qrSvg: z.string() })
export type PrintedLink = z.infer<typeof PrintedLink>

/**
 * A personal link's token, `<attendee id>.<generation>.<signature>`. It is in the fragment of the
 * address, never in the path.
 */
export const LinkInput = z.strictObject({ token: raw(200).min(10) })
export const LinkReplyInput = z.strictObject({
  token: raw(200).min(10),
  reply: ReplyInput,
})

/**
 * The beginning of a name, or of several of its parts, at least three letters. `meetingId`: another
 * date of the link's series; absent: the date of the link.
 */
export const DeputySearchInput = z.strictObject({
  token: raw(200).min(10),
  meetingId: idSchema('meeting').optional(),
  typed: line(100).refine(isEnoughToFind, 'at least three letters of the name'),
})

/** Why a personal link opens nothing any more. */
export const DeadReason = z.enum(['left', 'released', 'uninvited', 'replaced'])
export type DeadReason = z.infer<typeof DeadReason>

/**
 * What a personal link shows without a session. Its holder has proven at most one factor, so it
 * names no other people than ranked deputies and those they deputise for, and the dial-in code only
 * to somebody who takes part by phone.
 */
export const AnswerPage = z.strictObject({
  name: z.string(),
  /** their own functions; those of people they deputise for stand in `deputyFor` */
  functions: z.array(z.string()),
  /** the people who named them as deputy, with the functions of those */
  deputyFor: z.array(z.strictObject({ name: z.string(), functions: z.array(z.string()) })),
  language: z.enum(['de', 'en']),
  organisation: z.string(),
  staffName: z.string(),
  hotline: z.string(),
  meeting: z.strictObject({
    meetingId: idSchema('meeting'),
    title: z.string(),
    incidentTitle: z.string(),
    kind: Kind,
    state: MeetingState,
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    zone: z.string(),
    place: z.string(),
    /** the beginning before the last move, null when never moved */
    movedFrom: z.iso.datetime().nullable(),
    hasVirtualRoom: z.boolean(),
    seatsFree: z.number().int().nullable(),
    /** empty: none is known */
    dialInNumber: z.string(),
    /** empty unless the reply is to take part by phone */
    dialInCode: z.string(),
  }),
  reply: ReplyView.nullable(),
  /** the last reply when it was given for another day and does not count; else null */
  formerReply: ReplyView.nullable(),
  /** other meetings of the staff at this time to which this person is invited */
  overlaps: z.array(Warning.pick({ meetingTitle: true, startsAt: true })),
  /** ranked deputies of the person's functions, in the order of the staff */
  deputies: z.array(DeputyOption),
  /** dates of the series that the person can answer, this one included; 0: it is in no series */
  seriesDates: z.int(),
})
export type AnswerPage = z.infer<typeof AnswerPage>
