import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'
import { line, Moment, words } from '../lib/shapes.ts'

/** Einsatz or Übung; an exercise is never counted in statistics. */
export const Kind = z.enum(['operation', 'exercise'])
export type Kind = z.infer<typeof Kind>

export const Incident = z.strictObject({
  incidentId: idSchema('incident'),
  title: z.string(),
  kind: Kind,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  meetingCount: z.number().int(),
  /** meetings that are planned or convened and have not begun */
  aheadCount: z.number().int(),
  /** a meeting is open or interrupted now */
  isMeeting: z.boolean(),
})
export type Incident = z.infer<typeof Incident>

export const IncidentInput = z.strictObject({ title: words(200), kind: Kind })
export type IncidentInput = z.infer<typeof IncidentInput>

/**
 * Ends the incident now. `cancel`: its meetings that are planned or convened are cancelled for this
 * reason; null: they stay.
 */
export const IncidentEnd = z.strictObject({
  cancel: z.strictObject({ reason: line(300) }).nullable(),
})
export type IncidentEnd = z.infer<typeof IncidentEnd>

export const IncidentChange = z.strictObject({
  title: words(200).optional(),
  /** `now` is the moment of the server; null reopens it */
  endedAt: z
    .union([z.literal('now'), Moment])
    .nullable()
    .optional(),
})
export type IncidentChange = z.infer<typeof IncidentChange>
