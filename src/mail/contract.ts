import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'
import { line } from '../lib/shapes.ts'

/**
 * A mail of the Postausgang. It is written in the transaction of its cause; a worker sends it or,
 * without a mail server, it can only be read there.
 */
export const MailState = z.enum([
  'pending',
  'sending',
  'sent',
  'failed',
  'unsent',
  'withdrawn',
  'superseded',
])
export type MailState = z.infer<typeof MailState>

/** What a changed meeting had before; only the fields that changed. */
export type Was = { place?: string; title?: string | null; seats?: number | null }

/**
 * A series that meets on other weekdays from a moment on, ISO 8601: 1 Monday … 7 Sunday. `isFewer`:
 * only on some of those it had.
 */
export type Cadence = { from: string; weekdays: number[]; isFewer: boolean }

/** The reason for a mail about a meeting; instants as ISO 8601. */
export type Occasion =
  | { kind: 'invitation' | 'cancelled'; cadence?: Cadence }
  | { kind: 'changed'; was?: Was }
  | {
      kind: 'reminder' | 'left' | 'uninvited' | 'standInChanged'
    }
  /**
   * names of the people they no longer deputise for; somebody released was invited for nothing
   * else, and somebody relieved may still deputise for others
   */
  | { kind: 'relieved' | 'released'; senders: string[]; isStillDeputy?: boolean }
  | { kind: 'moved'; before: { startsAt: string; endsAt: string }; was?: Was }
  | { kind: 'deputy'; principal: { name: string; functionLabels: string[] } }

/** What the Postausgang can be narrowed to; `waiting` is on its way. */
export const OutboxFilter = z.enum([
  'failed',
  'waiting',
  'sent',
  'unsent',
  'withdrawn',
  'superseded',
])
export type OutboxFilter = z.infer<typeof OutboxFilter>
export const OutboxSearch = z.strictObject({ search: line(200).optional() })
export const OutboxPage = OutboxSearch.extend({
  state: OutboxFilter.optional(),
  /** the last mail of the page before */
  before: idSchema('mail').optional(),
})
/** How many mails are in each state; a state without any is missing. */
export const MailCounts = z.partialRecord(MailState, z.number().int())
export type MailCounts = { [State in MailState]?: number | undefined }

export const MailSummary = z.strictObject({
  mailId: idSchema('mail'),
  /** null: the mail is about no meeting, or the reader may not see it */
  meetingId: idSchema('meeting').nullable(),
  kind: z.enum([
    'invitation',
    'moved',
    'changed',
    'cancelled',
    'reminder',
    'deputy',
    'left',
    'uninvited',
    'relieved',
    'released',
    'standInChanged',
    'enrolment',
    // several kinds of news about a series in one mail
    'seriesNews',
  ]),
  toName: z.string(),
  toAddress: z.string(),
  /** null: hidden from the reader */
  subject: z.string().nullable(),
  state: MailState,
  attempts: z.number().int(),
  problem: z.string().nullable(),
  /** the mail server was given it, but said nothing for certain */
  mayHaveArrived: z.boolean(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
})
export type MailSummary = z.infer<typeof MailSummary>

/** `#…` replaces the part after `#` of a personal link. */
export const MailDetail = MailSummary.extend({
  /** the recipient in this staff, null when they have left it */
  memberId: idSchema('member').nullable(),
  /** whose personal link the reader can hand over; null: there is none, or they may not */
  attendeeId: idSchema('attendee').nullable(),
  /** null: hidden from the reader */
  text: z.string().nullable(),
  calendarMethod: z.enum(['REQUEST', 'CANCEL']).nullable(),
  calendar: z.string().nullable(),
})
export type MailDetail = z.infer<typeof MailDetail>

export const FeedState = z.strictObject({ createdAt: z.iso.datetime().nullable() })
/** Shown once, because the server keeps only its hash. */
export const NewFeed = z.strictObject({ url: z.string() })
