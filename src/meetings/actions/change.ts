import { sql } from 'drizzle-orm'
import { audit } from '../../audit/store.ts'
import { queueMeetingMails } from '../../mail/actions.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import type { MeetingChange, MoveInput } from '../contract/meeting.ts'
import { isMovable, mayPlan, transition } from '../rules/states.ts'
import { changeInTime } from '../steps/change.ts'
import { recordEvent, type MeetingInStaff, type MeetingRow } from '../store/meetings.ts'
import { meetings } from '../tables.ts'
import { bringIn, inviteesOf, requireTakingPart } from './reply.ts'
import { visibleMeeting } from '../access.ts'
import { activeMembers, participationOfOne } from '../store/participation.ts'
import { type Out, instantOf, slotOf, inform, announce } from '../slot.ts'

export async function convene(ctx: Context, meetingId: MeetingId): Promise<void> {
  const found = await plannable(ctx, meetingId)
  await ctx.database.transaction(async tx => {
    const next = transition(found.meeting.state, 'convene')
    if (!next.ok)
      throw new DomainError(
        next.reason,
        `A meeting that is ${found.meeting.state} cannot be convened`,
      )
    const row = await changeInTime(tx, meetingId, { from: ['planned'], set: { state: 'convened' } })
    await recordEvent(tx, {
      meetingId,
      kind: 'convened',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
    })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.convened', subject: meetingId })
    await inform(tx, ctx, { ...found, meeting: row }, { kind: 'invitation' })
  })
  announce(ctx, found.staff.id, [meetingId])
}

/** The meeting keeps its identity and its history of dates; everyone invited is informed once. */
export async function moveMeeting(
  ctx: Context,
  meetingId: MeetingId,
  input: Out<typeof MoveInput>,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const startsAt = instantOf(input, found.staff.zone)
  const slot = slotOf(startsAt, input.durationMin)
  const before = found.meeting
  if (!isMovable(before.state)) throw refuseOver(before)
  if (
    before.startsAt.getTime() === slot.startsAt.getTime() &&
    before.endsAt.getTime() === slot.endsAt.getTime()
  )
    return
  await ctx.database.transaction(async tx => {
    const row = await changeInTime(tx, meetingId, {
      from: ['planned', 'convened'],
      set: { ...slot, sequence: sql`${meetings.sequence} + 1` as unknown as number },
    })
    await recordEvent(tx, {
      meetingId,
      kind: 'moved',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { from: before.startsAt.toISOString(), to: slot.startsAt.toISOString() },
    })
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: 'meeting.moved',
      subject: meetingId,
      details: { from: before.startsAt, to: slot.startsAt },
    })
    if (row.state === 'convened')
      await inform(tx, ctx, { ...found, meeting: row }, { kind: 'moved', before })
  })
  announce(ctx, found.staff.id, [meetingId])
}

export async function cancelMeeting(
  ctx: Context,
  meetingId: MeetingId,
  { reason }: { reason: string },
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const next = transition(found.meeting.state, 'cancel')
  if (!next.ok)
    throw new DomainError(
      next.reason,
      `A meeting that is ${found.meeting.state} cannot be cancelled`,
    )
  const wasConvened = found.meeting.state === 'convened'
  await ctx.database.transaction(async tx => {
    const row = await changeInTime(tx, meetingId, {
      from: ['planned', 'convened'],
      set: {
        state: 'cancelled',
        cancelReason: reason,
        sequence: sql`${meetings.sequence} + 1` as unknown as number,
      },
    })
    await recordEvent(tx, {
      meetingId,
      kind: 'cancelled',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { reason },
    })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.cancelled', subject: meetingId })
    if (wasConvened) await inform(tx, ctx, { ...found, meeting: row }, { kind: 'cancelled' })
  })
  announce(ctx, found.staff.id, [meetingId])
}

/** Place, seats, title, minute taker. A new place or title is told to everyone invited, once. */
export async function changeMeeting(
  ctx: Context,
  meetingId: MeetingId,
  change: Out<typeof MeetingChange>,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const { meeting } = found
  if (meeting.state === 'cancelled' || meeting.state === 'closed') throw refuseOver(meeting)
  const isTold =
    (change.place ?? meeting.place) !== meeting.place ||
    (change.title ?? meeting.title) !== meeting.title
  await ctx.database.transaction(async tx => {
    if (change.minuteTakerId)
      requireTakingPart(await activeMembers(tx, found.staff.id), {
        field: 'minuteTakerId',
        memberId: change.minuteTakerId,
      })
    const row = await changeInTime(tx, meetingId, {
      from: ['planned', 'convened', 'open', 'paused'],
      set: {
        ...change,
        ...(isTold ? { sequence: sql`${meetings.sequence} + 1` as unknown as number } : {}),
      } as Partial<MeetingRow>,
    })
    const at = ctx.clock.now()
    const byId = ctx.actor.personId
    if (change.minuteTakerId !== undefined && change.minuteTakerId !== meeting.minuteTakerId) {
      await recordEvent(tx, {
        meetingId,
        kind: 'minuteTaker',
        at,
        byId,
        details: { memberId: change.minuteTakerId },
      })
    }
    if (isTold)
      await recordEvent(tx, {
        meetingId,
        kind: 'changed',
        at,
        byId,
        details: { place: row.place, title: row.title },
      })
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: 'meeting.changed',
      subject: meetingId,
      details: { fields: Object.keys(change) },
    })
    if (isTold && row.state !== 'planned')
      await inform(tx, ctx, { ...found, meeting: row }, { kind: 'changed' })
    // after the others were told of the change: an invitation says it all
    if (change.minuteTakerId)
      await inviteOne(tx, ctx, { ...found, meeting: row }, { memberId: change.minuteTakerId, at })
  })
  announce(ctx, found.staff.id, [meetingId])
}

/** Invites one more member of the staff. */
export async function inviteMember(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  if (found.meeting.state === 'cancelled' || found.meeting.state === 'closed')
    throw refuseOver(found.meeting)
  await ctx.database.transaction(async tx => {
    requireTakingPart(await activeMembers(tx, found.staff.id), { field: 'memberId', memberId })
    const at = ctx.clock.now()
    await inviteOne(tx, ctx, found, { memberId, at })
  })
  ctx.live.publish(`meeting:${meetingId}:replies`, `staff:${found.staff.id}:outbox`)
}

async function inviteOne(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<void> {
  const { attendeeId, isNew } = await bringIn(tx, found, { memberId, at })
  if (!isNew) return
  await audit(ctx, tx, {
    staffId: found.staff.id,
    action: 'meeting.memberInvited',
    subject: found.meeting.id,
    details: { memberId },
  })
  if (found.meeting.state === 'planned') return
  const { participants } = await participationOfOne(tx, found)
  const invitees = inviteesOf(participants.filter(p => p.attendeeId === attendeeId))
  await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'invitation' }, invitees })
}

async function plannable(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayPlan(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS plan meetings')
  return found
}

function refuseOver(meeting: MeetingRow): DomainError {
  if (meeting.state === 'closed') return new DomainError('meetingClosed', 'The meeting is closed')
  if (meeting.state === 'cancelled')
    return new DomainError('meetingCancelled', 'The meeting was cancelled')
  return new DomainError('wrongState', 'The meeting has begun; it can be paused or closed')
}
