import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'
import { Meeting, MeetingSummary } from '../meetings/contract/meeting.ts'

export const OverviewOrder = z.strictObject({
  entryId: idSchema('entry'),
  text: z.string(),
  dueAt: z.iso.datetime().nullable(),
  meetingId: idSchema('meeting'),
  meetingTitle: z.string(),
})

/**
 * What waits for lead and KGS: meetings ahead for whose required functions nobody is invited, convened ones in which nobody fills them any
 * more or people have not answered, meetings of the last week that nobody opened, mails that failed, drafts to release.
 */
export const NeedsHand = z.strictObject({
  kind: z.enum(['unfilled', 'functionOpen', 'noReply', 'notOpened', 'mailFailed', 'draftMinutes']),
  count: z.number().int(),
  meetingId: idSchema('meeting').nullable(),
  meetingTitle: z.string().nullable(),
  /** of `unfilled`: the functions, else empty */
  functions: z.array(z.string()),
})

export const Overview = z.strictObject({
  next: Meeting.nullable(),
  week: z.array(MeetingSummary),
  last: MeetingSummary.nullable(),
  /** meetings that are open now and that I lead; asked about when they are open long after their planned end */
  running: z.array(MeetingSummary),
  orders: z.array(OverviewOrder),
  needsHand: z.array(NeedsHand),
})
export type Overview = z.infer<typeof Overview>
