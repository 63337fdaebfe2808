import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'

/** What lies in the Postausgang: written with its cause, sent by a worker, or kept readable where no mail server is. */
export const MailSummary = z.strictObject({
  mailId: idSchema('mail'),
  meetingId: idSchema('meeting').nullable(),
  kind: z.enum([
    'invitation',
    'moved',
    'changed',
    'cancelled',
    'reminder',
    'deputy',
    'left',
    'enrolment',
  ]),
  toName: z.string(),
  toAddress: z.string(),
  subject: z.string(),
  state: z.enum(['pending', 'sending', 'sent', 'failed', 'unsent', 'withdrawn']),
  attempts: z.number().int(),
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
})
export type MailSummary = z.infer<typeof MailSummary>

/** Unless somebody must still hand the mail over, `#…` stands for what follows the `#` of a personal link. */
export const MailDetail = MailSummary.extend({
  text: z.string(),
  calendarMethod: z.enum(['REQUEST', 'CANCEL']).nullable(),
  calendar: z.string().nullable(),
})
export type MailDetail = z.infer<typeof MailDetail>

export const FeedState = z.strictObject({ createdAt: z.iso.datetime().nullable() })
/** Shown once; the server keeps only its hash. */
export const NewFeed = z.strictObject({ url: z.string() })
