import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import { type AttendeeId, type MeetingId, newId } from '../../lib/ids.ts'
import type { Mode } from '../../lib/modes.ts'
import { mayActForOthers } from '../../meetings/rules/states.ts'
import { actOn, requireNotOver } from '../../meetings/steps/change.ts'
import type { MeetingInStaff } from '../../meetings/store/meetings.ts'
import { attendees } from '../../meetings/tables.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import { participationOfOne } from '../../meetings/store/participation.ts'
import { requirePlaceIn } from '../../meetings/place.ts'
import { presentMembers } from '../../roster/store/members.ts'
import type { DeskEntry, DeskInput, VisitorInput } from '../contract.ts'
import { doorTicket, isDoorCode, isDoorTicket } from '../door.ts'
import { deskRefusal, doorOpensAtMs, enteredTime } from '../rules/desk.ts'
import { deskStay, presentNow } from '../rules/presence.ts'
import { settingsOf } from '../reading.ts'
import { insertSignals, signalsOf } from '../store.ts'
import { attendeeOfMember, findAttendee } from '../../meetings/store/attendees.ts'
import { bringIn, requireTakingPart } from '../../meetings/steps/attendees.ts'

type Entry = z.infer<typeof DeskEntry>

/**
 * Enters that a person came or left, at the door or by phone. Coming twice, or leaving without
 * having come, changes nothing.
 */
export async function enterAtDesk(
  ctx: Context,
  meetingId: MeetingId,
  { desk, edge }: { desk: z.output<typeof DeskInput>; edge: 'in' | 'out' },
): Promise<Entry> {
  const found = await deskMeeting(ctx, meetingId)
  return recordOne(
    ctx,
    found,
    async (tx, now) => ({
      attendeeId: await attendeeAtDesk(ctx, tx, now, desk),
      mode: desk.mode,
      edge,
    }),
    { source: 'desk', at: desk.at },
  )
}

/**
 * "Alle mit vor Ort sind da": enters everyone who promised to come to the room and is not present
 * yet.
 */
export async function enterAllOnSite(ctx: Context, meetingId: MeetingId): Promise<Entry[]> {
  const found = await deskMeeting(ctx, meetingId)
  const coming = async (tx: Db, now: MeetingInStaff) => {
    const { participants } = await participationOfOne(tx, now)
    const known = await signalsOf(tx, [meetingId])
    const there = new Set(
      presentNow(known.get(meetingId) ?? [], {
        nowMs: ctx.clock.now().getTime(),
        settings: settingsOf(now.staff),
      })
        .filter(p => p.mode === 'onSite')
        .map(p => p.attendeeId),
    )
    return participants
      .filter(p => p.reply?.mode === 'onSite' && !there.has(p.attendeeId))
      .map(({ attendeeId }) => ({ attendeeId, mode: 'onSite' as const, edge: 'in' as const }))
  }
  return record(ctx, found, coming, { source: 'desk' })
}

/**
 * The code was scanned, perhaps by somebody who has yet to sign in: answers the ticket by which the
 * browser is known as one at the door. Says nothing about the meeting.
 */
export function scanAtDoor(
  { secret, clock }: Pick<Deps, 'secret' | 'clock'>,
  meetingId: MeetingId,
  { code }: { code: string },
): { ticket: string; lifeS: number } {
  const nowMs = clock.now().getTime()
  if (!isDoorCode(secret, { meetingId, nowMs, code })) throw notTheCode()
  return doorTicket(secret, { meetingId, nowMs })
}

const notTheCode = () =>
  invalidField('code', 'is not the code shown at the door now', {
    expected: 'the code on the screen at the door',
  })

/**
 * "Ich bin da": enters the signed-in person, with the code that only people at the door can see, or
 * the ticket of a browser that scanned it.
 */
export async function enterMyself(
  ctx: Context,
  meetingId: MeetingId,
  { code, ticket }: { code?: string | undefined; ticket: string | null },
): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  refuseDesk(found, ctx.clock.now())
  const me = await requirePlaceIn(ctx, found)
  const at = { meetingId, nowMs: ctx.clock.now().getTime() }
  const isHere =
    isDoorTicket(ctx.secret, { ...at, ticket }) ||
    (code !== undefined && isDoorCode(ctx.secret, { ...at, code }))
  if (!isHere) throw notTheCode()
  return recordOne(ctx, found, () => ({ attendeeId: me.id, mode: 'onSite', edge: 'in' }), {
    source: 'self',
  })
}

