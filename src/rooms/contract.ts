import { z } from 'zod'
import { idSchema } from '../lib/ids.ts'
import { line } from '../lib/shapes.ts'

export const JoinInput = z.strictObject({
  /** the device's name, e.g. "Laptop"; only for the person's own list */
  device: line(60).default(''),
  /** the identity this page had before its connection broke; it gives way to the new one */
  insteadOf: line(60).optional(),
})

/** The address to connect to, and a token that is valid for 30 s and names a random identity. */
export const JoinTicket = z.strictObject({
  url: z.string(),
  token: z.string(),
  identity: z.string(),
})
export type JoinTicket = z.infer<typeof JoinTicket>

/**
 * The same for a room of one's own, in which the connection is tried; being there counts as no
 * presence.
 */
export const TrialTicket = JoinTicket.omit({ identity: true })
export type TrialTicket = z.infer<typeof TrialTicket>

/** The people behind the identities of a room, and the raised hands, earliest first. */
export const RoomView = z.strictObject({
  people: z.array(
    z.strictObject({
      identity: z.string(),
      attendeeId: idSchema('attendee'),
      name: z.string(),
      functions: z.array(z.string()),
    }),
  ),
  hands: z.array(
    z.strictObject({
      attendeeId: idSchema('attendee'),
      name: z.string(),
      functions: z.array(z.string()),
      raisedAt: z.iso.datetime(),
    }),
  ),
})
export type RoomView = z.infer<typeof RoomView>
