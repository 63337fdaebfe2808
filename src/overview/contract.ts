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
 * What lead and KGS have to do: fill functions of future meetings for which nobody is invited
 * (`unfilled`) or nobody comes any more (`functionOpen`), name another minute taker, ask people who
 * have not answered, cancel or move what nobody opened, look at failed mails, know that mails
 * wait because the mail server does not take them (`mailWaits`), release drafts of minutes.
 */
export const NeedsHand = z.strictObject({
  kind: z.enum([
    'unfilled',
    'functionOpen',
    'minuteTakerGone',
    'noReply',
    'notOpened',
    'mailFailed',
    'mailWaits',
    'draftMinutes',
  ]),
  count: z.number().int(),
  meetingId: idSchema('meeting').nullable(),
  meetingTitle: z.string().nullable(),
  startsAt: z.iso.datetime().nullable(),
  /** further meetings, of the next ten, of which the same is true and which have no row */
  more: z.number().int(),
  /** the functions of an `unfilled` row; empty for other kinds */
  functions: z.array(z.string()),
  /** whom the mails of a `mailFailed` or `mailWaits` row were to reach; empty for other kinds */
  names: z.array(z.string()),
})

export const Overview = z.strictObject({
  next: Meeting.nullable(),
  week: z.array(MeetingSummary),
  last: MeetingSummary.nullable(),
  /**
   * running meetings that the reader leads; the page asks about those that are still open long
   * after their planned end
   */
  running: z.array(MeetingSummary),
  orders: z.array(OverviewOrder),
  needsHand: z.array(NeedsHand),
})
export type Overview = z.infer<typeof Overview>
