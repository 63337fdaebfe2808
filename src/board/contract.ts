import { z } from 'zod'
import { BandView } from '../attendance/contract.ts'
import { idSchema } from '../lib/ids.ts'
import { modes, perMode } from '../lib/modes.ts'
import { Mode } from '../lib/shapes.ts'
import { ReminderState } from '../meetings/contract/reply.ts'

const Instant = z.iso.datetime()

const named = { attendeeId: idSchema('attendee'), name: z.string() }

/** Why a function is unfilled. The reader's side puts the parts into words. */
export const UnfilledReason = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('left'), ...named, at: Instant }),
  z.strictObject({ kind: z.literal('couldNotConnect'), ...named, at: Instant }),
  z.strictObject({ kind: z.literal('promised'), ...named, mode: Mode }),
  z.strictObject({ kind: z.literal('noReply'), ...named }),
  z.strictObject({ kind: z.literal('declined'), ...named }),
  z.strictObject({ kind: z.literal('nobody') }),
])
export type UnfilledReason = z.infer<typeof UnfilledReason>

/**
 * Whom to call next. `phone` null: no number is known. `attendeeId` null: not invited to this
 * meeting so far.
 */
export const Callee = z.strictObject({
  memberId: idSchema('member').nullable(),
  attendeeId: idSchema('attendee').nullable(),
  name: z.string(),
  phone: z.string().nullable(),
})
export type Callee = z.infer<typeof Callee>

/** Somebody who may fill a function, as lead and KGS see them while they call. */
export const Candidate = Callee.extend({
  memberId: idSchema('member'),
  /** 0 holds the function, n is its nth deputy; null: neither */
  rank: z.number().int().nullable(),
  reply: z.enum(['none', 'declined', ...modes]),
  isThere: z.boolean(),
  remindedAt: Instant.nullable(),
  /** null: never reminded */
  reminder: ReminderState.nullable(),
  /** how the last call ended that brought no reply; null: none did */
  tried: z.strictObject({ outcome: z.enum(['notReached', 'cannotCome']), at: Instant }).nullable(),
})
export type Candidate = z.infer<typeof Candidate>

export const PersonThere = z.strictObject({
  attendeeId: idSchema('attendee'),
  /** null: a visitor */
  memberId: idSchema('member').nullable(),
  name: z.string(),
  organisation: z.string(),
  mode: Mode,
  /** start of their presence in this mode, possibly before the opening */
  since: Instant,
  /** the person they deputise for in this function; null: nobody */
  standsInFor: z.string().nullable(),
  isVisitor: z.boolean(),
  /** of the staff, as a guest alone */
  isGuest: z.boolean(),
  /** virtual by a report alone: no connection of theirs has come so far */
  isUnconnected: z.boolean(),
})
export type PersonThere = z.infer<typeof PersonThere>

export const FunctionRow = z.strictObject({
  functionId: idSchema('staffFunction'),
  label: z.string(),
  block: z.string(),
  isRequired: z.boolean(),
  /** people present who act for the function; empty: unfilled */
  filledBy: z.array(PersonThere),
  /** what is promised for it, whoever is there; `by` is null unless somebody has promised */
  planned: z.strictObject({
    state: z.enum(['missing', 'declined', 'promised']),
    by: z
      .strictObject({
        attendeeId: idSchema('attendee'),
        memberId: idSchema('member').nullable(),
        name: z.string(),
        mode: Mode,
      })
      .nullable(),
  }),
  /**
   * null while filled; `since` null: since the beginning, or the meeting has not begun. `order` is
   * in the order of calling, and empty for everybody but lead and KGS.
   */
  unfilled: z
    .strictObject({
      since: Instant.nullable(),
      reason: UnfilledReason,
      call: Callee.nullable(),
      order: z.array(Candidate),
    })
    .nullable(),
})
export type FunctionRow = z.infer<typeof FunctionRow>

export const MissingPerson = z.strictObject({
  attendeeId: idSchema('attendee'),
  name: z.string(),
  functions: z.array(z.string()),
  /** the promised mode; none: no reply */
  planned: z.enum(['none', ...modes]),
  remindedAt: Instant.nullable(),
  /** null: never reminded */
  reminder: ReminderState.nullable(),
  /** they tried to connect and failed */
  couldNotConnect: z.boolean(),
  /** null: no number is known, or the reader may not see it */
  phone: z.string().nullable(),
})
export type MissingPerson = z.infer<typeof MissingPerson>

/** Somebody who was there and left, so nobody waits for them. */
export const PersonGone = z.strictObject({
  attendeeId: idSchema('attendee'),
  name: z.string(),
  functions: z.array(z.string()),
  leftAt: Instant,
})

/** The rows of the Lagetafel: who fills which function now. */
export const Board = z.strictObject({
  /** required functions that nobody fills */
  unfilledCount: z.number().int(),
  /** required and unfilled first, then filled, then the rest, each in the order of the staff */
  rows: z.array(FunctionRow),
  /** present people without a function: guests and visitors */
  others: z.array(PersonThere),
  missing: z.array(MissingPerson),
  /** after the opening, the last to leave first */
  left: z.array(PersonGone),
  counts: z.strictObject(perMode(() => z.number().int())),
})
export type Board = z.infer<typeof Board>

/** A member who acts in the meeting and is not recorded as present. */
export const ActingPerson = z.strictObject({
  memberId: idSchema('member'),
  name: z.string(),
  hasOpened: z.boolean(),
  /** interrupted, resumed or closed it */
  hasLed: z.boolean(),
  isMinuteTaker: z.boolean(),
  entries: z.number().int(),
  /** people they entered at the door */
  atDoor: z.number().int(),
  /** of their acts; null: they are only named to keep the minutes */
  firstAt: Instant.nullable(),
  /** somebody said that they act without taking part, so nobody is asked again */
  saidNotThere: z.boolean(),
})
export type ActingPerson = z.infer<typeof ActingPerson>

/** Everything the board page shows: functions, people and the band. */
export const BoardView = Board.extend({
  /** the server's clock when this was read */
  at: Instant,
  zone: z.string(),
  openedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  seats: z.number().int().nullable(),
  band: BandView.nullable(),
  /**
   * the last connection without admission that was removed from the room, and the owner of its
   * ticket; null for everybody but lead and KGS
   */
  stray: z.strictObject({ at: Instant, name: z.string().nullable() }).nullable(),
})
export type BoardView = z.infer<typeof BoardView>