/** Enters that the signed-in person left the room. */
export async function leaveMyself(ctx: Context, meetingId: MeetingId): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  refuseDesk(found, ctx.clock.now())
  const me = await requirePlaceIn(ctx, found)
  return recordOne(ctx, found, () => ({ attendeeId: me.id, mode: 'onSite', edge: 'out' }), {
    source: 'self',
  })
}

export async function enterVisitor(
  ctx: Context,
  meetingId: MeetingId,
  visitor: z.output<typeof VisitorInput>,
): Promise<Entry> {
  const found = await deskMeeting(ctx, meetingId)
  const now = ctx.clock.now()
  const attendeeId = newId('attendee', now)
  const { name, organisation, mode, at } = visitor
  const row = {
    id: attendeeId,
    meetingId,
    memberId: null,
    kind: 'visitor' as const,
    createdAt: now,
  }
  return recordOne(
    ctx,
    found,
    async tx => {
      await tx
        .insert(attendees)
        .values({ ...row, visitorName: name, visitorOrganisation: organisation })
      return { attendeeId, mode, edge: 'in' }
    },
    { source: 'desk', at },
  )
}

/**
 * The person at the desk; a member of the staff who was not invited is brought into the meeting.
 */
async function attendeeAtDesk(
  ctx: Context,
  tx: Db,
  now: MeetingInStaff,
  desk: z.output<typeof DeskInput>,
): Promise<AttendeeId> {
  const meetingId = now.meeting.id
  const known = desk.attendeeId
    ? await findAttendee(tx, desk.attendeeId)
    : await attendeeOfMember(tx, meetingId, desk.memberId!) // the contract asks for one of the two
  if (desk.attendeeId && known?.meetingId !== meetingId) throw notFound('person in this meeting')
  const memberId = known?.memberId ?? desk.memberId
  if (known && (!known.endedAt || !memberId)) return known.id
  const present = await presentMembers(tx, now.staff.id, [memberId!]) // known, or asked for by it
  if (!present.has(memberId!)) throw notFound('member of this staff')
  await requireTakingPart(tx, now.staff.id, { field: 'memberId', memberId: memberId! })
  return (await bringIn(tx, now, { memberId: memberId!, at: ctx.clock.now() })).attendeeId
}

type Entered = { attendeeId: AttendeeId; mode: Mode; edge: 'in' | 'out' }
/** `at`: when it was pressed, if it could not be sent at once */
type Source = { source: 'desk' | 'self'; at?: string | undefined }

async function recordOne(
  ctx: Context,
  found: MeetingInStaff,
  entered: (tx: Db, now: MeetingInStaff) => Entered | Promise<Entered>,
  source: Source,
): Promise<Entry> {
  const [made] = await record(ctx, found, async (tx, now) => [await entered(tx, now)], source)
  return made! // one row was given
}

async function record(
  ctx: Context,
  found: MeetingInStaff,
  entered: (tx: Db, now: MeetingInStaff) => Promise<Entered[]>,
  { source, at: pressedAt }: Source,
): Promise<Entry[]> {
  const receivedAt = ctx.clock.now()
  const meetingId = found.meeting.id
  // so that nobody is entered into minutes that are being composed
  const rows = await actOn(ctx, found, async (tx, now) => {
    refuseDesk(now, receivedAt)
    const at = enteredTime(pressedAt ? new Date(pressedAt) : null, {
      now: receivedAt,
      opensAtMs: doorOpensAtMs(now.meeting),
    })
    const entries = await entered(tx, now)
    const [first] = entries
    if (!first) return []
    const made = entries.map(entry => ({
      id: newId('signal', receivedAt),
      meetingId,
      ...entry,
      gathering: now.meeting.gathering,
      stay: deskStay(entry.mode),
      at,
      receivedAt,
      source,
      byId: ctx.actor.personId,
    }))
    await insertSignals(tx, made)
    await audit(ctx, tx, {
      staffId: now.staff.id,
      action: first.edge === 'in' ? 'attendance.came' : 'attendance.went',
      subject: meetingId,
      details: { attendees: entries.map(e => e.attendeeId), mode: first.mode, source },
    })
    return made
  })
  if (rows.length > 0) ctx.live.publish(`meeting:${meetingId}:attendance`)
  return rows.map(row => ({ signalId: row.id, attendeeId: row.attendeeId }))
}

export async function deskMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS keep the door')
  refuseDesk(found, ctx.clock.now())
  return found
}

export function refuseDesk({ meeting }: MeetingInStaff, now: Date): void {
  requireNotOver(meeting.state)
  if (deskRefusal(meeting, now))
    throw new DomainError('tooEarly', 'The door opens three hours before the meeting')
}
