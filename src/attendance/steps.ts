import type { Context } from '../lib/context.ts'
import { audit } from '../audit/store.ts'
import type { Db } from '../lib/db.ts'
import { DomainError } from '../lib/errors.ts'
import { type MemberId, newId } from '../lib/ids.ts'
import type { Mode } from '../lib/modes.ts'
import type { SignalSource } from '../meetings/contract/signal.ts'
import { bringIn, requireTakingPart } from '../meetings/steps/attendees.ts'
import { attendeeOfMember } from '../meetings/store/attendees.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { settingsOf } from './reading.ts'
import { deskStay, presenceFrom } from './rules/presence.ts'
import { insertSignals, signalsOf } from './store.ts'
import { recordEvent } from '../meetings/store/events.ts'

/**
 * Stores how a member takes part who acts and is not recorded; throws conflict when they are.
 * `untilMs` null: they are there now.
 */
export async function storeReport(
  ctx: Context,
  tx: Db,
  now: MeetingInStaff,
  {
    memberId,
    mode,
    from,
    until,
    source,
  }: {
    memberId: MemberId
    mode: Mode
    from: Date
    until: Date | null
    source: SignalSource
  },
): Promise<void> {
  const { meeting, staff } = now
  const receivedAt = ctx.clock.now()
  await requireTakingPart(tx, staff.id, { field: 'memberId', memberId })
  const known = await attendeeOfMember(tx, meeting.id, memberId)
  const attendeeId =
    known && !known.endedAt
      ? known.id
      : (await bringIn(tx, now, { memberId, at: receivedAt })).attendeeId
  const stays = presenceFrom((await signalsOf(tx, [meeting.id])).get(meeting.id) ?? [], {
    window: {
      openedAtMs: meeting.openedAt!.getTime(), // asked of meetings that were opened
      closedAtMs: meeting.closedAt?.getTime() ?? null,
    },
    untilMs: receivedAt.getTime(),
    settings: settingsOf(staff),
  })
  if (stays.some(stay => stay.attendeeId === attendeeId))
    throw new DomainError('conflict', 'This person is recorded already')
  const common = {
    meetingId: meeting.id,
    gathering: meeting.gathering,
    attendeeId,
    mode,
    stay: deskStay(mode),
    receivedAt,
    source,
    byId: ctx.actor.personId,
  }
  const edges = [
    { edge: 'in' as const, at: from },
    ...(until ? [{ edge: 'out' as const, at: until }] : []),
  ]
  await insertSignals(
    tx,
    edges.map(each => ({ id: newId('signal', receivedAt), ...common, ...each })),
  )
  await audit(ctx, tx, {
    staffId: staff.id,
    action: 'attendance.reported',
    subject: attendeeId,
    details: {
      mode,
      source,
      from: from.toISOString(),
      ...(until ? { until: until.toISOString() } : {}),
    },
  })
}

/** Keeps that somebody acts without taking part, so that nobody is asked again. */
export async function storeNotThere(
  ctx: Context,
  tx: Db,
  { meeting, staff }: MeetingInStaff,
  memberId: MemberId,
): Promise<void> {
  await requireTakingPart(tx, staff.id, { field: 'memberId', memberId })
  await recordEvent(tx, {
    meetingId: meeting.id,
    kind: 'notThere',
    at: ctx.clock.now(),
    byId: ctx.actor.personId,
    details: { memberId },
  })
  await audit(ctx, tx, {
    staffId: staff.id,
    action: 'attendance.notThere',
    subject: memberId,
    details: { meeting: meeting.id },
  })
}
