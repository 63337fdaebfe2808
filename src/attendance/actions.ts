import type { z } from 'zod'
import { audit } from '../audit/store.ts'
import type { Context, Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError, invalidField, notFound } from '../lib/errors.ts'
import { type AttendeeId, type MeetingId, newId } from '../lib/ids.ts'
import type { Mode } from '../lib/modes.ts'
import { mayActForOthers } from '../meetings/rules/states.ts'
import { requireNotOver } from '../meetings/steps/change.ts'
import { type MeetingInStaff, holdMeeting } from '../meetings/store/meetings.ts'
import { attendees, type signals } from '../meetings/tables.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { participationOfOne } from '../meetings/store/participation.ts'
import { requirePlaceIn } from '../meetings/place.ts'
import { presentMembers } from '../roster/store/members.ts'
import type { DeskEntry, DeskInput, VisitorInput } from './contract.ts'
import { isDoorCode } from './door.ts'
import { deskRefusal } from './rules/desk.ts'
import { deskStay, presentNow } from './rules/presence.ts'
import { settingsOf } from './reading.ts'
import { findSignal, insertSignals, signalsOf, storeMediaSignal } from './store.ts'
import { attendeeOfMember, findAttendee } from '../meetings/store/attendees.ts'
import { bringIn, requireTakingPart } from '../meetings/steps/attendees.ts'
import type { RoomSignal } from '../lib/media.ts'

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
  let attendeeId = desk.attendeeId ?? (await attendeeForMember(ctx, found, desk.memberId!))
  const attendee = await findAttendee(ctx.database.db, attendeeId)
  if (!attendee || attendee.meetingId !== meetingId) throw notFound('person in this meeting')
  if (attendee.endedAt && attendee.memberId)
    attendeeId = await attendeeForMember(ctx, found, attendee.memberId)
  return recordOne(ctx, found, { attendeeId, mode: desk.mode, edge }, { source: 'desk' })
}

/**
 * "Alle mit vor Ort sind da": enters everyone who promised to come to the room and is not present
 * yet.
 */
export async function enterAllOnSite(ctx: Context, meetingId: MeetingId): Promise<Entry[]> {
  const found = await deskMeeting(ctx, meetingId)
  const [{ participants }, known] = await Promise.all([
    participationOfOne(ctx.database.db, found),
    signalsOf(ctx.database.db, [meetingId]),
  ])
  const there = new Set(
    presentNow(known.get(meetingId) ?? [], {
      nowMs: ctx.clock.now().getTime(),
      settings: settingsOf(found.staff),
    })
      .filter(p => p.mode === 'onSite')
      .map(p => p.attendeeId),
  )
  const coming = participants.filter(p => p.reply?.mode === 'onSite' && !there.has(p.attendeeId))
  return record(
    ctx,
    found,
    coming.map(p => ({ attendeeId: p.attendeeId, mode: 'onSite', edge: 'in' })),
    { source: 'desk' },
  )
}

/**
 * "Ich bin da": enters the signed-in person, with the code that only people at the door can see.
 */
export async function enterMyself(
  ctx: Context,
  meetingId: MeetingId,
  { code }: { code: string },
): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  refuseDesk(found, ctx.clock.now())
  const me = await requirePlaceIn(ctx, found)
  if (!isDoorCode(ctx.secret, { meetingId, nowMs: ctx.clock.now().getTime(), code })) {
    throw invalidField('code', 'is not the code shown at the door now', {
      expected: 'the code on the screen at the door',
    })
  }
  return recordOne(
    ctx,
    found,
    { attendeeId: me.id, mode: 'onSite', edge: 'in' },
    { source: 'self' },
  )
}

/** Enters that the signed-in person left the room. */
export async function leaveMyself(ctx: Context, meetingId: MeetingId): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  refuseDesk(found, ctx.clock.now())
  const me = await requirePlaceIn(ctx, found)
  return recordOne(
    ctx,
    found,
    { attendeeId: me.id, mode: 'onSite', edge: 'out' },
    { source: 'self' },
  )
}

export async function enterVisitor(
  ctx: Context,
  meetingId: MeetingId,
  visitor: z.output<typeof VisitorInput>,
): Promise<Entry> {
  const found = await deskMeeting(ctx, meetingId)
  const at = ctx.clock.now()
  const attendeeId = newId('attendee', at)
  const { name, organisation, mode } = visitor
  const row = { id: attendeeId, meetingId, memberId: null, kind: 'visitor' as const, createdAt: at }
  return recordOne(
    ctx,
    found,
    { attendeeId, mode, edge: 'in' },
    {
      source: 'desk',
      first: tx =>
        tx
          .insert(attendees)
          .values({ ...row, visitorName: name, visitorOrganisation: organisation }),
    },
  )
}

