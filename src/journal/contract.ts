import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'
import { DateQuestion } from '../meetings/contract/meeting.ts'
import { isVisible, MomentWithOffset as Instant, paragraph } from '../lib/shapes.ts'

/** Beschluss, Auftrag, Tagebucheintrag, technische Störung. */
export const EntryKind = z.enum(['decision', 'order', 'log', 'fault'])
export type EntryKind = z.infer<typeof EntryKind>

const someWords = (max: number) => paragraph(max).refine(isVisible, 'must not be empty')

/**
 * `at`: when it happened; absent: now. `replaces`: an entry of the same meeting that is taken back
 * for this one.
 */
const happened = {
  text: someWords(2_000),
  at: Instant.optional(),
  replaces: idSchema('entry').optional(),
}

export const DecisionInput = z.strictObject({ ...happened, reason: paragraph(2_000).default('') })
export const LogInput = z.strictObject(happened)
export const FaultInput = z.strictObject(happened)
/** The person responsible for an order: a member, somebody else by name, or nobody yet. */
const assigned = {
  responsibleId: idSchema('member').nullable().default(null),
  responsibleText: paragraph(200)
    .refine(text => !text.includes('\n'), 'must be one line')
    .default(''),
  dueAt: Instant.nullable().default(null),
  /** confirms a due time before the order, or so far ahead that the year may be mistyped */
  meant: DateQuestion.optional(),
}
export const isOneResponsible = (order: {
  responsibleId: string | null
  responsibleText: string
}): boolean => order.responsibleId === null || order.responsibleText === ''
export const notOneResponsible = {
  error: 'expected either responsibleId or responsibleText',
  path: ['responsibleText'],
}
export const OrderInput = z
  .strictObject({ ...happened, ...assigned })
  .refine(isOneResponsible, notOneResponsible)
/** Who is responsible and until when, given later; what is absent becomes nobody and no due time. */
export const AssignInput = z.strictObject(assigned).refine(isOneResponsible, notOneResponsible)
/** A better wording; the former one is kept. `reason`: decisions only. */
export const CorrectionInput = z.strictObject({
  text: someWords(2_000),
  reason: paragraph(2_000).default(''),
})
/** `at`: when the order was carried out or the fault was over; absent: now. */
export const DoneInput = z.strictObject({ at: Instant.optional() })

export const Entry = z.strictObject({
  entryId: idSchema('entry'),
  kind: EntryKind,
  number: z.number().int(),
  /**
   * as the minutes print it: `17/2` a decision, `17/A2` an order, `17/E2` a log entry, `17/S2` a
   * fault
   */
  label: z.string(),
  text: z.string(),
  /** decisions only */
  reason: z.string(),
  at: z.iso.datetime(),
  enteredAt: z.iso.datetime(),
  byId: idSchema('person'),
  byName: z.string(),
  responsibleId: idSchema('member').nullable(),
  /** a member's name, or the name typed; empty when nobody is responsible yet */
  responsibleName: z.string(),
  dueAt: z.iso.datetime().nullable(),
  /** when an order was carried out or a fault was over */
  doneAt: z.iso.datetime().nullable(),
  doneByName: z.string().nullable(),
  retractedAt: z.iso.datetime().nullable(),
  /** label of the entry that stands in place of one taken back */
  replacedByLabel: z.string().nullable(),
  /** former wordings, oldest first, and when each was corrected */
  corrections: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      byName: z.string(),
      text: z.string(),
      reason: z.string(),
    }),
  ),
  /** made after the close of the meeting, before the release of its minutes */
  isAddedLater: z.boolean(),
  meetingId: idSchema('meeting'),
  meetingTitle: z.string(),
  incidentTitle: z.string(),
  /** the minute taker of that meeting, who may settle the entry */
  minuteTakerId: idSchema('member').nullable(),
})
export type Entry = z.infer<typeof Entry>

export const OrdersQuery = z.strictObject({ state: z.enum(['open', 'all']).default('open') })
