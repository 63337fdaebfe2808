import { z } from 'zod'
import { Kind } from '../../incidents/contract.ts'
import { idSchema } from '../../lib/ids.ts'
import { raw } from '../../lib/shapes.ts'
import { MeetingState, ReplyView } from './meeting.ts'
import { DeputyOption, ReplyInput } from './reply.ts'

/** One date of a series to which the person is invited. One that is over cannot be answered. */
export const SeriesDate = z.strictObject({
  meetingId: idSchema('meeting'),
  state: MeetingState,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  place: z.string(),
  hasVirtualRoom: z.boolean(),
  seatsFree: z.int().nullable(),
  reply: ReplyView.nullable(),
  /** the last reply when it was given for another day and does not count; else null */
  formerReply: ReplyView.nullable(),
  /** those of `deputies` who have declined this date themselves */
  declinedDeputies: z.array(idSchema('member')),
})
export type SeriesDate = z.infer<typeof SeriesDate>

/**
 * The dates of a series with one person's replies, in order of time. It names no other people than
 * ranked deputies, because a personal link proves at most one factor.
 */
export const SeriesAnswers = z.strictObject({
  name: z.string(),
  language: z.enum(['de', 'en']),
  organisation: z.string(),
  staffName: z.string(),
  hotline: z.string(),
  zone: z.string(),
  incidentTitle: z.string(),
  kind: Kind,
  dialInNumber: z.string(),
  /** from today on */
  dates: z.array(SeriesDate),
  /** how many were before today */
  past: z.int(),
  /** ranked deputies of the person's functions, in the order of the staff */
  deputies: z.array(DeputyOption.omit({ hasDeclined: true })),
})
export type SeriesAnswers = z.infer<typeof SeriesAnswers>

/** Replies to several dates; one that cannot be answered any more is passed over. */
export const SeriesReplyInput = z.strictObject({
  replies: z
    .array(z.strictObject({ meetingId: idSchema('meeting'), reply: ReplyInput }))
    .min(1)
    .max(400)
    .refine(
      list => new Set(list.map(each => each.meetingId)).size === list.length,
      'expected each meetingId once',
    ),
})
export type SeriesReplyInput = z.infer<typeof SeriesReplyInput>

export const LinkSeriesReplyInput = SeriesReplyInput.extend({ token: raw(200).min(10) })