/**
 * Takes an entry back. Signals are append-only, so it adds the opposite one: a going at the moment
 * of the coming, which leaves no stay, or a coming a millisecond after the going, which continues
 * the stay.
 */
export async function undoEntry(
  ctx: Context,
  meetingId: MeetingId,
  { signalId }: { signalId: string },
): Promise<void> {
  const found = await deskMeeting(ctx, meetingId)
  const signal = await findSignal(ctx.database.db, { id: signalId, meetingId })
  if (!signal || signal.source === 'mediaServer') throw notFound('entry of this meeting')
  const edge = signal.edge === 'in' ? 'out' : 'in'
  const at = signal.edge === 'in' ? signal.at : new Date(signal.at.getTime() + 1)
  await ctx.database.transaction(async tx => {
    const { seq: _seq, ...kept } = signal
    await insertSignals(tx, [
      {
        ...kept,
        id: `undo:${signal.id}`,
        edge,
        at,
        receivedAt: ctx.clock.now(),
        byId: ctx.actor.personId,
      },
    ])
    await audit(ctx, tx, {
      staffId: found.staff.id,
      action: 'attendance.undone',
      subject: signal.attendeeId,
      details: { signal: signal.id },
    })
  })
  ctx.live.publish(`meeting:${meetingId}:attendance`)
}

/** Stores and publishes a verified report of the media server. */
export async function receiveRoomSignal(deps: Deps, signal: RoomSignal): Promise<void> {
  const { kind } = signal
  if (kind === 'roomStarted' || kind === 'roomFinished') return
  const stored = await storeMediaSignal(
    deps.database.sql,
    { ...deps.pulse.refine(signal), kind },
    deps.clock.now(),
  )
  if (stored) deps.live.publish(`meeting:${stored.meetingId}:attendance`)
  if (kind !== 'joined') return
  if (stored?.isAdmitted) deps.live.publish(`meeting:${stored.meetingId}:room`)
  // not awaited, because the media server holds back this room's reports until it has the answer
  else void deps.pulse.look(signal.room)
}

async function attendeeForMember(
  ctx: Context,
  found: MeetingInStaff,
  memberId: NonNullable<z.output<typeof DeskInput>['memberId']>,
): Promise<AttendeeId> {
  const { db } = ctx.database
  const known = await attendeeOfMember(db, found.meeting.id, memberId)
  if (known && !known.endedAt) return known.id
  const present = await presentMembers(db, found.staff.id, [memberId])
  if (!present.has(memberId)) throw notFound('member of this staff')
  await requireTakingPart(db, found.staff.id, { field: 'memberId', memberId })
  return (await bringIn(db, found, { memberId, at: ctx.clock.now() })).attendeeId
}

async function recordOne(
  ctx: Context,
  found: MeetingInStaff,
  entry: Parameters<typeof record>[2][number],
  how: Parameters<typeof record>[3],
): Promise<Entry> {
  const [made] = await record(ctx, found, [entry], how)
  return made! // one row was given
}

async function record(
  ctx: Context,
  found: MeetingInStaff,
  entries: { attendeeId: AttendeeId; mode: Mode; edge: 'in' | 'out' }[],
  { source, first }: { source: 'desk' | 'self'; first?: (tx: Db) => PromiseLike<unknown> },
): Promise<Entry[]> {
  if (entries.length === 0) return []
  const at = ctx.clock.now()
  const meetingId = found.meeting.id
  const rows: (typeof signals.$inferInsert)[] = entries.map(entry => ({
    id: newId('signal', at),
    meetingId,
    ...entry,
    stay: deskStay(entry.mode),
    at,
    receivedAt: at,
    source,
    byId: ctx.actor.personId,
  }))
  await ctx.database.transaction(async tx => {
    // locked until the end, so that nobody is entered into minutes that are being composed
    const held = await holdMeeting(tx, meetingId)
    refuseDesk({ ...found, meeting: { ...found.meeting, ...held } }, at)
    await first?.(tx)
    await insertSignals(
      tx,
      rows.map(row => ({ ...row, gathering: held.gathering })),
    )
    await audit(ctx, tx, {
      staffId: found.staff.id,
      action: entries[0]!.edge === 'in' ? 'attendance.came' : 'attendance.went',
      subject: meetingId,
      details: { attendees: entries.map(e => e.attendeeId), mode: entries[0]!.mode, source },
    })
  })
  ctx.live.publish(`meeting:${meetingId}:attendance`)
  return rows.map(row => ({ signalId: row.id, attendeeId: row.attendeeId }))
}

export async function deskMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS keep the door')
  refuseDesk(found, ctx.clock.now())
  return found
}

function refuseDesk({ meeting }: MeetingInStaff, now: Date): void {
  requireNotOver(meeting.state)
  if (deskRefusal(meeting, now))
    throw new DomainError('tooEarly', 'The door opens three hours before the meeting')
}
