import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'

/** A mail of the Postausgang. It is written in the transaction of its cause; a worker sends it, or it stays readable without a mail server. */
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

/** Why somebody is written to about a meeting; instants as ISO 8601. */
export type Occasion =
  | {
      kind:
        | 'invitation'
        | 'changed'
        | 'cancelled'
        | 'reminder'
        | 'left'
        | 'uninvited'
        | 'standInChanged'
    }
  /** by name, whom they stand in for no longer; who is released was asked to come for nothing else */
  | { kind: 'relieved' | 'released'; senders: string[] }
  | { kind: 'moved'; before: { startsAt: string; endsAt: string } }
  | { kind: 'deputy'; principal: { name: string; functionLabels: string[] } }

export const MailSummary = z.strictObject({
  mailId: idSchema('mail'),
  /** null: about no meeting, or not shown to you */
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
  ]),
  toName: z.string(),
  toAddress: z.string(),
  /** null: not shown to you */
  subject: z.string().nullable(),
  state: MailState,
  attempts: z.number().int(),
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
})
export type MailSummary = z.infer<typeof MailSummary>

/** `#…` stands for what follows the `#` of a personal link. */
export const MailDetail = MailSummary.extend({
  /** the recipient in this staff, null when they left it */
  memberId: idSchema('member').nullable(),
  /** whose personal link to the meeting can be handed over by hand, null when there is none, or not by you */
  attendeeId: idSchema('attendee').nullable(),
  /** null: not shown to you */
  text: z.string().nullable(),
  calendarMethod: z.enum(['REQUEST', 'CANCEL']).nullable(),
  calendar: z.string().nullable(),
})
export type MailDetail = z.infer<typeof MailDetail>

export const FeedState = z.strictObject({ createdAt: z.iso.datetime().nullable() })
/** Shown once; the server keeps only its hash. */
export const NewFeed = z.strictObject({ url: z.string() })
