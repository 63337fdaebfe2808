import { z } from 'zod'
import { idSchema } from '../../lib/ids.ts'
import { Day, WallTime } from '../../lib/shapes.ts'
import { AgendaItemInput, MeetingChange, MeetingState, meant } from './meeting.ts'
import { DayQuestion, Holiday, SeriesRule } from './series.ts'

const facts = MeetingChange.omit({ revision: true }).extend({
  agenda: z.array(AgendaItemInput).max(50).optional(),
})

/**
 * What is to change for the meetings of a series from a day on; what is absent stays as it is.
 * `days` decides single days: `out` is no meeting of a new rhythm, or a meeting that stays as it is
 * when only facts and time change; `in` is a meeting that would fall away and is kept, or one that
 * was changed singly and follows all the same.
 */
export const FollowingWish = facts.extend({
  /** the first day; absent: the day of the meeting that was named */
  startsOn: Day.optional(),
  time: WallTime.optional(),
  durationMin: z.number().int().min(1).max(1440).optional(),
  /** the new rhythm; absent: the days stay */
  rule: SeriesRule.omit({ leftOut: true }).optional(),
  days: z.record(Day, z.enum(['in', 'out'])).default({}),
  /** for days with a clock change, which of the two moments is meant */
  choices: z.record(Day, z.enum(['earlier', 'later'])).default({}),
  meant,
  /** the reason written into cancelled meetings */
  reason: MeetingChange.shape.place.default(''),
})
export type FollowingWish = z.infer<typeof FollowingWish>

/** `seen`: as the preview gave it; absent: the change is made unseen. */
export const FollowingChange = FollowingWish.extend({ seen: z.string().max(64).optional() })

export const FollowingField = z.enum(['title', 'place', 'seats', 'minuteTakerId', 'agenda', 'time'])
export type FollowingField = z.infer<typeof FollowingField>

const Span = z.strictObject({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() })

/**
 * `stays`: nothing changes. `kept`: it stays because somebody chose so. `goes`: it is cancelled.
 * `leftOut`: a day of the rhythm without a meeting. `begun`: it has begun or its time is over, so
 * nothing changes.
 */
export const FollowingWhat = z.enum([
  'stays',
  'changes',
  'kept',
  'goes',
  'comes',
  'leftOut',
  'begun',
])
export type FollowingWhat = z.infer<typeof FollowingWhat>

export const FollowingDay = z.strictObject({
  date: Day,
  /** null: there is no meeting yet */
  meetingId: idSchema('meeting').nullable(),
  state: MeetingState.nullable(),
  what: FollowingWhat,
  before: Span.nullable(),
  /** null: there is none afterwards, or see `question` */
  after: Span.nullable(),
  question: DayQuestion.nullable(),
  /** what was changed singly before, and so keeps its value */
  single: z.array(FollowingField),
  holiday: Holiday.nullable(),
  accepted: z.int(),
  declined: z.int(),
})
export type FollowingDay = z.infer<typeof FollowingDay>

/** What most of these meetings have, as the form shows it first. */
export const UsualFacts = z.strictObject({
  /** 1 Monday … 7 Sunday */
  weekdays: z.array(z.int()),
  time: WallTime,
  durationMin: z.int(),
  until: Day,
  title: z.string().nullable(),
  place: z.string(),
  seats: z.int().nullable(),
  minuteTakerId: idSchema('member').nullable(),
  agenda: z.array(AgendaItemInput),
})
export type UsualFacts = z.infer<typeof UsualFacts>

export const FollowingPreview = z.strictObject({
  /** null: no meeting is left that could change */
  usual: UsualFacts.nullable(),
  days: z.array(FollowingDay),
  /** why the rhythm gives no days, or too many; then `days` are those without it */
  problem: z.enum(['untilBeforeStart', 'noWeekdays', 'noMeetings', 'tooMany']).nullable(),
  /** people who would be told by mail */
  people: z.int(),
  /** names what was shown; a change with it is refused when it would do anything else */
  seen: z.string(),
})
export type FollowingPreview = z.infer<typeof FollowingPreview>

/** How many meetings were changed, cancelled, and newly planned. */
export const FollowingDone = z.strictObject({
  changed: z.int(),
  cancelled: z.int(),
  planned: z.int(),
})
export type FollowingDone = z.infer<typeof FollowingDone>
